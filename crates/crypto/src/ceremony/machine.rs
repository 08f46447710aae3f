//! The ceremony as a value that a log is replayed into.

use super::errors::{Abort, CeremonyError, Faults, Phase};
use super::{
    Accept, AcceptRound, Accused, Answer, AnswerRound, CeremonyParams, Commit, CommitRound, Committed,
    Complaint, ComplaintRound, Dealt, Enrolled, Enrolment, EnrolmentRound, Keys, Reveal, RevealRound,
    Settled, TrusteeIndex,
};
use std::collections::BTreeSet;

/// A ceremony at some point of its log: one of the rounds, or its end.
///
/// Everybody who replays the same messages and phase ends has the same value. A message that is not admitted leaves
/// it as it was. A phase closes by itself when all messages are in.
#[derive(Debug, Clone)]
pub struct Ceremony(State);

#[derive(Debug, Clone)]
enum State {
    Enrolment(EnrolmentRound),
    Commit(CommitRound),
    Reveal(RevealRound),
    Complaint(ComplaintRound),
    Answer(AnswerRound),
    Accept(AcceptRound),
    Complete(Settled),
    Aborted(CeremonyParams, Abort),
}

/// How a ceremony ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome<'a> {
    /// All qualified trustees accepted these keys.
    Keys(&'a Keys),
    /// There are no keys.
    Aborted(&'a Abort),
}

/// One admitting method: hands the message to the round it belongs to.
macro_rules! admit {
    ($(#[$doc:meta])* $method:ident, $phase:ident, $message:ty) => {
        $(#[$doc])*
        pub fn $method(&mut self, from: TrusteeIndex, message: $message) -> Result<(), CeremonyError> {
            let State::$phase(round) = &mut self.0 else {
                let phase = self.phase();
                return Err(CeremonyError::WrongPhase { from, message: Phase::$phase, phase });
            };
            round.$method(from, message)?;
            self.close_while_complete();
            Ok(())
        }
    };
}

impl Ceremony {
    /// A ceremony begins.
    #[must_use]
    pub fn new(params: CeremonyParams) -> Self {
        Self(State::Enrolment(EnrolmentRound::new(params)))
    }

    admit! {
        /// Admits a `TrusteeEnrolment`.
        enrol, Enrolment, Enrolment
    }
    admit! {
        /// Admits a `CeremonyCommit`.
        commit, Commit, Commit
    }
    admit! {
        /// Admits a `CeremonyReveal`. One that is false disqualifies its sender.
        reveal, Reveal, Reveal
    }
    admit! {
        /// Admits a `CeremonyComplaint`.
        complain, Complaint, Complaint
    }
    admit! {
        /// Admits a `CeremonyAnswer`. One that is wrong disqualifies its sender.
        answer, Answer, Answer
    }
    admit! {
        /// Admits a `CeremonyAccept`. That [`Accept::log`] is a beginning of the log is for the caller to check.
        accept, Accept, Accept
    }

    /// Closes the phase though messages are missing, by the rule of that phase.
    pub fn end_phase(&mut self) -> Result<(), CeremonyError> {
        if self.outcome().is_some() {
            return Err(CeremonyError::Ended(self.phase()));
        }
        self.close();
        self.close_while_complete();
        Ok(())
    }

    fn close_while_complete(&mut self) {
        while self.outcome().is_none() && self.missing().is_empty() {
            self.close();
        }
    }

    fn close(&mut self) {
        let params = *self.params();
        let moved = State::Enrolment(EnrolmentRound::new(params));
        let closed = match core::mem::replace(&mut self.0, moved) {
            State::Enrolment(round) => round.close().map(State::Commit),
            State::Commit(round) => round.close().map(State::Reveal),
            State::Reveal(round) => round.close().map(State::Complaint),
            State::Complaint(round) => round.close().map(State::Answer),
            State::Answer(round) => round.close().map(State::Accept),
            State::Accept(round) => round.close().map(State::Complete),
            ended @ (State::Complete(_) | State::Aborted(..)) => Ok(ended),
        };
        self.0 = closed.unwrap_or_else(|abort| State::Aborted(params, abort));
    }

    /// The parameters.
    #[must_use]
    pub const fn params(&self) -> &CeremonyParams {
        match &self.0 {
            State::Enrolment(round) => round.params(),
            State::Commit(round) => round.params(),
            State::Reveal(round) => round.params(),
            State::Complaint(round) => round.params(),
            State::Answer(round) => round.params(),
            State::Accept(round) => round.params(),
            State::Complete(settled) => settled.params(),
            State::Aborted(params, _) => params,
        }
    }

    /// Where the ceremony stands.
    #[must_use]
    pub const fn phase(&self) -> Phase {
        match &self.0 {
            State::Enrolment(_) => Phase::Enrolment,
            State::Commit(_) => Phase::Commit,
            State::Reveal(_) => Phase::Reveal,
            State::Complaint(_) => Phase::Complaint,
            State::Answer(_) => Phase::Answer,
            State::Accept(_) => Phase::Accept,
            State::Complete(_) => Phase::Complete,
            State::Aborted(..) => Phase::Aborted,
        }
    }

    /// Whose message this phase still waits for.
    #[must_use]
    pub fn missing(&self) -> BTreeSet<TrusteeIndex> {
        match &self.0 {
            State::Enrolment(round) => round.missing_enrolments(),
            State::Commit(round) => round.missing_commits(),
            State::Reveal(round) => round.missing_reveals(),
            State::Complaint(round) => round.missing_complaints(),
            State::Answer(round) => round.missing_answers(),
            State::Accept(round) => round.missing_accepts(),
            State::Complete(_) | State::Aborted(..) => BTreeSet::new(),
        }
    }

    /// The disqualified so far, with the reason.
    #[must_use]
    pub fn faults(&self) -> Faults {
        match &self.0 {
            State::Enrolment(_) | State::Commit(_) => Faults::new(),
            State::Reveal(round) => round.faults(),
            State::Complaint(round) => round.dealt().faults().clone(),
            State::Answer(round) => round.faults(),
            State::Accept(round) => round.settled().faults().clone(),
            State::Complete(settled) => settled.faults().clone(),
            State::Aborted(_, Abort::TooFewQualified { disqualified, .. }) => disqualified.clone(),
            State::Aborted(..) => Faults::new(),
        }
    }

    /// How it ended, once it has.
    #[must_use]
    pub const fn outcome(&self) -> Option<Outcome<'_>> {
        match &self.0 {
            State::Complete(settled) => Some(Outcome::Keys(settled.keys())),
            State::Aborted(_, abort) => Some(Outcome::Aborted(abort)),
            _ => None,
        }
    }

    /// All enrolments, once they are in.
    #[must_use]
    pub fn enrolled(&self) -> Option<&Enrolled> {
        match &self.0 {
            State::Commit(round) => Some(round.enrolled()),
            _ => self.committed().map(Committed::enrolled),
        }
    }

    /// All commits, once they are in.
    #[must_use]
    pub fn committed(&self) -> Option<&Committed> {
        match &self.0 {
            State::Reveal(round) => Some(round.committed()),
            _ => self.dealt().map(Dealt::committed),
        }
    }

    /// All true reveals, once their phase is closed.
    #[must_use]
    pub fn dealt(&self) -> Option<&Dealt> {
        match &self.0 {
            State::Complaint(round) => Some(round.dealt()),
            _ => self.accused().map(Accused::dealt),
        }
    }

    /// All complaints, once their phase is closed.
    #[must_use]
    pub fn accused(&self) -> Option<&Accused> {
        match &self.0 {
            State::Answer(round) => Some(round.accused()),
            _ => self.settled().map(Settled::accused),
        }
    }

    /// The keys to be accepted, and how they came about.
    #[must_use]
    pub const fn settled(&self) -> Option<&Settled> {
        match &self.0 {
            State::Accept(round) => Some(round.settled()),
            State::Complete(settled) => Some(settled),
            _ => None,
        }
    }
}
