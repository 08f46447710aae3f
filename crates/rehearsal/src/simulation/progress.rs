//! How far a long piece of work has come.

/// What is being done.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Step {
    /// Trustees make the keys; counted in messages.
    Ceremony,
    /// The registrar makes codes; counted in voters.
    Roll,
    /// Voters seal; counted in ballots.
    Seal,
    /// Ballots are verified and admitted; counted in ballots.
    Cast,
    /// Trustees decrypt the sums; counted in trustees.
    Decrypt,
    /// The record is verified; counted in entries.
    Verify,
    /// The record is written; counted in entries.
    Write,
}

impl Step {
    /// A few words for people.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Ceremony => "key ceremony",
            Self::Roll => "roll",
            Self::Seal => "sealing",
            Self::Cast => "casting",
            Self::Decrypt => "decrypting",
            Self::Verify => "verifying",
            Self::Write => "writing",
        }
    }
}

/// Is told how far the work has come.
pub trait Progress {
    /// `done` of `total` are done; `total` is 0 when nobody can know it.
    fn step(&mut self, step: Step, done: u64, total: u64);
}

/// Nobody watches.
impl Progress for () {
    fn step(&mut self, _step: Step, _done: u64, _total: u64) {}
}
