//! One votation: what is asked, until when, how to vote, who keeps the urn, what to compare.

use comitia_kit::i18n::{Localiser, Phrase, Text};
use comitia_kit::page::{Head, Link, View};
use comitia_kit::site::Settings;
use comitia_kit::templates::Moment;
use jiff::Timestamp;
use serde::Serialize;

use super::stage::{AbortView, milestones, moment};
use super::trustees::CommitteeView;
use super::{Addresses, ContestView, FingerprintView, Milestone, ParticipationView, State, UrnView};
use crate::sample;
use crate::votation::{Channels, Stage, Votation, Weakness};

/// The page of a votation.
#[derive(Clone, Debug, Serialize)]
pub struct VotationView {
    title: Phrase,
    presentation: Vec<Phrase>,
    addresses: Addresses,
    state: State,
    opens: Moment,
    closes: Moment,
    first_announced_close: Option<Moment>,
    checking_until: Option<Moment>,
    published: Option<Moment>,
    time_left: Option<String>,
    aborted: Option<AbortView>,
    milestones: Vec<Milestone>,
    contests: Vec<ContestView>,
    participation: ParticipationView,
    committee: CommitteeView,
    urn: UrnView,
    fingerprints: Vec<FingerprintView>,
    weaknesses: Vec<WeaknessView>,
    channels: ChannelsView,
    description: String,
}

#[derive(Clone, Debug, Serialize)]
struct ChannelsView {
    booth: bool,
    paper: Option<Phrase>,
    code_delivery: Option<Phrase>,
}

impl ChannelsView {
    fn new(channels: &Channels, text: &Localiser) -> Self {
        let phrase = |words: &Option<Text>| words.as_ref().map(|words| words.phrase(text.locale()));
        Self {
            booth: channels.booth,
            paper: phrase(&channels.paper),
            code_delivery: phrase(&channels.code_delivery),
        }
    }
}

/// A declared weakness.
#[derive(Clone, Debug, Serialize)]
pub(super) struct WeaknessView {
    /// The end of the names of its messages: `weakness-<key>`, `weakness-<key>-text`.
    key: &'static str,
    floor: u64,
}

impl WeaknessView {
    pub(super) fn new(weakness: &Weakness) -> Self {
        let (key, floor) = match weakness {
            Weakness::NoSignIn => ("no-sign-in", 0),
            Weakness::FloorWaived { floor } => ("floor-waived", *floor),
            Weakness::LowThreshold => ("low-threshold", 0),
            Weakness::TrusteeOnServer => ("trustee-on-server", 0),
            Weakness::NoWitness => ("no-witness", 0),
            Weakness::DeviceKeys => ("device-keys", 0),
            Weakness::Weighted => ("weighted", 0),
        };
        Self { key, floor }
    }
}

impl VotationView {
    /// The page of `votation` at `now`.
    #[must_use]
    pub fn new(votation: &Votation, now: Timestamp, settings: &Settings, text: &Localiser) -> Self {
        let summary = &votation.summary;
        let (zone, locale) = (&summary.zone, text.locale());
        let state = State::of(summary, now);
        let at = |time: Option<Timestamp>| time.map(|time| moment(time, zone));
        let title = summary.title.phrase(locale);
        let description = text.text_with("votation-description", &[("title", title.text.clone().into())]);
        Self {
            title,
            presentation: paragraphs(&votation.presentation.phrase(locale)),
            addresses: Addresses::of(summary.id, locale, settings),
            state,
            opens: moment(summary.opens_at, zone),
            closes: moment(summary.closes_at, zone),
            first_announced_close: at(votation.first_announced_close),
            checking_until: at(votation.checking_until),
            published: at(votation.reached.get(&Stage::Published).copied()),
            time_left: time_left(state, summary.opens_at, summary.closes_at, now, text),
            aborted: votation
                .aborted
                .as_ref()
                .map(|abort| AbortView::new(abort, zone, locale)),
            milestones: milestones(votation),
            contests: contests(votation, text),
            participation: ParticipationView::new(votation, &[], text),
            committee: CommitteeView::new(&votation.committee, zone, text),
            urn: UrnView::new(&votation.urn, zone, text),
            fingerprints: FingerprintView::all(votation),
            weaknesses: votation.weaknesses.iter().map(WeaknessView::new).collect(),
            channels: ChannelsView::new(&votation.channels, text),
            description,
        }
    }
}

/// How long until it opens or closes, when that lies ahead.
pub(super) fn time_left(
    state: State,
    opens: Timestamp,
    closes: Timestamp,
    now: Timestamp,
    text: &Localiser,
) -> Option<String> {
    let until = match state {
        State::OPEN => closes,
        State::UPCOMING if now < opens => opens,
        _ => return None,
    };
    Some(text.time_left(now, until))
}

fn contests(votation: &Votation, text: &Localiser) -> Vec<ContestView> {
    let registered = votation.participation.registered;
    votation
        .contests
        .iter()
        .map(|contest| ContestView::new(contest, registered, text))
        .collect()
}

/// Paragraphs are separated by empty lines.
fn paragraphs(whole: &Phrase) -> Vec<Phrase> {
    let parts = whole
        .text
        .split("\n\n")
        .map(str::trim)
        .filter(|part| !part.is_empty());
    parts
        .map(|part| Phrase {
            text: part.to_owned(),
            lang: whole.lang.clone(),
        })
        .collect()
}

/// The way to the list of votations.
pub(super) fn list_crumb(text: &Localiser) -> Link {
    Link::new(
        format!("/{}/elections", text.locale().tag()),
        text.text("navigation-votations"),
    )
}

impl View for VotationView {
    const TEMPLATE: &'static str = "votation.html";

    fn head(&self, text: &Localiser) -> Head {
        Head {
            title: self.title.text.clone(),
            description: self.description.clone(),
            crumbs: vec![list_crumb(text)],
            ..Head::default()
        }
    }

    fn samples(text: &Localiser) -> Vec<Self> {
        let settings = sample::settings();
        let all = sample::votations();
        all.iter()
            .map(|votation| Self::new(votation, sample::now(), &settings, text))
            .collect()
    }
}
