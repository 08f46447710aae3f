//! Pages that say how it works and what the law asks for.

use comitia_kit::i18n::Localiser;
use comitia_kit::page::{Head, View};
use serde::Serialize;

/// Defines the view of a page whose text is all in its template and messages.
macro_rules! text_page {
    ($(#[$doc:meta])* $name:ident, $template:literal, $title:literal, $description:literal) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, Serialize)]
        pub struct $name {}

        impl View for $name {
            const TEMPLATE: &'static str = $template;

            fn head(&self, text: &Localiser) -> Head {
                Head { title: text.text($title), description: text.text($description), ..Head::default() }
            }

            fn samples(_: &Localiser) -> Vec<Self> {
                vec![Self {}]
            }
        }
    };
}

text_page!(
    /// How a vote works, who is trusted for what, and what this does not protect from.
    HowItWorksView,
    "how_it_works.html",
    "how-title",
    "how-description"
);
text_page!(
    /// The declaration of accessibility.
    AccessibilityView,
    "accessibility.html",
    "accessibility-title",
    "accessibility-description"
);
text_page!(
    /// What is known about visitors and voters, and what is not.
    PrivacyView,
    "privacy.html",
    "privacy-title",
    "privacy-description"
);
text_page!(
    /// Who publishes the site and who runs its machines.
    LegalView,
    "legal.html",
    "legal-title",
    "legal-description"
);
