//! What a keystore holds of one election, while one program is at work on it.

use super::{KeystoreError, Memory, OpenKeystore};
use comitia_crypto::ElectionId;
use comitia_crypto::ceremony::{CeremonyParams, TrusteeIndex, TrusteeSecret, TrusteeSeed};
use comitia_crypto::signing::{SigningKey, VerifyingKey};
use comitia_files as files;
use comitia_secrets::key;
use comitia_secrets::sealed::Passphrase;
use std::fs::File;
use std::path::{Path, PathBuf};

const SEED: &str = "seed.age";
const MEMORY: &str = "memory";
const LOCK: &str = "lock";

/// The secret of one election, and what is remembered of it. No other program has it at the same time.
#[derive(Debug)]
pub struct Desk {
    folder: PathBuf,
    election: ElectionId,
    seed: TrusteeSeed,
    memory: Memory,
    /// Locked until it is closed.
    _guard: File,
}

/// What the sealed file, and the words on paper, of a seed say that they are: a seed opens for its own election alone.
pub(crate) fn seed_is(election: &ElectionId) -> String {
    format!("comitia trustee seed v1 {election}")
}

/// Takes the folder for this program, until the file is closed or the program ends, in whatever way.
fn guard(folder: &Path) -> Result<File, KeystoreError> {
    files::try_lock(&folder.join(LOCK))?.ok_or(KeystoreError::Busy)
}

impl Desk {
    pub(super) fn memory_in(
        folder: &Path,
        election: &ElectionId,
        identity: &VerifyingKey,
    ) -> Result<Option<Memory>, KeystoreError> {
        let path = folder.join(MEMORY);
        let Some(bytes) = files::read(&path)? else {
            return Ok(None);
        };
        let memory = Memory::from_bytes(&bytes, election, identity);
        memory
            .map(Some)
            .map_err(|error| KeystoreError::Memory { path, error })
    }

    pub(super) fn open(
        folder: &Path,
        election: &ElectionId,
        identity: &VerifyingKey,
        passphrase: &Passphrase,
    ) -> Result<Option<Self>, KeystoreError> {
        let path = folder.join(SEED);
        let Some(file) = files::read(&path)? else {
            return Ok(None);
        };
        let guard = guard(folder)?;
        let memory = Self::memory_in(folder, election, identity)?;
        let memory = memory.ok_or_else(|| KeystoreError::MemoryMissing(folder.join(MEMORY)))?;
        let seed = key::open(&seed_is(election), &file, passphrase);
        let seed = seed.map_err(|error| KeystoreError::Key { path, error })?;
        Ok(Some(Self {
            folder: folder.to_owned(),
            election: *election,
            seed: TrusteeSeed::from_array(&seed),
            memory,
            _guard: guard,
        }))
    }

    pub(super) fn begin(
        folder: &Path,
        election: &ElectionId,
        keystore: &OpenKeystore,
        fresh: Memory,
        seed: TrusteeSeed,
    ) -> Result<Self, KeystoreError> {
        let guard = guard(folder)?;
        let path = folder.join(SEED);
        if path.exists() {
            return Err(KeystoreError::HasSeed);
        }
        // What was remembered before the seed was kept stays remembered.
        let known = Self::memory_in(folder, election, keystore.public())?;
        let memory = Memory {
            verified: fresh.verified,
            ..known.unwrap_or(fresh)
        };
        let mut desk = Self {
            folder: folder.to_owned(),
            election: *election,
            seed,
            memory,
            _guard: guard,
        };
        desk.remember(memory, keystore.identity())?;
        let sealed = key::seal(
            &seed_is(election),
            &desk.seed.to_array(),
            &keystore.passphrase,
            keystore.work,
        );
        let sealed = sealed.map_err(|error| KeystoreError::Key {
            path: path.clone(),
            error,
        })?;
        files::replace_private(&path, &sealed)?;
        Ok(desk)
    }

    /// Whether there is a seed in this folder.
    pub(super) fn has_seed(folder: &Path) -> bool {
        folder.join(SEED).exists()
    }

    /// The seed.
    pub(crate) const fn seed(&self) -> &TrusteeSeed {
        &self.seed
    }

    /// What is remembered.
    #[must_use]
    pub const fn memory(&self) -> &Memory {
        &self.memory
    }

    /// Remembers for good: the disk has it when this returns.
    ///
    /// # Errors
    /// When it cannot be written; then what was remembered before still is.
    pub fn remember(&mut self, memory: Memory, identity: &SigningKey) -> Result<(), KeystoreError> {
        let bytes = memory.to_bytes(&self.election, identity);
        files::replace_private(&self.folder.join(MEMORY), &bytes)?;
        self.memory = memory;
        Ok(())
    }

    /// The secret side of `trustee` in this election's ceremony.
    #[must_use]
    pub fn secret(&self, params: CeremonyParams, trustee: TrusteeIndex) -> Option<TrusteeSecret> {
        TrusteeSecret::new(params, trustee, TrusteeSeed::from_array(&self.seed.to_array()))
    }
}
