//! The cryptography of the voting protocol: group and encodings, transcripts, multi-recipient ElGamal, one
//! file per proof system, the key ceremony and bounded discrete logarithms.
//!
//! No I/O and no clock; randomness is always a parameter; compiles to WASM.

pub mod codec;
