//! The registrar's signing key, as it is kept in a sealed file.

use comitia_crypto::signing::SigningKey;
use data_encoding::HEXLOWER;
use thiserror::Error;
use zeroize::Zeroizing;

use crate::sealed::{self, Passphrase, SealError, Work};

const FIRST_LINE: &str = "comitia registrar key v1";

/// Why a key file cannot be used.
#[derive(Debug, Error)]
pub enum KeyError {
    /// It does not open.
    #[error(transparent)]
    Seal(#[from] SealError),
    /// It opens and holds something else.
    #[error("the file does not hold a registrar's key")]
    NotAKey,
}

/// The sealed file of a key. Inside is text, so that the `age` program and a person can recover it.
pub fn seal(key: &SigningKey, passphrase: &Passphrase, work: Work) -> Result<Vec<u8>, KeyError> {
    let seed = key.to_seed();
    let mut text = Zeroizing::new(String::with_capacity(FIRST_LINE.len() + 2 + 64));
    text.push_str(FIRST_LINE);
    text.push('\n');
    HEXLOWER.encode_append(seed.as_ref(), &mut text);
    text.push('\n');
    Ok(sealed::seal(text.as_bytes(), passphrase, work)?)
}

/// The key in a sealed file.
pub fn open(file: &[u8], passphrase: &Passphrase) -> Result<SigningKey, KeyError> {
    let text = sealed::open(file, passphrase)?;
    let hex = text
        .strip_prefix(FIRST_LINE.as_bytes())
        .and_then(|rest| rest.strip_prefix(b"\n"));
    let hex = hex
        .and_then(|rest| rest.strip_suffix(b"\n"))
        .ok_or(KeyError::NotAKey)?;
    let mut seed = Zeroizing::new([0; 32]);
    if hex.len() != 2 * seed.len() {
        return Err(KeyError::NotAKey);
    }
    HEXLOWER
        .decode_mut(hex, seed.as_mut())
        .map_err(|_| KeyError::NotAKey)?;
    Ok(SigningKey::from_seed(&seed))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn passphrase() -> Passphrase {
        Passphrase::of(Zeroizing::new("correct horse".to_owned()))
    }

    #[test]
    fn a_key_comes_back_from_its_file() {
        let key = SigningKey::from_seed(&[5; 32]);
        let file = seal(&key, &passphrase(), Work::for_tests()).unwrap();
        assert_eq!(
            open(&file, &passphrase()).unwrap().verifying_key(),
            key.verifying_key()
        );
    }

    #[test]
    fn a_sealed_file_of_something_else_is_no_key() {
        for text in [
            "",
            "comitia registrar key v1\n",
            "comitia registrar key v1\nzz\n",
            "comitia trustee key v1\n00\n",
        ] {
            let file = sealed::seal(text.as_bytes(), &passphrase(), Work::for_tests()).unwrap();
            assert!(
                matches!(open(&file, &passphrase()), Err(KeyError::NotAKey)),
                "{text}"
            );
        }
        assert!(matches!(
            open(b"age?", &passphrase()),
            Err(KeyError::Seal(SealError::NotSealed))
        ));
    }
}
