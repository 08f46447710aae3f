//! `comitia`, the deployable program, as a library: the pages of votations and what they are assembled from.
//!
//! The election service implements [`votation::VotationReader`]; [`routes::pages`] makes pages of what it says.

pub mod api;
pub mod elections;
pub mod operations;
pub mod routes;
pub mod sample;
pub mod site;
pub mod version;
pub mod view;
pub mod votation;
