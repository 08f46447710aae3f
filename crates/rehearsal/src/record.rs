//! A log as static files: the checkpoint and exactly the tiles and bundles of its size.

use comitia_tlog::checkpoint::CheckpointError;
use comitia_tlog::hash::{TreeHash, leaf_hash};
use comitia_tlog::note::LogSigner;
use comitia_tlog::proof::Receipt;
use comitia_tlog::tile::{Entry, EntryTooLong, RightEdge, TileFile, TileSet, TileSetError, TileWriter};
use comitia_tlog::tree::{ProveError, TreeError, consistency_proof, inclusion_proof};
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use thiserror::Error;

/// The name of the checkpoint's file.
const CHECKPOINT: &str = "checkpoint";

/// Why a record is not written. What was written so far stays, without a checkpoint.
#[derive(Debug, Error)]
pub enum RecordError {
    /// The folder has something in it already, which would become part of the record.
    #[error("{0} is not empty")]
    NotEmpty(PathBuf),
    /// A file or folder cannot be written.
    #[error("{path}: {error}")]
    Write {
        /// Which.
        path: PathBuf,
        /// Why.
        error: std::io::Error,
    },
    /// An entry is too long for the log.
    #[error("entry {index}: {error}")]
    Entry {
        /// Its place.
        index: u64,
        /// How long it is.
        error: EntryTooLong,
    },
    /// The log is full.
    #[error(transparent)]
    Tree(#[from] TreeError),
    /// The log does not have the entry that a receipt is wanted for.
    #[error(transparent)]
    Proof(#[from] ProveError<TileSetError>),
    /// The checkpoint cannot be signed.
    #[error(transparent)]
    Checkpoint(#[from] CheckpointError),
}

/// The files of a small record by name.
pub fn files<T: AsRef<[u8]>>(
    entries: &[T],
    signer: &LogSigner,
) -> Result<BTreeMap<String, Vec<u8>>, RecordError> {
    let mut files = BTreeMap::new();
    pour(entries, signer, |name, bytes| {
        files.insert(name.to_owned(), bytes.to_vec());
        Ok(())
    })?;
    Ok(files)
}

/// Writes a record into `folder`, which is made if it is not there and must be empty; its bytes. The checkpoint
/// comes last: a folder with a checkpoint is complete.
pub fn write<T: AsRef<[u8]>>(
    folder: &Path,
    entries: impl IntoIterator<Item = T>,
    signer: &LogSigner,
) -> Result<u64, RecordError> {
    require_empty(folder)?;
    let mut total = 0;
    pour(entries, signer, |name, bytes| {
        total += bytes.len() as u64;
        write_file(&folder.join(name), bytes)
    })?;
    Ok(total)
}

/// The receipt of the entry at `index`, in the tree of exactly these entries.
pub fn receipt<T: AsRef<[u8]>>(
    entries: &[T],
    index: u64,
    signer: &LogSigner,
) -> Result<Receipt, RecordError> {
    let (tiles, edge) = tree_of(entries)?;
    Ok(Receipt {
        extra: None,
        index,
        proof: inclusion_proof(&tiles, index, edge.size())?,
        checkpoint: edge.sign(signer)?,
    })
}

/// The proof that the tree of the first `older` entries is a beginning of the tree of all.
pub fn continuity<T: AsRef<[u8]>>(entries: &[T], older: u64) -> Result<Vec<TreeHash>, RecordError> {
    let (tiles, edge) = tree_of(entries)?;
    Ok(consistency_proof(&tiles, older, edge.size())?)
}

fn tree_of<T: AsRef<[u8]>>(entries: &[T]) -> Result<(TileSet, RightEdge), RecordError> {
    let leaves: Vec<_> = entries.iter().map(|raw| leaf_hash(raw.as_ref())).collect();
    let mut edge = RightEdge::new();
    let mut tiles = TileSet::default();
    for changed in edge.append(&leaves)? {
        tiles.insert(changed.level, changed.index, changed.tile);
    }
    Ok((tiles, edge))
}

/// Makes the folder; refuses one that has something in it.
pub fn require_empty(folder: &Path) -> Result<(), RecordError> {
    fs::create_dir_all(folder).map_err(at(folder))?;
    let first = fs::read_dir(folder).map_err(at(folder))?.next();
    if first.is_none() {
        Ok(())
    } else {
        Err(RecordError::NotEmpty(folder.to_owned()))
    }
}

/// Gives every file to `keep` as soon as it is whole.
fn pour<T: AsRef<[u8]>>(
    entries: impl IntoIterator<Item = T>,
    signer: &LogSigner,
    mut keep: impl FnMut(&str, &[u8]) -> Result<(), RecordError>,
) -> Result<(), RecordError> {
    let mut writer = TileWriter::new();
    let mut keep_all = |files: Vec<TileFile>| {
        let mut files = files.iter();
        files.try_for_each(|file| keep(&file.path.to_string(), &file.bytes))
    };
    for (index, raw) in (0..).zip(entries) {
        let entry = Entry::new(raw.as_ref().to_vec()).map_err(|error| RecordError::Entry { index, error })?;
        keep_all(writer.append(entry)?)?;
    }
    let (partial, edge) = writer.finish()?;
    keep_all(partial)?;
    keep(CHECKPOINT, edge.sign(signer)?.to_string().as_bytes())
}

fn write_file(path: &Path, bytes: &[u8]) -> Result<(), RecordError> {
    if let Some(parent) = path.parent() {
        fs::create_dir_all(parent).map_err(at(parent))?;
    }
    fs::write(path, bytes).map_err(at(path))
}

fn at(path: &Path) -> impl FnOnce(std::io::Error) -> RecordError {
    let path = path.to_owned();
    move |error| RecordError::Write { path, error }
}
