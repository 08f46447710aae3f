//! Equal shares of an envelope.

use super::counters::{ids, names, projects};
use super::words::{Names, table};
use super::{Count, Counted, SatisfactionName};
use anyhow::Context as _;
use comitia_counting::open::{
    Completion, EqualShares, EqualSharesOutcome, EqualSharesVerdict, Purchase, Satisfaction, Unbought,
};
use comitia_rehearsal::read;
use std::fmt::Write as _;

pub fn equal_shares(count: &Count) -> anyhow::Result<Counted> {
    let file = read(&count.ballots, count.kind)?;
    let rule = EqualShares {
        envelope: count
            .budget
            .or(file.envelope)
            .context("say with --budget what there is to spend")?,
        satisfaction: match count.satisfaction {
            SatisfactionName::Cost => Satisfaction::Cost,
            SatisfactionName::Cardinality => Satisfaction::Cardinality,
        },
        completion: Completion {
            raise: count.raise,
            greedy: count.rest,
        },
        ties: count.ties(&ids(&file), None),
    };
    let outcome = rule.decide(&file.shares()?)?;
    let names = names(&file);
    let tied = match &outcome.verdict {
        EqualSharesVerdict::Tie { options } => options.clone(),
        _ => Vec::new(),
    };
    Ok(Counted {
        title: file.title,
        winners: outcome.winners(),
        tied,
        text: text(&outcome, &names),
        outcome: serde_json::to_value(&outcome)?,
        names,
    })
}

fn text(outcome: &EqualSharesOutcome, names: &Names) -> String {
    let Some(share) = &outcome.share else {
        return "Nobody supports any project.\n".to_owned();
    };
    let mut text = format!(
        "Method of Equal Shares: an envelope of {} for {} voters, {} each",
        outcome.rule.envelope,
        outcome.ballots,
        share.decimal(2)
    );
    if outcome.rule.completion.raise.is_some() {
        let _ = write!(text, " after {} raises", outcome.raised);
    }
    text += ".\n\nBought by their supporters, in this order:\n";
    text += &purchases(&outcome.purchases, names);
    text += "\nNot bought with shares:\n";
    text += &unbought(&outcome.unbought, names);
    if let Some(rest) = &outcome.completion {
        let _ = writeln!(text, "\nThe rest of {} buys by points:", rest.rule.envelope);
        text += &projects(&rest.projects, names);
    }
    let _ = writeln!(text, "\nSpent: {} of {}.", outcome.spent, outcome.rule.envelope);
    text
}

fn purchases(purchases: &[Purchase], names: &Names) -> String {
    let row = |purchase: &Purchase| {
        vec![
            names.of(purchase.option),
            purchase.cost.to_string(),
            purchase.supporters.to_string(),
            purchase.price.decimal(2),
            purchase.most.decimal(2),
            purchase.exhausted.to_string(),
        ]
    };
    let header = [
        "project",
        "cost",
        "supporters",
        "price of a point",
        "most paid",
        "paid all they had",
    ];
    table(&header, &purchases.iter().map(row).collect::<Vec<_>>())
}

fn unbought(unbought: &[Unbought], names: &Names) -> String {
    let row = |project: &Unbought| {
        vec![
            names.of(project.option),
            project.cost.to_string(),
            project.supporters.to_string(),
            project.together.decimal(2),
        ]
    };
    let header = ["project", "cost", "supporters", "have left together"];
    table(&header, &unbought.iter().map(row).collect::<Vec<_>>())
}
