//! What a follower has seen, in files that no crash leaves half written.

use super::FollowError;
use comitia_crypto::Digest;
use comitia_tlog::checkpoint::SignedCheckpoint;
use comitia_tlog::policy::Policy;
use std::fs::{self, File};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

/// The last checkpoint that was verified.
pub(super) struct State {
    folder: PathBuf,
    file: PathBuf,
    last: Option<SignedCheckpoint>,
}

impl State {
    /// What is kept of this election; nothing if it is new here.
    pub(super) fn open(folder: &Path, election: &str, policy: &Policy) -> Result<Self, FollowError> {
        let file = folder.join(format!("{election}.checkpoint"));
        let wrong = |problem: String| FollowError::State {
            path: file.clone(),
            problem,
        };
        fs::create_dir_all(folder).map_err(|error| wrong(error.to_string()))?;
        let last = match fs::read(&file) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => None,
            Err(error) => return Err(wrong(error.to_string())),
            Ok(bytes) => Some(SignedCheckpoint::parse(&bytes).map_err(|error| wrong(error.to_string()))?),
        };
        if let Some(last) = &last {
            last.verify(policy).map_err(|error| wrong(error.to_string()))?;
        }
        Ok(Self {
            folder: folder.to_owned(),
            file,
            last,
        })
    }

    pub(super) const fn last(&self) -> Option<&SignedCheckpoint> {
        self.last.as_ref()
    }

    /// Keeps a checkpoint that was found to continue the last one.
    pub(super) fn keep(&mut self, checkpoint: SignedCheckpoint) -> Result<(), FollowError> {
        if self.last.as_ref() != Some(&checkpoint) {
            replace(&self.file, &checkpoint.to_string())?;
            self.last = Some(checkpoint);
        }
        Ok(())
    }

    /// Keeps evidence; where.
    pub(super) fn keep_evidence(&self, text: &str) -> Result<PathBuf, FollowError> {
        let name = Digest::of(text.as_bytes()).to_string();
        let path = self
            .folder
            .join(format!("evidence-{}.txt", name.get(..16).unwrap_or(&name)));
        replace(&path, text)?;
        Ok(path)
    }
}

/// Puts a text into a file: after a power failure it has the old text or the new one.
fn replace(path: &Path, text: &str) -> Result<(), FollowError> {
    let unfinished = path.with_extension("unfinished");
    let write = || {
        let mut file = File::create(&unfinished)?;
        file.write_all(text.as_bytes())?;
        file.sync_all()?;
        fs::rename(&unfinished, path)?;
        path.parent()
            .map_or(Ok(()), |folder| File::open(folder)?.sync_all())
    };
    write().map_err(|error: io::Error| FollowError::State {
        path: path.to_owned(),
        problem: error.to_string(),
    })
}
