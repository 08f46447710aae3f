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

use std::fs::{self, File, OpenOptions};
use std::io::{self, Write as _};
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::{Path, PathBuf};

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
    #[error("{path}: {error}")]
    File {
        /// Which one.
        path: PathBuf,
        /// Why.
        error: io::Error,
    },
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
        make_folder(path)?;
        make_folder(&folder.logs())?;
        make_folder(&folder.0.join("evidence"))?;
        let secret = folder.0.join("key");
        let opened = OpenOptions::new()
            .write(true)
            .create_new(true)
            .mode(0o600)
            .open(&secret);
        let mut file = match opened {
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {
                return Err(FolderError::Exists(folder.0));
            }
            opened => opened.map_err(at(&secret))?,
        };
        let bytes = Zeroizing::new(key.to_bytes());
        file.write_all(bytes.as_slice())
            .and_then(|()| file.sync_all())
            .map_err(at(&secret))?;
        replace(&folder.0.join("name"), &format!("{name}\n"))?;
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
        let path = self.0.join("lock");
        let file = File::create(&path).map_err(at(&path))?;
        file.try_lock().map_err(|_| FolderError::Locked(self.0.clone()))?;
        Ok(file)
    }

    /// The witness's key.
    ///
    /// # Errors
    /// When it cannot be read.
    pub fn signer(&self) -> Result<WitnessSigner, FolderError> {
        let path = self.0.join("name");
        let name = fs::read_to_string(&path).map_err(at(&path))?;
        let name = KeyName::new(name.trim_end()).map_err(damaged(&path))?;
        let path = self.0.join("key");
        let bytes = Zeroizing::new(fs::read(&path).map_err(at(&path))?);
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
        make_folder(&folder)?;
        replace(&folder.join("state"), NEW)?;
        // The key comes last: with it the log is known.
        replace(&folder.join("log"), &format!("{key}\n"))?;
        sync_folder(&self.logs())
    }

    /// What is known of the log with this origin; `None` if it is not watched.
    ///
    /// # Errors
    /// When its files cannot be read, or do not hold what they should.
    pub fn log(&self, origin: &str) -> Result<Option<LogState>, FolderError> {
        let folder = self.of_log(origin);
        let path = folder.join("log");
        let key = match fs::read_to_string(&path) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
            read => read.map_err(at(&path))?,
        };
        let key: LogKey = key.trim_end().parse().map_err(damaged(&path))?;
        if key.name().as_str() != origin {
            return Err(damaged(&path)("the key is of another log"));
        }
        let path = folder.join("state");
        let state = fs::read(&path).map_err(at(&path))?;
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
        let logs = self.logs();
        for entry in fs::read_dir(&logs).map_err(at(&logs))? {
            let path = entry.map_err(at(&logs))?.path().join("log");
            let key = match fs::read_to_string(&path) {
                // A log that was being added when the power failed is added again.
                Err(error) if error.kind() == io::ErrorKind::NotFound => continue,
                read => read.map_err(at(&path))?,
            };
            let key: LogKey = key.trim_end().parse().map_err(damaged(&path))?;
            states.extend(self.log(key.name().as_str())?);
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
        replace(&folder.join("state"), &checkpoint.to_string())
    }

    /// Keeps a request that no honest log makes; where.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn keep_evidence(&self, origin: &str, text: &str) -> Result<Option<PathBuf>, FolderError> {
        let (evidence, log) = (self.0.join("evidence"), log_id(origin));
        let of_log = |name: &std::ffi::OsStr| name.to_string_lossy().starts_with(&log);
        let found = fs::read_dir(&evidence).map_err(at(&evidence))?;
        if found.flatten().filter(|entry| of_log(&entry.file_name())).count() >= EVIDENCE {
            return Ok(None);
        }
        let content = HEXLOWER.encode(&Sha256::digest(text)[..8]);
        let path = evidence.join(format!("{log}-{content}.txt"));
        replace(&path, text)?;
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

fn at(path: &Path) -> impl FnOnce(io::Error) -> FolderError {
    let path = path.to_owned();
    move |error| FolderError::File { path, error }
}

fn damaged<T: ToString>(path: &Path) -> impl FnOnce(T) -> FolderError {
    let path = path.to_owned();
    move |what| FolderError::Damaged {
        path,
        what: what.to_string(),
    }
}

fn make_folder(path: &Path) -> Result<(), FolderError> {
    fs::create_dir_all(path).map_err(at(path))?;
    path.parent().map_or(Ok(()), sync_folder)
}

/// Puts a text into a file, so that after a power failure the file has the old text or the new one, and the new one
/// once this has returned.
fn replace(path: &Path, text: &str) -> Result<(), FolderError> {
    let unfinished = path.with_extension("unfinished");
    let write = || {
        let mut file = File::create(&unfinished)?;
        file.write_all(text.as_bytes())?;
        file.sync_all()?;
        crate::witness::pass("written");
        fs::rename(&unfinished, path)
    };
    write().map_err(at(path))?;
    crate::witness::pass("renamed");
    path.parent().map_or(Ok(()), sync_folder)
}

fn sync_folder(path: &Path) -> Result<(), FolderError> {
    // The parent of a relative name is here.
    let path = if path.as_os_str().is_empty() {
        Path::new(".")
    } else {
        path
    };
    File::open(path)
        .and_then(|folder| folder.sync_all())
        .map_err(at(path))
}
