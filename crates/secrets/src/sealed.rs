//! Files under a passphrase, in the age format (scrypt recipient).
//!
//! Whoever has the passphrase can also open them with the `age` program. Salt and nonces are drawn by the `age`
//! crate from the system.

use std::io::{Read as _, Write as _};
use std::iter;

use age::secrecy::SecretString;
use age::{DecryptError, Decryptor, Encryptor, scrypt};
use thiserror::Error;
use zeroize::{Zeroize as _, Zeroizing};

/// A passphrase; erased when dropped, never shown.
pub struct Passphrase(SecretString);

/// The fewest characters of a new passphrase.
pub const SHORTEST_PASSPHRASE: usize = 12;

/// How much work each guess of a passphrase costs: 2ⁿ blocks of scrypt.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Work(u8);

/// Why something cannot be sealed or opened.
#[derive(Debug, Error)]
pub enum SealError {
    /// The passphrase of a new file is too short.
    #[error(
        "the passphrase has {found} characters; take {SHORTEST_PASSPHRASE} or more, for example four words"
    )]
    Short {
        /// Its length.
        found: usize,
    },
    /// The passphrase does not open the file.
    #[error("wrong passphrase")]
    Passphrase,
    /// The file is not one of ours.
    #[error("not a file sealed by this program")]
    NotSealed,
    /// The file was cut or changed.
    #[error("the sealed file is damaged")]
    Damaged,
    /// Opening the file would take unreasonably long.
    #[error("opening this file would take too much work; it was not made by this program")]
    Work,
    /// Sealing failed.
    #[error("cannot seal: {0}")]
    Seal(String),
}

impl Passphrase {
    /// A passphrase for a new file: refused when it is too short.
    pub fn for_new_file(text: Zeroizing<String>) -> Result<Self, SealError> {
        let found = text.chars().count();
        if found < SHORTEST_PASSPHRASE {
            return Err(SealError::Short { found });
        }
        Ok(Self::of(text))
    }

    /// The passphrase of an existing file.
    #[must_use]
    pub fn of(mut text: Zeroizing<String>) -> Self {
        Self(SecretString::from(std::mem::take(&mut *text)))
    }
}

impl std::fmt::Debug for Passphrase {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Passphrase(secret)")
    }
}

impl Work {
    /// 128 MiB and about half a second for every guess.
    pub const STANDARD: Self = Self(17);
    /// The most work that opening a file may take.
    const MOST: u8 = 20;

    /// So little that tests stay quick. Never for keys that matter.
    #[must_use]
    pub const fn for_tests() -> Self {
        Self(4)
    }
}

/// Seals `plain` under a passphrase.
pub fn seal(plain: &[u8], passphrase: &Passphrase, work: Work) -> Result<Vec<u8>, SealError> {
    let failed = |error: &dyn std::fmt::Display| SealError::Seal(error.to_string());
    let mut recipient = scrypt::Recipient::new(passphrase.0.clone());
    recipient.set_work_factor(work.0);
    let encryptor =
        Encryptor::with_recipients(iter::once(&recipient as _)).map_err(|error| failed(&error))?;
    let mut writer = encryptor
        .wrap_output(Vec::new())
        .map_err(|error| failed(&error))?;
    writer.write_all(plain).map_err(|error| failed(&error))?;
    writer.finish().map_err(|error| failed(&error))
}

/// Opens what [`seal`] made.
pub fn open(sealed: &[u8], passphrase: &Passphrase) -> Result<Zeroizing<Vec<u8>>, SealError> {
    let decryptor = Decryptor::new_buffered(sealed).map_err(|_| SealError::NotSealed)?;
    if !decryptor.is_scrypt() {
        return Err(SealError::NotSealed);
    }
    let mut identity = scrypt::Identity::new(passphrase.0.clone());
    identity.set_max_work_factor(Work::MOST);
    let reader = decryptor
        .decrypt(iter::once(&identity as _))
        .map_err(|error| match error {
            DecryptError::ExcessiveWork { .. } => SealError::Work,
            DecryptError::InvalidMac | DecryptError::InvalidHeader => SealError::Damaged,
            _ => SealError::Passphrase,
        });
    // Large enough from the start, so that no copy is left behind by growing.
    let mut plain = Zeroizing::new(Vec::with_capacity(sealed.len()));
    match reader?.read_to_end(&mut plain) {
        Ok(_) => Ok(plain),
        Err(_) => {
            plain.zeroize();
            Err(SealError::Damaged)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn passphrase(text: &str) -> Passphrase {
        Passphrase::for_new_file(Zeroizing::new(text.to_owned())).unwrap()
    }

    #[test]
    fn what_was_sealed_is_opened_by_its_passphrase_alone() {
        let sealed = seal(b"secret", &passphrase("four words in a row"), Work::for_tests()).unwrap();
        assert!(!sealed.windows(6).any(|window| window == b"secret"));
        assert_eq!(
            **open(&sealed, &passphrase("four words in a row")).unwrap(),
            *b"secret"
        );
        assert!(matches!(
            open(&sealed, &passphrase("four words in a raw")),
            Err(SealError::Passphrase)
        ));
    }

    #[test]
    fn a_changed_or_cut_file_is_refused_wherever_it_was_changed() {
        let right = passphrase("four words in a row");
        let sealed = seal(b"secret", &right, Work::for_tests()).unwrap();
        for place in 0..sealed.len() {
            let mut changed = sealed.clone();
            changed[place] ^= 1;
            assert!(open(&changed, &right).is_err(), "byte {place}");
            assert!(open(&sealed[..place], &right).is_err(), "cut at {place}");
        }
    }

    #[test]
    fn a_file_that_asks_for_too_much_work_is_refused_at_once() {
        let right = passphrase("four words in a row");
        let sealed = seal(b"secret", &right, Work::for_tests()).unwrap();
        let header = String::from_utf8_lossy(&sealed[..80]).into_owned();
        let line = header.lines().nth(1).unwrap();
        let heavy = line.strip_suffix(" 4").unwrap().to_owned() + " 40";
        let end = header.find(line).unwrap() + line.len();
        let start = header.find(line).unwrap();
        let forged = [&sealed[..start], heavy.as_bytes(), &sealed[end..]].concat();
        assert!(matches!(open(&forged, &right), Err(SealError::Work)));
    }

    #[test]
    fn a_short_passphrase_is_refused_and_none_is_shown() {
        let short = Passphrase::for_new_file(Zeroizing::new("éléphant".to_owned())).unwrap_err();
        assert!(matches!(short, SealError::Short { found: 8 }));
        assert_eq!(
            format!("{:?}", passphrase("four words in a row")),
            "Passphrase(secret)"
        );
    }
}
