//! Who could vote and who has: a bar, a curve over time, their tables.

use comitia_counting::{QuorumBase, QuorumCheck};
use comitia_kit::chart::{Bars, Curve, Mark, Row, Tone};
use comitia_kit::i18n::Localiser;
use comitia_kit::templates::{Markup, Moment};
use serde::Serialize;

use super::contest::base_key;
use super::stage::moment;
use crate::votation::{Participation, Stage, Votation};

/// Participation as pages show it.
#[derive(Clone, Debug, Serialize)]
pub struct ParticipationView {
    registered: Option<u64>,
    voted: u64,
    cast: u64,
    replaced: u64,
    audited: u64,
    cancelled: Option<u64>,
    has_begun: bool,
    bar: Option<Markup>,
    curve: Option<Markup>,
    over_time: Vec<Point>,
}

#[derive(Clone, Debug, Serialize)]
struct Point {
    at: Moment,
    voted: u64,
}

impl ParticipationView {
    /// The participation in a votation; `quorums` are drawn where there are any.
    #[must_use]
    pub fn new(votation: &Votation, quorums: &[QuorumCheck], text: &Localiser) -> Self {
        let participation = &votation.participation;
        let stage = votation
            .aborted
            .as_ref()
            .map_or(votation.summary.stage, |abort| abort.during);
        let has_begun = stage >= Stage::Open;
        let zone = &votation.summary.zone;
        let point = |(at, voted): &(_, u64)| Point {
            at: moment(*at, zone),
            voted: *voted,
        };
        Self {
            registered: participation.registered,
            voted: participation.voted,
            cast: participation.cast,
            replaced: participation.cast.saturating_sub(participation.voted),
            audited: participation.audited,
            cancelled: participation.cancelled,
            has_begun,
            bar: participation
                .registered
                .filter(|_| has_begun)
                .map(|registered| bar(participation, registered, quorums, text)),
            curve: (has_begun && participation.over_time.len() > 1).then(|| curve(votation, text)),
            over_time: participation.over_time.iter().map(point).collect(),
        }
    }
}

fn bar(participation: &Participation, registered: u64, quorums: &[QuorumCheck], text: &Localiser) -> Markup {
    let value = |amount: u64| format!("{} · {}", text.number(amount), text.percent(amount, registered));
    let row = |key: &str, amount: u64, tone| Row {
        label: text.text(key),
        value: value(amount),
        amount,
        tone,
    };
    let mut rows = vec![row("turnout-voted", participation.voted, Tone::Main)];
    let mut marks = Vec::new();
    for quorum in quorums {
        if quorum.base == QuorumBase::ValidVotes {
            rows.push(row("turnout-valid", quorum.threshold.reached, Tone::Main));
        }
        let label = text.text(&format!("chart-quorum-{}", base_key(quorum.base)));
        marks.push(Mark {
            amount: quorum.threshold.required,
            label: [label, text.number(quorum.threshold.required)],
            row: Some(rows.len() - 1),
        });
    }
    let described = rows.iter().map(|row| format!("{} {}", row.label, row.value));
    let described = described
        .chain(marks.iter().map(|mark| mark.label.join(" ")))
        .collect::<Vec<_>>()
        .join(". ");
    let bars = Bars {
        title: text.text("turnout-title"),
        description: text.text_with(
            "turnout-description",
            &[("registered", registered.into()), ("values", described.into())],
        ),
        rows,
        marks,
        scale: registered,
    };
    bars.svg("turnout-bar")
}

fn curve(votation: &Votation, text: &Localiser) -> Markup {
    let (summary, points) = (&votation.summary, &votation.participation.over_time);
    let last = points.last().copied().unwrap_or((summary.opens_at, 0));
    let label = |at| text.short_date_time(at, &summary.zone);
    let values = [
        ("from", label(summary.opens_at).into()),
        ("to", label(last.0).into()),
        ("voted", last.1.into()),
    ];
    let curve = Curve {
        title: text.text("turnout-curve-title"),
        description: text.text_with("turnout-curve-description", &values),
        points: points
            .iter()
            .map(|(at, voted)| (at.as_second(), *voted))
            .collect(),
        from: summary.opens_at.as_second(),
        to: summary.closes_at.as_second(),
        start_label: label(summary.opens_at),
        end_label: label(summary.closes_at),
        last_label: text.number(last.1),
    };
    curve.svg("turnout-curve")
}
