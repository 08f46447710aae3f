//! Decryption shares and result.

#![expect(clippy::too_many_lines, reason = "a table is read as one")]

use super::{With, row, table};
use crate::forger::Forger;
use comitia_crypto::Digest;
use comitia_crypto::group::{Point, Scalar};
use comitia_election::entry::{Author, EntryKind, Shares, TallyResult};
use comitia_election::verification::CheckId::{V03, V04, V19, V21, V23};
use curve25519_dalek::ristretto::RistrettoPoint;

/// Changes the shares of the first trustee who came, number 2.
fn shares(forger: &mut Forger<'_>, edit: impl FnOnce(&mut Shares)) -> usize {
    let place = forger.first(EntryKind::DecryptionShare);
    forger.rewrite(place, edit);
    place
}

/// The same, and the trustee signs.
fn signed(forger: &mut Forger<'_>, edit: impl FnOnce(&mut Shares)) {
    let place = shares(forger, edit);
    let world = forger.world;
    forger.sign_as(place, Author::Trustee(2), world.trustees()[1].identity());
}

fn result(forger: &mut Forger<'_>, edit: impl FnOnce(&mut TallyResult)) {
    let place = forger.first(EntryKind::Result);
    forger.rewrite(place, edit);
}

/// One vote more: the factor of the first counter, less one.
fn shift_count(shares: &mut Shares) {
    let factor = &mut shares.shares[0].factors[0];
    *factor = Point::from(factor.element() - RistrettoPoint::mul_base(&Scalar::ONE));
}

#[test]
fn d7_d9_d10_f2_changed_shares_are_refused() {
    table(&[
        row(
            "f2",
            "the operator changes a share",
            |f| {
                shares(f, shift_count);
            },
            &[V04],
        ),
        row(
            "f2",
            "a trustee decrypts one vote more",
            |f| signed(f, shift_count),
            &[V19],
        )
        .with(With::Trustee),
        row(
            "f2",
            "a trustee's proof is changed",
            |f| signed(f, |s| s.shares[0].response += Scalar::ONE),
            &[V19],
        )
        .with(With::Trustee),
        row(
            "f2",
            "a trustee's shares of two groups change places",
            |f| signed(f, |s| s.shares.swap(0, 1)),
            &[V19],
        )
        .with(With::Trustee),
        row(
            "b5",
            "a trustee leaves a group out",
            |f| signed(f, |s| drop(s.shares.pop())),
            &[V19],
        )
        .with(With::Trustee),
        row(
            "b5",
            "a trustee leaves a counter out",
            |f| signed(f, |s| s.shares[0].factors.truncate(2)),
            &[V19],
        )
        .with(With::Trustee),
        row(
            "d9",
            "a trustee's shares are given as another's",
            |f| {
                let (first, last) = (
                    f.first(EntryKind::DecryptionShare),
                    f.last(EntryKind::DecryptionShare),
                );
                let payload = f.object_mut(first).payload.clone();
                f.object_mut(last).payload = payload;
                let world = f.world;
                f.sign_as(last, Author::Trustee(3), world.trustees()[2].identity());
            },
            &[V19],
        )
        .with(With::Trustee),
        row(
            "d7",
            "a trustee decrypts other sums",
            |f| signed(f, |s| s.aggregates = Digest([1; 32])),
            &[V19],
        )
        .with(With::Trustee),
        row(
            "d8",
            "a trustee's shares are for another close",
            |f| signed(f, |s| s.close = Digest([2; 32])),
            &[V19],
        )
        .with(With::Trustee),
        row(
            "d13",
            "a trustee decrypts before voters could check",
            |f| signed(f, |s| s.at.0 -= 61),
            &[V03],
        )
        .with(With::Trustee),
        row(
            "d13",
            "a trustee decrypts before the close",
            |f| {
                let (close, share) = (f.first(EntryKind::Close), f.first(EntryKind::DecryptionShare));
                f.shift(share, close);
            },
            &[V03],
        ),
        row(
            "r1",
            "shares are signed by somebody else",
            |f| {
                let place = f.first(EntryKind::DecryptionShare);
                let world = f.world;
                f.sign_as(place, Author::Trustee(2), world.parties().authority.key());
            },
            &[V04],
        ),
    ]);
}

#[test]
fn m3_a_changed_result_is_refused() {
    table(&[
        row(
            "m3",
            "a count is changed",
            |f| result(f, |r| r.units[0].counts[0] += 1),
            &[V23],
        ),
        row(
            "m3",
            "a vote is moved from one option to another",
            |f| {
                result(f, |r| {
                    r.units[1].counts[0] -= 1;
                    r.units[1].counts[1] += 1;
                })
            },
            &[V23],
        ),
        row(
            "m3",
            "the counts of two groups change places",
            |f| result(f, |r| r.units.swap(0, 1)),
            &[V23],
        ),
        row(
            "m3",
            "a group is left out",
            |f| result(f, |r| drop(r.units.pop())),
            &[V23],
        ),
        row(
            "m3",
            "the weight of a group is changed",
            |f| result(f, |r| r.units[1].weight += 1),
            &[V23],
        ),
        row(
            "m3",
            "the turnout is changed",
            |f| result(f, |r| r.voters += 1),
            &[V23],
        ),
        row(
            "t10",
            "cancellations are concealed",
            |f| result(f, |r| r.cancelled = 0),
            &[V23],
        ),
        row(
            "m3",
            "another option wins",
            |f| result(f, |r| r.outcomes[0].winners = vec![2]),
            &[V21, V23],
        ),
        row(
            "m3",
            "the verdict is changed",
            |f| result(f, |r| r.outcomes[0].verdict = 2),
            &[V21, V23],
        ),
        row(
            "d8",
            "the result names another close",
            |f| result(f, |r| r.close = Digest([3; 32])),
            &[V23],
        )
        .bare(),
        row(
            "t6",
            "the result is older than the shares",
            |f| result(f, |r| r.at.0 -= 86_400),
            &[V03],
        ),
        row(
            "d11",
            "the result rests on one share",
            |f| {
                let place = f.last(EntryKind::DecryptionShare);
                f.entries.remove(place);
            },
            &[V23],
        ),
        row(
            "m3",
            "the result is published twice",
            |f| {
                let place = f.first(EntryKind::Result);
                f.duplicate(place);
            },
            &[V03],
        ),
        row(
            "r1",
            "the result is signed by somebody else",
            |f| {
                let place = f.first(EntryKind::Result);
                let world = f.world;
                f.sign_as(place, Author::Authority, world.parties().registrar.key());
            },
            &[V04],
        ),
    ]);
}
