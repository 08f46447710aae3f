//! The first page: what one can vote in now, what was decided last, how it works.

use comitia_kit::i18n::Localiser;
use comitia_kit::page::{Head, View};
use comitia_kit::site::Settings;
use jiff::Timestamp;
use serde::Serialize;

use super::State;
use super::list::{Card, in_order};
use crate::sample;
use crate::votation::Summary;

const SHOWN: usize = 3;

/// The first page.
#[derive(Clone, Debug, Serialize)]
pub struct HomeView {
    open: Vec<Card>,
    open_total: usize,
    upcoming: Vec<Card>,
    recent: Vec<Card>,
    total: usize,
    organisation: String,
}

impl HomeView {
    /// The first page at `now`.
    #[must_use]
    pub fn new(summaries: Vec<Summary>, now: Timestamp, settings: &Settings, text: &Localiser) -> Self {
        let total = summaries.len();
        let cards: Vec<Card> = in_order(summaries, now)
            .iter()
            .map(|summary| Card::new(summary, now, settings, text))
            .collect();
        let of = |states: &[State]| {
            let chosen = cards
                .iter()
                .filter(|card| states.contains(&card.state()))
                .cloned();
            chosen.collect::<Vec<Card>>()
        };
        let mut open = of(&[State::OPEN]);
        let open_total = open.len();
        open.truncate(2 * SHOWN);
        let mut upcoming = of(&[State::UPCOMING]);
        upcoming.truncate(SHOWN);
        let mut recent = of(&[State::PUBLISHED, State::COUNTING, State::CLOSING, State::ABORTED]);
        recent.truncate(SHOWN);
        Self {
            open,
            open_total,
            upcoming,
            recent,
            total,
            organisation: settings.organisation.clone(),
        }
    }
}

impl View for HomeView {
    const TEMPLATE: &'static str = "home.html";

    fn head(&self, text: &Localiser) -> Head {
        Head {
            title: text.text("home-title"),
            description: text.text_with(
                "home-description",
                &[("organisation", self.organisation.as_str().into())],
            ),
            ..Head::default()
        }
    }

    fn samples(text: &Localiser) -> Vec<Self> {
        let settings = sample::settings();
        let summaries: Vec<Summary> = sample::votations()
            .into_iter()
            .map(|votation| votation.summary)
            .collect();
        let home = |summaries: Vec<Summary>| Self::new(summaries, sample::now(), &settings, text);
        vec![home(Vec::new()), home(summaries[..1].to_vec()), home(summaries)]
    }
}
