//! Lists of voters: CSV with the columns `name`, `weight`, `group` and `contact` (protocol-spec: `voter-list`).
//!
//! Columns are found by their names, in any order; `name` must be there, and `group` where the election has several. `;` and `,` are both understood, a
//! byte-order mark is tolerated. A list is accepted whole or refused whole: [`Refused`] names every problem with
//! its line, so that a clerk corrects them in one go. What is suspicious but may be right is a [`Warning`].

mod identity;
mod lint;
mod problem;
mod row;
mod table;

use std::fmt;
use std::num::NonZeroU32;

pub use lint::{LARGE_WEIGHT_FACTOR, SHARED_CONTACT_LIMIT, Warning};
pub use problem::{Column, Problem, Refused, What};

/// What the election asks of a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListRules {
    /// The ids of the electorate groups, in the order of the manifest. With one group, a list need not name it.
    pub groups: Vec<String>,
    /// The fewest ballots of one group and weight that are counted on their own.
    pub floor: u32,
}

/// A person who may vote.
#[derive(Clone, PartialEq, Eq)]
pub struct Voter {
    /// Where the list has them.
    pub line: u64,
    /// The name: in Unicode's composed form, without superfluous spaces.
    pub name: String,
    /// How many votes theirs is.
    pub weight: NonZeroU32,
    /// The electorate group, by its place in the manifest.
    pub group: u16,
    /// Where their letter goes; empty when the list does not say. May have several lines.
    pub contact: String,
}

/// Personal data stays out of logs: the line is enough to find a voter.
impl fmt::Debug for Voter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Voter")
            .field("line", &self.line)
            .finish_non_exhaustive()
    }
}

/// A list without problems.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VoterList {
    /// Everybody on it, in its order.
    pub voters: Vec<Voter>,
    /// What deserves a look before codes are made.
    pub warnings: Vec<Warning>,
}

/// Reads a list of voters.
pub fn read(bytes: &[u8], rules: &ListRules) -> Result<VoterList, Refused> {
    let mut problems = Vec::new();
    let voters = row::voters(bytes, rules, &mut problems);
    identity::find_duplicates(&voters, &mut problems);
    if voters.is_empty() && problems.is_empty() {
        problems.push(Problem {
            line: 1,
            what: What::NoVoters,
        });
    }
    if !problems.is_empty() {
        problems.sort_by_key(|problem| problem.line);
        return Err(Refused { problems });
    }
    let warnings = lint::warnings(&voters, rules);
    Ok(VoterList { voters, warnings })
}
