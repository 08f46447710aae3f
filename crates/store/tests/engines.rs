//! What both engines do alike, on real files and on a real server.
#![expect(clippy::unwrap_used, reason = "what fails here fails the test")]

use std::convert::Infallible;

use comitia_cluster::Cluster;
use comitia_store::{Location, Migrations, Store, StoreError, TxError, on_engine};
use sqlx::migrate::Migrator;
use tempfile::TempDir;

/// The tables of notes as a version of a program has them.
macro_rules! notes {
    ($version:ident, $sqlite:literal, $postgres:literal) => {
        fn $version() -> Migrations {
            static SQLITE: Migrator = sqlx::migrate!($sqlite);
            static POSTGRES: Migrator = sqlx::migrate!($postgres);
            Migrations {
                module: "notes",
                sqlite: &SQLITE,
                postgres: &POSTGRES,
            }
        }
    };
}

notes!(
    first,
    "tests/migrations/sqlite/first",
    "tests/migrations/postgres/first"
);
notes!(
    second,
    "tests/migrations/sqlite/second",
    "tests/migrations/postgres/second"
);
notes!(
    changed,
    "tests/migrations/sqlite/changed",
    "tests/migrations/postgres/changed"
);

/// Where the database of a test is.
struct Place {
    location: Location,
    _folder: TempDir,
}

impl Place {
    fn sqlite() -> Self {
        let folder = tempfile::tempdir().unwrap();
        Self {
            location: Location::Sqlite(folder.path().join("test.db")),
            _folder: folder,
        }
    }

    fn postgres() -> Self {
        Self {
            location: Location::Postgres(Cluster::shared().database().unwrap()),
            _folder: tempfile::tempdir().unwrap(),
        }
    }

    async fn open(&self, version: Migrations) -> Result<Store, StoreError> {
        Store::open(&self.location, &[version]).await
    }
}

async fn write(store: &Store, text: &str) -> Result<(), TxError<Infallible>> {
    let written = store.run_tx("write", |tx| {
        Box::pin(async move {
            on_engine!(tx, tx => {
                let insert = sqlx::query("INSERT INTO note (text) VALUES ($1)").bind(text);
                insert.execute(&mut **tx).await?;
            });
            Ok(())
        })
    });
    written.await
}

async fn count(store: &Store) -> i64 {
    let count = "SELECT count(*) FROM note";
    on_engine!(store.readers(), pool => sqlx::query_scalar(count).fetch_one(pool).await.unwrap())
}

async fn what_is_committed_is_there_after_opening_again(place: Place) {
    let store = place.open(first()).await.unwrap();
    write(&store, "one").await.unwrap();
    drop(store);
    assert_eq!(count(&place.open(first()).await.unwrap()).await, 1);
}

async fn what_refuses_writes_nothing(place: Place) {
    let store = place.open(first()).await.unwrap();
    let refused = store.run_tx("refuse", |tx| {
        Box::pin(async move {
            let insert = "INSERT INTO note (text) VALUES ('gone')";
            on_engine!(tx, tx => sqlx::query(insert).execute(&mut **tx).await.map(|_| ()))?;
            Err::<(), _>(TxError::Refused("no"))
        })
    });
    assert!(matches!(refused.await, Err(TxError::Refused("no"))));
    assert_eq!(count(&store).await, 0);
    write(&store, "after").await.unwrap();
    assert_eq!(count(&store).await, 1);
}

async fn a_statement_that_fails_undoes_the_transaction_and_the_next_one_works(place: Place) {
    let store = place.open(first()).await.unwrap();
    let failed = store.run_tx("fail", |tx| {
        Box::pin(async move {
            let insert = "INSERT INTO note (text) VALUES ('gone'), (NULL)";
            on_engine!(tx, tx => sqlx::query(insert).execute(&mut **tx).await.map(|_| ()))?;
            Ok::<_, TxError<Infallible>>(())
        })
    });
    assert!(matches!(failed.await, Err(TxError::Store(error)) if !error.is_transient()));
    write(&store, "after").await.unwrap();
    assert_eq!(count(&store).await, 1);
}

