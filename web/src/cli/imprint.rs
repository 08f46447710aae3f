//! What the organisation says of itself on its pages.

use clap::Args;
use comitia_kit::site::Settings;
use comitia_kit::theme::Colour;

/// Who stands behind the site.
#[derive(Args, Clone)]
pub struct Imprint {
    /// Name of the organisation.
    #[arg(long, default_value = "Comitia")]
    organisation: String,
    /// The organisation's own site.
    #[arg(long, value_name = "URL")]
    organisation_url: Option<String>,
    /// An address for questions about a vote, about accessibility and about personal data.
    #[arg(long)]
    contact: Option<String>,
    /// Who answers for what is published: the law asks for a name.
    #[arg(long)]
    publisher: Option<String>,
    /// Name and address of whoever runs the machines: the law asks for it.
    #[arg(long)]
    hosting: Option<String>,
    /// The organisation's colour, such as #8b1a1a: refused where it would be hard to read.
    #[arg(long, value_name = "#RRGGBB")]
    accent: Option<Colour>,
    /// Where people find the source code of exactly this program: its licence asks for it.
    #[arg(long, value_name = "URL")]
    source_url: Option<String>,
}

impl Imprint {
    /// Of an organisation that says no more than its name.
    pub(super) fn named(organisation: &str) -> Self {
        Self {
            organisation: organisation.to_owned(),
            organisation_url: None,
            contact: None,
            publisher: None,
            hosting: None,
            accent: None,
            source_url: None,
        }
    }

    /// The colour of its links and buttons.
    pub(super) const fn accent(&self) -> Option<Colour> {
        self.accent
    }

    /// What the pages show.
    pub(super) fn settings(&self) -> Settings {
        Settings {
            organisation_url: self.organisation_url.clone(),
            contact: self.contact.clone(),
            publisher: self.publisher.clone(),
            host: self.hosting.clone(),
            source_url: self.source_url.clone(),
            ..Settings::named(&self.organisation)
        }
    }
}
