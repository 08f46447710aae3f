//! Every kind of damage is found and named.

use comitia_bulletin_board::fsck::{Examined, examine};
use comitia_store::Location;
use comitia_tlog::note::LogSigner;
use comitia_tlog::vkey::KeyName;
use ed25519_dalek::SigningKey;

use crate::common::{ORIGIN, Place, fill, new_log, on_both_engines, open, signer};
use crate::faults::{OTHER_HASHES, drop_trigger, tamper};

async fn examined(location: &Location, key: &LogSigner) -> Examined {
    let log = open(location).await.log(ORIGIN).await.unwrap().unwrap();
    examine(&log, Some(key.key()), |done, of| assert!(done <= of))
        .await
        .unwrap()
}

/// What is found in a log of 600 entries after such a change behind its triggers.
async fn found(place: &Place, table: &str, trigger: &str, change: &str) -> String {
    drop_trigger(&place.location, trigger, table).await;
    assert!(
        tamper(&place.location, change.to_owned()).await.unwrap() > 0,
        "{change}"
    );
    let findings = examined(&place.location, &signer()).await.findings;
    assert!(!findings.is_empty(), "{change}");
    findings
        .iter()
        .map(ToString::to_string)
        .collect::<Vec<_>>()
        .join("\n")
}

async fn log_of(place: &Place, entries: usize) {
    let (_, _, (log, task)) = new_log(&place.location).await;
    fill(&log, "entry", entries).await;
    task.shutdown().await;
}

async fn a_log_in_order_has_no_findings(place: Place) {
    log_of(&place, 600).await;
    let examined = examined(&place.location, &signer()).await;
    assert_eq!((examined.size, examined.published), (600, 600));
    assert_eq!(examined.findings, []);
}

async fn an_entry_that_was_changed_is_found_in_its_tile(place: Place) {
    log_of(&place, 600).await;
    let change = "UPDATE board_entry SET bytes = substr(bytes, 2) WHERE position = 300";
    let said = found(&place, "board_entry", "board_entry_never_changes", change).await;
    assert!(
        said.contains("tile/0/001: hash 44 is not that of the entries"),
        "{said}"
    );
    assert!(said.contains("newest checkpoint: its root is not that"), "{said}");
}

async fn an_entry_that_is_missing_is_named(place: Place) {
    log_of(&place, 600).await;
    let change = "DELETE FROM board_entry WHERE position = 599";
    let said = found(&place, "board_entry", "board_entry_stays", change).await;
    assert_eq!(said, "entry 599: it is missing, or one before it");
}

async fn a_tile_that_was_changed_cut_or_lost_is_named(place: Place) {
    log_of(&place, 600).await;
    let change = format!("UPDATE board_tile SET hashes = {OTHER_HASHES} WHERE level = 0 AND position = 1");
    let said = found(&place, "board_tile", "board_tile_only_grows", &change).await;
    assert_eq!(said, "tile/0/001: hash 0 is not that of the entries");
    let change = "UPDATE board_tile SET hashes = substr(hashes, 1, 64) WHERE level = 0 AND position = 2";
    tamper(&place.location, change.to_owned()).await.unwrap();
    let delete = "DELETE FROM board_tile WHERE level = 1";
    let said = found(&place, "board_tile", "board_tile_stays", delete).await;
    assert!(
        said.contains("tile/0/002.p/88: it has 2 hashes instead of 88"),
        "{said}"
    );
    assert!(said.contains("tile/1/000.p/2: it is missing"), "{said}");
}

async fn what_is_beyond_the_checkpoint_is_found(place: Place) {
    log_of(&place, 600).await;
    let insert = "INSERT INTO board_entry (log, position, bytes) SELECT log, 600, bytes FROM board_entry WHERE position = 1";
    tamper(&place.location, insert.to_owned()).await.unwrap();
    let findings = examined(&place.location, &signer()).await.findings;
    assert_eq!(findings.len(), 1);
    assert_eq!(
        findings[0].to_string(),
        "entry 600: there is more than the newest checkpoint covers"
    );
}

async fn a_tile_with_more_than_its_entries_is_named(place: Place) {
    log_of(&place, 600).await;
    let change =
        "UPDATE board_tile SET hashes = (SELECT hashes FROM board_tile WHERE level = 0 AND position = 0)
        WHERE level = 1";
    let said = found(&place, "board_tile", "board_tile_only_grows", change).await;
    assert!(
        said.contains("tile/1/000.p/2: there is more than the newest checkpoint covers"),
        "{said}"
    );
}

async fn a_log_that_grows_meanwhile_has_no_findings(place: Place) {
    let (_, reader, (log, task)) = new_log(&place.location).await;
    let growing = tokio::spawn(async move {
        for round in 0..40 {
            fill(&log, &format!("round {round}"), 10).await;
        }
    });
    let mut examinations = 0;
    while !growing.is_finished() {
        let examined = examine(&reader, Some(signer().key()), |_, _| ()).await.unwrap();
        assert_eq!(
            examined.findings,
            [],
            "{} of {}",
            examined.published,
            examined.size
        );
        examinations += 1;
    }
    growing.await.unwrap();
    assert!(examinations > 5, "{examinations}");
    task.shutdown().await;
}

async fn another_key_is_found(place: Place) {
    log_of(&place, 3).await;
    let other = LogSigner::new(KeyName::new(ORIGIN).unwrap(), SigningKey::from_bytes(&[2; 32]));
    let findings = examined(&place.location, &other).await.findings;
    assert_eq!(findings.len(), 2, "{findings:?}");
    assert!(findings[0].to_string().starts_with("newest checkpoint: "));
}

async fn a_checkpoint_that_is_none_is_found(place: Place) {
    log_of(&place, 3).await;
    let change = "UPDATE board_log SET checkpoint = 'nothing'";
    assert_eq!(tamper(&place.location, change.to_owned()).await.unwrap(), 1);
    let findings = examined(&place.location, &signer()).await.findings;
    assert_eq!(findings.len(), 1);
    assert_eq!(findings[0].place, "checkpoint");
}

on_both_engines!(
    a_log_in_order_has_no_findings,
    an_entry_that_was_changed_is_found_in_its_tile,
    an_entry_that_is_missing_is_named,
    a_tile_that_was_changed_cut_or_lost_is_named,
    what_is_beyond_the_checkpoint_is_found,
    a_tile_with_more_than_its_entries_is_named,
    a_log_that_grows_meanwhile_has_no_findings,
    another_key_is_found,
    a_checkpoint_that_is_none_is_found,
);
