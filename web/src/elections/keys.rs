//! The server's own keys, in files that nobody else may read.

use comitia_crypto::ElectionId;
use comitia_crypto::signing::SigningKey;
use comitia_tlog::note::LogSigner;
use comitia_tlog::vkey::KeyName;
use rand_core::{CryptoRng, RngCore};
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use zeroize::Zeroizing;

/// A folder of keys.
#[derive(Debug, Clone)]
pub struct KeyFolder(PathBuf);

impl KeyFolder {
    /// The keys in this folder, which is made when it is missing. Servers that share a database share it too.
    pub fn open(folder: PathBuf) -> io::Result<Self> {
        fs::create_dir_all(&folder)?;
        Ok(Self(folder))
    }

    /// This server's name among those of one database; made at the first call.
    pub fn server_id(data: &Path, rng: &mut (impl CryptoRng + RngCore)) -> io::Result<[u8; 16]> {
        let path = data.join("server.id");
        if !path.exists() {
            let mut id = [0; 16];
            rng.fill_bytes(&mut id);
            write_secret(&path, &id)?;
        }
        let wrong = |_| io::Error::other(format!("{}: not a name of 16 bytes", path.display()));
        fs::read(&path)?.try_into().map_err(wrong)
    }

    /// The authority's key; made at the first call.
    pub fn authority(&self, rng: &mut (impl CryptoRng + RngCore)) -> io::Result<SigningKey> {
        let path = self.0.join("authority.key");
        if !path.exists() {
            write_secret(&path, SigningKey::generate(rng).to_seed().as_slice())?;
        }
        self.read("authority.key")
            .map(|seed| SigningKey::from_seed(&seed))
    }

    /// Keeps the key of an election's log.
    pub fn keep_log_key(&self, election: &ElectionId, key: &SigningKey) -> io::Result<()> {
        write_secret(
            &self.0.join(format!("log-{election}.key")),
            key.to_seed().as_slice(),
        )
    }

    /// The signer of an election's log.
    pub fn log_signer(&self, election: &ElectionId, origin: &str) -> io::Result<LogSigner> {
        let seed = self.read(&format!("log-{election}.key"))?;
        let name = KeyName::new(origin).map_err(|error| io::Error::other(error.to_string()))?;
        Ok(LogSigner::new(name, ed25519_dalek::SigningKey::from_bytes(&seed)))
    }

    /// The token of the administrators; made at the first call.
    pub fn admin_token(&self, rng: &mut (impl CryptoRng + RngCore)) -> io::Result<Zeroizing<String>> {
        let path = self.0.join("admin.token");
        if !path.exists() {
            let mut bytes = Zeroizing::new([0; 32]);
            rng.fill_bytes(bytes.as_mut());
            write_secret(&path, data_encoding::HEXLOWER.encode(bytes.as_slice()).as_bytes())?;
        }
        fs::read_to_string(path).map(|text| Zeroizing::new(text.trim().to_owned()))
    }

    fn read(&self, name: &str) -> io::Result<Zeroizing<[u8; 32]>> {
        let path = self.0.join(name);
        let named = |error: io::Error| io::Error::new(error.kind(), format!("{}: {error}", path.display()));
        let bytes = Zeroizing::new(fs::read(&path).map_err(named)?);
        let seed: [u8; 32] = bytes
            .as_slice()
            .try_into()
            .map_err(|_| io::Error::other(format!("{}: not a key of 32 bytes", path.display())))?;
        Ok(Zeroizing::new(seed))
    }
}

/// Writes a new file that only its owner may read, and makes it durable.
fn write_secret(path: &Path, bytes: &[u8]) -> io::Result<()> {
    comitia_files::write_private(path, bytes).map_err(io::Error::other)
}
