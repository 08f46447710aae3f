//! A log as a folder of static files: the checkpoint and exactly the tiles and bundles of its size.

use std::path::{Path, PathBuf};

use comitia_tlog::checkpoint::SignedCheckpoint;
use comitia_tlog::tile::tiles_of_tree;
use thiserror::Error;
use tokio::fs;

use crate::reader::{LogReader, ReadError};

/// Why a log was not exported. What was written so far stays, without a checkpoint.
#[derive(Debug, Error)]
pub enum ExportError {
    /// The folder has something in it already, which would become part of the record.
    #[error("{0} is not empty")]
    NotEmpty(PathBuf),
    /// A file could not be written.
    #[error("{path}: {error}")]
    Write {
        /// Which file or folder.
        path: PathBuf,
        /// Why.
        error: std::io::Error,
    },
    /// The log could not be read.
    #[error(transparent)]
    Read(#[from] ReadError),
    /// The log does not have a tile of its own checkpoint.
    #[error("the log does not have {0}")]
    Missing(String),
}

/// Writes the log, as it is in its newest checkpoint, into `folder`, which is made if it is not there. The
/// checkpoint comes last: a folder with a checkpoint is complete.
///
/// # Errors
/// When the folder is not empty, or something cannot be read or written.
pub async fn export(log: &LogReader, folder: &Path) -> Result<SignedCheckpoint, ExportError> {
    require_empty(folder).await?;
    let checkpoint = log.checkpoint().await?;
    for path in tiles_of_tree(checkpoint.unverified().size) {
        let name = path.to_string();
        let bytes = log
            .tile(path)
            .await?
            .ok_or_else(|| ExportError::Missing(name.clone()))?;
        write(&folder.join(name), &bytes).await?;
    }
    write(&folder.join("checkpoint"), checkpoint.to_string().as_bytes()).await?;
    Ok(checkpoint)
}

async fn require_empty(folder: &Path) -> Result<(), ExportError> {
    let failed = |error| ExportError::Write {
        path: folder.to_owned(),
        error,
    };
    fs::create_dir_all(folder).await.map_err(failed)?;
    let first = fs::read_dir(folder)
        .await
        .map_err(failed)?
        .next_entry()
        .await
        .map_err(failed)?;
    if first.is_none() {
        Ok(())
    } else {
        Err(ExportError::NotEmpty(folder.to_owned()))
    }
}

async fn write(path: &Path, bytes: &[u8]) -> Result<(), ExportError> {
    let failed = |error| ExportError::Write {
        path: path.to_owned(),
        error,
    };
    if let Some(parent) = path.parent() {
        fs::create_dir_all(parent).await.map_err(failed)?;
    }
    fs::write(path, bytes).await.map_err(failed)
}
