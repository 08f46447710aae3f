//! The wire format: TLS presentation language (RFC 8446 §3), one canonical byte string per value.
//!
//! Integers are big-endian; vectors carry a fixed-width length prefix counted in bytes; trailing bytes are
//! refused; a value that decodes encodes back to the same bytes (protocol-spec: `wire-format`).

use thiserror::Error;

/// Why bytes were refused, and where.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("{what} at byte {at}")]
pub struct DecodeError {
    /// Offset of the offending byte in the decoded input.
    pub at: usize,
    /// What was wrong.
    pub what: &'static str,
}

/// A type with one canonical byte string.
pub trait Encode {
    /// Appends the canonical bytes of `self`.
    fn encode(&self, out: &mut Vec<u8>);

    /// The canonical bytes of `self`.
    fn to_bytes(&self) -> Vec<u8> {
        let mut out = Vec::new();
        self.encode(&mut out);
        out
    }
}

/// A type read from its canonical byte string.
pub trait Decode: Sized {
    /// Reads one value and leaves the reader behind it.
    fn decode(reader: &mut Reader<'_>) -> Result<Self, DecodeError>;

    /// Reads one value that must be all of `bytes`.
    fn from_bytes(bytes: &[u8]) -> Result<Self, DecodeError> {
        let mut reader = Reader::new(bytes);
        let value = Self::decode(&mut reader)?;
        reader.finish()?;
        Ok(value)
    }
}

/// A cursor over untrusted bytes. No method panics.
#[derive(Debug, Clone)]
pub struct Reader<'a> {
    input: &'a [u8],
    at: usize,
}

impl<'a> Reader<'a> {
    /// A reader at the start of `input`.
    #[must_use]
    pub const fn new(input: &'a [u8]) -> Self {
        Self { input, at: 0 }
    }

    /// An error at the current position.
    #[must_use]
    pub const fn error(&self, what: &'static str) -> DecodeError {
        DecodeError { at: self.at, what }
    }

    /// Bytes read so far.
    #[must_use]
    pub const fn position(&self) -> usize {
        self.at
    }

    /// Bytes not read yet.
    #[must_use]
    pub const fn remaining(&self) -> usize {
        self.input.len() - self.at
    }

    /// The next `n` bytes.
    pub fn take(&mut self, n: usize) -> Result<&'a [u8], DecodeError> {
        let end = self.at.checked_add(n).filter(|end| *end <= self.input.len());
        let end = end.ok_or_else(|| self.error("input ends too early"))?;
        let bytes = self
            .input
            .get(self.at..end)
            .ok_or_else(|| self.error("input ends too early"))?;
        self.at = end;
        Ok(bytes)
    }

    /// The next `N` bytes as an array.
    pub fn array<const N: usize>(&mut self) -> Result<[u8; N], DecodeError> {
        let at = self.at;
        let bytes = self.take(N)?;
        bytes.try_into().map_err(|_| DecodeError {
            at,
            what: "input ends too early",
        })
    }

    /// The next byte.
    pub fn u8(&mut self) -> Result<u8, DecodeError> {
        self.array::<1>().map(|[byte]| byte)
    }

    /// A 16-bit integer.
    pub fn u16(&mut self) -> Result<u16, DecodeError> {
        self.array().map(u16::from_be_bytes)
    }

    /// A 24-bit integer.
    pub fn u24(&mut self) -> Result<u32, DecodeError> {
        self.array().map(|[a, b, c]| u32::from_be_bytes([0, a, b, c]))
    }

    /// A 32-bit integer.
    pub fn u32(&mut self) -> Result<u32, DecodeError> {
        self.array().map(u32::from_be_bytes)
    }

    /// A 64-bit integer.
    pub fn u64(&mut self) -> Result<u64, DecodeError> {
        self.array().map(u64::from_be_bytes)
    }

    /// An opaque vector with a prefix of `width` bytes (1, 2, 3 or 4).
    pub fn opaque(&mut self, width: Prefix) -> Result<&'a [u8], DecodeError> {
        let length = match width {
            Prefix::U8 => u32::from(self.u8()?),
            Prefix::U16 => u32::from(self.u16()?),
            Prefix::U24 => self.u24()?,
            Prefix::U32 => self.u32()?,
        };
        let length = usize::try_from(length).map_err(|_| self.error("vector is too long"))?;
        self.take(length)
    }

    /// A vector of values: the length prefix counts bytes, and the values must fill it exactly.
    pub fn vector<T: Decode>(&mut self, width: Prefix) -> Result<Vec<T>, DecodeError> {
        let body = self.opaque(width)?;
        let start = self.at - body.len();
        let mut inner = Reader::new(body);
        let mut items = Vec::new();
        while inner.remaining() > 0 {
            let item = T::decode(&mut inner).map_err(|error| DecodeError {
                at: start + error.at,
                ..error
            })?;
            items.push(item);
        }
        Ok(items)
    }

    /// Refuses trailing bytes.
    pub fn finish(&self) -> Result<(), DecodeError> {
        if self.remaining() == 0 {
            Ok(())
        } else {
            Err(self.error("bytes after the end of the value"))
        }
    }
}

