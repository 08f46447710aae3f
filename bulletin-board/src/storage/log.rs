//! Logs in a database: what both engines do with the same words. What is native to one is in its own module.

use std::ops::Range;
use std::sync::Arc;

use comitia_store::{ByEngine, Store, Tx, TxError, on_engine};
use comitia_tlog::checkpoint::{Checkpoint, SignedCheckpoint};
use comitia_tlog::tile::{Entry, HashTile, Level, Width};

use super::lease::{Claim, Server, TERM};
use super::{Batch, LogStorage, StorageError, StorageFuture, postgres, sqlite};
use crate::failpoint::pass;

/// All logs of a database.
#[derive(Debug, Clone)]
pub(crate) struct Logs(Store);

impl Logs {
    pub(crate) const fn new(store: Store) -> Self {
        Self(store)
    }

    /// The origins of all logs, in alphabetical order.
    pub(crate) async fn origins(&self) -> Result<Vec<String>, StorageError> {
        let query = "SELECT origin FROM board_log ORDER BY origin";
        Ok(on_engine!(self.0.readers(), pool => sqlx::query_scalar(query).fetch_all(pool).await?))
    }

    /// The log with this origin.
    pub(crate) async fn find(&self, origin: &str) -> Result<Option<Arc<dyn LogStorage>>, StorageError> {
        let query = "SELECT id FROM board_log WHERE origin = $1";
        let id = on_engine!(self.0.readers(), pool => {
            sqlx::query_scalar(query).bind(origin).fetch_optional(pool).await?
        });
        Ok(id.map(|id| self.log(id, origin)))
    }

    /// Makes a log with this first checkpoint; `None` if there is one with this origin already.
    pub(crate) async fn create(
        &self,
        first: &SignedCheckpoint,
    ) -> Result<Option<Arc<dyn LogStorage>>, StorageError> {
        let (head, note) = (first.unverified(), &first.to_string());
        let insert =
            "INSERT INTO board_log (origin, size, root, checkpoint, published) VALUES ($1, $2, $3, $4, $4)
            ON CONFLICT (origin) DO NOTHING RETURNING id";
        let created = self.0.run_tx("create log", |tx| {
            Box::pin(async move {
                Ok(on_engine!(tx, tx => {
                    let insert = sqlx::query_scalar(insert).bind(head.origin.as_str()).bind(signed(head.size));
                    let insert = insert.bind(head.root.as_bytes().as_slice()).bind(note.as_str());
                    insert.fetch_optional(&mut **tx).await?
                }))
            })
        });
        let created = created.await.map_err(storage_error)?;
        Ok(created.map(|id| self.log(id, head.origin.as_str())))
    }

    fn log(&self, id: i64, origin: &str) -> Arc<dyn LogStorage> {
        Arc::new(DatabaseLog {
            store: self.0.clone(),
            id,
            origin: origin.to_owned(),
        })
    }
}

/// One log in a database.
#[derive(Debug)]
struct DatabaseLog {
    store: Store,
    id: i64,
    origin: String,
}

impl DatabaseLog {
    fn corrupt(&self, what: &'static str, reason: impl ToString) -> StorageError {
        StorageError::Corrupt {
            origin: self.origin.clone(),
            what,
            reason: reason.to_string(),
        }
    }

    async fn read_checkpoint(&self, query: &'static str) -> Result<SignedCheckpoint, StorageError> {
        let note: String = on_engine!(self.store.readers(), pool => {
            sqlx::query_scalar(query).bind(self.id).fetch_one(pool).await?
        });
        SignedCheckpoint::parse(note.as_bytes()).map_err(|error| self.corrupt("checkpoint", error))
    }

