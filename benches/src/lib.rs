//! What benches measure: made-up elections of any size, the same in every run.

mod election;
mod subject;
mod town;

pub use election::{Cast, Voter, rng, statement};
pub use subject::{Subject, SubjectError, kinds, one_of, projects, split, yes_no_blank};
pub use town::town;
