//! A secret of 32 bytes in a sealed file. Inside is text, so that the `age` program and a person can recover it: a
//! line that says what it is, and a line of hexadecimal digits.

use data_encoding::HEXLOWER;
use thiserror::Error;
use zeroize::Zeroizing;

use crate::sealed::{self, Passphrase, SealError, Work};

/// Why a key file cannot be used.
#[derive(Debug, Error)]
pub enum KeyError {
    /// It does not open.
    #[error(transparent)]
    Seal(#[from] SealError),
    /// It opens and holds something else.
    #[error("the file does not hold a {0}")]
    NotAKey(String),
}

/// The sealed file of a secret; `what` it is stands in its first line.
///
/// # Errors
/// When sealing fails.
pub fn seal(what: &str, secret: &[u8; 32], passphrase: &Passphrase, work: Work) -> Result<Vec<u8>, KeyError> {
    let mut text = Zeroizing::new(String::with_capacity(what.len() + 2 + 2 * secret.len()));
    text.push_str(what);
    text.push('\n');
    HEXLOWER.encode_append(secret, &mut text);
    text.push('\n');
    Ok(sealed::seal(text.as_bytes(), passphrase, work)?)
}

/// The secret in a sealed file that says that it is `what`.
///
/// # Errors
/// When the file does not open, or holds something else.
pub fn open(what: &str, file: &[u8], passphrase: &Passphrase) -> Result<Zeroizing<[u8; 32]>, KeyError> {
    let text = sealed::open(file, passphrase)?;
    decode(what, &text).ok_or_else(|| KeyError::NotAKey(what.to_owned()))
}

fn decode(what: &str, text: &[u8]) -> Option<Zeroizing<[u8; 32]>> {
    let rest = text.strip_prefix(what.as_bytes())?.strip_prefix(b"\n")?;
    let hex = rest.strip_suffix(b"\n")?;
    let mut secret = Zeroizing::new([0; 32]);
    if hex.len() != 2 * secret.len() {
        return None;
    }
    HEXLOWER.decode_mut(hex, secret.as_mut()).ok()?;
    Some(secret)
}

#[cfg(test)]
mod tests {
    use super::*;

    const WHAT: &str = "comitia registrar key v1";

    fn passphrase() -> Passphrase {
        Passphrase::of(Zeroizing::new("correct horse".to_owned()))
    }

    #[test]
    fn a_key_comes_back_from_its_file() {
        let file = seal(WHAT, &[5; 32], &passphrase(), Work::for_tests()).unwrap();
        assert_eq!(*open(WHAT, &file, &passphrase()).unwrap(), [5; 32]);
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
                matches!(open(WHAT, &file, &passphrase()), Err(KeyError::NotAKey(_))),
                "{text}"
            );
        }
        let other = seal(
            "comitia trustee key v1",
            &[5; 32],
            &passphrase(),
            Work::for_tests(),
        )
        .unwrap();
        assert!(matches!(
            open(WHAT, &other, &passphrase()),
            Err(KeyError::NotAKey(_))
        ));
        assert!(matches!(
            open(WHAT, b"age?", &passphrase()),
            Err(KeyError::Seal(SealError::NotSealed))
        ));
    }
}
