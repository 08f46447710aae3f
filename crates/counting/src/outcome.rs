//! What a rule of any kind says about counts.

use serde::{Deserialize, Serialize};

use crate::{
    BudgetOutcome, BudgetVerdict, Electorate, Fate, JudgementOutcome, JudgementVerdict, MajorityOutcome,
    MajorityVerdict, OptionIndex, PairwiseOutcome, PairwiseVerdict, QuorumCheck, TopOutcome, TopVerdict,
};

/// What a rule says about counts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// Of a [`Majority`](crate::Majority).
    Majority(MajorityOutcome),
    /// Of a [`Top`](crate::Top).
    Top(TopOutcome),
    /// Of a [`Judgement`](crate::Judgement).
    Judgement(JudgementOutcome),
    /// Of a [`Pairwise`](crate::Pairwise).
    Pairwise(PairwiseOutcome),
    /// Of a [`Budget`](crate::Budget).
    Budget(BudgetOutcome),
}

/// What every verdict comes down to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// The winners win, and nothing is left open.
    Decided,
    /// Too few took part.
    QuorumMissed,
    /// Nobody voted for anything.
    NoValidVotes,
    /// The count does not choose between the tied options; those before them win.
    Tie,
    /// Nobody has the majority that the rule asks for, over all others together or over each of them.
    NoMajority,
    /// The winners win, and seats remain vacant or nothing can be bought.
    Vacant,
}

impl Outcome {
    /// The options that win; none while a tie, a missed quorum or a missed majority leaves it open.
    #[must_use]
    pub fn winners(&self) -> Vec<OptionIndex> {
        match self.standing() {
            Standing::QuorumMissed | Standing::NoValidVotes | Standing::NoMajority => Vec::new(),
            Standing::Decided | Standing::Tie | Standing::Vacant => self.leading(),
        }
    }

    /// The options in front that no tie concerns.
    fn leading(&self) -> Vec<OptionIndex> {
        match self {
            Self::Majority(outcome) => match outcome.verdict {
                MajorityVerdict::Won { option } => vec![option],
                _ => Vec::new(),
            },
            Self::Top(outcome) => outcome.leading.clone(),
            Self::Judgement(outcome) => outcome.leading.clone(),
            Self::Pairwise(outcome) => outcome.leading.clone(),
            Self::Budget(outcome) => {
                let bought = outcome.projects.iter();
                let bought = bought.filter(|project| matches!(project.fate, Fate::Bought { .. }));
                bought.map(|project| project.option).collect()
            }
        }
    }

    /// The options between which the count does not choose; none while nothing else than that leaves it open.
    #[must_use]
    pub fn tied(&self) -> &[OptionIndex] {
        if self.standing() != Standing::Tie {
            return &[];
        }
        match self {
            Self::Majority(outcome) => match &outcome.verdict {
                MajorityVerdict::Tie { options } => options,
                _ => &[],
            },
            Self::Top(outcome) => outcome.tied.as_ref().map_or(&[], |tied| &tied.options),
            Self::Judgement(outcome) => outcome.tied.as_ref().map_or(&[], |tied| &tied.options),
            Self::Pairwise(outcome) => outcome.tied.as_ref().map_or(&[], |tied| &tied.options),
            Self::Budget(outcome) => match &outcome.verdict {
                BudgetVerdict::Tie { options, .. } => options,
                _ => &[],
            },
        }
    }

    /// What the verdict comes down to.
    #[must_use]
    pub const fn standing(&self) -> Standing {
        match self {
            Self::Majority(outcome) => match outcome.verdict {
                MajorityVerdict::Won { .. } => Standing::Decided,
                MajorityVerdict::QuorumMissed { .. } => Standing::QuorumMissed,
                MajorityVerdict::NoValidVotes => Standing::NoValidVotes,
                MajorityVerdict::Tie { .. } => Standing::Tie,
                MajorityVerdict::NoMajority { .. } => Standing::NoMajority,
            },
            Self::Top(outcome) => match outcome.verdict {
                TopVerdict::Filled => Standing::Decided,
                TopVerdict::QuorumMissed { .. } => Standing::QuorumMissed,
                TopVerdict::NoValidVotes => Standing::NoValidVotes,
                TopVerdict::Tie => Standing::Tie,
                TopVerdict::Vacant => Standing::Vacant,
            },
            Self::Judgement(outcome) => match outcome.verdict {
                JudgementVerdict::Filled => Standing::Decided,
                JudgementVerdict::QuorumMissed { .. } => Standing::QuorumMissed,
                JudgementVerdict::NoValidVotes => Standing::NoValidVotes,
                JudgementVerdict::Tie => Standing::Tie,
                JudgementVerdict::Vacant => Standing::Vacant,
            },
            Self::Pairwise(outcome) => match outcome.verdict {
                PairwiseVerdict::Filled => Standing::Decided,
                PairwiseVerdict::QuorumMissed { .. } => Standing::QuorumMissed,
                PairwiseVerdict::NoValidVotes => Standing::NoValidVotes,
                PairwiseVerdict::Tie => Standing::Tie,
                PairwiseVerdict::Cycle { .. } => Standing::NoMajority,
                PairwiseVerdict::Vacant => Standing::Vacant,
            },
            Self::Budget(outcome) => match outcome.verdict {
                BudgetVerdict::Bought => Standing::Decided,
                BudgetVerdict::QuorumMissed { .. } => Standing::QuorumMissed,
                BudgetVerdict::NoValidVotes => Standing::NoValidVotes,
                BudgetVerdict::Tie { .. } => Standing::Tie,
                BudgetVerdict::NothingBought => Standing::Vacant,
            },
        }
    }

    /// The roll and the turnout.
    #[must_use]
    pub const fn electorate(&self) -> Electorate {
        match self {
            Self::Majority(outcome) => outcome.electorate,
            Self::Top(outcome) => outcome.electorate,
            Self::Judgement(outcome) => outcome.electorate,
            Self::Pairwise(outcome) => outcome.electorate,
            Self::Budget(outcome) => outcome.electorate,
        }
    }

    /// The votes that say something.
    #[must_use]
    pub const fn valid(&self) -> u64 {
        match self {
            Self::Majority(outcome) => outcome.valid,
            Self::Top(outcome) => outcome.valid,
            Self::Judgement(outcome) => outcome.valid,
            Self::Pairwise(outcome) => outcome.valid,
            Self::Budget(outcome) => outcome.valid,
        }
    }

    /// Each quorum that the rule asks for.
    #[must_use]
    pub fn quorums(&self) -> &[QuorumCheck] {
        match self {
            Self::Majority(outcome) => &outcome.quorums,
            Self::Top(outcome) => &outcome.quorums,
            Self::Judgement(outcome) => &outcome.quorums,
            Self::Pairwise(outcome) => &outcome.quorums,
            Self::Budget(outcome) => &outcome.quorums,
        }
    }
}
