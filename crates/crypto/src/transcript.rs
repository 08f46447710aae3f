//! Every Fiat–Shamir challenge comes from here (protocol-spec: `transcripts`).
//!
//! A transcript starts with the protocol version, the kind of proof and the election; then the whole statement,
//! then the commitments. This module owns every label: [`Label`] is the closed list, and no other module
//! passes a byte string to merlin.

use crate::codec::{Encode as _, Prefix};
use crate::digest::{Digest, ElectionId};
use crate::group::{NonIdentity, Point, PointBytes, Scalar};
use rand_core::{CryptoRng, RngCore};

/// Version of the protocol; the first thing that every transcript absorbs.
pub const VERSION: &[u8] = b"comitia/v1";

/// What a transcript proves. No proof of one kind verifies as another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ProofKind {
    /// A ballot is well formed, and its voter's signature.
    Ballot,
    /// A voter gives up a sealed ballot for an audit.
    AuditedBallot,
    /// A dealer knows all its coefficients.
    CeremonyReveal,
    /// A trustee possesses the encryption key it enrols.
    Enrolment,
    /// A decryption share is right.
    DecryptionShare,
}

impl ProofKind {
    const fn name(self) -> &'static [u8] {
        match self {
            Self::Ballot => b"ballot",
            Self::AuditedBallot => b"audited-ballot",
            Self::CeremonyReveal => b"ceremony-reveal",
            Self::Enrolment => b"trustee-enrolment",
            Self::DecryptionShare => b"decryption-share",
        }
    }
}