async fn many_writers_in_one_process_queue(place: Place) {
    let store = place.open(first()).await.unwrap();
    let tasks: Vec<_> = (0..50)
        .map(|number| {
            let store = store.clone();
            tokio::spawn(async move { write(&store, &number.to_string()).await.unwrap() })
        })
        .collect();
    for task in tasks {
        task.await.unwrap();
    }
    assert_eq!(count(&store).await, 50);
}

/// Of a SQLite file there is one server.
#[tokio::test]
async fn servers_that_start_together_wait_for_each_others_migrations() {
    let place = Place::postgres();
    let opened = tokio::join!(place.open(second()), place.open(second()), place.open(second()));
    for store in [opened.0, opened.1, opened.2] {
        assert_eq!(count(&store.unwrap()).await, 0);
    }
}

async fn migrations_run_forward_and_are_not_rewritten(place: Place) {
    write(&place.open(first()).await.unwrap(), "kept").await.unwrap();
    let store = place.open(second()).await.unwrap();
    assert_eq!(count(&store).await, 1);
    let replies = "SELECT count(*) FROM reply";
    let replies: i64 =
        on_engine!(store.readers(), pool => sqlx::query_scalar(replies).fetch_one(pool).await.unwrap());
    assert_eq!(replies, 0);
    let changed = place.open(changed()).await;
    assert!(matches!(
        changed,
        Err(StoreError::Migration { module: "notes", .. })
    ));
    let older = place.open(first()).await;
    assert!(
        matches!(older, Err(StoreError::Migration { .. })),
        "an older program refuses a newer database"
    );
}

async fn modules_do_not_see_each_others_migrations(place: Place) {
    place.open(second()).await.unwrap();
    let other = Migrations {
        module: "other",
        ..second()
    };
    let clash = Store::open(&place.location, &[second(), other]).await;
    assert!(
        matches!(clash, Err(StoreError::Migration { module: "other", .. })),
        "its tables exist already"
    );
}

/// Runs each of these tests once on each engine.
macro_rules! on_both_engines {
    ($($test:ident),* $(,)?) => {
        mod sqlite {
            $(#[tokio::test(flavor = "multi_thread")]
            async fn $test() {
                super::$test(super::Place::sqlite()).await;
            })*
        }

        mod postgres {
            $(#[tokio::test(flavor = "multi_thread")]
            async fn $test() {
                super::$test(super::Place::postgres()).await;
            })*
        }
    };
}

on_both_engines!(
    what_is_committed_is_there_after_opening_again,
    what_refuses_writes_nothing,
    a_statement_that_fails_undoes_the_transaction_and_the_next_one_works,
    many_writers_in_one_process_queue,
    migrations_run_forward_and_are_not_rewritten,
    modules_do_not_see_each_others_migrations,
);

#[tokio::test]
async fn a_server_that_may_lose_what_it_acknowledged_is_refused() {
    let cluster = Cluster::start().unwrap();
    let address = cluster.database().unwrap();
    let store = Store::open(&Location::Postgres(address.clone()), &[])
        .await
        .unwrap();
    let fast = "ALTER SYSTEM SET fsync = off";
    let set = on_engine!(store.readers(), pool => sqlx::query(fast).execute(pool).await.map(|_| ()));
    set.unwrap();
    let reload = "SELECT pg_reload_conf()";
    on_engine!(store.readers(), pool => sqlx::query(reload).execute(pool).await.map(|_| ())).unwrap();
    tokio::time::sleep(std::time::Duration::from_millis(500)).await;
    let refused = Store::open(&Location::Postgres(address), &[]).await;
    assert!(matches!(
        refused,
        Err(StoreError::NotDurable { setting: "fsync" })
    ));
}
