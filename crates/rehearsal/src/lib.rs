//! Elections rehearsed from files of real ballots.
//!
//! | module | what |
//! |---|---|
//! | [`actors`] | everybody who takes part, each with a secret |
//! | [`Simulation`] | a whole election in memory, stage by stage |
//! | [`record`] | its log as static files |
//! | [`rehearse`] | all of it, from a file of ballots |
//!
//! # Files of ballots
//!
//! [`read`] takes a file that other people published and gives a [`BallotFile`]: one contest, its options under the
//! very ids of the file, and every ballot. [`BallotFile::plain_count`] adds them up in the clear; a rehearsal with
//! real encryption must find the same numbers.
//!
//! | file | what is read |
//! |---|---|
//! | Pabulib `.pb`, `approval` | a contest of kind `choose` (`max_sum_cost`, if any, is noted and not enforced) |
//! | Pabulib `.pb`, `choose-1` | a contest of kind `single` |
//! | CSV with the columns `option` and `count` | a contest of kind `single`, a blank option included |
//!
//! Files are untrusted: whatever is wrong with one is an error with its line number, never a panic. What is merely
//! surprising (limits that ballots do not keep, totals that do not add up) is a [`Note`].

pub mod actors;
mod ballot_file;
mod counts;
mod error;
mod pabulib;
pub mod record;
mod rehearse;
mod simulation;
mod table;

use std::path::Path;

pub use ballot_file::{BallotFile, Ballots, Choice, Kind, Limits, Note};
pub use error::ReadError;
pub use rehearse::{Rehearsal, RehearseError, Seconds, Setting, Stopwatch, Waived, rehearse};
pub use simulation::{Progress, Simulation, SimulationError, Step, Vote};

/// Reads a file of ballots. What it contains decides how it is read, not its name; the name becomes the contest's
/// id.
pub fn read(path: &Path) -> Result<BallotFile, ReadError> {
    let bytes = std::fs::read(path).map_err(|source| ReadError::Io {
        path: path.to_owned(),
        source,
    })?;
    let stem = path
        .file_stem()
        .map(|stem| stem.to_string_lossy())
        .unwrap_or_default();
    parse(&stem, &bytes)
}

/// Reads the bytes of a file of ballots called `name`.
pub fn parse(name: &str, bytes: &[u8]) -> Result<BallotFile, ReadError> {
    let text = table::text(bytes)?;
    if pabulib::recognises(&text) {
        pabulib::parse(name, &text)
    } else {
        counts::parse(name, &text)
    }
}
