//! What each trustee did, step by step.

use comitia_kit::chart::Dots;
use comitia_kit::i18n::{Localiser, Phrase, Zone};
use comitia_kit::page::{Head, Link, View};
use comitia_kit::site::Settings;
use comitia_kit::templates::{Markup, Moment};
use jiff::Timestamp;
use serde::Serialize;

use super::stage::moment;
use super::urn::count;
use super::votation::list_crumb;
use super::{Addresses, State};
use crate::sample;
use crate::votation::{CeremonyStep, Committee, Stage, StepState, Trustee, Votation};

/// The trustees in short: how many, how many are needed, who is there.
#[derive(Clone, Debug, Serialize)]
pub struct CommitteeView {
    threshold: usize,
    total: usize,
    trustees: Vec<TrusteeView>,
    /// How many did the step that is going on, or the last one.
    present: usize,
    step: &'static str,
    dots: Option<Markup>,
}

/// One trustee.
#[derive(Clone, Debug, Serialize)]
struct TrusteeView {
    name: String,
    identity: String,
    steps: Vec<StepView>,
    /// The state of the step that is going on, or the last one.
    now: StepView,
}

/// One step of one trustee.
#[derive(Clone, Debug, Serialize)]
struct StepView {
    /// The end of the names of its messages: `step-<key>`.
    step: &'static str,
    /// The end of the names of its messages: `step-state-<key>`.
    key: &'static str,
    icon: Option<&'static str>,
    at: Option<Moment>,
}

impl CommitteeView {
    /// The trustees of a votation.
    #[must_use]
    pub fn new(committee: &Committee, zone: &Zone, text: &Localiser) -> Self {
        let step = latest_step(committee);
        let is_done = |trustee: &&Trustee| matches!(trustee.steps.get(&step), Some(StepState::Done(_)));
        let present = committee.trustees.iter().filter(is_done).count();
        let view = |trustee: &Trustee| TrusteeView {
            name: trustee.name.clone(),
            identity: trustee.identity.clone(),
            steps: CeremonyStep::ALL
                .map(|step| step_view(trustee, step, zone))
                .into(),
            now: step_view(trustee, step, zone),
        };
        Self {
            threshold: committee.threshold,
            total: committee.trustees.len(),
            trustees: committee.trustees.iter().map(view).collect(),
            present,
            step: step_key(step),
            dots: dots(committee, step, present, text),
        }
    }
}

/// The last step that anybody has to do with.
fn latest_step(committee: &Committee) -> CeremonyStep {
    let begun = |step: &CeremonyStep| {
        committee
            .trustees
            .iter()
            .any(|trustee| trustee.steps.contains_key(step))
    };
    CeremonyStep::ALL
        .into_iter()
        .rev()
        .find(begun)
        .unwrap_or(CeremonyStep::Enrol)
}

fn dots(committee: &Committee, step: CeremonyStep, present: usize, text: &Localiser) -> Option<Markup> {
    let total = committee.trustees.len();
    let needed = if step == CeremonyStep::Decrypt {
        committee.threshold
    } else {
        total
    };
    let values = [
        ("present", count(present)),
        ("total", count(total)),
        ("needed", count(needed)),
    ];
    let dots = Dots {
        title: text.text_with(&format!("trustees-present-{}", step_key(step)), &values),
        description: text.text_with("trustees-needed", &values),
        filled: present,
        total,
        needed: Some(needed),
    };
    dots.svg("trustees-present")
}

fn step_view(trustee: &Trustee, step: CeremonyStep, zone: &Zone) -> StepView {
    let (key, icon, at) = match trustee.steps.get(&step) {
        None => ("not-begun", None, None),
        Some(StepState::Expected) => ("expected", Some("clock"), None),
        Some(StepState::Done(at)) => ("done", Some("check"), Some(moment(*at, zone))),
        Some(StepState::Missed) => ("missed", Some("cross"), None),
        Some(StepState::Refused) => ("refused", Some("error"), None),
        Some(StepState::NotNeeded) => ("not-needed", None, None),
    };
    StepView {
        step: step_key(step),
        key,
        icon,
        at,
    }
}

fn step_key(step: CeremonyStep) -> &'static str {
    match step {
        CeremonyStep::Enrol => "enrol",
        CeremonyStep::Commit => "commit",
        CeremonyStep::Reveal => "reveal",
        CeremonyStep::Accept => "accept",
        CeremonyStep::Decrypt => "decrypt",
    }
}

/// The page of the trustees.
#[derive(Clone, Debug, Serialize)]
pub struct TrusteesView {
    title: Phrase,
    addresses: Addresses,
    state: State,
    committee: CommitteeView,
    steps: Vec<&'static str>,
    complaints: Vec<ComplaintView>,
}

#[derive(Clone, Debug, Serialize)]
struct ComplaintView {
    from: String,
    about: String,
    /// The end of the name of its message: `complaint-<key>`.
    key: &'static str,
}

impl TrusteesView {
    /// The page of the trustees of `votation`.
    #[must_use]
    pub fn new(votation: &Votation, now: Timestamp, settings: &Settings, text: &Localiser) -> Self {
        let summary = &votation.summary;
        let complaints = votation
            .committee
            .complaints
            .iter()
            .map(|complaint| ComplaintView {
                from: complaint.from.clone(),
                about: complaint.about.clone(),
                key: match complaint.answered_well {
                    None => "pending",
                    Some(true) => "unfounded",
                    Some(false) => "founded",
                },
            });
        Self {
            title: summary.title.phrase(text.locale()),
            addresses: Addresses::of(summary.id, text.locale(), settings),
            state: State::of(summary, now),
            committee: CommitteeView::new(&votation.committee, &summary.zone, text),
            steps: CeremonyStep::ALL.map(step_key).into(),
            complaints: complaints.collect(),
        }
    }
}

impl View for TrusteesView {
    const TEMPLATE: &'static str = "trustees.html";

    fn head(&self, text: &Localiser) -> Head {
        let title = [("title", self.title.text.as_str().into())];
        Head {
            title: text.text_with("trustees-page-title", &title),
            description: text.text("trustees-page-description"),
            crumbs: vec![
                list_crumb(text),
                Link::new(&self.addresses.page, &self.title.text),
            ],
            ..Head::default()
        }
    }

    fn samples(text: &Localiser) -> Vec<Self> {
        let settings = sample::settings();
        let mut all: Vec<Votation> = Stage::ALL.into_iter().map(sample::referendum).collect();
        all.push(sample::ceremony_in_trouble());
        all.iter()
            .map(|votation| Self::new(votation, sample::now(), &settings, text))
            .collect()
    }
}
