//! Where a votation is in its life: one word, and a line of milestones.

use std::collections::BTreeMap;

use comitia_kit::i18n::Zone;
use comitia_kit::templates::Moment;
use jiff::Timestamp;
use serde::Serialize;

use crate::votation::{Abort, Stage, Summary, Votation};

/// The state in one word, as a tag.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct State {
    /// The end of the names of its messages: `state-<key>`, `status-<key>`.
    pub key: &'static str,
    /// The kind of its tag.
    pub kind: &'static str,
    /// The picture of its tag.
    pub icon: &'static str,
}

impl State {
    /// Voting has not begun.
    pub const UPCOMING: Self = Self {
        key: "upcoming",
        kind: "neutral",
        icon: "clock",
    };
    /// Voting goes on.
    pub const OPEN: Self = Self {
        key: "open",
        kind: "positive",
        icon: "urn",
    };
    /// The closing time has come and the register does not say so yet.
    pub const CLOSING: Self = Self {
        key: "closing",
        kind: "info",
        icon: "clock",
    };
    /// Voting is over and the trustees are at work.
    pub const COUNTING: Self = Self {
        key: "counting",
        kind: "info",
        icon: "key",
    };
    /// The result is there.
    pub const PUBLISHED: Self = Self {
        key: "published",
        kind: "accent",
        icon: "check",
    };
    /// It was stopped.
    pub const ABORTED: Self = Self {
        key: "aborted",
        kind: "danger",
        icon: "stop",
    };
    /// Those that a list can be filtered by.
    pub const FILTERS: [Self; 5] = [
        Self::OPEN,
        Self::UPCOMING,
        Self::COUNTING,
        Self::PUBLISHED,
        Self::ABORTED,
    ];

    /// The state of a votation at `now`.
    #[must_use]
    pub fn of(summary: &Summary, now: Timestamp) -> Self {
        match summary.stage {
            Stage::Draft | Stage::Ceremony | Stage::KeyReady | Stage::RollCommitted => Self::UPCOMING,
            Stage::Open if now >= summary.closes_at => Self::CLOSING,
            Stage::Open => Self::OPEN,
            Stage::Closed | Stage::Tallied => Self::COUNTING,
            Stage::Published => Self::PUBLISHED,
            Stage::Aborted => Self::ABORTED,
        }
    }

    /// Whether a list filtered by `key` holds it.
    #[must_use]
    pub fn matches(self, key: &str) -> bool {
        self.key == key || (self == Self::CLOSING && key == Self::COUNTING.key)
    }
}

/// One milestone on the line of a life.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Milestone {
    /// The end of the name of its message: `milestone-<key>`.
    pub key: &'static str,
    /// `done`, `current`, `upcoming`, or `stopped` where an aborted votation ended.
    pub state: &'static str,
    /// When it was reached, or is to be.
    pub at: Option<Moment>,
    /// How the date is to be read, the end of the name of a message: `milestone-date-<on, from, until>`.
    pub at_kind: &'static str,
}

/// The milestones with the states that complete them.
const LINE: [(&str, Stage); 6] = [
    ("announced", Stage::Draft),
    ("keys", Stage::KeyReady),
    ("roll", Stage::RollCommitted),
    ("voting", Stage::Closed),
    ("counting", Stage::Tallied),
    ("result", Stage::Published),
];

/// The line of a votation's life.
pub(super) fn milestones(votation: &Votation) -> Vec<Milestone> {
    let summary = &votation.summary;
    let reached = votation
        .aborted
        .as_ref()
        .map_or(summary.stage, |abort| abort.during);
    let current = LINE.iter().position(|(_, stage)| reached < *stage);
    let milestone = |(index, (key, stage)): (usize, &(&'static str, Stage))| {
        let state = match current {
            Some(current) if index > current => "upcoming",
            Some(current) if index == current && votation.aborted.is_some() => "stopped",
            Some(current) if index == current => "current",
            _ => "done",
        };
        let at = match &votation.aborted {
            Some(abort) if state == "stopped" => Some(abort.at),
            Some(_) if state == "upcoming" => None,
            _ => date_of(*stage, state, summary, &votation.reached),
        };
        let at_kind = match (*stage, state) {
            (Stage::Closed, "current") if summary.stage >= Stage::Open => "until",
            (Stage::Closed, "current" | "upcoming") => "from",
            _ => "on",
        };
        Milestone {
            key,
            state,
            at: at.map(|at| moment(at, &summary.zone)),
            at_kind,
        }
    };
    LINE.iter().enumerate().map(milestone).collect()
}

fn date_of(
    stage: Stage,
    state: &str,
    summary: &Summary,
    reached: &BTreeMap<Stage, Timestamp>,
) -> Option<Timestamp> {
    match stage {
        Stage::Closed if state == "upcoming" => Some(summary.opens_at),
        Stage::Closed if state == "current" && summary.stage < Stage::Open => Some(summary.opens_at),
        Stage::Closed => Some(summary.closes_at),
        other => reached.get(&other).copied(),
    }
}

/// A time in the zone of the votation.
pub(super) fn moment(at: Timestamp, zone: &Zone) -> Moment {
    Moment {
        at,
        zone: zone.clone(),
    }
}

/// When and why it was stopped.
#[derive(Clone, Debug, Serialize)]
pub(super) struct AbortView {
    at: Moment,
    reason: comitia_kit::i18n::Phrase,
}

impl AbortView {
    pub(super) fn new(abort: &Abort, zone: &Zone, locale: comitia_kit::i18n::Locale) -> Self {
        Self {
            at: moment(abort.at, zone),
            reason: abort.reason.phrase(locale),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sample;

    fn states(votation: &Votation) -> Vec<&'static str> {
        milestones(votation)
            .iter()
            .map(|milestone| milestone.state)
            .collect()
    }

    #[test]
    fn there_is_one_current_milestone_until_the_result_is_there() {
        for stage in Stage::ALL {
            let votation = sample::referendum(stage);
            let currents = states(&votation)
                .iter()
                .filter(|state| **state == "current")
                .count();
            let expected = usize::from(!matches!(stage, Stage::Published | Stage::Aborted));
            assert_eq!(currents, expected, "{stage:?}");
        }
        let published = states(&sample::referendum(Stage::Published));
        assert!(published.iter().all(|state| *state == "done"));
    }

    #[test]
    fn a_stopped_votation_stops_where_it_was() {
        let aborted = sample::referendum(Stage::Aborted);
        let during = aborted.aborted.as_ref().unwrap().during;
        assert_eq!(during, Stage::Open);
        assert_eq!(
            states(&aborted),
            ["done", "done", "done", "stopped", "upcoming", "upcoming"]
        );
    }

    #[test]
    fn past_its_closing_time_an_open_votation_is_closing() {
        let summary = sample::referendum(Stage::Open).summary;
        assert_eq!(State::of(&summary, summary.opens_at), State::OPEN);
        assert_eq!(State::of(&summary, summary.closes_at), State::CLOSING);
        assert!(State::CLOSING.matches("counting") && !State::CLOSING.matches("open"));
    }
}
