//! The public side of a ballot: what the whole electorate shares, and what is one voter's (protocol-spec:
//! `ballot-transcript`).

use super::multiples::{Multiples, multiples_of};
use super::{SealedBallot, VoterSignature};
use crate::digest::{Digest, ElectionId};
use crate::elgamal::ElectionKeys;
use crate::generators::Generators;
use crate::group::{PointBytes, Scalar};
use crate::range_proof::RangeGenerators;
use crate::shape::Shape;
use crate::transcript::{Label, ProofKind, Transcript};
use std::sync::Arc;

/// What all ballots of an election have in common. Made once; holds the generators and the start of every
/// transcript.
#[derive(Clone)]
pub struct ElectionStatement {
    pub(super) election: ElectionId,
    pub(super) shape: Shape,
    pub(super) keys: ElectionKeys,
    pub(super) generators: Generators,
    /// For whoever seals many ballots.
    pub(super) tables: Option<Arc<Tables>>,
    /// For shapes with amounts.
    pub(super) ranges: Option<Arc<RangeGenerators>>,
    start: Transcript,
}

/// Multiples of points that every ballot multiplies.
pub(super) struct Tables {
    /// Of Y₁ … Yₚ.
    pub keys: Vec<Multiples>,
    /// Of G₁ … Gₙ₊ᵤ.
    pub generators: Vec<Multiples>,
}

impl ElectionStatement {
    /// The statement of an election that was opened by the entry with hash `open`.
    ///
    /// `None` when the number of keys is not the number of the shape's counters.
    #[must_use]
    pub fn new(election: ElectionId, open: Digest, shape: Shape, keys: ElectionKeys) -> Option<Self> {
        if keys.len() != shape.counters() {
            return None;
        }
        let mut start = Transcript::new(ProofKind::Ballot, &election);
        start.append_digest(Label::Open, &open);
        start.append_digest(Label::Shape, shape.digest());
        start.append_u64(Label::Count, keys.len() as u64);
        for key in &keys {
            start.append_key(Label::ElectionKey, key);
        }
        let generators = Generators::new(u32::try_from(shape.columns()).ok()?);
        let ranges = (shape.amounts() > 0).then(|| Arc::new(RangeGenerators::new(shape.amounts())));
        Some(Self {
            election,
            shape,
            keys,
            generators,
            tables: None,
            ranges,
            start,
        })
    }

    /// The same statement with multiples of every key and generator at hand, 30 KiB for each: sealing takes half the
    /// time, and gives the same ballot. It pays from a handful of ballots on; a voter seals one.
    #[must_use]
    pub fn for_many(&self) -> Self {
        let keys = self.keys.iter().map(|key| key.element());
        let tables = Tables {
            keys: keys.map(multiples_of).collect(),
            generators: self.generators.columns.iter().map(multiples_of).collect(),
        };
        Self {
            tables: Some(Arc::new(tables)),
            ..self.clone()
        }
    }

    /// The election.
    #[must_use]
    pub const fn election(&self) -> &ElectionId {
        &self.election
    }

    /// The shape of every ballot.
    #[must_use]
    pub const fn shape(&self) -> &Shape {
        &self.shape
    }

    /// The keys that ballots are sealed to.
    #[must_use]
    pub const fn keys(&self) -> &ElectionKeys {
        &self.keys
    }

    pub(super) fn transcript(&self, voter: &VoterContext) -> Transcript {
        let mut transcript = self.start.clone();
        transcript.append_u64(Label::Group, u64::from(voter.group));
        transcript.append_u64(Label::Weight, u64::from(voter.weight));
        transcript.append_encoding(Label::Credential, &voter.credential);
        transcript.append_u64(Label::Seq, u64::from(voter.seq));
        transcript.append_digest(Label::Prev, &voter.prev);
        transcript
    }

