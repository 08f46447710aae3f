//! Logs in SQLite: an append is one transaction on the single writing connection.

use std::ops::Range;
use std::sync::Arc;

use comitia_store::{Sqlite, Tx, TxError};
use comitia_tlog::checkpoint::{Checkpoint, SignedCheckpoint};
use comitia_tlog::tile::{ChangedTile, Entry, HashTile, Level, Width};
use sqlx::QueryBuilder;

use super::{Batch, LogStorage, StorageError, StorageFuture};
use crate::failpoint::pass;

/// Rows of one statement that inserts entries: three parameters each, far below SQLite's limit.
const ROWS_PER_INSERT: usize = 128;

/// All logs of a SQLite database.
#[derive(Debug, Clone)]
pub(crate) struct SqliteLogs(Sqlite);

impl SqliteLogs {
    pub(crate) const fn new(database: Sqlite) -> Self {
        Self(database)
    }

    /// The origins of all logs, in alphabetical order.
    pub(crate) async fn origins(&self) -> Result<Vec<String>, StorageError> {
        let origins = sqlx::query_scalar("SELECT origin FROM board_log ORDER BY origin");
        Ok(origins.fetch_all(self.0.readers()).await?)
    }

    /// The log with this origin.
    pub(crate) async fn find(&self, origin: &str) -> Result<Option<Arc<dyn LogStorage>>, StorageError> {
        let id = sqlx::query_scalar("SELECT id FROM board_log WHERE origin = $1").bind(origin);
        let id = id.fetch_optional(self.0.readers()).await?;
        Ok(id.map(|id| self.log(id, origin)))
    }

    /// Makes a log with this first checkpoint; `None` if there is one with this origin already.
    pub(crate) async fn create(
        &self,
        first: &SignedCheckpoint,
    ) -> Result<Option<Arc<dyn LogStorage>>, StorageError> {
        let (head, note) = (first.unverified(), &first.to_string());
        let created = self.0.run_tx("create log", |tx| {
            Box::pin(async move {
                let insert = "INSERT INTO board_log (origin, size, root, checkpoint, published) VALUES ($1, $2, $3, $4, $4)
                    ON CONFLICT (origin) DO NOTHING RETURNING id";
                let insert = sqlx::query_scalar(insert)
                    .bind(head.origin.as_str())
                    .bind(signed(head.size));
                let insert = insert.bind(head.root.as_bytes().as_slice()).bind(note.as_str());
                Ok(insert.fetch_optional(&mut **tx).await?)
            })
        });
        Ok(created
            .await
            .map_err(storage_error)?
            .map(|id| self.log(id, head.origin.as_str())))
    }

    fn log(&self, id: i64, origin: &str) -> Arc<dyn LogStorage> {
        Arc::new(SqliteLog {
            database: self.0.clone(),
            id,
            origin: origin.to_owned(),
        })
    }
}

/// One log in a SQLite database.
#[derive(Debug)]
struct SqliteLog {
    database: Sqlite,
    id: i64,
    origin: String,
}

impl SqliteLog {
    fn corrupt(&self, what: &'static str, reason: impl ToString) -> StorageError {
        StorageError::Corrupt {
            origin: self.origin.clone(),
            what,
            reason: reason.to_string(),
        }
    }

    async fn read_checkpoint(&self, query: &'static str) -> Result<SignedCheckpoint, StorageError> {
        let query = sqlx::query_scalar(query).bind(self.id);
        let note: String = query.fetch_one(self.database.readers()).await?;
        SignedCheckpoint::parse(note.as_bytes()).map_err(|error| self.corrupt("checkpoint", error))
    }

    async fn read_tile(&self, level: Level, position: u64) -> Result<Option<HashTile>, StorageError> {
        let query = "SELECT hashes FROM board_tile WHERE log = $1 AND level = $2 AND position = $3";
        let query = sqlx::query_scalar(query)
            .bind(self.id)
            .bind(i64::from(level.number()))
            .bind(signed(position));
        let bytes: Option<Vec<u8>> = query.fetch_optional(self.database.readers()).await?;
        let Some(bytes) = bytes else { return Ok(None) };
        let width = Width::new(bytes.len() as u64 / 32).ok_or_else(|| self.corrupt("tile", "it is empty"))?;
        HashTile::parse(&bytes, width)
            .map(Some)
            .map_err(|error| self.corrupt("tile", error))
    }

    async fn read_entries(&self, range: Range<u64>) -> Result<Vec<Entry>, StorageError> {
        let query = "SELECT bytes FROM board_entry WHERE log = $1 AND position >= $2 AND position < $3
            ORDER BY position";
        let query = sqlx::query_scalar(query)
            .bind(self.id)
            .bind(signed(range.start))
            .bind(signed(range.end));
        let rows: Vec<Vec<u8>> = query.fetch_all(self.database.readers()).await?;
        let entries = rows.into_iter().map(Entry::new).collect::<Result<_, _>>();
        entries.map_err(|error| self.corrupt("entry", error))
    }

