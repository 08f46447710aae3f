//! Files that only their owner reads, and that are never overwritten by accident.

use std::fs::{self, File, OpenOptions, TryLockError};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use thiserror::Error;

/// The points of a replacement at which a debug build can be told to die (`comitia-failpoint`).
pub const POINTS: &[&str] = &["file-written", "file-renamed"];

/// What could not be done to a file or folder.
#[derive(Debug, Error)]
#[error("cannot {action} {}: {error}", path.display())]
pub struct FileError {
    action: &'static str,
    path: PathBuf,
    error: io::Error,
}

impl FileError {
    fn of(action: &'static str, path: &Path) -> impl FnOnce(io::Error) -> Self {
        move |error| Self {
            action,
            path: path.to_owned(),
            error,
        }
    }

    /// What kind of failure it was.
    #[must_use]
    pub fn kind(&self) -> io::ErrorKind {
        self.error.kind()
    }
}

/// A folder for its owner alone, with those above it where they are missing.
///
/// # Errors
/// When it cannot be made.
pub fn private_folder(path: &Path) -> Result<(), FileError> {
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::DirBuilderExt as _;
        builder.mode(0o700);
    }
    builder
        .create(path)
        .map_err(FileError::of("create the folder", path))
}

/// A new file for its owner alone.
///
/// # Errors
/// When it cannot be made, or exists.
pub fn create_private(path: &Path) -> Result<File, FileError> {
    open_private(path, OpenOptions::new().write(true).create_new(true))
}

fn open_private(path: &Path, options: &mut OpenOptions) -> Result<File, FileError> {
    #[cfg(unix)]
    {
        use std::os::unix::fs::OpenOptionsExt as _;
        options.mode(0o600);
    }
    options.open(path).map_err(FileError::of("create", path))
}

/// Writes a new private file and waits until the disk has it.
///
/// # Errors
/// When it cannot be written, or exists.
pub fn write_private(path: &Path, bytes: &[u8]) -> Result<(), FileError> {
    write(create_private(path)?, path, bytes)?;
    sync_folder_of(path)
}

fn write(mut file: File, path: &Path, bytes: &[u8]) -> Result<(), FileError> {
    let written = file.write_all(bytes).and_then(|()| file.sync_all());
    written.map_err(FileError::of("write", path))
}

/// Puts a private file in the place of an old one, if there is one: whatever happens meanwhile, the old or the new one
/// is there, whole. The disk has the new one when this returns.
///
/// # Errors
/// When it cannot be written.
pub fn replace_private(path: &Path, bytes: &[u8]) -> Result<(), FileError> {
    let mut name = path.file_name().unwrap_or_default().to_owned();
    name.push(".new");
    let new = path.with_file_name(name);
    let file = open_private(&new, OpenOptions::new().write(true).create(true).truncate(true))?;
    write(file, &new, bytes)?;
    comitia_failpoint::pass(POINTS, "file-written");
    fs::rename(&new, path).map_err(FileError::of("replace", path))?;
    comitia_failpoint::pass(POINTS, "file-renamed");
    sync_folder_of(path)
}

/// A name in a folder is durable when the folder is.
fn sync_folder_of(path: &Path) -> Result<(), FileError> {
    let folder = match path.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        _ => Path::new("."),
    };
    sync_folder(folder)
}

/// Waits until the disk has the names in a folder.
///
/// # Errors
/// When the disk does not take them.
#[cfg(unix)]
pub fn sync_folder(folder: &Path) -> Result<(), FileError> {
    let synced = File::open(folder).and_then(|folder| folder.sync_all());
    synced.map_err(FileError::of("write the folder", folder))
}

/// Elsewhere folders cannot be waited for.
#[cfg(not(unix))]
pub const fn sync_folder(_: &Path) -> Result<(), FileError> {
    Ok(())
}

/// Takes a file for this program alone, until the returned handle is closed or the program ends, in whatever way;
/// `None` while another has it. The file is made when it is missing.
///
/// # Errors
/// When it cannot be made or locked.
pub fn try_lock(path: &Path) -> Result<Option<File>, FileError> {
    let mut options = OpenOptions::new();
    let file = open_private(path, options.write(true).create(true).truncate(false))?;
    match file.try_lock() {
        Ok(()) => Ok(Some(file)),
        Err(TryLockError::WouldBlock) => Ok(None),
        Err(TryLockError::Error(error)) => Err(FileError::of("lock", path)(error)),
    }
}

/// The names in a folder, those that are text, in no order.
///
/// # Errors
/// When the folder cannot be read.
pub fn names_in(folder: &Path) -> Result<Vec<String>, FileError> {
    let failed = |error| FileError::of("read the folder", folder)(error);
    let found = fs::read_dir(folder).map_err(failed)?;
    let names = found.map(|file| Ok(file.map_err(failed)?.file_name().into_string().ok()));
    names.filter_map(Result::transpose).collect()
}

/// The bytes of a file; `None` if there is none.
///
/// # Errors
/// When it is there and cannot be read.
pub fn read(path: &Path) -> Result<Option<Vec<u8>>, FileError> {
    match fs::read(path) {
        Ok(bytes) => Ok(Some(bytes)),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(FileError::of("read", path)(error)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_existing_file_is_never_overwritten() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("codes.age");
        write_private(&path, b"first").unwrap();
        let error = write_private(&path, b"second").unwrap_err();
        assert_eq!(error.kind(), io::ErrorKind::AlreadyExists);
        assert_eq!(fs::read(&path).unwrap(), b"first");
    }

    #[test]
    fn a_file_is_replaced_as_a_whole_and_nothing_is_left_beside_it() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("memory");
        assert!(read(&path).unwrap().is_none());
        // What an interrupted replacement leaves behind is no obstacle.
        fs::write(folder.path().join("memory.new"), b"half").unwrap();
        for bytes in [b"first".as_slice(), b"and the second"] {
            replace_private(&path, bytes).unwrap();
            assert_eq!(read(&path).unwrap().unwrap(), bytes);
        }
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
    }

    #[test]
    fn a_locked_file_is_free_again_when_its_holder_is_gone() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("lock");
        let held = try_lock(&path).unwrap();
        assert!(held.is_some());
        assert!(try_lock(&path).unwrap().is_none());
        drop(held);
        assert!(try_lock(&path).unwrap().is_some());
    }

    #[cfg(unix)]
    #[test]
    fn only_the_owner_reads_what_is_written() {
        use std::os::unix::fs::MetadataExt as _;
        let folder = tempfile::tempdir().unwrap();
        let inner = folder.path().join("out");
        private_folder(&inner).unwrap();
        assert_eq!(fs::metadata(&inner).unwrap().mode() & 0o777, 0o700);
        let (new, replaced) = (inner.join("codes.age"), inner.join("memory"));
        write_private(&new, b"x").unwrap();
        replace_private(&replaced, b"x").unwrap();
        for path in [new, replaced] {
            assert_eq!(fs::metadata(path).unwrap().mode() & 0o777, 0o600);
        }
    }
}
