//! What a log holds: messages and ends of phases, in order.

use super::super::*;

/// One message of a trustee.
#[derive(Debug, Clone)]
pub enum Message {
    Enrolment(Enrolment),
    Commit(Commit),
    Reveal(Reveal),
    Complaint(Complaint),
    Answer(Answer),
    Accept(Accept),
}

impl Message {
    /// Posts it, through bytes.
    pub fn post(&self, public: &mut Ceremony, from: TrusteeIndex) -> Result<(), CeremonyError> {
        match self {
            Self::Enrolment(message) => public.enrol(from, wire(message)),
            Self::Commit(message) => public.commit(from, wire(message)),
            Self::Reveal(message) => public.reveal(from, wire(message)),
            Self::Complaint(message) => public.complain(from, wire(message)),
            Self::Answer(message) => public.answer(from, wire(message)),
            Self::Accept(message) => public.accept(from, wire(message)),
        }
    }
}

/// An entry of the log.
#[derive(Debug, Clone)]
pub enum Line {
    Said(TrusteeIndex, Box<Message>),
    PhaseEnd,
}

/// What somebody computes who has nothing but the log.
pub fn replay(params: CeremonyParams, log: &[Line]) -> Ceremony {
    let mut public = Ceremony::new(params);
    for line in log {
        match line {
            Line::Said(from, message) => message.post(&mut public, *from).unwrap(),
            Line::PhaseEnd => public.end_phase().unwrap(),
        }
    }
    public
}
