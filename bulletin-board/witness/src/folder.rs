//! The files of a witness.
//!
//! ```text
//! key                      the secret, 32 bytes, for its owner alone
//! name                     the witness's name
//! lock                     held by the one process that serves
//! logs/<hash of origin>/
//!   log                    the log's verifier key
//!   state                  `new`, or the last checkpoint that was cosigned, with the cosignature
//! evidence/                requests that no honest log makes
//! ```
//!
//! A state is replaced as a whole: written beside, forced to the disk, renamed, and the folder forced. A state that is
//! missing or damaged is an error; taking it for `new` would let a log be cosigned twice.

use std::fs::File;
use std::io;
use std::path::{Path, PathBuf};

use comitia_files::{self as files, FileError};
use comitia_tlog::checkpoint::SignedCheckpoint;
use comitia_tlog::cosignature::WitnessSigner;
use comitia_tlog::note::{KnownKey as _, LogKey};
use comitia_tlog::policy::Policy;
use comitia_tlog::vkey::KeyName;
use data_encoding::HEXLOWER;
use ed25519_dalek::SigningKey;
use sha2::{Digest as _, Sha256};
use thiserror::Error;
use zeroize::Zeroizing;

/// The state of a log that was never cosigned.
const NEW: &str = "new\n";
/// Most requests that are kept as evidence for one log: whoever sends them must not fill the disk.
const EVIDENCE: usize = 100;

/// Why a folder cannot be used.
#[derive(Debug, Error)]
pub enum FolderError {
    /// A file cannot be read or written.
    #[error(transparent)]
    File(#[from] FileError),
    /// A file does not hold what it should.
    #[error("{path}: {what}")]
    Damaged {
        /// Which one.
        path: PathBuf,
        /// What is wrong.
        what: String,
    },
    /// There is a witness in the folder already.
    #[error("{0} has a witness in it already")]
    Exists(PathBuf),
    /// Another process serves from this folder.
    #[error("another witness uses {0}")]
    Locked(PathBuf),
    /// The witness watches this log already.
    #[error("the log {0} is watched already")]
    Known(KeyName),
    /// The log's key is another one than at first.
    #[error("the log {0} is watched under another key")]
    OtherKey(KeyName),
}

/// The folder of a witness.
#[derive(Debug, Clone)]
pub struct Folder(PathBuf);

/// What is known of a log.
#[derive(Debug, Clone)]
pub struct LogState {
    /// Its key.
    pub key: LogKey,
    /// The last checkpoint that was cosigned, with the log's signature and the cosignature.
    pub last: Option<SignedCheckpoint>,
}

impl Folder {
    /// Makes a witness with this name and key.
    ///
    /// # Errors
    /// When there is one in the folder, or it cannot be written.
    pub fn create(path: &Path, name: &KeyName, key: &SigningKey) -> Result<Self, FolderError> {
        let folder = Self(path.to_owned());
        for part in [path, &folder.logs(), &folder.0.join("evidence")] {
            files::private_folder(part)?;
        }
        let secret = Zeroizing::new(key.to_bytes());
        files::write_private(&folder.0.join("key"), secret.as_slice()).map_err(|error| {
            match error.kind() {
                io::ErrorKind::AlreadyExists => FolderError::Exists(folder.0.clone()),
                _ => error.into(),
            }
        })?;
        files::write_private(&folder.0.join("name"), format!("{name}\n").as_bytes())?;
        Ok(folder)
    }

    /// The folder of a witness that was made before.
    ///
    /// # Errors
    /// When there is none.
    pub fn open(path: &Path) -> Result<Self, FolderError> {
        let folder = Self(path.to_owned());
        folder.signer()?;
        Ok(folder)
    }

    /// Makes sure that no other process serves from the folder, for as long as the file is open.
    ///
    /// # Errors
    /// When one does.
    pub fn lock(&self) -> Result<File, FolderError> {
        let lock = files::try_lock(&self.0.join("lock"))?;
        lock.ok_or_else(|| FolderError::Locked(self.0.clone()))
    }

    /// The witness's key.
    ///
    /// # Errors
    /// When it cannot be read.
    pub fn signer(&self) -> Result<WitnessSigner, FolderError> {
        let path = self.0.join("name");
        let name = String::from_utf8(read(&path)?).map_err(damaged(&path))?;
        let name = KeyName::new(name.trim_end()).map_err(damaged(&path))?;
        let path = self.0.join("key");
        let bytes = Zeroizing::new(read(&path)?);
        let seed: [u8; 32] = bytes
            .as_slice()
            .try_into()
            .map_err(|_| damaged(&path)("not a key of 32 bytes"))?;
        Ok(WitnessSigner::new(
            name,
            SigningKey::from_bytes(&Zeroizing::new(seed)),
        ))
    }

