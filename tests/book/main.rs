//! What the book says about the source is true of the source.

#[cfg(test)]
mod anchors;
#[cfg(test)]
mod attacks;
#[cfg(test)]
mod source;
#[cfg(test)]
mod vectors;
