//! The page of components: each in every state, with what tests and eyes have to look at.

use comitia_counting::{Majority, MajorityKind, Quorums, Rule};
use comitia_kit::chart::{Bars, Curve, Dots, Mark, Row, Stack, Stacks, Tone};
use comitia_kit::i18n::{Localiser, Phrase};
use comitia_kit::page::{Head, Pagination, View};
use comitia_kit::templates::{Markup, Moment};
use serde::Serialize;

use super::booth::PREVIEWS;
use super::list::Card;
use super::stage::milestones;
use super::trustees::CommitteeView;
use super::{Milestone, RuleView, State};
use crate::sample;
use crate::votation::Stage;

/// The page of components.
#[derive(Clone, Debug, Serialize)]
pub struct StyleguideView {
    states: Vec<State>,
    lines: Vec<Vec<Milestone>>,
    cards: Vec<Card>,
    pages: Vec<Pagination>,
    charts: Vec<Markup>,
    curve: Markup,
    dots: Vec<Markup>,
    committee: CommitteeView,
    rule: RuleView,
    moment: Moment,
    foreign: Phrase,
    colours: Vec<&'static str>,
    previews: Vec<PreviewGroup>,
    hex: String,
}

#[derive(Clone, Debug, Serialize)]
struct PreviewGroup {
    step: &'static str,
    variants: Vec<&'static str>,
}

/// The roles of the palette, as the style sheet names them.
const COLOURS: [&str; 12] = [
    "page",
    "surface",
    "sunken",
    "ink",
    "muted",
    "line",
    "accent",
    "accent-soft",
    "positive",
    "caution",
    "danger",
    "info",
];

impl StyleguideView {
    /// The page of components.
    #[must_use]
    pub fn new(text: &Localiser) -> Self {
        let settings = sample::settings();
        let votations = sample::votations();
        let open = sample::referendum(Stage::Open);
        let dots = |filled, total, needed| Dots {
            title: format!("{filled} / {total}"),
            description: format!("≥ {needed}"),
            filled,
            total,
            needed: Some(needed),
        };
        Self {
            states: [
                State::UPCOMING,
                State::OPEN,
                State::CLOSING,
                State::COUNTING,
                State::PUBLISHED,
                State::ABORTED,
            ]
            .into(),
            lines: Stage::ALL
                .map(|stage| milestones(&sample::referendum(stage)))
                .into(),
            cards: votations
                .iter()
                .map(|votation| Card::new(&votation.summary, sample::now(), &settings, text))
                .collect(),
            pages: [(3, 1), (95, 1), (95, 5), (95, 10)]
                .map(|(total, page)| Pagination::new(total, 10, page, "?page="))
                .into(),
            charts: charts(text).into_iter().chain([stacks(text)]).collect(),
            curve: curve(text),
            dots: [(0, 3, 2), (2, 3, 2), (7, 7, 5), (3, 11, 6)]
                .into_iter()
                .enumerate()
                .filter_map(|(index, (filled, total, needed))| {
                    dots(filled, total, needed).svg(&format!("dots-{index}"))
                })
                .collect(),
            committee: CommitteeView::new(&sample::ceremony_in_trouble().committee, &open.summary.zone, text),
            rule: RuleView::new(&rule(), Some(8_412), text),
            moment: Moment {
                at: sample::now(),
                zone: open.summary.zone,
            },
            foreign: Phrase {
                text: "Kêr Gwalan".to_owned(),
                lang: Some("br".to_owned()),
            },
            colours: COLOURS.into(),
            previews: PREVIEWS
                .map(|(step, variants)| PreviewGroup {
                    step,
                    variants: variants.to_vec(),
                })
                .into(),
            hex: "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08".to_owned(),
        }
    }
}

fn rule() -> Rule {
    Rule::Majority(Majority {
        kind: MajorityKind::Simple,
        quorums: Quorums::default(),
    })
}

