//! Why a rehearsal does not happen.

use crate::record::RecordError;
use crate::{ReadError, SimulationError};
use comitia_election::manifest::ManifestError;
use thiserror::Error;

/// Why a rehearsal does not happen.
#[derive(Debug, Error)]
pub enum RehearseError {
    /// The file of ballots cannot be read.
    #[error(transparent)]
    Ballots(#[from] ReadError),
    /// No trustee, or more than a manifest may have.
    #[error("an election has 1 to {limit} trustees, not {trustees}")]
    Trustees {
        /// The number that was asked for.
        trustees: u8,
        /// The most that there may be.
        limit: u8,
    },
    /// More trustees are needed than there are, or none.
    #[error("the threshold is between 1 and {trustees}, the number of trustees, not {threshold}")]
    Threshold {
        /// The number that was asked for.
        threshold: u8,
        /// The number of trustees.
        trustees: u8,
    },
    /// Too few trustees are left to decrypt.
    #[error(
        "{absent} of {trustees} trustees cannot be absent: {threshold} are needed to decrypt, so at most {most} may be"
    )]
    Absent {
        /// The number that was asked for.
        absent: u8,
        /// The number of trustees.
        trustees: u8,
        /// How many are needed.
        threshold: u8,
        /// The most that may be absent.
        most: u8,
    },
    /// The file makes no manifest: too many options for a ballot, say, or an id that is too long.
    #[error("the file makes no election: {0}")]
    Manifest(ManifestError),
    /// The election itself stopped.
    #[error(transparent)]
    Simulation(#[from] SimulationError),
    /// The record cannot be written.
    #[error(transparent)]
    Record(#[from] RecordError),
}

impl RehearseError {
    /// Whether what was asked for is to blame, and not the election.
    #[must_use]
    pub const fn is_bad_input(&self) -> bool {
        !matches!(self, Self::Simulation(_))
    }
}
