//! The one strong colour that an organisation chooses, and the gate that it has to pass: whoever reads with difficulty
//! must be able to read it on every ground of the site, in light and in dark (WCAG 2.2, 1.4.3 and 1.4.11, level AA).

mod accent;
mod colour;
mod palette;

pub use accent::{Accent, AccentError};
pub use colour::{Colour, ColourError};
pub use palette::{PAIRS, Pair, Palette, Unreadable};
