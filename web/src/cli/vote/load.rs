//! Many ballots at once: all are sealed first, so that what is timed afterwards is the ballot box.

use super::marks;
use super::server::{CallError, Server};
use crate::cli::system_rng;
use comitia_booth::paper::Paper;
use comitia_booth::session::{CastBallot, Choice};
use comitia_booth::voter::Voter;
use comitia_election::contest::Selection;
use serde_json::{Map, Value, json};
use std::collections::BTreeMap;
use std::fmt;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};
use zeroize::Zeroizing;

/// A sealed and signed ballot, with what was chosen in it.
struct Ready {
    cast: CastBallot,
    selections: Vec<Selection>,
}

/// What became of one ballot.
struct Outcome {
    took: Duration,
    refusal: Option<String>,
}

/// What became of all.
pub struct Summary {
    ballots: usize,
    /// How often each refusal came, by its code.
    refusals: BTreeMap<String, usize>,
    /// How often each option is in the accepted ballots, by contest and option.
    chosen: Value,
    sealing: Duration,
    casting: Duration,
    latencies: Vec<Duration>,
}

/// Casts a ballot for each code, `parallel` at a time.
pub fn run(
    server: &Server,
    paper: &Paper,
    codes: &[Zeroizing<String>],
    choice: Option<&Vec<Selection>>,
    parallel: usize,
) -> anyhow::Result<Summary> {
    let begun = now();
    let ready = each(codes, parallel, |code| prepare(server, paper, code, choice));
    let sealing = begun.elapsed();
    let ready: Vec<Result<Ready, String>> = ready;
    let begun = now();
    let outcomes = each(&ready, parallel, |ballot| send(server, ballot));
    let casting = begun.elapsed();
    Ok(summarise(paper, &ready, outcomes, sealing, casting))
}

/// Does something with every item, on so many threads; the answers are in the order of the items.
fn each<T: Sync, R: Send>(items: &[T], threads: usize, work: impl Fn(&T) -> R + Sync) -> Vec<R> {
    let next = AtomicUsize::new(0);
    let done = Mutex::new(Vec::with_capacity(items.len()));
    std::thread::scope(|scope| {
        for _ in 0..threads.min(items.len()) {
            scope.spawn(|| {
                loop {
                    let place = next.fetch_add(1, Ordering::Relaxed);
                    let Some(item) = items.get(place) else { break };
                    let answer = work(item);
                    let mut done = done.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
                    done.push((place, answer));
                }
            });
        }
    });
    let mut done = done
        .into_inner()
        .unwrap_or_else(std::sync::PoisonError::into_inner);
    done.sort_by_key(|(place, _)| *place);
    done.into_iter().map(|(_, answer)| answer).collect()
}

fn prepare(
    server: &Server,
    paper: &Paper,
    code: &str,
    choice: Option<&Vec<Selection>>,
) -> Result<Ready, String> {
    let voter = Voter::enter(paper, code).map_err(|_| "no_code".to_owned())?;
    let standing = server.standing(&voter).map_err(|error| {
        let code = error.downcast_ref::<CallError>().map(CallError::code);
        code.unwrap_or("standing").to_owned()
    })?;
    let selections = choice
        .cloned()
        .unwrap_or_else(|| marks::random(paper, &mut system_rng()));
    let checked = Choice::new(paper, selections.clone()).map_err(|_| "choice".to_owned())?;
    let sealed = checked.seal(paper, &voter, &standing, &mut system_rng());
    let sealed = sealed.map_err(|_| "choice".to_owned())?;
    Ok(Ready {
        cast: sealed.cast(paper, &voter, &mut system_rng()),
        selections,
    })
}

fn send(server: &Server, ballot: &Result<Ready, String>) -> Outcome {
    let begun = now();
    let refusal = match ballot {
        Ok(ready) => server
            .cast(&ready.cast)
            .err()
            .map(|error| error.code().to_owned()),
        Err(code) => Some(code.clone()),
    };
    Outcome {
        took: begun.elapsed(),
        refusal,
    }
}

