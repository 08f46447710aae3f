//! A trustee's keystore: a folder for its owner alone.
//!
//! ```text
//! identity.pub           public key, hexadecimal: what manifests pin
//! identity.age           its secret, under the passphrase
//! <election>/seed.age    the seed of everything secret in one election, under the passphrase
//! <election>/memory      what was verified, accepted and locked; signed by the identity
//! <election>/lock        held by the program that is at work on this election
//! ```
//! Every write is durable before the call returns, and replaces a file as a whole.

mod desk;
mod memory;

pub use desk::Desk;
pub(crate) use desk::seed_is;
pub use memory::{Lock, Memory, MemoryError};

use comitia_crypto::ElectionId;
use comitia_crypto::ceremony::TrusteeSeed;
use comitia_crypto::signing::{SigningKey, VerifyingKey};
use comitia_files::{self as files, FileError};
use comitia_secrets::key::{self, KeyError};
use comitia_secrets::sealed::{Passphrase, Work};
use std::path::{Path, PathBuf};
use thiserror::Error;

const PUBLIC: &str = "identity.pub";
const IDENTITY: &str = "identity.age";
/// What the sealed file, and the words on paper, of an identity say that they are.
pub(crate) const IDENTITY_IS: &str = "comitia trustee key v1";

/// Why a keystore cannot be used.
#[derive(Debug, Error)]
pub enum KeystoreError {
    /// A file cannot be read or written.
    #[error(transparent)]
    File(#[from] FileError),
    /// There is a keystore already.
    #[error("{} holds a keystore already; take another folder", .0.display())]
    Exists(PathBuf),
    /// There is a seed already.
    #[error("this keystore has its seed for this election already")]
    HasSeed,
    /// There is no keystore.
    #[error("{} holds no keystore; `comitia-trustee init` makes one", .0.display())]
    Missing(PathBuf),
    /// A sealed file cannot be used.
    #[error("{}: {error}", path.display())]
    Key {
        /// Which file.
        path: PathBuf,
        /// Why.
        error: KeyError,
    },
    /// The public key is not that of the secret one.
    #[error("{}: not the public part of this keystore's identity", .0.display())]
    OtherPublic(PathBuf),
    /// What was verified, accepted and locked is gone, although there is a seed.
    #[error(
        "{} is missing: without it nobody knows what this keystore has decrypted. Bring it back from where you copied the keystore",
        .0.display()
    )]
    MemoryMissing(PathBuf),
    /// What was remembered cannot be trusted.
    #[error("{}: {error}", path.display())]
    Memory {
        /// Which file.
        path: PathBuf,
        /// Why.
        error: MemoryError,
    },
    /// Another program is at work.
    #[error("another comitia-trustee is at work on this election with this keystore")]
    Busy,
}

/// A keystore that is not opened: what of it is public.
#[derive(Debug)]
pub struct Keystore {
    folder: PathBuf,
    public: VerifyingKey,
}

/// A keystore with its identity.
#[derive(Debug)]
pub struct OpenKeystore {
    keystore: Keystore,
    identity: SigningKey,
    passphrase: Passphrase,
    work: Work,
}

impl Keystore {
    /// Makes a keystore for this identity.
    ///
    /// # Errors
    /// When there is one, or the folder cannot be written.
    pub fn create(
        folder: &Path,
        identity: &SigningKey,
        passphrase: &Passphrase,
        work: Work,
    ) -> Result<Self, KeystoreError> {
        files::private_folder(folder)?;
        let (sealed, public) = (folder.join(IDENTITY), folder.join(PUBLIC));
        if sealed.exists() || public.exists() {
            return Err(KeystoreError::Exists(folder.to_owned()));
        }
        let file = key::seal(IDENTITY_IS, &identity.to_seed(), passphrase, work);
        let file = file.map_err(|error| KeystoreError::Key {
            path: sealed.clone(),
            error,
        })?;
        // The public part last: a keystore is there once it is.
        files::replace_private(&sealed, &file)?;
        let own = identity.verifying_key();
        files::replace_private(&public, format!("{own}\n").as_bytes())?;
        Ok(Self {
            folder: folder.to_owned(),
            public: own,
        })
    }

