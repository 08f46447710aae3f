//! Decrypting: every refusal, the lock, and what an interruption leaves behind.

use crate::support::{Keeps, Lossy, Town, fresh_rng, refusal, rng, trustee};
use comitia_crypto::Digest;
use comitia_crypto::codec::{Decode as _, Encode as _};
use comitia_election::entry::{Abort, Author, Close, Entry, EntryKind, Roll, Shares, SignedObject};
use comitia_election::manifest::Time;
use comitia_election::text::Text;
use comitia_election::verification::CheckId;
use comitia_trustee::keystore::{Lock, Memory};
use comitia_trustee::{Decrypted, Error, Keystore, Outbox, Post, PostError, Refusal, Session, read_message};

fn memory_of(town: &Town, number: u8) -> Memory {
    let id = *town.world.borrow().election().id();
    let keystore = Keystore::at(&town.keystore_folder(number)).unwrap();
    keystore.memory(&id).unwrap().unwrap()
}

#[test]
fn two_of_three_trustees_decrypt_and_the_counts_are_the_votes() {
    let town = Town::closed(4, |_| {});
    let done = town.decrypt(1).unwrap();
    let Decrypted::Sent { aggregates } = done else {
        panic!("{done:?}")
    };
    assert_eq!(memory_of(&town, 1).lock.unwrap().aggregates, aggregates);
    assert_eq!(town.decrypt(3).unwrap(), Decrypted::Sent { aggregates });
    let at = town.time_to_decrypt();
    let opened = town.world.borrow_mut().publish(at).unwrap();
    assert_eq!(opened.counts, [[3, 1]]);
    town.publish();
    assert_eq!(town.stage(), "Published");
    assert_eq!(town.decrypt(1).unwrap(), Decrypted::OnLog { aggregates });
    assert_eq!(town.decrypt(2).unwrap(), Decrypted::NotNeeded);
}

#[test]
fn repeating_a_decryption_sends_nothing_more() {
    let town = Town::closed(4, |_| {});
    let Decrypted::Sent { aggregates } = town.decrypt(2).unwrap() else {
        panic!("not sent")
    };
    let size = town.entries().len();
    assert_eq!(town.decrypt(2).unwrap(), Decrypted::OnLog { aggregates });
    assert_eq!(town.entries().len(), size);
}

#[test]
fn d8_the_lock_is_durable_before_a_share_leaves_and_an_interruption_is_repaired() {
    let town = Town::closed(4, |_| {});
    for arrives in [false, true] {
        let lossy = Lossy { town: &town, arrives };
        let error = town
            .decrypt_through(1, town.time_to_decrypt(), &lossy)
            .unwrap_err();
        assert!(matches!(error, Error::Post(PostError::Network { .. })));
        assert!(memory_of(&town, 1).lock.is_some());
    }
    assert!(matches!(town.decrypt(1).unwrap(), Decrypted::OnLog { .. }));
}

#[test]
fn d8_the_lock_stays_when_a_share_cannot_be_put_into_a_file() {
    let town = Town::closed(4, |_| {});
    let folder = tempfile::tempdir().unwrap();
    let id = *town.world.borrow().election().id();
    let blocked = folder.path().join("blocked");
    std::fs::write(&blocked, "a file where the folder should be").unwrap();
    let outbox = Outbox::new(&blocked, &id);
    let error = town
        .decrypt_through(1, town.time_to_decrypt(), &outbox)
        .unwrap_err();
    assert!(matches!(error, Error::Post(PostError::File(_))), "{error}");
    let locked = memory_of(&town, 1).lock.unwrap();
    let outbox = Outbox::new(&folder.path().join("outbox"), &id);
    let done = town.decrypt_through(1, town.time_to_decrypt(), &outbox).unwrap();
    assert_eq!(
        done,
        Decrypted::Sent {
            aggregates: locked.aggregates
        }
    );
    let found = std::fs::read_dir(folder.path().join("outbox")).unwrap().next();
    let entry = read_message(&found.unwrap().unwrap().path()).unwrap();
    assert_eq!(entry.kind(), EntryKind::DecryptionShare);
    town.world.borrow_mut().admit(&entry).unwrap();
}

