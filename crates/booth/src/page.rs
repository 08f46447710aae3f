//! What the page may call: thin wrappers that convert and nothing else.

use wasm_bindgen::prelude::wasm_bindgen;

/// The version of the booth.
#[wasm_bindgen]
#[must_use]
pub fn version() -> String {
    crate::VERSION.to_owned()
}

/// SHA-256 of `bytes`, in lower-case hexadecimal.
#[wasm_bindgen(js_name = sha256Hex)]
#[must_use]
pub fn sha256_hex(bytes: &[u8]) -> String {
    crate::sha256_hex(bytes)
}
