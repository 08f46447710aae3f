//! What decides about submissions: given by the caller, who knows what the entries mean.

use std::error::Error;

use comitia_tlog::tile::Entry;

/// Why an admission could not make sense of an entry that the log has.
pub type ReplayError = Box<dyn Error + Send + Sync>;

/// Decides what is appended to one log, and remembers what it needs for that.
///
/// An admission is a function of the log's entries: shown the same entries it must be in the same state, whether
/// it admitted them itself or had them replayed. Between two batches it is in the state after the last committed
/// entry. It runs on a thread that may block.
pub trait Admission: Send + 'static {
    /// What is submitted.
    type Submission: Send + 'static;
    /// Why something is refused.
    type Refusal: Send + 'static;

    /// Learns of entries that the log has; `first` is the index of the first of them. Called in order, for every
    /// entry, before anything else.
    ///
    /// # Errors
    /// When the log could not have these entries; the sequencer does not start then.
    fn replay(&mut self, first: u64, entries: &[Entry]) -> Result<(), ReplayError>;

    /// Decides about a batch, in order, one verdict each: the entries to append, at least one, or a refusal. The
    /// first entry appended by the batch will have the index `first`, the others follow without gaps.
    ///
    /// The state moves on as if the admitted entries were in the log. If they cannot be committed, this admission
    /// is dropped and another one is built by replay.
    fn admit(&mut self, first: u64, batch: Vec<Self::Submission>) -> Vec<Result<Vec<Entry>, Self::Refusal>>;
}
