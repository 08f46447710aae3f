//! Cosignatures of a real witness, gathered for a log whose storage fails, and by two servers at once.

use std::sync::Arc;
use std::time::Duration;

use comitia_bulletin_board::witnessing::Gatherer;
use comitia_bulletin_board::{LogReader, LogStorage, Publication, Sequencer, SequencerTask, Sequencing};
use comitia_tlog::cosignature::{Timestamp, WitnessKey};
use comitia_tlog::policy::Policy;
use comitia_tlog::vkey::KeyName;
use comitia_witness::folder::Folder;
use comitia_witness::http::router;
use comitia_witness::witness::Witness;
use ed25519_dalek::SigningKey;
use tempfile::TempDir;

use crate::common::{ORIGIN, Place, Register, fill, on_both_engines, open, sequencing, signer};
use crate::faults::{FAIL_PUBLISHING, Faulty, WORK};

/// Longer than a gatherer takes to try again.
const SOON: Duration = Duration::from_secs(6);

/// A witness that answers, and watches the log of the tests.
struct Answering {
    _folder: TempDir,
    key: WitnessKey,
    url: String,
}

async fn witness() -> Answering {
    let folder = tempfile::tempdir().unwrap();
    let name = KeyName::new("witness.example").unwrap();
    let files = Folder::create(folder.path(), &name, &SigningKey::from_bytes(&[9; 32])).unwrap();
    files.add_log(signer().key()).unwrap();
    let witness = Witness::new(files, || Timestamp::from_seconds(1_700_000_000)).unwrap();
    let key = witness.key().clone();
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    tokio::spawn(async move { axum::serve(listener, router(Arc::new(witness))).await.unwrap() });
    Answering {
        _folder: folder,
        key,
        url,
    }
}

impl Answering {
    fn gather(&self, storage: &Arc<dyn LogStorage>, log: &Sequencer<Register>) -> Gatherer {
        let _ = rustls::crypto::ring::default_provider().install_default();
        let policy = Policy::new(signer().key().clone(), vec![self.key.clone()], 1).unwrap();
        let address = vec![Some(self.url.clone())];
        Gatherer::start(storage, policy, address, log.head(), &reqwest::Client::new())
    }
}

async fn started(storage: &Arc<dyn LogStorage>) -> (Sequencer<Register>, SequencerTask) {
    let sequencing = Sequencing {
        publication: Publication::Witnessed,
        ..sequencing()
    };
    let started = Sequencer::start(Arc::clone(storage), signer(), sequencing, Register::default).await;
    started.unwrap()
}

async fn published(reader: &LogReader, size: u64) {
    let waiting = tokio::time::timeout(SOON, async {
        while reader.checkpoint().await.unwrap().unverified().size < size {
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    });
    waiting
        .await
        .unwrap_or_else(|_| panic!("{size} entries are not published"));
}

async fn what_could_not_be_published_is_published_later_without_another_append(place: Place) {
    let board = open(&place.location).await;
    let reader = board.create(&signer()).await.unwrap();
    let faulty = Faulty::of(&board).await;
    let storage: Arc<dyn LogStorage> = Arc::<Faulty>::clone(&faulty);
    let (log, _task) = started(&storage).await;
    let witness = witness().await;
    let gatherer = witness.gather(&storage, &log);
    fill(&log, "first", 5).await;
    published(&reader, 5).await;
    faulty.set(FAIL_PUBLISHING);
    fill(&log, "second", 1).await;
    tokio::time::sleep(Duration::from_millis(500)).await;
    assert_eq!(reader.checkpoint().await.unwrap().unverified().size, 5);
    faulty.set(WORK);
    published(&reader, 6).await;
    assert_eq!(*gatherer.published().borrow(), 6);
}

async fn two_servers_that_gather_for_one_log_have_nothing_to_complain_of(place: Place) {
    let board = open(&place.location).await;
    let reader = board.create(&signer()).await.unwrap();
    let storage = board.storage(ORIGIN).await.unwrap().unwrap();
    let (log, _task) = started(&storage).await;
    let witness = witness().await;
    let gatherers = [witness.gather(&storage, &log), witness.gather(&storage, &log)];
    for round in 0..30 {
        fill(&log, &format!("round {round}"), 3).await;
        for gatherer in &gatherers {
            assert_eq!(gatherer.statuses()[0].problem, None);
        }
    }
    published(&reader, 90).await;
    let policy = Policy::new(signer().key().clone(), vec![witness.key.clone()], 1).unwrap();
    let verified = reader.checkpoint().await.unwrap().verify(&policy).unwrap();
    verified.refuse_extras().unwrap();
}

on_both_engines!(
    what_could_not_be_published_is_published_later_without_another_append,
    two_servers_that_gather_for_one_log_have_nothing_to_complain_of,
);
