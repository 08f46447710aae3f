//! The protocol's test vectors (protocol-spec: `vectors`): files of JSON, the same bytes whenever they are made. Good and
//! bad ones, for everything that another implementation reads, hashes, verifies or counts.
//!
//! A vector that ought to be bad and is accepted here is an error of the generator, not a vector.

mod contests;
mod ground;
mod log;
mod outcomes;
mod records;
mod voters;
mod worlds;

use anyhow::Context as _;
use serde_json::Value;
use std::collections::BTreeMap;
use std::path::Path;

/// The files by name, in the bytes in which they are kept.
///
/// # Errors
/// When an election cannot be held, or something bad is accepted.
pub fn all() -> anyhow::Result<BTreeMap<&'static str, String>> {
    let worlds = worlds::all()?;
    let files = [
        ("ground.json", ground::vectors()?),
        ("voters.json", voters::vectors()?),
        ("contests.json", contests::vectors()?),
        ("outcomes.json", outcomes::vectors()?),
        ("log.json", log::vectors(&worlds)?),
        ("records.json", records::vectors(&worlds)?),
    ];
    let written = |value: &Value| serde_json::to_string_pretty(value).map(|text| text + "\n");
    let pairs = files.iter().map(|(name, value)| Ok((*name, written(value)?)));
    pairs.collect()
}

/// Writes all files into a folder.
///
/// # Errors
/// As [`all`], or when a file cannot be written.
pub fn write(folder: &Path) -> anyhow::Result<()> {
    std::fs::create_dir_all(folder).with_context(|| folder.display().to_string())?;
    for (name, text) in all()? {
        let path = folder.join(name);
        std::fs::write(&path, text).with_context(|| path.display().to_string())?;
    }
    Ok(())
}

fn hex(bytes: &[u8]) -> String {
    data_encoding::HEXLOWER.encode(bytes)
}

fn base64(bytes: &[u8]) -> String {
    data_encoding::BASE64.encode(bytes)
}
