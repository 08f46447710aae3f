//! Medians of several runs, with their spread.

use core::fmt;
use core::time::Duration;
use std::time::Instant;

/// More runs say nothing new.
const MOST_RUNS: usize = 101;

/// How long to go on measuring one thing.
#[derive(Debug, Clone, Copy)]
pub struct Effort {
    /// Until the runs have taken this long together …
    pub together: Duration,
    /// … and there are so many of them.
    pub runs: usize,
}

/// How long one piece of work took.
#[derive(Debug, Clone, Copy)]
pub struct Timing {
    fastest: Duration,
    median: Duration,
    slowest: Duration,
}

impl Effort {
    /// Runs `work`, which does `pieces` pieces, until it is known how long a piece takes. The first run, which meets
    /// cold caches, does not count.
    pub fn time(
        &self,
        pieces: usize,
        mut work: impl FnMut() -> anyhow::Result<()>,
    ) -> anyhow::Result<Timing> {
        work()?;
        let mut runs = Vec::new();
        let mut total = Duration::ZERO;
        while runs.len() < MOST_RUNS && (runs.len() < self.runs || total < self.together) {
            #[expect(clippy::disallowed_methods, reason = "a measurement reads the clock")]
            let begun = Instant::now();
            work()?;
            let took = begun.elapsed();
            runs.push(took);
            total += took;
        }
        Ok(Timing::of(runs, pieces))
    }
}

impl Timing {
    fn of(mut runs: Vec<Duration>, pieces: usize) -> Self {
        runs.sort_unstable();
        let at = |place: usize| {
            let whole = runs.get(place).copied().unwrap_or_default();
            whole.div_f64(pieces.max(1) as f64)
        };
        let last = runs.len().saturating_sub(1);
        Self {
            fastest: at(0),
            median: at(runs.len() / 2),
            slowest: at(last),
        }
    }

    /// Milliseconds for a piece, in the median run.
    pub fn milliseconds(&self) -> f64 {
        milliseconds(self.median)
    }

    /// Pieces in a second, in the median run.
    pub fn per_second(&self) -> f64 {
        1.0 / self.median.as_secs_f64()
    }
}

/// The median in milliseconds, and the fastest and the slowest run.
impl fmt::Display for Timing {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let [fastest, median, slowest] = [self.fastest, self.median, self.slowest].map(milliseconds);
        write!(f, "{} ({}–{})", three(median), three(fastest), three(slowest))
    }
}

fn milliseconds(duration: Duration) -> f64 {
    duration.as_secs_f64() * 1000.0
}

/// A number with three digits that count.
pub fn three(number: f64) -> String {
    let decimals = match number {
        ..1.0 => 3,
        ..10.0 => 2,
        ..100.0 => 1,
        _ => 0,
    };
    format!("{number:.decimals$}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_timing_is_the_middle_run_divided_by_its_pieces() {
        let runs = [30, 10, 50].map(Duration::from_millis).to_vec();
        let timing = Timing::of(runs, 10);
        assert_eq!(timing.to_string(), "3.00 (1.00–5.00)");
        assert!((timing.per_second() - 1000.0 / 3.0).abs() < 1e-6);
    }

    #[test]
    fn work_is_repeated_and_its_failure_ends_the_measurement() {
        let effort = Effort {
            together: Duration::ZERO,
            runs: 4,
        };
        let mut runs = 0;
        effort
            .time(1, || {
                runs += 1;
                Ok(())
            })
            .unwrap();
        assert_eq!(runs, 5);
        assert!(effort.time(1, || anyhow::bail!("refused")).is_err());
    }
}
