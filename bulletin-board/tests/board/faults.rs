//! What happens when storage fails at any step, when two write, when the admission misbehaves, and when
//! somebody has changed the database.

use std::convert::Infallible;
use std::ops::Range;
use std::sync::Arc;
use std::sync::atomic::{AtomicU8, Ordering};

use comitia_bulletin_board::{
    Batch, Board, Claim, LogStorage, ReadError, Sequencer, SequencerTask, Server, StartError, StorageError,
    StorageFuture, SubmitError, Unserved,
};
use comitia_store::{Location, Store, TxError, on_engine};
use comitia_tlog::checkpoint::{Checkpoint, SignedCheckpoint};
use comitia_tlog::tile::{Entry, HashTile, Level};

use crate::client::verify;
use crate::common::{
    ORIGIN, Place, Refusal, Register, fill, new_log, on_both_engines, open, sequence, sequencing, server,
    signer,
};

/// What the next append does.
pub const WORK: u8 = 0;
const FAIL_BEFORE: u8 = 1;
const FAIL_AFTER: u8 = 2;
const FAIL_READING: u8 = 3;
pub const FAIL_PUBLISHING: u8 = 4;

/// Storage that fails when it is told to.
#[derive(Debug)]
pub struct Faulty {
    inner: Arc<dyn LogStorage>,
    mode: AtomicU8,
}

fn broken<T>(inner: &Faulty) -> Result<T, StorageError> {
    Err(StorageError::Corrupt {
        origin: format!("{:?}", inner.mode),
        what: "disk",
        reason: "test".to_owned(),
    })
}

impl Faulty {
    pub async fn of(board: &Board) -> Arc<Self> {
        let inner = board.storage(ORIGIN).await.unwrap().unwrap();
        Arc::new(Self {
            inner,
            mode: AtomicU8::new(WORK),
        })
    }

    pub fn set(&self, mode: u8) {
        self.mode.store(mode, Ordering::SeqCst);
    }

    fn mode(&self) -> u8 {
        self.mode.load(Ordering::SeqCst)
    }

    async fn start(self: &Arc<Self>) -> (Sequencer<Register>, SequencerTask) {
        let storage: Arc<dyn LogStorage> = Arc::<Self>::clone(self);
        Sequencer::start(storage, signer(), sequencing(), Register::default)
            .await
            .unwrap()
    }
}

impl LogStorage for Faulty {
    fn head(&self) -> StorageFuture<'_, SignedCheckpoint> {
        if self.mode() == FAIL_READING {
            return Box::pin(async { broken(self) });
        }
        self.inner.head()
    }

    fn published(&self) -> StorageFuture<'_, SignedCheckpoint> {
        self.inner.published()
    }

    fn publish<'a>(&'a self, checkpoint: &'a SignedCheckpoint) -> StorageFuture<'a, ()> {
        if self.mode() == FAIL_PUBLISHING {
            return Box::pin(async { broken(self) });
        }
        self.inner.publish(checkpoint)
    }

    fn append<'a>(&'a self, previous: &'a Checkpoint, batch: &'a Batch) -> StorageFuture<'a, ()> {
        Box::pin(async move {
            match self.mode() {
                FAIL_BEFORE | FAIL_READING => broken(self),
                FAIL_AFTER => self
                    .inner
                    .append(previous, batch)
                    .await
                    .and_then(|()| broken(self)),
                _ => self.inner.append(previous, batch).await,
            }
        })
    }

    fn claim<'a>(&'a self, server: &'a Server) -> StorageFuture<'a, Claim> {
        self.inner.claim(server)
    }

    fn release<'a>(&'a self, server: &'a Server) -> StorageFuture<'a, ()> {
        self.inner.release(server)
    }

    fn tile(&self, level: Level, position: u64) -> StorageFuture<'_, Option<HashTile>> {
        self.inner.tile(level, position)
    }

    fn entries(&self, range: Range<u64>) -> StorageFuture<'_, Vec<Entry>> {
        self.inner.entries(range)
    }
}

async fn after_a_failed_commit_the_memory_is_that_of_the_disk(place: Place) {
    let board = open(&place.location).await;
    let reader = board.create(&signer()).await.unwrap();
    let storage = Faulty::of(&board).await;
    let (log, _task) = storage.start().await;
    fill(&log, "before", 5).await;

    storage.set(FAIL_BEFORE);
    assert_eq!(log.submit(b"lost".to_vec()).await, Err(SubmitError::NotCommitted));
    storage.set(WORK);
    assert_eq!(log.inspect(|register| register.entries).await, Ok(5));
    // The admission does not remember what was not committed: it is admitted now, where it would have been.
    assert_eq!(log.submit(b"lost".to_vec()).await.unwrap().first, 5);

    storage.set(FAIL_AFTER);
    assert_eq!(
        log.submit(b"uncertain".to_vec()).await,
        Err(SubmitError::NotCommitted)
    );
    storage.set(WORK);
    // This one was committed although it did not look like it, and the admission knows.
    assert_eq!(
        log.submit(b"uncertain".to_vec()).await,
        Err(SubmitError::Refused(Refusal::AlreadyAt(6)))
    );
    assert_eq!(log.submit(b"after".to_vec()).await.unwrap().first, 7);
    assert_eq!(verify(&reader).await.checkpoint.size, 8);
}

