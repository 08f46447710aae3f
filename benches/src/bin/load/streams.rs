//! Requests at their times.

use super::server::{Answer, Servers};
use core::time::Duration;
use std::collections::BTreeMap;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use tokio::task::JoinSet;
use tokio::time::{Instant, MissedTickBehavior, interval, sleep};

/// Pause before a voter tries again, at the next server.
const AGAIN: Duration = Duration::from_millis(100);
/// Tries of one voter.
const TRIES: usize = 300;

/// What became of a voter's ballot.
#[derive(Debug, Clone, Copy)]
pub struct Vote {
    /// Which of the ballots.
    pub ballot: usize,
    /// Where it lies, if it was accepted.
    pub index: Option<u64>,
    /// Seconds after the start at which it was answered.
    pub at: f64,
    /// How long the voter waited.
    pub waited: Duration,
    /// How often it was sent.
    pub tries: usize,
}

/// Casts a ballot until there is an answer; `due` is when the voter wanted to send it.
pub async fn vote(servers: &Servers, ballot: usize, body: &[u8], begun: Instant, due: Instant) -> Vote {
    for (which, tries) in (ballot % servers.len()..).zip(1..=TRIES) {
        let (index, is_over) = match servers.cast(which, body.to_vec()).await {
            Answer::Accepted(index) => (Some(index), true),
            // After an answer that was lost, the ballot is on the log and its second copy is refused.
            Answer::Refused(_) => (None, true),
            Answer::Later => (None, false),
        };
        if is_over {
            let (at, waited) = (begun.elapsed().as_secs_f64(), due.elapsed());
            return Vote {
                ballot,
                index,
                at,
                waited,
                tries,
            };
        }
        sleep(AGAIN).await;
    }
    Vote {
        ballot,
        index: None,
        at: begun.elapsed().as_secs_f64(),
        waited: due.elapsed(),
        tries: TRIES,
    }
}

/// Sends the ballots in order, so many a second, for a while.
pub async fn at_rate(servers: Servers, ballots: Arc<Vec<Vec<u8>>>, rate: u32, last: Duration) -> Vec<Vote> {
    let (begun, mut votes) = (Instant::now(), JoinSet::new());
    let count = usize::try_from(last.as_millis() * u128::from(rate) / 1000).unwrap_or(0);
    for ballot in 0..count.min(ballots.len()) {
        let due = begun + Duration::from_secs(1) * u32::try_from(ballot).unwrap_or(u32::MAX) / rate;
        tokio::time::sleep_until(due).await;
        let (servers, ballots) = (servers.clone(), Arc::clone(&ballots));
        votes.spawn(async move { vote(&servers, ballot, &ballots[ballot], begun, due).await });
    }
    votes.join_all().await
}

/// Sends the ballots in order, so many at once, until all are sent or the time is over.
pub async fn at_once(
    servers: Servers,
    ballots: Arc<Vec<Vec<u8>>>,
    voters: usize,
    last: Duration,
) -> Vec<Vote> {
    let (begun, next) = (Instant::now(), Arc::new(AtomicUsize::new(0)));
    let mut tasks = JoinSet::new();
    for _ in 0..voters {
        let (servers, ballots, next) = (servers.clone(), Arc::clone(&ballots), Arc::clone(&next));
        tasks.spawn(async move {
            let mut votes = Vec::new();
            while begun.elapsed() < last {
                let ballot = next.fetch_add(1, Ordering::Relaxed);
                let Some(body) = ballots.get(ballot) else { break };
                votes.push(vote(&servers, ballot, body, begun, Instant::now()).await);
            }
            votes
        });
    }
    tasks.join_all().await.into_iter().flatten().collect()
}

/// How often each answer came.
pub type Answers = Arc<Mutex<BTreeMap<String, u64>>>;

/// Sends bodies that no urn takes, so many a second, in turn, until it is dropped.
pub async fn attack(servers: Servers, bodies: Arc<Vec<Vec<u8>>>, rate: u32, answers: Answers) {
    let mut requests = JoinSet::new();
    let mut ticks = interval(Duration::from_secs(1) / rate);
    ticks.set_missed_tick_behavior(MissedTickBehavior::Burst);
    for body in (0..bodies.len()).cycle() {
        ticks.tick().await;
        while requests.try_join_next().is_some() {}
        let (servers, bodies, answers) = (servers.clone(), Arc::clone(&bodies), Arc::clone(&answers));
        requests.spawn(async move {
            let answer = match servers.cast(body, bodies[body].clone()).await {
                Answer::Accepted(_) => "accepted".to_owned(),
                Answer::Refused(status) => status.as_u16().to_string(),
                Answer::Later => "later".to_owned(),
            };
            note(&answers, answer);
        });
    }
}

/// Reads receipts and tiles in turn, so many a second, until it is dropped.
pub async fn read(servers: Servers, rate: u32, size: u64, answers: Answers) {
    let mut requests = JoinSet::new();
    let mut ticks = interval(Duration::from_secs(1) / rate);
    for number in 0_u64.. {
        ticks.tick().await;
        while requests.try_join_next().is_some() {}
        let (servers, answers) = (servers.clone(), Arc::clone(&answers));
        // Steps of a prime go everywhere.
        let index = number.wrapping_mul(7919) % size.max(1);
        requests.spawn(async move {
            let answer = match number % 3 {
                0 => servers.file("checkpoint").await,
                1 if size >= 256 => {
                    servers
                        .file(&format!("tile/0/{:03}", (index / 256) % (size / 256)))
                        .await
                }
                _ => servers.api(&format!("/receipts/{index}")).await,
            };
            note(
                &answers,
                if answer.is_ok() { "read" } else { "failed" }.to_owned(),
            );
        });
    }
}

fn note(answers: &Answers, answer: String) {
    *answers
        .lock()
        .unwrap_or_else(PoisonError::into_inner)
        .entry(answer)
        .or_default() += 1;
}
