//! Counting rules, pure: integers in, an [`Outcome`] out.
//!
//! A rule reads nothing but the published counts, the size of the roll and the turnout, so anybody can apply it
//! again (protocol-spec: `outcome`). All arithmetic is exact: thresholds are integers, shares are fractions of
//! integers, nothing is rounded and nothing is drawn. **A tie is reported as a tie**; who breaks it, and how, is
//! outside of the count.
//!
//! Options are known by their place on the ballot and have no names here; an outcome is a structured explanation
//! that pages put into words.
//!
//! | rule | for | who wins |
//! |---|---|---|
//! | [`Majority`] | one option each (`single`) | the option with most votes, or with more than half of the valid ones |
//! | [`Top`] | several options each (`choose`) | the `seats` options with most votes |
//!
//! Both can ask for a quorum, of the turnout or of the valid votes. A quorum of the turnout has a known price that
//! no counting rule can remove: a voter who opposes a proposal may defeat it by staying at home, where voting
//! against it would have carried it over the quorum (the *no-show paradox*). A quorum of valid votes has the same.

mod fraction;
mod majority;
mod quorum;
mod rule;
mod tally;
mod threshold;
mod top;

pub use fraction::{Fraction, FractionError};
pub use majority::{Lead, Majority, MajorityKind, MajorityOutcome, MajorityVerdict};
pub use quorum::{QuorumBase, QuorumCheck, Quorums};
pub use rule::{Outcome, Rule};
pub use tally::{Electorate, OptionIndex, Tally, TallyError};
pub use threshold::Threshold;
pub use top::{Boundary, Top, TopOutcome, TopVerdict};
