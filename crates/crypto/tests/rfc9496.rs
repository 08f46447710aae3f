//! Encodings of ristretto255 as RFC 9496 publishes them: the right ones decode and encode back, the others are
//! refused wherever a point is read.

#![expect(clippy::unwrap_used, reason = "a test may panic, its helpers too")]

use comitia_crypto::codec::{Decode as _, Encode as _};
use comitia_crypto::group::{NonIdentity, Point, PointBytes, identity};
use curve25519_dalek::constants::RISTRETTO_BASEPOINT_POINT;
use data_encoding::HEXLOWER;
use std::path::PathBuf;

/// The vectors, if the folder with the data is there.
#[expect(
    clippy::print_stderr,
    reason = "whoever runs the tests should see that vectors are missing"
)]
fn vectors() -> Option<serde_json::Value> {
    let beside = || PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data");
    let data = std::env::var_os("COMITIA_DATA").map_or_else(beside, PathBuf::from);
    let Ok(text) = std::fs::read_to_string(data.join("vectors/ristretto255/rfc9496.json")) else {
        eprintln!("skipped: no data folder");
        return None;
    };
    Some(serde_json::from_str(&text).unwrap())
}

fn encodings(vectors: &serde_json::Value, name: &str) -> Vec<Vec<u8>> {
    let list = vectors[name].as_array().unwrap();
    assert!(!list.is_empty());
    list.iter()
        .map(|hex| HEXLOWER.decode(hex.as_str().unwrap().as_bytes()).unwrap())
        .collect()
}

#[test]
fn g1_multiples_of_the_generator_have_the_published_encodings() {
    let Some(vectors) = vectors() else { return };
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
    let Some(vectors) = vectors() else { return };
    for bytes in encodings(&vectors, "bad_encodings") {
        assert!(Point::from_bytes(&bytes).is_err());
        assert!(NonIdentity::from_bytes(&bytes).is_err());
        assert!(PointBytes::from_bytes(&bytes).unwrap().decompress().is_none());
    }
}
