//! What a voter says: given as contest=option or contest=option:number, asked on the terminal, or drawn by lot.

use super::{prompt, say};
use anyhow::{Context as _, bail};
use comitia_booth::paper::Paper;
use comitia_election::contest::{Budget, ContestRule, Selection};
use comitia_election::manifest::Contest;
use comitia_election::text::escape;
use rand_core::RngCore;
use std::str::FromStr;

/// `contest=option,option` or `contest=option:number,option:number`, by the ids of the manifest.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mark {
    contest: String,
    options: String,
}

impl FromStr for Mark {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let (contest, options) = text.split_once('=').ok_or("write contest=option")?;
        Ok(Self {
            contest: contest.to_owned(),
            options: options.to_owned(),
        })
    }
}

/// The selections of a whole ballot: exactly one mark for each contest.
pub fn selections(paper: &Paper, marks: &[Mark]) -> anyhow::Result<Vec<Selection>> {
    let contests = &paper.manifest().contests;
    if let Some(odd) = marks
        .iter()
        .find(|mark| !contests.iter().any(|contest| contest.id == mark.contest))
    {
        bail!("there is no contest {:?}", odd.contest);
    }
    let of = |contest: &Contest| {
        let mut own = marks.iter().filter(|mark| mark.contest == contest.id);
        let mark = own
            .next()
            .with_context(|| format!("nothing is chosen in {:?}", contest.id))?;
        if own.next().is_some() {
            bail!("{:?} is there twice", contest.id);
        }
        selection(contest, &mark.options)
    };
    contests.iter().map(of).collect()
}

/// What a mark says, in the contest's way of saying it.
fn selection(contest: &Contest, text: &str) -> anyhow::Result<Selection> {
    if contest.rule.marks_options() {
        options(contest, text)
    } else {
        numbers(contest, text)
    }
}

/// Options by id. An id may hold a comma itself: the whole text is tried first.
fn options(contest: &Contest, text: &str) -> anyhow::Result<Selection> {
    if let Some(whole) = contest.place_of(text) {
        return Ok(vec![whole]);
    }
    let ids = text.split(',').filter(|id| !id.is_empty());
    ids.map(|id| place(contest, id)).collect()
}

fn place(contest: &Contest, id: &str) -> anyhow::Result<usize> {
    contest
        .place_of(id)
        .with_context(|| format!("{:?} has no option {id:?}", contest.id))
}

/// A number for each option: `option:number`, a grade by its id. What is not named gets nothing; in a ranking it
/// comes last. The blank option alone is a blank vote.
fn numbers(contest: &Contest, text: &str) -> anyhow::Result<Selection> {
    if contest
        .blank()
        .is_some_and(|blank| contest.place_of(text) == Some(blank))
    {
        return Ok(Vec::new());
    }
    let candidates = contest.candidates();
    let mut numbers: Vec<Option<usize>> = vec![None; candidates.len()];
    for pair in text.split(',').filter(|pair| !pair.is_empty()) {
        let (id, number) = pair.rsplit_once(':').context("write option:number")?;
        let place = place(contest, id)?;
        let slot = candidates.iter().position(|candidate| *candidate == place);
        let slot = slot.and_then(|slot| numbers.get_mut(slot));
        let slot = slot.context("the blank option has no number")?;
        if slot.replace(number_of(contest, number)?).is_some() {
            bail!("{id:?} is there twice");
        }
    }
    let otherwise = unnamed(contest, &numbers)?;
    Ok(numbers
        .into_iter()
        .map(|number| number.unwrap_or(otherwise))
        .collect())
}

fn number_of(contest: &Contest, text: &str) -> anyhow::Result<usize> {
    if let ContestRule::Grades(rule) = &contest.rule {
        let grade = rule.grades.iter().position(|grade| grade.id == text);
        return grade.with_context(|| format!("{:?} has no grade {text:?}", contest.id));
    }
    text.parse()
        .with_context(|| format!("{text:?} is not a whole number"))
}