/// Nothing may reach it.
struct Unreachable;

impl Post for Unreachable {
    fn post(&self, entry: &Entry) -> Result<(), PostError> {
        panic!("{} was sent", entry.kind().name())
    }
}

#[test]
fn d8_a_second_list_of_sums_is_refused_by_a_program_that_was_started_again() {
    let town = Town::closed(4, |_| {});
    let id = *town.world.borrow().election().id();
    let other = Lock {
        close: Digest([1; 32]),
        aggregates: Digest([2; 32]),
    };
    let keystore = town.keystore(1);
    let mut desk = keystore.desk(&id).unwrap().unwrap();
    let locked = Memory {
        lock: Some(other),
        ..*desk.memory()
    };
    desk.remember(locked, keystore.identity()).unwrap();
    drop(desk);
    for _ in 0..2 {
        let refused = refusal(town.decrypt_through(1, town.time_to_decrypt(), &Unreachable));
        assert!(
            matches!(&refused, Refusal::SecondList { held, wanted } if **held == other && held != wanted)
        );
        assert_eq!(memory_of(&town, 1).lock, Some(other));
    }
}

#[test]
fn d8_an_urn_that_was_closed_again_over_fewer_ballots_is_refused() {
    let town = Town::new(|_| {});
    town.make_keys();
    town.vote(4);
    let before = town.entries();
    town.close_at(town.closes_at());
    town.decrypt(1).unwrap();
    // The organiser goes back to before the close, and leaves the last ballot out.
    let mut other = town.closed_over(&before[..before.len() - 1]);
    town.publish_instead(&other);
    let refused = refusal(town.decrypt_through(1, town.time_to_decrypt(), &Unreachable));
    assert!(matches!(refused, Refusal::Rewound { .. }), "{refused:?}");
    // Trustees who have not seen the other log decrypt; then this one is as long as the first.
    let kept = Keeps::default();
    for number in [2, 3] {
        town.decrypt_through(number, town.time_to_decrypt(), &kept)
            .unwrap();
    }
    other.extend(kept.0.into_inner());
    town.publish_instead(&other);
    let refused = refusal(town.decrypt_through(1, town.time_to_decrypt(), &Unreachable));
    assert!(matches!(refused, Refusal::Forked { .. }), "{refused:?}");
}

#[test]
fn t2_a_log_that_is_shorter_than_the_accepted_one_is_refused() {
    let town = Town::closed(4, |_| {});
    let accepted = memory_of(&town, 1).accepted.unwrap();
    let entries = town.entries();
    town.publish_instead(&entries[..usize::try_from(accepted.size).unwrap() - 1]);
    let refused = refusal(town.decrypt_through(1, town.time_to_decrypt(), &Unreachable));
    assert!(matches!(refused, Refusal::Rewound { remembered, .. } if remembered >= accepted.size));
}

#[test]
fn t2_a_log_in_another_order_is_refused_by_who_has_seen_it() {
    let town = Town::new(|_| {});
    town.make_keys();
    town.vote(4);
    town.step(1).unwrap();
    let mut entries = town.entries();
    // Two ballots of different voters: in this order, too, the log verifies.
    let last = entries.len() - 1;
    entries.swap(last, last - 1);
    town.publish_instead(&town.closed_over(&entries));
    let refused = refusal(town.decrypt_through(1, town.time_to_decrypt(), &Unreachable));
    assert!(
        matches!(refused, Refusal::Forked { size } if size == last as u64 + 1),
        "{refused:?}"
    );
    town.decrypt_through(2, town.time_to_decrypt(), &Keeps::default())
        .unwrap();
}

#[test]
fn d7_a_log_that_does_not_verify_is_refused_with_the_check_and_the_culprit() {
    let town = Town::closed(4, |_| {});
    let mut entries = town.entries();
    // A ballot counted twice.
    let ballot = entries[entries.len() - 2].clone();
    let place = entries.len() - 1;
    entries.insert(place, ballot);
    town.publish_instead(&entries);
    let refused = refusal(town.decrypt_through(1, town.time_to_decrypt(), &Unreachable));
    assert!(
        matches!(&refused, Refusal::DoesNotVerify { check: CheckId::V15, culprit } if culprit.contains(&format!("entry {place}"))),
        "{refused:?}"
    );
}

