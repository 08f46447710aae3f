//! Where a published log comes from: a folder of static files or an HTTP(S) address. Both have the layout of C2SP
//! `tlog-tiles`; nothing that is read here is trusted yet.

mod copy;
mod folder;
mod keep;
mod web;

pub use folder::Folder;
pub use web::{Web, agent};

use comitia_crypto::ElectionId;
use comitia_tlog::checkpoint::SignedCheckpoint;
use comitia_tlog::hash::TreeHash;
use comitia_tlog::note::MAX_NOTE_BYTES;
use comitia_tlog::tile::{Bundle, BundleError, Entry, TILE_WIDTH, TileKind, TilePath, Width};
use std::path::Path;
use thiserror::Error;

/// Name of the file with the checkpoint.
const CHECKPOINT: &str = "checkpoint";

/// Why nothing can be read.
#[derive(Debug, Error)]
pub enum SourceError {
    /// A file or folder cannot be read.
    #[error("{path}: {error}")]
    File {
        /// Which one.
        path: String,
        /// Why.
        error: std::io::Error,
    },
    /// The address makes no sense.
    #[error("{0}: not an http or https address")]
    Address(String),
    /// The server does not answer as it should.
    #[error("{url}: {problem}")]
    Network {
        /// What was asked for.
        url: String,
        /// What went wrong.
        problem: String,
    },
    /// There is no checkpoint, or something that is none.
    #[error("{place}: not a published log: {problem}")]
    NotALog {
        /// Where.
        place: String,
        /// What was found.
        problem: String,
    },
}

/// Why a bundle of entries cannot be used.
#[derive(Debug, Error)]
pub enum BundleProblem {
    /// It cannot be read.
    #[error(transparent)]
    Source(#[from] SourceError),
    /// It is not there.
    #[error("{0} is missing")]
    Missing(TilePath),
    /// It does not hold the entries that it should.
    #[error("{path}: {error}")]
    Malformed {
        /// Which one.
        path: TilePath,
        /// What is wrong.
        error: BundleError,
    },
}

/// A published log.
#[derive(Debug)]
pub enum LogSource {
    /// Static files.
    Folder(Folder),
    /// Static files behind a web server, or a live server.
    Web(Web),
}

/// The most bytes that are read for a tile or bundle; the surplus byte shows that it is too long.
fn limit_of(path: TilePath) -> u64 {
    let item = match path.kind {
        TileKind::Hashes(_) => TreeHash::LENGTH,
        TileKind::Entries => 2 + Entry::MAX_BYTES,
    };
    u64::from(path.width.items()) * item as u64 + 1
}

impl LogSource {
    /// A log at `place`, an address or a folder. An election that is named is looked for below an address that does
    /// not name it itself.
    ///
    /// # Errors
    /// When the address makes no sense, or the folder is not there.
    pub fn open(place: &str, election: Option<&ElectionId>) -> Result<Self, SourceError> {
        if place.starts_with("http://") || place.starts_with("https://") {
            Web::new(place, election).map(Self::Web)
        } else {
            Folder::new(place).map(Self::Folder)
        }
    }

    /// Keeps what is fetched below `folder`, and takes it from there the next time. A log in a folder is there
    /// already.
    pub fn keep_in(&mut self, folder: &Path) {
        if let Self::Web(web) = self {
            web.keep_in(folder);
        }
    }

    /// The election that the address itself names.
    #[must_use]
    pub fn named_election(&self) -> Option<ElectionId> {
        match self {
            Self::Folder(_) => None,
            Self::Web(web) => web.named_election(),
        }
    }

    /// The election that the address names, else the one that the checkpoint claims. Neither is verified.
    ///
    /// # Errors
    /// When the checkpoint is not there, or is none.
    pub fn claimed_election(&self) -> Result<Option<ElectionId>, SourceError> {
        if let Some(named) = self.named_election() {
            return Ok(Some(named));
        }
        let signed = SignedCheckpoint::parse(&self.checkpoint()?);
        let signed = signed.map_err(|error| self.not_a_log(error.to_string()))?;
        Ok(web::named(signed.unverified().origin.as_str()))
    }

    /// The bytes of the checkpoint.
    ///
    /// # Errors
    /// When it is not there, or cannot be read.
    pub fn checkpoint(&self) -> Result<Vec<u8>, SourceError> {
        let limit = MAX_NOTE_BYTES as u64 + 1;
        let bytes = match self {
            Self::Folder(folder) => folder.read(CHECKPOINT, limit)?,
            Self::Web(web) => web.read(CHECKPOINT, limit)?,
        };
        bytes.ok_or_else(|| self.not_a_log("there is no file `checkpoint`"))
    }

    /// The bytes of a tile or bundle; `None` if it is not there. `path` must be as wide as the tree has it.
    ///
    /// # Errors
    /// When it cannot be read.
    pub fn tile(&self, path: TilePath) -> Result<Option<Vec<u8>>, SourceError> {
        match self {
            Self::Folder(folder) => folder.read(&path.to_string(), limit_of(path)),
            Self::Web(web) => web.tile(path),
        }
    }

    /// The bundle with this number in a log of `size` entries.
    ///
    /// # Errors
    /// When it is not there, or cannot be read.
    pub fn bundle(&self, number: u64, size: u64) -> Result<RawBundle, BundleProblem> {
        let left = size.saturating_sub(number.saturating_mul(TILE_WIDTH));
        let path = TilePath {
            kind: TileKind::Entries,
            index: number,
            width: Width::new(left.min(TILE_WIDTH)).unwrap_or(Width::FULL),
        };
        let bytes = self.tile(path)?.ok_or(BundleProblem::Missing(path))?;
        Ok(RawBundle { path, bytes })
    }

    /// The bundles of a log of `size` entries, in order.
    pub fn bundles(&self, size: u64) -> impl Iterator<Item = Result<RawBundle, BundleProblem>> + '_ {
        (0..size.div_ceil(TILE_WIDTH)).map(move |number| self.bundle(number, size))
    }

    /// The first thing that a log of `size` entries does not have; `None` for an address, which cannot be listed.
    ///
    /// # Errors
    /// When the folder cannot be read.
    pub fn unexpected(&self, size: u64) -> Result<Option<String>, SourceError> {
        match self {
            Self::Folder(folder) => folder.unexpected(size),
            Self::Web(_) => Ok(None),
        }
    }

    /// An error that says that there is no log here.
    #[must_use]
    pub fn not_a_log(&self, problem: impl Into<String>) -> SourceError {
        SourceError::NotALog {
            place: self.to_string(),
            problem: problem.into(),
        }
    }
}

impl std::fmt::Display for LogSource {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Folder(folder) => folder.fmt(f),
            Self::Web(web) => web.fmt(f),
        }
    }
}

/// A bundle as it was read.
#[derive(Debug)]
pub struct RawBundle {
    path: TilePath,
    bytes: Vec<u8>,
}

impl RawBundle {
    /// The bytes of the bundle.
    #[must_use]
    pub fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// The entries.
    ///
    /// # Errors
    /// When it does not hold exactly the entries that it should.
    pub fn entries(&self) -> Result<Bundle<'_>, BundleProblem> {
        Bundle::parse(&self.bytes, self.path.width).map_err(|error| BundleProblem::Malformed {
            path: self.path,
            error,
        })
    }
}
