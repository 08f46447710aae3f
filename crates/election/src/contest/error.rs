//! What can be wrong with a contest, and with a choice in it.

use thiserror::Error;

/// Most options of one contest: more would be no ballot.
pub(super) const MOST_OPTIONS: usize = 2048;

/// Why a contest does not compile.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum ContestError {
    /// Too few or too many options.
    #[error("{got} options besides the blank one; {least} to {most} are possible")]
    Options {
        /// Fewest.
        least: usize,
        /// Most.
        most: usize,
        /// How many there are.
        got: usize,
    },
    /// A number of the rule is out of its limits.
    #[error("{value} is not between {least} and {most}")]
    Number {
        /// The field of the rule.
        field: &'static str,
        /// What it says.
        value: u64,
        /// The least that is possible.
        least: u64,
        /// The most that is possible.
        most: u64,
    },
    /// The blank option is not among the options.
    #[error("the blank option {0:?} is not among the options")]
    UnknownBlank(String),
    /// The blank option stands among those that are ranked.
    #[error("the blank option must be the last")]
    BlankNotLast,
    /// A list names an option that is not there.
    #[error("{0:?} is not among the options")]
    UnknownOption(String),
    /// An option is on no list, or on two.
    #[error("the option {0:?} must be one list, the blank one, or a candidate on exactly one list")]
    NotOnOneList(String),
    /// An option without the cost that the rule needs, or with one that is too large.
    #[error("a cost from 0 to {most} is needed")]
    Cost {
        /// Place of the option.
        option: usize,
        /// The largest that is possible.
        most: u64,
    },
    /// Two grades of one contest with the same id, or an id that cannot be one.
    #[error("grade ids must be printable, of 1 to 200 bytes, and different: {0:?}")]
    Grade(String),
    /// The counts cannot be those of the outcome's rule.
    #[error("this outcome cannot be had from the counts of this kind of contest")]
    Outcome,
    /// The outcome's rule could decide nothing.
    #[error("{0}")]
    OutcomeRule(String),
}

impl ContestError {
    /// The field of the contest that is wrong, as a path below it.
    #[must_use]
    pub fn field(&self) -> String {
        match self {
            Self::Options { .. } => "options".to_owned(),
            Self::Number { field, .. } => format!("rule.{field}"),
            Self::UnknownBlank(_) | Self::BlankNotLast => "rule.blank".to_owned(),
            Self::UnknownOption(_) | Self::NotOnOneList(_) => "rule.lists".to_owned(),
            Self::Cost { option, .. } => format!("options[{option}].cost"),
            Self::Grade(_) => "rule.grades".to_owned(),
            Self::Outcome | Self::OutcomeRule(_) => "outcome".to_owned(),
        }
    }
}

/// Why a choice is not a vote under the rules.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum ChoiceError {
    /// Not one selection per contest.
    #[error("the ballot has {expected} contests, the choice {got}")]
    Contests {
        /// Contests of the ballot.
        expected: usize,
        /// Selections given.
        got: usize,
    },
    /// A contest's rule is broken.
    #[error("contest {contest}: {fault}")]
    Contest {
        /// Place of the contest.
        contest: usize,
        /// What is wrong.
        fault: ChoiceFault,
    },
}

/// How a selection breaks the rule of its contest.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum ChoiceFault {
    /// An option that is not there, or twice.
    #[error("an option is unknown or chosen twice")]
    Option,
    /// Too few or too many options.
    #[error("choose {min} to {max} options, not {got}")]
    Count {
        /// Fewest.
        min: usize,
        /// Most.
        max: usize,
        /// Chosen.
        got: usize,
    },
    /// Blank together with something else.
    #[error("a blank vote cannot name other options")]
    BlankAndMore,
    /// Not one number for each option.
    #[error("{options} options need one number each, not {got}")]
    Numbers {
        /// Options.
        options: usize,
        /// Numbers given.
        got: usize,
    },
    /// A number above its limit.
    #[error("option {option}, counted from 0: at most {most}")]
    TooLarge {
        /// Place of the option among the candidates.
        option: usize,
        /// The limit.
        most: u64,
    },
    /// Numbers that do not add up.
    #[error("the numbers add up to {got}; {min} to {max} are possible")]
    Total {
        /// The least sum.
        min: u64,
        /// The largest sum.
        max: u64,
        /// The sum there is.
        got: u64,
    },
    /// More than the envelope or the credits pay for.
    #[error("the choice costs {got}; at most {most} may be spent")]
    TooDear {
        /// What may be spent.
        most: u64,
        /// What it costs.
        got: u64,
    },
    /// Not exactly one list.
    #[error("choose exactly one list")]
    OneList,
    /// A candidate of another list.
    #[error("option {option}, counted from 0, is not on the chosen list")]
    OtherList {
        /// Place of the option.
        option: usize,
    },
    /// Two options at one rank, where a strict order is asked for.
    #[error("two options cannot have the same rank")]
    Tie,
    /// A rank of 0: the best rank is 1.
    #[error("ranks are counted from 1")]
    RankZero,
    /// A blank vote where there is none.
    #[error("there is no blank vote in this contest")]
    NoBlank,
}
