//! Rules on rankings.

use super::words::{Names, table};
use super::{Count, Counted, RuleName};
use anyhow::Context as _;
use comitia_counting::open::{
    Irv, IrvOutcome, IrvRound, IrvVerdict, Stage, StageKind, Stv, StvOutcome, StvVerdict, TieBreaker, Votes,
};
use comitia_counting::{
    OptionIndex, Outcome, Pairwise, PairwiseMethod, PairwiseOutcome, PairwiseVerdict, Quorums, Rule, Working,
};
use comitia_rehearsal::ranked::read;
use std::fmt::Write as _;
use std::num::NonZeroU32;

pub fn stv(count: &Count) -> anyhow::Result<Counted> {
    let file = read(&count.ballots)?;
    let rule = Stv {
        seats: count
            .seats
            .or(file.seats)
            .context("say with --seats how many are elected")?,
        ties: count.ties(&file.candidates, file.lot.as_ref()),
    };
    let outcome = rule.decide(&file.profile()?)?;
    let names = Names::new(file.candidates);
    let tied = match &outcome.verdict {
        StvVerdict::Tie(tie) => tie.between.clone(),
        _ => Vec::new(),
    };
    Ok(Counted {
        title: file.title,
        winners: outcome.elected.clone(),
        tied,
        text: stv_text(&outcome, &names),
        outcome: serde_json::to_value(&outcome)?,
        names,
    })
}

fn stv_text(outcome: &StvOutcome, names: &Names) -> String {
    let mut text = format!(
        "Single transferable vote: {} seats, {} valid ballots, {} without a preference. Quota: {} votes.\n",
        outcome.rule.seats, outcome.valid, outcome.blank, outcome.quota
    );
    let mut before: Option<&Stage> = None;
    for (number, stage) in (1..).zip(&outcome.stages) {
        let _ = writeln!(text, "\nStage {number}. {}", said(&stage.kind, names));
        if let Some(tie) = &stage.tie {
            let by = match tie.by {
                TieBreaker::EarlierStage { stage } => format!("stage {} tells them apart", stage + 1),
                TieBreaker::Lot => "the lot decides".to_owned(),
                TieBreaker::Nothing => "without a vote all of them go, in any order".to_owned(),
            };
            let _ = writeln!(text, "  Level: {}; {by}.", names.listed(&tie.between));
        }
        text += &votes(stage, before, names);
        before = Some(stage);
    }
    let left = match &outcome.verdict {
        StvVerdict::NoValidVotes => "\nNobody ranked anybody.\n",
        StvVerdict::Tie(tie) if tie.exclusion => {
            "\nThe count stops: one of the last must go, and they are level.\n"
        }
        StvVerdict::Tie(_) => "\nThe count stops: two surpluses are level, and their order matters.\n",
        StvVerdict::Vacant { .. } => "\nSeats remain vacant: there are no more candidates.\n",
        StvVerdict::Filled => "",
    };
    text + left
}

fn said(kind: &StageKind, names: &Names) -> String {
    match kind {
        StageKind::First => "First preferences.".to_owned(),
        StageKind::Surplus { of, surplus } => {
            format!("{} hands on what is beyond the quota: {surplus}.", names.of(*of))
        }
        StageKind::Exclusion { of } => format!("{} has fewest votes and is excluded.", names.of(*of)),
        StageKind::LastSeats => "As many are left as seats.".to_owned(),
    }
}

/// Whoever has votes or had them before, most first.
fn votes(stage: &Stage, before: Option<&Stage>, names: &Names) -> String {
    let had = |place: usize| before.and_then(|before| before.votes.get(place)).copied();
    let mut places: Vec<(OptionIndex, Votes)> = stage
        .votes
        .iter()
        .enumerate()
        .filter(|(place, votes)| **votes > Votes::NONE || had(*place) > Some(Votes::NONE) || before.is_none())
        .map(|(place, votes)| (OptionIndex(place), *votes))
        .collect();
    places.sort_by_key(|(_, votes)| std::cmp::Reverse(*votes));
    let row = |(option, votes): &(OptionIndex, Votes)| {
        let elected = if stage.elected.contains(option) {
            "elected"
        } else {
            ""
        };
        vec![
            names.of(*option),
            votes.to_string(),
            had(option.0).map(|had| change(had, *votes)).unwrap_or_default(),
            elected.to_owned(),
        ]
    };
    let mut rows: Vec<Vec<String>> = places.iter().map(row).collect();
    let aside = |label: &str, now: Votes, before: Option<Votes>| {
        let change = before.map(|before| change(before, now)).unwrap_or_default();
        vec![label.to_owned(), now.to_string(), change]
    };
    let stands = before.map(|before| before.non_transferable);
    rows.push(aside("not transferable", stage.non_transferable, stands));
    rows.push(aside(
        "lost to cut decimals",
        stage.lost,
        before.map(|before| before.lost),
    ));
    table(&["candidate", "votes", "change", ""], &rows)
}

fn change(before: Votes, now: Votes) -> String {
    let (sign, units) = match before.units().cmp(&now.units()) {
        std::cmp::Ordering::Equal => return String::new(),
        std::cmp::Ordering::Less => ('+', now.units() - before.units()),
        std::cmp::Ordering::Greater => ('-', before.units() - now.units()),
    };
    format!(
        "{sign}{}.{:05}",
        units / Votes::ONE.units(),
        units % Votes::ONE.units()
    )
}

