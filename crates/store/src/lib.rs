//! Databases: opening and migrating them, reading, and named transactions that are retried.
//!
//! SQLite is the embedded default: one file, one writer at a time, readers that never wait for it. PostgreSQL is what
//! several servers share. What is written is durable when a transaction returns, on both.
//!
//! Most statements are one SQL text that both engines accept, run through [`on_engine!`], which writes the same
//! expression once for each driver. Code that is native to an engine matches on [`ByEngine`], which is a closed set, so
//! that a new engine shows every place that must learn about it. sqlx's own `Any` driver was rejected: it knows neither
//! the types that PostgreSQL has beyond the simplest nor `$1` parameters on both sides alike.

mod error;
mod migrations;
mod postgres;
mod retry;
mod sqlite;

use std::fmt;
use std::path::{Path, PathBuf};
use std::pin::Pin;

use sqlx::{PgPool, SqlitePool};

pub use error::{StoreError, TxError};
pub use migrations::Migrations;
pub use postgres::{Postgres, PostgresTx};
pub use sqlite::{Sqlite, SqliteConfig, SqliteTx};

/// Where the data is.
#[derive(Clone)]
pub enum Location {
    /// A SQLite database in this file, made when it is not there.
    Sqlite(PathBuf),
    /// A PostgreSQL database at this address, which may have a password in it.
    Postgres(String),
}

impl fmt::Debug for Location {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Sqlite(path) => f.debug_tuple("Sqlite").field(path).finish(),
            Self::Postgres(_) => f.write_str("Postgres(secret)"),
        }
    }
}

/// Something that each engine has in a form of its own.
#[derive(Debug, Clone)]
pub enum ByEngine<S, P> {
    /// SQLite's, in write-ahead mode.
    Sqlite(S),
    /// PostgreSQL's.
    Postgres(P),
}

/// The engine behind a [`Store`].
pub type Engine = ByEngine<Sqlite, Postgres>;
/// Connections that only read.
pub type Readers<'a> = ByEngine<&'a SqlitePool, &'a PgPool>;
/// A running transaction of either engine.
pub type Tx<'t, 'env> = ByEngine<&'t mut SqliteTx<'env>, &'t mut PostgresTx<'env>>;
/// What a transaction does: a future that borrows the transaction.
pub type TxFuture<'t, T, E> = Pin<Box<dyn Future<Output = Result<T, TxError<E>>> + Send + 't>>;

/// One expression for both engines: `on_engine!(store.readers(), pool => query.fetch_all(pool).await)`. Its value must
/// have the same type for both.
#[macro_export]
macro_rules! on_engine {
    ($value:expr, $name:ident => $work:expr) => {
        match $value {
            $crate::ByEngine::Sqlite($name) => $work,
            $crate::ByEngine::Postgres($name) => $work,
        }
    };
}

/// An open database, migrated to what this program expects. Cheap to clone.
#[derive(Debug, Clone)]
pub struct Store {
    engine: Engine,
}

impl Store {
    /// Opens a database and brings the tables of all `modules` up to date.
    ///
    /// # Errors
    /// When it cannot be opened, or a migration fails or was changed after it ran.
    pub async fn open(location: &Location, modules: &[Migrations]) -> Result<Self, StoreError> {
        let engine = match location {
            Location::Sqlite(path) => ByEngine::Sqlite(Sqlite::open(&SqliteConfig::new(path)).await?),
            Location::Postgres(address) => ByEngine::Postgres(Postgres::open(address).await?),
        };
        on_engine!(&engine, database => database.migrate(modules).await)?;
        Ok(Self { engine })
    }

    /// The engine, for code that is native to it.
    #[must_use]
    pub const fn engine(&self) -> &Engine {
        &self.engine
    }

    /// Connections for statements that only read. Each sees the last commit.
    #[must_use]
    pub const fn readers(&self) -> Readers<'_> {
        match &self.engine {
            ByEngine::Sqlite(database) => ByEngine::Sqlite(database.readers()),
            ByEngine::Postgres(database) => ByEngine::Postgres(database.readers()),
        }
    }

    /// Runs `work` as one transaction, as [`Sqlite::run_tx`] does.
    ///
    /// # Errors
    /// What `work` refused with, or what the database failed with; nothing is written then, except possibly
    /// when the commit itself failed.
    pub async fn run_tx<'env, T, E, W>(&self, name: &'static str, mut work: W) -> Result<T, TxError<E>>
    where
        W: for<'t> FnMut(Tx<'t, 'env>) -> TxFuture<'t, T, E>,
    {
        match &self.engine {
            ByEngine::Sqlite(database) => database.run_tx(name, |tx| work(ByEngine::Sqlite(tx))).await,
            ByEngine::Postgres(database) => database.run_tx(name, |tx| work(ByEngine::Postgres(tx))).await,
        }
    }

    /// Copies a SQLite database into a new file, as it is at one moment, while it may be written.
    ///
    /// # Errors
    /// When the file is there, cannot be written, or the database is not SQLite's.
    pub async fn backup(&self, to: &Path) -> Result<(), StoreError> {
        match &self.engine {
            ByEngine::Sqlite(database) => database.backup(to).await,
            ByEngine::Postgres(_) => Err(StoreError::BackupElsewhere),
        }
    }

    /// Waits for what is running and closes every connection.
    pub async fn close(&self) {
        on_engine!(&self.engine, database => database.close().await);
    }
}
