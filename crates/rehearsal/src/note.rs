//! What is worth knowing about a file of ballots.

use core::fmt;

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
    /// Ballots do not keep a declared number, so the contest gets another.
    NumberWidened {
        /// What the file calls it.
        key: &'static str,
        /// What the file declares.
        declared: u64,
        /// What its ballots need.
        widened: u64,
        /// How many ballots do not keep the declared number.
        ballots: u64,
        /// The line of the first of them.
        first_line: u64,
    },
    /// The file does not declare a number that the contest needs; it is taken from the ballots.
    NumberFromBallots {
        /// What the number is.
        what: &'static str,
        /// What the ballots need.
        needed: u64,
    },
    /// Ballots that do not split the whole amount; what they leave is an option of its own.
    RestAdded {
        /// How many leave a rest.
        ballots: u64,
        /// The amount.
        amount: u64,
    },
    /// Costs have decimals: everything is counted in a smaller unit.
    Unit {
        /// How many of the unit are one of the file's.
        per_unit: u64,
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
            Self::NumberWidened {
                key,
                declared,
                widened,
                ballots,
                first_line,
            } => write!(
                f,
                "the file declares {key} {declared}; {ballots} of its ballots do not keep that (first: line \
                 {first_line}), so the contest takes {widened}"
            ),
            Self::NumberFromBallots { what, needed } => {
                write!(f, "the file does not say {what}; its ballots need {needed}")
            }
            Self::RestAdded { ballots, amount } => write!(
                f,
                "{ballots} ballots do not split all of {amount}: what they leave is counted as an option of its own"
            ),
            Self::Unit { per_unit } => {
                write!(
                    f,
                    "costs have decimals: they are counted in 1/{per_unit} of the file's unit"
                )
            }
            Self::MaxAboveOptions { declared, options } => {
                write!(f, "the file allows {declared} options a ballot and has {options}")
            }
            Self::MaxSumCostNotEnforced { max_sum_cost } => {
                write!(
                    f,
                    "the limit of {max_sum_cost} on the cost of a ballot is not enforced"
                )
            }
            _ => self.fmt_totals(f),
        }
    }
}

impl Note {
    /// What does not add up in the file itself.
    fn fmt_totals(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
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
            _ => Ok(()),
        }
    }
}
