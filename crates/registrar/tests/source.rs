//! Manifests from logs.

#![expect(clippy::unwrap_used, reason = "helpers of tests may fail loudly")]

use std::collections::BTreeMap;

use comitia_crypto::ElectionId;
use comitia_crypto::codec::Encode as _;
use comitia_crypto::signing::SigningKey;
use comitia_election::entry::{Author, Entry as LogEntry, EntryKind, SignedObject, split};
use comitia_election::manifest::Manifest;
use comitia_registrar::source::{SourceError, election_of, from_log};
use comitia_tlog::checkpoint::Checkpoint;
use comitia_tlog::hash::TreeHash;
use comitia_tlog::note::LogSigner;
use comitia_tlog::tile::{Bundle, Entry};
use comitia_tlog::tree::Frontier;
use comitia_tlog::vkey::KeyName;

mod common;

fn manifest(more: &str) -> Manifest {
    Manifest::parse(common::manifest_json(more, &common::key(3)).as_bytes()).unwrap()
}

/// The files of a log with these entries.
fn log(origin: &str, entries: Vec<Vec<u8>>) -> BTreeMap<String, Vec<u8>> {
    let entries: Vec<Entry> = entries
        .into_iter()
        .map(|bytes| Entry::new(bytes).unwrap())
        .collect();
    let mut frontier = Frontier::new();
    for entry in &entries {
        frontier.append(entry.leaf_hash()).unwrap();
    }
    let root: TreeHash = frontier.root();
    let checkpoint = Checkpoint {
        origin: KeyName::new(origin).unwrap(),
        size: entries.len() as u64,
        root,
    };
    let signer = LogSigner::new(
        KeyName::new(origin).unwrap(),
        ed25519_dalek::SigningKey::from_bytes(&[2; 32]),
    );
    let path = format!("tile/entries/000.p/{}", entries.len());
    BTreeMap::from([
        (
            "checkpoint".to_owned(),
            checkpoint.sign(&signer).unwrap().to_string().into_bytes(),
        ),
        (path, Bundle::encode(&entries)),
    ])
}

fn manifest_entry(manifest: &Manifest) -> LogEntry {
    let key = SigningKey::from_seed(&[1; 32]);
    let bytes = manifest.bytes().to_vec();
    LogEntry::Object(SignedObject::new(
        manifest.id(),
        EntryKind::Manifest,
        bytes,
        Author::Authority,
        &key,
    ))
}

fn read(election: &ElectionId, files: &BTreeMap<String, Vec<u8>>) -> Result<Manifest, SourceError> {
    from_log(election, |path| {
        files.get(path).cloned().ok_or_else(|| "not found".to_owned())
    })
}

#[test]
fn the_election_is_the_last_part_of_the_address() {
    let id = ElectionId([0xab; 32]);
    for address in [
        format!("http://localhost:8080/elections/{id}"),
        format!("https://v.example/a/elections/{id}/"),
    ] {
        assert_eq!(election_of(&address).unwrap(), id);
    }
    for address in [
        "https://v.example",
        "https://v.example/elections/ab",
        &format!("https://v.example/{id}"),
    ] {
        assert!(
            matches!(election_of(address), Err(SourceError::Address)),
            "{address}"
        );
    }
}

#[test]
fn a_manifest_comes_from_the_first_entry_or_from_its_parts() {
    let long = "x".repeat(9_000);
    let descriptions: String = (0..9).map(|n| format!("\"l{n}\":\"{long}\",")).collect();
    for description in [
        "\"fr\":\"court\"".to_owned(),
        format!("{descriptions}\"fr\":\"long\""),
    ] {
        let manifest = manifest(&format!("\"description\": {{{description}}},"));
        let entries = split(&manifest_entry(&manifest)).unwrap();
        assert_eq!(entries.len() > 1, manifest.bytes().len() > 65_535);
        let files = log(&manifest.origin(), entries);
        assert_eq!(read(manifest.id(), &files).unwrap().bytes(), manifest.bytes());
    }
}

#[test]
fn r1_a_manifest_of_another_election_is_refused() {
    let manifest = manifest("");
    let files = log(&manifest.origin(), split(&manifest_entry(&manifest)).unwrap());
    let error = read(&ElectionId([1; 32]), &files).unwrap_err();
    assert!(matches!(error, SourceError::OtherElection { found } if found == *manifest.id()));
}

#[test]
fn a_log_that_starts_otherwise_or_is_malformed_is_refused() {
    let manifest = manifest("");
    let key = SigningKey::from_seed(&[1; 32]);
    let other = SignedObject::new(manifest.id(), EntryKind::Close, vec![1], Author::Authority, &key);
    let files = log(&manifest.origin(), vec![LogEntry::Object(other).to_bytes()]);
    assert!(matches!(
        read(manifest.id(), &files),
        Err(SourceError::NoManifest)
    ));
    let garbage = log(&manifest.origin(), vec![vec![9, 9, 9]]);
    assert!(matches!(
        read(manifest.id(), &garbage),
        Err(SourceError::Malformed { .. })
    ));
    assert!(matches!(
        read(manifest.id(), &log(&manifest.origin(), vec![])),
        Err(SourceError::NoManifest)
    ));
    assert!(matches!(
        read(manifest.id(), &BTreeMap::new()),
        Err(SourceError::Fetch { .. })
    ));
    let mut cut = files;
    cut.values_mut().for_each(|bytes| bytes.truncate(bytes.len() - 1));
    assert!(matches!(
        read(manifest.id(), &cut),
        Err(SourceError::Malformed { .. })
    ));
}
