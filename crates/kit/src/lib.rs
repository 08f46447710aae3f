//! What every web module shares: files compiled in with a folder that overrides them, templates, languages,
//! the page shell, security headers and errors that people and programs understand.
//!
//! A module brings its own `templates/` and `locales/`; [`site::Site`] puts them together with those of the kit.
//! Nothing here reads the clock of the machine or decides what somebody may do.

pub mod assets;
pub mod chart;
pub mod files;
pub mod headers;
pub mod i18n;
pub mod page;
pub mod problem;
pub mod site;
pub mod templates;
pub mod theme;
