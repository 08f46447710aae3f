//! Ceremonies in which everybody keeps to the rules.

use super::*;
use rand_core::RngCore as _;

#[test]
fn honest_trustees_get_keys_that_any_t_of_them_share() {
    for (n, t, p) in [
        (1, 1, 1),
        (2, 1, 3),
        (2, 2, 1),
        (3, 2, 4),
        (4, 4, 2),
        (5, 3, 1),
        (7, 5, 2),
    ] {
        let world = World::new(params(n, t, p)).run_to(Phase::Complete);
        assert_eq!(world.keys().qualified().len(), usize::from(n));
        assert_eq!(world.keys().election_keys().len(), usize::from(p));
        assert!(world.public.faults().is_empty());
        assert_eq!(&wire(world.keys()), world.keys());
        world.assert_good_keys();
    }
}

#[test]
fn fewer_than_t_shares_do_not_give_the_key() {
    let world = World::new(params(3, 3, 1)).run_to(Phase::Complete);
    let settled = world.public.settled().unwrap();
    let some = [trustee(1), trustee(2)];
    let shares = some.map(|trustee| world.secret(trustee.get()).key_shares(settled).unwrap());
    let sum: Scalar = lagrange_at_zero(&some)
        .iter()
        .zip(&shares)
        .map(|(lambda, shares)| lambda * shares.secrets()[0])
        .sum();
    let key = world.keys().election_keys().iter().next().unwrap();
    assert_ne!(RistrettoPoint::mul_base(&sum), *key.element());
}

#[test]
fn every_step_can_be_repeated_from_the_seed_alone() {
    let world = World::new(params(3, 2, 2)).run_to(Phase::Complete);
    let restored = World::new(params(3, 2, 2));
    let (public, old, new) = (&world.public, world.secret(2), restored.secret(2));
    assert_eq!(old.enrolment(), new.enrolment());
    let enrolled = public.enrolled().unwrap();
    assert_eq!(old.commit(enrolled), new.commit(enrolled));
    let committed = public.committed().unwrap();
    let (once, again) = (old.reveal(committed).unwrap(), new.reveal(committed).unwrap());
    assert_eq!(once.to_bytes(), again.to_bytes());
    assert_eq!(public.dealt().unwrap().reveal(trustee(2)), Some(&once));
    let dealt = public.dealt().unwrap();
    assert_eq!(old.complaint(dealt), new.complaint(dealt));
    let accused = public.accused().unwrap();
    assert_eq!(new.answer(accused), Ok(None));
    let settled = public.settled().unwrap();
    assert_eq!(old.accept(settled, LOG), new.accept(settled, LOG));
    let shares = |secret: &TrusteeSecret| secret.key_shares(settled).unwrap().secrets().to_vec();
    assert_eq!(shares(old), shares(new));
}

#[test]
fn the_order_of_arrival_changes_nothing() {
    let mut world = World::new(params(3, 2, 2));
    while world.public.outcome().is_none() {
        for number in [3, 1, 2] {
            world.send(number).unwrap();
        }
    }
    let straight = World::new(params(3, 2, 2)).run_to(Phase::Complete);
    assert_eq!(world.keys(), straight.keys());
}

#[test]
fn missing_names_those_who_are_awaited() {
    let mut world = World::new(params(3, 2, 1));
    for phase in [
        Phase::Enrolment,
        Phase::Commit,
        Phase::Reveal,
        Phase::Complaint,
        Phase::Accept,
    ] {
        assert_eq!(world.public.phase(), phase);
        assert_eq!(world.public.missing(), trustees(&[1, 2, 3]));
        world.send(2).unwrap();
        assert_eq!(world.public.missing(), trustees(&[1, 3]));
        world.finish_phase();
    }
    assert_eq!(world.public.phase(), Phase::Complete);
    assert!(world.public.missing().is_empty());
    assert_eq!(
        world.public.end_phase(),
        Err(CeremonyError::Ended(Phase::Complete))
    );
}

#[test]
fn r8_ceremonies_share_no_coefficient_even_under_one_seed() {
    let seed = || TrusteeSeed::from_array(&[8; 32]);
    let mut seen = BTreeSet::new();
    let elections = [1, 2].map(|byte| ElectionId([byte; 32]));
    let mut kinds = 0;
    for election in elections {
        for (n, t, p) in [(3, 2, 2), (3, 3, 2), (4, 2, 2), (3, 2, 3)] {
            let params = CeremonyParams::new(election, n, t, p).unwrap();
            let mut world = World::new(params);
            for number in [1, 2] {
                world.secrets[usize::from(number) - 1] =
                    TrusteeSecret::new(params, trustee(number), seed()).unwrap();
            }
            let world = world.run_to(Phase::Complaint);
            for number in [1, 2] {
                let coefficients = world
                    .secret(number)
                    .coefficients(world.public.enrolled().unwrap());
                kinds += coefficients.len();
                seen.extend(coefficients.iter().map(Scalar::to_bytes));
            }
        }
    }
    assert_eq!(seen.len(), kinds);
}

