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

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::{Value, json};

    fn contest(rule: &Value) -> Contest {
        let option =
            |id: &str| json!({"id": id, "title": {"en": id, "fr": format!("{id} (fr)")}, "cost": 30});
        let contest = json!({
            "id": "c", "title": {"en": "C"}, "rule": rule, "outcome": {"top": {"seats": 1}},
            "options": [option("a"), option("b"), option("c")],
        });
        serde_json::from_value(contest).unwrap()
    }

    fn shown(rule: &Value) -> Value {
        serde_json::to_value(PageContest::new(&contest(rule), "fr")).unwrap()
    }

    #[test]
    fn the_page_is_told_what_a_kind_asks_for_in_its_language() {
        let lists = shown(&json!({"kind": "lists", "lists": [
            {"list": "a", "candidates": ["c"]}, {"list": "b", "candidates": []}
        ]}));
        let of: Vec<&Value> = lists["options"]
            .as_array()
            .unwrap()
            .iter()
            .map(|o| &o["list"])
            .collect();
        assert_eq!(of, [0, 1, 0]);
        assert_eq!(lists["options"][2]["label"], "c (fr)");
        let budget = shown(&json!({"kind": "budget", "envelope": 70, "max": 2}));
        assert_eq!((&budget["purse"], &budget["max"]), (&json!(70), &json!(2)));
        assert_eq!(budget["options"][0]["cost"], 30);
        let credits = shown(&json!({"kind": "quadratic", "credits": 10}));
        assert_eq!((&credits["purse"], &credits["each"]), (&json!(10), &json!(3)));
        let grades = json!([{"id": "0", "title": {"fr": "non"}}, {"id": "1", "title": {"fr": "oui"}}]);
        assert_eq!(
            shown(&json!({"kind": "grades", "grades": grades}))["grades"],
            json!(["non", "oui"])
        );
    }

    #[test]
    fn every_fault_has_a_word_with_the_numbers_that_its_sentence_needs() {
        let word = |rule: Value, selection: &[usize]| {
            let contest = contest(&rule);
            let Err(comitia_election::contest::ChoiceError::Contest { fault, .. }) =
                contest.mark(0, selection)
            else {
                panic!("{rule} {selection:?}")
            };
            let PageFault {
                word,
                min,
                max,
                got,
                option,
            } = PageFault::new(&contest.rule, &fault);
            (word, [min, max, got], option)
        };
        let choose = json!({"kind": "choose", "min": 2, "max": 2});
        assert_eq!(word(choose.clone(), &[0]), ("more", [2, 2, 1], None));
        assert_eq!(word(choose, &[0, 1, 2]), ("fewer", [2, 2, 3], None));
        let points = json!({"kind": "points", "min": 1, "max": 4, "each": 3});
        assert_eq!(word(points.clone(), &[0, 0, 0]), ("give-more", [1, 4, 0], None));
        assert_eq!(word(points.clone(), &[3, 3, 0]), ("give-less", [1, 4, 6], None));
        assert_eq!(word(points, &[0, 9, 0]), ("number", [0, 3, 0], Some(1)));
        let split = json!({"kind": "allocation", "amount": 10});
        assert_eq!(word(split.clone(), &[1, 2, 3]), ("split-more", [10, 10, 6], None));
        assert_eq!(word(split, &[9, 2, 3]), ("split-less", [10, 10, 14], None));
        assert_eq!(
            word(json!({"kind": "budget", "envelope": 50}), &[0, 1]),
            ("spend-less", [0, 50, 60], None)
        );
        let ranking = json!({"kind": "ranking", "ties": false});
        assert_eq!(word(ranking.clone(), &[1, 1, 2]).0, "tie");
        assert_eq!(word(ranking, &[0, 1, 2]).0, "rank");
    }
}
