//! How many entries a second are appended durably, and how long a submission takes.
//!
//! `cargo run --release -p comitia-bulletin-board --example append_rate -- [seconds] [submitters] [bytes] [folder]`
#![expect(clippy::print_stdout, reason = "the figures are what this is for")]
#![expect(clippy::disallowed_methods, reason = "a measurement reads the clock")]
#![expect(clippy::unwrap_used, reason = "a measurement that fails has nothing to say")]

use std::path::PathBuf;
use std::time::{Duration, Instant};

use comitia_bulletin_board::{
    Admission, Board, Limits, MIGRATIONS, Publication, ReplayError, Sequencer, Sequencing, Server,
};
use comitia_store::{Location, Store};
use comitia_tlog::note::LogSigner;
use comitia_tlog::tile::Entry;
use comitia_tlog::vkey::KeyName;
use ed25519_dalek::SigningKey;

/// Admits everything.
struct Anything;

impl Admission for Anything {
    type Submission = Vec<u8>;
    type Refusal = ();

    fn replay(&mut self, _: u64, _: &[Entry]) -> Result<(), ReplayError> {
        Ok(())
    }

    fn admit(&mut self, _: u64, batch: Vec<Vec<u8>>) -> Vec<Result<Vec<Entry>, ()>> {
        batch
            .into_iter()
            .map(|bytes| Ok(vec![Entry::new(bytes).map_err(|_| ())?]))
            .collect()
    }
}

fn argument(position: usize, default: usize) -> usize {
    std::env::args()
        .nth(position)
        .map_or(default, |text| text.parse().unwrap())
}

async fn submit_until(log: Sequencer<Anything>, end: Instant, bytes: usize, who: usize) -> Vec<Duration> {
    let mut times = Vec::new();
    for number in 0_u64.. {
        let start = Instant::now();
        if start >= end {
            break;
        }
        let mut entry = vec![0x5a; bytes.max(16)];
        entry[..8].copy_from_slice(&number.to_be_bytes());
        entry[8..16].copy_from_slice(&(who as u64).to_be_bytes());
        log.submit(entry).await.unwrap();
        times.push(start.elapsed());
    }
    times
}

#[tokio::main]
async fn main() {
    let (seconds, submitters, bytes) = (argument(1, 10), argument(2, 256), argument(3, 750));
    let scratch = tempfile::tempdir().unwrap();
    let folder = std::env::args()
        .nth(4)
        .map_or_else(|| scratch.path().to_owned(), PathBuf::from);
    let store = Store::open(&Location::Sqlite(folder.join("board.db")), &[MIGRATIONS])
        .await
        .unwrap();
    let board = Board::new(&store);
    let signer = || {
        LogSigner::new(
            KeyName::new("rate.example/log").unwrap(),
            SigningKey::from_bytes(&[7; 32]),
        )
    };
    board.create(&signer()).await.unwrap();
    let sequencing = Sequencing {
        server: Server {
            id: [1; 16],
            address: String::new(),
        },
        limits: Limits::default(),
        publication: Publication::Direct,
    };
    let (log, task) = board.sequence(signer(), sequencing, || Anything).await.unwrap();
    let start = Instant::now();
    let end = start + Duration::from_secs(seconds as u64);
    let running: Vec<_> = (0..submitters)
        .map(|who| tokio::spawn(submit_until(log.clone(), end, bytes, who)))
        .collect();
    let mut times = Vec::new();
    for submitter in running {
        times.extend(submitter.await.unwrap());
    }
    let elapsed = start.elapsed();
    task.shutdown().await;
    times.sort_unstable();
    let at = |share: usize| times[(times.len() * share / 1000).min(times.len() - 1)].as_secs_f64() * 1e3;
    println!(
        "{} entries of {bytes} bytes by {submitters} submitters in {:.1} s: {:.0} per second",
        times.len(),
        elapsed.as_secs_f64(),
        times.len() as f64 / elapsed.as_secs_f64()
    );
    println!(
        "latency in ms: p50 {:.1}  p90 {:.1}  p99 {:.1}  max {:.1}",
        at(500),
        at(900),
        at(990),
        at(1000)
    );
}