pub fn irv(count: &Count) -> anyhow::Result<Counted> {
    let file = read(&count.ballots)?;
    let rule = Irv {
        ties: count.ties(&file.candidates, file.lot.as_ref()),
        unelectable: file.unelectable.iter().copied().map(OptionIndex).collect(),
    };
    let outcome = rule.decide(&file.profile()?)?;
    let names = Names::new(file.candidates);
    let (winners, tied) = match &outcome.verdict {
        IrvVerdict::Won { option } => (vec![*option], Vec::new()),
        IrvVerdict::Tie { options } => (Vec::new(), options.clone()),
        IrvVerdict::NoValidVotes => (Vec::new(), Vec::new()),
    };
    Ok(Counted {
        title: file.title,
        winners,
        tied,
        text: irv_text(&outcome, &names),
        outcome: serde_json::to_value(&outcome)?,
        names,
    })
}

fn irv_text(outcome: &IrvOutcome, names: &Names) -> String {
    let mut text = format!(
        "Instant runoff: {} valid ballots, {} without a preference.\n",
        outcome.valid, outcome.blank
    );
    for (number, round) in (1..).zip(&outcome.rounds) {
        let _ = writeln!(text, "\nRound {number}. {} votes win.", round.required);
        text += &standings(round, names);
        if !round.excluded.is_empty() {
            let how = if round.by_lot { ", as the lot decides" } else { "" };
            let _ = writeln!(text, "  Excluded: {}{how}.", names.listed(&round.excluded));
        }
    }
    text
}

fn standings(round: &IrvRound, names: &Names) -> String {
    let mut votes = round.votes.clone();
    votes.sort_by_key(|(_, votes)| std::cmp::Reverse(*votes));
    let rows = votes
        .iter()
        .map(|(option, votes)| vec![names.of(*option), votes.to_string()]);
    let mut rows: Vec<Vec<String>> = rows.collect();
    rows.push(vec!["names nobody left".to_owned(), round.exhausted.to_string()]);
    table(&["candidate", "ballots"], &rows)
}

pub fn pairwise(count: &Count) -> anyhow::Result<Counted> {
    let file = read(&count.ballots)?;
    let method = match count.rule {
        RuleName::Schulze => PairwiseMethod::Schulze,
        RuleName::Borda => PairwiseMethod::Borda,
        _ => PairwiseMethod::Condorcet,
    };
    let one = method == PairwiseMethod::Condorcet;
    let rule = Pairwise {
        method,
        seats: count
            .seats
            .or(file.seats.filter(|_| !one))
            .unwrap_or(NonZeroU32::MIN),
        quorums: Quorums::default(),
    };
    let outcome = Rule::Pairwise(rule).decide(&file.pairs()?.into())?;
    let names = Names::new(file.candidates);
    let text = match &outcome {
        Outcome::Pairwise(outcome) => pairwise_text(outcome, &names),
        _ => String::new(),
    };
    Ok(Counted {
        title: file.title,
        winners: outcome.winners(),
        tied: outcome.tied().to_vec(),
        text,
        outcome: serde_json::to_value(&outcome)?,
        names,
    })
}

fn pairwise_text(outcome: &PairwiseOutcome, names: &Names) -> String {
    let mut text = format!("{} ballots rank, {} are blank.\n\n", outcome.valid, outcome.blank);
    text += "Ballots that rank the candidate of the row above the one of the column:\n";
    text += &matrix(&outcome.above, names);
    match &outcome.working {
        Working::Condorcet { front } => {
            let _ = writeln!(text, "\nBeat all others: {}.", names.listed(front));
        }
        Working::Schulze { paths } => {
            text += "\nStrength of the strongest chain of victories from the row to the column:\n";
            text += &matrix(paths, names);
        }
        Working::Borda { doubled_points } => {
            let points = |(place, points): (usize, &u64)| {
                let half = if points % 2 == 1 { ".5" } else { "" };
                vec![names.of(OptionIndex(place)), format!("{}{half}", points / 2)]
            };
            let rows: Vec<_> = doubled_points.iter().enumerate().map(points).collect();
            text += "\n";
            text += &table(&["candidate", "points"], &rows);
        }
    }
    text += "\n";
    let place = |placed: &comitia_counting::Placed| vec![names.of(placed.option), placed.place.to_string()];
    text += &table(
        &["order", "place"],
        &outcome.order.iter().map(place).collect::<Vec<_>>(),
    );
    if let PairwiseVerdict::Cycle { options } = &outcome.verdict {
        let _ = writeln!(
            text,
            "\nNobody wins every comparison: {} go round in a circle.",
            names.listed(options)
        );
    }
    text
}

/// Rows and columns by number: names would be too wide.
fn matrix(numbers: &[Vec<u64>], names: &Names) -> String {
    let columns: Vec<String> = (1..=numbers.len()).map(|number| format!("({number})")).collect();
    let mut header = vec![""];
    header.extend(columns.iter().map(String::as_str));
    let row = |(place, numbers): (usize, &Vec<u64>)| {
        let mut row = vec![format!("({}) {}", place + 1, names.of(OptionIndex(place)))];
        let cell = |(column, number): (usize, &u64)| {
            if column == place {
                "-".to_owned()
            } else {
                number.to_string()
            }
        };
        row.extend(numbers.iter().enumerate().map(cell));
        row
    };
    table(&header, &numbers.iter().enumerate().map(row).collect::<Vec<_>>())
}
