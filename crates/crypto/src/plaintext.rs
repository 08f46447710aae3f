//! What a ballot seals: the values of a shape's columns (protocol-spec: `shapes`).

use crate::group::Scalar;
use core::fmt;
use zeroize::{Zeroize, ZeroizeOnDrop, Zeroizing};

/// The choice of one voter: a value for each column of the shape. Erased when it is dropped.
#[derive(Clone, Default, PartialEq, Eq, Zeroize, ZeroizeOnDrop)]
pub struct Plaintext {
    /// b₁ … bₙ.
    pub bits: Vec<bool>,
    /// v₁ … vᵤ, in units of whatever is split.
    pub amounts: Vec<u32>,
}

impl Plaintext {
    /// Puts the values of another part of the ballot behind these, bits behind bits and amounts behind amounts.
    pub fn extend(&mut self, other: &Self) {
        self.bits.extend_from_slice(&other.bits);
        self.amounts.extend_from_slice(&other.amounts);
    }

    /// The value of a column, bits first; zero for a column that is not there.
    pub(crate) fn value(&self, column: u32) -> u32 {
        let column = column as usize;
        match self.bits.get(column) {
            Some(bit) => u32::from(*bit),
            None => self.amounts.get(column - self.bits.len()).copied().unwrap_or(0),
        }
    }

    /// All values, for a prover's randomness.
    pub(crate) fn to_bytes(&self) -> Zeroizing<Vec<u8>> {
        let bits = self.bits.iter().map(|bit| u8::from(*bit));
        Zeroizing::new(
            bits.chain(self.amounts.iter().flat_map(|amount| amount.to_be_bytes()))
                .collect(),
        )
    }

    /// b‖v as scalars.
    pub(crate) fn scalars(&self) -> impl Iterator<Item = Scalar> + '_ {
        let bits = self.bits.iter().map(|bit| u32::from(*bit));
        bits.chain(self.amounts.iter().copied()).map(Scalar::from)
    }
}

impl From<Vec<bool>> for Plaintext {
    fn from(bits: Vec<bool>) -> Self {
        Self {
            bits,
            amounts: Vec::new(),
        }
    }
}

impl From<Vec<u32>> for Plaintext {
    fn from(amounts: Vec<u32>) -> Self {
        Self {
            bits: Vec::new(),
            amounts,
        }
    }
}

impl From<&[bool]> for Plaintext {
    fn from(bits: &[bool]) -> Self {
        bits.to_vec().into()
    }
}

impl fmt::Debug for Plaintext {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Plaintext(secret)")
    }
}
