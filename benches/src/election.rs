//! The keys of made-up elections, and ballots that are sealed to them.

use comitia_crypto::ballot::{
    ElectionStatement, Item, SealError, SealedBallot, VoterContext, VoterSignature, sign,
};
use comitia_crypto::codec::Encode as _;
use comitia_crypto::elgamal::ElectionKeys;
use comitia_crypto::group::{NonIdentity, Point, Scalar, random_scalar};
use comitia_crypto::plaintext::Plaintext;
use comitia_crypto::shape::Shape;
use comitia_crypto::{Digest, ElectionId};
use curve25519_dalek::ristretto::RistrettoPoint;
use rand_chacha::ChaCha20Rng;
use rand_core::SeedableRng as _;

/// A sealed and signed ballot.
pub struct Cast {
    voter: VoterContext,
    ballot: SealedBallot,
    signature: VoterSignature,
}

impl Cast {
    /// As verification takes it.
    #[must_use]
    pub const fn item(&self) -> Item<'_> {
        Item {
            voter: &self.voter,
            ballot: &self.ballot,
            signature: &self.signature,
        }
    }

    /// Bytes of ballot and signature, as they travel.
    #[must_use]
    pub fn bytes(&self) -> usize {
        self.ballot.to_bytes().len() + self.signature.to_bytes().len()
    }

    /// The same ballot with a signature that is not its voter's.
    #[must_use]
    pub fn forged(mut self) -> Self {
        self.signature.response += Scalar::ONE;
        self
    }
}

/// The same generator in every run.
#[must_use]
pub fn rng(seed: u64) -> ChaCha20Rng {
    ChaCha20Rng::seed_from_u64(seed)
}

/// An election with this shape, whose secret keys nobody keeps.
#[must_use]
pub fn statement(shape: &Shape) -> Option<ElectionStatement> {
    let mut rng = rng(1);
    let mut key = || NonIdentity::new(Point::from(RistrettoPoint::mul_base(&random_scalar(&mut rng))));
    let keys: Option<Vec<NonIdentity>> = (0..shape.counters()).map(|_| key()).collect();
    let keys = ElectionKeys::new(keys?)?;
    ElectionStatement::new(ElectionId([1; 32]), Digest([2; 32]), shape.clone(), keys)
}

/// Somebody on the roll.
pub struct Voter {
    context: VoterContext,
    secret: Scalar,
}

impl Voter {
    /// Voter number `number`, who has not voted yet.
    #[must_use]
    pub fn new(number: u64) -> Self {
        let secret = random_scalar(&mut rng(number));
        let context = VoterContext {
            credential: *Point::from(RistrettoPoint::mul_base(&secret)).bytes(),
            group: 0,
            weight: 1,
            seq: 0,
            prev: Digest([0; 32]),
        };
        Self { context, secret }
    }

    /// Seals and signs a choice.
    ///
    /// # Errors
    /// When the choice is not one of the election's ballots.
    pub fn cast(
        &self,
        statement: &ElectionStatement,
        choice: &Plaintext,
        rng: &mut ChaCha20Rng,
    ) -> Result<Cast, SealError> {
        let voter = self.context;
        let (ballot, _) = statement.seal(&voter, choice, rng)?;
        let signature = sign(statement, &voter, &ballot, &self.secret, rng);
        Ok(Cast {
            voter,
            ballot,
            signature,
        })
    }
}
