use super::*;
use comitia_crypto::signing::SigningKey;
use comitia_crypto::{Digest, ElectionId};
use proptest::prelude::*;

const ELECTION: ElectionId = ElectionId([3; 32]);

fn object(bytes: usize) -> Entry {
    let key = SigningKey::from_seed(&[1; 32]);
    Entry::Object(SignedObject::new(
        &ELECTION,
        EntryKind::Roll,
        vec![7; bytes],
        Author::Authority,
        &key,
    ))
}

#[test]
fn kinds_have_distinct_numbers_and_names() {
    for kind in EntryKind::ALL {
        assert_eq!(EntryKind::from_number(*kind as u8), Some(*kind));
    }
    assert_eq!(EntryKind::from_number(0), None);
    assert_eq!(EntryKind::from_number(22), None);
}

#[test]
fn a_large_object_survives_its_parts_and_a_small_one_needs_none() {
    for bytes in [10, ENTRY_LIMIT - 100, ENTRY_LIMIT, 200_000] {
        let entry = object(bytes);
        let raws = split(&entry).unwrap();
        assert!(raws.iter().all(|raw| raw.len() <= ENTRY_LIMIT));
        let mut assembler = Assembler::default();
        let mut whole = None;
        for raw in &raws {
            whole = match Entry::from_bytes(raw).unwrap() {
                Entry::Part(part) => assembler.take(part).unwrap(),
                other => Some(other),
            };
        }
        assert_eq!(whole, Some(entry));
        assert!(!assembler.is_waiting());
    }
}

fn parts(bytes: usize) -> Vec<Part> {
    let as_part = |raw: &Vec<u8>| match Entry::from_bytes(raw).unwrap() {
        Entry::Part(part) => part,
        _ => panic!("not a part"),
    };
    split(&object(bytes)).unwrap().iter().map(as_part).collect()
}

fn assemble(parts: Vec<Part>) -> Result<Option<Entry>, PartError> {
    let mut assembler = Assembler::default();
    parts.into_iter().try_fold(None, |_, part| assembler.take(part))
}

#[test]
fn parts_out_of_order_of_another_cut_or_with_another_hash_are_refused() {
    let good = parts(200_000);
    assert!(matches!(assemble(good.clone()), Ok(Some(_))));
    let mut swapped = good.clone();
    swapped.swap(0, 1);
    assert_eq!(assemble(swapped), Err(PartError::Sequence));
    let mut repeated = good.clone();
    repeated.insert(1, good[0].clone());
    assert_eq!(assemble(repeated), Err(PartError::Sequence));
    let mut short = good.clone();
    short[0].bytes.pop();
    assert_eq!(assemble(short), Err(PartError::Cut));
    let mut changed = good.clone();
    changed[1].bytes[5] ^= 1;
    assert_eq!(assemble(changed), Err(PartError::Hash));
    let needless = Part {
        kind: EntryKind::Roll,
        object: Digest::of(b"x"),
        index: 0,
        of: 1,
        bytes: vec![1],
    };
    assert_eq!(assemble(vec![needless]), Err(PartError::Cut));
}

#[test]
fn f7_a_signature_is_bound_to_election_kind_and_payload() {
    let a = signing_input(&ELECTION, EntryKind::Roll, b"payload");
    assert_ne!(
        a,
        signing_input(&ElectionId([4; 32]), EntryKind::Roll, b"payload")
    );
    assert_ne!(a, signing_input(&ELECTION, EntryKind::Open, b"payload"));
    assert_ne!(a, signing_input(&ELECTION, EntryKind::Roll, b"payloae"));
}

#[test]
fn w11_entries_of_another_version_are_refused() {
    let good = object(10).to_bytes();
    assert!(Entry::from_bytes(&good).is_ok());
    for version in (0..=u8::MAX).filter(|version| *version != good[0]) {
        let mut other = good.clone();
        other[0] = version;
        assert!(Entry::from_bytes(&other).is_err(), "version {version}");
    }
}

#[test]
fn c6_a_roll_with_a_credential_twice_or_out_of_order_is_refused() {
    use comitia_crypto::group::{Point, random_scalar};
    use curve25519_dalek::ristretto::RistrettoPoint;
    use rand_core::SeedableRng;
    let mut rng = rand_chacha::ChaCha20Rng::seed_from_u64(1);
    let mut line = || RollEntry {
        credential: *Point::from(RistrettoPoint::mul_base(&random_scalar(&mut rng))).bytes(),
        weight: 1,
        group: 0,
    };
    let (a, b) = (line(), line());
    assert!(Roll::new(vec![a, a]).is_none());
    let roll = Roll::new(vec![a, b]).unwrap();
    let bytes = roll.to_bytes();
    assert_eq!(Roll::from_bytes(&bytes).unwrap(), roll);
    let mut swapped = bytes[..4].to_vec();
    swapped.extend_from_slice(&bytes[42..80]);
    swapped.extend_from_slice(&bytes[4..42]);
    assert!(Roll::from_bytes(&swapped).is_err());
    let mut identity = bytes.clone();
    identity[4..36].fill(0);
    assert!(Roll::from_bytes(&identity).is_err());
    let mut weightless = bytes;
    weightless[36..40].fill(0);
    assert!(Roll::from_bytes(&weightless).is_err());
}

proptest! {
    #[test]
    fn t8_no_bytes_make_the_decoder_panic_and_what_decodes_encodes_back(mut bytes: Vec<u8>, kind in 0u8..24) {
        if bytes.len() > 2 {
            bytes[0] = 1;
            bytes[1] = kind;
        }
        if let Ok(entry) = Entry::from_bytes(&bytes) {
            prop_assert_eq!(entry.to_bytes(), bytes);
        }
    }
}