#[expect(
    clippy::disallowed_methods,
    reason = "this program measures how long casting takes"
)]
fn now() -> Instant {
    Instant::now()
}

fn summarise(
    paper: &Paper,
    ready: &[Result<Ready, String>],
    outcomes: Vec<Outcome>,
    sealing: Duration,
    casting: Duration,
) -> Summary {
    let mut summary = Summary {
        ballots: ready.len(),
        refusals: BTreeMap::new(),
        chosen: Value::Null,
        sealing,
        casting,
        latencies: Vec::new(),
    };
    let mut accepted = Vec::new();
    for (ballot, outcome) in ready.iter().zip(outcomes) {
        match (outcome.refusal, ballot) {
            (None, Ok(ready)) => {
                summary.latencies.push(outcome.took);
                accepted.push(&ready.selections);
            }
            (refusal, _) => *summary.refusals.entry(refusal.unwrap_or_default()).or_default() += 1,
        }
    }
    summary.latencies.sort_unstable();
    summary.chosen = count(paper, &accepted);
    summary
}

/// What the accepted ballots say together, counter by counter.
fn count(paper: &Paper, accepted: &[&Vec<Selection>]) -> Value {
    let ballot = paper.manifest().ballot();
    let contests = &paper.manifest().contests;
    let mut sums = vec![0u64; ballot.shape().counters()];
    for selections in accepted {
        let counts = ballot
            .plaintext(contests, selections)
            .map(|plaintext| ballot.shape().count(&plaintext));
        for (sum, count) in sums.iter_mut().zip(counts.unwrap_or_default()) {
            *sum += count;
        }
    }
    let by_contest = contests.iter().zip(ballot.places()).map(|(contest, place)| {
        let names = contest
            .counters()
            .into_iter()
            .map(|counter| counter.name(contest));
        let own = sums.get(place.counters.clone()).unwrap_or_default();
        let counts = names.zip(own).map(|(name, count)| (name, json!(count)));
        (contest.id.clone(), Value::Object(counts.collect()))
    });
    Value::Object(by_contest.collect::<Map<_, _>>())
}

impl Summary {
    /// Whether every ballot was accepted.
    pub fn is_complete(&self) -> bool {
        self.refusals.is_empty()
    }

    fn rate(&self) -> f64 {
        self.latencies.len() as f64 / self.casting.as_secs_f64().max(1e-9)
    }

    /// The latency that this share of the accepted ballots stayed below, in milliseconds.
    fn percentile(&self, share: usize) -> f64 {
        let last = self.latencies.len().saturating_sub(1);
        let at = self.latencies.get(last * share / 100);
        at.map_or(0.0, |took| took.as_secs_f64() * 1000.0)
    }

    /// For programs.
    pub fn to_json(&self) -> String {
        json!({
            "ballots": self.ballots,
            "accepted": self.latencies.len(),
            "refusals": self.refusals,
            "chosen": self.chosen,
            "seconds": {"seal": self.sealing.as_secs_f64(), "cast": self.casting.as_secs_f64()},
            "per_second": self.rate(),
            "latency_ms": {"p50": self.percentile(50), "p99": self.percentile(99)},
        })
        .to_string()
    }
}

impl fmt::Display for Summary {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(
            f,
            "ballots accepted  {} of {}",
            self.latencies.len(),
            self.ballots
        )?;
        for (code, count) in &self.refusals {
            writeln!(f, "refused           {count} {code}")?;
        }
        writeln!(f, "sealed in         {:.2} s", self.sealing.as_secs_f64())?;
        writeln!(
            f,
            "cast in           {:.2} s, {:.0} a second",
            self.casting.as_secs_f64(),
            self.rate()
        )?;
        write!(
            f,
            "answer within     {:.1} ms (half of them), {:.1} ms (99 %)",
            self.percentile(50),
            self.percentile(99)
        )
    }
}
