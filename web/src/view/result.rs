//! The result: a picture first, then its table, the rule in words, what follows, and how to verify it.

use comitia_counting::{
    MajorityKind, MajorityOutcome, MajorityVerdict, OptionIndex, Outcome, QuorumBase, QuorumCheck, Standing,
    TopOutcome, TopVerdict,
};
use comitia_kit::chart::{Bars, Mark, Row, Tone};
use comitia_kit::i18n::{Arg, Localiser, Phrase};
use comitia_kit::page::{Head, Link, View};
use comitia_kit::site::Settings;
use comitia_kit::templates::{Markup, Moment};
use jiff::Timestamp;
use serde::Serialize;

use super::contest::{base_key, share_in_words};
use super::stage::{AbortView, moment};
use super::trustees::CommitteeView;
use super::votation::{WeaknessView, list_crumb};
use super::{Addresses, FingerprintView, ParticipationView, RuleView, State, UrnView};
use crate::sample;
use crate::votation::{Contest, ContestResult, GroupResult, Stage, Votation};

/// A chart with more bars than this is a wall; the table has them all.
const MOST_BARS: usize = 25;

/// The page of a result, or of why there is none yet.
#[derive(Clone, Debug, Serialize)]
pub struct ResultView {
    title: Phrase,
    addresses: Addresses,
    state: State,
    closes: Moment,
    published: Option<Moment>,
    aborted: Option<AbortView>,
    contests: Vec<ContestResultView>,
    participation: ParticipationView,
    committee: CommitteeView,
    urn: UrnView,
    fingerprints: Vec<FingerprintView>,
    weaknesses: Vec<WeaknessView>,
}

/// The result of one question.
#[derive(Clone, Debug, Serialize)]
struct ContestResultView {
    question: Phrase,
    chart: Markup,
    bars_left_out: usize,
    lines: Vec<Line>,
    /// The end of the name of the message that heads the column of shares: `result-share-<key>`.
    share: &'static str,
    totals: Totals,
    rule: Option<RuleView>,
    verdict: Option<Verdict>,
    quorums: Vec<QuorumView>,
    majority: Option<MajorityView>,
    groups: Vec<GroupView>,
}

/// One option of the ballot and its votes.
#[derive(Clone, Debug, Serialize)]
struct Line {
    label: Phrase,
    votes: u64,
    blank: bool,
    /// Of what its share is; `None` for blank votes where shares are of the valid votes.
    whole: Option<u64>,
    wins: bool,
    tied: bool,
}

#[derive(Clone, Debug, Serialize)]
struct Totals {
    registered: Option<u64>,
    turnout: u64,
    blank: Option<u64>,
    void: u64,
    valid: Option<u64>,
}

/// What follows, in a headline and an explanation.
#[derive(Clone, Debug, Serialize)]
struct Verdict {
    kind: &'static str,
    headline: String,
    explanation: String,
}

#[derive(Clone, Debug, Serialize)]
struct QuorumView {
    base: &'static str,
    share: String,
    required: u64,
    reached: u64,
    met: bool,
}

#[derive(Clone, Debug, Serialize)]
struct MajorityView {
    absolute: bool,
    required: u64,
    reached: u64,
    met: bool,
}

#[derive(Clone, Debug, Serialize)]
struct GroupView {
    label: Phrase,
    counts: Vec<u64>,
}

impl ResultView {
    /// The page of the result of `votation` at `now`.
    #[must_use]
    pub fn new(votation: &Votation, now: Timestamp, settings: &Settings, text: &Localiser) -> Self {
        let summary = &votation.summary;
        let (zone, locale) = (&summary.zone, text.locale());
        let results = votation.contests.iter().zip(&votation.results).enumerate();
        let contests: Vec<ContestResultView> = results
            .map(|(index, (contest, result))| ContestResultView::new(index, contest, result, votation, text))
            .collect();
        let quorums: Vec<QuorumCheck> = votation
            .results
            .first()
            .and_then(|result| result.outcome.as_ref())
            .map(|outcome| outcome.quorums().to_vec())
            .unwrap_or_default();
        Self {
            title: summary.title.phrase(locale),
            addresses: Addresses::of(summary.id, locale, settings),
            state: State::of(summary, now),
            closes: moment(summary.closes_at, zone),
            published: votation
                .reached
                .get(&Stage::Published)
                .map(|at| moment(*at, zone)),
            aborted: votation
                .aborted
                .as_ref()
                .map(|abort| AbortView::new(abort, zone, locale)),
            contests,
            participation: ParticipationView::new(votation, &quorums, text),
            committee: CommitteeView::new(&votation.committee, zone, text),
            urn: UrnView::new(&votation.urn, zone, text),
            fingerprints: FingerprintView::all(votation),
            weaknesses: votation.weaknesses.iter().map(WeaknessView::new).collect(),
        }
    }
}

