//! What can go wrong with a database, and with a transaction on it.

use thiserror::Error;

/// The database failed.
#[derive(Debug, Error)]
pub enum StoreError {
    /// It could not be opened, or a statement failed.
    #[error("database: {0}")]
    Database(#[from] sqlx::Error),
    /// The address of the database is not one.
    #[error("the database's address is not of the form postgres://user@host/name")]
    Address,
    /// What the server acknowledges may be lost.
    #[error("the database server runs with {setting} = off: it may lose what it has acknowledged")]
    NotDurable {
        /// The setting that has to be on.
        setting: &'static str,
    },
    /// PostgreSQL has its own tools for that.
    #[error("a PostgreSQL database is copied by pg_dump")]
    BackupElsewhere,
    /// The copy would replace something.
    #[error("{0} is there already")]
    Exists(std::path::PathBuf),
    /// Its tables could not be brought up to date.
    #[error("tables of {module}: {error}")]
    Migration {
        /// Whose tables.
        module: &'static str,
        /// Why.
        error: sqlx::migrate::MigrateError,
    },
}

impl StoreError {
    /// Whether the same transaction may succeed if it is tried again: somebody else held the database.
    #[must_use]
    pub fn is_transient(&self) -> bool {
        let Self::Database(sqlx::Error::Database(error)) = self else {
            return false;
        };
        match error.code().as_deref() {
            // PostgreSQL's: serialization failure, deadlock, starting up.
            Some("40001" | "40P01" | "57P03") => true,
            // The low byte is SQLite's primary result code: 5 is SQLITE_BUSY, 6 is SQLITE_LOCKED. PostgreSQL's codes have
            // five characters.
            Some(code) if code.len() < 5 => {
                code.parse::<u32>().is_ok_and(|code| matches!(code & 0xff, 5 | 6))
            }
            _ => false,
        }
    }
}

/// Why a transaction was not committed.
#[derive(Debug, Error)]
pub enum TxError<E> {
    /// The database failed. After a failed commit it may still have happened: read before you conclude.
    #[error(transparent)]
    Store(StoreError),
    /// The work itself refused; everything that it wrote is undone.
    #[error("{0}")]
    Refused(E),
}

impl<E> From<sqlx::Error> for TxError<E> {
    fn from(error: sqlx::Error) -> Self {
        Self::Store(error.into())
    }
}

impl<E> From<StoreError> for TxError<E> {
    fn from(error: StoreError) -> Self {
        Self::Store(error)
    }
}