    /// Recomputes all challenges of a ballot.
    pub(super) fn replay(&self, voter: &VoterContext, ballot: &SealedBallot) -> Replay {
        let mut transcript = self.transcript(voter);
        let y = append_commitments(&mut transcript, ballot);
        let x = append_moves(&mut transcript, ballot);
        append_responses(&mut transcript, ballot);
        let ranges = ballot.amounts.as_ref().map(|amounts| {
            let fork = transcript.fork_for_ranges();
            amounts.append_ranges(&mut transcript);
            fork
        });
        Replay {
            y,
            x,
            ranges,
            transcript,
        }
    }
}

/// The transcript of a whole ballot proof, gone through.
pub(super) struct Replay {
    pub y: Scalar,
    pub x: Scalar,
    /// The transcript of the range proof, if there are amounts.
    pub ranges: Option<merlin::Transcript>,
    /// Behind everything that the voter signs.
    pub transcript: Transcript,
}

pub(super) fn append_commitments(transcript: &mut Transcript, ballot: &SealedBallot) -> Scalar {
    transcript.append_u64(Label::Count, ballot.ciphertext.len() as u64);
    for component in &ballot.ciphertext {
        transcript.append_encoding(Label::Ciphertext, component);
    }
    transcript.append_encoding(Label::BitsCommitment, &ballot.commitments.bits);
    transcript.append_encoding(Label::MaskCommitment, &ballot.commitments.masks);
    transcript.append_encoding(Label::LinearCommitment, &ballot.commitments.linear);
    transcript.append_encoding(Label::SquareCommitment, &ballot.commitments.squares);
    if let Some(amounts) = &ballot.amounts {
        amounts.append_commitments(transcript);
    }
    transcript.challenge(Label::FoldingChallenge)
}

pub(super) fn append_moves(transcript: &mut Transcript, ballot: &SealedBallot) -> Scalar {
    transcript.append_encoding(Label::FirstMove, &ballot.moves.first);
    transcript.append_encoding(Label::SecondMove, &ballot.moves.second);
    transcript.append_scalar(Label::EquationMask, &ballot.moves.equations);
    if let Some(amounts) = &ballot.amounts {
        amounts.append_mask(transcript);
    }
    transcript.challenge(Label::Challenge)
}

pub(super) fn append_responses(transcript: &mut Transcript, ballot: &SealedBallot) {
    transcript.append_u64(Label::Count, ballot.responses.columns.len() as u64);
    for response in &ballot.responses.columns {
        transcript.append_scalar(Label::ResponseBit, response);
    }
    transcript.append_scalar(Label::ResponseBlinding, &ballot.responses.blinding);
    transcript.append_scalar(Label::ResponseProduct, &ballot.responses.product);
    transcript.append_scalar(Label::ResponseRandomness, &ballot.responses.randomness);
    if let Some(amounts) = &ballot.amounts {
        amounts.append_response(transcript);
    }
}

/// The signature's challenge; `transcript` stands behind the proof. The key is in the context already.
pub(super) fn signature_challenge(transcript: &mut Transcript, nonce: &PointBytes) -> Scalar {
    transcript.append_encoding(Label::SignatureNonce, nonce);
    transcript.challenge(Label::SignatureChallenge)
}

/// What the ballot says about its voter.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct VoterContext {
    /// Credential public key.
    pub credential: PointBytes,
    /// Electorate group on the roll.
    pub group: u16,
    /// Weight on the roll.
    pub weight: u32,
    /// Number of this ballot in the voter's chain, from 0.
    pub seq: u32,
    /// Hash of the voter's previous ballot entry, or zeros.
    pub prev: Digest,
}

/// A ballot to be verified, with its voter.
#[derive(Debug, Clone, Copy)]
pub struct Item<'a> {
    /// Whose it claims to be.
    pub voter: &'a VoterContext,
    /// Ciphertexts and proof.
    pub ballot: &'a SealedBallot,
    /// The voter's signature.
    pub signature: &'a VoterSignature,
}
