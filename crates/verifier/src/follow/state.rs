//! What a follower has seen, in files that no crash leaves half written.

use super::FollowError;
use comitia_crypto::Digest;
use comitia_files as files;
use comitia_tlog::checkpoint::SignedCheckpoint;
use comitia_tlog::policy::Policy;
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
        files::private_folder(folder)?;
        let kept = files::read(&file)?.map(|bytes| SignedCheckpoint::parse(&bytes));
        let last = kept.transpose().map_err(|error| wrong(error.to_string()))?;
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
            files::replace_private(&self.file, checkpoint.to_string().as_bytes())?;
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
        files::replace_private(&path, text.as_bytes())?;
        Ok(path)
    }
}