#[test]
fn d13_before_the_close_is_on_the_log_nothing_is_decrypted() {
    let town = Town::new(|_| {});
    town.make_keys();
    town.vote(4);
    let refused = refusal(town.decrypt_through(1, town.time_to_decrypt(), &Unreachable));
    assert!(matches!(refused, Refusal::NotClosed { stage: "Open" }));
    assert!(memory_of(&town, 1).lock.is_none());
}

#[test]
fn d13_r13_a_close_before_its_time_is_refused_with_the_times() {
    let town = Town::new(|_| {});
    town.make_keys();
    town.vote(4);
    let (mut entries, object) = {
        let world = town.world.borrow();
        let early = Time(world.election().closes_at().0 - 3600);
        let close: Close = world.election().expected_close(early);
        let authority = &world.parties().authority;
        let object = authority.sign(world.election().id(), EntryKind::Close, close.to_bytes());
        (world.entries().to_vec(), object)
    };
    entries.push(Entry::Object(object).to_bytes());
    town.publish_instead(&entries);
    let refused = refusal(town.decrypt_through(1, town.time_to_decrypt(), &Unreachable));
    assert!(
        matches!(&refused, Refusal::DoesNotVerify { check: CheckId::V03, culprit }
            if culprit.contains("Close: 2026-02-01T17:00:00Z is before 2026-02-01T18:00:00Z")),
        "{refused:?}"
    );
}

#[test]
fn d13_the_trustees_own_clock_has_its_say() {
    let town = Town::closed(4, |_| {});
    let close = town.closes_at();
    let early = Time(close.0 - 1);
    let refused = refusal(town.decrypt_through(1, early, &Unreachable));
    assert!(matches!(refused, Refusal::BeforeClose { close: at, now } if at == close && now == early));
    let checking = Time(town.time_to_decrypt().0 - 1);
    let refused = refusal(town.decrypt_through(1, checking, &Unreachable));
    assert!(matches!(refused, Refusal::CheckingPeriod { until, .. } if until == town.time_to_decrypt()));
    assert!(memory_of(&town, 1).lock.is_none());
    assert!(matches!(town.decrypt(1).unwrap(), Decrypted::Sent { .. }));
}

#[test]
fn p1_sums_under_the_floor_are_refused_unless_the_manifest_waives_it() {
    let town = Town::closed(1, |_| {});
    let refused = refusal(town.decrypt_through(1, town.time_to_decrypt(), &Unreachable));
    assert!(matches!(refused, Refusal::UnderFloor(_)));
    let waived = Town::closed(1, |document| {
        document.waivers.floor = Some(Text::new("en", "a rehearsal"));
    });
    assert!(matches!(waived.decrypt(1).unwrap(), Decrypted::Sent { .. }));
}

#[test]
fn when_nobody_voted_there_is_nothing_to_decrypt() {
    let town = Town::closed(0, |_| {});
    let done = town.decrypt_through(1, town.time_to_decrypt(), &Unreachable);
    assert_eq!(done.unwrap(), Decrypted::Nothing);
}

#[test]
fn a_keystore_that_took_no_part_has_nothing_to_decrypt_with() {
    let town = Town::closed(4, |_| {});
    let id = town.world.borrow().election().id().to_string();
    std::fs::remove_dir_all(town.keystore_folder(1).join(id)).unwrap();
    let refused = refusal(town.decrypt_through(1, town.time_to_decrypt(), &Unreachable));
    assert!(matches!(refused, Refusal::NoSeed));
}