    async fn read_tile(&self, level: Level, position: u64) -> Result<Option<HashTile>, StorageError> {
        let query = "SELECT hashes FROM board_tile WHERE log = $1 AND level = $2 AND position = $3";
        let bytes: Option<Vec<u8>> = on_engine!(self.store.readers(), pool => {
            let query = sqlx::query_scalar(query).bind(self.id).bind(i16::from(level.number()));
            query.bind(signed(position)).fetch_optional(pool).await?
        });
        let Some(bytes) = bytes else { return Ok(None) };
        let width = Width::new(bytes.len() as u64 / 32).ok_or_else(|| self.corrupt("tile", "it is empty"))?;
        HashTile::parse(&bytes, width)
            .map(Some)
            .map_err(|error| self.corrupt("tile", error))
    }

    async fn read_entries(&self, range: Range<u64>) -> Result<Vec<Entry>, StorageError> {
        let query = "SELECT bytes FROM board_entry WHERE log = $1 AND position >= $2 AND position < $3
            ORDER BY position";
        let rows: Vec<Vec<u8>> = on_engine!(self.store.readers(), pool => {
            let query = sqlx::query_scalar(query).bind(self.id).bind(signed(range.start));
            query.bind(signed(range.end)).fetch_all(pool).await?
        });
        let entries = rows.into_iter().map(Entry::new).collect::<Result<_, _>>();
        entries.map_err(|error| self.corrupt("entry", error))
    }

    async fn write(&self, previous: &Checkpoint, batch: &Batch) -> Result<(), StorageError> {
        let note = &batch.checkpoint.to_string();
        let written = self.store.run_tx("append to log", |mut tx| {
            Box::pin(async move {
                self.advance(&mut tx, previous, batch, note).await?;
                pass("advanced");
                let (log, first, entries) = (self.id, previous.size, &batch.entries);
                match &mut tx {
                    ByEngine::Sqlite(tx) => sqlite::insert_entries(tx, log, first, entries).await?,
                    ByEngine::Postgres(tx) => postgres::insert_entries(tx, log, first, entries).await?,
                }
                pass("entries-written");
                match &mut tx {
                    ByEngine::Sqlite(tx) => sqlite::store_tiles(tx, log, &batch.tiles).await?,
                    ByEngine::Postgres(tx) => postgres::store_tiles(tx, log, &batch.tiles).await?,
                }
                pass("tiles-written");
                if batch.publish {
                    self.show(&mut tx, batch.checkpoint.unverified().size, note)
                        .await?;
                }
                pass("written");
                Ok(())
            })
        });
        written.await.map_err(storage_error)
    }

    /// Moves the log from one checkpoint to the next, if it is still at the one and this server's to write.
    async fn advance(
        &self,
        tx: &mut Tx<'_, '_>,
        from: &Checkpoint,
        batch: &Batch,
        note: &str,
    ) -> Result<(), TxError<StorageError>> {
        let update = "UPDATE board_log SET size = $1, root = $2, checkpoint = $3
            WHERE id = $4 AND size = $5 AND root = $6 AND lease_holder = $7";
        let to = batch.checkpoint.unverified();
        let moved = on_engine!(tx, tx => {
            let update = sqlx::query(update).bind(signed(to.size)).bind(to.root.as_bytes().as_slice()).bind(note);
            let update = update.bind(self.id).bind(signed(from.size)).bind(from.root.as_bytes().as_slice());
            update.bind(batch.writer.as_slice()).execute(&mut ***tx).await?.rows_affected()
        });
        match moved {
            1 => Ok(()),
            _ => Err(TxError::Refused(StorageError::Conflict { expected: from.size })),
        }
    }

    async fn write_published(&self, checkpoint: &SignedCheckpoint) -> Result<(), StorageError> {
        let (size, note) = (checkpoint.unverified().size, &checkpoint.to_string());
        let written = self.store.run_tx("publish checkpoint", |mut tx| {
            Box::pin(async move { Ok(self.show(&mut tx, size, note).await?) })
        });
        written.await.map_err(storage_error)
    }