fn charts(text: &Localiser) -> Vec<Markup> {
    let row = |(label, amount, tone): &(&str, u64, Tone)| Row {
        label: (*label).to_owned(),
        value: format!("{} · {}", text.number(*amount), text.percent(*amount, 33_551_983)),
        amount: *amount,
        tone: *tone,
    };
    let kinds: [&[(&str, u64, Tone)]; 4] = [
        &[
            ("Leave", 17_410_742, Tone::Main),
            ("Remain", 16_141_241, Tone::Main),
            ("Blank", 25_359, Tone::Quiet),
        ],
        &[("—", 0, Tone::Main)],
        &[("A", 33_551_983, Tone::Main), ("B", 0, Tone::Main)],
        &[
            (
                "Réaménager la Donaudampfschifffahrtsgesellschaftskapitänsmütze et ses abords",
                5,
                Tone::Main,
            ),
            ("العربية", 16_775_991, Tone::Main),
            ("C", 1, Tone::Quiet),
        ],
    ];
    let chart = |(index, rows): (usize, &[(&str, u64, Tone)])| {
        let rows: Vec<Row> = rows.iter().map(row).collect();
        let bars = Bars {
            title: text.text("chart-unit-votes"),
            description: rows
                .iter()
                .map(|row| format!("{} : {}", row.label, row.value))
                .collect::<Vec<_>>()
                .join(". "),
            rows,
            marks: vec![Mark {
                amount: 16_775_992,
                label: [text.text("chart-majority"), text.number(16_775_992)],
                row: None,
            }],
            scale: 33_551_983,
        };
        bars.svg(&format!("bars-{index}"))
    };
    kinds.into_iter().enumerate().map(chart).collect()
}

fn stacks(text: &Localiser) -> Markup {
    let legend = ["good", "fair", "poor", "reject"].map(|grade| text.text(&format!("sample-grade-{grade}")));
    let row = |(project, grade, parts): (&str, usize, [u64; 4])| Stack {
        label: text.text(&format!("sample-project-{project}")),
        value: legend.get(grade).cloned().unwrap_or_default(),
        parts: parts.into(),
    };
    let rows = [
        ("a", 0, [120, 40, 20, 12]),
        ("b", 1, [40, 90, 50, 12]),
        ("c", 3, [0, 0, 0, 192]),
    ];
    let stacks = Stacks {
        title: text.text("chart-grades"),
        description: "120, 40, 20, 12".to_owned(),
        rows: rows.map(row).into(),
        legend: legend.to_vec(),
        middle: text.text("chart-middle"),
    };
    stacks.svg("stacks")
}

fn curve(text: &Localiser) -> Markup {
    let curve = Curve {
        title: text.text("turnout-curve-title"),
        description: "0 → 1".to_owned(),
        points: vec![(0, 0), (20, 300), (40, 420), (60, 1_300), (70, 1_420)],
        from: 0,
        to: 100,
        start_label: "A".to_owned(),
        end_label: "B".to_owned(),
        last_label: text.number(1_420),
    };
    curve.svg("curve")
}

impl View for StyleguideView {
    const TEMPLATE: &'static str = "styleguide.html";

    fn head(&self, text: &Localiser) -> Head {
        Head {
            title: text.text("styleguide-title"),
            description: text.text("styleguide-description"),
            unlisted: true,
            ..Head::default()
        }
    }

    fn samples(text: &Localiser) -> Vec<Self> {
        vec![Self::new(text)]
    }
}

#[cfg(test)]
mod tests {
    use comitia_counting::{Electorate, Tally};

    use super::*;

    #[test]
    fn the_majority_of_the_sample_chart_is_the_real_one() {
        let tally = Tally::new(
            Electorate {
                registered: 46_500_001,
                turnout: 33_577_342,
            },
            vec![17_410_742, 16_141_241, 25_359],
            Some(comitia_counting::OptionIndex(2)),
        );
        let rule = Rule::Majority(Majority {
            kind: MajorityKind::Absolute,
            quorums: Quorums::default(),
        });
        let comitia_counting::Outcome::Majority(outcome) = rule.decide(&tally.unwrap().into()).unwrap()
        else {
            panic!()
        };
        assert_eq!(outcome.majority.required, 16_775_992);
    }
}
