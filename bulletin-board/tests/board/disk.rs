//! Disks that are full, read-only or broken, for a while or for good. Nothing acknowledged is lost, whoever submits is
//! told that it was not written, and when the disk works again so does the log.
//!
//! Errors are injected into the system calls of a real program by `strace`; a disk that is really full is a small file
//! system of its own, mounted in a namespace of its own.

use std::io::{BufRead as _, BufReader};
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Duration;

use comitia_bulletin_board::{Board, MIGRATIONS, Sequencer, SubmitError, Unserved};
use comitia_cluster::Cluster;
use comitia_store::{Location, Store, on_engine};

use crate::client::verify;
use crate::common::{ORIGIN, Place, Refusal, Register, fill, new_log, open, sequence, signer};
use crate::program::{Said, arguments, check};

/// Folder of the small file system, in the environment of the program that lives on it.
const SMALL: &str = "COMITIA_SMALL_DISK";
/// Failures after which the program has seen enough, if it also went on.
const FAILURES: usize = 20;
/// Lines after which a program that never fails or never goes on is given up.
const PATIENCE: usize = 50_000;

/// Runs the program while calls of this name fail with this error for a while; gives what it said.
fn run_with(location: &Location, call: &str, error: &str) -> Vec<String> {
    let injection = format!("inject={call}:error={error}:when=60..66");
    let mut child = Command::new("strace")
        .args([
            "-f",
            "-q",
            "-o",
            "/dev/null",
            "-e",
            &format!("trace={call}"),
            "-e",
            &injection,
        ])
        .args(arguments(location))
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .expect("strace: scripts/setup --test installs it");
    let mut lines = Vec::new();
    let (mut failed, mut went_on) = (0, 0);
    for line in BufReader::new(child.stdout.take().unwrap())
        .lines()
        .take(PATIENCE)
    {
        let line = line.unwrap();
        failed += usize::from(line.starts_with("failed"));
        went_on += usize::from(failed >= FAILURES && line.starts_with("acknowledged"));
        lines.push(line);
        if went_on > 100 {
            break;
        }
    }
    child.kill().unwrap();
    child.wait().unwrap();
    assert!(
        failed >= FAILURES,
        "{call} {error}: {failed} failures were noticed"
    );
    assert!(went_on > 100, "{call} {error}: it went on {went_on} times");
    lines
}

#[test]
fn t3_a_disk_that_fails_for_a_while_loses_nothing_acknowledged() {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    for (call, error) in [
        ("pwrite64", "ENOSPC"),
        ("pwrite64", "EROFS"),
        ("pwrite64", "EIO"),
        ("fsync,fdatasync", "EIO"),
    ] {
        let place = Place::sqlite();
        let mut said = Said::default();
        run_with(&place.location, call, error)
            .iter()
            .for_each(|line| said.note(line));
        let size = runtime.block_on(check(&place.location, &said));
        assert!(size >= said.acknowledged.len() as u64, "{call} {error}");
    }
}

/// Runs a test of this file on a file system of six MiB that nobody else sees.
fn on_a_small_disk(test: &str) {
    let folder = tempfile::tempdir().unwrap();
    let script = r#"mount -t tmpfs -o size=6m none "$COMITIA_SMALL_DISK" && exec "$@""#;
    let output = Command::new("unshare")
        .args(["-r", "-m", "sh", "-c", script, "sh"])
        .arg(std::env::current_exe().unwrap())
        .args(["--exact", &format!("disk::{test}"), "--nocapture"])
        .env(SMALL, folder.path())
        .output()
        .unwrap();
    let said =
        String::from_utf8_lossy(&output.stdout).into_owned() + &String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success() && said.contains("1 passed"), "{said}");
}

#[tokio::test]
async fn fills_its_disk_and_goes_on_when_there_is_room_again() {
    let Some(folder) = std::env::var_os(SMALL) else {
        return;
    };
    let folder = Path::new(&folder);
    let ballast = folder.join("ballast");
    std::fs::write(&ballast, vec![1; 2 << 20]).unwrap();
    let location = Location::Sqlite(folder.join("board.db"));
    let (_board, reader, (log, task)) = new_log(&location).await;
    let mut acknowledged = 0_u64;
    let error = loop {
        let entry = format!("{acknowledged} {}", "x".repeat(20_000));
        match log.submit(entry.into_bytes()).await {
            Ok(appended) => acknowledged = appended.first + 1,
            Err(error) => break error,
        }
    };
    assert_eq!(error, SubmitError::NotCommitted, "after {acknowledged}");
    assert!(acknowledged > 20);
    // Not even the lease can be written now.
    let unserved = Err(SubmitError::Unserved(Unserved::Unavailable));
    assert_eq!(log.submit(vec![b'y'; 30_000]).await, unserved);
    assert!(verify(&reader).await.checkpoint.size >= acknowledged);

    std::fs::remove_file(ballast).unwrap();
    let appended = log.submit(b"there is room again".to_vec()).await.unwrap();
    assert!(appended.first >= acknowledged);
    task.shutdown().await;
    let board = open(&location).await;
    let (log, task) = sequence(&board).await.unwrap();
    fill(&log, "after a restart", 10).await;
    task.shutdown().await;
    let reader = board.log(ORIGIN).await.unwrap().unwrap();
    assert!(verify(&reader).await.checkpoint.size > appended.first + 10);
}

