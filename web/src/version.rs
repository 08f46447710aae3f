//! Which program runs: its version, and the digest of the sources that it was compiled from.

use serde::Serialize;

/// What was compiled.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct Version {
    /// The number of the release.
    pub number: &'static str,
    /// SHA-256 of the list of the sources, in hexadecimal; `scripts/source-digest` computes it.
    pub digest: &'static str,
    /// The commit of these sources. None where git was not at hand, or the sources differ from the commit.
    pub commit: Option<&'static str>,
    /// The licence, by its SPDX name.
    pub licence: &'static str,
}

/// This program's. `build.rs` writes it.
pub const VERSION: Version = Version {
    number: env!("CARGO_PKG_VERSION"),
    digest: env!("COMITIA_SOURCE_DIGEST"),
    commit: match env!("COMITIA_COMMIT") {
        commit if commit.is_empty() => None,
        commit => Some(commit),
    },
    licence: env!("CARGO_PKG_LICENSE"),
};
