//! The voter's side of an election (protocol-spec: `booth`; what it may cost a browser: protocol-spec: `targets`).
//!
//! The same code runs in the browser, as WASM, and natively, in tests and on the command line. There is no I/O and no
//! clock in it, and randomness is a parameter; the page sees only the functions of [`page`].
//!
//! | module | what it holds |
//! |---|---|
//! | [`packet`] | what a server says about an election |
//! | [`paper`] | the verified election |
//! | [`voter`] | code, credential, place in the voter's chain |
//! | [`session`] | choice → sealed → cast or audited |
//! | [`search`] | is my ballot counted? |
//! | [`qr`] | the tracker for a camera |

mod opening;
pub mod packet;
pub mod page;
pub mod paper;
pub mod qr;
mod receipt;
pub mod search;
pub mod session;
pub mod voter;

/// The version of this booth, as the page shows it.
pub const VERSION: &str = env!("CARGO_PKG_VERSION");
