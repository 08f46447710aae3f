//! Ballots of a log verified together, while the log is read on.

use crate::state::PendingBallot;
use comitia_crypto::ballot::{BallotFault, ElectionStatement, Item, VerifiedBallot};
use rand_core::{CryptoRng, RngCore, SeedableRng};
use std::sync::Arc;

/// Ballots verified in one multi-scalar multiplication.
pub(super) const CHUNK: usize = 512;

/// What became of each ballot of a batch, in its order.
pub(super) type Judged = Vec<(PendingBallot, Result<VerifiedBallot, BallotFault>)>;

/// A batch was given to be verified and no answer came.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Unanswered;

/// A batch on its way through the verification.
struct Batch<R> {
    statement: Arc<ElectionStatement>,
    chunks: Vec<(Vec<PendingBallot>, R)>,
}

impl<R: CryptoRng + RngCore + SeedableRng + Send> Batch<R> {
    fn new(statement: Arc<ElectionStatement>, mut ballots: Vec<PendingBallot>, rng: &mut R) -> Self {
        let mut chunks = Vec::new();
        while !ballots.is_empty() {
            let rest = ballots.split_off(ballots.len().min(CHUNK));
            chunks.push((core::mem::replace(&mut ballots, rest), fork(rng)));
        }
        Self { statement, chunks }
    }

    fn judge(self) -> Judged {
        let statement = &self.statement;
        let judge = |(ballots, mut rng): (Vec<PendingBallot>, R)| {
            let items: Vec<Item<'_>> = ballots.iter().map(item).collect();
            let answers = statement.vartime_verify_batch(&items, &mut rng);
            ballots.into_iter().zip(answers).collect::<Judged>()
        };
        map_chunks(self.chunks, judge).into_iter().flatten().collect()
    }
}

/// The batch that is being verified. There is at most one, so that memory is bounded by two batches: this one, and the
/// one that is gathered meanwhile.
#[derive(Default)]
pub(super) struct InFlight(Option<Answer>);

impl InFlight {
    /// Waits for the batch that is being verified, and begins with the next.
    pub(super) fn exchange<R: CryptoRng + RngCore + SeedableRng + Send + 'static>(
        &mut self,
        statement: Arc<ElectionStatement>,
        ballots: Vec<PendingBallot>,
        rng: &mut R,
    ) -> Result<Judged, Unanswered> {
        let next = (!ballots.is_empty()).then(|| Batch::new(statement, ballots, rng));
        let judged = self.settle();
        self.0 = next.map(begin);
        judged
    }

    /// Waits for the batch that is being verified.
    pub(super) fn settle(&mut self) -> Result<Judged, Unanswered> {
        self.0.take().map_or_else(|| Ok(Judged::new()), Answer::wait)
    }
}

/// On the cores that the reader leaves free. The lock is never contended: it makes an observer something that threads
/// may share.
#[cfg(feature = "parallel")]
struct Answer(std::sync::Mutex<std::sync::mpsc::Receiver<Judged>>);

#[cfg(feature = "parallel")]
impl Answer {
    /// A thread of the pool works on while it waits: the batch may be waiting for this very thread.
    fn wait(self) -> Result<Judged, Unanswered> {
        let receiver = self.0.into_inner().map_err(|_| Unanswered)?;
        while rayon::current_thread_index().is_some() {
            match receiver.try_recv() {
                Ok(judged) => return Ok(judged),
                Err(std::sync::mpsc::TryRecvError::Disconnected) => return Err(Unanswered),
                Err(std::sync::mpsc::TryRecvError::Empty) => {
                    if rayon::yield_now() != Some(rayon::Yield::Executed) {
                        std::thread::yield_now();
                    }
                }
            }
        }
        receiver.recv().map_err(|_| Unanswered)
    }
}

#[cfg(feature = "parallel")]
fn begin<R: CryptoRng + RngCore + SeedableRng + Send + 'static>(batch: Batch<R>) -> Answer {
    let (answer, waiting) = std::sync::mpsc::channel();
    rayon::spawn(move || {
        // Nobody waits any more when the observer was dropped.
        let _ = answer.send(batch.judge());
    });
    Answer(std::sync::Mutex::new(waiting))
}

#[cfg(not(feature = "parallel"))]
struct Answer(Judged);

#[cfg(not(feature = "parallel"))]
impl Answer {
    #[expect(
        clippy::unnecessary_wraps,
        reason = "the same function answers from another thread elsewhere"
    )]
    fn wait(self) -> Result<Judged, Unanswered> {
        Ok(self.0)
    }
}

#[cfg(not(feature = "parallel"))]
fn begin<R: CryptoRng + RngCore + SeedableRng + Send>(batch: Batch<R>) -> Answer {
    Answer(batch.judge())
}

#[cfg(feature = "parallel")]
fn map_chunks<T: Send>(chunks: Vec<T>, judge: impl Fn(T) -> Judged + Sync + Send) -> Vec<Judged> {
    use rayon::prelude::*;
    chunks.into_par_iter().map(judge).collect()
}

#[cfg(not(feature = "parallel"))]
fn map_chunks<T>(chunks: Vec<T>, judge: impl Fn(T) -> Judged) -> Vec<Judged> {
    chunks.into_iter().map(judge).collect()
}

fn item(pending: &PendingBallot) -> Item<'_> {
    Item {
        voter: &pending.voter,
        ballot: &pending.entry.body.sealed,
        signature: &pending.entry.signature,
    }
}

fn fork<R: RngCore + SeedableRng>(rng: &mut R) -> R {
    let mut seed = R::Seed::default();
    rng.fill_bytes(seed.as_mut());
    R::from_seed(seed)
}
