//! The people of an election, each with a secret of their own.
//!
//! Every actor looks at the state machine ([`Election`](comitia_election::state::Election)) and gives what it would
//! put on the log; it admits nothing itself. So the same actors serve an election in memory
//! ([`Simulation`](crate::Simulation)) and the tests of a server: there the election is replayed from the server's
//! log, and the entries are posted.
//!
//! | actor | what it gives |
//! |---|---|
//! | [`Authority`] | manifest, keys, roll, booth, opening, extension, close, result |
//! | [`Registrar`] | voting codes and the signed roll |
//! | [`Trustee`] | the next message of the key ceremony, decryption shares |
//! | [`Officer`] | cancellations, which the authority signs too |
//! | [`Voter`] | sealed ballots, cast or given up |
//! | [`Parties`] | everybody's keys, pinned in a manifest |

mod authority;
mod error;
mod officer;
mod parties;
mod registrar;
mod trustee;
mod voter;

pub use authority::Authority;
pub use error::ActorError;
pub use officer::Officer;
pub use parties::{Parties, Terms};
pub use registrar::{Registrar, RollLine};
pub use trustee::Trustee;
pub use voter::{Sealed, Voter};
