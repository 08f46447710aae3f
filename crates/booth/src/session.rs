//! One ballot from the choice to the urn (protocol-spec: `booth-session`).
//!
//! ```text
//! Choice ──seal──▶ Sealed ──cast───▶ CastBallot      the voter's signature, and no randomness any more
//!                         └─audit──▶ AuditedBallot   the opening, and no signature of a ballot
//! ```
//! Each step consumes the one before, so that nothing can be both cast and audited. The tracker is fixed by sealing,
//! before anybody knows which it will be. Choices and randomness are erased when they are dropped.

use crate::opening::opening_json;
use crate::paper::Paper;
use crate::voter::{Standing, Voter};
use comitia_crypto::Digest;
use comitia_crypto::ballot::{AuditClaim, Opening, SealError, VoterContext, sign};
use comitia_crypto::codec::Encode as _;
use comitia_crypto::credential::Pseudonym;
use comitia_crypto::plaintext::Plaintext;
use comitia_election::contest::{ChoiceError, Selection};
use comitia_election::entry::{AuditedEntry, BallotEntry, Body, Entry};
use rand_core::{CryptoRng, RngCore};
use zeroize::Zeroizing;

/// A choice under the rules: one selection for each contest.
pub struct Choice {
    selections: Zeroizing<Vec<Selection>>,
    plaintext: Plaintext,
}

impl core::fmt::Debug for Choice {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.write_str("Choice(secret)")
    }
}

impl Choice {
    /// Checks a choice against the rules of the ballot.
    ///
    /// # Errors
    /// Naming the first contest whose rule is broken.
    pub fn new(paper: &Paper, selections: Vec<Selection>) -> Result<Self, ChoiceError> {
        let selections = Zeroizing::new(selections);
        let manifest = paper.manifest();
        let plaintext = manifest.ballot().plaintext(&manifest.contests, &selections)?;
        Ok(Self {
            selections,
            plaintext,
        })
    }

    /// Seals the choice. Time and size depend on the election alone.
    ///
    /// # Errors
    /// None that a checked choice could cause.
    pub fn seal(
        self,
        paper: &Paper,
        voter: &Voter,
        standing: &Standing,
        rng: &mut (impl CryptoRng + RngCore),
    ) -> Result<Sealed, SealError> {
        let context = standing.context(voter);
        let (sealed, opening) = paper.statement().seal(&context, &self.plaintext, rng)?;
        let body = Body {
            credential: context.credential,
            seq: context.seq,
            prev: context.prev,
            sealed,
        };
        Ok(Sealed {
            tracker: body.tracker(),
            context,
            body,
            opening,
            selections: self.selections,
        })
    }
}

/// A sealed ballot about which nothing is decided yet.
pub struct Sealed {
    context: VoterContext,
    body: Body,
    tracker: Digest,
    opening: Opening,
    selections: Zeroizing<Vec<Selection>>,
}

impl core::fmt::Debug for Sealed {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.debug_tuple("Sealed").field(&self.tracker).finish()
    }
}

impl Sealed {
    /// SHA-256 of the sealed body.
    #[must_use]
    pub const fn tracker(&self) -> &Digest {
        &self.tracker
    }

    /// Signs the ballot: what *cast* means. Choice and randomness are erased.
    #[must_use]
    pub fn cast(self, paper: &Paper, voter: &Voter, rng: &mut (impl CryptoRng + RngCore)) -> CastBallot {
        let secret = voter.credential().secret();
        let signature = sign(paper.statement(), &self.context, &self.body.sealed, secret, rng);
        let entry = Entry::Ballot(BallotEntry {
            body: self.body,
            signature,
            authentication: 0,
        });
        CastBallot {
            pseudonym: Pseudonym::of(&self.context.credential),
            tracker: self.tracker,
            entry: entry.to_bytes(),
        }
    }

    /// Gives the ballot up and opens it.
    #[must_use]
    pub fn audit(self, paper: &Paper, voter: &Voter, rng: &mut (impl CryptoRng + RngCore)) -> AuditedBallot {
        let election = paper.manifest().id();
        let claim = AuditClaim {
            credential: self.body.credential,
            tracker: self.tracker,
            randomness_point: self.body.sealed.randomness_point(),
        };
        let entry = Entry::Audited(AuditedEntry {
            credential: claim.credential,
            tracker: claim.tracker,
            randomness_point: claim.randomness_point,
            signature: claim.sign(election, voter.credential().secret(), rng),
        });
        AuditedBallot {
            opening: opening_json(election, &self.body, self.opening.randomness(), &self.selections),
            tracker: self.tracker,
            entry: entry.to_bytes(),
        }
    }
}

/// A ballot on its way to the urn. Sending it again is harmless: it counts once.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CastBallot {
    /// The voter's name on the log.
    pub pseudonym: Pseudonym,
    /// The ballot's tracker.
    pub tracker: Digest,
    /// The entry, as it is sent and as it will lie on the log.
    pub entry: Vec<u8>,
}

/// A ballot that will never count.
pub struct AuditedBallot {
    /// The ballot's tracker.
    pub tracker: Digest,
    /// The entry that blocks it for ever.
    pub entry: Vec<u8>,
    /// What another program opens it with: for the voter and nobody else.
    pub opening: Zeroizing<String>,
}

impl core::fmt::Debug for AuditedBallot {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.debug_tuple("AuditedBallot").field(&self.tracker).finish()
    }
}
