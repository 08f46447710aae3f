//! Manifest and key ceremony.

#![expect(clippy::too_many_lines, reason = "a table is read as one")]

use super::{With, row, table};
use crate::forger::Forger;
use crate::subject::TROUBLED;
use comitia_crypto::Digest;
use comitia_crypto::ceremony::{Accept, Commit, Complaint, Enrolment, Reveal, TrusteeIndex};
use comitia_crypto::group::Scalar;
use comitia_crypto::signing::SigningKey;
use comitia_election::entry::{Author, EntryKind, PhaseEnd};
use comitia_election::verification::CheckId::{V03, V04, V05, V06, V07, V08};

fn stranger() -> SigningKey {
    SigningKey::from_seed(&[99; 32])
}

/// Signs as the first trustee, with its true identity.
fn as_trustee(forger: &mut Forger<'_>, place: usize) {
    let world = forger.world;
    let trustee = &world.trustees()[0];
    forger.sign_as(place, Author::Trustee(1), trustee.identity());
}

/// Replaces text in the manifest, and signs everything of the authority's for the election that this makes.
fn new_manifest(forger: &mut Forger<'_>, from: &str, to: &str) {
    let manifest = forger.world.election().manifest();
    let text = String::from_utf8(manifest.bytes().to_vec()).unwrap();
    assert!(text.contains(from), "{text}");
    forger.become_another(text.replacen(from, to, 1).into_bytes());
}

fn altered_reveal(forger: &mut Forger<'_>) -> usize {
    let place = forger.first(EntryKind::CeremonyReveal);
    forger.rewrite(place, |reveal: &mut Reveal| {
        reveal.sealed.swap(0, 1);
    });
    place
}

#[test]
fn r1_d6_a_changed_manifest_or_key_ceremony_is_refused() {
    table(&[
        row(
            "r13",
            "the manifest closes an hour later",
            |f| new_manifest(f, "18:00:00Z", "19:00:00Z"),
            &[V04],
        ),
        row(
            "p1",
            "the manifest lowers the floor",
            |f| new_manifest(f, "\"floor\":2", "\"floor\":1"),
            &[V04],
        ),
        row(
            "d11",
            "the manifest asks for more trustees than there are",
            |f| new_manifest(f, "\"threshold\":2", "\"threshold\":9"),
            &[V05],
        ),
        row(
            "g3",
            "the manifest has a field twice",
            |f| new_manifest(f, "\"floor\":2", "\"floor\":2,\"floor\":2"),
            &[V05],
        ),
        row(
            "r1",
            "the manifest is signed by somebody else",
            |f| f.sign_as(0, Author::Authority, &stranger()),
            &[V04],
        ),
        row(
            "r1",
            "a trustee's enrolment is signed by a puppet",
            |f| {
                let place = f.first(EntryKind::TrusteeEnrolment);
                f.sign_as(place, Author::Trustee(1), &stranger());
            },
            &[V04],
        ),
        row(
            "d1",
            "an enrolment does not prove possession of its key",
            |f| {
                let place = f.first(EntryKind::TrusteeEnrolment);
                f.rewrite(place, |enrolment: &mut Enrolment| {
                    enrolment.response += Scalar::ONE
                });
                as_trustee(f, place);
            },
            &[V06],
        )
        .with(With::Trustee),
        row(
            "d9",
            "a trustee enrols under another's number",
            |f| {
                let place = f.first(EntryKind::TrusteeEnrolment);
                let world = f.world;
                let object = f.object_mut(place);
                object.endorsements.clear();
                f.sign_as(place, Author::Trustee(2), world.trustees()[1].identity());
            },
            &[V06],
        )
        .with(With::Trustee),
        row(
            "d2",
            "a commitment is changed after the reveals",
            |f| {
                let place = f.first(EntryKind::CeremonyCommit);
                f.rewrite(place, |commit: &mut Commit| commit.digest = Digest([1; 32]));
                as_trustee(f, place);
            },
            &[V07],
        )
        .with(With::Trustee),
        row(
            "d5",
            "a reveal is changed by the operator",
            |f| {
                altered_reveal(f);
            },
            &[V04],
        ),
        row(
            "d5",
            "a dealer's shares are exchanged, the dealer signs",
            |f| {
                let place = altered_reveal(f);
                as_trustee(f, place);
            },
            &[V07],
        )
        .with(With::Trustee),
        row(
            "d5",
            "a complaint is put into a trustee's mouth",
            |f| {
                let place = f.first(EntryKind::CeremonyComplaint);
                f.rewrite(place, |complaint: &mut Complaint| {
                    complaint.dealers.insert(TrusteeIndex::new(2).unwrap());
                });
            },
            &[V04],
        ),
        row(
            "d5",
            "a complaint is taken back",
            |f| {
                let place = f.first(EntryKind::CeremonyComplaint);
                f.rewrite(place, |complaint: &mut Complaint| complaint.dealers.clear());
                as_trustee(f, place);
            },
            &[V07],
        )
        .of(&TROUBLED)
        .with(With::Trustee),
        row(
            "d5",
            "an answer is changed by the operator",
            |f| {
                let place = f.first(EntryKind::CeremonyAnswer);
                f.object_mut(place).payload[40] ^= 1;
            },
            &[V04],
        )
        .of(&TROUBLED),
        row(
            "d6",
            "a trustee accepts another log",
            |f| {
                let place = f.first(EntryKind::CeremonyAccept);
                f.rewrite(place, |accept: &mut Accept| accept.log.root = Digest([2; 32]));
                as_trustee(f, place);
            },
            &[V07],
        )
        .with(With::Trustee),
        row(
            "d6",
            "a trustee accepts other keys",
            |f| {
                let place = f.first(EntryKind::CeremonyAccept);
                f.rewrite(place, |accept: &mut Accept| accept.keys = Digest([3; 32]));
                as_trustee(f, place);
            },
            &[V07],
        )
        .with(With::Trustee),
        row(
            "d6",
            "the authority announces other election keys",
            |f| {
                let place = f.first(EntryKind::ElectionKey);
                let at = f.object_mut(place).payload.len() - 32;
                f.object_mut(place).payload.copy_within(at - 32..at, at);
                f.sign(place);
            },
            &[V08],
        ),
        row(
            "r1",
            "a trustee announces the election keys",
            |f| {
                let place = f.first(EntryKind::ElectionKey);
                f.object_mut(place).endorsements.clear();
                as_trustee(f, place);
            },
            &[V04],
        )
        .with(With::Trustee),
        row(
            "r13",
            "a phase ends before its deadline",
            |f| {
                let place = f.first(EntryKind::PhaseEnd);
                f.rewrite(place, |end: &mut PhaseEnd| end.at.0 -= 1);
            },
            &[V03],
        )
        .of(&TROUBLED),
        row(
            "r9",
            "another phase is ended",
            |f| {
                let place = f.first(EntryKind::PhaseEnd);
                f.rewrite(place, |end: &mut PhaseEnd| end.phase += 1);
            },
            &[V03],
        )
        .of(&TROUBLED),
    ]);
}
