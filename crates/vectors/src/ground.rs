//! Points, scalars, generators, transcripts, contexts, signatures.

use crate::hex;
use anyhow::ensure;
use comitia_crypto::ElectionId;
use comitia_crypto::codec::{Decode as _, Encode as _};
use comitia_crypto::generators::Generators;
use comitia_crypto::group::{Point, PointBytes, Scalar, mul_base};
use comitia_crypto::range_proof::RangeGenerators;
use comitia_crypto::signing::{Signature, SigningKey, VerifyingKey};
use comitia_crypto::transcript::Domain;
use serde_json::{Value, json};

const ELECTION: ElectionId = ElectionId([7; 32]);

pub fn vectors() -> anyhow::Result<Value> {
    Ok(json!({
        "points": points()?,
        "scalars": scalars()?,
        "generators": generators(),
        "transcript": transcript(),
        "contexts": contexts(),
        "ed25519": signatures()?,
    }))
}

/// Encodings of points, and bytes that are none.
fn points() -> anyhow::Result<Value> {
    let good: Vec<String> = (0..4_u64)
        .map(|n| hex(&Point::from(mul_base(&Scalar::from(n))).bytes().0))
        .collect();
    let mut negative = [0; 32];
    negative[0] = 1;
    let mut unreduced = [0xff; 32];
    (unreduced[0], unreduced[31]) = (0xef, 0x7f);
    let mut high = Point::from(mul_base(&Scalar::ONE)).bytes().0;
    high[31] |= 0x80;
    let bad = [negative, unreduced, high, [0xff; 32]];
    for bytes in bad {
        ensure!(
            PointBytes(bytes).decompress().is_none(),
            "a point: {}",
            hex(&bytes)
        );
    }
    Ok(json!({ "multiples_of_g": good, "bad": bad.map(|bytes| hex(&bytes)) }))
}

fn scalars() -> anyhow::Result<Value> {
    let largest = -Scalar::ONE;
    let mut order = largest.to_bytes();
    order[0] += 1;
    let bad = [order, [0xff; 32]];
    for bytes in bad {
        ensure!(Scalar::from_bytes(&bytes).is_err(), "a scalar: {}", hex(&bytes));
    }
    Ok(json!({ "largest": hex(&largest.to_bytes()), "bad": bad.map(|bytes| hex(&bytes)) }))
}

fn generators() -> Value {
    let Generators { blinding, columns } = Generators::new(3);
    let of = |element| hex(&Point::from(element).bytes().0);
    json!({
        "h": of(blinding),
        "g": columns.into_iter().map(of).collect::<Vec<_>>(),
        "b_tilde": of(*RangeGenerators::new(1).blinding()),
    })
}

/// merlin itself, with labels that no proof has.
fn transcript() -> Value {
    let mut transcript = merlin::Transcript::new(b"comitia/v1");
    transcript.append_message(b"proof", b"ballot");
    transcript.append_message(b"election", &ELECTION.0);
    transcript.append_u64(b"count", 258);
    let long: Vec<u8> = (0..=255).collect();
    transcript.append_message(b"E", &long);
    let mut challenge = |label: &'static [u8]| {
        let mut wide = [0; 64];
        transcript.challenge_bytes(label, &mut wide);
        hex(&Scalar::from_bytes_mod_order_wide(&wide).to_bytes())
    };
    json!({
        "kind": "ballot",
        "election": hex(&ELECTION.0),
        "count": 258,
        "E": hex(&long),
        "y": challenge(b"y"),
        "x": challenge(b"x"),
    })
}

fn contexts() -> Value {
    json!({
        "election": hex(&ELECTION.0),
        "ceremony-commit": hex(&Domain::Commit.context(&ELECTION)),
        "ceremony-keys": hex(&Domain::Keys.context(&ELECTION)),
    })
}

/// A signature, and what strict verification refuses.
fn signatures() -> anyhow::Result<Value> {
    let key = SigningKey::from_seed(&[9; 32]);
    let message = b"comitia/v1/entry";
    let Signature(good) = key.sign(message);
    let public = *key.verifying_key().as_array();
    let mut larger = good;
    // S + ℓ is the same number modulo ℓ.
    let order: [u8; 32] = {
        let mut bytes = (-Scalar::ONE).to_bytes();
        bytes[0] += 1;
        bytes
    };
    let mut carry = 0;
    for (byte, add) in larger.iter_mut().skip(32).zip(order) {
        let sum = u16::from(*byte) + u16::from(add) + carry;
        *byte = u8::try_from(sum & 0xff)?;
        carry = sum >> 8;
    }
    let mut other = good;
    other[0] ^= 1;
    let mut identity = [0; 32];
    identity[0] = 1;
    let mut unreduced = [0xff; 32];
    (unreduced[0], unreduced[31]) = (0xf0, 0x7f);
    for bytes in [identity, unreduced] {
        ensure!(
            VerifyingKey::from_array(&bytes).is_none(),
            "a key: {}",
            hex(&bytes)
        );
    }
    let verifying = key.verifying_key();
    ensure!(verifying.verifies(message, &Signature(good)), "the signature");
    for bytes in [larger, other] {
        ensure!(!verifying.verifies(message, &Signature(bytes)), "a signature");
    }
    let signature = Signature::from_bytes(&good)?.to_bytes();
    Ok(json!({
        "key": hex(&public),
        "message": hex(message),
        "signature": hex(&signature),
        "bad_signatures": [hex(&larger), hex(&other)],
        "bad_keys": [hex(&identity), hex(&unreduced)],
    }))
}
