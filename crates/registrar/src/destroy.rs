//! Destroying files that held secrets, as well as a program can.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Write as _};
use std::path::Path;

use thiserror::Error;

/// What overwriting does not reach. The program says it each time.
pub const LIMITS: &str = "\
The files were overwritten and removed. That does not reach: copies made by a solid-state drive (it writes
elsewhere and erases when it likes), by a journaling or copy-on-write file system, by snapshots, backups, swap or
a printer's queue. If these matter, the disk must have been encrypted from the start, and its key be destroyed.";

/// Why a file was not destroyed.
#[derive(Debug, Error)]
pub enum DestroyError {
    /// The path is something else than a file: a folder, or a link to who knows where.
    #[error("not a regular file")]
    NotAFile,
    /// The system refuses.
    #[error(transparent)]
    Io(#[from] io::Error),
}

/// Overwrites a file's bytes with zeros, waits until the disk has them, empties it and removes its name.
/// Gives the number of bytes that were overwritten. A link is refused: what it leads to is not ours to destroy.
pub fn destroy(path: &Path) -> Result<u64, DestroyError> {
    if !fs::symlink_metadata(path)?.file_type().is_file() {
        return Err(DestroyError::NotAFile);
    }
    let mut file = OpenOptions::new().write(true).open(path)?;
    let length = file.metadata()?.len();
    overwrite(&mut file, length)?;
    file.sync_all()?;
    file.set_len(0)?;
    file.sync_all()?;
    drop(file);
    fs::remove_file(path)?;
    Ok(length)
}

fn overwrite(file: &mut File, length: u64) -> io::Result<()> {
    let block = vec![0; 1 << 16];
    let mut left = length;
    while left > 0 {
        let now = usize::try_from(left).unwrap_or(block.len()).min(block.len());
        file.write_all(block.get(..now).unwrap_or_default())?;
        left -= now as u64;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_overwritten_before_its_name_goes() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("codes.age");
        let kept = folder.path().join("second name");
        fs::write(&path, vec![7; 200_000]).unwrap();
        fs::hard_link(&path, &kept).unwrap();
        assert_eq!(destroy(&path).unwrap(), 200_000);
        assert!(!path.exists());
        assert!(fs::read(&kept).unwrap().is_empty());
    }

    #[test]
    fn every_byte_is_overwritten() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("secret");
        for length in [0u64, 1, 65_535, 65_536, 65_537, 300_000] {
            fs::write(&path, vec![7; usize::try_from(length).unwrap()]).unwrap();
            overwrite(&mut OpenOptions::new().write(true).open(&path).unwrap(), length).unwrap();
            let bytes = fs::read(&path).unwrap();
            assert!(
                bytes.len() as u64 == length && bytes.iter().all(|byte| *byte == 0),
                "{length}"
            );
        }
    }

    #[cfg(unix)]
    #[test]
    fn a_link_or_a_folder_is_left_alone() {
        let folder = tempfile::tempdir().unwrap();
        let target = folder.path().join("elsewhere");
        fs::write(&target, b"precious").unwrap();
        let link = folder.path().join("codes.age");
        std::os::unix::fs::symlink(&target, &link).unwrap();
        assert!(matches!(destroy(&link), Err(DestroyError::NotAFile)));
        assert!(matches!(destroy(folder.path()), Err(DestroyError::NotAFile)));
        assert_eq!(fs::read(&target).unwrap(), b"precious");
        assert!(matches!(
            destroy(&folder.path().join("absent")),
            Err(DestroyError::Io(_))
        ));
    }
}
