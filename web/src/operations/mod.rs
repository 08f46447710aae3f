//! What operators and their monitoring ask: does it answer, is it ready, how is it doing. There is nothing about any
//! voter in it: labels come from closed sets, elections and witnesses.

mod figures;
mod health;
mod version;

pub use figures::{Figures, router as figures};
pub use health::router as health;
pub use version::router as version;
