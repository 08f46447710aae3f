//! Ballots, audits and cancellations.

#![expect(clippy::too_many_lines, reason = "a table is read as one")]

use super::{With, row, table};
use crate::forger::Forger;
use crate::subject::TROUBLED;
use comitia_crypto::Digest;
use comitia_crypto::ballot::{VoterContext, sign};
use comitia_crypto::group::{Point, PointBytes, Scalar};
use comitia_election::entry::{AuditedEntry, Author, Cancellation, Entry, EntryKind};
use comitia_election::verification::CheckId::{V03, V04, V11, V12, V13, V14, V15, V16, V17, V19};
use curve25519_dalek::ristretto::RistrettoPoint;
use rand_chacha::ChaCha20Rng;
use rand_core::SeedableRng;

/// The first ballot of a voter.
fn first_of(forger: &Forger<'_>, voter: usize) -> usize {
    forger.ballots_of(voter)[0]
}

/// The voter signs a ballot anew.
fn voter_signs(forger: &mut Forger<'_>, place: usize, voter: usize) {
    let world = forger.world;
    let urn = world.election().urn().unwrap();
    let secret = world.voter(voter).unwrap().secret();
    let ballot = forger.ballot_mut(place);
    let (line, _) = urn.voter(&ballot.body.credential).unwrap();
    let context: VoterContext = ballot.body.context(line.group, line.weight);
    let mut rng = ChaCha20Rng::seed_from_u64(21);
    ballot.signature = sign(urn.statement(), &context, &ballot.body.sealed, secret, &mut rng);
}

/// One more vote for the first option, added to a ciphertext that nobody can open.
fn add_one(forger: &mut Forger<'_>, place: usize) {
    let counter = &mut forger.ballot_mut(place).body.sealed.ciphertext[1];
    let point = *counter.decompress().unwrap().element() + RistrettoPoint::mul_base(&Scalar::ONE);
    *counter = *Point::from(point).bytes();
}

/// The voter gives up the ballot that stands at this place.
fn audit_of(forger: &Forger<'_>, place: usize, voter: usize) -> AuditedEntry {
    let world = forger.world;
    let body = &forger.ballot(place).body;
    let voter = world.voter(voter).unwrap();
    let own = Forger::new(world);
    let Entry::Audited(mut audited) = own.entries[own.first(EntryKind::AuditedBallot)].clone() else {
        panic!("no audit")
    };
    audited.credential = voter.credential();
    audited.tracker = body.tracker();
    audited.randomness_point = body.sealed.randomness_point();
    let mut rng = ChaCha20Rng::seed_from_u64(22);
    audited.signature = audited
        .claim()
        .sign(world.election().id(), voter.secret(), &mut rng);
    audited
}

