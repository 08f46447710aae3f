//! Canonical base64 (RFC 4648 §4), and no other.

use data_encoding::BASE64;

/// The bytes of a text, if it is the one text that they have. The library's decoder also takes several padded texts
/// one behind the other (`Zg==Zg==`).
pub(crate) fn decode(text: &str) -> Option<Vec<u8>> {
    let bytes = BASE64.decode(text.as_bytes()).ok()?;
    (BASE64.encode(&bytes) == text).then_some(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn g3_only_one_text_has_these_bytes() {
        assert_eq!(decode("Zm9vYg==").unwrap(), b"foob");
        for other in [
            "Zm9vYg",
            "Zm9vYg=",
            "Zm9vYh==",
            "Zg==Zg==",
            "Zm9v Yg==",
            "Zm9vYg==\n",
            "Zm9vYg===",
        ] {
            assert_eq!(decode(other), None, "{other}");
        }
    }
}