#[test]
fn d10_a_false_share_under_this_trustees_name_is_noticed() {
    let town = Town::closed(4, |_| {});
    town.decrypt(2).unwrap();
    // Somebody with the identity of trustee 1 sends the shares of trustee 2 as its own.
    let last = town.entries().last().cloned().unwrap();
    let Entry::Object(object) = Entry::from_bytes(&last).unwrap() else {
        panic!("an object")
    };
    assert!(Shares::from_bytes(&object.payload).is_ok());
    let forged = {
        let world = town.world.borrow();
        let key = &world.parties().trustees[0];
        SignedObject::new(
            world.election().id(),
            object.kind,
            object.payload,
            Author::Trustee(1),
            key,
        )
    };
    town.world.borrow_mut().admit(&Entry::Object(forged)).unwrap();
    town.publish();
    let refused = refusal(town.decrypt_through(1, town.time_to_decrypt(), &Unreachable));
    assert!(matches!(refused, Refusal::FalseShare(_)), "{refused:?}");
    let shares = town.reading().shares().unwrap();
    assert!(shares.good.keys().eq([&trustee(2)]) && shares.bad.keys().eq([&trustee(1)]));
    // The third trustee still gives its share, and that is enough.
    assert!(matches!(town.decrypt(3).unwrap(), Decrypted::Sent { .. }));
}

#[test]
fn d13_a_share_from_the_future_is_not_followed() {
    let town = Town::closed(4, |_| {});
    let now = town.time_to_decrypt();
    let ahead = Time(now.0 + 61);
    town.decrypt_through(2, ahead, &town).unwrap();
    let refused = refusal(town.decrypt_through(1, now, &Unreachable));
    assert!(matches!(refused, Refusal::FromTheFuture { latest, now: at } if latest == ahead && at == now));
    assert!(memory_of(&town, 1).lock.is_none());
    let done = town.decrypt_through(1, Time(now.0 + 1), &town).unwrap();
    assert!(matches!(done, Decrypted::Sent { .. }), "within a minute");
}

#[test]
fn d7_an_election_that_was_aborted_is_refused_with_its_reason() {
    let town = Town::new(|_| {});
    town.make_keys();
    town.vote(4);
    let entry = {
        let world = town.world.borrow();
        let at = world.election().clock();
        let reason = "the wrong question".to_owned();
        Entry::Object(
            world
                .parties()
                .authority
                .abort(world.election(), &Abort { at, reason }),
        )
    };
    town.world.borrow_mut().admit(&entry).unwrap();
    town.publish();
    let aborted = |refused: Refusal| match refused {
        Refusal::Aborted { reason, .. } => assert_eq!(reason, "the wrong question"),
        other => panic!("{other:?}"),
    };
    aborted(refusal(town.decrypt_through(
        1,
        town.time_to_decrypt(),
        &Unreachable,
    )));
    aborted(refusal(town.step_through(1, &Unreachable)));
}

#[test]
fn r7_d7_the_log_of_another_election_under_this_ones_name_is_refused() {
    let town = Town::closed(4, |_| {});
    let other = Town::closed(4, |document| document.nonce = "11".repeat(32));
    // Same trustees, same log key: everything but the name under which it is signed is the other election's.
    town.publish_instead(&other.entries());
    let refused = refusal(town.decrypt_through(1, town.time_to_decrypt(), &Unreachable));
    let (own, found) = (id_of(&town), id_of(&other));
    assert!(
        matches!(&refused, Refusal::DoesNotVerify { culprit, .. }
            if culprit.contains(&found) && culprit.contains(&own)),
        "{refused:?}"
    );
    // Under its own name it is another election, in which these keystores have no secret.
    let place = other.place();
    let keystore = town.keystore(1);
    let mut session = Session::new(&place, &keystore).unwrap();
    let reading = session.read(rng(), &mut ()).unwrap();
    let now = town.time_to_decrypt();
    let refused = refusal(session.decrypt(&reading, now, &mut fresh_rng(), &Unreachable));
    assert!(matches!(refused, Refusal::NoSeed), "{refused:?}");
}

fn id_of(town: &Town) -> String {
    town.world.borrow().election().id().to_string()
}