#[test]
fn b1_b2_g1_c2_a_changed_ballot_is_refused() {
    table(&[
        row(
            "b1",
            "a ballot is copied to another voter",
            |f| {
                let sealed = f.ballot(first_of(f, 4)).body.sealed.clone();
                let place = first_of(f, 5);
                f.ballot_mut(place).body.sealed = sealed;
            },
            &[V14],
        ),
        row(
            "b1",
            "a voter copies another's ballot",
            |f| {
                let sealed = f.ballot(first_of(f, 4)).body.sealed.clone();
                let place = first_of(f, 5);
                f.ballot_mut(place).body.sealed = sealed;
                voter_signs(f, place, 5);
            },
            &[V14],
        )
        .with(With::Voter),
        row(
            "b2",
            "a vote is added to a ciphertext",
            |f| {
                let place = first_of(f, 5);
                add_one(f, place);
            },
            &[V12, V19],
        ),
        row(
            "b4",
            "a voter votes twice in one ballot",
            |f| {
                let place = first_of(f, 5);
                add_one(f, place);
                voter_signs(f, place, 5);
            },
            &[V13, V19],
        )
        .with(With::Voter),
        row(
            "b2",
            "a response of the proof is changed, the voter signs",
            |f| {
                let place = first_of(f, 5);
                f.ballot_mut(place).body.sealed.responses.columns[0] += Scalar::ONE;
                voter_signs(f, place, 5);
            },
            &[V13, V19],
        )
        .with(With::Voter),
        row(
            "f1",
            "the signature is another ballot's",
            |f| {
                let signature = f.ballot(first_of(f, 4)).signature;
                let place = first_of(f, 5);
                f.ballot_mut(place).signature = signature;
            },
            &[V12, V19],
        ),
        row(
            "g1",
            "a point is not canonical",
            |f| {
                let place = first_of(f, 5);
                f.ballot_mut(place).body.sealed.ciphertext[1] = PointBytes([0xff; 32]);
            },
            &[V11, V19],
        ),
        row(
            "g2",
            "E0 is the identity",
            |f| {
                let place = first_of(f, 5);
                f.ballot_mut(place).body.sealed.ciphertext[0] = PointBytes::IDENTITY;
            },
            &[V11],
        ),
        row(
            "b5",
            "a counter is missing",
            |f| {
                let place = first_of(f, 5);
                f.ballot_mut(place).body.sealed.ciphertext.pop();
            },
            &[V11],
        ),
        row(
            "b5",
            "a response is missing",
            |f| {
                let place = first_of(f, 5);
                f.ballot_mut(place).body.sealed.responses.columns.pop();
            },
            &[V11],
        ),
        row(
            "c1",
            "a ballot of nobody on the roll",
            |f| {
                let place = first_of(f, 5);
                f.ballot_mut(place).body.credential = PointBytes([4; 32]);
            },
            &[V12],
        ),
        row(
            "b3",
            "a ballot of another election",
            |f| {
                let other = Forger::new(&TROUBLED);
                let place = first_of(f, 5);
                f.entries[place] = other.entries[other.first(EntryKind::Ballot)].clone();
            },
            &[V12],
        ),
        row(
            "r2",
            "the voter was signed in, which nobody declares",
            |f| {
                let place = first_of(f, 5);
                f.ballot_mut(place).authentication = 1;
            },
            &[V12],
        ),
        row(
            "c2",
            "the number of a revote is changed",
            |f| {
                let place = f.ballots_of(0)[1];
                f.ballot_mut(place).body.seq += 1;
            },
            &[V15],
        ),
        row(
            "c2",
            "a revote follows another ballot",
            |f| {
                let place = f.ballots_of(0)[1];
                f.ballot_mut(place).body.prev = Digest([6; 32]);
            },
            &[V15],
        ),
        row(
            "c2",
            "an old ballot of a voter is posted again as the last",
            |f| {
                let (first, last) = (f.ballots_of(0)[0], *f.ballots_of(0).last().unwrap());
                let again = f.entries[first].clone();
                f.entries.insert(last + 1, again);
            },
            &[V15],
        ),
        row(
            "c2",
            "two ballots of a voter change places",
            |f| {
                let own = f.ballots_of(0);
                f.entries.swap(own[1], own[2]);
            },
            &[V15],
        ),
        row(
            "c2",
            "a ballot in the middle of a chain is left out",
            |f| {
                let own = f.ballots_of(0);
                f.entries.remove(own[1]);
            },
            &[V15],
        ),
        row(
            "c2",
            "a voter's last ballot is left out",
            |f| {
                let last = *f.ballots_of(0).last().unwrap();
                f.entries.remove(last);
            },
            &[V19],
        ),
        row(
            "c2",
            "a voter's only ballot is left out",
            |f| {
                let place = first_of(f, 5);
                f.entries.remove(place);
            },
            &[V19],
        ),
        row(
            "t2",
            "ballots of two voters change places",
            |f| {
                let (a, b) = (first_of(f, 4), first_of(f, 5));
                f.entries.swap(a, b);
            },
            &[V19],
        ),
        row(
            "t6",
            "a ballot comes after the close",
            |f| {
                let close = f.first(EntryKind::Close);
                let place = first_of(f, 5);
                f.shift(place, close);
            },
            &[V03],
        ),
        row(
            "t6",
            "a ballot comes before the opening",
            |f| {
                let open = f.first(EntryKind::Open);
                let place = first_of(f, 5);
                f.shift(place, open);
            },
            &[V03],
        ),
    ]);
}

