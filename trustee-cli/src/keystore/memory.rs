//! What a keystore remembers of an election between two runs (protocol-spec: `trustee-memory`).
//!
//! ```text
//! comitia trustee memory v1
//! election 64 hexadecimal digits
//! verified size root
//! accepted size root          once the keys were accepted
//! lock Close aggregates       once a list of sums was locked
//! signature 128 hexadecimal digits
//! ```
//! The identity signs all lines before the last, behind a label of their own.

use comitia_crypto::ceremony::LogPrefix;
use comitia_crypto::signing::{Signature, SigningKey, VerifyingKey};
use comitia_crypto::{Digest, ElectionId};
use data_encoding::HEXLOWER;
use std::fmt::{self, Write as _};
use thiserror::Error;

const LABEL: &[u8] = b"comitia/v1/trustee-memory\n";
const FIRST_LINE: &str = "comitia trustee memory v1";

/// Why what is remembered cannot be trusted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum MemoryError {
    /// It is written in another way than this program writes.
    #[error("not the memory of this election")]
    Malformed,
    /// The identity did not sign it.
    #[error("the signature is not this keystore's: the file was changed")]
    Signature,
}

/// The only list of sums that a trustee ever decrypts in an election.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Lock {
    /// Hash of the `Close` entry.
    pub close: Digest,
    /// Digest of the ordered list of aggregates.
    pub aggregates: Digest,
}

impl fmt::Display for Lock {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Close {}, sums {}", self.close, self.aggregates)
    }
}

/// What is remembered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Memory {
    /// How far the log was verified: every later log continues this one.
    pub verified: LogPrefix,
    /// The log that was signed when the keys were accepted.
    pub accepted: Option<LogPrefix>,
    /// What was decrypted, or was about to be.
    pub lock: Option<Lock>,
}

impl Memory {
    /// Nothing but how far the log was verified.
    #[must_use]
    pub const fn new(verified: LogPrefix) -> Self {
        Self {
            verified,
            accepted: None,
            lock: None,
        }
    }

    /// The beginnings of the log that every later log must have.
    pub fn prefixes(&self) -> impl Iterator<Item = LogPrefix> {
        [Some(self.verified), self.accepted].into_iter().flatten()
    }

    fn text(&self, election: &ElectionId) -> String {
        let mut text = format!("{FIRST_LINE}\nelection {election}\n");
        let mut line = |what: &str, prefix: &LogPrefix| {
            // Writing to a string cannot fail.
            let _ = writeln!(text, "{what} {} {}", prefix.size, prefix.root);
        };
        line("verified", &self.verified);
        if let Some(accepted) = &self.accepted {
            line("accepted", accepted);
        }
        if let Some(lock) = &self.lock {
            let _ = writeln!(text, "lock {} {}", lock.close, lock.aggregates);
        }
        text
    }

    /// The bytes to be kept.
    #[must_use]
    pub fn to_bytes(&self, election: &ElectionId, identity: &SigningKey) -> Vec<u8> {
        let text = self.text(election);
        let signature = identity.sign(&[LABEL, text.as_bytes()].concat());
        format!("{text}signature {}\n", HEXLOWER.encode(&signature.0)).into_bytes()
    }

    /// What [`Memory::to_bytes`] of this identity kept for this election.
    ///
    /// # Errors
    /// When it is anything else.
    pub fn from_bytes(
        bytes: &[u8],
        election: &ElectionId,
        identity: &VerifyingKey,
    ) -> Result<Self, MemoryError> {
        let all = std::str::from_utf8(bytes).map_err(|_| MemoryError::Malformed)?;
        let (text, signature) = all.rsplit_once("signature ").ok_or(MemoryError::Malformed)?;
        let signature = signature.strip_suffix('\n').and_then(parse_signature);
        let signature = signature.ok_or(MemoryError::Malformed)?;
        if !identity.verifies(&[LABEL, text.as_bytes()].concat(), &signature) {
            return Err(MemoryError::Signature);
        }
        // What is not written exactly as this program writes is not read.
        let memory = Self::parse(text).ok_or(MemoryError::Malformed)?;
        (memory.text(election) == text)
            .then_some(memory)
            .ok_or(MemoryError::Malformed)
    }

    fn parse(text: &str) -> Option<Self> {
        let line = |name: &str| {
            text.lines()
                .find_map(|line| line.strip_prefix(name)?.strip_prefix(' '))
        };
        let prefix = |rest: &str| {
            let (size, root) = rest.split_once(' ')?;
            Some(LogPrefix {
                size: size.parse().ok()?,
                root: Digest::parse(root)?,
            })
        };
        let lock = |rest: &str| {
            let (close, aggregates) = rest.split_once(' ')?;
            Some(Lock {
                close: Digest::parse(close)?,
                aggregates: Digest::parse(aggregates)?,
            })
        };
        Some(Self {
            verified: prefix(line("verified")?)?,
            accepted: line("accepted").and_then(prefix),
            lock: line("lock").and_then(lock),
        })
    }
}

fn parse_signature(hex: &str) -> Option<Signature> {
    let bytes = HEXLOWER.decode(hex.as_bytes()).ok()?;
    Some(Signature(bytes.try_into().ok()?))
}

#[cfg(test)]
mod tests {
    use super::*;

    const ELECTION: ElectionId = ElectionId([3; 32]);

    fn whole() -> Memory {
        let prefix = |size, byte| LogPrefix {
            size,
            root: Digest([byte; 32]),
        };
        Memory {
            verified: prefix(40, 1),
            accepted: Some(prefix(30, 2)),
            lock: Some(Lock {
                close: Digest([4; 32]),
                aggregates: Digest([5; 32]),
            }),
        }
    }

    #[test]
    fn what_is_kept_comes_back() {
        let key = SigningKey::from_seed(&[1; 32]);
        let bare = Memory::new(whole().verified);
        for memory in [whole(), bare] {
            let bytes = memory.to_bytes(&ELECTION, &key);
            let back = Memory::from_bytes(&bytes, &ELECTION, &key.verifying_key());
            assert_eq!(back, Ok(memory));
        }
    }

    #[test]
    fn d8_a_lock_cannot_be_taken_out_or_changed_without_the_identity() {
        let key = SigningKey::from_seed(&[1; 32]);
        let bytes = whole().to_bytes(&ELECTION, &key);
        let open = |bytes: &[u8]| Memory::from_bytes(bytes, &ELECTION, &key.verifying_key());
        for place in 0..bytes.len() {
            let mut changed = bytes.clone();
            changed[place] ^= 1;
            assert!(open(&changed).is_err(), "byte {place}");
            assert!(open(&bytes[..place]).is_err(), "cut at {place}");
        }
        let text = String::from_utf8(bytes).unwrap();
        let without: String = text
            .lines()
            .filter(|line| !line.starts_with("lock"))
            .map(|line| format!("{line}\n"))
            .collect();
        assert_eq!(open(without.as_bytes()), Err(MemoryError::Signature));
    }

    #[test]
    fn the_memory_of_another_election_or_identity_is_refused() {
        let key = SigningKey::from_seed(&[1; 32]);
        let bytes = whole().to_bytes(&ELECTION, &key);
        assert_eq!(
            Memory::from_bytes(&bytes, &ElectionId([4; 32]), &key.verifying_key()),
            Err(MemoryError::Malformed)
        );
        let other = SigningKey::from_seed(&[2; 32]).verifying_key();
        assert_eq!(
            Memory::from_bytes(&bytes, &ELECTION, &other),
            Err(MemoryError::Signature)
        );
    }
}
