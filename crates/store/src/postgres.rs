//! PostgreSQL: a pool of connections on a server that keeps what it acknowledges.

use std::marker::PhantomData;
use std::ops::{Deref, DerefMut};
use std::str::FromStr as _;
use std::time::Duration;

use sqlx::postgres::{PgConnectOptions, PgPoolOptions};
use sqlx::{Executor as _, PgConnection, PgPool, Transaction};
use tracing::{Instrument, debug, debug_span};

use crate::TxFuture;
use crate::error::{StoreError, TxError};
use crate::migrations::Migrations;
use crate::retry::Attempts;

/// Connections of one process.
const CONNECTIONS: u32 = 16;
/// How long a connection is waited for.
const PATIENCE: Duration = Duration::from_secs(5);
/// Settings of the server without which an acknowledged commit may be lost, or pages torn, when the power fails.
const DURABLE: [&str; 2] = ["fsync", "full_page_writes"];

/// An open PostgreSQL database. Cheap to clone.
#[derive(Debug, Clone)]
pub struct Postgres {
    pool: PgPool,
}

/// A running transaction; statements run on the connection that it dereferences to (`&mut **tx`). What the work
/// borrows from its surroundings lives at least for `'env`.
#[derive(Debug)]
pub struct PostgresTx<'env> {
    transaction: Transaction<'static, sqlx::Postgres>,
    surroundings: PhantomData<&'env ()>,
}

impl Deref for PostgresTx<'_> {
    type Target = PgConnection;

    fn deref(&self) -> &PgConnection {
        &self.transaction
    }
}

impl DerefMut for PostgresTx<'_> {
    fn deref_mut(&mut self) -> &mut PgConnection {
        &mut self.transaction
    }
}

impl Postgres {
    /// Connects to the database at an address such as `postgres://user@host/name` or
    /// `postgres://user@localhost/name?host=/run/postgresql`. A password may be in the address, in `PGPASSWORD` or in
    /// PostgreSQL's password file.
    ///
    /// # Errors
    /// When the address makes no sense, nobody answers, or the server does not keep what it acknowledges.
    pub async fn open(address: &str) -> Result<Self, StoreError> {
        // The driver's own words may repeat the address, and with it a password.
        let options = PgConnectOptions::from_str(address).map_err(|_| StoreError::Address)?;
        let pool = PgPoolOptions::new()
            .max_connections(CONNECTIONS)
            .acquire_timeout(PATIENCE)
            .after_connect(|connection, _| {
                Box::pin(async move {
                    connection.execute("SET synchronous_commit = on").await?;
                    Ok(())
                })
            })
            .connect_with(options.application_name("comitia"))
            .await?;
        for setting in DURABLE {
            let value: String = sqlx::query_scalar("SELECT current_setting($1)")
                .bind(setting)
                .fetch_one(&pool)
                .await?;
            if value != "on" {
                return Err(StoreError::NotDurable { setting });
            }
        }
        Ok(Self { pool })
    }

    /// Brings the tables of all `modules` up to date. Servers that start together wait for each other.
    pub(crate) async fn migrate(&self, modules: &[Migrations]) -> Result<(), StoreError> {
        for module in modules {
            let done = module.for_postgres().run(&self.pool).await;
            done.map_err(|error| StoreError::Migration {
                module: module.module,
                error,
            })?;
        }
        Ok(())
    }

    /// Connections for statements that only read. Each sees the last commit.
    #[must_use]
    pub const fn readers(&self) -> &PgPool {
        &self.pool
    }

    /// Runs `work` as one transaction, as [`Sqlite::run_tx`](crate::Sqlite::run_tx) does. Statements see what was
    /// committed before each of them (`READ COMMITTED`): work that decides on what it read has to lock it.
    ///
    /// # Errors
    /// What `work` refused with, or what the database failed with; nothing is written then, except possibly
    /// when the commit itself failed.
    pub async fn run_tx<'env, T, E, W>(&self, name: &'static str, mut work: W) -> Result<T, TxError<E>>
    where
        W: for<'t> FnMut(&'t mut PostgresTx<'env>) -> TxFuture<'t, T, E>,
    {
        let mut attempts = Attempts::of(name);
        loop {
            match self.attempt(name, &mut work).await {
                Err(TxError::Store(error)) if attempts.another(&error).await => {}
                done => return done,
            }
        }
    }

    async fn attempt<'env, T, E, W>(&self, name: &'static str, work: &mut W) -> Result<T, TxError<E>>
    where
        W: for<'t> FnMut(&'t mut PostgresTx<'env>) -> TxFuture<'t, T, E>,
    {
        let span = debug_span!("transaction", name);
        async {
            let mut tx = PostgresTx {
                transaction: self.pool.begin().await?,
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

    /// Waits for what is running and closes every connection.
    pub(crate) async fn close(&self) {
        self.pool.close().await;
    }
}
