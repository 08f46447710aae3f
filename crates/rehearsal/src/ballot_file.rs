//! What a file of ballots says.

use std::fmt;

use unicode_normalization::UnicodeNormalization as _;
use unicode_normalization::char::is_combining_mark;

/// One contest with all of its ballots.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BallotFile {
    /// An id for the contest, from the name of the file: lower-case ASCII letters, digits and hyphens.
    pub contest: String,
    /// What the file calls itself, or its name.
    pub title: String,
    /// How a ballot is made; wide enough for every ballot of the file.
    pub kind: Kind,
    /// The options in the order of the file.
    pub options: Vec<Choice>,
    /// The place of the blank option among them, if one is called so.
    pub blank: Option<usize>,
    /// The ballots in the order of the file.
    pub ballots: Ballots,
    /// What is worth knowing about the file.
    pub notes: Vec<Note>,
}

/// An option.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Choice {
    /// Its id, exactly as in the file.
    pub id: String,
    /// Its name, where the file has one besides the id.
    pub name: Option<String>,
}

/// How a ballot is made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Exactly one option.
    Single,
    /// A number of options between limits.
    Choose(Limits),
}

/// How many options a ballot takes, both ends included; `max` is at most the number of options.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// The fewest.
    pub min: usize,
    /// The most.
    pub max: usize,
}

/// Something about a file that its reader should say aloud.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Note {
    /// Ballots do not keep the declared limits, so the contest gets wider ones.
    LimitsWidened {
        /// What the file declares.
        declared: Limits,
        /// What its ballots need.
        widened: Limits,
        /// How many ballots do not keep the declared limits.
        ballots: u64,
        /// The line of the first of them.
        first_line: u64,
    },
    /// The declared maximum is larger than the number of options.
    MaxAboveOptions {
        /// The declared maximum.
        declared: u64,
        /// The number of options.
        options: usize,
    },
    /// The voters' own budget was limited; a `choose` contest does not enforce it.
    MaxSumCostNotEnforced {
        /// The limit, as the file writes it.
        max_sum_cost: String,
    },
    /// The file declares another number of ballots than it has.
    BallotsDeclared {
        /// The declared number.
        declared: u64,
        /// The number there is.
        found: u64,
    },
    /// The file declares another number of options than it has.
    OptionsDeclared {
        /// The declared number.
        declared: u64,
        /// The number there is.
        found: u64,
    },
    /// The file's own column of votes differs from its ballots.
    VotesDeclared {
        /// How many options differ.
        options: u64,
        /// The id of the first of them.
        first: String,
        /// Its declared votes.
        declared: u64,
        /// Its votes by the ballots.
        counted: u64,
    },
    /// Ballots that name an option with other spaces around its id than the list of options has.
    SpacesIgnored {
        /// How many ballots.
        ballots: u64,
        /// The line of the first.
        first_line: u64,
    },
}

impl fmt::Display for Limits {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} to {}", self.min, self.max)
    }
}

impl fmt::Display for Note {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::LimitsWidened {
                declared,
                widened,
                ballots,
                first_line,
            } => write!(
                f,
                "the file declares {declared} options a ballot; {ballots} of its ballots do not keep that (first: \
                 line {first_line}), so the contest takes {widened}"
            ),
            Self::MaxAboveOptions { declared, options } => {
                write!(f, "the file allows {declared} options a ballot and has {options}")
            }
            Self::MaxSumCostNotEnforced { max_sum_cost } => {
                write!(
                    f,
                    "the limit of {max_sum_cost} on the cost of a ballot is not enforced"
                )
            }
            Self::BallotsDeclared { declared, found } => {
                write!(f, "the file declares {declared} ballots and has {found}")
            }
            Self::OptionsDeclared { declared, found } => {
                write!(f, "the file declares {declared} options and has {found}")
            }
            Self::VotesDeclared {
                options,
                first,
                declared,
                counted,
            } => write!(
                f,
                "the file's own column of votes differs from its ballots for {options} options; {first:?} has \
                 {declared} there and {counted} by the ballots"
            ),
            Self::SpacesIgnored { ballots, first_line } => {
                write!(
                    f,
                    "spaces around ids were ignored in {ballots} ballots (first: line {first_line})"
                )
            }
        }
    }
}

impl BallotFile {
    /// The votes for each option, in the order of the options, added up in the clear.
    #[must_use]
    pub fn plain_count(&self) -> Vec<u64> {
        let mut votes = vec![0; self.options.len()];
        for place in self.ballots.iter().flatten() {
            if let Some(votes) = votes.get_mut(*place) {
                *votes += 1;
            }
        }
        votes
    }

    /// The ids of the options with their votes, in the order of the options.
    pub fn plain_count_by_id(&self) -> impl Iterator<Item = (&str, u64)> {
        self.options
            .iter()
            .map(|option| option.id.as_str())
            .zip(self.plain_count())
    }
}

/// Many ballots in little memory: each is the places of the options it chooses, ascending.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Ballots {
    places: Vec<usize>,
    ends: Vec<usize>,
}

impl Ballots {
    /// The most ballots that a file is read with.
    pub const LIMIT: u64 = 10_000_000;

    /// Adds a ballot.
    pub(crate) fn push(&mut self, mut places: Vec<usize>) {
        places.sort_unstable();
        self.places.extend(places);
        self.ends.push(self.places.len());
    }

    /// How many there are.
    #[must_use]
    pub const fn len(&self) -> usize {
        self.ends.len()
    }

    /// Whether there is none.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.ends.is_empty()
    }

    /// The ballot at a place, from 0.
    #[must_use]
    pub fn get(&self, ballot: usize) -> Option<&[usize]> {
        let end = *self.ends.get(ballot)?;
        let start = ballot
            .checked_sub(1)
            .and_then(|before| self.ends.get(before))
            .copied()
            .unwrap_or(0);
        self.places.get(start..end)
    }

    /// All of them, in order.
    pub fn iter(&self) -> impl Iterator<Item = &[usize]> {
        (0..self.len()).filter_map(|ballot| self.get(ballot))
    }
}

/// An id for a contest from the name of a file.
pub(crate) fn contest_id(name: &str) -> String {
    let plain: String = name.nfd().filter(|letter| !is_combining_mark(*letter)).collect();
    let words = plain
        .split(|letter: char| !letter.is_ascii_alphanumeric())
        .filter(|word| !word.is_empty());
    let id = words.collect::<Vec<_>>().join("-").to_ascii_lowercase();
    if id.is_empty() { "contest".to_owned() } else { id }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ballots_come_back_one_by_one_and_sorted() {
        let mut ballots = Ballots::default();
        assert!(ballots.is_empty());
        for places in [vec![2, 0], vec![], vec![1]] {
            ballots.push(places);
        }
        assert_eq!(ballots.iter().collect::<Vec<_>>(), [[0, 2].as_slice(), &[], &[1]]);
        assert_eq!((ballots.len(), ballots.get(3)), (3, None));
    }

    #[test]
    fn a_contest_is_named_after_its_file() {
        assert_eq!(
            contest_id("France_Toulouse_2022_6_-_Saint-Cyprien"),
            "france-toulouse-2022-6-saint-cyprien"
        );
        assert_eq!(contest_id("Référendum 2024"), "referendum-2024");
        assert_eq!(contest_id("–"), "contest");
    }
}
