//! Counts to a result.

use super::{Aggregates, Opened, Plan, TallyError, Unit};
use crate::entry::{ContestResult, TallyResult, UnitResult};
use crate::manifest::{Contest, Manifest, Time};
use crate::state::Closed;
use comitia_counting::{Electorate, OptionIndex, Outcome, Standing};

/// The verdict of a contest whose ballots were not decrypted.
const NOT_COUNTED: u8 = 0;

pub(super) fn result(
    manifest: &Manifest,
    closed: &Closed,
    aggregates: &Aggregates,
    opened: &Opened,
    at: Time,
) -> Result<TallyResult, TallyError> {
    let units = aggregates
        .units()
        .iter()
        .zip(&opened.counts)
        .map(|(unit, counts)| UnitResult {
            groups: unit.groups.clone(),
            ballots: u32::try_from(unit.ballots()).unwrap_or(u32::MAX),
            weight: unit.weight(),
            counts: counts.clone(),
        });
    let totals = totals(manifest, opened);
    let under_floor = matches!(closed.plan(), Plan::UnderFloor(_));
    let mut outcomes = Vec::new();
    for (contest, place) in manifest.contests.iter().zip(manifest.ballot().places()) {
        let counts = totals.get(place.counters.clone()).unwrap_or_default();
        outcomes.push(if under_floor {
            ContestResult {
                verdict: NOT_COUNTED,
                winners: Vec::new(),
                tied: Vec::new(),
            }
        } else {
            record(&decide(contest, closed, counts)?)
        });
    }
    Ok(TallyResult {
        at,
        close: *closed.close_hash(),
        units: units.collect(),
        voters: u32::try_from(closed.urn().counted()).unwrap_or(u32::MAX),
        cancelled: closed.urn().cancelled(),
        outcomes,
    })
}

/// Counts over all units.
fn totals(manifest: &Manifest, opened: &Opened) -> Vec<u64> {
    let mut totals = vec![0u64; manifest.ballot().shape().counters()];
    for counts in &opened.counts {
        for (total, count) in totals.iter_mut().zip(counts) {
            *total = total.saturating_add(*count);
        }
    }
    totals
}

/// Applies a contest's rule; roll and turnout are in units of weight, as the counts are.
pub fn decide(contest: &Contest, closed: &Closed, counts: &[u64]) -> Result<Outcome, TallyError> {
    let turnout = match closed.plan() {
        Plan::Units(units) => units.iter().map(Unit::weight).sum(),
        Plan::UnderFloor(unit) => unit.weight(),
    };
    let electorate = Electorate {
        registered: closed.urn().roll().total_weight(),
        turnout,
    };
    let problem = |error: comitia_counting::TallyError| TallyError::Rule {
        contest: contest.id.clone(),
        problem: error.to_string(),
    };
    let counts = contest.counts(electorate, counts).map_err(problem)?;
    contest.outcome.decide(&counts).map_err(problem)
}

fn record(outcome: &Outcome) -> ContestResult {
    let places = |options: &[OptionIndex]| {
        options
            .iter()
            .map(|option| u16::try_from(option.0).unwrap_or(u16::MAX))
            .collect()
    };
    ContestResult {
        verdict: verdict_number(outcome.standing()),
        winners: places(&outcome.winners()),
        tied: places(outcome.tied()),
    }
}

/// Numbers of the verdicts on the wire (protocol-spec: `verdicts`).
const fn verdict_number(standing: Standing) -> u8 {
    match standing {
        Standing::Decided => 1,
        Standing::QuorumMissed => 2,
        Standing::NoValidVotes => 3,
        Standing::Tie => 4,
        Standing::NoMajority => 5,
        Standing::Vacant => 6,
    }
}