#[test]
fn r8_other_enrolments_give_other_coefficients() {
    let one = World::new(params(3, 2, 1)).run_to(Phase::Commit);
    let mut two = World::seeded(params(3, 2, 1), 1);
    two.secrets[0] = TrusteeSecret::new(params(3, 2, 1), trustee(1), seed_of(&one, 1)).unwrap();
    let two = two.run_to(Phase::Commit);
    let coefficients = |world: &World| {
        let enrolled = world.public.enrolled().unwrap();
        world.secret(1).coefficients(enrolled).to_vec()
    };
    assert_eq!(one.secret(1).enrolment(), two.secret(1).enrolment());
    assert_ne!(coefficients(&one)[0], coefficients(&two)[0]);
}

fn seed_of(_: &World, number: u8) -> TrusteeSeed {
    let mut rng = ChaCha20Rng::seed_from_u64(0);
    let mut seeds = (0..number).map(|_| TrusteeSeed::generate(&mut rng));
    seeds.next_back().unwrap()
}

#[test]
fn w10_debug_shows_no_secret() {
    let world = World::new(params(1, 1, 1)).run_to(Phase::Complete);
    let shares = world
        .secret(1)
        .key_shares(world.public.settled().unwrap())
        .unwrap();
    let shown = format!("{:?} {:?} {:?}", world.secret(1), seed_of(&world, 1), shares);
    let hex = |bytes: &[u8]| data_encoding::HEXLOWER.encode(bytes);
    for secret in [*seed_of(&world, 1).to_array(), shares.secrets()[0].to_bytes()] {
        assert!(!shown.contains(&hex(&secret)));
        assert!(!shown.contains(&format!("{secret:?}")));
    }
    assert!(shown.contains(&hex(&shares.verification_keys()[0].bytes().0)));
}

#[test]
fn the_bytes_of_version_1_do_not_change() {
    let world = World::new(params(3, 2, 2)).run_to(Phase::Complete);
    let mut bytes = Vec::new();
    for secret in &world.secrets {
        secret.enrolment().encode(&mut bytes);
        let reveal = secret.reveal(world.public.committed().unwrap()).unwrap();
        reveal.encode(&mut bytes);
    }
    world.public.committed().unwrap().digest().encode(&mut bytes);
    world.keys().encode(&mut bytes);
    world.public.settled().unwrap().digest().encode(&mut bytes);
    assert_eq!(
        Digest::of(&bytes).to_string(),
        "1f665d2eee42d5684b02f40508150eb89f5e5a76ca40a9351030929d9b075f73"
    );
}

/// Bytes that decode encode back to themselves, whatever was done to them.
fn assert_canonical<T: Encode + Decode>(bytes: &[u8]) {
    if let Ok(decoded) = T::from_bytes(bytes) {
        assert_eq!(decoded.to_bytes(), bytes);
    }
}

#[test]
fn g3_altered_messages_never_panic_and_have_one_encoding() {
    let mut world = World::new(params(3, 2, 2)).run_to(Phase::Complaint);
    let dealers = trustees(&[2]);
    world.public.complain(trustee(1), Complaint { dealers }).unwrap();
    let world = world.run_to(Phase::Answer);
    let accused = world.public.accused().unwrap();
    let answer = world.secret(2).answer(accused).unwrap().unwrap().to_bytes();
    let world = world.run_to(Phase::Complete);
    let enrolment = world.secret(1).enrolment().to_bytes();
    let reveal = world
        .public
        .dealt()
        .unwrap()
        .reveal(trustee(1))
        .unwrap()
        .to_bytes();
    let settled = world.public.settled().unwrap();
    let accept = world.secret(1).accept(settled, LOG).unwrap().to_bytes();
    let complaint = [2, 1, 3].to_vec();
    let keys = world.keys().to_bytes();
    let mut rng = ChaCha20Rng::seed_from_u64(3);
    for original in [answer, enrolment, reveal, accept, complaint, keys] {
        for _ in 0..400 {
            let mut bytes = original.clone();
            for _ in 0..=rng.next_u32() % 2 {
                let position = rng.next_u32() as usize % bytes.len();
                match rng.next_u32() % 4 {
                    0 => bytes.truncate(position + 1),
                    1 => bytes.insert(position, 0),
                    2 => bytes[position] = 0,
                    _ => bytes[position] ^= 1 << (rng.next_u32() % 8),
                }
            }
            assert_canonical::<Answer>(&bytes);
            assert_canonical::<Enrolment>(&bytes);
            assert_canonical::<Reveal>(&bytes);
            assert_canonical::<Accept>(&bytes);
            assert_canonical::<Complaint>(&bytes);
            assert_canonical::<Keys>(&bytes);
        }
    }
}
