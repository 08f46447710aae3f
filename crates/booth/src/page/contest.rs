//! A contest as the page shows it, and what is wrong with what is filled in.

use comitia_election::contest::{ChoiceFault, ContestRule};
use comitia_election::manifest::Contest;
use serde::Serialize;

/// What the page has to know of a contest to draw its fields. Whether they are filled in well is asked afterwards.
#[derive(Serialize)]
pub(super) struct PageContest<'a> {
    question: &'a str,
    kind: &'static str,
    /// Fewest options, or the least to be given in all.
    min: u64,
    /// Most options, or the most that may be given in all.
    max: u64,
    /// Most for one option, where options get numbers.
    each: u64,
    /// What can be given, spent or split in all, where there is such a limit.
    purse: Option<u64>,
    /// Whether options may share a rank.
    ties: bool,
    blank: Option<usize>,
    /// The names of the grades, the worst first.
    grades: Vec<&'a str>,
    options: Vec<PageOption<'a>>,
}

#[derive(Serialize)]
struct PageOption<'a> {
    label: &'a str,
    cost: Option<u64>,
    /// Place of the list that it stands on; its own, if it is a list.
    list: Option<usize>,
}

/// The kind and its numbers: fewest, most, most for one option, and what there is to spend.
type Numbers = (&'static str, u64, u64, u64, Option<u64>);

impl<'a> PageContest<'a> {
    pub(super) fn new(contest: &'a Contest, language: &str) -> Self {
        let (kind, min, max, each, purse) = numbers(contest);
        let lists = match &contest.rule {
            ContestRule::Lists(rule) => rule.list_of(contest),
            _ => Vec::new(),
        };
        let option = |(place, option): (usize, &'a comitia_election::manifest::ContestOption)| PageOption {
            label: option.title.get(language),
            cost: option.cost,
            list: lists.get(place).copied().flatten(),
        };
        Self {
            question: contest.title.get(language),
            kind,
            min,
            max,
            each,
            purse,
            ties: matches!(&contest.rule, ContestRule::Ranking(rule) if rule.ties),
            blank: contest.blank(),
            grades: match &contest.rule {
                ContestRule::Grades(rule) => rule
                    .grades
                    .iter()
                    .map(|grade| grade.title.get(language))
                    .collect(),
                _ => Vec::new(),
            },
            options: contest.options.iter().enumerate().map(option).collect(),
        }
    }
}

fn numbers(contest: &Contest) -> Numbers {
    let options = contest.options.len() as u64;
    match &contest.rule {
        ContestRule::Single(_) => ("single", 1, 1, 1, None),
        ContestRule::Choose(rule) => ("choose", rule.min.into(), rule.max.into(), 1, None),
        ContestRule::Lists(_) => ("lists", 1, 1, 1, None),
        ContestRule::Score(rule) => ("score", 0, u64::from(rule.max) * options, rule.max.into(), None),
        ContestRule::Points(rule) => {
            let max = rule.max.into();
            ("points", rule.min.into(), max, rule.each.into(), Some(max))
        }
        ContestRule::Quadratic(rule) => {
            let credits = rule.credits.into();
            ("quadratic", 0, credits, rule.highest().into(), Some(credits))
        }
        ContestRule::Grades(_) => ("grades", options, options, 1, None),
        ContestRule::Budget(rule) => {
            let max = rule.max.map_or(options, u64::from);
            ("budget", rule.min.into(), max, 1, Some(rule.envelope))
        }
        ContestRule::Ranking(_) => ("ranking", 0, options, options, None),
        ContestRule::Allocation(rule) => {
            let amount = rule.amount.into();
            ("allocation", amount, amount, amount, Some(amount))
        }
    }
}

/// What is wrong with what is filled in: the word has a sentence on the page, with these numbers in it.
#[derive(Serialize)]
pub(super) struct PageFault {
    word: &'static str,
    min: u64,
    max: u64,
    got: u64,
    /// Which of the options besides the blank one is concerned, counted from 0.
    option: Option<usize>,
}

impl PageFault {
    pub(super) fn new(rule: &ContestRule, fault: &ChoiceFault) -> Self {
        let (word, min, max, got) = match *fault {
            ChoiceFault::Option | ChoiceFault::NoBlank => ("one", 0, 0, 0),
            ChoiceFault::Count { min, max, got } => {
                (count_word(rule, got < min), min as u64, max as u64, got as u64)
            }
            ChoiceFault::BlankAndMore => ("blank-alone", 0, 0, 0),
            ChoiceFault::Numbers { options, got } => ("all", options as u64, options as u64, got as u64),
            ChoiceFault::TooLarge { most, .. } => ("number", 0, most, 0),
            ChoiceFault::Total { min, max, got } => (total_word(min == max, got < min), min, max, got),
            ChoiceFault::TooDear { most, got } => ("spend-less", 0, most, got),
            ChoiceFault::OneList | ChoiceFault::OtherList { .. } => ("list", 0, 0, 0),
            ChoiceFault::Tie => ("tie", 0, 0, 0),
            ChoiceFault::RankZero => ("rank", 0, 0, 0),
        };
        let option = match *fault {
            ChoiceFault::TooLarge { option, .. } | ChoiceFault::OtherList { option } => Some(option),
            _ => None,
        };
        Self {
            word,
            min,
            max,
            got,
            option,
        }
    }
}

const fn count_word(rule: &ContestRule, too_few: bool) -> &'static str {
    match (rule, too_few) {
        (ContestRule::Single(_), _) => "one",
        (_, true) => "more",
        (_, false) => "fewer",
    }
}

const fn total_word(exact: bool, too_little: bool) -> &'static str {
    match (exact, too_little) {
        (true, true) => "split-more",
        (true, false) => "split-less",
        (false, true) => "give-more",
        (false, false) => "give-less",
    }
}
