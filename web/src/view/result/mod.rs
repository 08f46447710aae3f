//! The result: a picture first, then its table, the rule in words, what follows, and how to verify it.
//!
//! Every rule is one file: which picture, which tables, and the steps that led to the verdict.

mod budget;
mod counted;
mod judgement;
mod majority;
mod pairwise;
mod shown;
mod top;
mod verdict;

use comitia_counting::{MajorityKind, Outcome, QuorumCheck};
use comitia_election::contest::ContestRule;
use comitia_kit::i18n::{Localiser, Phrase, Text};
use comitia_kit::page::{Head, Link, View};
use comitia_kit::site::Settings;
use comitia_kit::templates::Moment;
use jiff::Timestamp;
use serde::Serialize;

use super::contest::{base_key, share_in_words};
use super::stage::{AbortView, moment};
use super::trustees::CommitteeView;
use super::votation::{WeaknessView, list_crumb};
use super::{Addresses, FingerprintView, ParticipationView, RuleView, State, UrnView};
use crate::sample;
use crate::votation::{Contest, ContestResult, GroupResult, Stage, Votation};
use shown::{Asked, Shown};
use verdict::Verdict;

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
    verdict: Option<Verdict>,
    /// Whether there are counts: not where the ballots were too few to be decrypted.
    counted: bool,
    shown: Shown,
    totals: Totals,
    rule: Option<RuleView>,
    quorums: Vec<QuorumView>,
    majority: Option<MajorityView>,
    /// The heads of the columns of the table of groups.
    counters: Vec<String>,
    groups: Vec<GroupView>,
}

#[derive(Clone, Debug, Serialize)]
struct Totals {
    registered: Option<u64>,
    turnout: u64,
    blank: Option<u64>,
    void: u64,
    valid: Option<u64>,
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
        let asked = Asked {
            id: &format!("votes-{index}"),
            contest,
            result,
            text,
        };
        let outcome = result.outcome.as_ref();
        let group = |group: &GroupResult| GroupView {
            label: group.label.phrase(text.locale()),
            counts: group.counts.clone(),
        };
        Self {
            question: contest.question.phrase(text.locale()),
            verdict: outcome.map(|outcome| Verdict::new(outcome, &asked)),
            counted: outcome.is_some() || contest.rule.is_none(),
            shown: shown(&asked, totals.turnout),
            rule: contest
                .rule
                .as_ref()
                .map(|rule| RuleView::new(rule, totals.registered, text)),
            quorums: outcome
                .map(Outcome::quorums)
                .unwrap_or_default()
                .iter()
                .map(|quorum| quorum_view(quorum, text))
                .collect(),
            majority: outcome.and_then(MajorityView::new),
            counters: counters(&asked),
            groups: result.groups.iter().map(group).collect(),
            totals,
        }
    }
}

/// What the rule shows; the totals of the options, where the counts are only reported.
fn shown(asked: &Asked<'_>, turnout: u64) -> Shown {
    match &asked.result.outcome {
        Some(Outcome::Majority(outcome)) => majority::shown(outcome, asked),
        Some(Outcome::Top(outcome)) => top::shown(Some(outcome), turnout, asked),
        Some(Outcome::Judgement(outcome)) => judgement::shown(outcome, asked),
        Some(Outcome::Pairwise(outcome)) => pairwise::shown(outcome, asked),
        Some(Outcome::Budget(outcome)) => budget::shown(outcome, asked),
        None => top::shown(None, turnout, asked),
    }
}

/// What each counter counts, in words: an option, an option and a grade, or one option above another.
fn counters(asked: &Asked<'_>) -> Vec<String> {
    let locale = asked.text.locale();
    let labels: Vec<String> = asked
        .contest
        .options
        .iter()
        .map(|option| option.label.phrase(locale).text)
        .collect();
    match &asked.contest.choice {
        ContestRule::Grades(_) => {
            let grades = asked.contest.grades();
            let of = |label: &String| {
                let grade = |grade: &Text| format!("{label} / {}", grade.phrase(locale).text);
                grades.iter().map(grade).collect::<Vec<_>>()
            };
            labels.iter().flat_map(of).collect()
        }
        ContestRule::Ranking(_) => above(asked, &labels),
        _ => labels,
    }
}

fn above(asked: &Asked<'_>, labels: &[String]) -> Vec<String> {
    let ranked: Vec<usize> = asked.contest.contenders().collect();
    let label = |place: &usize| labels.get(*place).map_or("", String::as_str);
    let pairs = ranked.iter().flat_map(|a| {
        let others = ranked.iter().filter(move |b| a != *b);
        others.map(move |b| format!("{} > {}", label(a), label(b)))
    });
    let blank = labels
        .iter()
        .enumerate()
        .filter(|(place, _)| !ranked.contains(place));
    pairs.chain(blank.map(|(_, label)| label.clone())).collect()
}

impl Totals {
    fn new(contest: &Contest, result: &ContestResult, votation: &Votation) -> Self {
        let turnout = votation.participation.voted;
        let registered = votation.participation.registered;
        let outcome = result.outcome.as_ref();
        Self {
            registered: outcome.map_or(registered, |outcome| Some(outcome.electorate().registered)),
            turnout: outcome.map_or(turnout, |outcome| outcome.electorate().turnout),
            blank: contest.blank().and_then(|blank| match outcome {
                Some(Outcome::Pairwise(outcome)) => Some(outcome.blank),
                _ => result.counts.get(blank).copied(),
            }),
            void: match outcome {
                Some(Outcome::Majority(outcome)) => outcome.void,
                _ => 0,
            },
            valid: outcome.map(Outcome::valid),
        }
    }
}

impl MajorityView {
    fn new(outcome: &Outcome) -> Option<Self> {
        let Outcome::Majority(outcome) = outcome else {
            return None;
        };
        Some(Self {
            absolute: outcome.rule.kind == MajorityKind::Absolute,
            required: outcome.majority.required,
            reached: outcome.majority.reached,
            met: outcome.majority.is_met(),
        })
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

/// What follows from the counts of a contest, in sentences: the headline, its explanation, the steps that led to it.
/// Nothing, where the counts are only reported.
#[must_use]
pub fn outcome_in_words(contest: &Contest, result: &ContestResult, text: &Localiser) -> Vec<String> {
    let Some(outcome) = &result.outcome else {
        return Vec::new();
    };
    let asked = Asked {
        id: "words",
        contest,
        result,
        text,
    };
    let verdict = Verdict::new(outcome, &asked);
    let steps = shown(&asked, outcome.electorate().turnout).reasons;
    [verdict.headline, verdict.explanation]
        .into_iter()
        .chain(steps)
        .collect()
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
mod tests;
