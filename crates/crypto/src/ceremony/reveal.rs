//! Round 3: every dealer shows its commitments, proves that it knows its coefficients, and deals sealed shares
//! (protocol-spec: `ceremony-reveal`).
//!
//! For each counter i = 1 … p a polynomial fᵢ(X) = Σₖ a_{i,k} Xᵏ of degree t − 1, committed to as C_{i,k} = a_{i,k}G.
//! One proof for all t·p coefficients, numbered a₁ … a_m (Gennaro, Leigh, Sundaram, Yerazunis 2004):
//!
//! ```text
//! R = νG,   x ← challenge(election, n, t, p, H(enrolments), dealer, C₁ … C_m, R),   z = ν + Σ xᵏ aₖ
//! accepted iff zG = R + Σ xᵏ Cₖ
//! ```
//!
//! m + 1 answers to one R give ν and every aₖ by a Vandermonde matrix: knowledge error m/ℓ. R is unique for z and
//! x, so it simulates in one go. The context holds all that precedes the commits and cannot hold more, because the
//! commits cover the proof.
//!
//! **No commitment may be the identity** (G2). A constant one would let a dealer stay out of a key; a leading one would
//! lower the degree, and with it the number of shares that give the dealer's part away. Those between
//! are harmless, but an honest dealer meets an identity once in 2²⁵² times anywhere, so one rule serves all: such bytes
//! do not decode. There are exactly t for each counter, so nobody raises the threshold either.

use super::commit::{Commit, Committed};
use super::complaint::ComplaintRound;
use super::errors::{Abort, CeremonyError, Fault, Faults, Malformation, Phase, TrusteeError};
use super::inbox::Inbox;
use super::params::{CeremonyParams, TrusteeIndex};
use super::polynomial::{evaluate, vartime_evaluate_commitments};
use super::sealing::{SealedShares, seal};
use super::secret::TrusteeSecret;
use super::{Enrolled, ensure_enough};
use crate::codec::{Decode, DecodeError, Encode, Prefix, Reader};
use crate::group::{NonIdentity, Point, Scalar, mul_base, powers, random_scalar};
use crate::transcript::{Domain, Label, ProofKind, Transcript};
use curve25519_dalek::ristretto::RistrettoPoint;
use curve25519_dalek::traits::VartimeMultiscalarMul as _;
use std::collections::{BTreeMap, BTreeSet};
use zeroize::Zeroizing;

/// What a dealer is committed to: its coefficient commitments and the proof that it knows the coefficients.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Dealing {
    /// C_{1,0} … C_{1,t−1}, C_{2,0} … C_{p,t−1}.
    pub commitments: Vec<NonIdentity>,
    /// R.
    pub nonce: Point,
    /// z.
    pub response: Scalar,
}

impl Encode for Dealing {
    fn encode(&self, out: &mut Vec<u8>) {
        Prefix::U24.write_all(&self.commitments, out);
        self.nonce.encode(out);
        self.response.encode(out);
    }
}

impl Decode for Dealing {
    fn decode(reader: &mut Reader<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            commitments: reader.vector(Prefix::U24)?,
            nonce: Point::decode(reader)?,
            response: Scalar::decode(reader)?,
        })
    }
}

fn statement(enrolled: &Enrolled, dealer: TrusteeIndex, commitments: &[NonIdentity]) -> Transcript {
    let mut transcript = Transcript::new(ProofKind::CeremonyReveal, enrolled.params().election());
    enrolled.params().append_to(&mut transcript);
    transcript.append_digest(Label::Before, enrolled.digest());
    transcript.append_u64(Label::Trustee, dealer.get().into());
    transcript.append_u64(Label::Count, commitments.len() as u64);
    for commitment in commitments {
        transcript.append_key(Label::CoefficientCommitment, commitment);
    }
    transcript
}

impl Dealing {
    /// Proves knowledge of `coefficients`, which `commitments` commit to.
    fn prove(
        secret: &TrusteeSecret,
        enrolled: &Enrolled,
        coefficients: &[Scalar],
        commitments: Vec<NonIdentity>,
    ) -> Self {
        let mut transcript = statement(enrolled, secret.trustee(), &commitments);
        let witness: Vec<&[u8]> = coefficients
            .iter()
            .map(|coefficient| coefficient.as_bytes().as_slice())
            .collect();
        let mut rng = transcript.hedged_rng(
            &witness,
            &mut secret.derived_rng(Domain::RevealNonce, &enrolled.digest().0),
        );
        let nonce_secret = Zeroizing::new(random_scalar(&mut rng));
        let nonce = Point::from(mul_base(&nonce_secret));
        transcript.append_point(Label::ProofNonce, &nonce);
        let challenge = transcript.challenge(Label::Challenge);
        let horner = |sum: Scalar, coefficient: &Scalar| (sum + coefficient) * challenge;
        let folded = coefficients.iter().rev().fold(Scalar::ZERO, horner);
        Self {
            commitments,
            nonce,
            response: *nonce_secret + folded,
        }
    }

