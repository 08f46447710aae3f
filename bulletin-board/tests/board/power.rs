//! The power fails: writes that were not yet forced to the disk are lost, in part or altogether, also out of order and
//! torn. `strace` records what a real program writes, forces and says; every moment of that can then be the last.
//!
//! What a disk may do here: keep any of the sectors (512 bytes) of a write that was not followed by a completed `fsync`
//! or `fdatasync` of its file; forget a file whose folder was not forced after it was made. PostgreSQL's own durability
//! is its own matter; that it is switched on is checked when a server connects.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::mpsc;

use comitia_store::Location;
use comitia_tlog::hash::leaf_hash;

use crate::program::{Said, arguments, check, listen};

/// The batches after which the recorded program dies: enough for SQLite to fold its journal back into the database.
const BATCHES: &str = "answered:160";
/// Moments that are tried.
const MOMENTS: usize = 60;
const SECTOR: usize = 512;

/// Something that the program did.
#[derive(Debug)]
enum Event {
    Made(PathBuf),
    Wrote(PathBuf, usize, Vec<u8>),
    Cut(PathBuf, usize),
    Removed(PathBuf),
    /// Everything that happened to this file or folder before the event of this number is on the disk.
    Forced(PathBuf, usize),
    Said(String),
}

/// The database in a folder.
fn in_folder(folder: &Path) -> Location {
    Location::Sqlite(folder.join("board.db"))
}

/// Runs the program under `strace` until it dies.
fn record(folder: &Path) -> Vec<Event> {
    let trace = folder.with_extension("trace");
    let calls = "trace=openat,pwrite64,write,ftruncate,fdatasync,fsync,unlink,unlinkat,rename";
    let child = Command::new("strace")
        .args(["-f", "-y", "-xx", "-s", "1000000", "-e", calls, "-o"])
        .arg(&trace)
        .args(arguments(&in_folder(folder)))
        .env("COMITIA_DIE_AT", BATCHES)
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn();
    let mut child =
        child.unwrap_or_else(|error| panic!("strace (scripts/setup --test installs it): {error}"));
    listen(child.stdout.take().unwrap(), &mpsc::channel().0);
    child.wait().unwrap();
    let text = std::fs::read_to_string(&trace).unwrap();
    std::fs::remove_file(trace).unwrap();
    Trace::default().read(&text, folder)
}

/// Reads what `strace` wrote. A call that another thread interrupts is on two lines: what it does counts from the first,
/// what it promises from the second.
#[derive(Default)]
struct Trace {
    events: Vec<Event>,
    /// By thread: a call to force a file that has not returned.
    forcing: BTreeMap<String, (PathBuf, usize)>,
}

impl Trace {
    fn read(mut self, text: &str, folder: &Path) -> Vec<Event> {
        for line in text.lines() {
            let Some((thread, call)) = line.split_once(' ') else {
                continue;
            };
            let call = call.trim_start();
            if call.starts_with("<...") {
                if let Some((path, before)) = self.forcing.remove(thread) {
                    self.events.push(Event::Forced(path, before));
                }
                continue;
            }
            let Some((name, rest)) = call.split_once('(') else {
                continue;
            };
            self.call(thread, name, rest, folder);
        }
        self.events
    }

    fn call(&mut self, thread: &str, name: &str, rest: &str, folder: &Path) {
        let finished = !rest.ends_with("<unfinished ...>");
        if finished && rest.contains(" = -1 ") {
            return;
        }
        let strings = hex_strings(rest, '"', '"');
        let file = hex_strings(rest, '<', '>').first().map(|bytes| path(bytes));
        let ours = |path: &PathBuf| path.starts_with(folder) && !path.ends_with("board.db-shm");
        match name {
            "openat" if rest.contains("O_CREAT") => {
                let made = path(&strings[0]);
                let is_new = !self
                    .events
                    .iter()
                    .any(|event| matches!(event, Event::Made(path) if *path == made));
                if ours(&made) && is_new {
                    self.events.push(Event::Made(made));
                }
            }
            "write" if rest.starts_with("1<") => {
                let text = String::from_utf8_lossy(&strings[0]).into_owned();
                self.events.push(Event::Said(text));
            }
            "write" | "pwrite64" => {
                let file = file.unwrap();
                if ours(&file) {
                    assert_eq!(name, "pwrite64", "a write without a place is not understood");
                    let place = last_number(rest);
                    self.events.push(Event::Wrote(file, place, strings[0].clone()));
                }
            }
            "ftruncate" if file.as_ref().is_some_and(ours) => {
                self.events.push(Event::Cut(file.unwrap(), last_number(rest)));
            }
            "unlink" | "unlinkat" if ours(&path(&strings[0])) => {
                self.events.push(Event::Removed(path(&strings[0])))
            }
            "fsync" | "fdatasync" if file.as_ref().is_some_and(ours) => {
                let (file, before) = (file.unwrap(), self.events.len());
                if finished {
                    self.events.push(Event::Forced(file, before));
                } else {
                    self.forcing.insert(thread.to_owned(), (file, before));
                }
            }
            "rename" => panic!("a rename is not understood: {rest}"),
            _ => {}
        }
    }
}

/// The strings of a call, which are written as `\x..` altogether.
fn hex_strings(text: &str, open: char, close: char) -> Vec<Vec<u8>> {
    let mut strings = Vec::new();
    let mut rest = text;
    while let Some(start) = rest.find(open) {
        let inner = &rest[start + 1..];
        let Some(end) = inner.find(close) else { break };
        let bytes = inner[..end].split("\\x").skip(1);
        strings.push(
            bytes
                .filter_map(|byte| u8::from_str_radix(byte, 16).ok())
                .collect(),
        );
        rest = &inner[end + 1..];
    }
    strings
}

