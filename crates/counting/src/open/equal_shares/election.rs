//! Projects, and the ballots for them.

use crate::OptionIndex;
use crate::open::OpenError;
use crate::open::profile::once;

/// One ballot, cast by `weight` voters.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Points {
    /// How many ballots are exactly this one.
    pub weight: u64,
    /// The projects that it supports with the points it gives each: 1 where ballots approve.
    pub points: Vec<(OptionIndex, u64)>,
}

/// The projects and ballots of a participatory budget, checked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SharesElection {
    costs: Vec<u64>,
    ballots: Vec<Points>,
    voters: u64,
    /// For each project: the ballots that support it, with their weight and points.
    supporters: Vec<Vec<(usize, u64, u64)>>,
}

impl SharesElection {
    /// What each project costs, and the ballots. Every ballot has a share of the envelope, one that supports nothing
    /// too.
    pub fn new(costs: Vec<u64>, ballots: Vec<Points>) -> Result<Self, OpenError> {
        if costs.is_empty() {
            return Err(OpenError::NoOption);
        }
        let mut supporters = vec![Vec::new(); costs.len()];
        let mut voters = 0u64;
        for (place, ballot) in ballots.iter().enumerate() {
            let options: Vec<OptionIndex> = ballot.points.iter().map(|(option, _)| *option).collect();
            once(costs.len(), &options, "ballot", place)?;
            voters = voters.checked_add(ballot.weight).ok_or(OpenError::TooLarge {
                what: "the number of ballots",
            })?;
            for (option, points) in ballot.points.iter().filter(|(_, points)| *points > 0) {
                if let Some(supporters) = supporters.get_mut(option.0)
                    && ballot.weight > 0
                {
                    supporters.push((place, ballot.weight, *points));
                }
            }
        }
        Ok(Self {
            costs,
            ballots,
            voters,
            supporters,
        })
    }

    /// The number of voters.
    #[must_use]
    pub const fn voters(&self) -> u64 {
        self.voters
    }

    /// The projects, in the order of the ballot.
    pub fn projects(&self) -> impl Iterator<Item = OptionIndex> + use<> {
        (0..self.costs.len()).map(OptionIndex)
    }

    /// What a project costs; nothing when it is not on the ballot.
    #[must_use]
    pub fn cost(&self, option: OptionIndex) -> u64 {
        self.costs.get(option.0).copied().unwrap_or(0)
    }

    /// What all projects cost.
    #[must_use]
    pub fn costs(&self) -> &[u64] {
        &self.costs
    }

    pub(super) fn ballots(&self) -> &[Points] {
        &self.ballots
    }

    /// The places of the ballots that support a project, with their weight and the points that they give it.
    pub(super) fn supporters(&self, option: OptionIndex) -> impl Iterator<Item = (usize, u64, u64)> + '_ {
        self.supporters.get(option.0).into_iter().flatten().copied()
    }

    /// How many voters support a project.
    #[must_use]
    pub fn support(&self, option: OptionIndex) -> u64 {
        // At most the number of voters, which fits.
        self.supporters(option)
            .fold(0u64, |sum, (_, voters, _)| sum.saturating_add(voters))
    }

    /// The points that a project has in all; `None` when they are too many to count.
    pub(super) fn points(&self, option: OptionIndex) -> Option<u64> {
        self.supporters(option)
            .try_fold(0u64, |sum, (_, voters, points)| {
                sum.checked_add(voters.checked_mul(points)?)
            })
    }

    /// The most points that a ballot gives a project.
    pub(super) fn most_points(&self) -> u64 {
        let supporters = self.supporters.iter().flatten();
        supporters.map(|(_, _, points)| *points).max().unwrap_or(1)
    }

    /// Whether no ballot supports two of these projects.
    pub(super) fn disjoint(&self, options: &[OptionIndex]) -> bool {
        let mut seen = vec![false; self.ballots.len()];
        let mut places = options.iter().flat_map(|option| self.supporters(*option));
        places.all(|(place, _, _)| {
            seen.get_mut(place)
                .is_none_or(|seen| !std::mem::replace(seen, true))
        })
    }
}
