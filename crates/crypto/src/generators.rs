//! Generators without a known relation: hash-to-group from public labels (RFC 9380,
//! `ristretto255_XMD:SHA-512_R255MAP_RO_`; protocol-spec: `generators`).

use curve25519_dalek::ristretto::RistrettoPoint;
use sha2::{Digest as _, Sha512};

/// Domain separation tag of every generator.
const DST: &[u8] = b"COMITIA-V1-GENERATORS-ristretto255_XMD:SHA-512_R255MAP_RO_";

/// A point with an unknown logarithm, determined by `message` and `dst`.
#[must_use]
pub fn hash_to_group(message: &[u8], dst: &[u8]) -> RistrettoPoint {
    RistrettoPoint::from_uniform_bytes(&expand_message_xmd(message, dst))
}

/// `expand_message_xmd` of RFC 9380 §5.3.1 with SHA-512 and an output of one block, 64 bytes.
fn expand_message_xmd(message: &[u8], dst: &[u8]) -> [u8; 64] {
    const BLOCK: [u8; 128] = [0; 128];
    // A longer tag is hashed first (§5.3.3), so that its length always fits in a byte.
    let long = Sha512::new()
        .chain_update(b"H2C-OVERSIZE-DST-")
        .chain_update(dst)
        .finalize();
    let (tag, length) = match u8::try_from(dst.len()) {
        Ok(length) => (dst, length),
        Err(_) => (long.as_slice(), 64),
    };
    let first = Sha512::new()
        .chain_update(BLOCK)
        .chain_update(message)
        .chain_update([0, 64, 0])
        .chain_update(tag)
        .chain_update([length])
        .finalize();
    Sha512::new()
        .chain_update(first)
        .chain_update([1])
        .chain_update(tag)
        .chain_update([length])
        .finalize()
        .into()
}

/// H, the blinding generator, and G₁, G₂, …, one for each bit of a ballot and then one for each amount.
#[derive(Clone, Debug)]
pub struct Generators {
    /// H.
    pub blinding: RistrettoPoint,
    /// G₁ … Gₙ₊ᵤ.
    pub columns: Vec<RistrettoPoint>,
}

impl Generators {
    /// The generators for ballots of `columns` bits and amounts.
    #[must_use]
    pub fn new(columns: u32) -> Self {
        let blinding = hash_to_group(b"H", DST);
        let columns =
            (1..=columns).map(|index| hash_to_group(&[b"G".as_slice(), &index.to_be_bytes()].concat(), DST));
        Self {
            blinding,
            columns: columns.collect(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::codec::Decode as _;
    use crate::group::Scalar;
    use data_encoding::HEXLOWER;

    #[test]
    fn f6_the_one_way_map_agrees_with_rfc_9496() {
        // A.3, first vector: 64 uniform bytes to a point.
        let seed = "5d1be09e3d0c82fc538112490e35701979d99e06ca3e2b5b54bffe8b4dc772c1\
                    4d98b696a1bbfb5ca32c436cc61c16563790306c79eaca7705668b47dffe5bb6";
        let seed = HEXLOWER.decode(seed.as_bytes()).unwrap();
        let point = RistrettoPoint::from_uniform_bytes(&seed.try_into().unwrap());
        let expected = "3066f82a1a747d45120d1740f14358531a8f04bbffe6a819f86dfe50f44a0a46";
        assert_eq!(HEXLOWER.encode(point.compress().as_bytes()), expected);
    }

    #[test]
    fn f6_hashing_to_the_group_agrees_with_rfc_9497() {
        // A.1.1.1 publishes blind · HashToGroup(0x00) under the tag of its own suite.
        let blind = "64d37aed22a27f5191de1c1d69fadb899d8862b58eb4220029e036ec4c1f6706";
        let blinded = "609a0ae68c15a3cf6903766461307e5c8bb2f95e7e6550e1ffa2dc99e412803c";
        let blind = Scalar::from_bytes(&HEXLOWER.decode(blind.as_bytes()).unwrap()).unwrap();
        let point = blind * hash_to_group(&[0], b"HashToGroup-OPRFV1-\0-ristretto255-SHA512");
        assert_eq!(HEXLOWER.encode(point.compress().as_bytes()), blinded);
    }

    #[test]
    fn m1_generators_are_distinct_and_depend_on_nothing_but_their_index() {
        let (few, many) = (Generators::new(4), Generators::new(40));
        assert_eq!(few.columns, many.columns[..4]);
        let mut all: Vec<_> = many
            .columns
            .iter()
            .map(|point| point.compress().to_bytes())
            .collect();
        all.push(many.blinding.compress().to_bytes());
        all.sort_unstable();
        all.dedup();
        assert_eq!(all.len(), 41);
    }

    #[test]
    fn an_oversized_tag_is_hashed_and_still_separates() {
        assert_ne!(hash_to_group(b"m", &[1; 300]), hash_to_group(b"m", &[2; 300]));
    }
}
