//! The forms in which a contest is counted.

use std::fmt;

use crate::{Electorate, GradeTally, PairTally, Tally};

/// The published counts of one contest, in the form in which its ballots are counted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Counts {
    /// One counter per option.
    Options(Tally),
    /// One counter per option and grade.
    Grades(GradeTally),
    /// One counter per ordered pair of options.
    Pairs(PairTally),
}

/// What is counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// [`Counts::Options`].
    Options,
    /// [`Counts::Grades`].
    Grades,
    /// [`Counts::Pairs`].
    Pairs,
}

impl Counts {
    /// What is counted.
    #[must_use]
    pub const fn form(&self) -> Form {
        match self {
            Self::Options(_) => Form::Options,
            Self::Grades(_) => Form::Grades,
            Self::Pairs(_) => Form::Pairs,
        }
    }

    /// The roll and the turnout.
    #[must_use]
    pub const fn electorate(&self) -> Electorate {
        match self {
            Self::Options(tally) => tally.electorate(),
            Self::Grades(tally) => tally.electorate(),
            Self::Pairs(tally) => tally.electorate(),
        }
    }
}

impl fmt::Display for Form {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Options => "votes per option",
            Self::Grades => "votes per option and grade",
            Self::Pairs => "votes per ordered pair of options",
        })
    }
}

impl From<Tally> for Counts {
    fn from(tally: Tally) -> Self {
        Self::Options(tally)
    }
}

impl From<GradeTally> for Counts {
    fn from(tally: GradeTally) -> Self {
        Self::Grades(tally)
    }
}

impl From<PairTally> for Counts {
    fn from(tally: PairTally) -> Self {
        Self::Pairs(tally)
    }
}
