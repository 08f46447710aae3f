//! Who takes part: the numbers that a manifest fixes before a ceremony begins.

use crate::codec::{Decode, DecodeError, Encode, Reader};
use crate::digest::ElectionId;
use crate::group::Scalar;
use core::fmt;
use thiserror::Error;

/// The most trustees that an election may have.
pub const MAX_TRUSTEES: u8 = 32;

/// The most counters that a ballot may have. A ballot of more would not fit into a log entry.
pub const MAX_COUNTERS: u16 = 2048;

/// The number j of a trustee, 1 ≤ j ≤ [`MAX_TRUSTEES`]. Shares are polynomials evaluated at j, so 0, where the
/// secrets lie, is no trustee.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TrusteeIndex(u8);

impl TrusteeIndex {
    /// The trustee of this number, counted from 1.
    #[must_use]
    pub const fn new(number: u8) -> Option<Self> {
        if number == 0 || number > MAX_TRUSTEES {
            None
        } else {
            Some(Self(number))
        }
    }

    /// The number, counted from 1.
    #[must_use]
    pub const fn get(self) -> u8 {
        self.0
    }

    /// The number as an argument of polynomials.
    #[must_use]
    pub fn to_scalar(self) -> Scalar {
        Scalar::from(self.0)
    }
}

impl fmt::Display for TrusteeIndex {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&self.0, f)
    }
}

impl fmt::Debug for TrusteeIndex {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "trustee {}", self.0)
    }
}

impl Encode for TrusteeIndex {
    fn encode(&self, out: &mut Vec<u8>) {
        self.0.encode(out);
    }
}

impl Decode for TrusteeIndex {
    fn decode(reader: &mut Reader<'_>) -> Result<Self, DecodeError> {
        let error = reader.error("no such trustee number");
        Self::new(reader.u8()?).ok_or(error)
    }
}

/// Writes trustee numbers, one byte each, behind their count.
pub(super) fn encode_trustees<'a>(trustees: impl IntoIterator<Item = &'a TrusteeIndex>, out: &mut Vec<u8>) {
    crate::codec::Prefix::U8.write_all(trustees, out);
}

/// Reads trustee numbers that must ascend strictly.
pub(super) fn decode_trustees(reader: &mut Reader<'_>) -> Result<Vec<TrusteeIndex>, DecodeError> {
    let error = reader.error("trustee numbers do not ascend");
    let trustees: Vec<TrusteeIndex> = reader.vector(crate::codec::Prefix::U8)?;
    if trustees.is_sorted_by(|a, b| a < b) {
        Ok(trustees)
    } else {
        Err(error)
    }
}

/// Why numbers make no ceremony.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum ParamsError {
    /// n is out of range.
    #[error("{0} trustees: there must be between 1 and {MAX_TRUSTEES}")]
    Trustees(u8),
    /// t is out of range.
    #[error("threshold {threshold} of {trustees} trustees: it must be between 1 and {trustees}")]
    Threshold {
        /// t.
        threshold: u8,
        /// n.
        trustees: u8,
    },
    /// p is out of range.
    #[error("{0} counters: there must be between 1 and {MAX_COUNTERS}")]
    Counters(u16),
}

/// What a ceremony is for: the election, n trustees of whom any t decrypt, p keys at once
/// (protocol-spec: `ceremony-parameters`).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CeremonyParams {
    election: ElectionId,
    trustees: u8,
    threshold: u8,
    counters: u16,
}

impl CeremonyParams {
    /// The ceremony of `election` with n `trustees`, t = `threshold` and p = `counters`.
    pub const fn new(
        election: ElectionId,
        trustees: u8,
        threshold: u8,
        counters: u16,
    ) -> Result<Self, ParamsError> {
        if trustees == 0 || trustees > MAX_TRUSTEES {
            return Err(ParamsError::Trustees(trustees));
        }
        if threshold == 0 || threshold > trustees {
            return Err(ParamsError::Threshold { threshold, trustees });
        }
        if counters == 0 || counters > MAX_COUNTERS {
            return Err(ParamsError::Counters(counters));
        }
        Ok(Self {
            election,
            trustees,
            threshold,
            counters,
        })
    }

