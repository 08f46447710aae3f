//! The booth: a page of its own with its own policy, on which one script runs a sequence of steps.
//!
//! The page holds every step as a `<template>` and every sentence that the script needs, so that the script has
//! no words and makes no mark-up of strings. Without the script it says what else a voter can do. The steps can
//! be looked at one by one, in every state, on the page of components.

use comitia_kit::assets::Assets;
use comitia_kit::i18n::{Arg, Localiser, Phrase};
use comitia_kit::page::{Head, Link, View};
use comitia_kit::site::Settings;
use comitia_kit::templates::{Markup, Moment};
use jiff::Timestamp;
use serde::Serialize;

use super::stage::moment;
use super::votation::{WeaknessView, list_crumb};
use super::{Addresses, State};
use crate::sample;
use crate::votation::{Stage, Votation, Weakness};

/// The script of the booth among the assets.
pub const SCRIPT: &str = "booth/booth.js";
/// The module that seals ballots, among the assets.
pub const MODULE: &str = "booth/booth.wasm";

/// Messages whose names begin like this are for the script.
const SCRIPT_MESSAGES: &str = "booth-js-";

/// The values that the messages for the script may have; the script puts them in place of `{name}`.
const PLACEHOLDERS: [&str; 7] = ["n", "min", "max", "total", "question", "label", "option"];

/// The voting client as it is served.
#[derive(Clone, Debug, Serialize)]
pub struct Client {
    script: String,
    script_integrity: String,
    module: String,
    module_integrity: String,
}

impl Client {
    /// The voting client, if it is among the assets.
    #[must_use]
    pub fn find(assets: &Assets) -> Option<Self> {
        let (script, module) = (assets.get(SCRIPT)?, assets.get(MODULE)?);
        Some(Self {
            script: script.url.clone(),
            script_integrity: script.integrity.clone(),
            module: module.url.clone(),
            module_integrity: module.integrity.clone(),
        })
    }
}

/// The page of the booth.
#[derive(Clone, Debug, Serialize)]
pub struct BoothView {
    title: Phrase,
    id: String,
    addresses: Addresses,
    state: State,
    opens: Moment,
    closes: Moment,
    zone: String,
    /// Whether ballots are accepted here now.
    open: bool,
    /// Whether there is anything to look up: the urn has been opened once.
    has_ballots: bool,
    client: Option<Client>,
    weaknesses: Vec<WeaknessView>,
    paper: Option<Phrase>,
    code_delivery: Option<Phrase>,
    contact: Option<String>,
    messages: Markup,
    steps: Vec<&'static str>,
    preview: Option<Preview>,
}

/// One step in one state, laid out without the script, for the page of components.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Preview {
    /// The step.
    pub step: &'static str,
    /// Its state.
    pub variant: &'static str,
}

/// The steps in their order, as the line of progress shows them.
const STEPS: [&str; 5] = ["code", "ballot", "review", "sealed", "receipt"];

/// Every state of every step.
pub const PREVIEWS: [(&str, &[&str]); 11] = [
    ("code", &["empty", "mistyped", "unknown", "checking", "again"]),
    (
        "ballot",
        &[
            "one",
            "several",
            "several-error",
            "marked",
            "lists",
            "credits",
            "grades",
            "budget",
            "ranking",
        ],
    ),
    ("review", &["full"]),
    ("sealing", &["begun", "half"]),
    ("sealed", &["choice"]),
    ("audit", &["opened"]),
    ("casting", &["sending", "offline", "refused"]),
    ("receipt", &["fresh", "pending"]),
    (
        "check",
        &["form", "counted", "replaced", "cancelled", "missing", "broken"],
    ),
    ("forgotten", &["done"]),
    ("failed", &["browser", "module", "manifest"]),
];

impl Preview {
    /// The state `variant` of `step`, if there is one.
    #[must_use]
    pub fn find(step: &str, variant: &str) -> Option<Self> {
        let (step, variants) = PREVIEWS.into_iter().find(|(name, _)| *name == step)?;
        let variant = variants.iter().find(|name| **name == variant)?;
        Some(Self { step, variant })
    }
}

