//! What an election *is*: manifest, contests, log entries, state machine, tally and verification.
//!
//! Bytes and values in, values out: nothing here knows HTTP, SQL, files or the time of day.
//!
//! | module | what |
//! |---|---|
//! | [`manifest`] | everything that defines an election, pinned by one hash |
//! | [`contest`] | contests as linear systems over bits |
//! | [`entry`] | what the log holds, byte by byte |
//! | [`state`] | which entry is admitted at which place |
//! | [`tally`] | floor, aggregates, counts, outcome |
//! | [`verification`] | the numbered checks |

pub mod contest;
pub mod entry;
pub mod manifest;
pub mod state;
pub mod tally;
pub mod text;
pub mod verification;
