//! Rules that read ballots one by one (protocol-spec: `outcome-open`).
//!
//! Counts per option are not enough for them, so they are for elections whose ballots are open: published one by
//! one without a name, after a mix-net or because nothing about them is secret.
//!
//! | rule | ballots | who wins |
//! |---|---|---|
//! | [`Stv`] | rankings | the single transferable vote as Scotland counts it |
//! | [`Irv`] | rankings | the instant runoff, rankings as long as the voter likes |
//! | [`EqualShares`] | approvals or points | projects that their supporters can pay from equal shares of the envelope |
//!
//! Each gives an account round by round. **A tie is reported as a tie and the count stops there**, unless the rule is
//! given a lot: an order drawn and made known before the count.

mod equal_shares;
mod irv;
mod profile;
mod stv;

pub use equal_shares::{
    Amount, Completion, EqualShares, EqualSharesOutcome, EqualSharesVerdict, Points, Purchase, Satisfaction,
    SharesElection, Unbought,
};
pub use irv::{Irv, IrvOutcome, IrvRound, IrvVerdict};
pub use profile::{OpenError, Profile, Ranking, Ties};
pub use stv::{OpenTie, Stage, StageKind, Stv, StvOutcome, StvVerdict, TieBreaker, TieBroken, Votes};
