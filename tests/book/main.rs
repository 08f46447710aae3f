//! What the book says about the source is true of the source.

#![expect(clippy::unwrap_used, reason = "helpers of tests may fail loudly")]

#[cfg(test)]
mod attacks;
#[cfg(test)]
mod source;
