//! Rules on counters, applied to the plain count of a file.

use super::words::{Names, table};
use super::{Count, Counted, RuleName};
use anyhow::Context as _;
use comitia_counting::{
    Budget, BudgetOrder, BudgetOutcome, Electorate, Fate, Judged, Judgement, JudgementOutcome, Outcome,
    Project, Quorums, Rule, TieBreak,
};
use comitia_election::contest::ContestRule;
use comitia_rehearsal::{BallotFile, read};
use std::num::NonZeroU32;

pub fn count(count: &Count) -> anyhow::Result<Counted> {
    let file = read(&count.ballots, count.kind)?;
    let rule = rule(count, &file)?;
    let voters = u64::try_from(file.ballots.len()).unwrap_or(u64::MAX);
    let electorate = Electorate {
        registered: voters,
        turnout: voters,
    };
    let outcome = rule.decide(&file.to_contest().counts(electorate, &file.plain_count())?)?;
    let names = names(&file);
    let text = match &outcome {
        Outcome::Judgement(outcome) => judgement(outcome, &names, &grades(&file)),
        Outcome::Budget(outcome) => budget(outcome, &names),
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

fn rule(count: &Count, file: &BallotFile) -> anyhow::Result<Rule> {
    let quorums = Quorums::default();
    Ok(if count.rule == RuleName::Judgement {
        Rule::Judgement(Judgement {
            seats: count.seats.unwrap_or(NonZeroU32::MIN),
            quorums,
        })
    } else {
        let order = if count.per_cost {
            BudgetOrder::VotesPerCost
        } else {
            BudgetOrder::Votes
        };
        Rule::Budget(Budget {
            envelope: count
                .budget
                .or(file.envelope)
                .context("say with --budget what there is to spend")?,
            order,
            skip: !count.stop,
            threshold: count.threshold,
            quorums,
        })
    })
}

/// What the options of a file are called: by name where they have one.
pub fn names(file: &BallotFile) -> Names {
    let name = |option: &comitia_rehearsal::Choice| match &option.name {
        Some(name) => format!("{} ({})", name, option.id),
        None => option.id.clone(),
    };
    Names::new(file.options.iter().map(name).collect())
}

/// The ids of the options of a file.
pub fn ids(file: &BallotFile) -> Vec<String> {
    file.options.iter().map(|option| option.id.clone()).collect()
}

/// The grades of a file, the worst first.
fn grades(file: &BallotFile) -> Vec<String> {
    match &file.rule {
        ContestRule::Grades(rule) => rule.grades.iter().map(|grade| grade.id.clone()).collect(),
        _ => Vec::new(),
    }
}

fn judgement(outcome: &JudgementOutcome, names: &Names, grades: &[String]) -> String {
    let grade = |grade: usize| grades.get(grade).cloned().unwrap_or_else(|| grade.to_string());
    let row = |judged: &Judged| {
        vec![
            names.of(judged.option),
            judged.place.to_string(),
            judged.grade.map(grade).unwrap_or_default(),
            judged.better.to_string(),
            judged.worse.to_string(),
        ]
    };
    let rows: Vec<_> = outcome.order.iter().map(row).collect();
    let step = |step: &TieBreak| {
        let (ahead, behind) = (names.of(step.ahead), names.of(step.behind));
        match step.difference {
            None => format!("  {ahead} and {behind} have every grade equally often.\n"),
            Some(difference) => format!(
                "  {ahead} before {behind}: after {} equal middle grades, {} against {}.\n",
                difference.removed,
                grade(difference.ahead_grade),
                grade(difference.behind_grade)
            ),
        }
    };
    let steps: String = outcome.tie_breaks.iter().map(step).collect();
    format!(
        "Majority judgement: {} ballots.\n\n{}\nThe same middle grade:\n{steps}",
        outcome.valid,
        table(&["option", "place", "middle grade", "better", "worse"], &rows)
    )
}

fn budget(outcome: &BudgetOutcome, names: &Names) -> String {
    format!(
        "{} ballots, {} of them blank; an envelope of {}.\n\n{}\nSpent: {}.\n",
        outcome.electorate.turnout,
        outcome.blank,
        outcome.rule.envelope,
        projects(&outcome.projects, names),
        outcome.spent
    )
}

/// What became of projects.
pub fn projects(projects: &[Project], names: &Names) -> String {
    let row = |project: &Project| {
        vec![
            names.of(project.option),
            project.votes.to_string(),
            project.cost.to_string(),
            fate(&project.fate),
        ]
    };
    let rows: Vec<_> = projects.iter().map(row).collect();
    table(&["project", "votes", "cost", ""], &rows)
}

fn fate(fate: &Fate) -> String {
    match fate {
        Fate::Bought { left } => format!("bought, {left} left"),
        Fate::TooDear { missing } => format!("too dear by {missing}"),
        Fate::NoVotes => "without votes".to_owned(),
        Fate::UnderThreshold { missing } => format!("{missing} votes too few"),
        Fate::Tied => "tied".to_owned(),
        Fate::NotReached => "not reached".to_owned(),
    }
}
