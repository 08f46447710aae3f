//! One counter for each option: bars, and a table of totals with their shares or means.

use comitia_counting::{OptionIndex, Outcome};
use comitia_election::contest::ContestRule;
use comitia_kit::chart::{Bars, Mark, Row, Tone};
use comitia_kit::i18n::{Localiser, Phrase};
use comitia_kit::templates::Markup;

use super::shown::{Asked, Cell, Table, TableRow};
use crate::votation::Contest;

/// A chart with more bars than this is a wall; the table has them all.
pub(super) const MOST_BARS: usize = 25;

/// What is counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Unit {
    Votes,
    Score,
    Points,
    Levels,
    Amount,
}

impl Unit {
    pub const fn of(contest: &Contest) -> Self {
        match contest.choice {
            ContestRule::Score(_) => Self::Score,
            ContestRule::Points(_) => Self::Points,
            ContestRule::Quadratic(_) => Self::Levels,
            ContestRule::Allocation(_) => Self::Amount,
            _ => Self::Votes,
        }
    }

    /// The end of the names of the messages about it: `result-unit-<key>`, `chart-unit-<key>`.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Votes => "votes",
            Self::Score => "score",
            Self::Points => "points",
            Self::Levels => "levels",
            Self::Amount => "amount",
        }
    }
}

/// What a total is compared with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Whole {
    /// The valid votes; blank ones have no share of them.
    Valid(u64),
    /// Those who voted.
    Turnout(u64),
    /// Those who voted, of whom each gives a number.
    Voters(u64),
}

impl Whole {
    /// The head of its column: the end of the name of a message.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Valid(_) => "result-share-valid",
            Self::Turnout(_) => "result-share-turnout",
            Self::Voters(_) => "result-mean",
        }
    }

    /// The share or the mean of a total.
    fn of(self, line: &Line, text: &Localiser) -> Option<String> {
        match self {
            Self::Valid(_) if line.blank => None,
            Self::Valid(whole) | Self::Turnout(whole) => Some(text.percent(line.votes, whole)),
            Self::Voters(whole) => Some(text.quotient(line.votes, whole)),
        }
    }
}

/// An option and its total.
#[derive(Clone, Debug)]
pub(super) struct Line {
    pub option: OptionIndex,
    pub label: Phrase,
    pub votes: u64,
    pub blank: bool,
}

/// The options that can win, and the blank one, with their totals.
pub(super) struct Counted<'a> {
    asked: &'a Asked<'a>,
    pub lines: Vec<Line>,
    pub whole: Whole,
}

impl<'a> Counted<'a> {
    /// In the order of the ballot.
    pub fn new(asked: &'a Asked<'a>, whole: Whole) -> Self {
        let counts = asked.result.counts.iter().enumerate();
        let shown = counts.filter(|(option, _)| !asked.contest.is_on_a_list(*option));
        let line = |(option, votes): (usize, &u64)| Line {
            option: OptionIndex(option),
            label: asked.label(OptionIndex(option)),
            votes: *votes,
            blank: asked
                .contest
                .options
                .get(option)
                .is_some_and(|option| option.blank),
        };
        Self {
            lines: shown.map(line).collect(),
            asked,
            whole,
        }
    }

    /// The largest first, blank votes last.
    pub fn largest_first(mut self) -> Self {
        self.lines
            .sort_by_key(|line| (line.blank, std::cmp::Reverse(line.votes)));
        self
    }

    fn value(&self, line: &Line) -> String {
        let votes = self.asked.text.number(line.votes);
        match self.whole.of(line, self.asked.text) {
            Some(mean) if matches!(self.whole, Whole::Voters(_)) => {
                let values = [("total", votes.into()), ("mean", mean.into())];
                self.asked.say("chart-total-and-mean", &values)
            }
            Some(share) => format!("{votes} · {share}"),
            None => votes,
        }
    }

    /// The bars, and how many of them are left out.
    pub fn picture(&self, marks: Vec<Mark>, scale: u64) -> (Markup, usize) {
        let row = |line: &Line| Row {
            label: line.label.text.clone(),
            value: self.value(line),
            amount: line.votes,
            tone: if line.blank { Tone::Quiet } else { Tone::Main },
        };
        let rows: Vec<Row> = self.lines.iter().take(MOST_BARS).map(row).collect();
        let bars = rows.iter().map(|row| (row.label.as_str(), row.value.as_str()));
        let lines = marks
            .iter()
            .map(|mark| (mark.label[0].as_str(), mark.label[1].as_str()));
        let unit = Unit::of(self.asked.contest).key();
        let chart = Bars {
            title: self.asked.text.text(&format!("chart-unit-{unit}")),
            description: Asked::described(bars.chain(lines)),
            rows,
            marks,
            scale,
        };
        (
            chart.svg(self.asked.id),
            self.lines.len().saturating_sub(MOST_BARS),
        )
    }

    /// The table twin, and for lists one more for the candidates of each.
    pub fn tables(&self) -> Vec<Table> {
        let text = self.asked.text;
        let unit = Unit::of(self.asked.contest).key();
        let row = |line: &Line| {
            let second = Cell {
                text: self.whole.of(line, text),
                ..Cell::default()
            };
            let cells = vec![Cell::new(text.number(line.votes)), second];
            self.asked.row(line.option, cells)
        };
        let totals = Table {
            title: text.text("result-table-title"),
            head: vec![
                text.text("result-answer"),
                text.text(&format!("result-unit-{unit}")),
                text.text(self.whole.key()),
            ],
            rows: self.lines.iter().map(row).collect(),
        };
        let mut tables = vec![totals];
        tables.extend(self.lines.iter().filter_map(|line| candidates(self.asked, line)));
        tables
    }
}

/// The candidates of a list, if it has any: theirs are shares of the votes of the list.
fn candidates(asked: &Asked<'_>, list: &Line) -> Option<Table> {
    let text = asked.text;
    let on = asked.contest.candidates_of(list.option.0);
    let row = |option: usize| {
        let votes = asked.result.counts.get(option).copied().unwrap_or(0);
        TableRow {
            label: asked.label(OptionIndex(option)),
            mark: None,
            cells: vec![
                Cell::new(text.number(votes)),
                Cell::new(text.percent(votes, list.votes)),
            ],
        }
    };
    let rows: Vec<TableRow> = on.into_iter().map(row).collect();
    (!rows.is_empty()).then(|| Table {
        title: asked.say("result-on-list", &[("list", list.label.text.as_str().into())]),
        head: ["result-person", "result-unit-votes", "result-share-list"]
            .map(|key| text.text(key))
            .into(),
        rows,
    })
}

/// Those who voted: all of them, also where the counts are only reported.
pub(super) fn voters(asked: &Asked<'_>, turnout: u64) -> Whole {
    let turnout = asked
        .result
        .outcome
        .as_ref()
        .map_or(turnout, |outcome: &Outcome| outcome.electorate().turnout);
    match Unit::of(asked.contest) {
        Unit::Votes => Whole::Turnout(turnout),
        Unit::Score | Unit::Points | Unit::Levels | Unit::Amount => Whole::Voters(turnout),
    }
}