/// The number of options that are not named.
fn unnamed(contest: &Contest, numbers: &[Option<usize>]) -> anyhow::Result<usize> {
    match contest.rule {
        ContestRule::Grades(_) if numbers.contains(&None) => bail!("every option needs a grade"),
        ContestRule::Ranking(_) => Ok(numbers
            .iter()
            .flatten()
            .max()
            .map_or(1, |last| last.saturating_add(1))),
        _ => Ok(0),
    }
}

/// Asks contest by contest, until each follows its rule.
pub fn ask(paper: &Paper) -> anyhow::Result<Vec<Selection>> {
    let contests = paper.manifest().contests.iter().enumerate();
    contests.map(|(place, contest)| ask_one(place, contest)).collect()
}

fn ask_one(place: usize, contest: &Contest) -> anyhow::Result<Selection> {
    say(&format!("\n{}", escape(contest.title.get("en"))));
    let options =
        (0..contest.options.len()).filter(|at| contest.rule.marks_options() || Some(*at) != contest.blank());
    for (number, option) in (1..).zip(options.filter_map(|at| contest.options.get(at))) {
        say(&format!("  {number}  {}", escape(option.title.get("en"))));
    }
    if let ContestRule::Grades(rule) = &contest.rule {
        for (number, grade) in rule.grades.iter().enumerate() {
            say(&format!("  grade {number}: {}", escape(grade.title.get("en"))));
        }
    }
    loop {
        let typed = prompt(&format!("{}: ", rule(contest)))?;
        let numbers = typed.split([',', ' ']).filter(|number| !number.is_empty());
        let first = usize::from(contest.rule.marks_options());
        let said: Option<Selection> = numbers
            .map(|number| number.parse::<usize>().ok()?.checked_sub(first))
            .collect();
        let checked = said
            .context("type whole numbers")
            .and_then(|said| Ok(contest.mark(place, &said).map(|_| said)?));
        match checked {
            Ok(said) => return Ok(said),
            Err(error) => say(&format!("  {error}")),
        }
    }
}

fn rule(contest: &Contest) -> String {
    match &contest.rule {
        ContestRule::Single(_) => "Number of your choice".to_owned(),
        ContestRule::Choose(rule) => format!("Numbers of your choices, {} to {} of them", rule.min, rule.max),
        ContestRule::Lists(_) => "Number of one list, then of candidates on it".to_owned(),
        ContestRule::Score(rule) => format!("A score from 0 to {} for each, in this order", rule.max),
        ContestRule::Points(rule) => {
            let limits = format!(
                "{} to {} in all, at most {} for one",
                rule.min, rule.max, rule.each
            );
            format!("Points for each, in this order: {limits}")
        }
        ContestRule::Quadratic(rule) => {
            format!(
                "A level for each, in this order; its square is paid out of {}",
                rule.credits
            )
        }
        ContestRule::Grades(_) => "A grade for each, in this order".to_owned(),
        ContestRule::Budget(rule) => format!("Numbers of your projects, within {}", rule.envelope),
        ContestRule::Ranking(_) => "A rank for each, in this order, 1 for the best".to_owned(),
        ContestRule::Allocation(rule) => format!("An amount for each, in this order: {} in all", rule.amount),
    }
}

/// A ballot by lot: as many options as the rule allows at most, or now and then a blank one.
pub fn random(paper: &Paper, rng: &mut impl RngCore) -> Vec<Selection> {
    let contests = &paper.manifest().contests;
    contests.iter().map(|contest| random_one(contest, rng)).collect()
}

