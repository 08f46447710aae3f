//! Tiles that were fetched once, kept in a folder, so that an interrupted verification goes on from there.
//!
//! Nothing is trusted for being kept: every byte is verified against the checkpoint as if it had just been fetched.

use super::{SourceError, limit_of};
use comitia_crypto::Digest;
use comitia_tlog::tile::TilePath;
use std::fs::{self, File};
use std::io::{self, Read as _};
use std::path::{Path, PathBuf};

/// A folder for the tiles of one address.
#[derive(Debug)]
pub(super) struct Keep(PathBuf);

impl Keep {
    /// A folder below `folder`, for the log at `address` alone.
    pub(super) fn new(folder: &Path, address: &str) -> Self {
        Self(folder.join(Digest::of(address.as_bytes()).to_string()))
    }

    /// A full tile from the folder, or from `fetch`, whose answer is kept.
    pub(super) fn tile(
        &self,
        path: TilePath,
        fetch: impl FnOnce() -> Result<Option<Vec<u8>>, SourceError>,
    ) -> Result<Option<Vec<u8>>, SourceError> {
        let file = self.0.join(path.to_string());
        let failed = |error| SourceError::File {
            path: file.display().to_string(),
            error,
        };
        if let Some(bytes) = read(&file, limit_of(path)).map_err(failed)? {
            return Ok(Some(bytes));
        }
        let fetched = fetch()?;
        if let Some(bytes) = &fetched {
            write(&file, bytes).map_err(failed)?;
        }
        Ok(fetched)
    }
}

fn read(file: &Path, limit: u64) -> io::Result<Option<Vec<u8>>> {
    let opened = match File::open(file) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        opened => opened?,
    };
    let mut bytes = Vec::new();
    opened.take(limit).read_to_end(&mut bytes)?;
    Ok(Some(bytes))
}

/// Whoever is interrupted leaves no half of a tile under its name.
fn write(file: &Path, bytes: &[u8]) -> io::Result<()> {
    if let Some(folder) = file.parent() {
        fs::create_dir_all(folder)?;
    }
    let unfinished = file.with_extension("unfinished");
    fs::write(&unfinished, bytes)?;
    fs::rename(unfinished, file)
}

#[cfg(test)]
mod tests {
    use super::*;
    use comitia_tlog::tile::{TileKind, Width};

    #[test]
    fn a_tile_is_fetched_once_and_another_address_has_its_own() {
        let folder = tempfile::tempdir().unwrap();
        let path = TilePath {
            kind: TileKind::Entries,
            index: 1234,
            width: Width::FULL,
        };
        let keep = Keep::new(folder.path(), "http://a.example");
        let fetched = keep.tile(path, || Ok(Some(vec![1, 2, 3]))).unwrap();
        assert_eq!(fetched, Some(vec![1, 2, 3]));
        let kept = keep.tile(path, || panic!("it was fetched before")).unwrap();
        assert_eq!(kept, Some(vec![1, 2, 3]));
        let other = Keep::new(folder.path(), "http://b.example");
        assert_eq!(other.tile(path, || Ok(None)).unwrap(), None);
    }
}
