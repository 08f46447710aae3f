//! The registrar: a code for every voter, and the roll.

use super::{ActorError, Voter};
use comitia_crypto::ElectionId;
use comitia_crypto::code::VotingCode;
use comitia_crypto::codec::Encode;
use comitia_crypto::signing::SigningKey;
use comitia_election::entry::{Author, EntryKind, Roll, RollEntry, SignedObject};
use rand_core::{CryptoRng, RngCore};

/// The registrar with the key that the manifest pins.
#[derive(Debug)]
pub struct Registrar {
    key: SigningKey,
}

/// What the roll says of one voter besides the credential.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RollLine {
    /// How much the vote counts; at least 1.
    pub weight: u32,
    /// Place of the electorate group in the manifest, from 0.
    pub group: u16,
}

impl Default for RollLine {
    fn default() -> Self {
        Self { weight: 1, group: 0 }
    }
}

impl Registrar {
    /// The registrar with this key.
    #[must_use]
    pub const fn new(key: SigningKey) -> Self {
        Self { key }
    }

    /// The key.
    #[must_use]
    pub const fn key(&self) -> &SigningKey {
        &self.key
    }

    /// Makes a code for each of so many voters; gives what the voters make of them.
    pub fn issue(
        &self,
        election: &ElectionId,
        voters: usize,
        rng: &mut (impl CryptoRng + RngCore),
    ) -> Result<Vec<Voter>, ActorError> {
        (0..voters)
            .map(|_| Voter::from_code(&VotingCode::generate(rng), election))
            .collect()
    }

    /// The roll under the registrar's signature; the authority signs it too. `lines` are those of `voters`, in
    /// order.
    pub fn roll(
        &self,
        election: &ElectionId,
        voters: &[Voter],
        lines: &[RollLine],
    ) -> Result<SignedObject, ActorError> {
        let entry = |(voter, line): (&Voter, &RollLine)| RollEntry {
            credential: voter.credential(),
            weight: line.weight,
            group: line.group,
        };
        let roll = Roll::new(voters.iter().zip(lines).map(entry).collect());
        let roll = roll.ok_or(ActorError::SameCredential)?;
        Ok(self.sign(election, &roll))
    }

    /// Signs a roll.
    #[must_use]
    pub fn sign(&self, election: &ElectionId, roll: &Roll) -> SignedObject {
        SignedObject::new(
            election,
            EntryKind::Roll,
            roll.to_bytes(),
            Author::Registrar,
            &self.key,
        )
    }
}