    /// Whether `dealer` knows all coefficients.
    #[must_use]
    pub fn proves_knowledge(&self, enrolled: &Enrolled, dealer: TrusteeIndex) -> bool {
        let mut transcript = statement(enrolled, dealer, &self.commitments);
        transcript.append_point(Label::ProofNonce, &self.nonce);
        let challenge = transcript.challenge(Label::Challenge);
        let weights = powers(challenge, self.commitments.len() + 1);
        let points = self.commitments.iter().map(NonIdentity::element);
        let right = RistrettoPoint::vartime_multiscalar_mul(
            &weights,
            [self.nonce.element()].into_iter().chain(points),
        );
        mul_base(&self.response) == right
    }
}

/// The payload of a `CeremonyReveal`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reveal {
    /// What the dealer is committed to.
    pub dealing: Dealing,
    /// The shares of every other trustee, in the order of their numbers.
    pub sealed: Vec<SealedShares>,
}

impl Encode for Reveal {
    fn encode(&self, out: &mut Vec<u8>) {
        self.dealing.encode(out);
        Prefix::U24.write_all(&self.sealed, out);
    }
}

impl Decode for Reveal {
    fn decode(reader: &mut Reader<'_>) -> Result<Self, DecodeError> {
        Ok(Self {
            dealing: Dealing::decode(reader)?,
            sealed: reader.vector(Prefix::U24)?,
        })
    }
}

impl Reveal {
    fn check_shape(&self, params: &CeremonyParams, dealer: TrusteeIndex) -> Result<(), Malformation> {
        let expected = params.threshold() * params.counters();
        let found = self.dealing.commitments.len();
        if found != expected {
            return Err(Malformation::Commitments { expected, found });
        }
        let (expected, found) = (params.trustee_count() - 1, self.sealed.len());
        if found != expected {
            return Err(Malformation::SealedMessages { expected, found });
        }
        let short = |(_, sealed): &(TrusteeIndex, &SealedShares)| !sealed.holds(params.counters());
        match params.others(dealer).zip(&self.sealed).find(short) {
            Some((recipient, _)) => Err(Malformation::SealedLength(recipient)),
            None => Ok(()),
        }
    }

    fn check(&self, committed: &Committed, dealer: TrusteeIndex) -> Result<(), Fault> {
        let commit = Commit::to_dealing(committed.enrolled(), dealer, &self.dealing);
        if committed.commit(dealer) != Some(&commit) {
            Err(Fault::CommitMismatch)
        } else if !self.dealing.proves_knowledge(committed.enrolled(), dealer) {
            Err(Fault::FalseProof)
        } else {
            Ok(())
        }
    }
}

impl TrusteeSecret {
    /// This trustee's commitments and proof; the same whenever they are made after the same enrolments.
    pub(super) fn dealing(&self, enrolled: &Enrolled) -> Result<Dealing, TrusteeError> {
        let coefficients = self.coefficients(enrolled);
        let commitment = |coefficient| NonIdentity::new(Point::from(mul_base(coefficient)));
        let commitments: Option<Vec<_>> = coefficients.iter().map(commitment).collect();
        let commitments = commitments.ok_or(TrusteeError::UselessSeed)?;
        Ok(Dealing::prove(self, enrolled, &coefficients, commitments))
    }

    /// f₁(j) … f_p(j) for the trustee j.
    pub(super) fn shares_for(&self, enrolled: &Enrolled, recipient: TrusteeIndex) -> Zeroizing<Vec<Scalar>> {
        self.evaluate_all(&self.coefficients(enrolled), recipient)
    }

    fn evaluate_all(&self, coefficients: &[Scalar], recipient: TrusteeIndex) -> Zeroizing<Vec<Scalar>> {
        let rows = coefficients.chunks_exact(self.params().threshold());
        Zeroizing::new(rows.map(|row| evaluate(row, recipient)).collect())
    }

    /// This trustee's reveal; always the same bytes after the same commits.
    pub fn reveal(&self, committed: &Committed) -> Result<Reveal, TrusteeError> {
        let enrolled = committed.enrolled();
        if committed.commit(self.trustee()) != Some(&self.commit(enrolled)?) {
            return Err(TrusteeError::NotMine(Phase::Commit));
        }
        let coefficients = self.coefficients(enrolled);
        let seal_to = |recipient: TrusteeIndex| {
            let key = &enrolled.enrolment(recipient)?.key;
            let statement = [committed.digest().0.as_slice(), &[recipient.get()]].concat();
            let mut rng = self.derived_rng(Domain::SealingKey, &statement);
            let shares = self.evaluate_all(&coefficients, recipient);
            seal(committed, self.trustee(), recipient, key, &shares, &mut rng)
        };
        let sealed: Result<Vec<_>, _> = self
            .params()
            .others(self.trustee())
            .map(|recipient| seal_to(recipient).ok_or(TrusteeError::Sealing(recipient)))
            .collect();
        Ok(Reveal {
            dealing: self.dealing(enrolled)?,
            sealed: sealed?,
        })
    }
}

