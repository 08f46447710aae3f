//! Where a manifest comes from: a file, or the first entries of an election's log.
//!
//! A manifest from a log needs no trust in the log: the election id, which is the last part of the log's address,
//! is the hash of its bytes.

use comitia_crypto::ElectionId;
use comitia_crypto::codec::Decode as _;
use comitia_election::entry::{Assembler, Entry, EntryKind, SignedObject};
use comitia_election::manifest::{Manifest, ManifestError};
use comitia_tlog::checkpoint::SignedCheckpoint;
use comitia_tlog::tile::{Bundle, TILE_WIDTH, TileKind, TilePath, Width};
use thiserror::Error;

/// The most entries that are looked at: a manifest has at most a mebibyte, and comes first.
const ENTRY_BOUND: u64 = TILE_WIDTH;

/// Why a log gives no manifest.
#[derive(Debug, Error)]
pub enum SourceError {
    /// The address does not end with an election id.
    #[error("the address of an election's log ends with /elections/ and 64 hexadecimal digits")]
    Address,
    /// Something cannot be fetched.
    #[error("cannot fetch {path}: {problem}")]
    Fetch {
        /// The path under the log's address.
        path: String,
        /// What happened.
        problem: String,
    },
    /// What was fetched is not what it should be.
    #[error("{path}: {problem}")]
    Malformed {
        /// The path under the log's address.
        path: String,
        /// What is wrong.
        problem: String,
    },
    /// The log does not start with a manifest.
    #[error("the log does not start with a manifest")]
    NoManifest,
    /// The manifest is not the one that the address names.
    #[error("the log at this address holds the manifest of another election, {found}")]
    OtherElection {
        /// Its id.
        found: ElectionId,
    },
    /// The manifest is not sound.
    #[error("the manifest is not sound: {0}")]
    Manifest(#[from] ManifestError),
}

/// The election that a log's address names.
pub fn election_of(address: &str) -> Result<ElectionId, SourceError> {
    let (_, id) = address
        .trim_end_matches('/')
        .rsplit_once("/elections/")
        .ok_or(SourceError::Address)?;
    ElectionId::parse(id).ok_or(SourceError::Address)
}

/// The manifest of `election` from its log; `fetch` gets what is under the log's address.
pub fn from_log(
    election: &ElectionId,
    fetch: impl Fn(&str) -> Result<Vec<u8>, String>,
) -> Result<Manifest, SourceError> {
    let get = |path: &str| {
        fetch(path).map_err(|problem| SourceError::Fetch {
            path: path.to_owned(),
            problem,
        })
    };
    let malformed = |path: &str, problem: String| SourceError::Malformed {
        path: path.to_owned(),
        problem,
    };
    let checkpoint = SignedCheckpoint::parse(&get("checkpoint")?);
    let checkpoint = checkpoint.map_err(|error| malformed("checkpoint", error.to_string()))?;
    let size = checkpoint.unverified().size.min(ENTRY_BOUND);
    let width = Width::new(size).ok_or(SourceError::NoManifest)?;
    let path = TilePath {
        kind: TileKind::Entries,
        index: 0,
        width,
    }
    .to_string();
    let bytes = get(&path)?;
    let bundle = Bundle::parse(&bytes, width).map_err(|error| malformed(&path, error.to_string()))?;
    let object = first_object(bundle.entries()).map_err(|problem| malformed(&path, problem))?;
    let object = object
        .filter(|object| object.kind == EntryKind::Manifest)
        .ok_or(SourceError::NoManifest)?;
    let found = ElectionId::of_manifest(&object.payload);
    if found != *election {
        return Err(SourceError::OtherElection { found });
    }
    Ok(Manifest::parse(&object.payload)?)
}

/// The object that the first entry is, or that the first entries are parts of.
fn first_object(entries: &[&[u8]]) -> Result<Option<SignedObject>, String> {
    let mut parts = Assembler::default();
    for entry in entries {
        let entry = match Entry::from_bytes(entry).map_err(|error| error.to_string())? {
            Entry::Part(part) => parts.take(part).map_err(|error| error.to_string())?,
            whole => Some(whole),
        };
        match entry {
            Some(Entry::Object(object)) => return Ok(Some(object)),
            Some(_) => return Ok(None),
            None => {}
        }
    }
    Ok(None)
}
