//! Appending: order, refusals, restarts, receipts.

use comitia_bulletin_board::{
    Appended, CreateError, Limits, LogReader, Publication, Sequencing, StartError, SubmitError, Unserved,
};
use comitia_tlog::note::LogSigner;
use comitia_tlog::policy::Policy;
use comitia_tlog::proof::Receipt;
use comitia_tlog::vkey::KeyName;
use ed25519_dalek::SigningKey;

use crate::client::{check_consistency, verify};
use crate::common::{
    ORIGIN, Place, Refusal, Register, fill, new_log, on_both_engines, open, sequence, sequencing, signer,
    signer_of,
};

async fn a_new_log_is_empty_and_signed(place: Place) {
    let (board, reader, _) = new_log(&place.location).await;
    let log = verify(&reader).await;
    assert_eq!(log.checkpoint.size, 0);
    assert!(
        matches!(board.create(&signer()).await, Err(CreateError::Exists(name)) if name.as_str() == ORIGIN)
    );
    assert_eq!(board.origins().await.unwrap(), [ORIGIN]);
    assert!(board.log("vote.example/elections/11").await.unwrap().is_none());
    assert!(reader.receipt(0).await.unwrap().is_none());
    assert!(reader.entry(0).await.unwrap().is_none());
}

async fn entries_are_where_their_submitter_was_told(place: Place) {
    let (_, reader, (log, _task)) = new_log(&place.location).await;
    let first = log.submit(b"one".to_vec()).await.unwrap();
    assert_eq!(
        first,
        Appended {
            first: 0,
            entries: 1,
            size: 1
        }
    );
    let parts = log.submit(b"two|three|four".to_vec()).await.unwrap();
    assert_eq!(
        parts,
        Appended {
            first: 1,
            entries: 3,
            size: 4
        }
    );
    let refused = log.submit(b"three".to_vec()).await;
    assert_eq!(refused, Err(SubmitError::Refused(Refusal::AlreadyAt(2))));
    assert_eq!(
        log.submit(b"bad".to_vec()).await,
        Err(SubmitError::Refused(Refusal::Bad))
    );
    let last = log.submit(b"five".to_vec()).await.unwrap();
    assert_eq!(
        last,
        Appended {
            first: 4,
            entries: 1,
            size: 5
        }
    );
    let seen = verify(&reader).await;
    assert_eq!(seen.entries, [&b"one"[..], b"two", b"three", b"four", b"five"]);
    assert_eq!(reader.entry(3).await.unwrap().unwrap().as_bytes(), b"four");
}

async fn a_crowd_is_served_in_batches_and_nobody_twice(place: Place) {
    let (_, reader, (log, _task)) = new_log(&place.location).await;
    let submissions: Vec<_> = (0..1200)
        .map(|number| {
            let log = log.clone();
            // Every text comes three times, every seventh is bad.
            let text = if number % 7 == 0 {
                format!("bad {number}")
            } else {
                format!("text {}", number / 3)
            };
            tokio::spawn(async move { (text.clone(), log.submit(text.into_bytes()).await) })
        })
        .collect();
    let mut appended = Vec::new();
    for submission in submissions {
        match submission.await.unwrap() {
            (text, Ok(place)) => appended.push((place.first, text)),
            (text, Err(SubmitError::Refused(Refusal::Bad))) => assert!(text.starts_with("bad")),
            (_, Err(SubmitError::Refused(Refusal::AlreadyAt(_)))) => {}
            (text, Err(error)) => panic!("{text}: {error}"),
        }
    }
    appended.sort();
    let seen = verify(&reader).await;
    let expected: Vec<_> = appended.iter().map(|(_, text)| text.as_bytes()).collect();
    assert_eq!(seen.entries, expected);
    assert_eq!(
        appended.iter().map(|(index, _)| *index).collect::<Vec<_>>(),
        (0..400).collect::<Vec<u64>>()
    );
}

