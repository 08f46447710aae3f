//! The single transferable vote, counted as Scottish councils are elected.
//!
//! The rules are those of the Scottish Local Government Elections Order 2007, schedule 1, part III, rules 45 to 52:
//! the weighted inclusive Gregory method. Comments give the number of the rule.

mod count;
mod votes;

use std::num::NonZeroU32;

use serde::{Deserialize, Serialize};

use super::{OpenError, Profile, Ties};
use crate::OptionIndex;
use count::Count;
pub use votes::Votes;

/// The single transferable vote (protocol-spec: `outcome-stv`).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Stv {
    /// How many candidates are elected.
    pub seats: NonZeroU32,
    /// What happens when candidates are level and no earlier stage tells them apart.
    pub ties: Ties,
}

/// What the rule says about the ballots, stage by stage.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct StvOutcome {
    /// The rule that was applied.
    pub rule: Stv,
    /// Ballots that rank a candidate.
    pub valid: u64,
    /// Ballots that rank nobody.
    pub blank: u64,
    /// The votes that elect: more than valid ballots / (seats + 1).
    pub quota: u64,
    /// What happened, in order.
    pub stages: Vec<Stage>,
    /// Who is elected, in the order of election.
    pub elected: Vec<OptionIndex>,
    /// What follows.
    pub verdict: StvVerdict,
}

/// One stage of the count.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Stage {
    /// What was done.
    pub kind: StageKind,
    /// How a tie on whom to do it with was broken, if there was one.
    pub tie: Option<TieBroken>,
    /// The votes of each candidate after it, in the order of the ballot.
    pub votes: Vec<Votes>,
    /// Votes on papers that name no continuing candidate any more, after it.
    pub non_transferable: Votes,
    /// Votes lost to the cutting of transfer values, after it.
    pub lost: Votes,
    /// Who is elected at its end, most votes first.
    pub elected: Vec<OptionIndex>,
}

/// What was done at a stage.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "is", deny_unknown_fields)]
pub enum StageKind {
    /// First preferences were counted (rule 45).
    First,
    /// The surplus of an elected candidate was handed on (rule 48).
    Surplus {
        /// The candidate.
        of: OptionIndex,
        /// Its votes beyond the quota.
        surplus: Votes,
    },
    /// The candidate with fewest votes was excluded and its papers handed on (rule 50).
    Exclusion {
        /// The candidate.
        of: OptionIndex,
    },
    /// As many candidates were left as seats, and they are elected without a transfer (rule 52).
    LastSeats,
}

/// How a tie was broken.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TieBroken {
    /// Those who were level, in the order of the ballot.
    pub between: Vec<OptionIndex>,
    /// What told them apart.
    pub by: TieBreaker,
}

/// What tells candidates apart that are level.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "is", deny_unknown_fields)]
pub enum TieBreaker {
    /// The most recent stage at which one of them alone had the most (or the fewest) votes (rules 49(2), 51(2)).
    EarlierStage {
        /// The stage, counted from 0.
        stage: usize,
    },
    /// The lot that was drawn before the count.
    Lot,
    /// Nothing had to: none of them has a vote to hand on, and all of them can go.
    Nothing,
}

/// A tie that the count does not break.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OpenTie {
    /// Those who are level, in the order of the ballot.
    pub between: Vec<OptionIndex>,
    /// Whether one of them would have been excluded, or would have handed on a surplus first.
    pub exclusion: bool,
}

/// What the rule concludes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "is", deny_unknown_fields)]
pub enum StvVerdict {
    /// Nobody ranked anybody.
    NoValidVotes,
    /// The count stopped at a tie that no earlier stage and no lot breaks; the elected are elected.
    Tie(OpenTie),
    /// All candidates are elected, and seats remain vacant.
    Vacant {
        /// How many.
        seats: u64,
    },
    /// All seats are filled.
    Filled,
}

impl Stv {
    /// Applies the rule.
    pub fn decide(&self, profile: &Profile) -> Result<StvOutcome, OpenError> {
        self.ties.checked(profile.options())?;
        let too_large = OpenError::TooLarge {
            what: "the number of ballots",
        };
        Votes::whole(profile.valid()).ok_or(too_large)?;
        // Rule 46. The quotient is below the number of ballots, so that one more cannot overflow.
        let quota = profile.valid() / (u64::from(self.seats.get()) + 1) + 1;
        let whole_quota = Votes::whole(quota).ok_or(too_large)?;
        let mut count = Count::new(profile, u64::from(self.seats.get()), whole_quota);
        let tie = if profile.valid() == 0 {
            None
        } else {
            count.run(&self.ties)
        };
        Ok(self.outcome(profile, quota, count, tie))
    }

    fn outcome(&self, profile: &Profile, quota: u64, count: Count<'_>, tie: Option<OpenTie>) -> StvOutcome {
        let vacant = count.seats_left();
        let verdict = match tie {
            _ if profile.valid() == 0 => StvVerdict::NoValidVotes,
            Some(tie) => StvVerdict::Tie(tie),
            None if vacant > 0 => StvVerdict::Vacant { seats: vacant },
            None => StvVerdict::Filled,
        };
        let (stages, elected) = count.finish();
        StvOutcome {
            rule: self.clone(),
            valid: profile.valid(),
            blank: profile.blank(),
            quota,
            stages,
            elected,
            verdict,
        }
    }
}
