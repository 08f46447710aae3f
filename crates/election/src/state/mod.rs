//! The state machine: which entry the log admits at which place (protocol-spec: `state-machine`).
//!
//! ```text
//! Draft → Ceremony → KeyReady → RollCommitted → Open → Closed → Tallied → Published
//!              └────────┴────────────┴───────────┴──→ Aborted
//! ```
//! The stages are types: an urn cannot be made without keys and a roll, a tally not without a closed urn.
//! [`Election::apply`] takes entries exactly as they lie on the log; a refused entry changes nothing.

mod admission;
mod ceremony;
mod closed;
mod log;
mod refusal;
mod setup;
mod step;
mod urn;
mod voter;

pub use admission::{Admitted, PendingBallot, check_signatures};
pub use ceremony::{CeremonyStage, deadline_of, phase_number};
pub use closed::{Closed, Published};
pub use log::{Beginning, LogPosition};
pub(crate) use refusal::check_of_fault;
pub use refusal::{BallotRefusal, Refusal};
pub use setup::{KeyReady, RollCommitted};
pub use urn::Urn;
pub use voter::Voter;

use crate::entry::Abort;
use crate::manifest::{Manifest, Time};
use comitia_crypto::ElectionId;
use comitia_crypto::ceremony::CeremonyParams;
use std::sync::Arc;

/// An election as its log tells it so far.
#[derive(Debug, Clone)]
pub struct Election {
    manifest: Arc<Manifest>,
    log: LogPosition,
    /// Latest time on the log: times never go back.
    clock: Time,
    /// When voting ends, extensions included.
    closes_at: Time,
    stage: Stage,
}

/// Where an election stands.
#[derive(Debug, Clone)]
pub enum Stage {
    /// Trustees are making the keys.
    Ceremony(Box<CeremonyStage>),
    /// The keys are made.
    KeyReady(Box<KeyReady>),
    /// It is fixed who may vote.
    RollCommitted(Box<RollCommitted>),
    /// Voting.
    Open(Box<Urn>),
    /// Voting is over; trustees decrypt.
    Closed(Box<Closed>),
    /// Counts and outcome are known.
    Published(Box<Published>),
    /// Ended without a result.
    Aborted(Abort),
}

impl Stage {
    /// The stage's name in the specification.
    #[must_use]
    pub fn name(&self) -> &'static str {
        match self {
            Self::Ceremony(_) => "Ceremony",
            Self::KeyReady(_) => "KeyReady",
            Self::RollCommitted(_) => "RollCommitted",
            Self::Open(_) => "Open",
            Self::Closed(closed) if closed.has_quorum() => "Tallied",
            Self::Closed(_) => "Closed",
            Self::Published(_) => "Published",
            Self::Aborted(_) => "Aborted",
        }
    }
}

impl Election {
    /// The manifest.
    #[must_use]
    pub const fn manifest(&self) -> &Arc<Manifest> {
        &self.manifest
    }

    /// The election id.
    #[must_use]
    pub fn id(&self) -> &ElectionId {
        self.manifest.id()
    }

    /// Size and root of the log so far.
    #[must_use]
    pub const fn log(&self) -> &LogPosition {
        &self.log
    }

    /// Where the election stands.
    #[must_use]
    pub const fn stage(&self) -> &Stage {
        &self.stage
    }

    /// Latest time on the log.
    #[must_use]
    pub const fn clock(&self) -> Time {
        self.clock
    }

    /// When voting ends, extensions included.
    #[must_use]
    pub const fn closes_at(&self) -> Time {
        self.closes_at
    }

    /// The urn, while voting is open or after it has closed.
    #[must_use]
    pub fn urn(&self) -> Option<&Urn> {
        match &self.stage {
            Stage::Open(urn) => Some(urn),
            Stage::Closed(closed) => Some(closed.urn()),
            Stage::Published(published) => Some(published.closed().urn()),
            _ => None,
        }
    }

    /// The urn after the close, with the shares on the log.
    #[must_use]
    pub fn closed(&self) -> Option<&Closed> {
        match &self.stage {
            Stage::Closed(closed) => Some(closed),
            Stage::Published(published) => Some(published.closed()),
            _ => None,
        }
    }
}

/// The parameters that a manifest gives to its key ceremony.
#[must_use]
pub fn ceremony_params(manifest: &Manifest) -> Option<CeremonyParams> {
    let trustees = u8::try_from(manifest.trustees.len()).ok()?;
    let threshold = u8::try_from(manifest.threshold).ok()?;
    let counters = u16::try_from(manifest.ballot().shape().counters()).ok()?;
    CeremonyParams::new(*manifest.id(), trustees, threshold, counters).ok()
}
