//! A log in a temporary folder, and an admission with a memory.

use std::collections::HashMap;
use std::path::Path;

use comitia_bulletin_board::{
    Admission, Board, Limits, LogReader, MIGRATIONS, Publication, ReplayError, Sequencer, SequencerTask,
    Sequencing, Server, StartError,
};
use comitia_cluster::Cluster;
use comitia_store::{Location, Store};
use comitia_tlog::note::LogSigner;
use comitia_tlog::tile::Entry;
use comitia_tlog::vkey::KeyName;
use ed25519_dalek::SigningKey;
use tempfile::TempDir;

/// Runs each of these tests once on each engine.
macro_rules! on_both_engines {
    ($($test:ident),* $(,)?) => {
        mod sqlite {
            $(#[tokio::test]
            async fn $test() {
                super::$test(crate::common::Place::sqlite()).await;
            })*
        }

        mod postgres {
            $(#[tokio::test]
            async fn $test() {
                super::$test(crate::common::Place::postgres()).await;
            })*
        }
    };
}
pub(crate) use on_both_engines;

/// Where the database of a test is, and a folder for its other files.
pub struct Place {
    pub location: Location,
    folder: TempDir,
}

impl Place {
    pub fn sqlite() -> Self {
        let folder = tempfile::tempdir().unwrap();
        Self {
            location: Location::Sqlite(folder.path().join("board.db")),
            folder,
        }
    }

    pub fn postgres() -> Self {
        Self {
            location: Location::Postgres(Cluster::shared().database().unwrap()),
            folder: tempfile::tempdir().unwrap(),
        }
    }

    pub fn folder(&self) -> &Path {
        self.folder.path()
    }
}

pub const ORIGIN: &str = "vote.example/elections/00ff";

pub fn signer_of(origin: &str) -> LogSigner {
    LogSigner::new(KeyName::new(origin).unwrap(), SigningKey::from_bytes(&[1; 32]))
}

pub fn signer() -> LogSigner {
    signer_of(ORIGIN)
}

/// Why [`Register`] refuses.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Refusal {
    /// The entry is at this index already.
    AlreadyAt(u64),
    /// It begins with `bad`.
    Bad,
}

/// Admits every text once; splits it into several entries at each `|`. Some texts make it misbehave.
#[derive(Debug, Default)]
pub struct Register {
    seen: HashMap<Vec<u8>, u64>,
    /// How many entries it knows of.
    pub entries: u64,
}

impl Register {
    fn admit_one(&mut self, submission: &[u8]) -> Result<Vec<Entry>, Refusal> {
        assert!(!submission.starts_with(b"panic"), "as the test asked");
        if submission.starts_with(b"bad") {
            return Err(Refusal::Bad);
        }
        if submission.starts_with(b"nothing") {
            return Ok(Vec::new());
        }
        let parts: Vec<_> = submission
            .split(|byte| *byte == b'|')
            .map(<[u8]>::to_vec)
            .collect();
        if let Some(index) = parts.iter().find_map(|part| self.seen.get(part)) {
            return Err(Refusal::AlreadyAt(*index));
        }
        let entries: Vec<_> = parts.into_iter().map(|part| Entry::new(part).unwrap()).collect();
        entries.iter().for_each(|entry| self.learn(entry));
        Ok(entries)
    }

    fn learn(&mut self, entry: &Entry) {
        self.seen.insert(entry.as_bytes().to_vec(), self.entries);
        self.entries += 1;
    }
}

impl Admission for Register {
    type Submission = Vec<u8>;
    type Refusal = Refusal;

    fn replay(&mut self, first: u64, entries: &[Entry]) -> Result<(), ReplayError> {
        assert_eq!(first, self.entries, "entries are replayed in order");
        for entry in entries {
            if entry.as_bytes().starts_with(b"unreadable") {
                return Err("this cannot be on the log".into());
            }
            self.learn(entry);
        }
        Ok(())
    }

    fn admit(&mut self, first: u64, batch: Vec<Vec<u8>>) -> Vec<Result<Vec<Entry>, Refusal>> {
        assert_eq!(first, self.entries, "memory is where the disk is");
        let mut verdicts: Vec<_> = batch
            .iter()
            .map(|submission| self.admit_one(submission))
            .collect();
        if batch.iter().any(|submission| submission.starts_with(b"miscount")) {
            verdicts.pop();
        }
        verdicts
    }
}

/// A server that no other one knows of. It has the same name after a restart, as a server with a folder has.
pub fn server() -> Server {
    Server {
        id: [7; 16],
        address: String::new(),
    }
}

/// A sequencer on its own, that publishes at once.
pub fn sequencing() -> Sequencing {
    Sequencing {
        server: server(),
        limits: Limits::default(),
        publication: Publication::Direct,
    }
}

pub async fn open(location: &Location) -> Board {
    Board::new(&Store::open(location, &[MIGRATIONS]).await.unwrap())
}

pub type Started = (Sequencer<Register>, SequencerTask);

pub async fn sequence(board: &Board) -> Result<Started, StartError> {
    board.sequence(signer(), sequencing(), Register::default).await
}

/// A new log and its sequencer.
pub async fn new_log(location: &Location) -> (Board, LogReader, Started) {
    let board = open(location).await;
    let reader = board.create(&signer()).await.unwrap();
    let started = sequence(&board).await.unwrap();
    (board, reader, started)
}

/// Appends texts made of a prefix and a number, in order.
pub async fn fill(log: &Sequencer<Register>, prefix: &str, count: usize) {
    let submissions = (0..count).map(|number| {
        let log = log.clone();
        let text = format!("{prefix} {number}").into_bytes();
        tokio::spawn(async move { log.submit(text).await.unwrap() })
    });
    for submission in submissions.collect::<Vec<_>>() {
        submission.await.unwrap();
    }
}
