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
//! | [`Top`] | several options each (`choose`), points or scores | the `seats` options with most votes |
//! | [`Judgement`] | a grade for every option (`grades`) | the options with the best majority grade |
//! | [`Pairwise`] | a ranking each (`ranking`) | who wins the comparisons: Condorcet, Schulze, Borda |
//! | [`Budget`] | projects with costs (`budget`, `points`, `choose`) | the projects with most votes that the envelope buys |
//!
//! All can ask for a quorum, of the turnout or of the valid votes. A quorum of the turnout has a known price that
//! no counting rule can remove: a voter who opposes a proposal may defeat it by staying at home, where voting
//! against it would have carried it over the quorum (the *no-show paradox*). A quorum of valid votes has the same.

mod budget;
mod counts;
mod fraction;
mod grades;
mod judgement;
mod majority;
pub mod open;
mod outcome;
mod pairs;
mod pairwise;
mod quorum;
mod rule;
mod seating;
mod tally;
mod threshold;
mod top;

pub use budget::{Budget, BudgetOrder, BudgetOutcome, BudgetVerdict, Fate, Project};
pub use counts::{Counts, Form};
pub use fraction::{Fraction, FractionError};
pub use grades::GradeTally;
pub use judgement::{GradeDifference, Judged, Judgement, JudgementOutcome, JudgementVerdict, TieBreak};
pub use majority::{Lead, Majority, MajorityKind, MajorityOutcome, MajorityVerdict};
pub use outcome::{Outcome, Standing};
pub use pairs::PairTally;
pub use pairwise::{Pairwise, PairwiseMethod, PairwiseOutcome, PairwiseVerdict, Placed, Working};
pub use quorum::{QuorumBase, QuorumCheck, Quorums};
pub use rule::Rule;
pub use seating::TiedSeats;
pub use tally::{Electorate, OptionIndex, Tally, TallyError};
pub use threshold::Threshold;
pub use top::{Boundary, Top, TopOutcome, TopVerdict};