async fn refusals_of_a_failed_batch_are_not_given_out(place: Place) {
    let board = open(&place.location).await;
    board.create(&signer()).await.unwrap();
    let storage = Faulty::of(&board).await;
    let (log, _task) = storage.start().await;
    storage.set(FAIL_BEFORE);
    // Both are in one batch; the second would be refused because of the first, which is not on the log.
    let (one, two) = tokio::join!(log.submit(b"same".to_vec()), log.submit(b"same".to_vec()));
    assert_eq!(one, Err(SubmitError::NotCommitted));
    assert_eq!(two, Err(SubmitError::NotCommitted));
}

async fn while_the_log_cannot_be_read_nothing_is_taken_and_then_it_goes_on(place: Place) {
    let board = open(&place.location).await;
    let reader = board.create(&signer()).await.unwrap();
    let storage = Faulty::of(&board).await;
    let (log, _task) = storage.start().await;
    fill(&log, "before", 3).await;
    storage.set(FAIL_READING);
    assert_eq!(log.submit(b"one".to_vec()).await, Err(SubmitError::NotCommitted));
    assert_eq!(
        log.submit(b"two".to_vec()).await,
        Err(Unserved::Unavailable.into())
    );
    assert_eq!(log.inspect(|_| ()).await, Err(Unserved::Unavailable));
    storage.set(WORK);
    assert_eq!(log.submit(b"three".to_vec()).await.unwrap().first, 3);
    assert_eq!(verify(&reader).await.checkpoint.size, 4);
}

async fn an_admission_that_misbehaves_costs_its_batch_and_no_more(place: Place) {
    let (_, reader, (log, _task)) = new_log(&place.location).await;
    fill(&log, "before", 3).await;
    for fault in ["panic", "nothing", "miscount"] {
        assert_eq!(
            log.submit(fault.into()).await,
            Err(SubmitError::NotCommitted),
            "{fault}"
        );
        assert_eq!(log.inspect(|register| register.entries).await, Ok(3), "{fault}");
    }
    assert_eq!(log.submit(b"after".to_vec()).await.unwrap().first, 3);
    assert_eq!(verify(&reader).await.checkpoint.size, 4);
}

async fn an_admission_that_refuses_the_past_does_not_start(place: Place) {
    let (board, _, (log, task)) = new_log(&place.location).await;
    fill(&log, "before", 3).await;
    log.submit(b"unreadable".to_vec()).await.unwrap();
    task.shutdown().await;
    let refused = sequence(&board).await;
    assert!(matches!(refused, Err(StartError::Replay { first: 0, .. })));
}

async fn an_append_that_continues_something_else_is_a_conflict(place: Place) {
    let (board, reader, (log, _task)) = new_log(&place.location).await;
    let empty = reader.checkpoint().await.unwrap().unverified().clone();
    fill(&log, "entry", 2).await;
    let storage = board.storage(ORIGIN).await.unwrap().unwrap();
    let checkpoint = reader.checkpoint().await.unwrap();
    let batch = Batch {
        entries: Vec::new(),
        tiles: Vec::new(),
        checkpoint: checkpoint.clone(),
        publish: true,
        writer: server().id,
    };
    let other_size = storage.append(&empty, &batch).await;
    assert!(matches!(other_size, Err(StorageError::Conflict { expected: 0 })));
    let other_root = Checkpoint {
        root: empty.root,
        ..checkpoint.unverified().clone()
    };
    let other_root = storage.append(&other_root, &batch).await;
    assert!(matches!(other_root, Err(StorageError::Conflict { expected: 2 })));
}

/// Runs a statement on the database behind the board's back.
pub async fn tamper(location: &Location, statement: String) -> Result<u64, sqlx::Error> {
    let store = Store::open(location, &[]).await.unwrap();
    let done = store.run_tx("tamper", |tx| {
        let statement = sqlx::AssertSqlSafe(statement.clone());
        Box::pin(async move {
            Ok::<_, TxError<Infallible>>(on_engine!(tx, tx => {
                sqlx::query(statement).execute(&mut **tx).await.map(|done| done.rows_affected())
            }))
        })
    });
    // A refused statement may also be noticed when the transaction ends.
    match done.await {
        Ok(done) => done,
        Err(error) => Err(sqlx::Error::Protocol(error.to_string())),
    }
}

/// Takes away what keeps a table from being rewritten.
pub async fn drop_trigger(location: &Location, trigger: &str, table: &str) {
    let of_table = match location {
        Location::Sqlite(_) => String::new(),
        Location::Postgres(_) => format!(" ON {table}"),
    };
    tamper(location, format!("DROP TRIGGER {trigger}{of_table}"))
        .await
        .unwrap();
}

