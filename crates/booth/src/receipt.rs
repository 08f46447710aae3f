//! Whether a receipt is of the ballot that was sealed here (protocol-spec: `receipt`).

use crate::paper::Paper;
use crate::session::CastBallot;
use comitia_tlog::proof::{Receipt, ReceiptError};

impl CastBallot {
    /// Checks that `receipt` proves this very entry on the log of this election: under the pinned key, cosigned by
    /// enough of the pinned witnesses. Gives the entry's place.
    ///
    /// What the server says about the ballot does not matter: the hash is of the entry that was made here.
    ///
    /// # Errors
    /// When the receipt is of another entry, of another election, or not signed as it must be.
    pub fn check_receipt(&self, paper: &Paper, receipt: &[u8]) -> Result<u64, ReceiptError> {
        let receipt = Receipt::parse(receipt)?;
        receipt.verify(paper.policy(), &self.entry)?;
        Ok(receipt.index)
    }
}
