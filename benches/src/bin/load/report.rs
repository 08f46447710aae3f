//! What came of it, for programs.

use super::streams::Vote;
use serde::Serialize;
use std::collections::BTreeMap;

/// One run.
#[derive(Debug, Serialize)]
pub struct Report {
    /// Ballots that voters sent.
    pub sent: usize,
    /// Ballots that were acknowledged.
    pub accepted: usize,
    /// Ballots that were refused, which no honest voter's should be.
    pub refused: usize,
    /// Ballots that were sent more than once, because there was no answer.
    pub repeated: usize,
    /// Acknowledged ballots a second.
    pub per_second: f64,
    /// How long voters waited, in milliseconds.
    pub waited_ms: Waited,
    /// The longest time without any acknowledgement, in seconds.
    pub longest_gap: f64,
    /// Attackers' and readers' answers, by stream.
    pub others: BTreeMap<&'static str, BTreeMap<String, u64>>,
    /// Memory of the watched processes, in MiB, every second.
    pub memory: Vec<Vec<u64>>,
    /// Acknowledged ballots that are not where they should be; nothing if nobody looked.
    pub missing: Option<usize>,
}

/// A distribution.
#[derive(Debug, Serialize)]
pub struct Waited {
    p50: f64,
    p99: f64,
    max: f64,
}

impl Report {
    pub fn new(votes: &[Vote]) -> Self {
        let mut answered: Vec<f64> = votes
            .iter()
            .filter(|vote| vote.index.is_some())
            .map(|vote| vote.at)
            .collect();
        answered.sort_by(f64::total_cmp);
        let span = answered.last().copied().unwrap_or(0.0);
        let gaps = answered.windows(2).map(|pair| pair[1] - pair[0]);
        Self {
            sent: votes.len(),
            accepted: answered.len(),
            refused: votes.len() - answered.len(),
            repeated: votes.iter().filter(|vote| vote.tries > 1).count(),
            per_second: answered.len() as f64 / span.max(1e-9),
            waited_ms: Waited::of(votes),
            longest_gap: gaps.fold(0.0, f64::max),
            others: BTreeMap::new(),
            memory: Vec::new(),
            missing: None,
        }
    }

    /// Whether everything acknowledged was found, as far as anybody looked.
    pub fn is_sound(&self) -> bool {
        self.missing.unwrap_or(0) == 0
    }
}

impl Waited {
    fn of(votes: &[Vote]) -> Self {
        let accepted = votes.iter().filter(|vote| vote.index.is_some());
        let mut waited: Vec<f64> = accepted.map(|vote| vote.waited.as_secs_f64() * 1000.0).collect();
        waited.sort_by(f64::total_cmp);
        let at = |share: usize| {
            let last = waited.len().saturating_sub(1);
            waited.get(last * share / 100).copied().unwrap_or(0.0)
        };
        Self {
            p50: at(50),
            p99: at(99),
            max: at(100),
        }
    }
}
