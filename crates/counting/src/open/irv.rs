//! The instant runoff.

use serde::{Deserialize, Serialize};

use super::{OpenError, Profile, Ranking, Ties};
use crate::OptionIndex;

/// The instant runoff, also called the alternative vote (protocol-spec: `outcome-irv`). Rankings may be as short as
/// the voter likes; the winner needs more than half of the ballots that still name somebody.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Irv {
    /// What happens when several options could be the last.
    pub ties: Ties,
    /// Options that nobody can be elected by, such as all names together that were written in: they are excluded before
    /// all others.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub unelectable: Vec<OptionIndex>,
}

/// What the rule says about the ballots, round by round.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct IrvOutcome {
    /// The rule that was applied.
    pub rule: Irv,
    /// Ballots that rank an option.
    pub valid: u64,
    /// Ballots that rank nothing.
    pub blank: u64,
    /// What happened, in order.
    pub rounds: Vec<IrvRound>,
    /// What follows.
    pub verdict: IrvVerdict,
}

/// One round.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct IrvRound {
    /// The options still in the count with the ballots that prefer each to all the others, in the order of the ballot.
    pub votes: Vec<(OptionIndex, u64)>,
    /// Ballots that name none of them any more.
    pub exhausted: u64,
    /// The votes that win: more than half of the ballots that name one of them.
    pub required: u64,
    /// Who goes at the end of it. Several go together when they are level and all their votes together are fewer than
    /// the next option's, so that their order cannot matter.
    pub excluded: Vec<OptionIndex>,
    /// Whether the lot decided who goes.
    pub by_lot: bool,
}

/// What the rule concludes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "is", deny_unknown_fields)]
pub enum IrvVerdict {
    /// Nobody ranked anything.
    NoValidVotes,
    /// The count stopped: several options have fewest votes, it matters which goes, and there is no lot.
    Tie {
        /// The options with fewest votes.
        options: Vec<OptionIndex>,
    },
    /// One option wins.
    Won {
        /// The winner.
        option: OptionIndex,
    },
}

impl Irv {
    /// Applies the rule.
    pub fn decide(&self, profile: &Profile) -> Result<IrvOutcome, OpenError> {
        self.ties.checked(profile.options())?;
        let (rounds, verdict) = if profile.valid() == 0 {
            (Vec::new(), IrvVerdict::NoValidVotes)
        } else {
            self.rounds(profile)
        };
        Ok(IrvOutcome {
            rule: self.clone(),
            valid: profile.valid(),
            blank: profile.blank(),
            rounds,
            verdict,
        })
    }

    fn rounds(&self, profile: &Profile) -> (Vec<IrvRound>, IrvVerdict) {
        let mut left: Vec<OptionIndex> = profile.standing().collect();
        let mut rounds = Vec::new();
        loop {
            let mut round = IrvRound::count(profile, &left);
            let verdict = round.verdict(self);
            left.retain(|option| !round.excluded.contains(option));
            rounds.push(round);
            if let Some(verdict) = verdict {
                return (rounds, verdict);
            }
        }
    }
}

impl IrvRound {
    fn count(profile: &Profile, left: &[OptionIndex]) -> Self {
        let mut votes: Vec<(OptionIndex, u64)> = left.iter().map(|option| (*option, 0)).collect();
        let mut exhausted = 0u64;
        for Ranking { weight, order } in profile.ballots() {
            let place = order.iter().find_map(|option| left.binary_search(option).ok());
            let sum = place
                .and_then(|place| votes.get_mut(place))
                .map(|(_, votes)| votes);
            let sum = sum.unwrap_or(&mut exhausted);
            // All weights together fit: the profile was checked.
            *sum = sum.saturating_add(*weight);
        }
        Self {
            votes,
            required: (profile.valid() - exhausted) / 2 + 1,
            exhausted,
            excluded: Vec::new(),
            by_lot: false,
        }
    }

    /// The end of the count, or who goes before the next round.
    fn verdict(&mut self, rule: &Irv) -> Option<IrvVerdict> {
        let nobody = |option: &OptionIndex| rule.unelectable.contains(option);
        let won = |(option, votes): &&(OptionIndex, u64)| *votes >= self.required && !nobody(option);
        if let Some((option, _)) = self.votes.iter().find(won) {
            return Some(IrvVerdict::Won { option: *option });
        }
        let options = self.votes.iter().map(|(option, _)| *option);
        self.excluded = options.filter(nobody).collect();
        if self.excluded.is_empty() {
            return self.exclude_last(&rule.ties);
        }
        // Nobody else may be left, or on any ballot.
        (self.excluded.len() == self.votes.len()).then_some(IrvVerdict::NoValidVotes)
    }

    /// Excludes whoever has fewest votes, or tells that several have.
    fn exclude_last(&mut self, ties: &Ties) -> Option<IrvVerdict> {
        if self.votes.iter().all(|(_, votes)| *votes == 0) {
            return Some(IrvVerdict::NoValidVotes);
        }
        let fewest = self.votes.iter().map(|(_, votes)| *votes).min().unwrap_or(0);
        let (last, others): (Vec<_>, Vec<_>) = self.votes.iter().partition(|(_, votes)| *votes == fewest);
        let last: Vec<OptionIndex> = last.into_iter().map(|(option, _)| option).collect();
        let next = others.iter().map(|(_, votes)| *votes).min();
        let together = u128::from(fewest) * last.len() as u128;
        if last.len() == 1 || next.is_some_and(|next| together < u128::from(next)) {
            self.excluded = last;
            return None;
        }
        let Some(option) = ties.draw(&last) else {
            return Some(IrvVerdict::Tie { options: last });
        };
        self.by_lot = true;
        self.excluded = vec![option];
        None
    }
}