fn path(bytes: &[u8]) -> PathBuf {
    PathBuf::from(String::from_utf8_lossy(bytes).into_owned())
}

/// The last argument: a place in a file.
fn last_number(rest: &str) -> usize {
    let arguments = rest
        .split(") ")
        .next()
        .unwrap()
        .trim_end_matches("<unfinished ...>");
    let last = arguments.rsplit(", ").next().unwrap().trim();
    last.trim_end_matches(')').parse().unwrap()
}

/// The disk after the power failed before event `moment`. `lucky` decides about each sector that was not forced.
fn disk_after(
    events: &[Event],
    moment: usize,
    mut lucky: impl FnMut() -> bool,
) -> BTreeMap<PathBuf, Vec<u8>> {
    let past = &events[..moment];
    let mut forced_before: BTreeMap<&Path, usize> = BTreeMap::new();
    for event in past {
        if let Event::Forced(path, before) = event {
            forced_before.insert(path, *before);
        }
    }
    let is_forced =
        |path: &Path, number: usize| forced_before.get(path).is_some_and(|before| number < *before);
    let mut files: BTreeMap<PathBuf, Vec<u8>> = BTreeMap::new();
    for (number, event) in past.iter().enumerate() {
        match event {
            Event::Made(path) => {
                if is_forced(path.parent().unwrap(), number) || is_forced(path, number) || lucky() {
                    files.insert(path.clone(), Vec::new());
                }
            }
            Event::Removed(path) => {
                if is_forced(path.parent().unwrap(), number) || lucky() {
                    files.remove(path);
                }
            }
            Event::Cut(path, length) => {
                if let Some(file) = files.get_mut(path)
                    && (is_forced(path, number) || lucky())
                {
                    file.resize(*length, 0);
                }
            }
            Event::Wrote(path, place, bytes) => {
                let Some(file) = files.get_mut(path) else { continue };
                let forced = is_forced(path, number);
                for (sector, start) in bytes.chunks(SECTOR).zip((*place..).step_by(SECTOR)) {
                    if forced || lucky() {
                        file.resize(file.len().max(start + sector.len()), 0);
                        file[start..start + sector.len()].copy_from_slice(sector);
                    }
                }
            }
            Event::Forced(..) | Event::Said(_) => {}
        }
    }
    files
}

fn write_all(files: &BTreeMap<PathBuf, Vec<u8>>, folder: &Path) {
    for (path, bytes) in files {
        std::fs::write(folder.join(path.file_name().unwrap()), bytes).unwrap();
    }
}

/// What had been said before a moment; of the last words perhaps only a part.
fn said_before(events: &[Event], moment: usize) -> Said {
    let text: String = events[..moment]
        .iter()
        .filter_map(|event| match event {
            Event::Said(text) => Some(text.as_str()),
            _ => None,
        })
        .collect();
    let mut said = Said::default();
    let whole = text.rsplit_once('\n').map_or("", |(whole, _)| whole);
    whole.lines().for_each(|line| said.note(line));
    said
}

#[test]
fn t3_when_the_power_fails_nothing_acknowledged_is_lost() {
    let folder = tempfile::tempdir().unwrap();
    let database = folder.path().join("database");
    std::fs::create_dir(&database).unwrap();
    let events = record(&database);
    let folded = events
        .iter()
        .any(|event| matches!(event, Event::Forced(path, _) if path.ends_with("board.db")));
    assert!(
        folded,
        "the journal was never folded back: the record is too short"
    );

    let runtime = tokio::runtime::Runtime::new().unwrap();
    let mut drawn = 0_u64;
    let mut acknowledged = 0;
    for try_ in 0..MOMENTS {
        let moment = (try_ + 1) * events.len() / MOMENTS;
        // Everything that was not forced is lost, or a half of it, or a tenth.
        let odds = [0_u8, 128, 230][try_ % 3];
        let files = disk_after(&events, moment, || {
            drawn += 1;
            leaf_hash(&drawn.to_be_bytes()).as_bytes()[0] < odds
        });
        let image = tempfile::tempdir().unwrap();
        write_all(&files, image.path());
        let said = said_before(&events, moment);
        acknowledged = said.acknowledged.len();
        runtime.block_on(check(&in_folder(image.path()), &said));
    }
    assert!(
        acknowledged > 500,
        "{acknowledged} acknowledged at the last moment"
    );
}

#[test]
fn a_disk_that_lies_about_what_it_kept_is_noticed() {
    // The test above can fail: with the last forced write dropped, something acknowledged is missing.
    let folder = tempfile::tempdir().unwrap();
    let database = folder.path().join("database");
    std::fs::create_dir(&database).unwrap();
    let events: Vec<Event> = record(&database)
        .into_iter()
        .filter(|event| !matches!(event, Event::Forced(path, _) if path.ends_with("board.db-wal")))
        .collect();
    let image = tempfile::tempdir().unwrap();
    let middle = events.len() / 4;
    write_all(&disk_after(&events, middle, || false), image.path());
    let said = said_before(&events, middle);
    assert!(!said.acknowledged.is_empty());
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let lost = std::panic::catch_unwind(|| runtime.block_on(check(&in_folder(image.path()), &said)));
    assert!(lost.is_err());
}
