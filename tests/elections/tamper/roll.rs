//! Roll, booth and opening.

#![expect(clippy::too_many_lines, reason = "a table is read as one")]

use super::{With, row, table};
use crate::forger::Forger;
use comitia_crypto::Digest;
use comitia_crypto::codec::{Decode, Encode, Prefix};
use comitia_election::entry::{Author, BoothBuild, EntryKind, Open, Roll, RollEntry};
use comitia_election::verification::CheckId::{V03, V04, V09, V10, V12, V19};

/// Changes the lines of the roll, in whatever order that leaves them; the authority signs.
fn lines(forger: &mut Forger<'_>, edit: impl FnOnce(&mut Vec<RollEntry>)) -> usize {
    let place = forger.first(EntryKind::Roll);
    let roll = Roll::from_bytes(&forger.object_mut(place).payload).unwrap();
    let mut lines = roll.entries().to_vec();
    edit(&mut lines);
    let mut payload = Vec::new();
    Prefix::U32.write_all(&lines, &mut payload);
    assert_ne!(payload, roll.to_bytes());
    forger.object_mut(place).payload = payload;
    forger.sign(place);
    place
}

/// The same, and the registrar signs too.
fn conspired(forger: &mut Forger<'_>, edit: impl FnOnce(&mut Vec<RollEntry>)) {
    let place = lines(forger, edit);
    let world = forger.world;
    forger.sign_as(place, Author::Registrar, world.parties().registrar.key());
}

fn one_more(lines: &mut Vec<RollEntry>) {
    let last = *lines.last().unwrap();
    let mut bytes = last.credential;
    // The generator of the group: somebody's key, for whoever knows that its secret is one.
    bytes.0.copy_from_slice(
        comitia_crypto::credential::Credential::from_secret(comitia_crypto::group::Scalar::ONE)
            .unwrap()
            .public()
            .bytes()
            .0
            .as_slice(),
    );
    lines.push(RollEntry {
        credential: bytes,
        ..last
    });
    lines.sort_by_key(|line| line.credential);
}

#[test]
fn c1_c6_c7_a_changed_roll_booth_or_opening_is_refused() {
    table(&[
        row(
            "c7",
            "weights are changed",
            |f| {
                lines(f, |l| l[0].weight += 1);
            },
            &[V04],
        ),
        row(
            "c1",
            "a voter is added",
            |f| {
                lines(f, one_more);
            },
            &[V04],
        ),
        row(
            "c1",
            "a voter is left out",
            |f| {
                lines(f, |l| {
                    l.remove(0);
                });
            },
            &[V04],
        ),
        row(
            "c2",
            "weights are changed after the vote, the registrar helps",
            |f| conspired(f, |l| l[0].weight += 1),
            &[V12, V19],
        )
        .with(With::Registrar),
        row(
            "c2",
            "a voter is added after the vote, the registrar helps",
            |f| conspired(f, one_more),
            &[V12, V19],
        )
        .with(With::Registrar),
        row(
            "c6",
            "a credential stands there twice",
            |f| conspired(f, |l| l[1] = l[0]),
            &[V09],
        )
        .with(With::Registrar),
        row(
            "c6",
            "the order of the roll tells something",
            |f| conspired(f, |l| l.swap(0, 1)),
            &[V09],
        )
        .with(With::Registrar),
        row(
            "c6",
            "a weight is zero",
            |f| conspired(f, |l| l[0].weight = 0),
            &[V09],
        )
        .with(With::Registrar),
        row(
            "c6",
            "a line names a group that does not exist",
            |f| conspired(f, |l| l[0].group = 2),
            &[V09],
        )
        .with(With::Registrar),
        row(
            "b6",
            "weights are so large that nothing can be counted",
            |f| conspired(f, |l| l.iter_mut().for_each(|l| l.weight = u32::MAX)),
            &[V09],
        )
        .with(With::Registrar),
        row("c6", "the roll is empty", |f| conspired(f, Vec::clear), &[V09]).with(With::Registrar),
        row(
            "r1",
            "the registrar is replaced",
            |f| {
                let place = lines(f, |l| l[0].weight += 1);
                let world = f.world;
                f.sign_as(place, Author::Registrar, world.parties().authority.key());
            },
            &[V04],
        ),
        row(
            "w2",
            "the booth is replaced after the vote",
            |f| {
                let place = f.first(EntryKind::BoothBuild);
                f.rewrite(place, |build: &mut BoothBuild| {
                    build.files[0].hash = Digest([8; 32])
                });
            },
            &[V12, V19],
        ),
        row(
            "w2",
            "the opening names another booth",
            |f| {
                let place = f.first(EntryKind::Open);
                f.rewrite(place, |open: &mut Open| open.booth = Some(Digest([9; 32])));
            },
            &[V10],
        )
        .bare(),
        row(
            "w2",
            "the opening names no booth",
            |f| {
                let place = f.first(EntryKind::Open);
                f.rewrite(place, |open: &mut Open| open.booth = None);
            },
            &[V10],
        )
        .bare(),
        row(
            "c6",
            "the opening counts one voter less",
            |f| {
                let place = f.first(EntryKind::Open);
                f.rewrite(place, |open: &mut Open| open.voters -= 1);
            },
            &[V10],
        )
        .bare(),
        row(
            "d6",
            "the opening names other keys",
            |f| {
                let place = f.first(EntryKind::Open);
                f.rewrite(place, |open: &mut Open| open.key = Digest([10; 32]));
            },
            &[V10],
        )
        .bare(),
        row(
            "t6",
            "voting opens before its time",
            |f| {
                let place = f.first(EntryKind::Open);
                f.rewrite(place, |open: &mut Open| open.at.0 -= 1);
            },
            &[V03],
        ),
        row(
            "t6",
            "the time of the opening is changed after the vote",
            |f| {
                let place = f.first(EntryKind::Open);
                f.rewrite(place, |open: &mut Open| open.at.0 += 1);
            },
            &[V12, V19],
        ),
    ]);
}
