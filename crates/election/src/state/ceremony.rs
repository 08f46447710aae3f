//! The key ceremony on the log (protocol-spec: `ceremony`).

use super::{KeyReady, LogPosition, Refusal};
use crate::entry::{EntryKind, PhaseEnd};
use crate::manifest::{PhaseDeadlines, Time};
use comitia_crypto::Digest;
use comitia_crypto::ceremony::{
    Accept, Answer, Ceremony, CeremonyParams, Commit, Complaint, Enrolment, Keys, LogPrefix, Outcome, Phase,
    Reveal, TrusteeError, TrusteeIndex, TrusteeSecret,
};
use comitia_crypto::codec::{Decode, Encode};

/// A ceremony, and the prefix of the log that acceptances must sign.
#[derive(Debug, Clone)]
pub struct CeremonyStage {
    ceremony: Ceremony,
    accept_prefix: Option<LogPrefix>,
}

impl CeremonyStage {
    pub(super) fn new(params: CeremonyParams) -> Self {
        Self {
            ceremony: Ceremony::new(params),
            accept_prefix: None,
        }
    }

    /// The ceremony so far.
    #[must_use]
    pub const fn ceremony(&self) -> &Ceremony {
        &self.ceremony
    }

    /// Size and root of the log when the last phase began: what acceptances sign.
    #[must_use]
    pub const fn accept_prefix(&self) -> Option<&LogPrefix> {
        self.accept_prefix.as_ref()
    }

    /// The message that the ceremony waits for from the trustee with this secret, if it does: a function of the secret
    /// and of the log.
    pub fn owed_by(&self, secret: &TrusteeSecret) -> Result<Option<(EntryKind, Vec<u8>)>, TrusteeError> {
        if self.ceremony.missing().contains(&secret.trustee()) {
            self.message_of(secret)
        } else {
            Ok(None)
        }
    }

    fn message_of(&self, secret: &TrusteeSecret) -> Result<Option<(EntryKind, Vec<u8>)>, TrusteeError> {
        let ceremony = &self.ceremony;
        let (kind, payload) = match ceremony.phase() {
            Phase::Enrolment => (EntryKind::TrusteeEnrolment, Some(secret.enrolment().to_bytes())),
            Phase::Commit => {
                let commit = ceremony.enrolled().map(|enrolled| secret.commit(enrolled));
                (EntryKind::CeremonyCommit, encoded(commit)?)
            }
            Phase::Reveal => {
                let reveal = ceremony.committed().map(|committed| secret.reveal(committed));
                (EntryKind::CeremonyReveal, encoded(reveal)?)
            }
            Phase::Complaint => {
                let complaint = ceremony.dealt().map(|dealt| secret.complaint(dealt));
                (EntryKind::CeremonyComplaint, encoded(complaint)?)
            }
            Phase::Answer => {
                let answer = ceremony.accused().map(|accused| secret.answer(accused));
                let answer = answer.transpose()?.flatten();
                (EntryKind::CeremonyAnswer, answer.map(|answer| answer.to_bytes()))
            }
            Phase::Accept => {
                let ready = ceremony.settled().zip(self.accept_prefix);
                let accept = ready.map(|(settled, prefix)| secret.accept(settled, prefix));
                (EntryKind::CeremonyAccept, encoded(accept)?)
            }
            Phase::Complete | Phase::Aborted => return Ok(None),
        };
        Ok(payload.map(|payload| (kind, payload)))
    }

    /// Takes a trustee's message. A refused one changes nothing.
    pub(super) fn take(&self, kind: EntryKind, from: TrusteeIndex, payload: &[u8]) -> Result<Self, Refusal> {
        let mut next = self.clone();
        let ceremony = &mut next.ceremony;
        match kind {
            EntryKind::TrusteeEnrolment => ceremony.enrol(from, read::<Enrolment>(kind, payload)?)?,
            EntryKind::CeremonyCommit => ceremony.commit(from, read::<Commit>(kind, payload)?)?,
            EntryKind::CeremonyReveal => ceremony.reveal(from, read::<Reveal>(kind, payload)?)?,
            EntryKind::CeremonyComplaint => ceremony.complain(from, read::<Complaint>(kind, payload)?)?,
            EntryKind::CeremonyAnswer => ceremony.answer(from, read::<Answer>(kind, payload)?)?,
            EntryKind::CeremonyAccept => {
                let accept: Accept = read(kind, payload)?;
                if self.ceremony.phase() == Phase::Accept && Some(&accept.log) != self.accept_prefix.as_ref()
                {
                    return Err(Refusal::Acceptance {
                        trustee: u16::from(from.get()),
                        what: "log prefix",
                    });
                }
                ceremony.accept(from, accept)?;
            }
            _ => {
                return Err(Refusal::NotAdmitted {
                    kind,
                    stage: "Ceremony",
                });
            }
        }
        Ok(next)
    }