/// Width of a length prefix.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Prefix {
    /// One byte.
    U8,
    /// Two bytes.
    U16,
    /// Three bytes.
    U24,
    /// Four bytes.
    U32,
}

impl Prefix {
    /// The largest length that fits.
    #[must_use]
    pub const fn max(self) -> usize {
        match self {
            Self::U8 => 0xff,
            Self::U16 => 0xffff,
            Self::U24 => 0xff_ffff,
            Self::U32 => 0xffff_ffff,
        }
    }

    /// Appends `body` behind its length.
    ///
    /// # Panics
    /// When `body` is longer than [`Prefix::max`]: every caller bounds its own values when it makes them, so
    /// this is a defect of the caller and never reachable from input.
    pub fn write(self, body: &[u8], out: &mut Vec<u8>) {
        assert!(
            body.len() <= self.max(),
            "value of {} bytes does not fit its length prefix",
            body.len()
        );
        let length = (body.len() as u64).to_be_bytes();
        let width = match self {
            Self::U8 => 1,
            Self::U16 => 2,
            Self::U24 => 3,
            Self::U32 => 4,
        };
        out.extend_from_slice(&length[8 - width..]);
        out.extend_from_slice(body);
    }

    /// Appends a vector of values behind its length in bytes.
    pub fn write_all<'a, T: Encode + 'a>(self, items: impl IntoIterator<Item = &'a T>, out: &mut Vec<u8>) {
        let mut body = Vec::new();
        for item in items {
            item.encode(&mut body);
        }
        self.write(&body, out);
    }
}

macro_rules! integer {
    ($type:ty, $read:ident) => {
        impl Encode for $type {
            fn encode(&self, out: &mut Vec<u8>) {
                out.extend_from_slice(&self.to_be_bytes());
            }
        }
        impl Decode for $type {
            fn decode(reader: &mut Reader<'_>) -> Result<Self, DecodeError> {
                reader.$read()
            }
        }
    };
}

integer!(u8, u8);
integer!(u16, u16);
integer!(u32, u32);
integer!(u64, u64);

impl<const N: usize> Encode for [u8; N] {
    fn encode(&self, out: &mut Vec<u8>) {
        out.extend_from_slice(self);
    }
}

impl<const N: usize> Decode for [u8; N] {
    fn decode(reader: &mut Reader<'_>) -> Result<Self, DecodeError> {
        reader.array()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_vector_must_be_filled_exactly_by_its_items() {
        let mut reader = Reader::new(&[0, 3, 1, 2, 3]);
        let error = reader.vector::<u16>(Prefix::U16).unwrap_err();
        assert_eq!(
            error,
            DecodeError {
                at: 4,
                what: "input ends too early"
            }
        );
    }

    #[test]
    fn trailing_bytes_are_refused() {
        assert_eq!(u16::from_bytes(&[1, 2, 3]).unwrap_err().at, 2);
    }

    #[test]
    fn a_length_beyond_the_input_is_refused() {
        assert!(
            Reader::new(&[0xff, 0xff, 0xff, 0xff, 1])
                .opaque(Prefix::U32)
                .is_err()
        );
    }

    #[test]
    fn vectors_survive_the_round_trip() {
        let mut out = Vec::new();
        Prefix::U24.write_all(&[1u32, 2, 3], &mut out);
        assert_eq!(out[..3], [0, 0, 12]);
        assert_eq!(Reader::new(&out).vector::<u32>(Prefix::U24).unwrap(), [1, 2, 3]);
    }
}
