//! Databases: opening and migrating them, reading, and named transactions that are retried.
//!
//! SQLite is the embedded default: one file, one writer at a time, readers that never wait for it. What is
//! written is durable when a transaction returns. Engines are a closed set ([`Engine`]): code that is native to
//! one of them matches on it, so that a new engine shows every place that must learn about it.

mod error;
mod migrations;
mod sqlite;

use std::path::PathBuf;

pub use error::{StoreError, TxError};
pub use migrations::Migrations;
pub use sqlite::{Sqlite, SqliteConfig, Tx, TxFuture};

/// Where the data is.
#[derive(Debug, Clone)]
pub enum Location {
    /// A SQLite database in this file, made when it is not there.
    Sqlite(PathBuf),
}

/// An open database, migrated to what this program expects. Cheap to clone.
#[derive(Debug, Clone)]
pub struct Store {
    engine: Engine,
}

/// The engine behind a [`Store`].
#[derive(Debug, Clone)]
pub enum Engine {
    /// SQLite in write-ahead mode.
    Sqlite(Sqlite),
}

impl Store {
    /// Opens a database and brings the tables of all `modules` up to date.
    ///
    /// # Errors
    /// When it cannot be opened, or a migration fails or was changed after it ran.
    pub async fn open(location: &Location, modules: &[Migrations]) -> Result<Self, StoreError> {
        let engine = match location {
            Location::Sqlite(path) => {
                let database = Sqlite::open(&SqliteConfig::new(path)).await?;
                database.migrate(modules).await?;
                Engine::Sqlite(database)
            }
        };
        Ok(Self { engine })
    }

    /// The engine, for code that is native to it.
    #[must_use]
    pub const fn engine(&self) -> &Engine {
        &self.engine
    }

    /// Waits for what is running and closes every connection.
    pub async fn close(&self) {
        match &self.engine {
            Engine::Sqlite(database) => database.close().await,
        }
    }
}