impl BoothView {
    /// The booth of `votation` at `now`.
    #[must_use]
    pub fn new(
        votation: &Votation,
        client: Option<Client>,
        now: Timestamp,
        settings: &Settings,
        text: &Localiser,
    ) -> Self {
        let summary = &votation.summary;
        let (zone, locale) = (&summary.zone, text.locale());
        let state = State::of(summary, now);
        let phrase =
            |words: &Option<comitia_kit::i18n::Text>| words.as_ref().map(|words| words.phrase(locale));
        let shown =
            |weakness: &&Weakness| matches!(weakness, Weakness::NoSignIn | Weakness::FloorWaived { .. });
        Self {
            title: summary.title.phrase(locale),
            id: summary.id.to_string(),
            addresses: Addresses::of(summary.id, locale, settings),
            state,
            opens: moment(summary.opens_at, zone),
            closes: moment(summary.closes_at, zone),
            zone: zone.name().to_owned(),
            open: state == State::OPEN && votation.channels.booth,
            has_ballots: votation.reached.contains_key(&Stage::Open),
            client,
            weaknesses: votation
                .weaknesses
                .iter()
                .filter(shown)
                .map(WeaknessView::new)
                .collect(),
            paper: phrase(&votation.channels.paper),
            code_delivery: phrase(&votation.channels.code_delivery),
            contact: settings.contact.clone(),
            messages: script_messages(text),
            steps: STEPS.into(),
            preview: None,
        }
    }

    /// One step in one state.
    #[must_use]
    pub fn preview(preview: Preview, settings: &Settings, text: &Localiser) -> Self {
        let mut votation = sample::referendum(Stage::Open);
        votation.weaknesses = vec![Weakness::NoSignIn];
        Self {
            preview: Some(preview),
            ..Self::new(&votation, None, sample::now(), settings, text)
        }
    }
}

/// The sentences of the script as JSON that is safe inside a `script` element.
fn script_messages(text: &Localiser) -> Markup {
    let values: Vec<(&str, Arg)> = PLACEHOLDERS
        .iter()
        .map(|name| (*name, format!("{{{name}}}").into()))
        .collect();
    let keys = text
        .keys()
        .into_iter()
        .filter(|key| key.starts_with(SCRIPT_MESSAGES));
    let messages: serde_json::Map<String, serde_json::Value> = keys
        .map(|key| {
            (
                key.trim_start_matches(SCRIPT_MESSAGES).to_owned(),
                text.text_with(&key, &values).into(),
            )
        })
        .collect();
    Markup(
        serde_json::Value::from(messages)
            .to_string()
            .replace('<', "\\u003c"),
    )
}

impl View for BoothView {
    const TEMPLATE: &'static str = "booth/page.html";

    fn head(&self, text: &Localiser) -> Head {
        Head {
            title: text.text_with("booth-page-title", &[("title", self.title.text.as_str().into())]),
            description: text.text("booth-page-description"),
            crumbs: vec![
                list_crumb(text),
                Link::new(&self.addresses.page, &self.title.text),
            ],
            unlisted: true,
            ..Head::default()
        }
    }

    fn samples(text: &Localiser) -> Vec<Self> {
        let settings = sample::settings();
        let mut assets = Assets::default();
        assets.add(SCRIPT, Vec::new());
        assets.add(MODULE, Vec::new());
        let mut all: Vec<Self> = sample::votations()
            .iter()
            .flat_map(|votation| {
                [None, Client::find(&assets)]
                    .map(|client| Self::new(votation, client, sample::now(), &settings, text))
            })
            .collect();
        for (step, variants) in PREVIEWS {
            all.extend(
                variants
                    .iter()
                    .map(|variant| Self::preview(Preview { step, variant }, &settings, text)),
            );
        }
        all
    }
}

#[cfg(test)]
mod tests {
    use comitia_kit::i18n::Locale;

    use super::*;

    #[test]
    fn messages_for_the_script_keep_their_places_and_cannot_end_the_element() {
        let site = crate::site::sample_site();
        for locale in Locale::ALL {
            let json = script_messages(&site.localiser(locale)).0;
            assert!(!json.contains('<'));
            let messages: serde_json::Map<String, serde_json::Value> = serde_json::from_str(&json).unwrap();
            assert!(messages.len() > 10);
            assert!(
                messages
                    .values()
                    .any(|message| message.as_str().is_some_and(|words| words.contains("{n}")))
            );
        }
        assert!(
            site.catalogue().misses().is_empty(),
            "{:?}",
            site.catalogue().misses()
        );
    }

    #[test]
    fn a_preview_is_one_that_exists() {
        assert!(Preview::find("code", "mistyped").is_some());
        assert!(Preview::find("code", "nothing").is_none());
        assert!(Preview::find("../x", "empty").is_none());
    }
}
