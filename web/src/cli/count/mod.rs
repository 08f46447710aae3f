//! `comitia count`: a file of open ballots, counted by a rule and explained step by step.

mod counters;
mod rankings;
mod shares;
mod words;

use super::say;
use clap::{Args, ValueEnum};
use comitia_counting::OptionIndex;
use comitia_counting::open::Ties;
use comitia_election::text::escape;
use comitia_rehearsal::Kind;
use serde_json::{Value, json};
use std::num::{NonZeroU32, NonZeroU64};
use std::path::PathBuf;
use std::process::ExitCode;
use words::Names;

/// Which file, and by which rule.
///
/// Exit codes: 0, the ballots are counted, whatever comes of it; 2, they cannot be.
#[derive(Args)]
pub struct Count {
    /// The ballots. Rankings: BLT, PrefLib orders, a Scottish CSV, or the configuration of RCTab beside its
    /// spreadsheet. Projects: a Pabulib file. Grades: a CSV with a column per option.
    #[arg(long, value_name = "FILE")]
    ballots: PathBuf,
    /// The rule.
    #[arg(long, value_enum)]
    rule: RuleName,
    /// How many are elected, where the file does not say so.
    #[arg(long, value_name = "N")]
    seats: Option<NonZeroU32>,
    /// What there is to spend, where it is not what the file says: in the unit of the costs.
    #[arg(long, value_name = "N")]
    budget: Option<u64>,
    /// What happens to a tie of stv, irv and equal-shares; the lot of the file if it has one, else report.
    #[arg(long, value_enum)]
    ties: Option<TiesName>,
    /// What a project is worth to its supporters under equal-shares.
    #[arg(long, value_enum, default_value_t = SatisfactionName::Cost)]
    satisfaction: SatisfactionName,
    /// Raise every share by so much again and again, as long as the envelope lasts (equal-shares; 1 is "add1").
    #[arg(long, value_name = "N")]
    raise: Option<NonZeroU64>,
    /// Spend what shares leave over on the projects with most points (equal-shares).
    #[arg(long)]
    rest: bool,
    /// Buy by votes for the cost instead of by votes (budget).
    #[arg(long)]
    per_cost: bool,
    /// Stop at the first project that does not fit (budget).
    #[arg(long)]
    stop: bool,
    /// The fewest votes or points a project needs (budget).
    #[arg(long, value_name = "N")]
    threshold: Option<u64>,
    /// The kind of contest, where the file can be read as several.
    #[arg(long, value_name = "KIND")]
    kind: Option<Kind>,
    /// Print the outcome as JSON.
    #[arg(long)]
    json: bool,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum RuleName {
    /// Single transferable vote, as in Scotland.
    Stv,
    /// Instant runoff.
    Irv,
    /// Method of Equal Shares.
    EqualShares,
    /// The winner of every comparison, if there is one.
    Condorcet,
    /// Schulze's method.
    Schulze,
    /// Borda's method.
    Borda,
    /// Majority judgement.
    Judgement,
    /// Projects bought in the order of their votes.
    Budget,
}

#[derive(Clone, Copy, ValueEnum)]
enum TiesName {
    /// The count stops and says so.
    Report,
    /// As if a lot had drawn them in the order of the ballot: the first goes first.
    First,
    /// As if a lot had drawn them in the opposite order: the last goes first.
    Last,
    /// As if a lot had drawn them in the order of their ids.
    ById,
}

#[derive(Clone, Copy, ValueEnum)]
enum SatisfactionName {
    /// What it costs.
    Cost,
    /// The same as every other.
    Cardinality,
}

/// A count that can be shown.
struct Counted {
    title: String,
    names: Names,
    winners: Vec<OptionIndex>,
    tied: Vec<OptionIndex>,
    /// The whole explanation.
    outcome: Value,
    /// The explanation in words and tables.
    text: String,
}

impl Count {
    /// Counts and shows.
    pub fn run(self) -> anyhow::Result<ExitCode> {
        let counted = self
            .count()
            .map_err(|error| anyhow::anyhow!(escape(&format!("{}: {error:#}", self.ballots.display()))))?;
        if self.json {
            say(&counted.json().to_string());
        } else {
            say(&counted.text());
        }
        Ok(ExitCode::SUCCESS)
    }

    fn count(&self) -> anyhow::Result<Counted> {
        match self.rule {
            RuleName::Stv => rankings::stv(self),
            RuleName::Irv => rankings::irv(self),
            RuleName::EqualShares => shares::equal_shares(self),
            RuleName::Condorcet | RuleName::Schulze | RuleName::Borda => rankings::pairwise(self),
            RuleName::Judgement | RuleName::Budget => counters::count(self),
        }
    }

    /// How ties are broken among options with these ids; `lot` is the one of the file.
    fn ties(&self, ids: &[String], lot: Option<&Vec<usize>>) -> Ties {
        let all = 0..ids.len();
        let order: Vec<usize> = match (self.ties, lot) {
            (None, Some(lot)) => lot.clone(),
            (None, None) | (Some(TiesName::Report), _) => return Ties::Report,
            (Some(TiesName::First), _) => all.collect(),
            (Some(TiesName::Last), _) => all.rev().collect(),
            (Some(TiesName::ById), _) => {
                let mut order: Vec<usize> = all.collect();
                order.sort_by_key(|place| ids.get(*place));
                order
            }
        };
        Ties::Lot(order.into_iter().map(OptionIndex).collect())
    }
}

impl Counted {
    fn json(&self) -> Value {
        json!({
            "title": self.title,
            "options": self.names.plain(),
            "winners": self.names.all(&self.winners),
            "tied": self.names.all(&self.tied),
            "outcome": self.outcome,
        })
    }

    fn text(&self) -> String {
        let line = |label: &str, options: &[OptionIndex]| match options {
            [] => String::new(),
            options => format!("{label}: {}\n", self.names.listed(options)),
        };
        let end = line("Selected", &self.winners) + &line("Tied, and the count does not choose", &self.tied);
        let end = if end.is_empty() {
            "Nobody is selected.\n".to_owned()
        } else {
            end
        };
        format!("{}\n\n{}\n{}", escape(&self.title), self.text, end.trim_end())
    }
}
