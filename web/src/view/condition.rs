//! How the urn is at this moment: for the election board, and for everybody who wants to know.

use comitia_kit::chart::Dots;
use comitia_kit::i18n::{Localiser, Phrase};
use comitia_kit::page::{Head, Link, View};
use comitia_kit::site::Settings;
use comitia_kit::templates::{Markup, Moment};
use serde::Serialize;

use super::Addresses;
use super::stage::moment;
use super::urn::count;
use super::votation::list_crumb;
use crate::sample;
use crate::votation::{Condition, Stage, Votation, WitnessState};

/// The page of an urn's condition.
#[derive(Clone, Debug, Serialize)]
pub struct ConditionView {
    title: Phrase,
    addresses: Addresses,
    verdict: Verdict,
    at: Moment,
    entries: Answer,
    examined: u64,
    examined_at: Option<Moment>,
    findings: Vec<String>,
    writing: Answer,
    publishing: Answer,
    waiting: u64,
    witnesses: Vec<WitnessView>,
    witness_quorum: usize,
    witnesses_signed: usize,
    witness_dots: Option<Markup>,
}

/// The answer at a glance.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
struct Verdict {
    /// The end of the names of its messages: `condition-<key>`, `condition-<key>-text`.
    key: &'static str,
    kind: &'static str,
}

/// The answer to one question.
#[derive(Clone, Copy, Debug, Serialize)]
struct Answer {
    /// The end of the name of its message.
    key: &'static str,
    icon: &'static str,
    /// The end of its class: `check-<mark>`.
    mark: &'static str,
}

#[derive(Clone, Debug, Serialize)]
struct WitnessView {
    name: String,
    /// The end of the name of its message: `condition-witness-<key>`.
    key: &'static str,
    icon: &'static str,
    at: Option<Moment>,
}

const INTACT: Verdict = Verdict {
    key: "intact",
    kind: "positive",
};
const CHECKING: Verdict = Verdict {
    key: "checking",
    kind: "info",
};
const ATTENTION: Verdict = Verdict {
    key: "attention",
    kind: "caution",
};
const BROKEN: Verdict = Verdict {
    key: "broken",
    kind: "danger",
};

impl Condition {
    fn contradicts(&self) -> bool {
        self.witnesses
            .iter()
            .any(|(_, state)| *state == WitnessState::Contradicts)
    }

    fn signed(&self) -> usize {
        let signed = |(_, state): &&(String, WitnessState)| matches!(state, WitnessState::Signed(_));
        self.witnesses.iter().filter(signed).count()
    }

    fn verdict(&self) -> Verdict {
        if !self.findings.is_empty() || self.contradicts() {
            return BROKEN;
        }
        let lacks_witnesses = self.waiting > 0 && self.signed() < self.witness_quorum;
        if !self.is_writable || lacks_witnesses {
            return ATTENTION;
        }
        match self.examined_at {
            Some(_) => INTACT,
            None => CHECKING,
        }
    }

    const fn entries(&self) -> Answer {
        match (self.examined_at, self.findings.is_empty()) {
            (None, _) => answer("not-yet", "clock", "open"),
            (Some(_), true) => answer("match", "check", "met"),
            (Some(_), false) => answer("differ", "error", "missed"),
        }
    }

    const fn publishing(&self) -> Answer {
        match self.waiting {
            0 => answer("all", "check", "met"),
            _ => answer("waits", "clock", "open"),
        }
    }
}

const fn answer(key: &'static str, icon: &'static str, mark: &'static str) -> Answer {
    Answer { key, icon, mark }
}

impl ConditionView {
    /// The page of the urn of `votation`.
    #[must_use]
    pub fn new(votation: &Votation, condition: &Condition, settings: &Settings, text: &Localiser) -> Self {
        let summary = &votation.summary;
        let zone = &summary.zone;
        let witness = |(name, state): &(String, WitnessState)| {
            let (key, icon, at) = match state {
                WitnessState::Signed(at) => ("signed", "check", Some(moment(*at, zone))),
                WitnessState::Waited => ("waited", "clock", None),
                WitnessState::Away => ("away", "warning", None),
                WitnessState::Contradicts => ("contradicts", "error", None),
            };
            WitnessView {
                name: name.clone(),
                key,
                icon,
                at,
            }
        };
        Self {
            title: summary.title.phrase(text.locale()),
            addresses: Addresses::of(summary.id, text.locale(), settings),
            verdict: condition.verdict(),
            at: moment(condition.at, zone),
            entries: condition.entries(),
            examined: condition.examined,
            examined_at: condition.examined_at.map(|at| moment(at, zone)),
            findings: condition.findings.clone(),
            writing: match condition.is_writable {
                true => answer("works", "check", "met"),
                false => answer("fails", "error", "missed"),
            },
            publishing: condition.publishing(),
            waiting: condition.waiting,
            witnesses: condition.witnesses.iter().map(witness).collect(),
            witness_quorum: condition.witness_quorum,
            witnesses_signed: condition.signed(),
            witness_dots: dots(condition, text),
        }
    }
}

fn dots(condition: &Condition, text: &Localiser) -> Option<Markup> {
    let (signed, total) = (condition.signed(), condition.witnesses.len());
    if total == 0 {
        return None;
    }
    let values = [
        ("signed", count(signed)),
        ("total", count(total)),
        ("quorum", count(condition.witness_quorum)),
    ];
    let dots = Dots {
        title: text.text_with("urn-witnesses-signed", &values),
        description: text.text_with("urn-witnesses-needed", &values),
        filled: signed,
        total,
        needed: Some(condition.witness_quorum),
    };
    dots.svg("condition-witnesses")
}

impl View for ConditionView {
    const TEMPLATE: &'static str = "condition.html";

    fn head(&self, text: &Localiser) -> Head {
        let title = [("title", self.title.text.as_str().into())];
        Head {
            title: text.text_with("condition-page-title", &title),
            description: text.text("condition-page-description"),
            crumbs: vec![
                list_crumb(text),
                Link::new(&self.addresses.page, &self.title.text),
            ],
            ..Head::default()
        }
    }

    fn samples(text: &Localiser) -> Vec<Self> {
        let (settings, votation) = (sample::settings(), sample::referendum(Stage::Open));
        sample::conditions()
            .iter()
            .map(|condition| Self::new(&votation, condition, &settings, text))
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_verdict_is_the_worst_of_the_answers() {
        let verdicts: Vec<&str> = sample::conditions()
            .iter()
            .map(|condition| condition.verdict().key)
            .collect();
        assert_eq!(
            verdicts,
            [
                "intact",
                "intact",
                "checking",
                "attention",
                "attention",
                "broken",
                "broken"
            ]
        );
    }
}