    /// Lets readers see a checkpoint, unless they see a larger one.
    async fn show(&self, tx: &mut Tx<'_, '_>, size: u64, note: &str) -> Result<(), sqlx::Error> {
        let update = "UPDATE board_log SET published_size = $1, published = $2
            WHERE id = $3 AND published_size <= $1";
        on_engine!(tx, tx => {
            let update = sqlx::query(update).bind(signed(size)).bind(note).bind(self.id);
            update.execute(&mut ***tx).await?;
        });
        pass("shown");
        Ok(())
    }

    async fn take_lease(&self, server: &Server) -> Result<Claim, StorageError> {
        let term = i64::try_from(TERM.as_micros()).unwrap_or(i64::MAX);
        let update = match self.store.engine() {
            ByEngine::Sqlite(_) => sqlite::CLAIM,
            ByEngine::Postgres(_) => postgres::CLAIM,
        };
        let claimed = self.store.run_tx("claim log", |tx| {
            Box::pin(async move {
                Ok(on_engine!(tx, tx => {
                    let update = sqlx::query(update).bind(server.id.as_slice()).bind(server.address.as_str());
                    update.bind(term).bind(self.id).execute(&mut **tx).await?.rows_affected()
                }))
            })
        });
        if claimed.await.map_err(storage_error)? == 1 {
            return Ok(Claim::Ours);
        }
        let query = "SELECT lease_address FROM board_log WHERE id = $1";
        Ok(Claim::Theirs(on_engine!(self.store.readers(), pool => {
            sqlx::query_scalar(query).bind(self.id).fetch_one(pool).await?
        })))
    }

    async fn give_lease_back(&self, server: &Server) -> Result<(), StorageError> {
        let update = "UPDATE board_log SET lease_holder = NULL WHERE id = $1 AND lease_holder = $2";
        let given = self.store.run_tx("release log", |tx| {
            Box::pin(async move {
                on_engine!(tx, tx => {
                    let update = sqlx::query(update).bind(self.id).bind(server.id.as_slice());
                    update.execute(&mut **tx).await?;
                });
                Ok(())
            })
        });
        given.await.map_err(storage_error)
    }
}

impl LogStorage for DatabaseLog {
    fn head(&self) -> StorageFuture<'_, SignedCheckpoint> {
        Box::pin(self.read_checkpoint("SELECT checkpoint FROM board_log WHERE id = $1"))
    }

    fn published(&self) -> StorageFuture<'_, SignedCheckpoint> {
        Box::pin(self.read_checkpoint("SELECT published FROM board_log WHERE id = $1"))
    }

    fn publish<'a>(&'a self, checkpoint: &'a SignedCheckpoint) -> StorageFuture<'a, ()> {
        Box::pin(self.write_published(checkpoint))
    }

    fn append<'a>(&'a self, previous: &'a Checkpoint, batch: &'a Batch) -> StorageFuture<'a, ()> {
        Box::pin(self.write(previous, batch))
    }

    fn claim<'a>(&'a self, server: &'a Server) -> StorageFuture<'a, Claim> {
        Box::pin(self.take_lease(server))
    }

    fn release<'a>(&'a self, server: &'a Server) -> StorageFuture<'a, ()> {
        Box::pin(self.give_lease_back(server))
    }

    fn tile(&self, level: Level, position: u64) -> StorageFuture<'_, Option<HashTile>> {
        Box::pin(self.read_tile(level, position))
    }

    fn entries(&self, range: Range<u64>) -> StorageFuture<'_, Vec<Entry>> {
        Box::pin(self.read_entries(range))
    }
}

/// The engines' integers are signed. Sizes of logs stay below 2⁶³; what a reader asks for beyond that is not there.
pub(super) fn signed(number: u64) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}

fn storage_error(error: TxError<StorageError>) -> StorageError {
    match error {
        TxError::Store(error) => error.into(),
        TxError::Refused(error) => error,
    }
}

impl From<StorageError> for TxError<StorageError> {
    fn from(error: StorageError) -> Self {
        Self::Refused(error)
    }
}
