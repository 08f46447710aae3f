//! All logs of a database.

use std::sync::Arc;

use comitia_store::Store;
use comitia_tlog::checkpoint::{Checkpoint, CheckpointError};
use comitia_tlog::hash::empty_root;
use comitia_tlog::note::{KnownKey, LogSigner};
use comitia_tlog::vkey::KeyName;
use thiserror::Error;

use crate::failpoint::pass;
use crate::reader::LogReader;
use crate::sequencer::{Admission, Sequencer, SequencerTask, Sequencing, StartError};
use crate::storage::{LogStorage, Logs, StorageError};

/// Why a log could not be made.
#[derive(Debug, Error)]
pub enum CreateError {
    /// There is a log with this origin.
    #[error("there is a log {0} already")]
    Exists(KeyName),
    /// Its first checkpoint could not be signed.
    #[error(transparent)]
    Checkpoint(#[from] CheckpointError),
    /// The database failed.
    #[error(transparent)]
    Storage(#[from] StorageError),
}

/// The logs of a database. Cheap to clone.
#[derive(Debug, Clone)]
pub struct Board {
    logs: Logs,
}

impl Board {
    /// The logs of this database, which must have been opened with [`MIGRATIONS`](crate::MIGRATIONS).
    #[must_use]
    pub fn new(store: &Store) -> Self {
        Self {
            logs: Logs::new(store.clone()),
        }
    }

    /// Makes an empty log and signs its checkpoint. The log's origin is the name of the signer's key.
    ///
    /// # Errors
    /// When there is a log with that origin, or the database fails.
    pub async fn create(&self, signer: &LogSigner) -> Result<LogReader, CreateError> {
        let origin = signer.key().name().clone();
        let empty = Checkpoint {
            origin: origin.clone(),
            size: 0,
            root: empty_root(),
        };
        let first = empty.sign(signer)?;
        pass("create");
        let created = self.logs.create(&first).await?;
        pass("created");
        created.map(LogReader::new).ok_or(CreateError::Exists(origin))
    }

    /// The log with this origin, to read.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn log(&self, origin: &str) -> Result<Option<LogReader>, StorageError> {
        Ok(self.storage(origin).await?.map(LogReader::new))
    }

    /// The storage of the log with this origin.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn storage(&self, origin: &str) -> Result<Option<Arc<dyn LogStorage>>, StorageError> {
        self.logs.find(origin).await
    }

    /// The origins of all logs.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn origins(&self) -> Result<Vec<String>, StorageError> {
        self.logs.origins().await
    }

    /// Starts the sequencer of the log whose key this signer has; see [`Sequencer::start`].
    ///
    /// # Errors
    /// When there is no such log, or its sequencer does not start.
    pub async fn sequence<A: Admission>(
        &self,
        signer: LogSigner,
        sequencing: Sequencing,
        admission: impl FnMut() -> A + Send + 'static,
    ) -> Result<(Sequencer<A>, SequencerTask), StartError> {
        let origin = signer.key().name().clone();
        let storage = self
            .storage(origin.as_str())
            .await?
            .ok_or(StartError::NoSuchLog(origin))?;
        Sequencer::start(storage, signer, sequencing, admission).await
    }
}
