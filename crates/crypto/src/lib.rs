//! The cryptography of the voting protocol: group and encodings, transcripts, multi-recipient ElGamal, one
//! file per proof system, the key ceremony and bounded discrete logarithms.
//!
//! No I/O and no clock; randomness is always a parameter; compiles to WASM. Names of variables are those of
//! the specification.

pub mod ballot;
pub mod ceremony;
pub mod code;
pub mod codec;
pub mod credential;
mod crockford;
pub mod decryption;
pub mod digest;
pub mod dlog;
pub mod elgamal;
pub mod generators;
pub mod group;
pub mod plaintext;
pub mod range_proof;
pub mod shape;
pub mod signing;
pub mod transcript;
#[cfg(test)]
mod vectors;

pub use digest::{Digest, ElectionId};
