//! A record verified in the browser by the second verifier, which shares no code with the one in the server.

use comitia_election::verification::CheckId;
use comitia_kit::assets::Assets;
use comitia_kit::i18n::{Localiser, Phrase};
use comitia_kit::page::{Head, Link, View};
use comitia_kit::site::Settings;
use serde::Serialize;

use super::Addresses;
use super::votation::list_crumb;
use crate::sample;
use crate::votation::Votation;

/// The script of the page among the assets.
pub const SCRIPT: &str = "verifier/page.js";
/// What verifies, among the assets.
pub const WORKER: &str = "verifier/worker.js";

/// Script and worker as they are served.
#[derive(Clone, Debug, Serialize)]
pub struct Program {
    script: String,
    integrity: String,
    worker: String,
}

impl Program {
    /// The program, if it is among the assets.
    #[must_use]
    pub fn find(assets: &Assets) -> Option<Self> {
        let (script, worker) = (assets.get(SCRIPT)?, assets.get(WORKER)?);
        Some(Self {
            script: script.url.clone(),
            integrity: script.integrity.clone(),
            worker: worker.url.clone(),
        })
    }
}

/// The page.
#[derive(Clone, Debug, Serialize)]
pub struct VerifierView {
    title: Phrase,
    addresses: Addresses,
    /// Where the record is on this server.
    record: String,
    program: Option<Program>,
    /// Numbers of the checks.
    checks: Vec<&'static str>,
}

impl VerifierView {
    /// The page of a votation.
    #[must_use]
    pub fn new(votation: &Votation, program: Option<Program>, settings: &Settings, text: &Localiser) -> Self {
        let summary = &votation.summary;
        Self {
            title: summary.title.phrase(text.locale()),
            addresses: Addresses::of(summary.id, text.locale(), settings),
            record: format!("/elections/{}", summary.id),
            program,
            checks: CheckId::ALL.iter().map(|id| id.id()).collect(),
        }
    }
}

impl View for VerifierView {
    const TEMPLATE: &'static str = "verifier.html";

    fn head(&self, text: &Localiser) -> Head {
        Head {
            title: format!("{} – {}", text.text("verifier-title"), self.title.text),
            description: text.text("verifier-description"),
            crumbs: vec![
                list_crumb(text),
                Link::new(self.addresses.page.clone(), self.title.text.clone()),
            ],
            ..Head::default()
        }
    }

    fn samples(text: &Localiser) -> Vec<Self> {
        let settings = sample::settings();
        let program = Program {
            script: "/assets/page.js".to_owned(),
            integrity: "sha256-".to_owned(),
            worker: "/assets/worker.js".to_owned(),
        };
        let votations = sample::votations();
        let view = |(votation, program)| Self::new(votation, program, &settings, text);
        let programs = [Some(program), None];
        votations.iter().zip(programs).map(view).collect()
    }
}
