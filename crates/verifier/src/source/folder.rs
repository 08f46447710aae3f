//! A log in a folder. Links are not followed: what is checked is what lies in the folder.

use super::{CHECKPOINT, SourceError};
use comitia_tlog::tile::{TILE_WIDTH, TilePath};
use std::fs::{self, DirEntry, File};
use std::io::{ErrorKind, Read as _};
use std::path::{Path, PathBuf};

/// A folder of static files.
#[derive(Debug)]
pub struct Folder {
    root: PathBuf,
}

fn failed(path: &Path) -> impl FnOnce(std::io::Error) -> SourceError {
    move |error| SourceError::File {
        path: path.display().to_string(),
        error,
    }
}

impl Folder {
    /// The folder at this path.
    ///
    /// # Errors
    /// When there is none.
    pub fn new(path: impl Into<PathBuf>) -> Result<Self, SourceError> {
        let root = path.into();
        let metadata = fs::metadata(&root).map_err(failed(&root))?;
        if metadata.is_dir() {
            Ok(Self { root })
        } else {
            Err(failed(&root)(ErrorKind::NotADirectory.into()))
        }
    }

    /// At most `limit` bytes of a file; `None` if there is no file of this name, whatever else there may be.
    pub(super) fn read(&self, name: &str, limit: u64) -> Result<Option<Vec<u8>>, SourceError> {
        let path = self.root.join(name);
        match fs::symlink_metadata(&path) {
            Ok(metadata) if metadata.is_file() => {}
            Ok(_) => return Ok(None),
            Err(error) if matches!(error.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory) => {
                return Ok(None);
            }
            Err(error) => return Err(failed(&path)(error)),
        }
        let mut bytes = Vec::new();
        let file = File::open(&path).map_err(failed(&path))?;
        file.take(limit).read_to_end(&mut bytes).map_err(failed(&path))?;
        Ok(Some(bytes))
    }

    /// The first thing in the folder that a log of `size` entries does not have.
    pub(super) fn unexpected(&self, size: u64) -> Result<Option<String>, SourceError> {
        let mut folders = vec![(self.root.clone(), String::new())];
        while let Some((path, prefix)) = folders.pop() {
            let mut empty = true;
            for found in fs::read_dir(&path).map_err(failed(&path))? {
                let found = found.map_err(failed(&path))?;
                empty = false;
                match look_at(&found, &prefix, size).map_err(failed(&path))? {
                    Look::Expected => {}
                    Look::Unexpected(what) => return Ok(Some(what)),
                    Look::Folder(name) => folders.push((found.path(), name)),
                }
            }
            if empty && !prefix.is_empty() {
                return Ok(Some(format!("{prefix} is an empty folder")));
            }
        }
        Ok(None)
    }
}

enum Look {
    Expected,
    Unexpected(String),
    Folder(String),
}

fn look_at(found: &DirEntry, prefix: &str, size: u64) -> Result<Look, std::io::Error> {
    let Ok(own) = found.file_name().into_string() else {
        let shown = found.path().display().to_string();
        return Ok(Look::Unexpected(format!("{shown} does not belong to the record")));
    };
    let name = format!("{prefix}{own}");
    let kind = found.file_type()?;
    Ok(if kind.is_symlink() {
        Look::Unexpected(format!("{name} is a link"))
    } else if kind.is_dir() {
        Look::Folder(format!("{name}/"))
    } else if kind.is_file() && (name == CHECKPOINT || is_of_tree(&name, size)) {
        Look::Expected
    } else {
        Look::Unexpected(format!("{name} does not belong to the record"))
    })
}

/// Whether a tree of this size has a tile of this name, exactly as wide.
fn is_of_tree(name: &str, size: u64) -> bool {
    name.parse::<TilePath>().is_ok_and(|path| {
        let items = path.kind.items(size);
        let start = path.index.checked_mul(TILE_WIDTH);
        let left = start.and_then(|start| items.checked_sub(start)).unwrap_or(0);
        u64::from(path.width.items()) == left.min(TILE_WIDTH)
    })
}

impl std::fmt::Display for Folder {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.root.display().fmt(f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tree_has_exactly_its_own_tiles() {
        for (name, size, expected) in [
            ("tile/0/000.p/3", 3, true),
            ("tile/0/000.p/2", 3, false),
            ("tile/0/000", 256, true),
            ("tile/0/000", 255, false),
            ("tile/1/000.p/1", 256, true),
            ("tile/1/000.p/1", 255, false),
            ("tile/entries/001.p/44", 300, true),
            ("tile/entries/002", 300, false),
            ("tile/entries/x000/001.p/44", 300, false),
            ("tile/00/000.p/3", 3, false),
        ] {
            assert_eq!(is_of_tree(name, size), expected, "{name} of {size}");
        }
    }

    #[test]
    fn links_and_empty_folders_are_seen_and_never_followed() {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("real"), b"x").unwrap();
        let source = Folder::new(folder.path()).unwrap();
        std::os::unix::fs::symlink(folder.path().join("real"), folder.path().join(CHECKPOINT)).unwrap();
        assert_eq!(source.read(CHECKPOINT, 10).unwrap(), None);
        fs::remove_file(folder.path().join("real")).unwrap();
        assert_eq!(source.unexpected(0).unwrap().unwrap(), "checkpoint is a link");
        fs::remove_file(folder.path().join(CHECKPOINT)).unwrap();
        fs::create_dir(folder.path().join("tile")).unwrap();
        assert_eq!(source.unexpected(0).unwrap().unwrap(), "tile/ is an empty folder");
    }
}
