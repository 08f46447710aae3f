//! What is SQLite's own, on real files.
#![expect(clippy::unwrap_used, clippy::panic, reason = "what fails here fails the test")]

use std::convert::Infallible;
use std::path::Path;
use std::time::Duration;

use comitia_store::{Engine, Location, Migrations, Sqlite, SqliteConfig, Store, StoreError, TxError};
use sqlx::migrate::Migrator;
use sqlx::{Executor, Row};
use tokio::sync::Notify;

static SQLITE: Migrator = sqlx::migrate!("tests/migrations/sqlite/first");
static POSTGRES: Migrator = sqlx::migrate!("tests/migrations/postgres/first");

const NOTES: Migrations = Migrations {
    module: "notes",
    sqlite: &SQLITE,
    postgres: &POSTGRES,
};

async fn open(folder: &Path) -> Result<Sqlite, StoreError> {
    let location = Location::Sqlite(folder.join("test.db"));
    match Store::open(&location, &[NOTES]).await?.engine() {
        Engine::Sqlite(database) => Ok(database.clone()),
        Engine::Postgres(_) => panic!("not what was asked for"),
    }
}

async fn write(database: &Sqlite, text: &str) -> Result<(), TxError<Infallible>> {
    let written = database.run_tx("write", |tx| {
        Box::pin(async move {
            sqlx::query("INSERT INTO note (text) VALUES ($1)")
                .bind(text)
                .execute(&mut **tx)
                .await?;
            Ok(())
        })
    });
    written.await
}

async fn count(database: &Sqlite) -> i64 {
    let row = database
        .readers()
        .fetch_one("SELECT count(*) FROM note")
        .await
        .unwrap();
    row.get(0)
}

#[tokio::test]
async fn the_settings_that_durability_rests_on() {
    let folder = tempfile::tempdir().unwrap();
    let database = open(folder.path()).await.unwrap();
    let settings = async |pragma: &'static str| {
        let read = database.run_tx("settings", |tx| {
            Box::pin(
                async move { Ok::<_, TxError<Infallible>>(tx.fetch_one(pragma).await?.get::<i64, _>(0)) },
            )
        });
        read.await.unwrap()
    };
    assert_eq!(settings("PRAGMA synchronous").await, 2, "FULL");
    assert_eq!(settings("PRAGMA foreign_keys").await, 1);
    let mode = database.readers().fetch_one("PRAGMA journal_mode").await.unwrap();
    assert_eq!(mode.get::<String, _>(0), "wal");
}

#[tokio::test]
async fn readers_cannot_write_and_do_not_wait() {
    let folder = tempfile::tempdir().unwrap();
    let database = open(folder.path()).await.unwrap();
    assert!(database.readers().execute("DELETE FROM note").await.is_err());
    let seen = database
        .run_tx("long", |tx| {
            let database = &database;
            Box::pin(async move {
                tx.execute("INSERT INTO note (text) VALUES ('unseen')").await?;
                Ok::<_, TxError<Infallible>>(count(database).await)
            })
        })
        .await;
    assert_eq!(seen.unwrap(), 0, "a reader sees the last commit");
    assert_eq!(count(&database).await, 1);
}

/// Holds the write lock of the database for a while, as another process would, and tells when it has it.
async fn hold(database: &Sqlite, time: Duration, held: &Notify) {
    let holding = database.run_tx("hold", |tx| {
        Box::pin(async move {
            tx.execute("INSERT INTO note (text) VALUES ('other')").await?;
            held.notify_one();
            tokio::time::sleep(time).await;
            Ok::<_, TxError<Infallible>>(())
        })
    });
    holding.await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_transaction_is_tried_again_while_another_process_writes() {
    let folder = tempfile::tempdir().unwrap();
    let other = open(folder.path()).await.unwrap();
    let config = SqliteConfig {
        busy_timeout: Duration::from_millis(1),
        ..SqliteConfig::new(&folder.path().join("test.db"))
    };
    let impatient = Sqlite::open(&config).await.unwrap();
    let held = Notify::new();
    let (started, _) = tokio::join!(
        async {
            held.notified().await;
            let mut runs = 0;
            let done = impatient.run_tx("impatient", |tx| {
                runs += 1;
                Box::pin(async move {
                    tx.execute("INSERT INTO note (text) VALUES ('mine')").await?;
                    Ok::<_, TxError<Infallible>>(())
                })
            });
            done.await.unwrap();
            runs
        },
        hold(&other, Duration::from_millis(80), &held),
    );
    assert_eq!(started, 1, "the lock is taken before the work begins");
    assert_eq!(count(&other).await, 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_database_held_for_too_long_is_an_error_that_says_so() {
    let folder = tempfile::tempdir().unwrap();
    let other = open(folder.path()).await.unwrap();
    let config = SqliteConfig {
        busy_timeout: Duration::from_millis(1),
        ..SqliteConfig::new(&folder.path().join("test.db"))
    };
    let impatient = Sqlite::open(&config).await.unwrap();
    let held = Notify::new();
    let (failed, ()) = tokio::join!(
        async {
            held.notified().await;
            write(&impatient, "mine").await.unwrap_err()
        },
        hold(&other, Duration::from_millis(1500), &held),
    );
    assert!(matches!(failed, TxError::Store(error) if error.is_transient()));
    assert_eq!(count(&other).await, 1);
}

#[tokio::test]
async fn what_is_no_database_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(
        folder.path().join("test.db"),
        "not a database, but long enough to be looked at",
    )
    .unwrap();
    assert!(open(folder.path()).await.is_err());
    assert!(open(&folder.path().join("missing")).await.is_err());
}