    /// Ends the current phase at its deadline.
    pub(super) fn end_phase(&self, deadlines: &PhaseDeadlines, end: PhaseEnd) -> Result<Self, Refusal> {
        let phase = phase_number(self.ceremony.phase());
        let not_admitted = Refusal::NotAdmitted {
            kind: EntryKind::PhaseEnd,
            stage: "Ceremony",
        };
        let place = phase
            .checked_sub(1)
            .filter(|_| phase == end.phase)
            .ok_or_else(|| not_admitted.clone())?;
        let (_, deadline) = deadlines
            .in_order()
            .get(usize::from(place))
            .copied()
            .ok_or(not_admitted)?;
        if end.at < deadline {
            return Err(Refusal::Time {
                what: "PhaseEnd",
                at: end.at,
                problem: "before",
                bound: deadline,
            });
        }
        let mut next = self.clone();
        next.ceremony.end_phase()?;
        Ok(next)
    }

    /// Notes the prefix once the last phase has begun; `log` ends with the entry that began it.
    pub(super) fn settle(&mut self, log: &LogPosition) {
        if self.ceremony.phase() == Phase::Accept && self.accept_prefix.is_none() {
            self.accept_prefix = Some(LogPrefix {
                size: log.size(),
                root: log.root_digest(),
            });
        }
    }

    /// Takes the `ElectionKey` that the authority made of the outcome.
    pub(super) fn election_key(&self, payload: &[u8], hash: Digest) -> Result<KeyReady, Refusal> {
        match (self.ceremony.outcome(), self.ceremony.committed()) {
            (Some(Outcome::Keys(keys)), Some(committed)) if keys.to_bytes() == payload => {
                Ok(KeyReady::new(keys.clone(), *committed.digest(), hash))
            }
            (Some(Outcome::Keys(_)), _) => Err(Refusal::ElectionKey),
            _ => Err(Refusal::NotAdmitted {
                kind: EntryKind::ElectionKey,
                stage: "Ceremony",
            }),
        }
    }

    /// Refuses everything but an abort once the ceremony has failed.
    pub(super) fn check_alive(&self) -> Result<(), Refusal> {
        match self.ceremony.outcome() {
            Some(Outcome::Aborted(abort)) => Err(Refusal::CeremonyFailed(abort.to_string())),
            _ => Ok(()),
        }
    }

    /// The keys, once everybody has accepted.
    #[must_use]
    pub fn keys(&self) -> Option<&Keys> {
        match self.ceremony.outcome() {
            Some(Outcome::Keys(keys)) => Some(keys),
            _ => None,
        }
    }
}

fn encoded<T: Encode>(message: Option<Result<T, TrusteeError>>) -> Result<Option<Vec<u8>>, TrusteeError> {
    Ok(message.transpose()?.map(|message| message.to_bytes()))
}

fn read<T: Decode>(kind: EntryKind, payload: &[u8]) -> Result<T, Refusal> {
    T::from_bytes(payload).map_err(|error| Refusal::Payload { kind, error })
}

/// Number of a phase in `PhaseEnd`: 1 to 6, and 0 when nothing is left to end.
#[must_use]
pub const fn phase_number(phase: Phase) -> u8 {
    match phase {
        Phase::Enrolment => 1,
        Phase::Commit => 2,
        Phase::Reveal => 3,
        Phase::Complaint => 4,
        Phase::Answer => 5,
        Phase::Accept => 6,
        Phase::Complete | Phase::Aborted => 0,
    }
}

/// When a phase's deadline is; `None` when nothing is left to end.
#[must_use]
pub fn deadline_of(deadlines: &PhaseDeadlines, phase: Phase) -> Option<Time> {
    let place = phase_number(phase).checked_sub(1)?;
    deadlines
        .in_order()
        .get(usize::from(place))
        .map(|(_, time)| *time)
}
