//! Manifests from logs.

#![expect(clippy::unwrap_used, reason = "helpers of tests may fail loudly")]

use std::collections::BTreeMap;
use std::io::{BufRead as _, BufReader, Write as _};
use std::net::TcpListener;
use std::path::Path;
use std::process::{Command, Output};
use std::thread;

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

/// Serves these files under the path of an election's log, as often as `requests` says.
fn serve(listener: &TcpListener, prefix: &str, files: &BTreeMap<String, Vec<u8>>, requests: usize) {
    for stream in listener.incoming().take(requests) {
        let mut stream = stream.unwrap();
        let mut request = String::new();
        BufReader::new(&stream).read_line(&mut request).unwrap();
        let path = request.split(' ').nth(1).unwrap();
        let found = path.strip_prefix(prefix).and_then(|path| files.get(path));
        let (status, body) = found.map_or(("404 Not Found", [].as_slice()), |body| ("200 OK", body));
        let length = body.len();
        let head = format!("HTTP/1.1 {status}\r\nContent-Length: {length}\r\nConnection: close\r\n\r\n");
        stream.write_all(&[head.as_bytes(), body].concat()).unwrap();
    }
}

fn check(folder: &Path, election: &str) -> Output {
    let arguments = ["check", "--voters", "voters.csv", "--election", election];
    Command::new(env!("CARGO_BIN_EXE_comitia-registrar"))
        .args(arguments)
        .current_dir(folder)
        .output()
        .unwrap()
}

#[test]
fn the_program_takes_a_manifest_from_a_server_or_from_a_copied_log() {
    let manifest = manifest("");
    let files = log(&manifest.origin(), split(&manifest_entry(&manifest)).unwrap());
    let desk = tempfile::tempdir().unwrap();
    std::fs::write(desk.path().join("voters.csv"), "name\nAda\nBen\n").unwrap();
    for (path, bytes) in &files {
        let path = desk.path().join("log").join(path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, bytes).unwrap();
    }
    let copied = check(desk.path(), "log");
    assert_eq!(
        String::from_utf8(copied.stdout).unwrap(),
        "2 voters, 2 votes in all\n"
    );

    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let prefix = format!("/elections/{}/", manifest.id());
    let address = format!("http://{}{prefix}", listener.local_addr().unwrap());
    let wrong = address.replace(&manifest.id().to_string(), &ElectionId([1; 32]).to_string());
    // Two requests for the right address; the first for the wrong one is not found.
    let server = thread::spawn(move || serve(&listener, &prefix, &files, 3));
    let served = check(desk.path(), &address);
    assert_eq!(
        String::from_utf8(served.stdout).unwrap(),
        "2 voters, 2 votes in all\n"
    );
    let missing = check(desk.path(), &wrong);
    assert!(
        String::from_utf8(missing.stderr)
            .unwrap()
            .contains("cannot fetch checkpoint")
    );
    server.join().unwrap();
}