fn random_one(contest: &Contest, rng: &mut impl RngCore) -> Selection {
    let mut below = |n: usize| usize::try_from(rng.next_u64() % (n.max(1) as u64)).unwrap_or(0);
    let candidates = contest.candidates();
    if let Some(blank) = contest.blank()
        && below(10) == 0
    {
        return if contest.rule.marks_options() {
            vec![blank]
        } else {
            Vec::new()
        };
    }
    match &contest.rule {
        ContestRule::Single(_) => vec![candidates[below(candidates.len())]],
        ContestRule::Choose(rule) => {
            let (least, most) = ((rule.min as usize).max(1), rule.max as usize);
            let wanted = least + below((most + 1).saturating_sub(least));
            drawn(candidates, wanted, below)
        }
        ContestRule::Lists(rule) => {
            let list = &rule.lists[below(rule.lists.len())];
            let named = list.candidates.iter().filter(|_| below(2) == 0);
            core::iter::once(&list.list)
                .chain(named)
                .filter_map(|id| contest.place_of(id))
                .collect()
        }
        ContestRule::Budget(rule) => affordable(contest, rule, below),
        ContestRule::Score(rule) => candidates.iter().map(|_| below(rule.max as usize + 1)).collect(),
        ContestRule::Grades(rule) => candidates.iter().map(|_| below(rule.grades.len())).collect(),
        ContestRule::Points(rule) => {
            shared_out(candidates.len(), rule.max as usize, rule.each as usize, below)
        }
        ContestRule::Allocation(rule) => {
            let amount = rule.amount as usize;
            let cut = below(amount + 1);
            let mut amounts = vec![0; candidates.len()];
            let (one, other) = (below(candidates.len()), below(candidates.len()));
            amounts[one] += cut;
            amounts[other] += amount - cut;
            amounts
        }
        ContestRule::Quadratic(rule) => {
            let mut left = rule.credits as usize;
            let mut level = |_| {
                let level = below(left.isqrt() + 1);
                left -= level * level;
                level
            };
            candidates.iter().map(&mut level).collect()
        }
        ContestRule::Ranking(_) => {
            let order = drawn((1..=candidates.len()).collect(), candidates.len(), below);
            order.into_iter().collect()
        }
    }
}

/// So many of these, drawn without putting back.
fn drawn(mut left: Vec<usize>, wanted: usize, mut below: impl FnMut(usize) -> usize) -> Vec<usize> {
    (0..wanted).map(|_| left.swap_remove(below(left.len()))).collect()
}

/// Projects in an order by lot, as long as they fit.
fn affordable(contest: &Contest, rule: &Budget, below: impl FnMut(usize) -> usize) -> Selection {
    let projects = drawn((0..contest.options.len()).collect(), contest.options.len(), below);
    let mut left = rule.envelope;
    let most = rule.max.map_or(contest.options.len(), |max| max as usize);
    let fits = projects.into_iter().filter(|place| {
        let cost = contest
            .options
            .get(*place)
            .and_then(|option| option.cost)
            .unwrap_or(0);
        let fits = cost <= left;
        left -= if fits { cost } else { 0 };
        fits
    });
    fits.take(most).collect()
}

/// All points, one by one.
fn shared_out(
    options: usize,
    points: usize,
    each: usize,
    mut below: impl FnMut(usize) -> usize,
) -> Selection {
    let mut given = vec![0; options];
    for _ in 0..points.min(options * each) {
        let first = below(options);
        let open = (0..options)
            .map(|step| (first + step) % options)
            .find(|place| given[*place] < each);
        given[open.unwrap_or(first)] += 1;
    }
    given
}

/// What is said, for reading it once more.
pub fn in_words(paper: &Paper, selections: &[Selection]) -> String {
    let contests = paper.manifest().contests.iter().zip(selections);
    let lines = contests.map(|(contest, selection)| {
        let words = if contest.rule.marks_options() {
            marked(contest, selection)
        } else {
            numbered(contest, selection)
        };
        escape(&format!("{}: {}", contest.title.get("en"), words.join(", ")))
    });
    lines.collect::<Vec<_>>().join("\n")
}

fn marked(contest: &Contest, selection: &[usize]) -> Vec<String> {
    let chosen = selection.iter().filter_map(|place| contest.options.get(*place));
    chosen.map(|option| option.title.get("en").to_owned()).collect()
}

