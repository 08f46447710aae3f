//! Whole ceremonies, honest and attacked.

mod attacks;
mod honest;
mod matrix;

use super::*;
use crate::codec::{Decode, Encode};
use crate::digest::{Digest, ElectionId};
use crate::group::Scalar;
use core::fmt::Debug;
use curve25519_dalek::ristretto::RistrettoPoint;
use rand_chacha::ChaCha20Rng;
use rand_core::SeedableRng as _;
use std::collections::BTreeSet;

const LOG: LogPrefix = LogPrefix {
    size: 9,
    root: Digest([3; 32]),
};

fn params(trustees: u8, threshold: u8, counters: u16) -> CeremonyParams {
    CeremonyParams::new(ElectionId([1; 32]), trustees, threshold, counters).unwrap()
}

fn trustee(number: u8) -> TrusteeIndex {
    TrusteeIndex::new(number).unwrap()
}

fn trustees(numbers: &[u8]) -> BTreeSet<TrusteeIndex> {
    numbers.iter().copied().map(trustee).collect()
}

/// What arrives is what was sent, through bytes.
fn wire<T: Encode + Decode + PartialEq + Debug>(message: &T) -> T {
    let bytes = message.to_bytes();
    let decoded = T::from_bytes(&bytes).unwrap();
    assert_eq!(decoded.to_bytes(), bytes);
    assert_eq!(&decoded, message);
    decoded
}

/// A ceremony and the secrets of all its trustees, trustee 1 first.
struct World {
    public: Ceremony,
    secrets: Vec<TrusteeSecret>,
}

impl World {
    fn new(params: CeremonyParams) -> Self {
        Self::seeded(params, 0)
    }

    fn seeded(params: CeremonyParams, seed: u64) -> Self {
        let mut rng = ChaCha20Rng::seed_from_u64(seed);
        let secret = |trustee| TrusteeSecret::new(params, trustee, TrusteeSeed::generate(&mut rng)).unwrap();
        Self {
            public: Ceremony::new(params),
            secrets: params.trustees().map(secret).collect(),
        }
    }

    fn secret(&self, number: u8) -> &TrusteeSecret {
        &self.secrets[usize::from(number) - 1]
    }

    /// The honest message that a phase waits for, from one trustee.
    fn send(&mut self, number: u8) -> Result<(), CeremonyError> {
        let from = trustee(number);
        let secret = &self.secrets[usize::from(number) - 1];
        let public = &mut self.public;
        match public.phase() {
            Phase::Enrolment => public.enrol(from, wire(&secret.enrolment())),
            Phase::Commit => {
                let commit = secret.commit(public.enrolled().unwrap()).unwrap();
                public.commit(from, wire(&commit))
            }
            Phase::Reveal => {
                let reveal = secret.reveal(public.committed().unwrap()).unwrap();
                public.reveal(from, wire(&reveal))
            }
            Phase::Complaint => {
                let complaint = secret.complaint(public.dealt().unwrap()).unwrap();
                public.complain(from, wire(&complaint))
            }
            Phase::Answer => {
                let answer = secret.answer(public.accused().unwrap()).unwrap().unwrap();
                public.answer(from, wire(&answer))
            }
            Phase::Accept => {
                let accept = secret.accept(public.settled().unwrap(), LOG).unwrap();
                public.accept(from, wire(&accept))
            }
            Phase::Complete | Phase::Aborted => panic!("the ceremony has ended"),
        }
    }

    /// All that this phase still waits for, honestly.
    fn finish_phase(&mut self) {
        let phase = self.public.phase();
        for missing in self.public.missing() {
            if self.public.phase() == phase {
                self.send(missing.get()).unwrap();
            }
        }
    }

    /// Everything honestly until `phase` is reached.
    fn run_to(mut self, phase: Phase) -> Self {
        while self.public.phase() < phase {
            self.finish_phase();
        }
        assert_eq!(self.public.phase(), phase);
        self
    }

    fn keys(&self) -> &Keys {
        match self.public.outcome() {
            Some(Outcome::Keys(keys)) => keys,
            other => panic!("no keys but {other:?}"),
        }
    }

    fn abort(&self) -> &Abort {
        match self.public.outcome() {
            Some(Outcome::Aborted(abort)) => abort,
            other => panic!("no abort but {other:?}"),
        }
    }

    /// Any t of the qualified trustees hold the secrets of the election keys.
    fn assert_good_keys(&self) {
        let keys = self.keys();
        let settled = self.public.settled().unwrap();
        let threshold = self.public.params().threshold();
        let all = keys.qualified();
        for start in 0..all.len() {
            let some: Vec<_> = (0..threshold)
                .map(|offset| all[(start + offset) % all.len()])
                .collect();
            let shares: Vec<_> = some
                .iter()
                .map(|trustee| self.secret(trustee.get()).key_shares(settled).unwrap())
                .collect();
            for (i, key) in keys.election_keys().iter().enumerate() {
                let secret: Scalar = lagrange_at_zero(&some)
                    .iter()
                    .zip(&shares)
                    .map(|(lambda, shares)| lambda * shares.secrets()[i])
                    .sum();
                assert_eq!(RistrettoPoint::mul_base(&secret), *key.element());
            }
        }
    }
}

/// The keys of an honest ceremony, and the shares of all its trustees.
pub(crate) fn keys_and_shares(params: CeremonyParams, seed: u64) -> (Keys, Vec<KeyShares>) {
    let world = World::seeded(params, seed).run_to(Phase::Complete);
    let settled = world.public.settled().unwrap();
    let shares = world
        .secrets
        .iter()
        .map(|secret| secret.key_shares(settled).unwrap());
    (world.keys().clone(), shares.collect())
}
