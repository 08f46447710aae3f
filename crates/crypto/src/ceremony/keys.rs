//! The keys that a ceremony gives, and the payload of `ElectionKey` (protocol-spec: `ceremony-keys`).

use super::params::{CeremonyParams, TrusteeIndex, decode_trustees, encode_trustees};
use super::polynomial::vartime_evaluate_commitments;
use super::reveal::Dealt;
use crate::codec::{Decode, DecodeError, Encode, Prefix, Reader};
use crate::digest::Digest;
use crate::elgamal::ElectionKeys;
use crate::group::{NonIdentity, Point, identity};
use crate::transcript::Domain;
use curve25519_dalek::ristretto::RistrettoPoint;

/// The qualified trustees, the election keys and a verification key of every qualified trustee for each of them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Keys {
    qualified: Vec<TrusteeIndex>,
    election_keys: ElectionKeys,
    verification_keys: Vec<NonIdentity>,
}

fn key(element: RistrettoPoint) -> Option<NonIdentity> {
    NonIdentity::new(Point::from(element))
}

impl Keys {
    /// The keys to which the `qualified` dealers contributed. None if one of them, or the sum of the leading
    /// coefficients for one, is the identity.
    pub(super) fn of(dealt: &Dealt, qualified: Vec<TrusteeIndex>) -> Option<Self> {
        let threshold = dealt.params().threshold();
        let mut sums = vec![identity(); threshold * dealt.params().counters()];
        for dealer in &qualified {
            for (sum, commitment) in sums.iter_mut().zip(&dealt.reveal(*dealer)?.dealing.commitments) {
                *sum += commitment.element();
            }
        }
        let rows = || sums.chunks_exact(threshold);
        rows().map(|row| key(*row.last()?)).collect::<Option<Vec<_>>>()?;
        let election_keys = rows().map(|row| key(*row.first()?)).collect::<Option<_>>()?;
        let verification_keys = qualified
            .iter()
            .flat_map(|trustee| rows().map(|row| key(vartime_evaluate_commitments(row.iter(), *trustee))))
            .collect::<Option<_>>()?;
        Some(Self {
            qualified,
            election_keys: ElectionKeys::new(election_keys)?,
            verification_keys,
        })
    }

    /// The trustees that may decrypt, in order.
    #[must_use]
    pub fn qualified(&self) -> &[TrusteeIndex] {
        &self.qualified
    }

    /// Y₁ … Yₚ.
    #[must_use]
    pub const fn election_keys(&self) -> &ElectionKeys {
        &self.election_keys
    }

    /// Y_{j,1} … Y_{j,p} of a qualified trustee j.
    #[must_use]
    pub fn verification_keys(&self, trustee: TrusteeIndex) -> Option<&[NonIdentity]> {
        let position = self.qualified.iter().position(|other| *other == trustee)?;
        let mut rows = self.verification_keys.chunks_exact(self.election_keys.len());
        rows.nth(position)
    }

    /// What trustees sign when they accept these keys, in a ceremony with these parameters of which `commits` is
    /// H(all commits).
    #[must_use]
    pub fn acceptance_digest(&self, params: &CeremonyParams, commits: &Digest) -> Digest {
        let mut bytes = Domain::Keys.context(params.election());
        params.encode(&mut bytes);
        commits.encode(&mut bytes);
        self.encode(&mut bytes);
        Digest::of(&bytes)
    }
}

impl Encode for Keys {
    fn encode(&self, out: &mut Vec<u8>) {
        encode_trustees(&self.qualified, out);
        self.election_keys.encode(out);
        Prefix::U24.write_all(&self.verification_keys, out);
    }
}

impl Decode for Keys {
    fn decode(reader: &mut Reader<'_>) -> Result<Self, DecodeError> {
        let qualified = decode_trustees(reader)?;
        let election_keys = ElectionKeys::decode(reader)?;
        let error = reader.error("not one verification key per trustee and counter");
        let verification_keys: Vec<NonIdentity> = reader.vector(Prefix::U24)?;
        if qualified.is_empty() || verification_keys.len() != qualified.len() * election_keys.len() {
            return Err(error);
        }
        Ok(Self {
            qualified,
            election_keys,
            verification_keys,
        })
    }
}
