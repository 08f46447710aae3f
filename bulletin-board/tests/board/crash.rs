//! A program that appends is killed at random moments, again and again; nothing that it acknowledged is ever
//! missing, and the log only ever grew.
//!
//! The program is this test program itself, started again with a folder in its environment.
#![expect(
    clippy::print_stdout,
    reason = "what is acknowledged has to leave the process at once"
)]

use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{ChildStdout, Command, Stdio};
use std::sync::mpsc;
use std::time::Duration;

use comitia_bulletin_board::{LogReader, Sequencer};
use comitia_tlog::checkpoint::{Checkpoint, SignedCheckpoint};
use comitia_tlog::policy::Policy;

use crate::client::verify;
use crate::common::{ORIGIN, Register, open, sequence, signer};

/// Folder of the database, in the environment of the program that is killed.
const FOLDER: &str = "COMITIA_CRASH_FOLDER";
/// How often it is killed.
const KILLS: u32 = 40;

/// Appends until it is killed, and says what was acknowledged and which checkpoints it saw.
#[test]
fn appends_until_it_is_killed() {
    let Some(folder) = std::env::var_os(FOLDER) else {
        return;
    };
    let runtime = tokio::runtime::Runtime::new().unwrap();
    runtime.block_on(async {
        let board = open(Path::new(&folder)).await;
        if board.log(ORIGIN).await.unwrap().is_none() {
            board.create(&signer()).await.unwrap();
        }
        let (log, _task) = sequence(&board).await.unwrap();
        let reader = board.log(ORIGIN).await.unwrap().unwrap();
        let run = std::process::id();
        let submitters: Vec<_> = (0..24)
            .map(|who| {
                tokio::spawn(append_for_ever(
                    log.clone(),
                    format!("process {run} submitter {who}"),
                ))
            })
            .collect();
        report_checkpoints(reader).await;
        drop(submitters);
    });
}

async fn append_for_ever(log: Sequencer<Register>, name: String) {
    for number in 0_u64.. {
        let text = format!("{name} number {number}");
        // Now and then one submission becomes several entries, which must stay together.
        let submission = if number % 5 == 0 {
            format!("{text} a|{text} b|{text} c")
        } else {
            text.clone()
        };
        let place = log.submit(submission.into_bytes()).await.unwrap();
        println!("acknowledged\t{}\t{}\t{text}", place.first, place.entries);
    }
}

async fn report_checkpoints(reader: LogReader) {
    loop {
        let note = reader.checkpoint().await.unwrap().to_string();
        println!("checkpoint\t{}", note.replace('\n', "\\"));
        tokio::time::sleep(Duration::from_millis(3)).await;
    }
}

/// Everything that the killed programs have said.
#[derive(Default)]
struct Said {
    acknowledged: Vec<(usize, usize, String)>,
    checkpoints: Vec<Checkpoint>,
}

impl Said {
    fn note(&mut self, line: &str) {
        let fields: Vec<_> = line.split('\t').collect();
        match fields[..] {
            ["acknowledged", first, entries, text] => {
                self.acknowledged
                    .push((first.parse().unwrap(), entries.parse().unwrap(), text.to_owned()));
            }
            ["checkpoint", note] => {
                let note = SignedCheckpoint::parse(note.replace('\\', "\n").as_bytes()).unwrap();
                let verified = note
                    .verify(&Policy::without_witnesses(signer().key().clone()))
                    .unwrap();
                self.checkpoints.push(verified.checkpoint().clone());
            }
            // What the test harness says around it.
            _ => {}
        }
    }
}

/// A number that differs from run to run well enough to kill at different moments.
fn some_number(kill: u32, folder: &Path) -> u64 {
    let seed = format!("{kill} {}", folder.display());
    u64::from_be_bytes(
        comitia_tlog::hash::leaf_hash(seed.as_bytes()).as_bytes()[..8]
            .try_into()
            .unwrap(),
    )
}

/// The whole lines that a program says; the last one may have been cut by the kill. Tells when the first entry
/// is acknowledged.
fn listen(output: ChildStdout, acknowledged: &mpsc::Sender<()>) -> Vec<String> {
    let mut lines = Vec::new();
    let mut output = BufReader::new(output);
    let mut line = String::new();
    while output.read_line(&mut line).unwrap() > 0 {
        if let Some(whole) = line.strip_suffix('\n') {
            lines.push(whole.to_owned());
            // Nobody waits for it when the program is killed while it starts.
            let _ = whole.starts_with("acknowledged").then(|| acknowledged.send(()));
        }
        line.clear();
    }
    lines
}

/// Runs the program and kills it, now and then while it starts, mostly while it appends. Gives what it said.
fn run_and_kill(folder: &Path, kill: u32) -> Vec<String> {
    let mut child = Command::new(std::env::current_exe().unwrap())
        .args([
            "--exact",
            "crash::appends_until_it_is_killed",
            "--nocapture",
            "--test-threads",
            "1",
        ])
        .env(FOLDER, folder)
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let output = child.stdout.take().unwrap();
    let (acknowledged, first) = mpsc::channel();
    let listener = std::thread::spawn(move || listen(output, &acknowledged));
    if !starts_only(kill) {
        first.recv_timeout(Duration::from_secs(120)).unwrap();
    }
    std::thread::sleep(Duration::from_millis(some_number(kill, folder) % 120));
    assert!(child.try_wait().unwrap().is_none(), "it ended by itself");
    // On Unix this is SIGKILL: the program has no chance to tidy up.
    child.kill().unwrap();
    child.wait().unwrap();
    listener.join().unwrap()
}

/// Whether the program is not given the time to append anything.
const fn starts_only(kill: u32) -> bool {
    kill.is_multiple_of(6)
}

#[test]
fn nothing_acknowledged_is_lost_by_killing() {
    let folder = tempfile::tempdir().unwrap();
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let (mut said, mut size) = (Said::default(), 0);
    for kill in 0..KILLS {
        run_and_kill(folder.path(), kill)
            .iter()
            .for_each(|line| said.note(line));
        let grown = runtime.block_on(check(folder.path(), &said));
        assert!(grown > size || starts_only(kill));
        size = grown;
    }
    let (acknowledged, checkpoints) = (said.acknowledged.len(), said.checkpoints.len());
    println!("{KILLS} kills, {acknowledged} acknowledged, {checkpoints} checkpoints, {size} entries");
}

/// Verifies the log as a client, and everything that was said of it; gives its size.
async fn check(folder: &Path, said: &Said) -> u64 {
    let board = open(folder).await;
    let Some(reader) = board.log(ORIGIN).await.unwrap() else {
        assert!(said.acknowledged.is_empty());
        return 0;
    };
    let log = verify(&reader).await;
    for earlier in &said.checkpoints {
        log.extends(earlier);
    }
    for (first, entries, text) in &said.acknowledged {
        let stored = &log.entries[*first..*first + *entries];
        let expected: Vec<_> = match entries {
            1 => vec![text.clone()],
            _ => ["a", "b", "c"]
                .iter()
                .map(|part| format!("{text} {part}"))
                .collect(),
        };
        assert!(
            stored
                .iter()
                .map(Vec::as_slice)
                .eq(expected.iter().map(String::as_bytes)),
            "{text}"
        );
    }
    let (log_again, task) = sequence(&board).await.unwrap();
    assert_eq!(
        log_again.inspect(|register| register.entries).await,
        Ok(log.checkpoint.size)
    );
    task.shutdown().await;
    log.checkpoint.size
}