macro_rules! labels {
    ($($(#[$doc:meta])* $variant:ident => $text:literal,)*) => {
        /// The label of one appended value.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub enum Label { $($(#[$doc])* $variant,)* }

        impl Label {
            const fn text(self) -> &'static [u8] {
                match self { $(Self::$variant => $text,)* }
            }

            #[cfg(test)]
            const ALL: &'static [Self] = &[$(Self::$variant,)*];
        }
    };
}

labels! {
    /// Hash of the `Open` entry.
    Open => b"open",
    /// Digest of a shape's canonical bytes.
    Shape => b"shape",
    /// How many values of the next label follow.
    Count => b"count",
    /// An election key Yᵢ.
    ElectionKey => b"Y",
    /// Electorate group.
    Group => b"group",
    /// Weight on the roll.
    Weight => b"weight",
    /// Credential public key.
    Credential => b"credential",
    /// Number of the ballot in its voter's chain.
    Seq => b"seq",
    /// Hash of the voter's previous ballot entry.
    Prev => b"prev",
    /// A ciphertext component Eᵢ.
    Ciphertext => b"E",
    /// The commitment V to the bits.
    BitsCommitment => b"V",
    /// The commitment A to the masks.
    MaskCommitment => b"A",
    /// The commitment C to the linear terms.
    LinearCommitment => b"C",
    /// The commitment D to the squared masks.
    SquareCommitment => b"D",
    /// A commitment Wᵢ to an amount.
    AmountCommitment => b"W",
    /// The commitment U to the folded masks of the amounts.
    AmountMask => b"U",
    /// The commitment T₀.
    FirstMove => b"T0",
    /// The commitment T₁.
    SecondMove => b"T1",
    /// The scalar τ.
    EquationMask => b"tau",
    /// A response fⱼ.
    ResponseBit => b"f",
    /// The response φ.
    ResponseBlinding => b"phi",
    /// The response ζ.
    ResponseProduct => b"zeta",
    /// The response z.
    ResponseRandomness => b"z",
    /// The response ω.
    ResponseAmounts => b"omega",
    /// Where the transcript of a range proof leaves a ballot's.
    RangeFork => b"range-fork",
    /// The bytes of a range proof.
    RangeProof => b"range-proof",
    /// Challenge that folds the rows of a shape.
    FoldingChallenge => b"y",
    /// Challenge of a Σ-protocol.
    Challenge => b"x",
    /// The nonce point R of a Schnorr signature.
    SignatureNonce => b"R",
    /// Challenge of a Schnorr signature.
    SignatureChallenge => b"c",
    /// A ballot's tracker.
    Tracker => b"tracker",
    /// Number of a trustee.
    Trustee => b"trustee",
    /// Number of trustees.
    Trustees => b"trustees",
    /// Threshold.
    Threshold => b"threshold",
    /// A digest of everything enrolled or committed before.
    Before => b"before",
    /// p, the number of counters.
    Counters => b"counters",
    /// The nonce point of a proof of knowledge.
    ProofNonce => b"nonce",
    /// A coefficient commitment.
    CoefficientCommitment => b"coefficient",
    /// A key that is being enrolled.
    EnrolledKey => b"enrolled-key",
    /// A verification key of a trustee.
    VerificationKey => b"verification-key",
    /// Hash of the `Close` entry.
    Close => b"close",
    /// An aggregate's group.
    Aggregate => b"aggregate",
    /// A component Aᵢ of an aggregate.
    AggregatePoint => b"aggregate-point",
    /// A decryption factor Dⱼᵢ.
    DecryptionFactor => b"factor",
    /// Witness bytes that hedge the prover's randomness.
    Witness => b"witness",
}

macro_rules! domains {
    ($($(#[$doc:meta])* $variant:ident => $text:literal,)*) => {
        /// What a digest, a derived secret or a sealed message of an election is for.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub enum Domain { $($(#[$doc])* $variant,)* }

        impl Domain {
            const fn name(self) -> &'static [u8] {
                match self { $(Self::$variant => $text,)* }
            }

            #[cfg(test)]
            const ALL: &'static [Self] = &[$(Self::$variant,)*];
        }
    };
}

domains! {
    /// The key pair that a trustee enrols, from its seed.
    EncryptionKey => b"trustee-encryption-key",
    /// Prover randomness of an enrolment, from the seed.
    EnrolmentNonce => b"trustee-enrolment-nonce",
    /// A coefficient of a dealer's polynomials, from its seed.
    Coefficient => b"ceremony-coefficient",
    /// Prover randomness of a reveal, from the seed.
    RevealNonce => b"ceremony-reveal-nonce",
    /// The ephemeral key pair of a sealed share, from the seed.
    SealingKey => b"ceremony-sealing-key",
    /// What a sealed share is bound to.
    SealedShares => b"ceremony-sealed-shares",
    /// The digest of all enrolments.
    Enrolments => b"ceremony-enrolments",
    /// The digest by which a dealer commits itself.
    Commit => b"ceremony-commit",
    /// The digest of all commits.
    Commits => b"ceremony-commits",
    /// The digest of the keys that a ceremony ends with.
    Keys => b"ceremony-keys",
    /// The digest that ties verified decryption shares to one aggregate.
    Decryption => b"decryption-target",
}

impl Domain {
    /// What comes before all else that is hashed or derived for this purpose: the protocol version and the
    /// purpose, each behind its length in one byte, then the election.
    #[must_use]
    pub fn context(self, election: &ElectionId) -> Vec<u8> {
        let mut out = Vec::with_capacity(96);
        Prefix::U8.write(VERSION, &mut out);
        Prefix::U8.write(self.name(), &mut out);
        election.encode(&mut out);
        out
    }
}

/// A Fiat–Shamir transcript.
#[derive(Clone)]
pub struct Transcript(merlin::Transcript);

impl Transcript {
    /// A transcript for one proof of `kind` in `election`.
    #[must_use]
    pub fn new(kind: ProofKind, election: &ElectionId) -> Self {
        let mut inner = merlin::Transcript::new(VERSION);
        inner.append_message(b"proof", kind.name());
        inner.append_message(b"election", &election.0);
        Self(inner)
    }

    /// Appends bytes of any length.
    pub fn append_bytes(&mut self, label: Label, bytes: &[u8]) {
        self.0.append_message(label.text(), bytes);
    }

    /// Appends a digest.
    pub fn append_digest(&mut self, label: Label, digest: &Digest) {
        self.append_bytes(label, &digest.0);
    }

    /// Appends an integer.
    pub fn append_u64(&mut self, label: Label, value: u64) {
        self.0.append_u64(label.text(), value);
    }

    /// Appends a scalar.
    pub fn append_scalar(&mut self, label: Label, scalar: &Scalar) {
        self.append_bytes(label, scalar.as_bytes());
    }

    /// Appends a point that may be the identity.
    pub fn append_point(&mut self, label: Label, point: &Point) {
        self.append_bytes(label, &point.bytes().0);
    }

    /// Appends a point that the statement forbids to be the identity.
    pub fn append_key(&mut self, label: Label, key: &NonIdentity) {
        self.append_point(label, key.point());
    }

    /// Appends the encoding of a point that is decoded later. The caller must refuse the proof when it does not
    /// decode, or when it is an identity that the statement forbids.
    pub fn append_encoding(&mut self, label: Label, bytes: &PointBytes) {
        self.append_bytes(label, &bytes.0);
    }

    /// The transcript of a range proof about what was appended so far. What is appended to it does not count here: the
    /// proof's bytes have to be.
    pub(crate) fn fork_for_ranges(&self) -> merlin::Transcript {
        let mut fork = self.clone();
        fork.append_bytes(Label::RangeFork, b"");
        fork.0
    }

    /// A uniform scalar that depends on all that was appended.
    #[must_use]
    pub fn challenge(&mut self, label: Label) -> Scalar {
        let mut wide = [0; 64];
        self.0.challenge_bytes(label.text(), &mut wide);
        Scalar::from_bytes_mod_order_wide(&wide)
    }

    /// Randomness for a prover: depends on the transcript, on every secret in `witness` and on `rng`, so that it
    /// stays secret even if one of these fails.
    pub fn hedged_rng(
        &self,
        witness: &[&[u8]],
        rng: &mut (impl CryptoRng + RngCore),
    ) -> merlin::TranscriptRng {
        let builder = self.0.build_rng();
        let label = Label::Witness.text();
        witness
            .iter()
            .fold(builder, |builder, secret| {
                builder.rekey_with_witness_bytes(label, secret)
            })
            .finalize(rng)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::collection::vec;
    use proptest::prelude::{any, prop_assert_eq, proptest};
    use std::collections::BTreeSet;

    const ELECTION: ElectionId = ElectionId([7; 32]);

    #[test]
    fn f7_labels_and_kinds_are_distinct() {
        let labels: BTreeSet<_> = Label::ALL.iter().map(|label| label.text()).collect();
        assert_eq!(labels.len(), Label::ALL.len());
        let mut challenges = BTreeSet::new();
        for kind in [
            ProofKind::Ballot,
            ProofKind::AuditedBallot,
            ProofKind::CeremonyReveal,
            ProofKind::Enrolment,
            ProofKind::DecryptionShare,
        ] {
            let mut transcript = Transcript::new(kind, &ELECTION);
            assert!(challenges.insert(transcript.challenge(Label::Challenge).to_bytes()));
        }
    }

    #[test]
    fn f7_domains_are_distinct_and_none_is_the_beginning_of_another() {
        let contexts: Vec<_> = Domain::ALL
            .iter()
            .map(|domain| domain.context(&ELECTION))
            .collect();
        for (i, one) in contexts.iter().enumerate() {
            for (j, other) in contexts.iter().enumerate() {
                assert!(i == j || !other.starts_with(one));
            }
        }
    }

    #[test]
    fn f7_moving_a_byte_between_neighbours_changes_the_challenge() {
        let challenge = |first: &[u8], second: &[u8]| {
            let mut transcript = Transcript::new(ProofKind::Ballot, &ELECTION);
            transcript.append_bytes(Label::Prev, first);
            transcript.append_bytes(Label::Prev, second);
            transcript.challenge(Label::Challenge)
        };
        assert_ne!(challenge(b"ab", b"c"), challenge(b"a", b"bc"));
    }

    fn challenge_of(values: &[(usize, Vec<u8>)]) -> Scalar {
        let mut transcript = Transcript::new(ProofKind::Ballot, &ELECTION);
        for (label, bytes) in values {
            let label = Label::ALL.iter().cycle().nth(*label).unwrap();
            transcript.append_bytes(*label, bytes);
        }
        transcript.challenge(Label::Challenge)
    }

    proptest! {
        #[test]
        fn f7_no_two_lists_of_values_have_one_challenge(
            one in vec((0..Label::ALL.len(), vec(any::<u8>(), 0..4)), 0..4),
            two in vec((0..Label::ALL.len(), vec(any::<u8>(), 0..4)), 0..4),
            cut in 0usize..4,
        ) {
            prop_assert_eq!(one == two, challenge_of(&one) == challenge_of(&two));
            // The same labels and the same bytes, cut elsewhere.
            if let [(first, a), (second, b), ..] = one.as_slice() {
                let joined = [a.as_slice(), b.as_slice()].concat();
                let (head, tail) = joined.split_at(cut.min(joined.len()));
                let mut moved = one.clone();
                moved[0] = (*first, head.to_vec());
                moved[1] = (*second, tail.to_vec());
                prop_assert_eq!(moved == one, challenge_of(&moved) == challenge_of(&one));
            }
        }
    }

    #[test]
    fn f8_a_broken_generator_still_gives_fresh_randomness_for_another_statement() {
        struct Broken;
        impl RngCore for Broken {
            fn next_u32(&mut self) -> u32 {
                0
            }
            fn next_u64(&mut self) -> u64 {
                0
            }
            fn fill_bytes(&mut self, dest: &mut [u8]) {
                dest.fill(0);
            }
            fn try_fill_bytes(&mut self, dest: &mut [u8]) -> Result<(), rand_core::Error> {
                dest.fill(0);
                Ok(())
            }
        }
        impl CryptoRng for Broken {}
        let draw = |seq: u64, secret: &[u8]| {
            let mut transcript = Transcript::new(ProofKind::Ballot, &ELECTION);
            transcript.append_u64(Label::Seq, seq);
            transcript.hedged_rng(&[secret], &mut Broken).next_u64()
        };
        assert_ne!(draw(0, b"a"), draw(1, b"a"));
        assert_ne!(draw(0, b"a"), draw(0, b"b"));
        assert_eq!(draw(0, b"a"), draw(0, b"a"));
    }
}
