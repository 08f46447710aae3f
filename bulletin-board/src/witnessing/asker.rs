//! Asks one witness, at its own pace.

use std::sync::Arc;
use std::time::Duration;

use comitia_tlog::cosignature::{Timestamp, WitnessKey, timestamp};
use comitia_tlog::note::{KnownKey as _, SignatureLine};
use comitia_tlog::witness::{AddCheckpoint, parse_cosignatures};
use reqwest::{Response, StatusCode};
use tokio::sync::{mpsc, watch};
use tokio::time::sleep;
use tracing::{error, info, warn};

use super::collector::{Gathered, Target};
use super::{Problem, Statuses, note};
use crate::reader::LogReader;
use crate::storage::LogStorage;

/// Pause after the first failure; it doubles from there.
const FIRST_PAUSE: Duration = Duration::from_millis(250);
/// Longest pause between two requests.
const LONGEST_PAUSE: Duration = Duration::from_secs(15);
/// How long an answer may take.
const PATIENCE: Duration = Duration::from_secs(5);
/// Largest answer that is read.
const ANSWER: usize = 16 * 1024;
/// How often a witness may say that it is elsewhere before one of its answers is taken for nonsense.
const ROUNDS: u32 = 3;

/// What came of a request.
enum Asked {
    /// The witness's line, verified, and when it was made.
    Cosigned(SignatureLine, Timestamp),
    /// Another server of the log had a newer checkpoint cosigned meanwhile: there is nothing to do for this one.
    Overtaken,
}

pub(super) struct Asker {
    pub(super) witness: usize,
    pub(super) key: WitnessKey,
    pub(super) url: String,
    pub(super) client: reqwest::Client,
    pub(super) storage: Arc<dyn LogStorage>,
    pub(super) statuses: Statuses,
}

impl Asker {
    /// Asks for every target that the witness has not cosigned, until nobody wants any.
    pub(super) async fn run(
        self,
        mut targets: watch::Receiver<Option<Arc<Target>>>,
        lines: mpsc::Sender<Gathered>,
    ) {
        let (mut old, mut pause, mut done) = (0, FIRST_PAUSE, None);
        loop {
            let target = targets.borrow_and_update().clone();
            let is_open = |target: &Arc<Target>| {
                target.signed.get(self.witness) != Some(&true)
                    && done.as_ref() != Some(target.checkpoint.unverified())
            };
            let Some(target) = target.filter(is_open) else {
                if targets.changed().await.is_err() {
                    return;
                }
                continue;
            };
            match self.ask(&target, &mut old).await {
                Ok(asked) => {
                    pause = FIRST_PAUSE;
                    done = Some(target.checkpoint.unverified().clone());
                    let Asked::Cosigned(line, time) = asked else {
                        continue;
                    };
                    self.say(Ok((old, time)));
                    if lines.send((target, line)).await.is_err() {
                        return;
                    }
                }
                Err(problem) => {
                    self.say(Err(problem));
                    sleep(pause).await;
                    pause = (pause * 2).min(LONGEST_PAUSE);
                }
            }
        }
    }

    fn say(&self, result: Result<(u64, Timestamp), Problem>) {
        let problem = result.clone().err();
        if !note(&self.statuses, self.witness, result) {
            return;
        }
        match problem {
            None => info!(witness = %self.key.name(), "a witness cosigns"),
            Some(problem) => self.complain(&problem),
        }
    }

    fn complain(&self, problem: &Problem) {
        let witness = self.key.name();
        if problem.is_alarm() {
            error!(%witness, %problem, "ALARM of a witness");
        } else {
            warn!(%witness, %problem, "a witness does not cosign");
        }
    }

    /// The witness's line for a target; `old` is the size that it has cosigned, as far as is known here.
    async fn ask(&self, target: &Target, old: &mut u64) -> Result<Asked, Problem> {
        let size = target.checkpoint.unverified().size;
        for _ in 0..ROUNDS {
            let answer = self.send(target, *old).await?;
            match answer.status() {
                StatusCode::OK => {
                    let found = self.own_line(target, &read(answer).await?)?;
                    *old = size;
                    return Ok(Asked::Cosigned(found.0, found.1));
                }
                StatusCode::CONFLICT => {
                    let seen = parse_size(&read(answer).await?)?;
                    if seen == *old && seen == size {
                        return Err(Problem::Forked(seen));
                    }
                    if seen > size {
                        return self.ahead(seen).await;
                    }
                    *old = seen;
                }
                StatusCode::UNPROCESSABLE_ENTITY => return Err(Problem::Forked(*old)),
                StatusCode::FORBIDDEN | StatusCode::NOT_FOUND => return Err(Problem::NotWatching),
                status => return Err(Problem::Unreachable(status.to_string())),
            }
        }
        Err(Problem::Nonsense("it is never where it says it is".to_owned()))
    }

    async fn send(&self, target: &Target, old: u64) -> Result<Response, Problem> {
        let reader = LogReader::new(Arc::clone(&self.storage));
        let proof = match old {
            0 => Vec::new(),
            old => {
                let proof = reader.consistency(old, target.checkpoint.unverified().size).await;
                proof.map_err(|error| Problem::Log(error.to_string()))?
            }
        };
        let request = AddCheckpoint {
            old,
            proof,
            checkpoint: target.checkpoint.clone(),
        };
        let sent = self
            .client
            .post(&self.url)
            .timeout(PATIENCE)
            .body(request.to_string())
            .send()
            .await;
        sent.map_err(unreachable)
    }

    /// The one line of an answer that is this witness's, verified.
    fn own_line(&self, target: &Target, answer: &[u8]) -> Result<(SignatureLine, Timestamp), Problem> {
        let lines = parse_cosignatures(answer).map_err(|error| Problem::Nonsense(error.to_string()))?;
        let own = |line: &SignatureLine| line.name == *self.key.name() && line.id == self.key.id();
        let line = lines.into_iter().find(own);
        let line = line.ok_or_else(|| Problem::Nonsense("it signs with another key".to_owned()))?;
        let checked = self.key.check(target.checkpoint.note().text(), &line.signature);
        checked.map_err(|what| Problem::Nonsense(format!("its signature: {what}")))?;
        let time = timestamp(&line).ok_or_else(|| Problem::Nonsense("it gives no time".to_owned()))?;
        Ok((line, time))
    }

    /// A witness that has seen more than the target may have been asked by another server, or know of a past that this
    /// database has lost.
    async fn ahead(&self, seen: u64) -> Result<Asked, Problem> {
        let head = self.storage.head().await;
        let here = head
            .map_err(|error| Problem::Log(error.to_string()))?
            .unverified()
            .size;
        match here < seen {
            true => Err(Problem::Ahead { seen, here }),
            false => Ok(Asked::Overtaken),
        }
    }
}

fn unreachable(error: reqwest::Error) -> Problem {
    Problem::Unreachable(error.without_url().to_string())
}

async fn read(mut answer: Response) -> Result<Vec<u8>, Problem> {
    let mut body = Vec::new();
    while let Some(chunk) = answer.chunk().await.map_err(unreachable)? {
        body.extend_from_slice(&chunk);
        if body.len() > ANSWER {
            return Err(Problem::Nonsense("it is too long".to_owned()));
        }
    }
    Ok(body)
}

fn parse_size(body: &[u8]) -> Result<u64, Problem> {
    let text = std::str::from_utf8(body)
        .ok()
        .and_then(|text| text.strip_suffix('\n'));
    let size = text.and_then(|text| text.parse().ok());
    size.ok_or_else(|| Problem::Nonsense("it gives no size".to_owned()))
}
