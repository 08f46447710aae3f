//! The registrar's side of an election: from a list of voters to codes, a roll, and letters.
//!
//! The registrar is another body than the one that runs the server. It alone ever holds the voters' codes, on a
//! machine of its own that needs no network, and destroys them when the letters are out.
//!
//! ```text
//! voters.csv ── voters ──> voters, or every problem with its line, and warnings
//!            ── issue ───> a code and a credential for each
//!            ── roll ────> (credential, weight, group) in an order that reveals nothing
//!            ── letters ─> a page each: the code, its QR, the voter's pseudonym
//!            ── secrets ─> all of it under a passphrase, until `destroy`
//! ```
//!
//! No clock here, and randomness is a parameter; only the program `comitia-registrar` asks the system for either.

pub mod destroy;
pub mod election;
pub mod issue;
pub mod key;
pub mod letters;
pub mod secrets;
pub mod source;
pub mod voters;
