//! A log behind a web server, static or growing.

use crate::support;

use crate::support::{record_of, vote};
use comitia_rehearsal::Simulation;
use comitia_verifier::{LogSource, Request, SourceError, verify};
use rand_chacha::ChaCha20Rng;
use rand_core::SeedableRng as _;
use std::collections::BTreeMap;
use std::io::{BufRead as _, BufReader, Write as _};
use std::net::{TcpListener, TcpStream};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

type Answer = dyn Fn(&str) -> (u16, Vec<u8>) + Send + Sync;

/// Serves until the test ends; its address.
fn serve(answer: Box<Answer>) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = format!("http://{}", listener.local_addr().unwrap());
    thread::spawn(move || {
        for stream in listener.incoming() {
            let _ = one(&stream.unwrap(), answer.as_ref());
        }
    });
    address
}

fn one(stream: &TcpStream, answer: &Answer) -> std::io::Result<()> {
    let mut reader = BufReader::new(stream);
    let mut first = String::new();
    reader.read_line(&mut first)?;
    let mut line = String::new();
    while reader.read_line(&mut line)? > 2 {
        line.clear();
    }
    let path = first.split(' ').nth(1).unwrap_or_default();
    let (status, body) = answer(path);
    let mut out = stream;
    write!(
        out,
        "HTTP/1.1 {status} x\r\nlocation: http://elsewhere.example/\r\ncontent-length: {}\r\nconnection: close\r\n\r\n",
        body.len()
    )?;
    out.write_all(&body)
}

fn found(files: &BTreeMap<String, Vec<u8>>, path: &str, prefix: &str) -> (u16, Vec<u8>) {
    let name = path.strip_prefix(prefix).unwrap_or_default();
    files
        .get(name)
        .map_or((404, Vec::new()), |bytes| (200, bytes.clone()))
}

fn check(place: &str, world: &Simulation) -> Result<bool, SourceError> {
    let source = LogSource::open(place, Some(world.election().id()))?;
    let request = Request::default();
    verify(&source, &request, ChaCha20Rng::seed_from_u64(6), &mut ()).map(|verification| verification.is_ok())
}

#[test]
fn a_served_log_verifies_and_so_does_one_that_grew_meanwhile() {
    let mut world = support::open(12);
    for round in 0..225 {
        vote(&mut world, round % 12, 0);
    }
    let prefix = format!("/elections/{}/", world.election().id());
    let (early, own) = (record_of(&world), prefix.clone());
    let files = early.clone();
    let address = serve(Box::new(move |path| found(&files, path, &own)));
    assert!(check(&address, &world).unwrap());
    assert!(check(&format!("{address}{prefix}"), &world).unwrap());
    // The checkpoint was read, then the log grew and dropped its partial tiles for full ones.
    for round in 0..20 {
        vote(&mut world, round % 12, 0);
    }
    let mut grown = record_of(&world);
    assert!(grown.contains_key("tile/0/000"));
    let old = early["checkpoint"].clone();
    grown.insert("checkpoint".to_owned(), old);
    grown.extend(early.into_iter().filter(|(name, _)| name.starts_with("tile/1/")));
    let own = prefix.clone();
    let address = serve(Box::new(move |path| found(&grown, path, &own)));
    assert!(check(&address, &world).unwrap());
}

#[test]
fn redirects_errors_and_endless_answers_are_refused() {
    let world = support::open(2);
    for (status, says) in [(302, "redirects to http://elsewhere.example/"), (500, "500")] {
        let address = serve(Box::new(move |_| (status, Vec::new())));
        let error = check(&address, &world).unwrap_err();
        assert!(
            matches!(&error, SourceError::Network { problem, .. } if problem.contains(says)),
            "{error}"
        );
    }
    let address = serve(Box::new(|_| (404, Vec::new())));
    assert!(matches!(
        check(&address, &world),
        Err(SourceError::NotALog { .. })
    ));
    let address = serve(Box::new(|_| (200, vec![b'x'; 3 << 20])));
    assert!(matches!(
        check(&address, &world),
        Err(SourceError::NotALog { .. })
    ));
}

#[test]
fn a_server_that_answers_differently_the_second_time_is_caught() {
    let mut world = support::open(4);
    vote(&mut world, 0, 0);
    vote(&mut world, 0, 1);
    let prefix = format!("/elections/{}/", world.election().id());
    let files = record_of(&world);
    let seen = AtomicUsize::new(0);
    let address = serve(Box::new(move |path| {
        let (status, mut body) = found(&files, path, &prefix);
        if path.contains("entries") && seen.fetch_add(1, Ordering::SeqCst) > 0 {
            let last = body.len() - 70;
            body[last] ^= 1;
        }
        (status, body)
    }));
    assert!(!check(&address, &world).unwrap());
}

#[test]
fn what_was_kept_is_not_fetched_again_and_is_verified_all_the_same() {
    let mut world = support::open(12);
    for round in 0..260 {
        vote(&mut world, round % 12, 0);
    }
    let files = record_of(&world);
    let folder = tempfile::tempdir().unwrap();
    let fetched = Arc::new(AtomicUsize::new(0));
    let counter = fetched.clone();
    let address = serve(Box::new(move |path| {
        counter.fetch_add(usize::from(path.ends_with("/000")), Ordering::SeqCst);
        found(&files, path, "/")
    }));
    let verify_it = || {
        let mut source = LogSource::open(&address, None).unwrap();
        source.keep_in(folder.path());
        let rng = ChaCha20Rng::seed_from_u64(6);
        verify(&source, &Request::default(), rng, &mut ())
            .unwrap()
            .is_ok()
    };
    assert!(verify_it());
    let full_tiles = fetched.load(Ordering::SeqCst);
    assert!(full_tiles > 1, "a bundle and a tile of hashes");
    assert!(verify_it());
    assert_eq!(fetched.load(Ordering::SeqCst), full_tiles);
    let own = std::fs::read_dir(folder.path())
        .unwrap()
        .next()
        .unwrap()
        .unwrap()
        .path();
    let kept = own.join("tile/entries/000");
    let mut bytes = std::fs::read(&kept).unwrap();
    *bytes.last_mut().unwrap() ^= 1;
    std::fs::write(&kept, bytes).unwrap();
    assert!(!verify_it());
}
