//! A code and a credential for every voter.

use comitia_crypto::ElectionId;
use comitia_crypto::code::VotingCode;
use comitia_crypto::credential::{Credential, CredentialError, Pseudonym};
use comitia_crypto::group::PointBytes;
use rand_core::{CryptoRng, RngCore};

use crate::voters::Voter;

/// A voter with a code. `Debug` shows neither the person nor the code.
#[derive(Debug)]
pub struct Issued {
    /// Who it is.
    pub voter: Voter,
    /// The secret that the letter carries.
    pub code: VotingCode,
    /// The public key that the code stands for in this election.
    pub credential: PointBytes,
}

impl Issued {
    /// A voter whose code is known.
    pub fn new(voter: Voter, code: VotingCode, election: &ElectionId) -> Result<Self, CredentialError> {
        let credential = *Credential::derive(&code, election)?.public().bytes();
        Ok(Self {
            voter,
            code,
            credential,
        })
    }

    /// The name under which the voter appears on the log.
    #[must_use]
    pub fn pseudonym(&self) -> Pseudonym {
        Pseudonym::of(&self.credential)
    }
}

/// Makes a code for every voter; `step` is called after each.
pub fn issue(
    voters: Vec<Voter>,
    election: &ElectionId,
    rng: &mut (impl CryptoRng + RngCore),
    mut step: impl FnMut(),
) -> Result<Vec<Issued>, CredentialError> {
    let make = |voter| {
        let issued = Issued::new(voter, VotingCode::generate(rng), election);
        step();
        issued
    };
    voters.into_iter().map(make).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::voters::{self, ListRules};
    use rand_chacha::ChaCha20Rng;
    use rand_core::SeedableRng;

    fn list(text: &str) -> Vec<Voter> {
        let rules = ListRules {
            groups: vec!["all".to_owned()],
            floor: 1,
        };
        voters::read(text.as_bytes(), &rules).unwrap().voters
    }

    #[test]
    fn everybody_gets_a_code_of_their_own() {
        let voters = list("name\nAda\nBen\nCy\n");
        let mut steps = 0;
        let mut rng = ChaCha20Rng::seed_from_u64(1);
        let issued = issue(voters, &ElectionId([1; 32]), &mut rng, || steps += 1).unwrap();
        assert_eq!((issued.len(), steps), (3, 3));
        for (one, other) in [(0, 1), (1, 2), (0, 2)] {
            assert_ne!(issued[one].code, issued[other].code);
            assert_ne!(issued[one].credential, issued[other].credential);
        }
        let shown = format!("{issued:?}");
        assert!(!shown.contains("Ada") && !shown.contains(&issued[0].code.symbols()[..8]));
    }
}
