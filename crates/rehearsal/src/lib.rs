//! Elections rehearsed from files of real ballots.
//!
//! | module | what |
//! |---|---|
//! | [`actors`] | everybody who takes part, each with a secret |
//! | [`Simulation`] | a whole election in memory, stage by stage |
//! | [`record`] | its log as static files |
//! | [`rehearse`] | all of it, from a file of ballots |
//! | [`ranked`] | files of rankings, for rules that read ballots one by one |
//!
//! # Files of ballots
//!
//! [`read`] takes a file that other people published and gives a [`BallotFile`]: one contest, its options under the
//! very ids of the file, and every ballot. [`BallotFile::plain_count`] adds them up in the clear; a rehearsal with
//! real encryption must find the same numbers.
//!
//! | file | kinds of contest, the first one unless another is asked for |
//! |---|---|
//! | Pabulib `.pb`, `approval` | `choose` (`max_sum_cost`, if any, is noted and not enforced), `budget`, `lists` (categories) |
//! | Pabulib `.pb`, `choose-1` | `single`, `choose`, `budget`, `lists` |
//! | Pabulib `.pb`, `cumulative` | `points`, `score`, `quadratic` (a level for each point), `allocation` |
//! | Pabulib `.pb`, `scoring` | `score`, `points`, `quadratic` |
//! | Pabulib `.pb`, `ordinal`; files of rankings ([`ranked`]) | `ranking`: what a ballot does not rank is tied last |
//! | CSV of grades: a column per option, a row per ballot | `grades`, `score` |
//! | CSV with the columns `option` and `count` | `single`, a blank option included |
//!
//! Files are untrusted: whatever is wrong with one is an error with its line number, never a panic. What is merely
//! surprising (limits that ballots do not keep, totals that do not add up) is a [`Note`].

pub mod actors;
mod ballot_file;
mod counts;
mod decimal;
mod error;
mod grades;
mod kind;
mod note;
mod open;
mod pabulib;
mod plain;
pub mod ranked;
mod ranking;
pub mod record;
mod rehearse;
mod simulation;
mod table;

use std::path::Path;

pub use ballot_file::{BallotFile, Ballots, Choice};
pub use error::ReadError;
pub use kind::{Kind, UnknownKind};
pub use note::{Limits, Note};
pub use open::OpenFileError;
pub use rehearse::{Decision, Rehearsal, RehearseError, Seconds, Setting, Stopwatch, Waived, rehearse};
pub use simulation::{Progress, Simulation, SimulationError, Step, Vote};

/// Reads a file of ballots. What it contains decides how it is read, not its name; the name becomes the contest's
/// id. `wanted` is the kind of contest, where more than one is possible.
pub fn read(path: &Path, wanted: Option<Kind>) -> Result<BallotFile, ReadError> {
    let bytes = std::fs::read(path).map_err(|source| ReadError::Io {
        path: path.to_owned(),
        source,
    })?;
    let stem = path
        .file_stem()
        .map(|stem| stem.to_string_lossy())
        .unwrap_or_default();
    parse(&stem, &bytes, wanted)
}

/// Reads the bytes of a file of ballots called `name`.
pub fn parse(name: &str, bytes: &[u8], wanted: Option<Kind>) -> Result<BallotFile, ReadError> {
    let text = table::text(bytes)?;
    if pabulib::recognises(&text) {
        pabulib::parse(name, &text, wanted)
    } else if grades::recognises(&text) {
        grades::parse(name, &text, wanted)
    } else if ranked::recognises(&text) {
        ranking::parse(name, &text, wanted)
    } else {
        counts::parse(name, &text, wanted)
    }
}
