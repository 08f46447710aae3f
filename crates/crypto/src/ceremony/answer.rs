//! Round 5: accused dealers publish the shares in question, and the keys follow
//! (protocol-spec: `ceremony-answer`, `ceremony-keys`).
//!
//! A published share is checked by everybody and then used by its recipient. A dealer that is silent or publishes a
//! wrong one is disqualified. With Q the dealers that are left,
//!
//! ```text
//! S_{i,k} = Σ_{d ∈ Q} C_{d,i,k},   Yᵢ = S_{i,0},   Y_{j,i} = Σₖ jᵏ S_{i,k},   s_{j,i} = Σ_{d ∈ Q} f_{d,i}(j)
//! ```
//!
//! **Abort when too much is public**: a trustee whose key is lost or broken complains about everybody, and the true
//! answers make all that it received public; only its own part of its shares would still be secret. So nobody's
//! shares from all *other* dealers of Q may be public (R9).

use super::accept::AcceptRound;
use super::complaint::Accused;
use super::ensure_enough;
use super::errors::{Abort, CeremonyError, Fault, Faults, Malformation, Phase, TrusteeError};
use super::inbox::Inbox;
use super::keys::Keys;
use super::params::{CeremonyParams, TrusteeIndex};
use super::secret::{KeyShares, TrusteeSecret};
use crate::codec::{Decode, DecodeError, Encode, Prefix, Reader};
use crate::digest::Digest;
use crate::group::Scalar;
use std::collections::{BTreeMap, BTreeSet};
use zeroize::Zeroizing;

/// The payload of a `CeremonyAnswer`: the shares of all that complained about a dealer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answer {
    /// f₁(j) … f_p(j) for each trustee j that complained.
    pub shares: BTreeMap<TrusteeIndex, Vec<Scalar>>,
}

struct PublishedShares(TrusteeIndex, Vec<Scalar>);

impl Encode for PublishedShares {
    fn encode(&self, out: &mut Vec<u8>) {
        self.0.encode(out);
        Prefix::U24.write_all(&self.1, out);
    }
}

impl Decode for PublishedShares {
    fn decode(reader: &mut Reader<'_>) -> Result<Self, DecodeError> {
        Ok(Self(TrusteeIndex::decode(reader)?, reader.vector(Prefix::U24)?))
    }
}

impl Encode for Answer {
    fn encode(&self, out: &mut Vec<u8>) {
        let all: Vec<_> = self
            .shares
            .iter()
            .map(|(recipient, shares)| PublishedShares(*recipient, shares.clone()))
            .collect();
        Prefix::U24.write_all(&all, out);
    }
}

impl Decode for Answer {
    fn decode(reader: &mut Reader<'_>) -> Result<Self, DecodeError> {
        let error = reader.error("trustee numbers do not ascend");
        let all: Vec<PublishedShares> = reader.vector(Prefix::U24)?;
        if !all.is_sorted_by(|a, b| a.0 < b.0) {
            return Err(error);
        }
        let shares = all
            .into_iter()
            .map(|PublishedShares(recipient, shares)| (recipient, shares));
        Ok(Self {
            shares: shares.collect(),
        })
    }
}

impl TrusteeSecret {
    /// This trustee's answer, if anybody complained about it.
    pub fn answer(&self, accused: &Accused) -> Result<Option<Answer>, TrusteeError> {
        self.check_dealt(accused.dealt())?;
        if let Some(fault) = accused.faults().get(&self.trustee()) {
            return Err(TrusteeError::Disqualified(fault.clone()));
        }
        let enrolled = accused.dealt().committed().enrolled();
        let publish = |accuser: &TrusteeIndex| (*accuser, self.shares_for(enrolled, *accuser).to_vec());
        let accusers = accused.accusations().get(&self.trustee());
        Ok(accusers.map(|accusers| Answer {
            shares: accusers.iter().map(publish).collect(),
        }))
    }

    /// This trustee's shares s_{j,1} … s_{j,p}, checked against its verification keys.
    pub fn key_shares(&self, settled: &Settled) -> Result<KeyShares, TrusteeError> {
        let dealt = settled.accused().dealt();
        self.check_dealt(dealt)?;
        if let Some(fault) = settled.faults().get(&self.trustee()) {
            return Err(TrusteeError::Disqualified(fault.clone()));
        }
        let mut sums = self.shares_for(dealt.committed().enrolled(), self.trustee());
        for dealer in settled
            .keys()
            .qualified()
            .iter()
            .filter(|dealer| **dealer != self.trustee())
        {
            let published = settled.published(*dealer, self.trustee());
            let shares = match published {
                Some(shares) => Zeroizing::new(shares.to_vec()),
                None => self
                    .opened_shares(dealt, *dealer)
                    .ok_or(TrusteeError::WrongShare(*dealer))?,
            };
            for (sum, share) in sums.iter_mut().zip(shares.iter()) {
                *sum += share;
            }
        }
        let verification_keys = settled
            .keys()
            .verification_keys(self.trustee())
            .unwrap_or_default();
        KeyShares::new(self.trustee(), verification_keys, sums)
    }
}

/// The round in which accused dealers answer. There may be none.
#[derive(Debug, Clone)]
pub struct AnswerRound {
    accused: Accused,
    inbox: Inbox<Result<Answer, Fault>>,
}

impl AnswerRound {
    pub(super) fn new(accused: Accused) -> Self {
        let inbox = Inbox::new(Phase::Answer, accused.accusations().keys().copied());
        Self { accused, inbox }
    }

