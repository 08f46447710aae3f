//! A log as static files, in a folder or in S3-compatible storage: the checkpoint and exactly the tiles and bundles of
//! its size, for any web server to serve (C2SP `tlog-tiles`).
//!
//! Tiles never change, so what is there already is not written again, and an export that was interrupted goes on. The
//! checkpoint comes when everything that it covers is there; what an older one had beyond that is removed last.

use std::collections::BTreeSet;

use comitia_tlog::checkpoint::{CheckpointError, SignedCheckpoint};
use comitia_tlog::hash::TreeHash;
use comitia_tlog::tile::{TilePath, tiles_of_tree};
use comitia_tlog::tree::verify_consistency;
use object_store::path::Path;
use object_store::{ObjectStore, ObjectStoreExt as _};
use thiserror::Error;

use crate::reader::{LogReader, ReadError};

/// Name of the file with the checkpoint.
const CHECKPOINT: &str = "checkpoint";

/// Why a log was not exported. What was written so far stays, and a checkpoint that was there covers what it did.
#[derive(Debug, Error)]
pub enum ExportError {
    /// There is something that is no part of a log, and would become part of the record.
    #[error("{0} is there, and no part of a log")]
    Foreign(String),
    /// There is a log that this one does not continue.
    #[error("another log is there: {0}")]
    OtherLog(String),
    /// What is there, as a checkpoint, is none.
    #[error("the checkpoint that is there: {0}")]
    Checkpoint(#[from] CheckpointError),
    /// Something could not be written or listed.
    #[error(transparent)]
    Files(#[from] object_store::Error),
    /// The log could not be read.
    #[error(transparent)]
    Read(#[from] ReadError),
    /// The log does not have a tile of its own checkpoint.
    #[error("the log does not have {0}")]
    Missing(TilePath),
}

/// What an export has done.
#[derive(Debug)]
pub struct Exported {
    /// The checkpoint that was written.
    pub checkpoint: SignedCheckpoint,
    /// Files that were written, the checkpoint aside.
    pub written: u64,
    /// Files that were there.
    pub kept: u64,
    /// Files of an older checkpoint alone, removed.
    pub removed: u64,
}

/// Writes the log, as it is in its published checkpoint, below `prefix`. `progress` hears how many files are there of
/// how many.
///
/// # Errors
/// When something else is there, or something cannot be read or written.
pub async fn export(
    log: &LogReader,
    files: &dyn ObjectStore,
    prefix: &Path,
    mut progress: impl FnMut(u64, u64),
) -> Result<Exported, ExportError> {
    let present = present(files, prefix).await?;
    let checkpoint = log.checkpoint().await?;
    let size = checkpoint.unverified().size;
    if present.contains(CHECKPOINT) {
        check_continues(log, files, prefix, &checkpoint).await?;
    }
    let wanted: Vec<TilePath> = tiles_of_tree(size).collect();
    let (mut written, mut kept) = (0, 0);
    for path in &wanted {
        if present.contains(&path.to_string()) {
            kept += 1;
        } else {
            let bytes = log.tile(*path).await?.ok_or(ExportError::Missing(*path))?;
            files.put(&at(prefix, &path.to_string()), bytes.into()).await?;
            written += 1;
        }
        progress(written + kept, wanted.len() as u64);
    }
    files
        .put(&at(prefix, CHECKPOINT), checkpoint.to_string().into())
        .await?;
    let wanted: BTreeSet<String> = wanted.iter().map(ToString::to_string).collect();
    let mut removed = 0;
    for name in present
        .iter()
        .filter(|name| *name != CHECKPOINT && !wanted.contains(*name))
    {
        files.delete(&at(prefix, name)).await?;
        removed += 1;
    }
    Ok(Exported {
        checkpoint,
        written,
        kept,
        removed,
    })
}

fn at(prefix: &Path, name: &str) -> Path {
    Path::from(format!("{prefix}/{name}"))
}

/// The files of a log that are there.
async fn present(files: &dyn ObjectStore, prefix: &Path) -> Result<BTreeSet<String>, ExportError> {
    use futures::TryStreamExt as _;
    let mut names = BTreeSet::new();
    let mut listed = files.list(Some(prefix));
    while let Some(found) = listed.try_next().await? {
        let rest = found.location.as_ref().strip_prefix(prefix.as_ref());
        let name = rest.unwrap_or_default().trim_start_matches('/').to_owned();
        if name != CHECKPOINT && name.parse::<TilePath>().is_err() {
            return Err(ExportError::Foreign(found.location.to_string()));
        }
        names.insert(name);
    }
    Ok(names)
}

/// Whether the log continues the one that is there.
async fn check_continues(
    log: &LogReader,
    files: &dyn ObjectStore,
    prefix: &Path,
    ours: &SignedCheckpoint,
) -> Result<(), ExportError> {
    let bytes = files.get(&at(prefix, CHECKPOINT)).await?.bytes().await?;
    let theirs = SignedCheckpoint::parse(&bytes)?;
    let (old, new) = (theirs.unverified(), ours.unverified());
    if old.origin != new.origin {
        return Err(ExportError::OtherLog(old.origin.to_string()));
    }
    if old.size > new.size {
        let what = format!(
            "it has {} entries, and this one {}: this database is older",
            old.size, new.size
        );
        return Err(ExportError::OtherLog(what));
    }
    let proof: Vec<TreeHash> = match old.size {
        0 => return Ok(()),
        size => log.consistency(size, new.size).await?,
    };
    let continued = verify_consistency(old.size, new.size, &old.root, &new.root, &proof);
    continued.map_err(|error| ExportError::OtherLog(format!("its history is not this one's: {error}")))
}
