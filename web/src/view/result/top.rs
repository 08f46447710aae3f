//! The options with the highest totals: of votes, points, scores, levels or amounts.

use comitia_counting::TopOutcome;

use super::counted::{Counted, Unit, voters};
use super::shown::{Asked, Shown};

pub(super) fn shown(outcome: Option<&TopOutcome>, turnout: u64, asked: &Asked<'_>) -> Shown {
    let counted = Counted::new(asked, voters(asked, turnout)).largest_first();
    let (picture, left_out) = counted.picture(Vec::new(), 0);
    Shown {
        picture,
        left_out,
        tables: counted.tables(),
        reasons: outcome
            .and_then(|outcome| margin(outcome, asked))
            .into_iter()
            .collect(),
    }
}

/// How far the last of the winners is from the next.
fn margin(outcome: &TopOutcome, asked: &Asked<'_>) -> Option<String> {
    let last = outcome.leading.last()?;
    let values = [
        ("name", asked.names(core::slice::from_ref(last)).into()),
        ("margin", outcome.margin?.into()),
        ("unit", Unit::of(asked.contest).key().into()),
    ];
    Some(asked.say("reason-margin", &values))
}
