//! The registrar's signing key, as it is kept in a sealed file.

use comitia_crypto::signing::SigningKey;
use comitia_secrets::key::{self, KeyError};
use comitia_secrets::sealed::{Passphrase, Work};

const WHAT: &str = "comitia registrar key v1";

/// The sealed file of a key.
pub fn seal(key: &SigningKey, passphrase: &Passphrase, work: Work) -> Result<Vec<u8>, KeyError> {
    key::seal(WHAT, &key.to_seed(), passphrase, work)
}

/// The key in a sealed file.
pub fn open(file: &[u8], passphrase: &Passphrase) -> Result<SigningKey, KeyError> {
    Ok(SigningKey::from_seed(&*key::open(WHAT, file, passphrase)?))
}
