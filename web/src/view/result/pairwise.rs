//! Rankings: the duels of the first option as a picture, all duels as a matrix, and what the method made of them.

use comitia_counting::{OptionIndex, PairwiseOutcome, Placed, Working};
use comitia_kit::chart::{Stack, Stacks};
use comitia_kit::templates::Markup;

use super::shown::{Asked, Cell, Shown, Table};

pub(super) fn shown(outcome: &PairwiseOutcome, asked: &Asked<'_>) -> Shown {
    let duels = Duels { asked, outcome };
    let mut tables = vec![duels.matrix("result-duels-title", &outcome.above)];
    match &outcome.working {
        // Chains matter where nobody wins every duel.
        Working::Schulze { paths } if outcome.condorcet_winner.is_none() => {
            tables.push(duels.matrix("result-chains-title", paths));
        }
        Working::Borda { doubled_points } => tables.push(duels.points(doubled_points)),
        Working::Schulze { .. } | Working::Condorcet { .. } => {}
    }
    Shown {
        picture: duels.picture(),
        left_out: 0,
        tables,
        reasons: duels.reasons(),
    }
}

struct Duels<'a> {
    asked: &'a Asked<'a>,
    outcome: &'a PairwiseOutcome,
}

fn at(matrix: &[Vec<u64>], a: OptionIndex, b: OptionIndex) -> u64 {
    matrix.get(a.0).and_then(|row| row.get(b.0)).copied().unwrap_or(0)
}

impl Duels<'_> {
    fn above(&self, a: OptionIndex, b: OptionIndex) -> u64 {
        at(&self.outcome.above, a, b)
    }

    /// The options, the best first.
    fn order(&self) -> Vec<OptionIndex> {
        self.outcome.order.iter().map(|placed| placed.option).collect()
    }

    /// The first option against each other one: for it, level, against it.
    fn picture(&self) -> Markup {
        let order = self.order();
        let text = self.asked.text;
        let first = order.first().copied().unwrap_or(OptionIndex(0));
        let stack = |other: &OptionIndex| {
            let (above, below) = (self.above(first, *other), self.above(*other, first));
            let level = self.outcome.valid.saturating_sub(above.saturating_add(below));
            let values = [("above", above.into()), ("below", below.into())];
            Stack {
                label: self
                    .asked
                    .say("chart-against", &[("name", self.asked.label(*other).text.into())]),
                value: self.asked.say("chart-duel", &values),
                parts: vec![above, level, below],
            }
        };
        let rows: Vec<Stack> = order.iter().skip(1).map(stack).collect();
        let lines = rows.iter().map(|row| (row.label.as_str(), row.value.as_str()));
        let name = self.asked.names(&[first]);
        let stacks = Stacks {
            title: self.asked.say("chart-duels", &[("name", name.as_str().into())]),
            description: Asked::described(lines),
            legend: vec![
                self.asked.say("chart-prefer", &[("name", name.into())]),
                text.text("chart-level"),
                text.text("chart-prefer-other"),
            ],
            middle: text.text("chart-middle"),
            rows,
        };
        stacks.svg(self.asked.id)
    }

    /// Row against column, in the order of the outcome; what is larger than its counterpart stands out.
    fn matrix(&self, title: &str, numbers: &[Vec<u64>]) -> Table {
        let (order, text) = (self.order(), self.asked.text);
        let cell = |a: OptionIndex, b: OptionIndex| {
            let (own, other) = (at(numbers, a, b), at(numbers, b, a));
            let cell = Cell::new(text.number(own));
            if a == b {
                Cell::default()
            } else {
                cell.marked((own > other).then_some("won"))
            }
        };
        let row = |a: &OptionIndex| {
            let cells = order.iter().map(|b| cell(*a, *b)).collect();
            self.asked.row(*a, cells)
        };
        let heads = order.iter().map(|option| self.asked.label(*option).text);
        Table {
            title: text.text(title),
            head: std::iter::once(text.text("result-answer")).chain(heads).collect(),
            rows: order.iter().map(row).collect(),
        }
    }

    /// Points are doubled so that halves are whole numbers.
    fn points(&self, doubled: &[u64]) -> Table {
        let text = self.asked.text;
        let row = |placed: &Placed| {
            let points = doubled.get(placed.option.0).copied().unwrap_or(0);
            let points = if points.is_multiple_of(2) {
                text.number(points / 2)
            } else {
                text.quotient(points, 2)
            };
            self.asked.row(placed.option, vec![Cell::new(points)])
        };
        Table {
            title: text.text("result-borda-title"),
            head: vec![text.text("result-answer"), text.text("result-unit-points")],
            rows: self.outcome.order.iter().map(row).collect(),
        }
    }

    /// Who wins every duel, or that nobody does; the duels of the first; the chains, where they decide.
    fn reasons(&self) -> Vec<String> {
        if self.outcome.valid == 0 {
            return Vec::new();
        }
        let winner = match self.outcome.condorcet_winner {
            Some(winner) => self
                .asked
                .say("reason-wins-all", &[("name", self.asked.names(&[winner]).into())]),
            None => self.asked.text.text("reason-wins-none"),
        };
        let order = self.order();
        let first = order.first().copied().unwrap_or(OptionIndex(0));
        let duels = order.iter().skip(1).map(|other| self.duel(first, *other));
        let chains = match &self.outcome.working {
            Working::Schulze { paths } if self.outcome.condorcet_winner.is_none() => order
                .iter()
                .skip(1)
                .map(|other| self.chain(paths, first, *other))
                .collect(),
            _ => Vec::new(),
        };
        std::iter::once(winner).chain(duels).chain(chains).collect()
    }

    fn duel(&self, a: OptionIndex, b: OptionIndex) -> String {
        let (above, below) = (self.above(a, b), self.above(b, a));
        let (winner, loser) = if below > above { (b, a) } else { (a, b) };
        let values = [
            ("winner", self.asked.names(&[winner]).into()),
            ("loser", self.asked.names(&[loser]).into()),
            ("above", above.max(below).into()),
            ("below", above.min(below).into()),
        ];
        let key = if above == below {
            "reason-duel-level"
        } else {
            "reason-duel"
        };
        self.asked.say(key, &values)
    }

    fn chain(&self, paths: &[Vec<u64>], a: OptionIndex, b: OptionIndex) -> String {
        let values = [
            ("first", self.asked.names(&[a]).into()),
            ("other", self.asked.names(&[b]).into()),
            ("there", at(paths, a, b).into()),
            ("back", at(paths, b, a).into()),
        ];
        self.asked.say("reason-chain", &values)
    }
}
