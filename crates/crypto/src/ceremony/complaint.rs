//! Round 4: every trustee says which dealers gave it wrong shares (protocol-spec: `ceremony-complaint`).
//!
//! A complaint names the dealers whose sealed shares do not open, or do not satisfy Σₖ jᵏ C_{i,k} = fᵢ(j)G for some
//! i. Every trustee that is not disqualified sends exactly one, with an empty list if all is well, so that the round
//! can close when all are in; whoever is silent when the authority closes it has not complained, and will be asked
//! once more when it comes to accepting.
//!
//! **t complaints about one dealer disqualify it** (as in Gennaro, Jarecki, Krawczyk, Rabin 2007): fewer than t
//! trustees lie, so one of them is honest; and the t shares of an answer would give the polynomials away.

use super::answer::AnswerRound;
use super::ensure_enough;
use super::errors::{Abort, CeremonyError, Fault, Faults, Malformation, Phase, TrusteeError};
use super::inbox::Inbox;
use super::params::{CeremonyParams, TrusteeIndex, decode_trustees, encode_trustees};
use super::reveal::Dealt;
use super::sealing::open;
use super::secret::TrusteeSecret;
use crate::codec::{Decode, DecodeError, Encode, Reader};
use crate::group::Scalar;
use std::collections::{BTreeMap, BTreeSet};
use zeroize::Zeroizing;

/// The payload of a `CeremonyComplaint`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Complaint {
    /// The dealers whose shares are wrong; empty if all are right.
    pub dealers: BTreeSet<TrusteeIndex>,
}

impl Encode for Complaint {
    fn encode(&self, out: &mut Vec<u8>) {
        encode_trustees(&self.dealers, out);
    }
}

impl Decode for Complaint {
    fn decode(reader: &mut Reader<'_>) -> Result<Self, DecodeError> {
        let dealers = decode_trustees(reader)?.into_iter().collect();
        Ok(Self { dealers })
    }
}

impl TrusteeSecret {
    /// The shares that `dealer` sealed to this trustee, if they are right.
    pub(super) fn opened_shares(
        &self,
        dealt: &Dealt,
        dealer: TrusteeIndex,
    ) -> Option<Zeroizing<Vec<Scalar>>> {
        let sealed = dealt.sealed(dealer, self.trustee())?;
        let (secret, _) = self.encryption_key_pair();
        let shares = open(dealt.committed(), dealer, self.trustee(), &secret, sealed)?;
        dealt
            .are_shares(dealer, self.trustee(), &shares)
            .then_some(shares)
    }

    pub(super) fn check_dealt(&self, dealt: &Dealt) -> Result<(), TrusteeError> {
        let enrolled = dealt.committed().enrolled();
        self.check_enrolled(enrolled)?;
        if let Some(fault) = dealt.faults().get(&self.trustee()) {
            return Err(TrusteeError::Disqualified(fault.clone()));
        }
        let mine = self.dealing(enrolled)?;
        match dealt.reveal(self.trustee()) {
            Some(reveal) if reveal.dealing == mine => Ok(()),
            _ => Err(TrusteeError::NotMine(Phase::Reveal)),
        }
    }

    /// This trustee's complaint about every dealer whose shares are wrong.
    pub fn complaint(&self, dealt: &Dealt) -> Result<Complaint, TrusteeError> {
        self.check_dealt(dealt)?;
        let others = dealt.dealers().filter(|dealer| *dealer != self.trustee());
        let wrong = others.filter(|dealer| self.opened_shares(dealt, *dealer).is_none());
        Ok(Complaint {
            dealers: wrong.collect(),
        })
    }
}

/// The round in which trustees complain.
#[derive(Debug, Clone)]
pub struct ComplaintRound {
    dealt: Dealt,
    inbox: Inbox<Complaint>,
}

impl ComplaintRound {
    pub(super) fn new(dealt: Dealt) -> Self {
        let inbox = Inbox::new(Phase::Complaint, dealt.dealers());
        Self { dealt, inbox }
    }

    /// Admits a complaint about other dealers that are not disqualified.
    pub fn complain(&mut self, from: TrusteeIndex, complaint: Complaint) -> Result<(), CeremonyError> {
        self.inbox
            .check_sender(self.params(), self.dealt.faults(), from)?;
        let out_of_place = |dealer: &&TrusteeIndex| **dealer == from || self.dealt.reveal(**dealer).is_none();
        if let Some(dealer) = complaint.dealers.iter().find(out_of_place) {
            return Err(CeremonyError::Malformed {
                from,
                message: Phase::Complaint,
                what: Malformation::Accused(*dealer),
            });
        }
        self.inbox.insert(from, complaint);
        Ok(())
    }

    /// The parameters.
    #[must_use]
    pub const fn params(&self) -> &CeremonyParams {
        self.dealt.params()
    }

    /// What is on record.
    #[must_use]
    pub const fn dealt(&self) -> &Dealt {
        &self.dealt
    }

    /// Who has not said yet whether its shares are right.
    #[must_use]
    pub fn missing_complaints(&self) -> BTreeSet<TrusteeIndex> {
        self.inbox.missing()
    }

    /// The end of the round. Dealers with t accusers are disqualified; there must be t left.
    pub fn close(self) -> Result<AnswerRound, Abort> {
        let mut accusations: BTreeMap<_, BTreeSet<_>> = BTreeMap::new();
        for (accuser, complaint) in self.inbox.into_received() {
            for dealer in complaint.dealers {
                accusations.entry(dealer).or_default().insert(accuser);
            }
        }
        let mut faults = self.dealt.faults().clone();
        for (dealer, accusers) in &accusations {
            if accusers.len() >= self.dealt.params().threshold() {
                let accusers = accusers.clone();
                faults.insert(*dealer, Fault::TooManyComplaints { accusers });
            }
        }
        ensure_enough(self.dealt.params(), &faults)?;
        accusations.retain(|dealer, _| !faults.contains_key(dealer));
        Ok(AnswerRound::new(Accused {
            dealt: self.dealt,
            accusations,
            faults,
        }))
    }
}

/// What is on record after the fourth round.
#[derive(Debug, Clone)]
pub struct Accused {
    dealt: Dealt,
    accusations: BTreeMap<TrusteeIndex, BTreeSet<TrusteeIndex>>,
    faults: Faults,
}

impl Accused {
    /// The parameters.
    #[must_use]
    pub const fn params(&self) -> &CeremonyParams {
        self.dealt.params()
    }

    /// What was on record before.
    #[must_use]
    pub const fn dealt(&self) -> &Dealt {
        &self.dealt
    }

    /// The disqualified.
    #[must_use]
    pub const fn faults(&self) -> &Faults {
        &self.faults
    }

    /// The dealers that have to answer, and to whom.
    #[must_use]
    pub const fn accusations(&self) -> &BTreeMap<TrusteeIndex, BTreeSet<TrusteeIndex>> {
        &self.accusations
    }
}