impl ContestResultView {
    fn new(
        index: usize,
        contest: &Contest,
        result: &ContestResult,
        votation: &Votation,
        text: &Localiser,
    ) -> Self {
        let totals = Totals::new(contest, result, votation);
        let lines = lines(contest, result, &totals, text);
        let majority = match &result.outcome {
            Some(Outcome::Majority(outcome)) => Some(outcome),
            _ => None,
        };
        let (chart, bars_left_out) = chart(&format!("votes-{index}"), &lines, &totals, majority, text);
        let group = |group: &GroupResult| GroupView {
            label: group.label.phrase(text.locale()),
            counts: group.counts.clone(),
        };
        Self {
            question: contest.question.phrase(text.locale()),
            chart,
            bars_left_out,
            share: if majority.is_some() { "valid" } else { "turnout" },
            verdict: result
                .outcome
                .as_ref()
                .map(|outcome| verdict(outcome, contest, text)),
            rule: contest
                .rule
                .as_ref()
                .map(|rule| RuleView::new(rule, totals.registered, text)),
            quorums: result
                .outcome
                .as_ref()
                .map(Outcome::quorums)
                .unwrap_or_default()
                .iter()
                .map(|quorum| quorum_view(quorum, text))
                .collect(),
            majority: majority.map(|outcome| MajorityView {
                absolute: outcome.rule.kind == MajorityKind::Absolute,
                required: outcome.majority.required,
                reached: outcome.majority.reached,
                met: outcome.majority.is_met(),
            }),
            groups: result.groups.iter().map(group).collect(),
            lines,
            totals,
        }
    }
}

impl Totals {
    fn new(contest: &Contest, result: &ContestResult, votation: &Votation) -> Self {
        let turnout = votation.participation.voted;
        let registered = votation.participation.registered;
        let blank = contest
            .options
            .iter()
            .zip(&result.counts)
            .find(|(option, _)| option.blank)
            .map(|(_, votes)| *votes);
        let outcome = result.outcome.as_ref();
        Self {
            registered: outcome.map_or(registered, |outcome| Some(outcome.electorate().registered)),
            turnout: outcome.map_or(turnout, |outcome| outcome.electorate().turnout),
            blank,
            void: match outcome {
                Some(Outcome::Majority(outcome)) => outcome.void,
                _ => 0,
            },
            valid: outcome.map(Outcome::valid),
        }
    }
}

fn quorum_view(quorum: &QuorumCheck, text: &Localiser) -> QuorumView {
    QuorumView {
        base: base_key(quorum.base),
        share: share_in_words(quorum.share, text),
        required: quorum.threshold.required,
        reached: quorum.threshold.reached,
        met: quorum.threshold.is_met(),
    }
}

/// In the order of the ballot where one option is chosen; the largest first where several are.
fn lines(contest: &Contest, result: &ContestResult, totals: &Totals, text: &Localiser) -> Vec<Line> {
    let (winners, tied) = result
        .outcome
        .as_ref()
        .map(|outcome| (outcome.winners(), outcome.tied().to_vec()))
        .unwrap_or_default();
    let of_valid = matches!(result.outcome, Some(Outcome::Majority(_)));
    let line = |(index, (option, votes)): (usize, (&crate::votation::ContestOption, &u64))| Line {
        label: option.label.phrase(text.locale()),
        votes: *votes,
        blank: option.blank,
        whole: match (of_valid, option.blank) {
            (true, true) => None,
            (true, false) => totals.valid,
            (false, _) => Some(totals.turnout),
        },
        wins: winners.contains(&OptionIndex(index)),
        tied: tied.contains(&OptionIndex(index)),
    };
    let mut lines: Vec<Line> = contest
        .options
        .iter()
        .zip(&result.counts)
        .enumerate()
        .map(line)
        .collect();
    if !of_valid {
        lines.sort_by_key(|line| (line.blank, std::cmp::Reverse(line.votes)));
    }
    lines
}