    /// Admits an answer to all complaints about its sender. A wrong one disqualifies it.
    pub fn answer(&mut self, from: TrusteeIndex, answer: Answer) -> Result<(), CeremonyError> {
        self.inbox
            .check_sender(self.params(), self.accused.faults(), from)?;
        let malformed = |what| CeremonyError::Malformed {
            from,
            message: Phase::Answer,
            what,
        };
        self.check_shape(from, &answer).map_err(malformed)?;
        let wrong = |(recipient, shares): &(&TrusteeIndex, &Vec<Scalar>)| {
            !self.accused.dealt().are_shares(from, **recipient, shares)
        };
        let checked = match answer.shares.iter().find(wrong) {
            Some((recipient, _)) => Err(Fault::WrongAnswer {
                recipient: *recipient,
            }),
            None => Ok(answer),
        };
        self.inbox.insert(from, checked);
        Ok(())
    }

    fn check_shape(&self, from: TrusteeIndex, answer: &Answer) -> Result<(), Malformation> {
        let accusers = self.accused.accusations().get(&from);
        if !accusers.is_some_and(|accusers| accusers.iter().eq(answer.shares.keys())) {
            return Err(Malformation::Recipients);
        }
        let expected = self.params().counters();
        let short = |(_, shares): &(&TrusteeIndex, &Vec<Scalar>)| shares.len() != expected;
        match answer.shares.iter().find(short) {
            Some((recipient, shares)) => Err(Malformation::Shares {
                recipient: *recipient,
                expected,
                found: shares.len(),
            }),
            None => Ok(()),
        }
    }

    /// The parameters.
    #[must_use]
    pub const fn params(&self) -> &CeremonyParams {
        self.accused.params()
    }

    /// What is on record.
    #[must_use]
    pub const fn accused(&self) -> &Accused {
        &self.accused
    }

    /// Who has not answered yet.
    #[must_use]
    pub fn missing_answers(&self) -> BTreeSet<TrusteeIndex> {
        self.inbox.missing()
    }

    /// The disqualified so far.
    #[must_use]
    pub fn faults(&self) -> Faults {
        let wrong = self.inbox.received().iter();
        let wrong = wrong.filter_map(|(trustee, checked)| Some((*trustee, checked.as_ref().err()?.clone())));
        wrong.chain(self.accused.faults().clone()).collect()
    }

    /// The end of the round: the qualified dealers are known, and the keys follow from what they revealed.
    pub fn close(self) -> Result<AcceptRound, Abort> {
        let mut faults = self.faults();
        for silent in self.inbox.missing() {
            let accusers = self
                .accused
                .accusations()
                .get(&silent)
                .cloned()
                .unwrap_or_default();
            faults.insert(silent, Fault::NoAnswer { accusers });
        }
        ensure_enough(self.accused.params(), &faults)?;
        let answers: BTreeMap<_, _> = self
            .inbox
            .into_received()
            .into_iter()
            .filter_map(|(dealer, checked)| Some((dealer, checked.ok()?)))
            .collect();
        let dealers = self.accused.dealt().dealers();
        let qualified: Vec<_> = dealers.filter(|dealer| !faults.contains_key(dealer)).collect();
        ensure_secret(self.accused.params(), &qualified, &answers)?;
        let keys = Keys::of(self.accused.dealt(), qualified).ok_or(Abort::DegenerateKeys)?;
        let committed = self.accused.dealt().committed();
        let digest = keys.acceptance_digest(committed.params(), committed.digest());
        Ok(AcceptRound::new(Settled {
            accused: self.accused,
            answers,
            faults,
            keys,
            digest,
        }))
    }
}

/// Nobody's shares from all other qualified dealers may be public.
fn ensure_secret(
    params: &CeremonyParams,
    qualified: &[TrusteeIndex],
    answers: &BTreeMap<TrusteeIndex, Answer>,
) -> Result<(), Abort> {
    for trustee in params.trustees() {
        let is_public = |dealer: &TrusteeIndex| {
            answers
                .get(dealer)
                .is_some_and(|answer| answer.shares.contains_key(&trustee))
        };
        let mut others = qualified.iter().filter(|dealer| **dealer != trustee).peekable();
        if others.peek().is_some() && others.all(is_public) {
            let dealers = qualified
                .iter()
                .copied()
                .filter(|dealer| *dealer != trustee)
                .collect();
            return Err(Abort::SharesExposed { trustee, dealers });
        }
    }
    Ok(())
}

/// What is on record after the fifth round: the keys are known and wait to be accepted.
#[derive(Debug, Clone)]
pub struct Settled {
    accused: Accused,
    answers: BTreeMap<TrusteeIndex, Answer>,
    faults: Faults,
    keys: Keys,
    digest: Digest,
}

impl Settled {
    /// The parameters.
    #[must_use]
    pub const fn params(&self) -> &CeremonyParams {
        self.accused.params()
    }

    /// What was on record before.
    #[must_use]
    pub const fn accused(&self) -> &Accused {
        &self.accused
    }

    /// The disqualified, now for good.
    #[must_use]
    pub const fn faults(&self) -> &Faults {
        &self.faults
    }

    /// The keys.
    #[must_use]
    pub const fn keys(&self) -> &Keys {
        &self.keys
    }

    /// What trustees sign when they accept the keys.
    #[must_use]
    pub const fn digest(&self) -> &Digest {
        &self.digest
    }

    /// The shares of `recipient` that `dealer` published.
    #[must_use]
    pub fn published(&self, dealer: TrusteeIndex, recipient: TrusteeIndex) -> Option<&[Scalar]> {
        Some(self.answers.get(&dealer)?.shares.get(&recipient)?.as_slice())
    }
}
