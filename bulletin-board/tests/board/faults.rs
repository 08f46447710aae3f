//! What happens when storage fails at any step, when two write, when the admission misbehaves, and when
//! somebody has changed the database.

use std::ops::Range;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicU8, Ordering};

use comitia_bulletin_board::{
    Batch, Board, LogStorage, ReadError, Sequencer, SequencerTask, Sequencing, StartError, StorageError,
    StorageFuture, SubmitError, Unserved,
};
use comitia_store::{Engine, Location, Store};
use comitia_tlog::checkpoint::{Checkpoint, SignedCheckpoint};
use comitia_tlog::tile::{Entry, HashTile, Level};

use crate::client::verify;
use crate::common::{ORIGIN, Refusal, Register, fill, new_log, open, sequence, signer};

/// What the next append does.
const WORK: u8 = 0;
const FAIL_BEFORE: u8 = 1;
const FAIL_AFTER: u8 = 2;
const FAIL_READING: u8 = 3;

/// Storage that fails when it is told to.
#[derive(Debug)]
struct Faulty {
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
    async fn of(board: &Board) -> Arc<Self> {
        let inner = board.storage(ORIGIN).await.unwrap().unwrap();
        Arc::new(Self {
            inner,
            mode: AtomicU8::new(WORK),
        })
    }

    fn set(&self, mode: u8) {
        self.mode.store(mode, Ordering::SeqCst);
    }

    fn mode(&self) -> u8 {
        self.mode.load(Ordering::SeqCst)
    }

    async fn start(self: &Arc<Self>) -> (Sequencer<Register>, SequencerTask) {
        let storage: Arc<dyn LogStorage> = Arc::<Self>::clone(self);
        Sequencer::start(storage, signer(), Sequencing::default(), Register::default)
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

    fn tile(&self, level: Level, position: u64) -> StorageFuture<'_, Option<HashTile>> {
        self.inner.tile(level, position)
    }

    fn entries(&self, range: Range<u64>) -> StorageFuture<'_, Vec<Entry>> {
        self.inner.entries(range)
    }
}

