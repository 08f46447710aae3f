//! What follows, in a headline and an explanation.

use comitia_counting::{
    MajorityOutcome, MajorityVerdict, OptionIndex, Outcome, QuorumCheck, Standing, TopOutcome, TopVerdict,
};
use comitia_kit::i18n::Arg;
use serde::Serialize;

use super::super::contest::{base_key, share_in_words};
use super::counted::Unit;
use super::shown::{Asked, count};

/// What follows, in a headline and an explanation.
#[derive(Clone, Debug, Serialize)]
pub(super) struct Verdict {
    pub kind: &'static str,
    pub headline: String,
    pub explanation: String,
}

/// The end of the name of the message, its colour, and its values.
type Said = (&'static str, &'static str, Vec<(&'static str, Arg)>);

impl Verdict {
    pub fn new(outcome: &Outcome, asked: &Asked<'_>) -> Self {
        let (key, kind, mut values) = said(outcome, asked);
        values.push(("options", count(asked.contest.contenders().count()).into()));
        values.push(("unit", Unit::of(asked.contest).key().into()));
        Self {
            kind,
            headline: asked.say(&format!("verdict-{key}"), &values),
            explanation: asked.say(&format!("verdict-{key}-text"), &values),
        }
    }
}

fn said(outcome: &Outcome, asked: &Asked<'_>) -> Said {
    match (outcome.standing(), outcome) {
        (Standing::QuorumMissed, _) => quorum_missed(outcome.quorums(), asked),
        (Standing::NoValidVotes, _) => ("no-valid-votes", "caution", Vec::new()),
        (_, Outcome::Majority(outcome)) => majority(outcome, asked),
        (_, Outcome::Top(outcome)) => top(outcome, asked),
        (standing, Outcome::Judgement(_) | Outcome::Pairwise(_) | Outcome::Budget(_)) => {
            selected(standing, outcome, asked)
        }
    }
}

fn majority(outcome: &MajorityOutcome, asked: &Asked<'_>) -> Said {
    let votes = outcome.lead.as_ref().map_or(0, |lead| lead.votes);
    let (key, kind, named): (_, _, &[OptionIndex]) = match &outcome.verdict {
        MajorityVerdict::Tie { options } => ("tie", "caution", options),
        MajorityVerdict::NoMajority { leader } => ("no-majority", "caution", core::slice::from_ref(leader)),
        MajorityVerdict::Won { option } => ("won", "positive", core::slice::from_ref(option)),
        MajorityVerdict::QuorumMissed { .. } | MajorityVerdict::NoValidVotes => {
            ("no-valid-votes", "caution", &[])
        }
    };
    let values = vec![
        ("votes", votes.into()),
        ("share", asked.text.percent(votes, outcome.valid).into()),
        ("required", outcome.majority.required.into()),
        ("names", asked.names(named).into()),
    ];
    (key, kind, values)
}

fn top(outcome: &TopOutcome, asked: &Asked<'_>) -> Said {
    let tied = outcome.tied.as_ref();
    let (key, kind) = match &outcome.verdict {
        TopVerdict::Tie => ("top-tie", "caution"),
        TopVerdict::Vacant => ("top-vacant", "caution"),
        TopVerdict::Filled => ("top-filled", "positive"),
        TopVerdict::QuorumMissed { .. } | TopVerdict::NoValidVotes => ("no-valid-votes", "caution"),
    };
    let values = vec![
        ("names", asked.names(&outcome.leading).into()),
        (
            "tied",
            tied.map_or_else(String::new, |tied| asked.names(&tied.options))
                .into(),
        ),
        ("seats", u64::from(outcome.rule.seats.get()).into()),
        ("left", tied.map_or(0, |tied| tied.seats).into()),
        ("vacant", outcome.vacant.into()),
        ("chosen", count(outcome.leading.len()).into()),
    ];
    (key, kind, values)
}

/// Who wins, who is tied, what is left open; the reasons are told step by step.
fn selected(standing: Standing, outcome: &Outcome, asked: &Asked<'_>) -> Said {
    let budget = matches!(outcome, Outcome::Budget(_));
    let (key, kind) = match standing {
        Standing::Tie => ("selected-tie", "caution"),
        Standing::NoMajority => ("cycle", "caution"),
        Standing::Vacant if budget => ("nothing-bought", "caution"),
        Standing::Vacant => ("selected-vacant", "caution"),
        Standing::Decided if budget => ("bought", "positive"),
        Standing::Decided => ("selected", "positive"),
        Standing::QuorumMissed | Standing::NoValidVotes => ("no-valid-votes", "caution"),
    };
    let values = vec![
        ("names", asked.names(&outcome.winners()).into()),
        ("tied", asked.names(outcome.tied()).into()),
        ("chosen", count(outcome.winners().len()).into()),
    ];
    (key, kind, values)
}

/// The first quorum that was missed.
fn quorum_missed(checks: &[QuorumCheck], asked: &Asked<'_>) -> Said {
    let check = checks.iter().find(|check| !check.threshold.is_met());
    let share = check.map_or_else(String::new, |check| share_in_words(check.share, asked.text));
    let values = vec![
        (
            "required",
            check.map_or(0, |check| check.threshold.required).into(),
        ),
        ("reached", check.map_or(0, |check| check.threshold.reached).into()),
        ("share", share.into()),
        (
            "base",
            check.map_or("turnout", |check| base_key(check.base)).into(),
        ),
    ];
    ("quorum-missed", "caution", values)
}
