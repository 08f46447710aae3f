//! The voter's side of an election.
//!
//! The same code runs in the browser, as WASM, and natively, in tests and on the command line. The page sees
//! only the functions of [`page`].

pub mod page;

use comitia_crypto::digest::Digest;

/// The version of this booth, as the page shows it.
pub const VERSION: &str = env!("CARGO_PKG_VERSION");

/// SHA-256 of `bytes`, in lower-case hexadecimal: the way digests are shown to people.
#[must_use]
pub fn sha256_hex(bytes: &[u8]) -> String {
    Digest::of(bytes).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The example of FIPS 180-2, appendix B.1.
    #[test]
    fn digest_of_abc() {
        assert_eq!(
            sha256_hex(b"abc"),
            "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
        );
    }
}
