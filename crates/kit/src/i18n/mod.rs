//! Languages: which one a page is in, its messages, and how it writes numbers and dates.
//!
//! A language is a folder of Fluent files, `locales/<tag>/*.ftl`, and one variant of [`Locale`]. The language of
//! a page is the first part of its address, so that an address is worth sharing and a page can be stored.

mod catalogue;
mod date;
mod locale;
mod number;
mod text;
mod typography;

pub use catalogue::{Arg, Catalogue, CatalogueError, Localiser};
pub use date::Zone;
pub use locale::Locale;
pub use number::{Ratio, bytes, grouped, percent, quotient};
pub use text::{Phrase, Text};
