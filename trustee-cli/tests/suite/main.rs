//! Trustees against elections in memory, whose logs lie in folders.

#[cfg(test)]
mod backup;
#[cfg(test)]
mod ceremony;
#[cfg(test)]
mod decryption;
#[cfg(test)]
mod electorates;
#[cfg(test)]
mod support;