    /// Watches a log from now on.
    ///
    /// # Errors
    /// When it is watched already, or it cannot be written.
    pub fn add_log(&self, key: &LogKey) -> Result<(), FolderError> {
        match self.log(key.name().as_str())? {
            Some(known) if known.key == *key => return Err(FolderError::Known(key.name().clone())),
            Some(_) => return Err(FolderError::OtherKey(key.name().clone())),
            None => {}
        }
        let folder = self.of_log(key.name().as_str());
        files::private_folder(&folder)?;
        files::replace_private(&folder.join("state"), NEW.as_bytes())?;
        // The key comes last: with it the log is known.
        files::replace_private(&folder.join("log"), format!("{key}\n").as_bytes())?;
        Ok(files::sync_folder(&self.logs())?)
    }

    /// What is known of the log with this origin; `None` if it is not watched.
    ///
    /// # Errors
    /// When its files cannot be read, or do not hold what they should.
    pub fn log(&self, origin: &str) -> Result<Option<LogState>, FolderError> {
        let folder = self.of_log(origin);
        let Some(key) = key_in(&folder)? else {
            return Ok(None);
        };
        let path = folder.join("log");
        if key.name().as_str() != origin {
            return Err(damaged(&path)("the key is of another log"));
        }
        let path = folder.join("state");
        let state = read(&path)?;
        if state == NEW.as_bytes() {
            return Ok(Some(LogState { key, last: None }));
        }
        let last = SignedCheckpoint::parse(&state).map_err(damaged(&path))?;
        // A state that was edited would be worse than none.
        let witness = self.signer()?.key().clone();
        let policy = Policy::new(key.clone(), vec![witness], 1).map_err(damaged(&path))?;
        last.verify(&policy).map_err(damaged(&path))?;
        Ok(Some(LogState {
            key,
            last: Some(last),
        }))
    }

    /// Everything that is watched, by origin.
    ///
    /// # Errors
    /// When something cannot be read, or does not hold what it should.
    pub fn all(&self) -> Result<Vec<LogState>, FolderError> {
        let mut states = Vec::new();
        for log in files::names_in(&self.logs())? {
            // A log that was being added when the power failed is added again.
            if let Some(key) = key_in(&self.logs().join(log))? {
                states.extend(self.log(key.name().as_str())?);
            }
        }
        states.sort_by(|one, other| one.key.name().cmp(other.key.name()));
        Ok(states)
    }

    /// Keeps what was cosigned, for good.
    ///
    /// # Errors
    /// When it cannot be written. It may or may not be on the disk then.
    pub fn keep(&self, checkpoint: &SignedCheckpoint) -> Result<(), FolderError> {
        let folder = self.of_log(checkpoint.unverified().origin.as_str());
        Ok(files::replace_private(
            &folder.join("state"),
            checkpoint.to_string().as_bytes(),
        )?)
    }

    /// Keeps a request that no honest log makes; where.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn keep_evidence(&self, origin: &str, text: &str) -> Result<Option<PathBuf>, FolderError> {
        let (evidence, log) = (self.0.join("evidence"), log_id(origin));
        let kept = files::names_in(&evidence)?;
        if kept.iter().filter(|name| name.starts_with(&log)).count() >= EVIDENCE {
            return Ok(None);
        }
        let content = HEXLOWER.encode(&Sha256::digest(text)[..8]);
        let path = evidence.join(format!("{log}-{content}.txt"));
        files::replace_private(&path, text.as_bytes())?;
        Ok(Some(path))
    }

    fn logs(&self) -> PathBuf {
        self.0.join("logs")
    }

    fn of_log(&self, origin: &str) -> PathBuf {
        self.logs().join(log_id(origin))
    }
}

/// The name of a log in addresses and folders: the hash of its origin.
#[must_use]
pub fn log_id(origin: &str) -> String {
    HEXLOWER.encode(&Sha256::digest(origin))
}

/// The bytes of a file that must be there.
fn read(path: &Path) -> Result<Vec<u8>, FolderError> {
    files::read(path)?.ok_or_else(|| damaged(path)("it is missing"))
}

/// The key of the log with this folder; `None` if none is watched there.
fn key_in(folder: &Path) -> Result<Option<LogKey>, FolderError> {
    let path = folder.join("log");
    let Some(key) = files::read(&path)? else {
        return Ok(None);
    };
    let key = String::from_utf8(key).map_err(damaged(&path))?;
    Ok(Some(key.trim_end().parse().map_err(damaged(&path))?))
}

fn damaged<T: ToString>(path: &Path) -> impl FnOnce(T) -> FolderError {
    let path = path.to_owned();
    move |what| FolderError::Damaged {
        path,
        what: what.to_string(),
    }
}