#[tokio::test]
async fn after_a_failed_commit_the_memory_is_that_of_the_disk() {
    let folder = tempfile::tempdir().unwrap();
    let board = open(folder.path()).await;
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

#[tokio::test]
async fn refusals_of_a_failed_batch_are_not_given_out() {
    let folder = tempfile::tempdir().unwrap();
    let board = open(folder.path()).await;
    board.create(&signer()).await.unwrap();
    let storage = Faulty::of(&board).await;
    let (log, _task) = storage.start().await;
    storage.set(FAIL_BEFORE);
    // Both are in one batch; the second would be refused because of the first, which is not on the log.
    let (one, two) = tokio::join!(log.submit(b"same".to_vec()), log.submit(b"same".to_vec()));
    assert_eq!(one, Err(SubmitError::NotCommitted));
    assert_eq!(two, Err(SubmitError::NotCommitted));
}

#[tokio::test]
async fn while_the_log_cannot_be_read_nothing_is_taken_and_then_it_goes_on() {
    let folder = tempfile::tempdir().unwrap();
    let board = open(folder.path()).await;
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

#[tokio::test]
async fn an_admission_that_misbehaves_costs_its_batch_and_no_more() {
    let folder = tempfile::tempdir().unwrap();
    let (_, reader, (log, _task)) = new_log(folder.path()).await;
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

#[tokio::test]
async fn an_admission_that_refuses_the_past_does_not_start() {
    let folder = tempfile::tempdir().unwrap();
    let (board, _, (log, task)) = new_log(folder.path()).await;
    fill(&log, "before", 3).await;
    log.submit(b"unreadable".to_vec()).await.unwrap();
    task.shutdown().await;
    let refused = sequence(&board).await;
    assert!(matches!(refused, Err(StartError::Replay { first: 0, .. })));
}

#[tokio::test(flavor = "multi_thread")]
async fn two_sequencers_on_one_database_never_fork_the_log() {
    let folder = tempfile::tempdir().unwrap();
    let (first_board, reader, (one, _one_task)) = new_log(folder.path()).await;
    let second_board = open(folder.path()).await;
    let (two, _two_task) = sequence(&second_board).await.unwrap();
    let mut writers = Vec::new();
    for (name, log) in [("one", one), ("two", two)] {
        writers.push(tokio::spawn(async move {
            let (mut appended, mut conflicts) = (Vec::new(), 0);
            for number in 0..300 {
                let text = format!("{name} {number}").into_bytes();
                match log.submit(text.clone()).await {
                    Ok(place) => appended.push((place.first, text)),
                    Err(SubmitError::NotCommitted) => conflicts += 1,
                    Err(error) => panic!("{error:?}"),
                }
            }
            (appended, conflicts)
        }));
    }
    let (mut checkpoints, mut acknowledged, mut conflicts) = (Vec::new(), Vec::new(), 0);
    while !writers.iter().all(tokio::task::JoinHandle::is_finished) {
        checkpoints.push(reader.checkpoint().await.unwrap().unverified().clone());
        tokio::task::yield_now().await;
    }
    for writer in writers {
        let (appended, collided) = writer.await.unwrap();
        acknowledged.extend(appended);
        conflicts += collided;
    }
    assert!(conflicts > 0, "they did meet");
    let seen = verify(&reader).await;
    for (index, text) in &acknowledged {
        assert_eq!(seen.entries[usize::try_from(*index).unwrap()], *text);
    }
    assert_eq!(
        seen.entries.len(),
        acknowledged.len(),
        "what was not acknowledged is not there either"
    );
    checkpoints.iter().for_each(|earlier| seen.extends(earlier));
    assert_eq!(first_board.origins().await.unwrap(), [ORIGIN]);
}

#[tokio::test]
async fn an_append_that_continues_something_else_is_a_conflict() {
    let folder = tempfile::tempdir().unwrap();
    let (board, reader, (log, _task)) = new_log(folder.path()).await;
    let empty = reader.checkpoint().await.unwrap().unverified().clone();
    fill(&log, "entry", 2).await;
    let storage = board.storage(ORIGIN).await.unwrap().unwrap();
    let checkpoint = reader.checkpoint().await.unwrap();
    let batch = Batch {
        entries: Vec::new(),
        tiles: Vec::new(),
        checkpoint: checkpoint.clone(),
        publish: true,
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
async fn tamper(folder: &Path, statement: &'static str) -> Result<u64, sqlx::Error> {
    let store = Store::open(&Location::Sqlite(folder.join("board.db")), &[])
        .await
        .unwrap();
    let Engine::Sqlite(database) = store.engine();
    let done = database.run_tx("tamper", |tx| {
        Box::pin(async move {
            let done = sqlx::query(statement).execute(&mut **tx).await;
            Ok::<_, comitia_store::TxError<std::convert::Infallible>>(done.map(|done| done.rows_affected()))
        })
    });
    done.await.unwrap()
}

#[tokio::test]
async fn the_database_itself_refuses_to_rewrite_a_log() {
    let folder = tempfile::tempdir().unwrap();
    let (_, reader, (log, task)) = new_log(folder.path()).await;
    fill(&log, "entry", 300).await;
    task.shutdown().await;
    let rewrites = [
        "UPDATE board_entry SET bytes = x'00' WHERE position = 3",
        "DELETE FROM board_entry WHERE position = 299",
        "UPDATE board_tile SET hashes = zeroblob(length(hashes)) WHERE level = 0",
        "UPDATE board_tile SET hashes = substr(hashes, 1, 32)",
        "DELETE FROM board_tile",
        "UPDATE board_log SET size = 299",
        "UPDATE board_log SET root = zeroblob(32)",
        "UPDATE board_log SET origin = 'elsewhere'",
        "DELETE FROM board_log",
    ];
    for rewrite in rewrites {
        assert!(tamper(folder.path(), rewrite).await.is_err(), "{rewrite}");
    }
    assert_eq!(verify(&reader).await.checkpoint.size, 300);
}

#[tokio::test]
async fn a_rewritten_log_is_noticed_at_the_next_start_and_in_receipts() {
    let cases = [
        (
            "board_entry_never_changes",
            "UPDATE board_entry SET bytes = x'00' WHERE position = 3",
            "entries",
        ),
        (
            "board_entry_stays",
            "DELETE FROM board_entry WHERE position = 299",
            "entries",
        ),
        (
            "board_tile_only_grows",
            "UPDATE board_tile SET hashes = zeroblob(length(hashes)) WHERE position = 1",
            "tiles",
        ),
    ];
    for (trigger, rewrite, noticed) in cases {
        let folder = tempfile::tempdir().unwrap();
        let (board, reader, (log, task)) = new_log(folder.path()).await;
        fill(&log, "entry", 300).await;
        task.shutdown().await;
        let drop_trigger: &'static str = Box::leak(format!("DROP TRIGGER {trigger}").into_boxed_str());
        tamper(folder.path(), drop_trigger).await.unwrap();
        assert_eq!(tamper(folder.path(), rewrite).await.unwrap(), 1);
        let started = sequence(&board).await.err();
        assert!(
            matches!(started, Some(StartError::Root { what, size: 300 }) if what == noticed),
            "{rewrite}"
        );
        let index = if rewrite.contains("299") { 299 } else { 3 };
        assert!(
            matches!(
                reader.receipt(index).await,
                Err(ReadError::Inconsistent { size: 300, .. })
            ),
            "{rewrite}"
        );
    }
}

#[tokio::test]
async fn a_missing_tile_is_noticed() {
    let folder = tempfile::tempdir().unwrap();
    let (board, reader, (log, task)) = new_log(folder.path()).await;
    fill(&log, "entry", 300).await;
    task.shutdown().await;
    tamper(folder.path(), "DROP TRIGGER board_tile_stays")
        .await
        .unwrap();
    tamper(
        folder.path(),
        "DELETE FROM board_tile WHERE level = 0 AND position = 1",
    )
    .await
    .unwrap();
    assert!(matches!(
        sequence(&board).await,
        Err(StartError::Read(ReadError::Inconsistent { .. }))
    ));
    assert!(matches!(
        reader.receipt(299).await,
        Err(ReadError::Inconsistent { .. })
    ));
}