async fn a_restart_continues_the_log(place: Place) {
    let mut checkpoints = Vec::new();
    for run in 0..4 {
        let board = open(&place.location).await;
        if run == 0 {
            board.create(&signer()).await.unwrap();
        }
        let (log, task) = sequence(&board).await.unwrap();
        fill(&log, &format!("run {run}"), 300 * run + 1).await;
        let known = log.inspect(|register| register.entries).await.unwrap();
        task.shutdown().await;
        let reader = board.log(ORIGIN).await.unwrap().unwrap();
        let seen = verify(&reader).await;
        assert_eq!(seen.checkpoint.size, known);
        for earlier in &checkpoints {
            seen.extends(earlier);
            check_consistency(&reader, earlier).await;
        }
        checkpoints.push(seen.checkpoint);
    }
    assert_eq!(checkpoints.last().unwrap().size, 1 + 301 + 601 + 901);
}

async fn receipts_verify_offline_as_text(place: Place) {
    let (_, reader, (log, _task)) = new_log(&place.location).await;
    fill(&log, "entry", 600).await;
    let policy = Policy::without_witnesses(signer().key().clone());
    for index in [0, 1, 255, 256, 300, 599] {
        let text = reader.receipt(index).await.unwrap().unwrap().to_string();
        let entry = reader.entry(index).await.unwrap().unwrap();
        let receipt = Receipt::parse(text.as_bytes()).unwrap();
        receipt.verify(&policy, entry.as_bytes()).unwrap();
        assert!(receipt.verify(&policy, b"something else").is_err());
    }
    assert!(reader.receipt(600).await.unwrap().is_none());
    assert!(reader.receipt(u64::MAX).await.unwrap().is_none());
    assert!(reader.inclusion(600, 600).await.is_err());
    assert!(reader.inclusion(0, 601).await.is_err());
    assert!(reader.consistency(0, 600).await.is_err());
    assert!(reader.consistency(601, 600).await.is_err());
}

async fn all_entries_are_read_page_by_page(place: Place) {
    let (_, reader, (log, _task)) = new_log(&place.location).await;
    fill(&log, "entry", 2500).await;
    let mut pages = reader.entries(10..u64::MAX);
    let mut next = 10;
    while let Some(page) = pages.next().await.unwrap() {
        assert_eq!(page.first, next);
        next += page.entries.len() as u64;
    }
    assert_eq!(next, 2500);
    assert!(reader.entries(5..5).next().await.unwrap().is_none());
    assert!(reader.entries(9999..u64::MAX).next().await.unwrap().is_none());
}

async fn logs_of_one_database_are_apart(place: Place) {
    let (board, reader, (log, _task)) = new_log(&place.location).await;
    let other = "vote.example/elections/11";
    let other_reader = board.create(&signer_of(other)).await.unwrap();
    let (other_log, _other_task) = board
        .sequence(signer_of(other), sequencing(), Register::default)
        .await
        .unwrap();
    fill(&log, "one", 300).await;
    fill(&other_log, "two", 20).await;
    fill(&log, "three", 300).await;
    assert_eq!(verify(&reader).await.entries.len(), 600);
    assert_eq!(other_reader.checkpoint().await.unwrap().unverified().size, 20);
    assert_eq!(other_reader.entry(7).await.unwrap().unwrap().as_bytes(), b"two 7");
    assert_eq!(board.origins().await.unwrap(), [ORIGIN, other]);
}

async fn the_key_must_be_the_logs_own(place: Place) {
    let (board, _, _started) = new_log(&place.location).await;
    let imposter = LogSigner::new(KeyName::new(ORIGIN).unwrap(), SigningKey::from_bytes(&[2; 32]));
    let refused = board.sequence(imposter, sequencing(), Register::default).await;
    assert!(matches!(refused, Err(StartError::Checkpoint(_))));
    let missing = board
        .sequence(signer_of("nowhere"), sequencing(), Register::default)
        .await;
    assert!(matches!(missing, Err(StartError::NoSuchLog(name)) if name.as_str() == "nowhere"));
}

