//! One option each, and the most of them wins.

use comitia_counting::{MajorityKind, MajorityOutcome};
use comitia_kit::chart::Mark;

use super::counted::{Counted, Whole};
use super::shown::{Asked, Shown};

pub(super) fn shown(outcome: &MajorityOutcome, asked: &Asked<'_>) -> Shown {
    let counted = Counted::new(asked, Whole::Valid(outcome.valid));
    let marks = absolute(outcome, asked).into_iter().collect();
    let (picture, left_out) = counted.picture(marks, outcome.valid);
    Shown {
        picture,
        left_out,
        tables: counted.tables(),
        reasons: Vec::new(),
    }
}

/// The line of an absolute majority, where there is one to be reached.
fn absolute(outcome: &MajorityOutcome, asked: &Asked<'_>) -> Option<Mark> {
    let drawn = outcome.rule.kind == MajorityKind::Absolute && outcome.valid > 0;
    drawn.then(|| Mark {
        amount: outcome.majority.required,
        label: [
            asked.text.text("chart-majority"),
            asked.text.number(outcome.majority.required),
        ],
        row: None,
    })
}
