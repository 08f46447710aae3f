//! What is asked, and by which rule it is decided.

use comitia_counting::{
    Budget, BudgetOrder, Fraction, MajorityKind, PairwiseMethod, QuorumBase, Quorums, Rule,
};
use comitia_kit::i18n::{Localiser, Phrase};
use serde::Serialize;

use crate::votation::{Contest, ContestOption};
use comitia_election::contest::ContestRule;

/// One question as a page shows it.
#[derive(Clone, Debug, Serialize)]
pub struct ContestView {
    question: Phrase,
    options: Vec<OptionView>,
    /// The best first.
    grades: Vec<Phrase>,
    has_blank: bool,
    choice: &'static str,
    min: u64,
    max: u64,
    rule: Option<RuleView>,
}

/// One line of a ballot; a list has its candidates below it.
#[derive(Clone, Debug, Serialize)]
struct OptionView {
    label: Phrase,
    cost: Option<u64>,
    people: Vec<Phrase>,
}

impl OptionView {
    fn new(contest: &Contest, place: usize, option: &ContestOption, text: &Localiser) -> Self {
        let people = contest.candidates_of(place).into_iter();
        let people = people.filter_map(|place| contest.options.get(place));
        Self {
            label: option.label.phrase(text.locale()),
            cost: option.cost,
            people: people.map(|person| person.label.phrase(text.locale())).collect(),
        }
    }
}

impl ContestView {
    /// The question, in the language of the page.
    #[must_use]
    pub fn new(contest: &Contest, registered: Option<u64>, text: &Localiser) -> Self {
        let (choice, min, max) = allowed(&contest.choice);
        Self {
            question: contest.question.phrase(text.locale()),
            options: contest
                .options
                .iter()
                .enumerate()
                .filter(|(place, _)| !contest.is_on_a_list(*place))
                .map(|(place, option)| OptionView::new(contest, place, option, text))
                .collect(),
            grades: contest
                .grades()
                .iter()
                .rev()
                .map(|grade| grade.phrase(text.locale()))
                .collect(),
            has_blank: contest.options.iter().any(|option| option.blank),
            choice,
            min,
            max,
            rule: contest
                .rule
                .as_ref()
                .map(|rule| RuleView::new(rule, registered, text)),
        }
    }
}

/// What a ballot may say: the end of the name of a message, and its two numbers.
fn allowed(rule: &ContestRule) -> (&'static str, u64, u64) {
    match rule {
        ContestRule::Single(_) => ("one", 1, 1),
        ContestRule::Choose(rule) if rule.min == rule.max => ("exactly", rule.min.into(), rule.max.into()),
        ContestRule::Choose(rule) => ("several", rule.min.into(), rule.max.into()),
        ContestRule::Lists(_) => ("lists", 1, 1),
        ContestRule::Score(rule) => ("score", 0, rule.max.into()),
        ContestRule::Points(rule) => ("points", rule.min.into(), rule.max.into()),
        ContestRule::Quadratic(rule) => ("quadratic", 0, rule.credits.into()),
        ContestRule::Grades(rule) => ("grades", 1, rule.grades.len() as u64),
        ContestRule::Budget(rule) => ("budget", rule.min.into(), rule.envelope),
        ContestRule::Ranking(rule) if rule.ties => ("ranking", 0, 0),
        ContestRule::Ranking(_) => ("ranking-strict", 0, 0),
        ContestRule::Allocation(rule) => ("allocation", rule.amount.into(), rule.amount.into()),
    }
}

/// A rule in words: one sentence on who wins, one for each quorum.
#[derive(Clone, Debug, Serialize)]
pub struct RuleView {
    sentences: Vec<String>,
}

