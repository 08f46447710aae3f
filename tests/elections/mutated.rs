//! Records changed at random, in six ways from a flipped bit to an object signed anew by whoever must sign it: both
//! verifiers say the same about each.

use crate::forger::Forger;
use crate::second::shape_of;
use crate::subject::{Files, TROUBLED, begin, document, finish, judged, open, record_of, vote, write};
use crate::ten_kinds::TENFOLD;
use comitia_election::entry::{Author, Entry, EntryKind};
use comitia_election::manifest::{Booth, Document, Manifest, Time};
use comitia_rehearsal::Simulation;
use comitia_rehearsal::actors::Parties;
use rand_chacha::ChaCha20Rng;
use rand_core::{RngCore, SeedableRng};
use rayon::prelude::*;
use serde_json::{Value, json};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::LazyLock;

/// How many records.
const RECORDS: u64 = 1000;
/// How many manifests, which cost less.
const MANIFESTS: u64 = 10_000;

/// A revote, an audit, a cancellation, an extension and a booth, and few voters.
static BUSY: LazyLock<Simulation> = LazyLock::new(busy);

fn busy() -> Simulation {
    let mut rng = ChaCha20Rng::seed_from_u64(14);
    let parties = Parties::generate(3, 1, &mut rng);
    let document = Document {
        booth: Booth::Web,
        ..document(&parties, 2, &mut rng)
    };
    let opens_at = document.times.opens_at;
    let mut world = begin(parties, &document, rng);
    world.run_ceremony(&mut ()).unwrap();
    open(&mut world, 24);
    for voter in 0..16 {
        vote(&mut world, voter, voter % 3);
    }
    vote(&mut world, 0, 1);
    let sealed = world.seal(1, &[vec![0]]).unwrap();
    world.give_up(1, &sealed).unwrap();
    world.cancel(1, 11, "17").unwrap();
    let closes_at = world.election().closes_at();
    world
        .extend(Time(opens_at.0 + 3600), Time(closes_at.0 + 3600))
        .unwrap();
    finish(&mut world, &[2, 3]);
    world
}

/// Chance, with what is needed of it.
struct Dice(ChaCha20Rng);

impl Dice {
    fn below(&mut self, bound: usize) -> usize {
        usize::try_from(self.0.next_u64() % bound.max(1) as u64).unwrap()
    }

    fn one<'a, T>(&mut self, all: &'a [T]) -> &'a T {
        &all[self.below(all.len())]
    }

    /// Changes, removes, repeats or inserts some bytes.
    fn scramble(&mut self, bytes: &mut Vec<u8>) {
        let at = self.below(bytes.len());
        match self.below(6) {
            0..3 if !bytes.is_empty() => bytes[at] ^= 1 << self.below(8),
            3 => bytes.truncate(at),
            4 => bytes.insert(at, u8::try_from(self.below(256)).unwrap()),
            _ => self.exchange(bytes),
        }
    }

    /// Writes 32 bytes over others, as if a point or a number stood in another's place.
    fn exchange(&mut self, bytes: &mut [u8]) {
        if bytes.len() < 64 {
            return;
        }
        let (from, to) = (self.below(bytes.len() - 32), self.below(bytes.len() - 32));
        bytes.copy_within(from..from + 32, to);
    }
}

/// A byte of a file.
fn change_file(world: &Simulation, dice: &mut Dice) -> Files {
    let mut files = record_of(world, world.entries());
    let names: Vec<String> = files.keys().cloned().collect();
    let name = dice.one(&names).clone();
    match dice.below(8) {
        0 => drop(files.remove(&name)),
        1 => drop(files.insert(format!("{name}x"), Vec::new())),
        _ => dice.scramble(files.get_mut(&name).unwrap()),
    }
    files
}

/// Bytes of an entry, under the log's signature.
fn change_entry(world: &Simulation, dice: &mut Dice) -> Files {
    let mut entries = world.entries().to_vec();
    let place = dice.below(entries.len());
    dice.scramble(&mut entries[place]);
    record_of(world, &entries)
}

/// Entries that are missing, repeated or in another place, and everything repaired.
fn change_order(world: &Simulation, dice: &mut Dice) -> Files {
    let mut forger = Forger::new(world);
    let (from, to) = (dice.below(forger.entries.len()), dice.below(forger.entries.len()));
    match dice.below(4) {
        0 => drop(forger.entries.remove(from)),
        1 => forger.duplicate(from),
        2 => forger.shift(from, to),
        _ => forger.entries.truncate(from.max(1)),
    }
    forger.repair();
    forger.files()
}

/// The payload of an object, signed anew by whoever signed it.
fn change_payload(world: &Simulation, dice: &mut Dice) -> Files {
    let mut forger = Forger::new(world);
    let place = dice.below(forger.entries.len());
    if let Entry::Object(object) = &mut forger.entries[place] {
        dice.scramble(&mut object.payload);
        let authors: Vec<Author> = object.endorsements.iter().map(|signed| signed.author).collect();
        let trustees = &world.parties().trustees;
        for author in authors {
            match author {
                Author::Trustee(number) => forger.sign_as(place, author, &trustees[usize::from(number) - 1]),
                _ => forger.sign(place),
            }
        }
    }
    forger.repair();
    forger.files()
}

/// A ballot whose bytes still make one, with its voter's old signature.
fn change_ballot(world: &Simulation, dice: &mut Dice) -> Files {
    let mut entries = world.entries().to_vec();
    let kinds = [EntryKind::Ballot as u8, EntryKind::AuditedBallot as u8];
    let places: Vec<usize> = (0..entries.len())
        .filter(|place| kinds.contains(&entries[*place][1]))
        .collect();
    let place = *dice.one(&places);
    let length = entries[place].len();
    dice.exchange(&mut entries[place][4..length - 1]);
    record_of(world, &entries)
}

