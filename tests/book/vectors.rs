//! The test vectors in the book are those that the protocol gives.

use crate::source::root;
use std::fs;

#[test]
fn vectors_are_what_the_generator_makes() {
    for (name, text) in comitia_vectors::all().unwrap() {
        let kept = fs::read_to_string(root().join("protocol-spec/vectors").join(name)).unwrap_or_default();
        assert!(
            kept == text,
            "{name} has drifted: `make vectors`, and look at what changed"
        );
    }
}
