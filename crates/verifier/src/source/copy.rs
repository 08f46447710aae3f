//! A copy of a log as static files: what a machine without a network reads.

use super::{CHECKPOINT, LogSource, SourceError};
use comitia_tlog::checkpoint::SignedCheckpoint;
use comitia_tlog::tile::tiles_of_tree;
use std::fs;
use std::io;
use std::path::Path;

impl LogSource {
    /// Copies the log into `folder`, which is made or must be empty; how many entries it has. Nothing is verified:
    /// whoever reads the copy does that. The checkpoint is written last, so that a copy with one is whole.
    ///
    /// # Errors
    /// When there is something in the folder, it cannot be written, or the log cannot be read.
    pub fn copy_to(&self, folder: &Path) -> Result<u64, SourceError> {
        make_empty(folder).map_err(failed(folder))?;
        let checkpoint = self.checkpoint()?;
        let signed = SignedCheckpoint::parse(&checkpoint);
        let signed = signed.map_err(|error| self.not_a_log(error.to_string()))?;
        let size = signed.unverified().size;
        for path in tiles_of_tree(size) {
            let bytes = self.tile(path)?;
            let bytes = bytes.ok_or_else(|| self.not_a_log(format!("{path} is missing")))?;
            write(&folder.join(path.to_string()), &bytes)?;
        }
        write(&folder.join(CHECKPOINT), &checkpoint)?;
        Ok(size)
    }
}

fn make_empty(folder: &Path) -> io::Result<()> {
    fs::create_dir_all(folder)?;
    match fs::read_dir(folder)?.next() {
        None => Ok(()),
        Some(_) => Err(io::ErrorKind::DirectoryNotEmpty.into()),
    }
}

fn write(path: &Path, bytes: &[u8]) -> Result<(), SourceError> {
    let parent = path.parent().map_or(Ok(()), fs::create_dir_all);
    parent.and_then(|()| fs::write(path, bytes)).map_err(failed(path))
}

fn failed(path: &Path) -> impl FnOnce(io::Error) -> SourceError {
    move |error| SourceError::File {
        path: path.display().to_string(),
        error,
    }
}
