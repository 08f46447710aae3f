//! The keystore on paper, and back (protocol-spec: `backup-words`, `trustee-restore`).
//!
//! Two kinds of secrets cannot be had from anywhere else: the identity, and the seed of each election. Everything secret
//! in a ceremony follows from the seed and the log, shares that other dealers sealed included, because the key that opens
//! them follows from the seed. What the keystore remembers besides is no secret, and words cannot hold it:
//! [`recall`] takes as much of it as there is from the log.

use crate::ceremony;
use crate::decrypt;
use crate::error::Refusal;
use crate::keystore::{self, KeystoreError, Lock, Memory, OpenKeystore};
use crate::reading::Reading;
use comitia_crypto::ElectionId;
use comitia_crypto::ceremony::{LogPrefix, Phase, TrusteeIndex, TrusteeSecret, TrusteeSeed};
use comitia_crypto::signing::{SigningKey, VerifyingKey};
use comitia_election::state::CeremonyStage;
use comitia_secrets::words::{Reader, WordsError, write};
use std::fmt;
use zeroize::Zeroizing;

/// Which secret a sheet of words holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kept {
    /// The identity that manifests pin.
    Identity(VerifyingKey),
    /// The seed of an election.
    Seed(ElectionId),
}

impl fmt::Display for Kept {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Identity(public) => write!(f, "identity {public}"),
            Self::Seed(election) => write!(f, "election {election}"),
        }
    }
}

/// A secret as words.
pub struct Sheet {
    /// Which secret.
    pub kept: Kept,
    /// Its lines.
    pub lines: Vec<Zeroizing<String>>,
}

impl fmt::Debug for Sheet {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Sheet")
            .field("kept", &self.kept)
            .finish_non_exhaustive()
    }
}

/// Every secret of a keystore as words: its identity, then the seeds of its elections.
///
/// # Errors
/// When the keystore cannot be read, or another program is at work on one of the elections.
pub fn sheets(keystore: &OpenKeystore) -> Result<Vec<Sheet>, KeystoreError> {
    let mut sheets = vec![Sheet {
        kept: Kept::Identity(*keystore.public()),
        lines: write(keystore::IDENTITY_IS, &keystore.identity().to_seed()),
    }];
    for election in keystore.elections()? {
        if let Some(desk) = keystore.desk(&election)? {
            sheets.push(Sheet {
                kept: Kept::Seed(election),
                lines: write(&keystore::seed_is(&election), &desk.seed().to_array()),
            });
        }
    }
    Ok(sheets)
}

/// Reads the words of an identity.
#[must_use]
pub fn identity_reader() -> Reader {
    Reader::new(keystore::IDENTITY_IS)
}

/// The identity that was read.
///
/// # Errors
/// When lines are missing.
pub fn identity_of(words: Reader) -> Result<SigningKey, WordsError> {
    let seed = words.finish()?;
    Ok(SigningKey::from_seed(&seed))
}

/// Reads the words of the seed of this election, and of no other.
#[must_use]
pub fn seed_reader(election: &ElectionId) -> Reader {
    Reader::new(&keystore::seed_is(election))
}

/// The seed that was read.
///
/// # Errors
/// When lines are missing.
pub fn seed_of(words: Reader) -> Result<TrusteeSeed, WordsError> {
    let seed = words.finish()?;
    Ok(TrusteeSeed::from_array(&seed))
}

/// What the log testifies that this trustee did with its seed: what it accepted, and what it decrypted. After the close
/// nothing but the sums of this very log can be decrypted, whether it decrypted them or not.
pub(crate) fn recall(reading: &Reading, secret: &TrusteeSecret) -> Result<Memory, Refusal> {
    let stage = reading.ceremony().ok_or(Refusal::NothingToRestore)?;
    check_is_own(stage, secret)?;
    ceremony::key_shares(reading, secret)?;
    Ok(Memory {
        accepted: accepted(stage, secret.trustee()),
        lock: lock(reading, secret.trustee()),
        ..Memory::new(*reading.position())
    })
}

/// A seed is restored for the enrolment that it made, and for nothing else: it cannot be used twice in two ways.
fn check_is_own(stage: &CeremonyStage, secret: &TrusteeSecret) -> Result<(), Refusal> {
    let ceremony = stage.ceremony();
    if ceremony.phase() == Phase::Enrolment && ceremony.missing().contains(&secret.trustee()) {
        return Err(Refusal::NothingToRestore);
    }
    if let Some(enrolled) = ceremony.enrolled() {
        secret.commit(enrolled)?;
    }
    Ok(())
}

/// What this trustee signed at Accept: the state machine has compared it with the log.
fn accepted(stage: &CeremonyStage, trustee: TrusteeIndex) -> Option<LogPrefix> {
    let accepting = matches!(stage.ceremony().phase(), Phase::Accept | Phase::Complete);
    let signed = accepting && !stage.ceremony().missing().contains(&trustee);
    stage.accept_prefix().copied().filter(|_| signed)
}

fn lock(reading: &Reading, trustee: TrusteeIndex) -> Option<Lock> {
    let (closed, aggregates) = (reading.election().closed()?, reading.aggregates()?);
    let sent = closed.shares().get(&trustee).map(|shares| Lock {
        close: shares.close,
        aggregates: shares.aggregates,
    });
    Some(sent.unwrap_or_else(|| decrypt::lock_of(closed, aggregates)))
}
