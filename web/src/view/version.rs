//! The page that says which program runs and where its sources are.

use comitia_kit::i18n::Localiser;
use comitia_kit::page::{Head, View};
use serde::Serialize;

use crate::version::{VERSION, Version};

/// Which program runs.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct VersionView {
    version: Version,
}

impl VersionView {
    /// Of this program.
    #[must_use]
    pub const fn new() -> Self {
        Self { version: VERSION }
    }
}

impl Default for VersionView {
    fn default() -> Self {
        Self::new()
    }
}

impl View for VersionView {
    const TEMPLATE: &'static str = "version.html";

    fn head(&self, text: &Localiser) -> Head {
        Head {
            title: text.text("version-title"),
            description: text.text("version-description"),
            ..Head::default()
        }
    }

    fn samples(_: &Localiser) -> Vec<Self> {
        let unknown = Version {
            commit: None,
            ..VERSION
        };
        vec![Self::new(), Self { version: unknown }]
    }
}
