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
    let outcomes = outcomes(manifest, closed, opened)?;
    Ok(TallyResult {
        at,
        close: *closed.close_hash(),
        units: units.collect(),
        voters: u32::try_from(closed.urn().counted()).unwrap_or(u32::MAX),
        cancelled: closed.urn().cancelled(),
        outcomes: outcomes.iter().map(|outcome| record(outcome.as_ref())).collect(),
    })
}

/// What the counts decide in each contest; nothing, where the ballots were too few to be decrypted.
///
/// # Errors
/// When the counts cannot be those of a contest.
pub fn outcomes(
    manifest: &Manifest,
    closed: &Closed,
    opened: &Opened,
) -> Result<Vec<Option<Outcome>>, TallyError> {
    let totals = totals(manifest, opened);
    let under_floor = matches!(closed.plan(), Plan::UnderFloor(_));
    let contests = manifest.contests.iter().zip(manifest.ballot().places());
    contests
        .map(|(contest, place)| {
            let counts = totals.get(place.counters.clone()).unwrap_or_default();
            (!under_floor)
                .then(|| decide(contest, closed, counts))
                .transpose()
        })
        .collect()
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

/// An outcome as a result on the log says it; of ballots that were not decrypted there is none.
#[must_use]
pub fn record(outcome: Option<&Outcome>) -> ContestResult {
    let places = |options: &[OptionIndex]| {
        options
            .iter()
            .map(|option| u16::try_from(option.0).unwrap_or(u16::MAX))
            .collect()
    };
    ContestResult {
        verdict: outcome.map_or(NOT_COUNTED, |outcome| verdict_number(outcome.standing())),
        winners: outcome
            .map(|outcome| places(&outcome.winners()))
            .unwrap_or_default(),
        tied: outcome.map(|outcome| places(outcome.tied())).unwrap_or_default(),
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
