//! The pages as a whole: what they render, what they answer, what they say, how they look.

mod messages;
mod routes;
mod style;
mod support;
mod views;