#[test]
fn d7_b2_a_changed_ciphertext_changes_no_sum_that_is_decrypted() {
    let town = Town::closed(4, |_| {});
    let place = town.entries().len() - 2;
    let Entry::Ballot(mut ballot) = Entry::from_bytes(&town.entries()[place]).unwrap() else {
        panic!("a ballot")
    };
    // "Yes" and "no" change places.
    ballot.body.sealed.ciphertext.swap(1, 2);
    let mut entries = town.entries();
    entries.truncate(place);
    entries.push(Entry::Ballot(ballot).to_bytes());
    town.publish_instead(&town.closed_over(&entries));
    let refused = refusal(town.decrypt_through(1, town.time_to_decrypt(), &Unreachable));
    assert!(
        matches!(&refused, Refusal::DoesNotVerify { culprit, .. } if culprit.contains(&format!("entry {place}"))),
        "{refused:?}"
    );
    assert!(memory_of(&town, 1).lock.is_none());
}

#[test]
fn c7_weights_that_change_after_voting_are_refused() {
    let town = Town::closed(4, |_| {});
    let (place, roll) = heavier(&town);
    let mut entries = town.entries();
    entries[place] = roll;
    town.publish_instead(&entries);
    let refused = refusal(town.decrypt_through(1, town.time_to_decrypt(), &Unreachable));
    // Even with both signatures under it, the roll is not the one that was opened with.
    assert!(
        matches!(
            &refused,
            Refusal::DoesNotVerify {
                check: CheckId::V10,
                ..
            }
        ),
        "{refused:?}"
    );
}

/// The roll with one weight changed, signed by registrar and authority.
fn heavier(town: &Town) -> (usize, Vec<u8>) {
    let entries = town.entries();
    let place = entries
        .iter()
        .position(|raw| raw[1] == EntryKind::Roll as u8)
        .unwrap();
    let Entry::Object(object) = Entry::from_bytes(&entries[place]).unwrap() else {
        panic!("an object")
    };
    let mut lines = Roll::from_bytes(&object.payload).unwrap().entries().to_vec();
    lines[0].weight += 1;
    let world = town.world.borrow();
    let (id, parties) = (world.election().id(), world.parties());
    let mut object = parties.registrar.sign(id, &Roll::new(lines).unwrap());
    parties.authority.endorse(id, &mut object);
    (place, Entry::Object(object).to_bytes())
}

#[test]
fn d6_a_parallel_ceremony_is_refused_by_whoever_took_part_in_the_first() {
    let town = Town::new(|_| {});
    town.make_keys();
    // The organiser shows another log to the voters: the same manifest, and a ceremony under the pinned identities
    // (which it would have to have stolen) with other seeds.
    let parallel = Town::new(|_| {});
    parallel.make_keys();
    parallel.vote(4);
    parallel.close_at(parallel.closes_at());
    assert_eq!(id_of(&town), id_of(&parallel));
    assert_ne!(town.entries()[1], parallel.entries()[1]);
    town.publish_instead(&parallel.entries());
    let refused = refusal(town.decrypt_through(1, town.time_to_decrypt(), &Unreachable));
    assert!(matches!(refused, Refusal::Forked { .. }), "{refused:?}");
}

#[test]
fn shares_never_go_back_in_time() {
    let town = Town::closed(4, |_| {});
    let late = Time(town.time_to_decrypt().0 + 50);
    town.decrypt_through(1, late, &town).unwrap();
    // This trustee's clock is a little behind; its share is dated like the latest on the log.
    town.decrypt_through(2, town.time_to_decrypt(), &town).unwrap();
    assert_eq!(town.world.borrow().election().clock(), late);
}

#[test]
fn d7_the_rehearsal_of_a_trustee_says_what_is_locked() {
    let town = Town::closed(4, |_| {});
    town.decrypt(1).unwrap();
    let (place, keystore) = (town.place(), town.keystore(1));
    let mut session = Session::new(&place, &keystore).unwrap();
    let reading = session.read(rng(), &mut ()).unwrap();
    let found = session.check(&reading, &mut fresh_rng()).unwrap();
    assert_eq!(found.trustee, trustee(1));
    assert_eq!(found.lock, memory_of(&town, 1).lock);
}
