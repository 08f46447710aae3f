//! Multiples of a point that is multiplied again and again. They are for whoever seals many ballots; in a browser, where
//! one ballot is sealed, a point is its own table, and the code of tables need not be loaded.

use curve25519_dalek::ristretto::RistrettoPoint;

/// A point, and its multiples where they are at hand. A scalar multiplies it like a point.
#[cfg(not(target_arch = "wasm32"))]
pub(super) type Multiples = curve25519_dalek::ristretto::RistrettoBasepointTable;

/// A point. A scalar multiplies it.
#[cfg(target_arch = "wasm32")]
pub(super) type Multiples = RistrettoPoint;

/// The multiples of a point.
#[cfg(not(target_arch = "wasm32"))]
pub(super) fn multiples_of(point: &RistrettoPoint) -> Multiples {
    Multiples::create(point)
}

/// The point itself.
#[cfg(target_arch = "wasm32")]
pub(super) const fn multiples_of(point: &RistrettoPoint) -> Multiples {
    *point
}