    async fn write(&self, previous: &Checkpoint, batch: &Batch) -> Result<(), StorageError> {
        let note = &batch.checkpoint.to_string();
        let written = self.database.run_tx("append to log", |tx| {
            Box::pin(async move {
                self.advance(tx, previous, batch.checkpoint.unverified(), note)
                    .await?;
                pass("advanced");
                self.insert_entries(tx, previous.size, &batch.entries).await?;
                pass("entries-written");
                self.store_tiles(tx, &batch.tiles).await?;
                pass("tiles-written");
                if batch.publish {
                    self.show(tx, batch.checkpoint.unverified().size, note).await?;
                }
                pass("written");
                Ok(())
            })
        });
        written.await.map_err(storage_error)
    }

    /// Moves the log from one checkpoint to the next, if it is still at the one.
    async fn advance(
        &self,
        tx: &mut Tx<'_>,
        from: &Checkpoint,
        to: &Checkpoint,
        note: &str,
    ) -> Result<(), TxError<StorageError>> {
        let update = "UPDATE board_log SET size = $1, root = $2, checkpoint = $3
            WHERE id = $4 AND size = $5 AND root = $6";
        let update = sqlx::query(update)
            .bind(signed(to.size))
            .bind(to.root.as_bytes().as_slice())
            .bind(note);
        let update = update
            .bind(self.id)
            .bind(signed(from.size))
            .bind(from.root.as_bytes().as_slice());
        match update.execute(&mut **tx).await?.rows_affected() {
            1 => Ok(()),
            _ => Err(TxError::Refused(StorageError::Conflict { expected: from.size })),
        }
    }

    async fn write_published(&self, checkpoint: &SignedCheckpoint) -> Result<(), StorageError> {
        let (size, note) = (checkpoint.unverified().size, &checkpoint.to_string());
        let written = self.database.run_tx("publish checkpoint", |tx| {
            Box::pin(async move { Ok(self.show(tx, size, note).await?) })
        });
        written.await.map_err(storage_error)
    }

    /// Lets readers see a checkpoint, unless they see a larger one.
    async fn show(&self, tx: &mut Tx<'_>, size: u64, note: &str) -> Result<(), sqlx::Error> {
        let update = "UPDATE board_log SET published_size = $1, published = $2
            WHERE id = $3 AND published_size <= $1";
        let update = sqlx::query(update).bind(signed(size)).bind(note).bind(self.id);
        update.execute(&mut **tx).await?;
        pass("shown");
        Ok(())
    }

    async fn insert_entries(
        &self,
        tx: &mut Tx<'_>,
        first: u64,
        entries: &[Entry],
    ) -> Result<(), sqlx::Error> {
        let mut position = signed(first);
        for chunk in entries.chunks(ROWS_PER_INSERT) {
            let mut insert = QueryBuilder::new("INSERT INTO board_entry (log, position, bytes) ");
            insert.push_values(chunk, |mut row, entry| {
                row.push_bind(self.id)
                    .push_bind(position)
                    .push_bind(entry.as_bytes());
                position += 1;
            });
            insert
                .build()
                .persistent(chunk.len() == ROWS_PER_INSERT)
                .execute(&mut **tx)
                .await?;
        }
        Ok(())
    }

    async fn store_tiles(&self, tx: &mut Tx<'_>, tiles: &[ChangedTile]) -> Result<(), sqlx::Error> {
        let upsert = "INSERT INTO board_tile (log, level, position, hashes) VALUES ($1, $2, $3, $4)
            ON CONFLICT (log, level, position) DO UPDATE SET hashes = excluded.hashes";
        for ChangedTile { level, index, tile } in tiles {
            let upsert = sqlx::query(upsert).bind(self.id).bind(i64::from(level.number()));
            upsert
                .bind(signed(*index))
                .bind(tile.to_bytes())
                .execute(&mut **tx)
                .await?;
        }
        Ok(())
    }
}

impl LogStorage for SqliteLog {
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

    fn tile(&self, level: Level, position: u64) -> StorageFuture<'_, Option<HashTile>> {
        Box::pin(self.read_tile(level, position))
    }

    fn entries(&self, range: Range<u64>) -> StorageFuture<'_, Vec<Entry>> {
        Box::pin(self.read_entries(range))
    }
}

/// SQLite's integers are signed. Sizes of logs stay below 2⁶³; what a reader asks for beyond that is not there.
fn signed(number: u64) -> i64 {
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
