//! Load on a real server: voters at a steady rate, beside them attackers and readers, each at a rate of its own.
//!
//! Requests leave at their times whether or not earlier ones were answered, and latency counts from the time when a
//! request should have left: a server that stalls cannot make the generator wait and so hide it. Ballots are sealed
//! before anything is timed. With several servers a voter whose server does not answer goes to the next one.

mod ballots;
mod report;
mod run;
mod server;
mod streams;

use anyhow::Context as _;
use clap::Parser;
use std::io::Write as _;
use std::path::PathBuf;
use std::time::Duration;

/// Casts, attacks and reads at given rates, and says how long the voters waited.
#[derive(Parser)]
pub struct Cli {
    /// Servers, such as `http://127.0.0.1:8080`; the first is asked first.
    #[arg(long, required = true)]
    server: Vec<String>,
    /// The election, which must be open.
    #[arg(long)]
    election: String,
    /// File with a voting code on each line.
    #[arg(long)]
    codes: PathBuf,
    /// How long it takes.
    #[arg(long, default_value = "20")]
    seconds: u64,
    /// Voters a second. Their codes are the first of the file.
    #[arg(long, default_value_t = 0)]
    voters: u32,
    /// Instead of a rate: so many voters at once, each sending a ballot when its last one was answered.
    #[arg(long, conflicts_with = "voters")]
    at_once: Option<usize>,
    /// Ballots with a forged signature a second.
    #[arg(long, default_value_t = 0)]
    forged: u32,
    /// Ballots with a true signature and a false proof a second.
    #[arg(long, default_value_t = 0)]
    false_proofs: u32,
    /// Ballots a second that were cast before.
    #[arg(long, default_value_t = 0)]
    replays: u32,
    /// Bodies a second that are larger than any ballot.
    #[arg(long, default_value_t = 0)]
    oversized: u32,
    /// Bodies a second without any sense, as long as a ballot.
    #[arg(long, default_value_t = 0)]
    nonsense: u32,
    /// Receipts and tiles read a second.
    #[arg(long, default_value_t = 0)]
    readers: u32,
    /// Processes whose memory is watched.
    #[arg(long)]
    pid: Vec<u32>,
    /// Look afterwards whether everything that was acknowledged is on the log.
    #[arg(long)]
    check: bool,
}

fn main() -> anyhow::Result<()> {
    let cli = Cli::parse();
    // Whoever installed one first is as good.
    let _ = rustls::crypto::ring::default_provider().install_default();
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    let report = runtime.block_on(run::run(&cli))?;
    writeln!(std::io::stdout(), "{}", serde_json::to_string(&report)?)?;
    anyhow::ensure!(report.is_sound(), "something that was acknowledged is missing");
    Ok(())
}

impl Cli {
    const fn duration(&self) -> Duration {
        Duration::from_secs(self.seconds)
    }

    fn read_codes(&self) -> anyhow::Result<Vec<String>> {
        let text = std::fs::read_to_string(&self.codes).with_context(|| self.codes.display().to_string())?;
        Ok(text
            .lines()
            .filter(|line| !line.trim().is_empty())
            .map(str::to_owned)
            .collect())
    }

    /// Ballots that voters need.
    fn wanted(&self, codes: usize) -> usize {
        match self.at_once {
            Some(_) => codes.saturating_sub(ballots::ATTACKERS),
            None => usize::try_from(u64::from(self.voters) * self.seconds).unwrap_or(usize::MAX),
        }
    }
}
