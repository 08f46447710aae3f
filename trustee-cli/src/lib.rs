//! A trustee's side of an election: makes a share of its keys, keeps it, and decrypts the sum of its ballots once.
//!
//! Nothing that a server says is believed. Every step reads the election's whole log, verifies it, and compares it with
//! what was seen before; what is decrypted is computed from that reading.
//!
//! ```text
//! Place ── Session::read ──> Reading: the whole log verified, and one with what the keystore remembers
//!                              │
//! Keystore ── Session ─────────┼─ step     the message of the key ceremony that this trustee owes
//!   identity.age               ├─ check    are the shares those of the keys on the log?
//!   <election>/seed.age        └─ decrypt  every refusal first, then the lock, then the share
//!   <election>/memory
//! ```
//!
//! No clock here, and randomness is a parameter; only the program `comitia-trustee` asks the system for either. Where
//! messages go is behind [`Post`], a server or an [`Outbox`]; where the log comes from behind [`Place`], a server or a
//! copy in a folder.

pub mod backup;
mod ceremony;
mod decrypt;
mod error;
pub mod keystore;
mod outbox;
mod place;
mod post;
mod reading;
mod session;

pub use ceremony::{Step, Waiting};
pub use decrypt::Decrypted;
pub use error::{Error, Refusal};
pub use keystore::{Keystore, KeystoreError, OpenKeystore};
pub use outbox::{Outbox, read_message};
pub use place::Place;
pub use post::{Post, PostError, post_of};
pub use reading::Reading;
pub use session::{CheckUp, Session};
