//! A program that appends for ever and says what was acknowledged and which checkpoints it saw: this test program
//! itself, started again with a database in its environment. Other tests kill it and look at what is left.
#![expect(
    clippy::print_stdout,
    reason = "what is acknowledged has to leave the process at once"
)]

use std::ffi::OsString;
use std::io::{BufRead, BufReader};
use std::process::{ChildStdout, Command, Stdio};
use std::sync::mpsc;
use std::time::Duration;

use comitia_bulletin_board::{LogReader, Sequencer};
use comitia_store::Location;
use comitia_tlog::checkpoint::{Checkpoint, SignedCheckpoint};
use comitia_tlog::policy::Policy;
use sqlx::{Connection as _, PgConnection};

use crate::client::verify;
use crate::common::{ORIGIN, Register, open, sequence, signer};

/// The database, in the environment of the program that is killed: an address, or the path of a file.
const DATABASE: &str = "COMITIA_CRASH_DATABASE";

/// Appends until it is killed, and says what was acknowledged and which checkpoints it saw.
#[test]
fn appends_until_it_is_killed() {
    let Ok(database) = std::env::var(DATABASE) else {
        return;
    };
    let location = match database.starts_with("postgres:") {
        true => Location::Postgres(database),
        false => Location::Sqlite(database.into()),
    };
    let runtime = tokio::runtime::Runtime::new().unwrap();
    runtime.block_on(async {
        let board = open(&location).await;
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
        let place = match log.submit(submission.into_bytes()).await {
            Ok(place) => place,
            Err(error) => {
                println!("failed\t{error}");
                tokio::time::sleep(Duration::from_millis(2)).await;
                continue;
            }
        };
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
pub struct Said {
    pub acknowledged: Vec<(usize, usize, String)>,
    pub checkpoints: Vec<Checkpoint>,
}

impl Said {
    pub fn note(&mut self, line: &str) {
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

/// The command line of the program, on this database.
pub fn arguments(location: &Location) -> Vec<OsString> {
    let database = match location {
        Location::Sqlite(path) => path.display().to_string(),
        Location::Postgres(address) => address.clone(),
    };
    let mut line = vec!["env".into(), format!("{DATABASE}={database}").into()];
    line.push(std::env::current_exe().unwrap().into_os_string());
    let only = [
        "--exact",
        "program::appends_until_it_is_killed",
        "--nocapture",
        "--test-threads",
        "1",
    ];
    line.extend(only.map(OsString::from));
    line
}

/// The program, on this database.
pub fn program(location: &Location) -> Command {
    let line = arguments(location);
    let mut command = Command::new(&line[0]);
    command
        .args(&line[1..])
        .stdout(Stdio::piped())
        .stderr(Stdio::null());
    command
}

/// The whole lines that a program says; the last one may have been cut by the kill. Tells when the first entry
/// is acknowledged.
pub fn listen(output: ChildStdout, acknowledged: &mpsc::Sender<()>) -> Vec<String> {
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

/// Waits until nobody is connected any more: PostgreSQL may still be carrying out what a program asked for before it was
/// killed, and what it then commits was acknowledged to nobody.
async fn settle(location: &Location) {
    let Location::Postgres(address) = location else {
        return;
    };
    let mut own = PgConnection::connect(address).await.unwrap();
    let others =
        "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()
        AND backend_type = 'client backend'";
    for _ in 0..500 {
        let others: i64 = sqlx::query_scalar(others).fetch_one(&mut own).await.unwrap();
        if others == 0 {
            return own.close().await.unwrap();
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    panic!("somebody is still connected");
}

/// Verifies the log as a client, and everything that was said of it; gives its size.
pub async fn check(location: &Location, said: &Said) -> u64 {
    settle(location).await;
    let board = open(location).await;
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
