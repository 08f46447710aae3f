//! A database that is older than what was published, brought up to it from a copy of the public files.

use std::sync::Arc;
use std::time::Duration;

use comitia_tlog::checkpoint::{CheckpointError, SignedCheckpoint};
use comitia_tlog::hash::TreeHash;
use comitia_tlog::note::LogKey;
use comitia_tlog::policy::Policy;
use comitia_tlog::tile::{Entry, RightEdge};
use comitia_tlog::tree::TreeError;
use thiserror::Error;
use tokio::time::{Instant, sleep};

use crate::reader::{LogReader, ReadError};
use crate::storage::{Batch, Claim, LogStorage, Server, StorageError, TERM};

/// Between two tries for the lease.
const AGAIN: Duration = Duration::from_millis(500);

/// Why nothing was put back.
#[derive(Debug, Error)]
pub enum RecoverError {
    /// The published checkpoint is not by the log's key.
    #[error("the published checkpoint: {0}")]
    Checkpoint(#[from] CheckpointError),
    /// The published entries do not continue those of the database to the published root.
    #[error(
        "with the published entries, the database does not become the published tree of {0} entries: they are two histories"
    )]
    OtherHistory(u64),
    /// A server writes the log.
    #[error("a server writes this log; stop it first")]
    InUse,
    /// More entries than a tree can have.
    #[error(transparent)]
    Tree(#[from] TreeError),
    /// The log could not be read.
    #[error(transparent)]
    Read(#[from] ReadError),
    /// The database failed.
    #[error(transparent)]
    Storage(#[from] StorageError),
}

/// Appends the entries that are missing up to a published checkpoint, all of them or none. `missing` are the published
/// entries after those of the database; with them its tree must have the published root, so nothing can be put back
/// that was not there.
///
/// # Errors
/// When they do not lead to the checkpoint, somebody writes the log, or the database fails.
pub async fn recover(
    storage: &Arc<dyn LogStorage>,
    server: &Server,
    key: &LogKey,
    published: SignedCheckpoint,
    missing: Vec<Entry>,
) -> Result<(), RecoverError> {
    published.verify(&Policy::without_witnesses(key.clone()))?;
    claim(storage, server).await?;
    let recovered = append(storage, server, published, missing).await;
    storage.release(server).await?;
    recovered
}

/// Waits until the lease of a server that was killed has run out.
async fn claim(storage: &Arc<dyn LogStorage>, server: &Server) -> Result<(), RecoverError> {
    let end = Instant::now() + TERM + AGAIN;
    while storage.claim(server).await? != Claim::Ours {
        if Instant::now() > end {
            return Err(RecoverError::InUse);
        }
        sleep(AGAIN).await;
    }
    Ok(())
}

async fn append(
    storage: &Arc<dyn LogStorage>,
    server: &Server,
    published: SignedCheckpoint,
    missing: Vec<Entry>,
) -> Result<(), RecoverError> {
    let head = storage.head().await?.unverified().clone();
    let tree = published.unverified();
    let reader = LogReader::new(Arc::clone(storage));
    let tiles = reader.tiles(&RightEdge::nodes(head.size), head.size).await?;
    let edge = RightEdge::read(&tiles, head.size)
        .ok()
        .filter(|edge| edge.root() == head.root);
    let mut edge = edge.ok_or(RecoverError::OtherHistory(head.size))?;
    let leaves: Vec<TreeHash> = missing.iter().map(Entry::leaf_hash).collect();
    let tiles = edge.append(&leaves)?;
    if edge.size() != tree.size || edge.root() != tree.root {
        return Err(RecoverError::OtherHistory(tree.size));
    }
    let batch = Batch {
        entries: missing,
        tiles,
        checkpoint: published,
        publish: true,
        writer: server.id,
    };
    Ok(storage.append(&head, &batch).await?)
}
