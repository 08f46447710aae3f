//! The kinds of contests that a file can be rehearsed as.

use core::fmt;
use core::str::FromStr;

/// A kind of contest, as the manifest names it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// One option.
    Single,
    /// Some options.
    Choose,
    /// One list, and candidates on it.
    Lists,
    /// A score for each option.
    Score,
    /// Points out of a common purse.
    Points,
    /// Levels that cost their square.
    Quadratic,
    /// A grade for each option.
    Grades,
    /// Projects that an envelope pays for.
    Budget,
    /// An order of the options.
    Ranking,
    /// An amount split among the options.
    Allocation,
}

impl Kind {
    /// All of them.
    pub const ALL: [Self; 10] = [
        Self::Single,
        Self::Choose,
        Self::Lists,
        Self::Score,
        Self::Points,
        Self::Quadratic,
        Self::Grades,
        Self::Budget,
        Self::Ranking,
        Self::Allocation,
    ];

    /// Its name in a manifest.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Single => "single",
            Self::Choose => "choose",
            Self::Lists => "lists",
            Self::Score => "score",
            Self::Points => "points",
            Self::Quadratic => "quadratic",
            Self::Grades => "grades",
            Self::Budget => "budget",
            Self::Ranking => "ranking",
            Self::Allocation => "allocation",
        }
    }
}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// Not the name of a kind.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error(
    "the kinds are single, choose, lists, score, points, quadratic, grades, budget, ranking and allocation"
)]
pub struct UnknownKind;

impl FromStr for Kind {
    type Err = UnknownKind;

    fn from_str(name: &str) -> Result<Self, UnknownKind> {
        Self::ALL
            .into_iter()
            .find(|kind| kind.name() == name)
            .ok_or(UnknownKind)
    }
}