    /// The election.
    #[must_use]
    pub const fn election(&self) -> &ElectionId {
        &self.election
    }

    /// t, how many trustees decrypt.
    #[must_use]
    pub fn threshold(&self) -> usize {
        usize::from(self.threshold)
    }

    /// p, how many keys are made.
    #[must_use]
    pub fn counters(&self) -> usize {
        usize::from(self.counters)
    }

    /// n, how many trustees there are.
    #[must_use]
    pub fn trustee_count(&self) -> usize {
        usize::from(self.trustees)
    }

    /// The trustees 1 … n.
    pub fn trustees(&self) -> impl Iterator<Item = TrusteeIndex> + use<> {
        (1..=self.trustees).map(TrusteeIndex)
    }

    /// The trustees other than `trustee`, in order: those to whom it deals.
    pub fn others(&self, trustee: TrusteeIndex) -> impl Iterator<Item = TrusteeIndex> + use<> {
        self.trustees().filter(move |other| *other != trustee)
    }

    /// Whether `trustee` is one of 1 … n.
    #[must_use]
    pub const fn contains(&self, trustee: TrusteeIndex) -> bool {
        trustee.0 <= self.trustees
    }

    pub(super) fn append_to(&self, transcript: &mut crate::transcript::Transcript) {
        use crate::transcript::Label;
        transcript.append_u64(Label::Trustees, self.trustees.into());
        transcript.append_u64(Label::Threshold, self.threshold.into());
        transcript.append_u64(Label::Counters, self.counters.into());
    }
}

/// n, t and p; the election is part of every context already.
impl Encode for CeremonyParams {
    fn encode(&self, out: &mut Vec<u8>) {
        self.trustees.encode(out);
        self.threshold.encode(out);
        self.counters.encode(out);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ELECTION: ElectionId = ElectionId([1; 32]);

    #[test]
    fn d11_numbers_that_make_no_ceremony_are_refused() {
        let refused = |n, t, p| CeremonyParams::new(ELECTION, n, t, p).unwrap_err();
        assert_eq!(refused(0, 1, 1), ParamsError::Trustees(0));
        assert_eq!(refused(33, 1, 1), ParamsError::Trustees(33));
        for threshold in [0, 4, 255] {
            let expected = ParamsError::Threshold {
                threshold,
                trustees: 3,
            };
            assert_eq!(refused(3, threshold, 1), expected);
        }
        assert_eq!(refused(3, 2, 0), ParamsError::Counters(0));
        assert_eq!(refused(3, 2, 2049), ParamsError::Counters(2049));
        assert!(CeremonyParams::new(ELECTION, 32, 32, 2048).is_ok());
        assert!(CeremonyParams::new(ELECTION, 1, 1, 1).is_ok());
    }

    #[test]
    fn d9_zero_is_no_trustee() {
        assert!(TrusteeIndex::new(0).is_none());
        assert!(TrusteeIndex::from_bytes(&[0]).is_err());
        assert!(TrusteeIndex::from_bytes(&[33]).is_err());
        assert_eq!(TrusteeIndex::from_bytes(&[32]).unwrap().get(), 32);
    }

    #[test]
    fn g3_lists_of_trustees_ascend_strictly() {
        let decode = |bytes: &[u8]| decode_trustees(&mut Reader::new(bytes));
        assert_eq!(decode(&[2, 1, 3]).unwrap().len(), 2);
        assert!(decode(&[2, 3, 1]).is_err());
        assert!(decode(&[2, 3, 3]).is_err());
        assert!(decode(&[0]).unwrap().is_empty());
    }
}