/// The round in which dealers reveal.
#[derive(Debug, Clone)]
pub struct RevealRound {
    committed: Committed,
    inbox: Inbox<Result<Reveal, Fault>>,
}

impl RevealRound {
    pub(super) fn new(committed: Committed) -> Self {
        let inbox = Inbox::new(Phase::Reveal, committed.params().trustees());
        Self { committed, inbox }
    }

    /// Admits a reveal. One that is false disqualifies its dealer.
    pub fn reveal(&mut self, from: TrusteeIndex, reveal: Reveal) -> Result<(), CeremonyError> {
        self.inbox.check_sender(self.params(), &Faults::new(), from)?;
        let malformed = |what| CeremonyError::Malformed {
            from,
            message: Phase::Reveal,
            what,
        };
        reveal.check_shape(self.params(), from).map_err(malformed)?;
        let checked = reveal.check(&self.committed, from).map(|()| reveal);
        self.inbox.insert(from, checked);
        Ok(())
    }

    /// The parameters.
    #[must_use]
    pub const fn params(&self) -> &CeremonyParams {
        self.committed.params()
    }

    /// What is on record.
    #[must_use]
    pub const fn committed(&self) -> &Committed {
        &self.committed
    }

    /// Who has not revealed yet.
    #[must_use]
    pub fn missing_reveals(&self) -> BTreeSet<TrusteeIndex> {
        self.inbox.missing()
    }

    /// The disqualified so far.
    #[must_use]
    pub fn faults(&self) -> Faults {
        let false_ones = self.inbox.received().iter();
        false_ones
            .filter_map(|(trustee, checked)| Some((*trustee, checked.as_ref().err()?.clone())))
            .collect()
    }

    /// The end of the round: whoever is silent is disqualified too; there must be t dealers left.
    pub fn close(self) -> Result<ComplaintRound, Abort> {
        let silent = self.inbox.missing().into_iter();
        let mut faults: Faults = silent.map(|trustee| (trustee, Fault::NoReveal)).collect();
        let mut reveals = BTreeMap::new();
        for (dealer, checked) in self.inbox.into_received() {
            match checked {
                Ok(reveal) => drop(reveals.insert(dealer, reveal)),
                Err(fault) => drop(faults.insert(dealer, fault)),
            }
        }
        ensure_enough(self.committed.params(), &faults)?;
        Ok(ComplaintRound::new(Dealt {
            committed: self.committed,
            reveals,
            faults,
        }))
    }
}

/// What is on record after the third round.
#[derive(Debug, Clone)]
pub struct Dealt {
    committed: Committed,
    reveals: BTreeMap<TrusteeIndex, Reveal>,
    faults: Faults,
}

impl Dealt {
    /// The parameters.
    #[must_use]
    pub const fn params(&self) -> &CeremonyParams {
        self.committed.params()
    }

    /// What was on record before.
    #[must_use]
    pub const fn committed(&self) -> &Committed {
        &self.committed
    }

    /// The disqualified.
    #[must_use]
    pub const fn faults(&self) -> &Faults {
        &self.faults
    }

    /// The dealers whose reveal is true.
    pub fn dealers(&self) -> impl Iterator<Item = TrusteeIndex> + '_ {
        self.reveals.keys().copied()
    }

    /// The true reveal of `dealer`.
    #[must_use]
    pub fn reveal(&self, dealer: TrusteeIndex) -> Option<&Reveal> {
        self.reveals.get(&dealer)
    }

    /// What `dealer` sealed to `recipient`.
    #[must_use]
    pub fn sealed(&self, dealer: TrusteeIndex, recipient: TrusteeIndex) -> Option<&SealedShares> {
        let position = self
            .params()
            .others(dealer)
            .position(|other| other == recipient)?;
        self.reveal(dealer)?.sealed.get(position)
    }

    /// Whether `shares` are f₁(j) … f_p(j) of `dealer` for the trustee j: Σₖ jᵏ C_{i,k} = fᵢ(j)G for all i.
    #[must_use]
    pub fn are_shares(&self, dealer: TrusteeIndex, recipient: TrusteeIndex, shares: &[Scalar]) -> bool {
        let Some(reveal) = self.reveal(dealer) else {
            return false;
        };
        let rows = reveal.dealing.commitments.chunks_exact(self.params().threshold());
        let is_share = |(row, share): (&[NonIdentity], &Scalar)| {
            let commitment = vartime_evaluate_commitments(row.iter().map(NonIdentity::element), recipient);
            mul_base(share) == commitment
        };
        shares.len() == self.params().counters() && rows.zip(shares).all(is_share)
    }
}