    /// The keystore in this folder.
    ///
    /// # Errors
    /// When there is none.
    pub fn at(folder: &Path) -> Result<Self, KeystoreError> {
        let path = folder.join(PUBLIC);
        let bytes = files::read(&path)?.ok_or_else(|| KeystoreError::Missing(folder.to_owned()))?;
        let text = String::from_utf8_lossy(&bytes);
        let public = VerifyingKey::parse(text.trim()).ok_or(KeystoreError::OtherPublic(path))?;
        Ok(Self {
            folder: folder.to_owned(),
            public,
        })
    }

    /// The identity that manifests pin.
    #[must_use]
    pub const fn public(&self) -> &VerifyingKey {
        &self.public
    }

    /// What is remembered of an election: this needs no passphrase, it is signed and not secret.
    ///
    /// # Errors
    /// When it cannot be read, or somebody else wrote it.
    pub fn memory(&self, election: &ElectionId) -> Result<Option<Memory>, KeystoreError> {
        Desk::memory_in(&self.election_folder(election), election, &self.public)
    }

    /// Opens the identity. `work` is what new sealed files cost whoever guesses the passphrase.
    ///
    /// # Errors
    /// When the passphrase is wrong, or files are missing or damaged.
    pub fn open(self, passphrase: Passphrase, work: Work) -> Result<OpenKeystore, KeystoreError> {
        let path = self.folder.join(IDENTITY);
        let file = files::read(&path)?.ok_or_else(|| KeystoreError::Missing(self.folder.clone()))?;
        let seed =
            key::open(IDENTITY_IS, &file, &passphrase).map_err(|error| KeystoreError::Key { path, error })?;
        let identity = SigningKey::from_seed(&seed);
        if identity.verifying_key() != self.public {
            return Err(KeystoreError::OtherPublic(self.folder.join(PUBLIC)));
        }
        Ok(OpenKeystore {
            keystore: self,
            identity,
            passphrase,
            work,
        })
    }

    fn election_folder(&self, election: &ElectionId) -> PathBuf {
        self.folder.join(election.to_string())
    }
}

impl OpenKeystore {
    /// The identity that manifests pin.
    #[must_use]
    pub const fn public(&self) -> &VerifyingKey {
        &self.keystore.public
    }

    /// The identity, to sign with.
    #[must_use]
    pub const fn identity(&self) -> &SigningKey {
        &self.identity
    }

    /// What this trustee has of an election, if it takes part; nobody else can have it at the same time.
    ///
    /// # Errors
    /// When another program has it, or files are missing or damaged.
    pub fn desk(&self, election: &ElectionId) -> Result<Option<Desk>, KeystoreError> {
        let folder = self.keystore.election_folder(election);
        Desk::open(&folder, election, self.public(), &self.passphrase)
    }

    /// The elections of which there is a seed, in the order of their ids.
    ///
    /// # Errors
    /// When the folder cannot be read.
    pub fn elections(&self) -> Result<Vec<ElectionId>, KeystoreError> {
        let names = files::names_in(&self.keystore.folder)?;
        let ids = names.iter().filter_map(|name| ElectionId::parse(name));
        let mut ids: Vec<_> = ids
            .filter(|id| Desk::has_seed(&self.keystore.election_folder(id)))
            .collect();
        ids.sort_unstable_by_key(|id| id.0);
        Ok(ids)
    }

    /// Begins to take part in an election: keeps a seed, and what is known of its log.
    ///
    /// # Errors
    /// When another program has it, or the folder cannot be written.
    pub fn begin(
        &self,
        election: &ElectionId,
        memory: Memory,
        seed: TrusteeSeed,
    ) -> Result<Desk, KeystoreError> {
        let folder = self.keystore.election_folder(election);
        files::private_folder(&folder)?;
        files::sync_folder(&self.keystore.folder)?;
        Desk::begin(&folder, election, self, memory, seed)
    }
}
