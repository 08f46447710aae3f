//! The formats of a transparency log, as published by C2SP (`tlog-tiles`, `tlog-checkpoint`, `signed-note`,
//! `tlog-cosignature`, `tlog-proof`) over the Merkle tree of RFC 6962.
//!
//! No I/O and no clock: bytes and values in, values out; compiles to WASM. Everything that is parsed here is
//! untrusted: nothing panics, one value has one spelling (what parses is written back byte for byte), and an
//! error names what was refused and where.
//!
//! | module | what it holds |
//! |---|---|
//! | [`hash`] | leaf and node hashes |
//! | [`tree`] | compact frontier, inclusion and consistency proofs |
//! | [`vkey`] | key names, key ids, verifier keys as text |
//! | [`note`] | signed notes and the log's Ed25519 key |
//! | [`cosignature`] | timestamped cosignatures of witnesses |
//! | [`checkpoint`] | origin, size and root of a tree, signed |
//! | [`policy`] | which log key, and how many of which witnesses, a reader demands |
//! | [`policy_file`] | policies as files, with the addresses of witnesses |
//! | [`tile`] | paths, contents and complete lists of tiles and entry bundles |
//! | [`proof`] | receipts: an entry's inclusion in a cosigned checkpoint |
//! | [`witness`] | requests to a witness |

mod base64;
pub mod checkpoint;
pub mod cosignature;
pub mod hash;
pub mod note;
pub mod policy;
pub mod policy_file;
pub mod proof;
mod text;
pub mod tile;
pub mod tree;
pub mod vkey;
pub mod witness;

#[cfg(test)]
mod vectors;