async fn shutting_down_deals_with_what_waits_and_takes_nothing_more(place: Place) {
    let (_, reader, (log, task)) = new_log(&place.location).await;
    let waiting: Vec<_> = (0..500)
        .map(|number| {
            let log = log.clone();
            tokio::spawn(async move { log.submit(format!("entry {number}").into_bytes()).await })
        })
        .collect();
    tokio::task::yield_now().await;
    task.shutdown().await;
    let mut appended = 0;
    for submission in waiting {
        match submission.await.unwrap() {
            Ok(_) => appended += 1,
            Err(error) => assert_eq!(error, SubmitError::Unserved(Unserved::Stopped)),
        }
    }
    assert!(appended > 0);
    assert_eq!(verify(&reader).await.checkpoint.size, appended);
    assert_eq!(log.submit(b"late".to_vec()).await, Err(Unserved::Stopped.into()));
    assert_eq!(log.inspect(|_| ()).await, Err(Unserved::Stopped));
}

async fn the_task_ends_with_the_last_one_who_could_submit(place: Place) {
    let (_, reader, (log, task)) = new_log(&place.location).await;
    let submission = tokio::spawn({
        let log = log.clone();
        async move { log.submit(b"last".to_vec()).await }
    });
    drop(log);
    submission.await.unwrap().unwrap();
    task.shutdown().await;
    assert_eq!(verify(&reader).await.checkpoint.size, 1);
}

async fn a_full_queue_turns_away_at_once(place: Place) {
    let board = open(&place.location).await;
    let reader = board.create(&signer()).await.unwrap();
    let sequencing = Sequencing {
        limits: Limits { queue: 4, batch: 2 },
        ..sequencing()
    };
    let started = board.sequence(signer(), sequencing, Register::default).await;
    let (log, task) = started.unwrap();
    let submissions: Vec<_> = (0..50)
        .map(|number| {
            let log = log.clone();
            tokio::spawn(async move { log.submit(format!("entry {number}").into_bytes()).await })
        })
        .collect();
    let (mut appended, mut busy) = (0, 0);
    for submission in submissions {
        match submission.await.unwrap() {
            Ok(_) => appended += 1,
            Err(error) => {
                assert_eq!(error, SubmitError::Unserved(Unserved::Busy));
                busy += 1;
            }
        }
    }
    assert!(
        appended >= 4 && busy > 0,
        "{appended} appended, {busy} turned away"
    );
    task.shutdown().await;
    assert_eq!(verify(&reader).await.checkpoint.size, appended);
}

/// Entries that readers see.
async fn published(reader: &LogReader) -> u64 {
    reader.checkpoint().await.unwrap().unverified().size
}

async fn readers_of_a_witnessed_log_see_what_is_published_and_it_never_shrinks(place: Place) {
    let board = open(&place.location).await;
    let reader = board.create(&signer()).await.unwrap();
    let sequencing = Sequencing {
        publication: Publication::Witnessed,
        ..sequencing()
    };
    let started = board.sequence(signer(), sequencing, Register::default).await;
    let (log, _task) = started.unwrap();

    fill(&log, "first", 3).await;
    let three = reader.head().await.unwrap();
    assert_eq!((three.unverified().size, published(&reader).await), (3, 0));
    assert_eq!(reader.receipt(0).await.unwrap(), None, "nobody has signed it yet");

    fill(&log, "second", 4).await;
    let seven = reader.head().await.unwrap();
    let storage = board.storage(ORIGIN).await.unwrap().unwrap();
    storage.publish(&seven).await.unwrap();
    assert_eq!(published(&reader).await, 7);
    storage.publish(&three).await.unwrap();
    assert_eq!(published(&reader).await, 7, "a late answer takes nothing back");
}

on_both_engines!(
    a_new_log_is_empty_and_signed,
    entries_are_where_their_submitter_was_told,
    a_crowd_is_served_in_batches_and_nobody_twice,
    a_restart_continues_the_log,
    receipts_verify_offline_as_text,
    all_entries_are_read_page_by_page,
    logs_of_one_database_are_apart,
    the_key_must_be_the_logs_own,
    shutting_down_deals_with_what_waits_and_takes_nothing_more,
    the_task_ends_with_the_last_one_who_could_submit,
    a_full_queue_turns_away_at_once,
    readers_of_a_witnessed_log_see_what_is_published_and_it_never_shrinks,
);