impl RuleView {
    /// The sentences of a rule.
    #[must_use]
    pub fn new(rule: &Rule, registered: Option<u64>, text: &Localiser) -> Self {
        let (first, quorums) = match rule {
            Rule::Majority(rule) => {
                let key = match rule.kind {
                    MajorityKind::Simple => "rule-majority-simple",
                    MajorityKind::Absolute => "rule-majority-absolute",
                };
                (text.text(key), rule.quorums)
            }
            Rule::Top(rule) => (
                text.text_with("rule-top", &[("seats", u64::from(rule.seats.get()).into())]),
                rule.quorums,
            ),
            Rule::Judgement(rule) => (
                text.text_with("rule-judgement", &[("seats", u64::from(rule.seats.get()).into())]),
                rule.quorums,
            ),
            Rule::Pairwise(rule) => {
                let key = match rule.method {
                    PairwiseMethod::Condorcet => "rule-condorcet",
                    PairwiseMethod::Schulze => "rule-schulze",
                    PairwiseMethod::Borda => "rule-borda",
                };
                let seats = u64::from(rule.seats.get()).into();
                (text.text_with(key, &[("seats", seats)]), rule.quorums)
            }
            Rule::Budget(rule) => {
                let key = if rule.skip {
                    "rule-budget-skip"
                } else {
                    "rule-budget-stop"
                };
                (
                    text.text_with(key, &[("envelope", rule.envelope.into())]),
                    rule.quorums,
                )
            }
        };
        let mut sentences = vec![first];
        if let Rule::Budget(rule) = rule {
            sentences.extend(budget_sentences(rule, text));
        }
        sentences.push(text.text("rule-tie"));
        sentences.extend(quorum_sentences(quorums, registered, text));
        Self { sentences }
    }
}

/// What puts projects in order, if it is not their votes alone, and the votes that each needs.
fn budget_sentences(rule: &Budget, text: &Localiser) -> Vec<String> {
    let per_cost = (rule.order == BudgetOrder::VotesPerCost).then(|| text.text("rule-budget-per-cost"));
    let threshold = rule
        .threshold
        .map(|votes| text.text_with("rule-budget-threshold", &[("votes", votes.into())]));
    per_cost.into_iter().chain(threshold).collect()
}

fn quorum_sentences(quorums: Quorums, registered: Option<u64>, text: &Localiser) -> Vec<String> {
    let asked = [
        (QuorumBase::Turnout, quorums.turnout),
        (QuorumBase::ValidVotes, quorums.valid_votes),
    ];
    let sentence = |(base, share): (QuorumBase, Option<Fraction>)| {
        let share = share?;
        let words = share_in_words(share, text);
        let key = format!("rule-quorum-{}", base_key(base));
        Some(match registered {
            Some(registered) => {
                let required = share.at_least_of(registered);
                text.text_with(
                    &format!("{key}-counted"),
                    &[("share", words.into()), ("required", required.into())],
                )
            }
            None => text.text_with(&key, &[("share", words.into())]),
        })
    };
    asked.into_iter().filter_map(sentence).collect()
}

/// The end of the names of the messages on a quorum.
pub(super) fn base_key(base: QuorumBase) -> &'static str {
    match base {
        QuorumBase::Turnout => "turnout",
        QuorumBase::ValidVotes => "valid",
    }
}

/// `la moitié`, `un quart`; other shares in per cent when they are whole, else as a fraction.
pub(super) fn share_in_words(share: Fraction, text: &Localiser) -> String {
    let (numerator, denominator) = (share.numerator(), share.denominator());
    let key = format!("share-{numerator}-{denominator}");
    if text.has(&key) {
        return text.text(&key);
    }
    if denominator > 0 && (numerator.saturating_mul(100)).is_multiple_of(denominator) {
        return text.text_with(
            "share-percent",
            &[("percent", text.whole_percent(numerator, denominator).into())],
        );
    }
    format!("{numerator}/{denominator}")
}

#[cfg(test)]
mod tests {
    use comitia_kit::i18n::Locale;

    use super::*;
    use crate::sample;

    #[test]
    fn shares_are_words_where_the_language_has_them() {
        let site = crate::site::sample_site();
        let (fr, en) = (site.localiser(Locale::Fr), site.localiser(Locale::En));
        let share = |n, d| Fraction::new(n, d).unwrap();
        assert_eq!(share_in_words(share(1, 2), &fr), "la moitié");
        assert_eq!(share_in_words(share(1, 4), &en), "a quarter");
        assert_eq!(share_in_words(share(3, 20), &fr), "15\u{202f}%");
        assert_eq!(share_in_words(share(2, 7), &en), "2/7");
    }

    #[test]
    fn a_quorum_is_a_number_once_the_roll_is_fixed() {
        let site = crate::site::sample_site();
        let en = site.localiser(Locale::En);
        let contest = &sample::referendum(crate::votation::Stage::Open).contests[0];
        let rule = contest.rule.as_ref().unwrap();
        let before = RuleView::new(rule, None, &en).sentences;
        let after = RuleView::new(rule, Some(8_412), &en).sentences;
        assert_eq!(before.len(), 3);
        assert!(
            after[2].contains("4,206") && !before[2].contains("4,206"),
            "{after:?}"
        );
    }
}