#[test]
fn a_full_disk_refuses_and_loses_nothing() {
    on_a_small_disk("fills_its_disk_and_goes_on_when_there_is_room_again");
}

#[tokio::test]
async fn opens_a_database_on_a_read_only_disk() {
    let Some(folder) = std::env::var_os(SMALL) else {
        return;
    };
    let folder = Path::new(&folder);
    let location = Location::Sqlite(folder.join("board.db"));
    let store = Store::open(&location, &[MIGRATIONS]).await.unwrap();
    Board::new(&store).create(&signer()).await.unwrap();
    store.close().await;
    let remount = Command::new("mount")
        .args(["-o", "remount,ro"])
        .arg(folder)
        .status();
    assert!(remount.unwrap().success());
    let error = Store::open(&location, &[MIGRATIONS]).await;
    let said = error.err().map(|error| error.to_string()).unwrap_or_default();
    assert!(
        said.contains("read") || said.contains("unable to open"),
        "{said:?}"
    );
}

#[test]
fn a_read_only_disk_is_refused_in_words() {
    on_a_small_disk("opens_a_database_on_a_read_only_disk");
}

/// Appends large entries until one is not taken; how many were, and why it was not.
async fn fill_up(log: &Sequencer<Register>) -> (u64, SubmitError<Refusal>) {
    let mut acknowledged = 0;
    loop {
        let entry = format!("{acknowledged} {}", "x".repeat(60_000));
        match log.submit(entry.into_bytes()).await {
            Ok(appended) => acknowledged = appended.first + 1,
            Err(error) => return (acknowledged, error),
        }
    }
}

/// Submits until it is taken: connections that broke are replaced one by one.
async fn submit_at_last(log: &Sequencer<Register>, entry: &[u8]) -> u64 {
    for _ in 0..100 {
        if let Ok(appended) = log.submit(entry.to_vec()).await {
            return appended.first;
        }
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    panic!("the log does not go on");
}

#[tokio::test(flavor = "multi_thread")]
async fn t3_a_full_disk_of_postgres_refuses_and_loses_nothing() {
    let cluster = Cluster::start_with_little_room(20).unwrap();
    let location = Location::Postgres(cluster.database().unwrap());
    let (_board, reader, (log, task)) = new_log(&location).await;
    let (acknowledged, error) = fill_up(&log).await;
    assert_eq!(error, SubmitError::NotCommitted, "after {acknowledged}");
    assert!(acknowledged > 100);
    assert_eq!(verify(&reader).await.checkpoint.size, acknowledged);
    cluster.crash_and_restart().unwrap();
    assert_eq!(submit_at_last(&log, b"there is room again").await, acknowledged);
    fill(&log, "after", 10).await;
    task.shutdown().await;
    assert_eq!(verify(&reader).await.checkpoint.size, acknowledged + 11);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_postgres_that_is_read_only_takes_nothing_and_then_goes_on() {
    let cluster = Cluster::start().unwrap();
    let location = Location::Postgres(cluster.database().unwrap());
    let (_board, reader, (log, _task)) = new_log(&location).await;
    fill(&log, "before", 5).await;
    set_read_only(&location, "ALTER SYSTEM SET default_transaction_read_only = on").await;
    tokio::time::sleep(Duration::from_millis(1500)).await;
    let refused = log.submit(b"nothing".to_vec()).await;
    assert!(matches!(
        refused,
        Err(SubmitError::NotCommitted | SubmitError::Unserved(Unserved::Unavailable))
    ));
    let opened = Store::open(&location, &[MIGRATIONS]).await.err();
    let said = opened.map(|error| error.to_string()).unwrap_or_default();
    assert!(said.contains("read-only"), "{said:?}");
    assert_eq!(verify(&reader).await.checkpoint.size, 5);
    set_read_only(&location, "ALTER SYSTEM RESET default_transaction_read_only").await;
    assert_eq!(submit_at_last(&log, b"after").await, 5);
}

/// Changes a setting of the server for everybody.
async fn set_read_only(location: &Location, statement: &'static str) {
    let store = Store::open(location, &[]).await.unwrap();
    for statement in [statement, "SELECT pg_reload_conf()"] {
        on_engine!(store.readers(), pool => sqlx::query(statement).execute(pool).await.map(|_| ())).unwrap();
    }
    store.close().await;
}
