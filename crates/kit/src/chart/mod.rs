//! Pictures of numbers, made on the server as SVG.
//!
//! Every chart has a title and a description for those who do not see it, its values written beside its marks,
//! and a table twin on the page. Horizontal positions are shares of the width and vertical ones are in `em`, so
//! that a chart follows the width of the screen and the size of the text without shrinking its letters. Colours
//! come from the classes of the style sheet; a chart never depends on one.

mod bars;
mod curve;
mod dots;
mod stacks;
mod svg;

pub use bars::{Bars, Mark, Row, Tone};
pub use curve::Curve;
pub use dots::Dots;
pub use stacks::{Stack, Stacks};