fn numbered(contest: &Contest, selection: &[usize]) -> Vec<String> {
    let words = |(place, number): (usize, &usize)| {
        let title = contest
            .options
            .get(place)
            .map_or("", |option| option.title.get("en"));
        match &contest.rule {
            ContestRule::Grades(rule) => {
                let grade = rule.grades.get(*number).map_or("", |grade| grade.title.get("en"));
                format!("{title} {grade}")
            }
            _ => format!("{title} {number}"),
        }
    };
    contest
        .candidates()
        .into_iter()
        .zip(selection)
        .map(words)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use rand_chacha::ChaCha20Rng;
    use rand_core::SeedableRng as _;
    use serde_json::json;

    fn contest(rule: &serde_json::Value) -> Contest {
        let option = |id: &str| json!({"id": id, "title": {"en": id}, "cost": 2});
        let contest = json!({
            "id": "parks", "title": {"en": "Parks"}, "rule": rule, "outcome": {"top": {"seats": 1}},
            "options": [option("a"), option("a,b"), option("c"), option("none")],
        });
        serde_json::from_value(contest).unwrap()
    }

    #[test]
    fn options_are_named_by_their_ids_also_with_commas_in_them() {
        let contest = contest(&json!({"kind": "choose", "min": 1, "max": 3}));
        assert_eq!(selection(&contest, "a,b").unwrap(), [1]);
        assert_eq!(selection(&contest, "c,a").unwrap(), [2, 0]);
        assert_eq!(selection(&contest, "").unwrap(), [] as [usize; 0]);
        assert!(selection(&contest, "A").is_err());
        assert!("parks".parse::<Mark>().is_err());
    }

    #[test]
    fn numbers_are_given_to_options_by_their_ids() {
        let ranking = contest(&json!({"kind": "ranking", "ties": true, "blank": "none"}));
        assert_eq!(selection(&ranking, "c:1,a:2").unwrap(), [2, 3, 1]);
        assert_eq!(selection(&ranking, "none").unwrap(), [] as [usize; 0]);
        let points = contest(&json!({"kind": "points", "min": 0, "max": 7, "each": 7}));
        assert_eq!(selection(&points, "c:3").unwrap(), [0, 0, 3, 0]);
        for refused in ["c", "c:x", "c:1,c:2", "x:1", "none:"] {
            assert!(selection(&points, refused).is_err(), "{refused}");
        }
        assert!(selection(&ranking, "none:1").is_err());
        let grades = json!([{"id": "bad", "title": {"en": "bad"}}, {"id": "good", "title": {"en": "good"}}]);
        let grades = contest(&json!({"kind": "grades", "grades": grades}));
        assert!(selection(&grades, "a:good").is_err(), "the others have no grade");
    }

    #[test]
    fn a_ballot_by_lot_follows_its_rule() {
        let mut rng = ChaCha20Rng::seed_from_u64(1);
        for rule in [
            json!({"kind": "single", "blank": "none"}),
            json!({"kind": "choose", "min": 0, "max": 3, "blank": "none"}),
            json!({"kind": "choose", "min": 2, "max": 2}),
            json!({"kind": "choose", "min": 0, "max": 4}),
            json!({"kind": "lists", "lists": [{"list": "a", "candidates": ["a,b"]}, {"list": "c", "candidates": []}],
                "blank": "none"}),
            json!({"kind": "score", "max": 5}),
            json!({"kind": "points", "min": 2, "max": 7, "each": 2}),
            json!({"kind": "quadratic", "credits": 12}),
            json!({"kind": "grades", "grades": [{"id": "0", "title": {"en": "0"}}, {"id": "1", "title": {"en": "1"}}]}),
            json!({"kind": "budget", "envelope": 5, "max": 3}),
            json!({"kind": "ranking", "ties": false, "blank": "none"}),
            json!({"kind": "allocation", "amount": 100}),
        ] {
            let contest = contest(&rule);
            for _ in 0..200 {
                let drawn = random_one(&contest, &mut rng);
                assert!(contest.mark(0, &drawn).is_ok(), "{rule}: {drawn:?}");
            }
        }
    }
}