fn chart(
    id: &str,
    lines: &[Line],
    totals: &Totals,
    majority: Option<&MajorityOutcome>,
    text: &Localiser,
) -> (Markup, usize) {
    let value = |line: &Line| match line.whole {
        Some(whole) => format!(
            "{} · {}",
            text.number(line.votes),
            text.percent(line.votes, whole)
        ),
        None => text.number(line.votes),
    };
    let row = |line: &Line| Row {
        label: line.label.text.clone(),
        value: value(line),
        amount: line.votes,
        tone: if line.blank { Tone::Quiet } else { Tone::Main },
    };
    let rows: Vec<Row> = lines.iter().take(MOST_BARS).map(row).collect();
    let absolute =
        majority.filter(|outcome| outcome.rule.kind == MajorityKind::Absolute && outcome.valid > 0);
    let mark = absolute.map(|outcome| Mark {
        amount: outcome.majority.required,
        label: [
            text.text("chart-majority"),
            text.number(outcome.majority.required),
        ],
        row: None,
    });
    let marks: Vec<Mark> = mark.into_iter().collect();
    let described = rows.iter().map(|row| format!("{} : {}", row.label, row.value));
    let described = described
        .chain(marks.iter().map(|mark| mark.label.join(" : ")))
        .collect::<Vec<_>>()
        .join(". ");
    let bars = Bars {
        title: text.text("chart-votes-title"),
        description: described,
        rows,
        marks,
        scale: majority.map_or(0, |_| totals.valid.unwrap_or(0)),
    };
    (bars.svg(id), lines.len().saturating_sub(MOST_BARS))
}

fn verdict(outcome: &Outcome, contest: &Contest, text: &Localiser) -> Verdict {
    let (key, kind, mut values) = match outcome {
        Outcome::Majority(outcome) => majority_verdict(outcome, contest, text),
        Outcome::Top(outcome) => top_verdict(outcome, contest, text),
        Outcome::Judgement(_) | Outcome::Pairwise(_) | Outcome::Budget(_) => {
            plain_verdict(outcome, contest, text)
        }
    };
    values.push((
        "options",
        Arg::Count(u64::try_from(contest.options.len()).unwrap_or(u64::MAX)),
    ));
    Verdict {
        kind,
        headline: text.text_with(&format!("verdict-{key}"), &values),
        explanation: text.text_with(&format!("verdict-{key}-text"), &values),
    }
}

