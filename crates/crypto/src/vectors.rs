//! Vectors that others made: run when the folder with them is there.

use crate::codec::{Decode, Encode as _, Prefix};
use crate::elgamal::{Aggregate, ElectionKeys};
use crate::group::{NonIdentity, Point, PointBytes, identity};
use crate::signing::{Signature, VerifyingKey};
use curve25519_dalek::constants::RISTRETTO_BASEPOINT_POINT;
use data_encoding::HEXLOWER;
use serde_json::Value;
use std::path::PathBuf;

/// A file of vectors, or `None` after saying that the folder is not there.
fn read(file: &str) -> Option<Value> {
    let beside = || PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data");
    let data = std::env::var_os("COMITIA_DATA").map_or_else(beside, PathBuf::from);
    let Ok(text) = std::fs::read_to_string(data.join("vectors").join(file)) else {
        println!("skipped: no data folder");
        return None;
    };
    Some(serde_json::from_str(&text).unwrap())
}

fn bytes(hex: &Value) -> Vec<u8> {
    HEXLOWER.decode(hex.as_str().unwrap().as_bytes()).unwrap()
}

fn encodings(vectors: &Value, name: &str) -> Vec<[u8; 32]> {
    let list = vectors[name].as_array().unwrap();
    assert!(!list.is_empty());
    list.iter().map(|hex| bytes(hex).try_into().unwrap()).collect()
}

/// What RFC 9496 lists as encodings of no point (A.2): not canonical, negative, not on the curve.
pub(crate) fn bad_encodings() -> Vec<[u8; 32]> {
    let vectors = read("ristretto255/rfc9496.json");
    vectors.map_or_else(Vec::new, |vectors| encodings(&vectors, "bad_encodings"))
}

/// No bad encoding is read in any of these places of an object, which is read as it is.
pub(crate) fn assert_refuses_bad_points<T: Decode>(object: &[u8], places: impl IntoIterator<Item = usize>) {
    assert!(T::from_bytes(object).is_ok());
    for place in places {
        for bad in bad_encodings() {
            let mut altered = object.to_vec();
            altered[place..][..32].copy_from_slice(&bad);
            assert!(
                T::from_bytes(&altered).is_err(),
                "byte {place}: {}",
                HEXLOWER.encode(&bad)
            );
        }
    }
}

#[test]
fn g1_multiples_of_the_generator_have_the_published_encodings() {
    let Some(vectors) = read("ristretto255/rfc9496.json") else {
        return;
    };
    let mut expected = identity();
    for bytes in encodings(&vectors, "multiples_of_generator") {
        let point = Point::from_bytes(&bytes).unwrap();
        assert_eq!(*point.element(), expected);
        assert_eq!(Point::from(expected).to_bytes(), bytes);
        assert_eq!(NonIdentity::from_bytes(&bytes).is_err(), point.is_identity());
        expected += RISTRETTO_BASEPOINT_POINT;
    }
}

#[test]
fn g1_bad_encodings_are_refused() {
    for bytes in bad_encodings() {
        assert!(Point::from_bytes(&bytes).is_err());
        assert!(NonIdentity::from_bytes(&bytes).is_err());
        assert!(PointBytes::from_bytes(&bytes).unwrap().decompress().is_none());
    }
}

#[test]
fn g1_no_key_and_no_sum_has_a_bad_encoding_in_any_place() {
    let points = [Point::from(RISTRETTO_BASEPOINT_POINT); 3];
    let mut list = Vec::new();
    Prefix::U24.write_all(&points, &mut list);
    assert_refuses_bad_points::<ElectionKeys>(&list, [3, 35, 67]);
    assert_refuses_bad_points::<Aggregate>(&list, [3, 35, 67]);
}

#[test]
fn f4_ed25519_signatures_that_others_found_wanting_are_refused() {
    let Some(vectors) = read("wycheproof/ed25519_test.json") else {
        return;
    };
    let mut seen = 0;
    for group in vectors["testGroups"].as_array().unwrap() {
        let key: [u8; 32] = bytes(&group["publicKey"]["pk"]).try_into().unwrap();
        let key = VerifyingKey::from_array(&key);
        for test in group["tests"].as_array().unwrap() {
            let signature: Result<[u8; 64], _> = bytes(&test["sig"]).try_into();
            let verifies = signature.is_ok_and(|signature| {
                key.is_some_and(|key| key.verifies(&bytes(&test["msg"]), &Signature(signature)))
            });
            assert_eq!(verifies, test["result"] == "valid", "{}", test["tcId"]);
            seen += 1;
        }
    }
    assert_eq!(seen, vectors["numberOfTests"]);
}
