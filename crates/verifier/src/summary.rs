//! A verification as JSON, for programs.

use crate::Verification;
use comitia_election::manifest::Manifest;
use comitia_election::state::Closed;
use comitia_election::tally::Plan;
use comitia_election::verification::{CheckId, Status};
use serde::Serialize;
use std::collections::BTreeMap;

/// Counts by contest and option.
pub type Counts = BTreeMap<String, BTreeMap<String, u64>>;

/// One check.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct CheckLine {
    /// Its number, like `V07`.
    pub id: &'static str,
    /// Whether it holds, or does not apply.
    pub ok: bool,
    /// How many things were checked.
    pub covered: u64,
    /// What or who is wrong.
    pub culprit: Option<String>,
    /// Why it was not made.
    pub skipped: Option<String>,
    /// What deserves attention although it holds.
    pub remark: Option<String>,
    /// What is checked.
    pub title: &'static str,
}

/// The whole report.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Summary {
    /// Whether no check failed.
    pub ok: bool,
    /// All checks, in order.
    pub checks: Vec<CheckLine>,
    /// Counts over all groups; empty when there is no result.
    pub counts: Counts,
    /// Counts of groups that were decrypted together, by their ids joined with `+`.
    pub groups: BTreeMap<String, Counts>,
}

impl Summary {
    /// The report of a verification.
    #[must_use]
    pub fn of(verification: &Verification) -> Self {
        let groups = groups(verification);
        let mut counts = Counts::new();
        for (contest, option, count) in groups.values().flat_map(flatten) {
            let total = counts
                .entry(contest.clone())
                .or_default()
                .entry(option.clone())
                .or_insert(0);
            *total = u64::saturating_add(*total, count);
        }
        Self {
            ok: verification.is_ok(),
            checks: checks(verification),
            counts,
            groups,
        }
    }
}

fn flatten(counts: &Counts) -> impl Iterator<Item = (&String, &String, u64)> {
    counts.iter().flat_map(|(contest, options)| {
        options
            .iter()
            .map(move |(option, count)| (contest, option, *count))
    })
}

fn checks(verification: &Verification) -> Vec<CheckLine> {
    let line = |(id, check): (CheckId, &comitia_election::verification::CheckReport)| {
        let (ok, culprit, skipped) = match &check.status {
            Status::Passed => (true, None, None),
            Status::Failed(culprit) => (false, Some(culprit.clone()), None),
            Status::Skipped(reason) => (true, None, Some(reason.clone())),
            Status::NotReached(because) => (false, None, Some(format!("not reached: {because} failed"))),
        };
        CheckLine {
            id: id.id(),
            ok,
            covered: check.covered,
            culprit,
            skipped,
            remark: check.remark.clone(),
            title: id.title(),
        }
    };
    verification.report().iter().map(line).collect()
}

/// Counts that rest on a failed check are no counts.
fn groups(verification: &Verification) -> BTreeMap<String, Counts> {
    let conclusion = &verification.conclusion;
    let sound = conclusion.report.iter().filter(|(id, _)| *id < CheckId::V21);
    let sound = sound.fold(true, |sound, (_, check)| {
        sound && matches!(check.status, Status::Passed | Status::Skipped(_))
    });
    let closed = conclusion
        .election
        .as_ref()
        .and_then(|election| Some((election.manifest(), election.closed()?)));
    match (closed, &conclusion.opened, &conclusion.aggregates) {
        (Some((manifest, closed)), Some(opened), Some(aggregates)) if sound && !is_under_floor(closed) => {
            let mut groups = without_ballots(manifest, closed);
            for (unit, counts) in aggregates.units().iter().zip(&opened.counts) {
                groups.insert(label(manifest, &unit.groups), by_counter(manifest, counts));
            }
            groups
        }
        _ => BTreeMap::new(),
    }
}

const fn is_under_floor(closed: &Closed) -> bool {
    matches!(closed.plan(), Plan::UnderFloor(_))
}

/// Groups of which nobody voted have zeros that nobody decrypted.
fn without_ballots(manifest: &Manifest, closed: &Closed) -> BTreeMap<String, Counts> {
    let voted: Vec<u16> = match closed.plan() {
        Plan::Units(units) => units.iter().flat_map(|unit| unit.groups.clone()).collect(),
        Plan::UnderFloor(_) => Vec::new(),
    };
    let zeros = vec![0; manifest.ballot().shape().counters()];
    (0u16..)
        .zip(&manifest.groups)
        .filter(|(place, _)| !voted.contains(place))
        .map(|(_, group)| (group.id.clone(), by_counter(manifest, &zeros)))
        .collect()
}

fn label(manifest: &Manifest, groups: &[u16]) -> String {
    let ids = groups
        .iter()
        .filter_map(|group| manifest.groups.get(usize::from(*group)));
    ids.map(|group| group.id.as_str()).collect::<Vec<_>>().join("+")
}

fn by_counter(manifest: &Manifest, counts: &[u64]) -> Counts {
    let mut all = Counts::new();
    for (contest, place) in manifest.contests.iter().zip(manifest.ballot().places()) {
        let own = counts.get(place.counters.clone()).unwrap_or_default();
        let names = contest
            .counters()
            .into_iter()
            .map(|counter| counter.name(contest));
        all.insert(contest.id.clone(), names.zip(own.iter().copied()).collect());
    }
    all
}