#[test]
fn r4_r12_b8_a_changed_audit_or_cancellation_is_refused() {
    table(&[
        row(
            "r4",
            "a ballot is cast that was given up",
            |f| {
                let place = first_of(f, 5);
                let audited = audit_of(f, place, 5);
                f.entries.insert(place, Entry::Audited(audited));
            },
            &[V16],
        )
        .with(With::Voter),
        row(
            "b10",
            "a ballot is given up that was cast",
            |f| {
                let place = first_of(f, 5);
                let audited = audit_of(f, place, 5);
                f.entries.insert(place + 1, Entry::Audited(audited));
            },
            &[V16],
        )
        .with(With::Voter),
        row(
            "b8",
            "somebody else's ballot is given up in a voter's name",
            |f| {
                let place = f.first(EntryKind::AuditedBallot);
                let Entry::Audited(audited) = &mut f.entries[place] else {
                    panic!("no audit")
                };
                audited.randomness_point = PointBytes([4; 32]);
            },
            &[V12],
        ),
        row(
            "b8",
            "an audit names another tracker",
            |f| {
                let place = f.first(EntryKind::AuditedBallot);
                let Entry::Audited(audited) = &mut f.entries[place] else {
                    panic!("no audit")
                };
                audited.tracker = Digest([5; 32]);
            },
            &[V12],
        ),
        row(
            "b8",
            "the evidence of an audit is left out",
            |f| {
                let place = f.first(EntryKind::AuditedBallot);
                f.entries.remove(place);
            },
            &[V19],
        ),
        row(
            "r12",
            "a cancellation without an officer",
            |f| {
                let place = f.first(EntryKind::Cancellation);
                f.object_mut(place).endorsements.truncate(1);
            },
            &[V04],
        ),
        row(
            "r12",
            "a cancellation by an officer whom nobody pinned",
            |f| {
                let place = f.first(EntryKind::Cancellation);
                let world = f.world;
                f.sign_as(place, Author::Officer(1), world.parties().authority.key());
            },
            &[V04],
        ),
        row(
            "r12",
            "a cancellation hits another voter",
            |f| {
                let place = f.first(EntryKind::Cancellation);
                let credential = f.world.voter(5).unwrap().credential();
                f.rewrite(place, |cancellation: &mut Cancellation| {
                    cancellation.credential = credential
                });
            },
            &[V04],
        ),
        row(
            "t10",
            "somebody is cancelled who is not on the roll",
            |f| {
                let place = f.first(EntryKind::Cancellation);
                f.rewrite(place, |cancellation: &mut Cancellation| {
                    cancellation.credential = PointBytes([4; 32])
                });
                let world = f.world;
                f.sign_as(place, Author::Officer(1), world.parties().officers[0].key());
            },
            &[V17],
        )
        .with(With::Officer),
        row(
            "t10",
            "a voter votes online after the vote on paper",
            |f| {
                let open = f.first(EntryKind::Open);
                let place = f.first(EntryKind::Cancellation);
                f.shift(place, open + 1);
            },
            &[V17],
        ),
        row(
            "r12",
            "votes are cancelled after the fact, an officer helps",
            |f| {
                let place = f.first(EntryKind::Cancellation);
                let credential = f.world.voter(5).unwrap().credential();
                f.rewrite(place, |cancellation: &mut Cancellation| {
                    cancellation.credential = credential
                });
                let world = f.world;
                f.sign_as(place, Author::Officer(1), world.parties().officers[0].key());
            },
            &[V19],
        )
        .with(With::Officer),
        row(
            "r12",
            "a cancellation comes after the close",
            |f| {
                let close = f.first(EntryKind::Close);
                let place = f.first(EntryKind::Cancellation);
                f.shift(place, close);
            },
            &[V03],
        ),
    ]);
}
