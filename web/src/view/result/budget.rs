//! Projects: bars of their votes in the order in which they were looked at, and what became of each.

use comitia_counting::{BudgetOutcome, Fate, Project};
use comitia_kit::chart::{Bars, Row, Tone};
use comitia_kit::i18n::Arg;
use comitia_kit::templates::Markup;

use super::counted::{MOST_BARS, Unit};
use super::shown::{Asked, Cell, Shown, Table};

pub(super) fn shown(outcome: &BudgetOutcome, asked: &Asked<'_>) -> Shown {
    Shown {
        picture: picture(outcome, asked),
        left_out: outcome.projects.len().saturating_sub(MOST_BARS),
        tables: vec![table(outcome, asked)],
        reasons: vec![spent(outcome, asked)],
    }
}

fn picture(outcome: &BudgetOutcome, asked: &Asked<'_>) -> Markup {
    let row = |project: &Project| {
        let bought = matches!(project.fate, Fate::Bought { .. });
        let values = [
            ("votes", project.votes.into()),
            ("cost", project.cost.into()),
            ("bought", if bought { "yes" } else { "no" }.into()),
        ];
        Row {
            label: asked.label(project.option).text,
            value: asked.say("chart-project", &values),
            amount: project.votes,
            tone: if bought { Tone::Main } else { Tone::Quiet },
        }
    };
    let rows: Vec<Row> = outcome.projects.iter().take(MOST_BARS).map(row).collect();
    let lines = rows.iter().map(|row| (row.label.as_str(), row.value.as_str()));
    let unit = Unit::of(asked.contest).key();
    let bars = Bars {
        title: asked.text.text(&format!("chart-unit-{unit}")),
        description: Asked::described(lines),
        rows,
        marks: Vec::new(),
        scale: 0,
    };
    bars.svg(asked.id)
}

fn table(outcome: &BudgetOutcome, asked: &Asked<'_>) -> Table {
    let text = asked.text;
    let row = |project: &Project| {
        let cells = vec![
            Cell::new(text.number(project.votes)),
            Cell::new(text.number(project.cost)),
            Cell::words(fate(&project.fate, asked)),
        ];
        asked.row(project.option, cells)
    };
    let unit = Unit::of(asked.contest).key();
    Table {
        title: text.text("result-projects-title"),
        head: vec![
            text.text("result-project"),
            text.text(&format!("result-unit-{unit}")),
            text.text("result-cost"),
            text.text("result-fate"),
        ],
        rows: outcome.projects.iter().map(row).collect(),
    }
}

fn fate(fate: &Fate, asked: &Asked<'_>) -> String {
    let (key, values): (_, &[(&str, Arg)]) = match fate {
        Fate::Bought { left } => ("fate-bought", &[("left", (*left).into())]),
        Fate::TooDear { missing } => ("fate-too-dear", &[("missing", (*missing).into())]),
        Fate::NoVotes => ("fate-no-votes", &[]),
        Fate::UnderThreshold { missing } => ("fate-under-threshold", &[("missing", (*missing).into())]),
        Fate::Tied => ("fate-tied", &[]),
        Fate::NotReached => ("fate-not-reached", &[]),
    };
    asked.say(key, values)
}

/// What the bought projects cost together, and what is left of the envelope.
fn spent(outcome: &BudgetOutcome, asked: &Asked<'_>) -> String {
    let envelope = outcome.rule.envelope;
    let values = [
        ("spent", outcome.spent.into()),
        ("envelope", envelope.into()),
        ("left", envelope.saturating_sub(outcome.spent).into()),
    ];
    asked.say("reason-spent", &values)
}