type Said = (&'static str, &'static str, Vec<(&'static str, Arg)>);

fn majority_verdict(outcome: &MajorityOutcome, contest: &Contest, text: &Localiser) -> Said {
    let lead = outcome.lead.as_ref();
    let votes = lead.map_or(0, |lead| lead.votes);
    let mut values: Vec<(&'static str, Arg)> = vec![
        ("votes", votes.into()),
        ("valid", outcome.valid.into()),
        ("share", text.percent(votes, outcome.valid).into()),
        ("margin", lead.map_or(0, |lead| lead.margin).into()),
        ("required", outcome.majority.required.into()),
    ];
    let (key, kind, named) = match &outcome.verdict {
        MajorityVerdict::QuorumMissed { missed } => return quorum_missed(missed, &outcome.quorums, text),
        MajorityVerdict::NoValidVotes => ("no-valid-votes", "caution", Vec::new()),
        MajorityVerdict::Tie { options } => ("tie", "caution", options.clone()),
        MajorityVerdict::NoMajority { leader } => ("no-majority", "caution", vec![*leader]),
        MajorityVerdict::Won { option } => ("won", "positive", vec![*option]),
    };
    values.push(("names", names(&named, contest, text).into()));
    (key, kind, values)
}

fn top_verdict(outcome: &TopOutcome, contest: &Contest, text: &Localiser) -> Said {
    let tied = outcome.tied.as_ref();
    let (key, kind) = match &outcome.verdict {
        TopVerdict::QuorumMissed { missed } => return quorum_missed(missed, &outcome.quorums, text),
        TopVerdict::NoValidVotes => ("no-valid-votes", "caution"),
        TopVerdict::Tie => ("top-tie", "caution"),
        TopVerdict::Vacant => ("top-vacant", "caution"),
        TopVerdict::Filled => ("top-filled", "positive"),
    };
    let values = vec![
        ("names", names(&outcome.leading, contest, text).into()),
        (
            "tied",
            tied.map(|tied| names(&tied.options, contest, text))
                .unwrap_or_default()
                .into(),
        ),
        ("seats", u64::from(outcome.rule.seats.get()).into()),
        ("left", tied.map_or(0, |tied| tied.seats).into()),
        ("vacant", outcome.vacant.into()),
        ("chosen", super::urn::count(outcome.leading.len())),
    ];
    (key, kind, values)
}

/// The verdict of a rule whose explanation is longer than a sentence: who wins, who is tied, what is left open.
fn plain_verdict(outcome: &Outcome, contest: &Contest, text: &Localiser) -> Said {
    let budget = matches!(outcome, Outcome::Budget(_));
    let (key, kind) = match outcome.standing() {
        Standing::QuorumMissed => return quorum_missed(&missed(outcome.quorums()), outcome.quorums(), text),
        Standing::NoValidVotes => ("no-valid-votes", "caution"),
        Standing::Tie => ("selected-tie", "caution"),
        Standing::NoMajority => ("cycle", "caution"),
        Standing::Vacant if budget => ("nothing-bought", "caution"),
        Standing::Vacant => ("selected-vacant", "caution"),
        Standing::Decided if budget => ("bought", "positive"),
        Standing::Decided => ("selected", "positive"),
    };
    let values = vec![
        ("names", names(&outcome.winners(), contest, text).into()),
        ("tied", names(outcome.tied(), contest, text).into()),
        ("chosen", super::urn::count(outcome.winners().len())),
    ];
    (key, kind, values)
}

/// The quorums that were not reached.
fn missed(checks: &[QuorumCheck]) -> Vec<QuorumBase> {
    let missed = checks.iter().filter(|check| !check.threshold.is_met());
    missed.map(|check| check.base).collect()
}

fn quorum_missed(missed: &[QuorumBase], checks: &[QuorumCheck], text: &Localiser) -> Said {
    let check = checks.iter().find(|check| missed.contains(&check.base));
    let values = vec![
        (
            "required",
            check.map_or(0, |check| check.threshold.required).into(),
        ),
        ("reached", check.map_or(0, |check| check.threshold.reached).into()),
        (
            "share",
            check
                .map(|check| share_in_words(check.share, text))
                .unwrap_or_default()
                .into(),
        ),
        (
            "base",
            check.map_or("turnout", |check| base_key(check.base)).into(),
        ),
    ];
    ("quorum-missed", "caution", values)
}

/// `« Oui »`, `« A », « B » et « C »`.
fn names(options: &[OptionIndex], contest: &Contest, text: &Localiser) -> String {
    let quoted = |option: &OptionIndex| {
        let label = contest.options.get(option.0)?.label.phrase(text.locale()).text;
        Some(text.text_with("quoted-words", &[("words", label.into())]))
    };
    let quoted: Vec<String> = options.iter().filter_map(quoted).collect();
    match quoted.split_last() {
        None => String::new(),
        Some((last, [])) => last.clone(),
        Some((last, first)) => text.text_with(
            "list-and",
            &[("first", first.join(", ").into()), ("last", last.as_str().into())],
        ),
    }
}

impl View for ResultView {
    const TEMPLATE: &'static str = "result.html";

    fn head(&self, text: &Localiser) -> Head {
        let headline = self.contests.first().and_then(|contest| contest.verdict.as_ref());
        Head {
            title: text.text_with("result-page-title", &[("title", self.title.text.as_str().into())]),
            description: headline.map_or_else(
                || text.text("result-page-description"),
                |verdict| verdict.headline.clone(),
            ),
            crumbs: vec![
                list_crumb(text),
                Link::new(&self.addresses.page, &self.title.text),
            ],
            ..Head::default()
        }
    }

    fn samples(text: &Localiser) -> Vec<Self> {
        let settings = sample::settings();
        let mut all = sample::votations();
        all.extend(sample::outcomes());
        all.iter()
            .map(|votation| Self::new(votation, sample::now(), &settings, text))
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use comitia_kit::i18n::Locale;

    use super::*;

    fn results(locale: Locale) -> Vec<ResultView> {
        ResultView::samples(&crate::site::sample_site().localiser(locale))
    }

    #[test]
    fn shares_are_of_the_valid_votes_and_blank_votes_have_none() {
        for result in results(Locale::En) {
            for contest in result
                .contests
                .iter()
                .filter(|contest| contest.majority.is_some())
            {
                let valid: u64 = contest
                    .lines
                    .iter()
                    .filter(|line| !line.blank)
                    .map(|line| line.votes)
                    .sum();
                assert_eq!(Some(valid), contest.totals.valid);
                assert!(
                    contest
                        .lines
                        .iter()
                        .all(|line| line.blank == line.whole.is_none())
                );
            }
        }
    }

    #[test]
    fn every_kind_of_verdict_is_put_into_words() {
        let mut headlines: Vec<String> = results(Locale::Fr)
            .into_iter()
            .flat_map(|result| result.contests)
            .filter_map(|contest| contest.verdict)
            .map(|verdict| verdict.headline)
            .collect();
        headlines.sort();
        headlines.dedup();
        assert!(headlines.len() >= 8, "{headlines:?}");
    }

    #[test]
    fn the_chart_draws_the_absolute_majority_and_no_other() {
        for result in results(Locale::Fr) {
            for contest in &result.contests {
                let drawn = contest.chart.0.contains("Majorité absolue");
                let asked = contest
                    .majority
                    .as_ref()
                    .is_some_and(|majority| majority.absolute);
                let valid = contest.totals.valid.unwrap_or(0) > 0;
                assert_eq!(drawn, asked && valid, "{}", contest.question.text);
            }
        }
    }
}
