//! SQLite: one connection that writes, a pool that reads.
//!
//! In write-ahead mode readers see the last commit and never wait for the writer. There is one writing
//! connection per process, so that transactions queue here instead of failing in SQLite; another process that
//! writes is waited for, then met with a retry.

use std::marker::PhantomData;
use std::ops::{Deref, DerefMut};
use std::path::{Path, PathBuf};
use std::time::Duration;

use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous};
use sqlx::{Connection as _, SqliteConnection, SqlitePool, Transaction};
use tracing::{Instrument, debug, debug_span, warn};

use crate::TxFuture;
use crate::error::{StoreError, TxError};
use crate::migrations::Migrations;
use crate::retry::Attempts;

/// Size to which the write-ahead file is cut back after a checkpoint.
const JOURNAL_LIMIT: &str = "67108864";

/// How to open a SQLite database.
#[derive(Debug, Clone)]
pub struct SqliteConfig {
    /// The file, made when it is not there.
    pub path: PathBuf,
    /// Connections that read.
    pub readers: u32,
    /// How long a statement waits for another process that writes.
    pub busy_timeout: Duration,
}

impl SqliteConfig {
    /// The defaults for the database in this file.
    #[must_use]
    pub fn new(path: &Path) -> Self {
        Self {
            path: path.to_owned(),
            readers: 4,
            busy_timeout: Duration::from_secs(5),
        }
    }

    fn options(&self) -> SqliteConnectOptions {
        SqliteConnectOptions::new()
            .filename(&self.path)
            .journal_mode(SqliteJournalMode::Wal)
            .synchronous(SqliteSynchronous::Full)
            .foreign_keys(true)
            .busy_timeout(self.busy_timeout)
            .pragma("journal_size_limit", JOURNAL_LIMIT)
            .pragma("trusted_schema", "off")
    }
}

/// A running transaction; statements run on the connection that it dereferences to (`&mut **tx`). What the work
/// borrows from its surroundings lives at least for `'env`.
#[derive(Debug)]
pub struct SqliteTx<'env> {
    transaction: Transaction<'static, sqlx::Sqlite>,
    surroundings: PhantomData<&'env ()>,
}

impl Deref for SqliteTx<'_> {
    type Target = SqliteConnection;

    fn deref(&self) -> &SqliteConnection {
        &self.transaction
    }
}

impl DerefMut for SqliteTx<'_> {
    fn deref_mut(&mut self) -> &mut SqliteConnection {
        &mut self.transaction
    }
}

/// An open SQLite database. Cheap to clone.
#[derive(Debug, Clone)]
pub struct Sqlite {
    writer: SqlitePool,
    readers: SqlitePool,
}

impl Sqlite {
    /// Opens the database.
    ///
    /// # Errors
    /// When the file cannot be opened or is no database.
    pub async fn open(config: &SqliteConfig) -> Result<Self, StoreError> {
        let writer = pool(1)
            .connect_with(config.options().create_if_missing(true))
            .await?;
        // SQLite opens a file that it may not write as if nothing were wrong.
        writer.begin_with("BEGIN IMMEDIATE").await?.rollback().await?;
        let readers = pool(config.readers)
            .connect_with(config.options().read_only(true))
            .await?;
        Ok(Self { writer, readers })
    }

    /// Brings the tables of all `modules` up to date.
    pub(crate) async fn migrate(&self, modules: &[Migrations]) -> Result<(), StoreError> {
        for module in modules {
            let done = module.for_sqlite().run(&self.writer).await;
            done.map_err(|error| StoreError::Migration {
                module: module.module,
                error,
            })?;
        }
        Ok(())
    }

    /// Connections for statements that only read. Each sees the last commit.
    #[must_use]
    pub const fn readers(&self) -> &SqlitePool {
        &self.readers
    }

    /// Runs `work` as one transaction. When this returns `Ok`, what it wrote is on disk. When somebody else
    /// holds the database it is tried again, so `work` may run several times and must change nothing but the
    /// database.
    ///
    /// The name says what happens, for logs and figures. The work is written as
    /// `|tx| Box::pin(async move { … })`; it takes what it needs from outside by reference.
    ///
    /// # Errors
    /// What `work` refused with, or what the database failed with; nothing is written then, except possibly
    /// when the commit itself failed.
    pub async fn run_tx<'env, T, E, W>(&self, name: &'static str, mut work: W) -> Result<T, TxError<E>>
    where
        W: for<'t> FnMut(&'t mut SqliteTx<'env>) -> TxFuture<'t, T, E>,
    {
        let mut attempts = Attempts::of(name);
        loop {
            match self.attempt(name, &mut work).await {
                Err(TxError::Store(error)) if attempts.another(&error).await => {}
                Err(TxError::Store(error)) => {
                    self.renew_writer().await;
                    return Err(TxError::Store(error));
                }
                done => return done,
            }
        }
    }

    /// Puts another connection in the place of one that still believes itself in a transaction. After a full disk or
    /// an error of one, SQLite has rolled back by itself; the driver's own rollback then fails, and the connection
    /// would refuse every transaction from there on.
    async fn renew_writer(&self) {
        // If none can be had now, the next transaction says why.
        let Ok(mut connection) = self.writer.acquire().await else {
            return;
        };
        if connection.ping().await.is_err() || connection.is_in_transaction() {
            warn!("the writing connection is replaced");
            connection.close_on_drop();
        }
    }

    async fn attempt<'env, T, E, W>(&self, name: &'static str, work: &mut W) -> Result<T, TxError<E>>
    where
        W: for<'t> FnMut(&'t mut SqliteTx<'env>) -> TxFuture<'t, T, E>,
    {
        let span = debug_span!("transaction", name);
        async {
            // Taking the write lock at once: a transaction that only takes it later cannot wait for it.
            let transaction = self.writer.begin_with("BEGIN IMMEDIATE").await?;
            let mut tx = SqliteTx {
                transaction,
                surroundings: PhantomData,
            };
            let done = work(&mut tx).await?;
            tx.transaction.commit().await?;
            debug!("committed");
            Ok(done)
        }
        .instrument(span)
        .await
    }

    /// Copies the database, as it is at one moment, into a new file. Readers and the writer go on.
    pub(crate) async fn backup(&self, to: &Path) -> Result<(), StoreError> {
        if to.exists() {
            return Err(StoreError::Exists(to.to_owned()));
        }
        let copy = sqlx::query("VACUUM INTO $1").bind(to.display().to_string());
        copy.execute(&self.readers).await?;
        std::fs::File::open(to)
            .and_then(|file| file.sync_all())
            .map_err(|error| StoreError::Database(sqlx::Error::Io(error)))
    }

    /// Waits for what is running and closes every connection.
    pub(crate) async fn close(&self) {
        self.readers.close().await;
        self.writer.close().await;
    }
}

/// A pool whose connections stay open.
fn pool(connections: u32) -> SqlitePoolOptions {
    SqlitePoolOptions::new()
        .max_connections(connections)
        .min_connections(1)
        .idle_timeout(None)
        .max_lifetime(None)
        .test_before_acquire(false)
}
