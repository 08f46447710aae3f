//! Where a log is kept: a narrow trait, and its native implementation per engine.

mod lease;
mod log;
mod postgres;
mod sqlite;

use std::fmt;
use std::ops::Range;
use std::pin::Pin;

use comitia_store::StoreError;
use comitia_tlog::checkpoint::{Checkpoint, SignedCheckpoint};
use comitia_tlog::tile::{ChangedTile, Entry, HashTile, Level};
use thiserror::Error;

pub use lease::{Claim, Server, TERM};
pub(crate) use log::Logs;

/// What a log's storage does next.
pub type StorageFuture<'a, T> = Pin<Box<dyn Future<Output = Result<T, StorageError>> + Send + 'a>>;

/// Why a log could not be read or written.
#[derive(Debug, Error)]
pub enum StorageError {
    /// The database failed. If this was an append, it may still have happened.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The log is no longer what the append was to continue, or no longer this server's to write.
    #[error("somebody else writes the log after its {expected} entries")]
    Conflict {
        /// Size that was to be continued.
        expected: u64,
    },
    /// What is stored makes no sense.
    #[error("stored {what} of the log {origin} makes no sense: {reason}")]
    Corrupt {
        /// Which log.
        origin: String,
        /// What was read.
        what: &'static str,
        /// What is wrong with it.
        reason: String,
    },
}

impl From<sqlx::Error> for StorageError {
    fn from(error: sqlx::Error) -> Self {
        Self::Store(error.into())
    }
}

/// What one append adds.
#[derive(Debug, Clone)]
pub struct Batch {
    /// The entries after those that are stored.
    pub entries: Vec<Entry>,
    /// The tiles that grow by them.
    pub tiles: Vec<ChangedTile>,
    /// The checkpoint of the tree with them.
    pub checkpoint: SignedCheckpoint,
    /// Whether readers see that checkpoint at once.
    pub publish: bool,
    /// The server that appends.
    pub writer: [u8; 16],
}

/// The storage of one log.
pub trait LogStorage: fmt::Debug + Send + Sync + 'static {
    /// The newest checkpoint: what the next append continues.
    fn head(&self) -> StorageFuture<'_, SignedCheckpoint>;

    /// The checkpoint that readers see. It is never ahead of the newest one.
    fn published(&self) -> StorageFuture<'_, SignedCheckpoint>;

    /// Shows readers this checkpoint, perhaps one of the same size with more cosignatures. One that is smaller than
    /// what they see already changes nothing. That it is a checkpoint of this log is for the caller to know.
    fn publish<'a>(&'a self, checkpoint: &'a SignedCheckpoint) -> StorageFuture<'a, ()>;

    /// Appends a batch as one durable transaction: all of it, checkpoint included, is on disk when this returns
    /// `Ok`.
    ///
    /// # Errors
    /// [`StorageError::Conflict`] when the stored size and root are not those of `previous`, or another server than
    /// the batch's holds the lease; nothing is written.
    fn append<'a>(&'a self, previous: &'a Checkpoint, batch: &'a Batch) -> StorageFuture<'a, ()>;

    /// Takes or renews the lease on the log for a [`TERM`], unless another server holds it.
    fn claim<'a>(&'a self, server: &'a Server) -> StorageFuture<'a, Claim>;

    /// Gives the lease back, if this server has it.
    fn release<'a>(&'a self, server: &'a Server) -> StorageFuture<'a, ()>;

    /// The hash tile at this level and position, as wide as it is now.
    fn tile(&self, level: Level, position: u64) -> StorageFuture<'_, Option<HashTile>>;

    /// The entries with these indices, as far as there are any.
    fn entries(&self, range: Range<u64>) -> StorageFuture<'_, Vec<Entry>>;
}
