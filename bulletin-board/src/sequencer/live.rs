//! A log in memory, as far as it takes to append to it: the admission, the edge of the tree, the last checkpoint.

use std::sync::Arc;

use comitia_tlog::checkpoint::{Checkpoint, CheckpointError, SignedCheckpoint};
use comitia_tlog::hash::empty_root;
use comitia_tlog::note::{KnownKey, LogSigner};
use comitia_tlog::policy::Policy;
use comitia_tlog::tile::{Entry, RightEdge};
use comitia_tlog::tree::TreeError;
use thiserror::Error;
use tokio::task::spawn_blocking;

use super::{Admission, Appended, Publication, Sequencing, StartError};
use crate::failpoint::pass;
use crate::reader::{LogReader, Page};
use crate::storage::{Batch, LogStorage};

/// Everything in it is derived from storage, and dropped when storage may have gone another way.
pub(super) struct Live<A> {
    admission: A,
    edge: RightEdge,
    head: Checkpoint,
}

/// A batch that the admission has decided about, and the state after it.
pub(super) struct Prepared<A: Admission> {
    /// What storage has to have for the batch to fit.
    pub(super) previous: Checkpoint,
    /// What to store; `None` if everything was refused.
    pub(super) batch: Option<Batch>,
    /// One verdict per submission, valid once the batch is stored.
    pub(super) verdicts: Vec<Result<Appended, A::Refusal>>,
    /// The state once the batch is stored.
    pub(super) live: Live<A>,
}

/// Why a batch could not be prepared: the admission broke its contract, or the log can take no more.
#[derive(Debug, Error)]
pub(super) enum Fault {
    #[error("the admission gave {found} verdicts on {expected} submissions")]
    Verdicts { expected: usize, found: usize },
    #[error("the admission admitted a submission without entries")]
    NoEntries,
    #[error(transparent)]
    Tree(#[from] TreeError),
    #[error(transparent)]
    Checkpoint(#[from] CheckpointError),
}

impl<A: Admission> Live<A> {
    /// An empty log.
    pub(super) fn new(signer: &LogSigner, admission: A) -> Self {
        let head = Checkpoint {
            origin: signer.key().name().clone(),
            size: 0,
            root: empty_root(),
        };
        Self {
            admission,
            edge: RightEdge::new(),
            head,
        }
    }

    /// Reads what the log has grown by, checks it against the newest checkpoint, and shows it to the admission.
    pub(super) async fn follow(
        mut self,
        storage: &Arc<dyn LogStorage>,
        signer: &LogSigner,
        checkpoint: &SignedCheckpoint,
    ) -> Result<Self, StartError> {
        checkpoint.verify(&Policy::without_witnesses(signer.key().clone()))?;
        if *checkpoint.unverified() == self.head {
            return Ok(self);
        }
        let head = checkpoint.unverified().clone();
        let reader = LogReader::new(Arc::clone(storage));
        let tiles = reader.tiles(&RightEdge::nodes(head.size), head.size).await?;
        let edge = RightEdge::read(&tiles, head.size)
            .ok()
            .filter(|edge| edge.root() == head.root);
        let edge = edge.ok_or(StartError::Root {
            what: "tiles",
            size: head.size,
        })?;
        let mut pages = reader.entries(self.head.size..head.size);
        while let Some(page) = pages.next().await? {
            self = spawn_blocking(|| self.replay(page))
                .await
                .map_err(|_| StartError::Panicked)??;
        }
        if self.head.size != head.size || self.edge.root() != head.root {
            return Err(StartError::Root {
                what: "entries",
                size: head.size,
            });
        }
        self.edge = edge;
        self.head = head;
        Ok(self)
    }

    fn replay(mut self, page: Page) -> Result<Self, StartError> {
        let leaves: Vec<_> = page.entries.iter().map(Entry::leaf_hash).collect();
        let full = |_| StartError::Root {
            what: "entries",
            size: page.first,
        };
        self.edge.append(&leaves).map_err(full)?;
        let replayed = self.admission.replay(page.first, &page.entries);
        replayed.map_err(|error| StartError::Replay {
            first: page.first,
            error,
        })?;
        self.head.size += page.entries.len() as u64;
        Ok(self)
    }

    /// The admission, in the state after the last committed entry.
    pub(super) const fn admission(&self) -> &A {
        &self.admission
    }

    /// Entries on the log.
    pub(super) const fn size(&self) -> u64 {
        self.head.size
    }

    /// Lets the admission decide, grows the tree and signs its checkpoint.
    pub(super) fn prepare(
        mut self,
        submissions: Vec<A::Submission>,
        signer: &LogSigner,
        sequencing: &Sequencing,
    ) -> Result<Prepared<A>, Fault> {
        let previous = self.head.clone();
        let expected = submissions.len();
        let admitted = self.admission.admit(previous.size, submissions);
        if admitted.len() != expected {
            return Err(Fault::Verdicts {
                expected,
                found: admitted.len(),
            });
        }
        let (entries, verdicts) = collect(previous.size, admitted)?;
        pass("admitted");
        let batch = if entries.is_empty() {
            None
        } else {
            Some(self.grow(entries, signer, sequencing)?)
        };
        Ok(Prepared {
            previous,
            batch,
            verdicts,
            live: self,
        })
    }

    fn grow(
        &mut self,
        entries: Vec<Entry>,
        signer: &LogSigner,
        sequencing: &Sequencing,
    ) -> Result<Batch, Fault> {
        let leaves: Vec<_> = entries.iter().map(Entry::leaf_hash).collect();
        let tiles = self.edge.append(&leaves)?;
        let checkpoint = self.edge.sign(signer)?;
        self.head = checkpoint.unverified().clone();
        Ok(Batch {
            entries,
            tiles,
            checkpoint,
            publish: sequencing.publication == Publication::Direct,
            writer: sequencing.server.id,
        })
    }
}

type Verdicts<R> = Vec<Result<Appended, R>>;

/// The entries of a batch in order, and where those of each submission will be.
fn collect<R>(first: u64, admitted: Vec<Result<Vec<Entry>, R>>) -> Result<(Vec<Entry>, Verdicts<R>), Fault> {
    let total: usize = admitted.iter().flatten().map(Vec::len).sum();
    let size = first + total as u64;
    let mut entries = Vec::with_capacity(total);
    let mut verdicts = Vec::with_capacity(admitted.len());
    for submission in admitted {
        verdicts.push(match submission {
            Ok(own) if own.is_empty() => return Err(Fault::NoEntries),
            Ok(own) => {
                let appended = Appended {
                    first: first + entries.len() as u64,
                    entries: own.len() as u64,
                    size,
                };
                entries.extend(own);
                Ok(appended)
            }
            Err(refusal) => Err(refusal),
        });
    }
    Ok((entries, verdicts))
}