/// Another manifest, and everything of the authority's signed for the election that it makes.
fn change_manifest(world: &Simulation, dice: &mut Dice) -> Files {
    let mut forger = Forger::new(world);
    forger.become_another(changed_manifest(world, dice));
    forger.repair();
    forger.files()
}

fn changed_manifest(world: &Simulation, dice: &mut Dice) -> Vec<u8> {
    let text = world.election().manifest().bytes();
    let mut manifest = if dice.below(2) == 0 {
        let mut value: Value = serde_json::from_slice(text).unwrap();
        change_json(&mut value, dice);
        serde_json::to_vec(&value).unwrap()
    } else {
        text.to_vec()
    };
    if dice.below(2) == 0 {
        change_text(&mut manifest, dice);
    }
    manifest
}

/// One value somewhere becomes another one, or of another form.
fn change_json(value: &mut Value, dice: &mut Dice) {
    let deeper = dice.below(4) > 0;
    match value {
        Value::Object(fields) if deeper && !fields.is_empty() => {
            let at = dice.below(fields.len());
            return change_json(fields.values_mut().nth(at).unwrap(), dice);
        }
        Value::Array(items) if deeper && !items.is_empty() => {
            let at = dice.below(items.len());
            return change_json(&mut items[at], dice);
        }
        _ => {}
    }
    *value = match (dice.below(8), value.take()) {
        (0..3, Value::Object(fields)) => Value::Array(fields.into_iter().map(|(_, value)| value).collect()),
        (3, Value::Object(mut fields)) => {
            fields.insert("more".to_owned(), json!(1));
            Value::Object(fields)
        }
        (4, Value::Object(mut fields)) => {
            let key = fields.keys().next().cloned().unwrap_or_default();
            fields.remove(&key);
            Value::Object(fields)
        }
        (0..2, Value::String(text)) => json!({ text: null }),
        (2, Value::String(text)) => json!(format!(" {text}\u{85}")),
        (3, Value::String(_)) => json!("\u{feff}"),
        (4, Value::String(text)) => json!(text.to_uppercase()),
        (0..4, Value::Number(number)) => json!(number.as_u64().unwrap_or(0) + 1),
        (4, Value::Number(_)) => json!(0),
        (5, _) => json!(1.0),
        (6, _) => json!(18_446_744_073_709_551_615_u64),
        _ => Value::Null,
    };
}

/// The text of a manifest, so that it may still be JSON.
fn change_text(text: &mut Vec<u8>, dice: &mut Dice) {
    let at = dice.below(text.len());
    let written: &[u8] = dice.one::<&[u8]>(&[
        &b" "[..],
        b"\t",
        b"\x0c",
        b"\\u0041",
        b"\\ud800",
        b"\\n",
        b"0",
        b"e0",
        b"-",
        b"\xff",
        b"\xef\xbb\xbf",
        b",",
        b"}",
    ]);
    match dice.below(3) {
        0 => dice.scramble(text),
        1 => drop(text.splice(at..at, written.iter().copied())),
        _ => {
            // After a comma or a colon, where white space and numbers belong.
            let places: Vec<usize> = (0..text.len()).filter(|at| b",:".contains(&text[*at])).collect();
            let at = places.get(dice.below(places.len())).map_or(0, |at| at + 1);
            drop(text.splice(at..at, written.iter().copied()));
        }
    }
}

/// The record of this number.
fn record(number: u64) -> Files {
    let mut dice = Dice(ChaCha20Rng::seed_from_u64(number));
    let world: &Simulation = [&*BUSY, &*TROUBLED, &*TENFOLD][dice.below(3)];
    let ways = [
        change_file,
        change_entry,
        change_order,
        change_payload,
        change_ballot,
        change_manifest,
    ];
    ways[usize::try_from(number).unwrap() % ways.len()](world, &mut dice)
}

/// What the two say about a record, where they do not agree.
fn disagreement(number: u64) -> Option<String> {
    let folder = tempfile::tempdir().unwrap();
    write(folder.path(), &record(number));
    let judged = catch_unwind(AssertUnwindSafe(|| drop(judged(folder.path(), None))));
    let text = judged.err()?.downcast::<String>().map(|text| *text);
    Some(format!("record {number}: {}", text.unwrap_or_default()))
}

#[test]
fn t7_both_verifiers_agree_on_records_changed_at_random() {
    let all: Vec<String> = (0..RECORDS).into_par_iter().filter_map(disagreement).collect();
    assert!(all.is_empty(), "{} of {RECORDS}\n{}", all.len(), all.join("\n"));
}

/// A manifest that one of the two refuses, or that they compile to different shapes.
fn misread(number: u64) -> Option<String> {
    let mut dice = Dice(ChaCha20Rng::seed_from_u64(number));
    let world: &Simulation = [&*BUSY, &*TENFOLD][dice.below(2)];
    let bytes = changed_manifest(world, &mut dice);
    let first = Manifest::parse(&bytes);
    let own = first
        .as_ref()
        .ok()
        .map(|read| read.ballot().shape().digest().to_string());
    let second = shape_of(&bytes).filter(|second| *second != own)?;
    let text = String::from_utf8_lossy(&bytes);
    Some(format!(
        "manifest {number}: {:?} but {second:?}: {text}",
        first.map(|_| own)
    ))
}

#[test]
fn t7_both_verifiers_agree_on_manifests_changed_at_random() {
    let all: Vec<String> = (0..MANIFESTS).into_par_iter().filter_map(misread).collect();
    assert!(all.is_empty(), "{} of {MANIFESTS}\n{}", all.len(), all.join("\n"));
}
