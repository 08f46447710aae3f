//! Files as open ballots: counted one by one, by rules that need more than counters.

use comitia_counting::open::{OpenError, Points, Profile, Ranking, SharesElection};
use comitia_counting::{Electorate, OptionIndex, PairTally, TallyError};
use comitia_election::contest::ContestRule;
use thiserror::Error;

use crate::BallotFile;
use crate::ranked::RankedFile;

/// Why a file cannot be counted by a rule that needs open ballots.
#[derive(Debug, Error)]
pub enum OpenFileError {
    /// A project has no cost.
    #[error("{option:?} has no cost")]
    NoCost {
        /// The id of the project.
        option: String,
    },
    /// The ballots neither approve of projects nor give them points.
    #[error("the ballots of the file neither approve of projects nor give them points")]
    NoPoints,
    /// The ballots make no sense.
    #[error(transparent)]
    Open(#[from] OpenError),
}

impl RankedFile {
    /// The rankings without level candidates (see [`RankedFile::strict`]).
    pub fn profile(&self) -> Result<Profile, OpenError> {
        let ballots = self.strict().map(|(weight, order)| Ranking {
            weight,
            order: options(&order),
        });
        Profile::new(self.candidates.len(), options(&self.withdrawn), ballots.collect())
    }

    /// The comparisons of every two candidates: who is ranked is above who is not, and those who are not are level. A
    /// ballot that ranks nobody is blank.
    pub fn pairs(&self) -> Result<PairTally, TallyError> {
        let candidates = self.candidates.len();
        let mut above = vec![vec![0u64; candidates]; candidates];
        let mut blank = 0u64;
        for (weight, groups) in &self.ballots {
            if groups.is_empty() {
                blank = blank.saturating_add(*weight);
            }
            compare(&mut above, groups, *weight);
        }
        let pairs = above.into_iter().enumerate().flat_map(|(a, row)| {
            let others = row.into_iter().enumerate().filter(move |(b, _)| a != *b);
            others.map(|(_, count)| count)
        });
        let electorate = Electorate {
            registered: self.voters(),
            turnout: self.voters(),
        };
        PairTally::new(electorate, candidates, pairs.collect(), blank)
    }
}

/// Everybody in a group is above all that come after it.
fn compare(above: &mut [Vec<u64>], groups: &[Vec<usize>], weight: u64) {
    let mut below = vec![true; above.len()];
    for group in groups {
        for place in group {
            if let Some(below) = below.get_mut(*place) {
                *below = false;
            }
        }
        for place in group {
            let row = above.get_mut(*place).into_iter().flatten();
            for (count, _) in row.zip(&below).filter(|(_, below)| **below) {
                *count = count.saturating_add(weight);
            }
        }
    }
}

impl BallotFile {
    /// Projects with their costs and the ballots for them: approvals, or points.
    pub fn shares(&self) -> Result<SharesElection, OpenFileError> {
        let costs = self.options.iter().map(|option| {
            option.cost.ok_or_else(|| OpenFileError::NoCost {
                option: option.id.clone(),
            })
        });
        let costs = costs.collect::<Result<_, _>>()?;
        let approvals = match &self.rule {
            ContestRule::Single(_) | ContestRule::Choose(_) | ContestRule::Budget(_) => true,
            ContestRule::Points(_)
            | ContestRule::Score(_)
            | ContestRule::Quadratic(_)
            | ContestRule::Allocation(_) => false,
            ContestRule::Lists(_) | ContestRule::Grades(_) | ContestRule::Ranking(_) => {
                return Err(OpenFileError::NoPoints);
            }
        };
        let ballots = self.ballots.iter().map(|selection| Points {
            weight: 1,
            points: if approvals {
                options(selection).into_iter().map(|option| (option, 1)).collect()
            } else {
                points(selection)
            },
        });
        Ok(SharesElection::new(costs, ballots.collect())?)
    }
}

fn options(places: &[usize]) -> Vec<OptionIndex> {
    places.iter().copied().map(OptionIndex).collect()
}

/// The options that a selection of one number for each option gives something.
fn points(selection: &[usize]) -> Vec<(OptionIndex, u64)> {
    let given = selection.iter().enumerate().filter(|(_, points)| **points > 0);
    given
        .map(|(place, points)| (OptionIndex(place), u64::try_from(*points).unwrap_or(u64::MAX)))
        .collect()
}
