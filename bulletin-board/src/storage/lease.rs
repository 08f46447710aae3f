//! Who writes a log: one server at a time, by a lease in the database.
//!
//! The lease decides who tries; what keeps the log from forking is the comparison in every append, which names the
//! holder, the size and the root that it continues. A clock that is wrong can therefore make two servers get in each
//! other's way, and cannot make them write two logs.

use std::fmt;
use std::time::Duration;

/// How long a server may write without renewing its claim.
pub const TERM: Duration = Duration::from_secs(5);

/// A server that would write a log.
#[derive(Clone, PartialEq, Eq)]
pub struct Server {
    /// A random name, the same for as long as the server keeps its data: after a crash it takes up its own logs at once.
    pub id: [u8; 16],
    /// Where other servers reach it; empty if they need not.
    pub address: String,
}

impl fmt::Debug for Server {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Server({})", self.address)
    }
}

/// What became of a claim to write a log.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Claim {
    /// The log is the claimant's to write, for a [`TERM`].
    Ours,
    /// Another server has it, and is reached at this address.
    Theirs(String),
}
