//! Entries that are none.

#![expect(clippy::too_many_lines, reason = "a table is read as one")]

use super::table_of_bytes;
use comitia_crypto::Digest;
use comitia_crypto::codec::{Decode, Encode};
use comitia_election::entry::{Entry, EntryKind, Part};
use comitia_election::verification::CheckId::{V11, V22};

fn place(raws: &[Vec<u8>], kind: EntryKind) -> usize {
    raws.iter().position(|raw| raw[1] == kind as u8).unwrap()
}

fn part(raws: &mut [Vec<u8>], place: usize, edit: impl FnOnce(&mut Part)) {
    let Entry::Part(mut part) = Entry::from_bytes(&raws[place]).unwrap() else {
        panic!("not a part")
    };
    edit(&mut part);
    raws[place] = Entry::Part(part).to_bytes();
}

/// Cuts a small object into parts all the same.
fn needless_parts(raws: &mut Vec<Vec<u8>>) {
    let close = place(raws, EntryKind::Close);
    let bytes = raws[close].clone();
    let (left, right) = bytes.split_at(10);
    let piece = |index, bytes: &[u8]| Part {
        kind: EntryKind::Close,
        object: Digest::of(&raws[close]),
        index,
        of: 2,
        bytes: bytes.to_vec(),
    };
    let parts = [piece(0, left), piece(1, right)].map(|part| Entry::Part(part).to_bytes());
    raws.splice(close..=close, parts);
}

#[test]
fn t8_g3_bytes_that_are_no_entry_are_refused() {
    table_of_bytes(&[
        (
            "a byte after an object",
            |raws| {
                let at = place(raws, EntryKind::Close);
                raws[at].push(0);
            },
            V22,
        ),
        (
            "a byte after a ballot",
            |raws| {
                let at = place(raws, EntryKind::Ballot);
                raws[at].push(0);
            },
            V11,
        ),
        (
            "an object without its last byte",
            |raws| {
                let at = place(raws, EntryKind::Close);
                raws[at].pop();
            },
            V22,
        ),
        ("a kind that does not exist", |raws| raws[1][1] = 99, V22),
        ("another version of the format", |raws| raws[1][0] = 2, V22),
        ("an empty entry", |raws| raws.push(Vec::new()), V22),
        (
            "a part is missing",
            |raws| {
                let at = place(raws, EntryKind::Part);
                raws.remove(at);
            },
            V22,
        ),
        (
            "the last part is missing",
            |raws| {
                let at = place(raws, EntryKind::Part);
                raws.remove(at + 1);
            },
            V22,
        ),
        (
            "parts change places",
            |raws| {
                let at = place(raws, EntryKind::Part);
                raws.swap(at, at + 1);
            },
            V22,
        ),
        (
            "a part twice",
            |raws| {
                let at = place(raws, EntryKind::Part);
                let copy = raws[at].clone();
                raws.insert(at, copy);
            },
            V22,
        ),
        (
            "a part of another object",
            |raws| {
                let at = place(raws, EntryKind::Part);
                part(raws, at, |part| part.object = Digest([1; 32]));
            },
            V22,
        ),
        (
            "a part of another kind",
            |raws| {
                let at = place(raws, EntryKind::Part);
                part(raws, at, |part| part.kind = EntryKind::Manifest);
            },
            V22,
        ),
        (
            "a part with other bytes",
            |raws| {
                let at = place(raws, EntryKind::Part);
                part(raws, at, |part| part.bytes[9] ^= 1);
            },
            V22,
        ),
        ("a small object in parts", needless_parts, V22),
    ]);
}