/// Some hashes that are not the right ones, as long as those of the row.
pub const OTHER_HASHES: &str =
    "substr((SELECT hashes FROM board_tile WHERE level = 0 AND position = 0), 1, length(hashes))";

async fn the_database_itself_refuses_to_rewrite_a_log(place: Place) {
    let (_, reader, (log, task)) = new_log(&place.location).await;
    fill(&log, "entry", 300).await;
    task.shutdown().await;
    let rewrites = [
        "UPDATE board_entry SET bytes = substr(bytes, 2) WHERE position = 3",
        "DELETE FROM board_entry WHERE position = 299",
        &format!("UPDATE board_tile SET hashes = {OTHER_HASHES} WHERE level = 0 AND position = 1"),
        "UPDATE board_tile SET hashes = substr(hashes, 1, 32) WHERE level = 0",
        "DELETE FROM board_tile",
        "UPDATE board_log SET size = 299",
        "UPDATE board_log SET root = (SELECT hashes FROM board_tile WHERE level = 1)",
        "UPDATE board_log SET origin = 'elsewhere'",
        "UPDATE board_log SET published_size = 299",
        "UPDATE board_log SET published_size = 301",
        "DELETE FROM board_log",
    ];
    for rewrite in rewrites {
        let refused = tamper(&place.location, rewrite.to_owned()).await;
        let said = refused.expect_err(rewrite).to_string();
        assert!(
            said.contains("grows") || said.contains("stays") || said.contains("never changes"),
            "{rewrite}: {said}"
        );
    }
    assert_eq!(verify(&reader).await.checkpoint.size, 300);
}

/// A log of 300 entries, rewritten; whether that is noticed at the next start and in the receipt of an entry.
async fn rewritten(place: Place, (table, trigger): (&str, &str), rewrite: &str, noticed: &str, index: u64) {
    let (board, reader, (log, task)) = new_log(&place.location).await;
    fill(&log, "entry", 300).await;
    task.shutdown().await;
    drop_trigger(&place.location, trigger, table).await;
    assert_eq!(tamper(&place.location, rewrite.to_owned()).await.unwrap(), 1);
    let started = sequence(&board).await.err();
    assert!(
        matches!(started, Some(StartError::Root { what, size: 300 }) if what == noticed),
        "{rewrite}: {started:?}"
    );
    assert!(
        matches!(
            reader.receipt(index).await,
            Err(ReadError::Inconsistent { size: 300, .. })
        ),
        "{rewrite}"
    );
}

async fn a_rewritten_entry_is_noticed_at_the_next_start_and_in_receipts(place: Place) {
    let rewrite = "UPDATE board_entry SET bytes = substr(bytes, 2) WHERE position = 3";
    rewritten(
        place,
        ("board_entry", "board_entry_never_changes"),
        rewrite,
        "entries",
        3,
    )
    .await;
}

async fn a_removed_entry_is_noticed_at_the_next_start_and_in_receipts(place: Place) {
    let rewrite = "DELETE FROM board_entry WHERE position = 299";
    rewritten(
        place,
        ("board_entry", "board_entry_stays"),
        rewrite,
        "entries",
        299,
    )
    .await;
}

async fn a_rewritten_tile_is_noticed_at_the_next_start_and_in_receipts(place: Place) {
    let rewrite = format!("UPDATE board_tile SET hashes = {OTHER_HASHES} WHERE position = 1");
    rewritten(
        place,
        ("board_tile", "board_tile_only_grows"),
        &rewrite,
        "tiles",
        3,
    )
    .await;
}

async fn a_missing_tile_is_noticed(place: Place) {
    let (board, reader, (log, task)) = new_log(&place.location).await;
    fill(&log, "entry", 300).await;
    task.shutdown().await;
    drop_trigger(&place.location, "board_tile_stays", "board_tile").await;
    let delete = "DELETE FROM board_tile WHERE level = 0 AND position = 1";
    tamper(&place.location, delete.to_owned()).await.unwrap();
    assert!(matches!(
        sequence(&board).await,
        Err(StartError::Read(ReadError::Inconsistent { .. }))
    ));
    assert!(matches!(
        reader.receipt(299).await,
        Err(ReadError::Inconsistent { .. })
    ));
}

on_both_engines!(
    after_a_failed_commit_the_memory_is_that_of_the_disk,
    refusals_of_a_failed_batch_are_not_given_out,
    while_the_log_cannot_be_read_nothing_is_taken_and_then_it_goes_on,
    an_admission_that_misbehaves_costs_its_batch_and_no_more,
    an_admission_that_refuses_the_past_does_not_start,
    an_append_that_continues_something_else_is_a_conflict,
    the_database_itself_refuses_to_rewrite_a_log,
    a_rewritten_entry_is_noticed_at_the_next_start_and_in_receipts,
    a_removed_entry_is_noticed_at_the_next_start_and_in_receipts,
    a_rewritten_tile_is_noticed_at_the_next_start_and_in_receipts,
    a_missing_tile_is_noticed,
);
