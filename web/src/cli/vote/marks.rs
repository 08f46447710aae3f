//! What a voter marks: given as contest=option, asked on the terminal, or drawn by lot.

use super::{prompt, say};
use anyhow::{Context as _, bail};
use comitia_booth::paper::Paper;
use comitia_election::contest::{Selection, selection_bits};
use comitia_election::manifest::{Contest, ContestRule};
use comitia_election::text::escape;
use rand_core::RngCore;
use std::str::FromStr;

/// `contest=option,option`, by the ids of the manifest.
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

/// Options by id. An id may hold a comma itself: the whole text is tried first.
fn selection(contest: &Contest, text: &str) -> anyhow::Result<Selection> {
    let place = |id: &str| contest.options.iter().position(|option| option.id == id);
    if let Some(whole) = place(text) {
        return Ok(vec![whole]);
    }
    let ids = text.split(',').filter(|id| !id.is_empty());
    ids.map(|id| place(id).with_context(|| format!("{:?} has no option {id:?}", contest.id)))
        .collect()
}

/// Asks contest by contest, until each follows its rule.
pub fn ask(paper: &Paper) -> anyhow::Result<Vec<Selection>> {
    let contests = paper.manifest().contests.iter().enumerate();
    contests.map(|(place, contest)| ask_one(place, contest)).collect()
}

fn ask_one(place: usize, contest: &Contest) -> anyhow::Result<Selection> {
    say(&format!("\n{}", escape(contest.title.get("en"))));
    for (number, option) in (1..).zip(&contest.options) {
        say(&format!("  {number}  {}", escape(option.title.get("en"))));
    }
    loop {
        let typed = prompt(&format!("{}: ", rule(contest)))?;
        let numbers = typed.split([',', ' ']).filter(|number| !number.is_empty());
        let places: Option<Selection> = numbers
            .map(|number| number.parse::<usize>().ok()?.checked_sub(1))
            .collect();
        let checked = places
            .context("type numbers of options")
            .and_then(|places| Ok(selection_bits(contest, place, &places).map(|_| places)?));
        match checked {
            Ok(places) => return Ok(places),
            Err(error) => say(&format!("  {error}")),
        }
    }
}

fn rule(contest: &Contest) -> String {
    match contest.rule {
        ContestRule::Single { .. } => "Number of your choice".to_owned(),
        ContestRule::Choose { min, max, .. } => format!("Numbers of your choices, {min} to {max} of them"),
    }
}

/// A ballot by lot: as many options as the rule allows at most, or now and then a blank one.
pub fn random(paper: &Paper, rng: &mut impl RngCore) -> Vec<Selection> {
    let contests = &paper.manifest().contests;
    contests.iter().map(|contest| random_one(contest, rng)).collect()
}

fn random_one(contest: &Contest, rng: &mut impl RngCore) -> Selection {
    let mut below = |n: usize| usize::try_from(rng.next_u64() % (n.max(1) as u64)).unwrap_or(0);
    let blank = contest.blank();
    let (least, most) = match contest.rule {
        ContestRule::Single { .. } => return vec![below(contest.options.len())],
        ContestRule::Choose { min, max, .. } => (min as usize, max as usize),
    };
    if let Some(blank) = blank
        && below(10) == 0
    {
        return vec![blank];
    }
    let mut left: Vec<usize> = (0..contest.options.len())
        .filter(|place| Some(*place) != blank)
        .collect();
    let wanted = least.max(1) + below(most + 1 - least.max(1));
    (0..wanted).map(|_| left.swap_remove(below(left.len()))).collect()
}

/// What is marked, for reading it once more.
pub fn in_words(paper: &Paper, selections: &[Selection]) -> String {
    let contests = paper.manifest().contests.iter().zip(selections);
    let lines = contests.map(|(contest, selection)| {
        let chosen = selection.iter().filter_map(|place| contest.options.get(*place));
        let titles: Vec<&str> = chosen.map(|option| option.title.get("en")).collect();
        escape(&format!("{}: {}", contest.title.get("en"), titles.join(", ")))
    });
    lines.collect::<Vec<_>>().join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;
    use rand_chacha::ChaCha20Rng;
    use rand_core::SeedableRng as _;
    use serde_json::json;

    fn contest(rule: &serde_json::Value) -> Contest {
        let option = |id: &str| json!({"id": id, "title": {"en": id}});
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
    fn a_ballot_by_lot_follows_its_rule() {
        let mut rng = ChaCha20Rng::seed_from_u64(1);
        for rule in [
            json!({"kind": "single", "blank": "none"}),
            json!({"kind": "choose", "min": 0, "max": 3, "blank": "none"}),
            json!({"kind": "choose", "min": 2, "max": 2}),
            json!({"kind": "choose", "min": 0, "max": 4}),
        ] {
            let contest = contest(&rule);
            for _ in 0..200 {
                let drawn = random_one(&contest, &mut rng);
                assert!(selection_bits(&contest, 0, &drawn).is_ok(), "{rule}: {drawn:?}");
            }
        }
    }
}
