//! Times, extension and close.

#![expect(clippy::too_many_lines, reason = "a table is read as one")]

use super::{row, table};
use crate::forger::Forger;
use comitia_crypto::Digest;
use comitia_crypto::codec::Encode;
use comitia_election::entry::{Abort, Author, Close, Entry, EntryKind, Extension, SignedObject};
use comitia_election::verification::CheckId::{V03, V04, V19};

fn close(forger: &mut Forger<'_>, edit: impl FnOnce(&mut Close)) {
    let place = forger.first(EntryKind::Close);
    forger.rewrite(place, edit);
}

fn extension(forger: &mut Forger<'_>, edit: impl FnOnce(&mut Extension)) {
    let place = forger.first(EntryKind::Extension);
    forger.rewrite(place, edit);
}

/// An abort that the authority signs, right after an entry.
fn abort_after(forger: &mut Forger<'_>, kind: EntryKind) {
    let (world, place) = (forger.world, forger.last(kind));
    let abort = Abort {
        at: world.election().clock(),
        reason: "the result is not welcome".to_owned(),
    };
    let object: SignedObject = world.parties().authority.abort(world.election(), &abort);
    assert_eq!(object.payload, abort.to_bytes());
    forger.entries.insert(place + 1, Entry::Object(object));
}

#[test]
fn t6_r13_changed_times_and_closes_are_refused() {
    table(&[
        row(
            "r13",
            "voting closes a second too early",
            |f| close(f, |close| close.at.0 -= 1),
            &[V03],
        ),
        row(
            "r13",
            "voting closed a second later than it did",
            |f| close(f, |close| close.at.0 += 1),
            &[V19],
        ),
        row(
            "t2",
            "the close names one entry less",
            |f| close(f, |close| close.tree_size -= 1),
            &[V03],
        )
        .bare(),
        row(
            "t2",
            "the close names another tree",
            |f| close(f, |close| close.root = Digest([1; 32])),
            &[V03],
        )
        .bare(),
        row(
            "t2",
            "the close is as it was, and a ballot before it is gone",
            |f| {
                let place = f.ballots_of(5)[0];
                f.entries.remove(place);
            },
            &[V03],
        )
        .bare(),
        row(
            "r1",
            "the close is signed by somebody else",
            |f| {
                let place = f.first(EntryKind::Close);
                let world = f.world;
                f.sign_as(place, Author::Authority, world.parties().registrar.key());
            },
            &[V04],
        ),
        row(
            "r13",
            "the close is moved to an earlier time",
            |f| extension(f, |extension| extension.closes_at.0 -= 7200),
            &[V03],
        ),
        row(
            "r13",
            "the close is moved further than it was",
            |f| extension(f, |extension| extension.closes_at.0 += 1),
            &[V03],
        ),
        row(
            "r13",
            "the extension was decided after the close",
            |f| extension(f, |extension| extension.at.0 += 86_400),
            &[V03],
        ),
        row(
            "r13",
            "the extension is left out",
            |f| {
                let place = f.first(EntryKind::Extension);
                f.entries.remove(place);
            },
            &[V19],
        ),
        row(
            "r13",
            "the election is aborted after the close",
            |f| abort_after(f, EntryKind::Close),
            &[V03],
        ),
        row(
            "r13",
            "the election is aborted after the result",
            |f| abort_after(f, EntryKind::Result),
            &[V03],
        ),
    ]);
}
