//! Results of every kind of contest and rule, decided by the real rules.

use comitia_counting::Electorate;
use comitia_election::manifest::Contest as ManifestContest;
use serde_json::{Value, json};

use super::{referendum, text};
use crate::votation::{Contest, ContestResult, Stage, Votation};

/// One votation for each kind of contest, and for each verdict that a rule can come to.
pub(super) fn all() -> Vec<Votation> {
    let all = [lists(), numbers(), grades(), rankings(), projects()];
    all.into_iter()
        .flatten()
        .filter_map(|sample| sample.votation())
        .collect()
}

/// A contest as the manifest writes it, what was counted, and how many voted.
struct Sample {
    question: [&'static str; 2],
    options: Vec<Value>,
    rule: Value,
    outcome: Value,
    counts: Vec<u64>,
    turnout: u64,
}

impl Sample {
    /// Nothing, if the contest or its counts make no sense.
    fn votation(self) -> Option<Votation> {
        let [fr, en] = self.question;
        let contest = json!({
            "id": "sample", "title": {"fr": fr, "en": en}, "options": self.options,
            "rule": self.rule, "outcome": self.outcome,
        });
        let contest: ManifestContest = serde_json::from_value(contest).ok()?;
        let mut votation = referendum(Stage::Published);
        votation.summary.title = text(fr, en);
        votation.participation.voted = self.turnout;
        votation.summary.voted = self.turnout;
        let electorate = Electorate {
            registered: votation.participation.registered?,
            turnout: self.turnout,
        };
        let counts = contest.counts(electorate, &self.counts).ok()?;
        votation.contests = vec![Contest::from(&contest)];
        votation.results = vec![ContestResult {
            outcome: Some(contest.outcome.decide(&counts).ok()?),
            counts: self.counts,
            groups: Vec::new(),
        }];
        Some(votation)
    }
}

fn option(id: &str, fr: &str, en: &str, cost: Option<u64>) -> Value {
    let mut option = json!({"id": id, "title": {"fr": fr, "en": en}});
    if let (Some(cost), Some(fields)) = (cost, option.as_object_mut()) {
        fields.insert("cost".to_owned(), cost.into());
    }
    option
}

fn places() -> Vec<Value> {
    vec![
        option("river", "Le quai de la rivière", "The river bank", None),
        option(
            "station",
            "La place de la gare",
            "The square at the station",
            None,
        ),
        option(
            "school",
            "La cour de l'école Prévert",
            "The yard of the Prévert school",
            None,
        ),
    ]
}

fn top() -> Value {
    json!({"top": {"seats": 1}})
}

fn lists() -> Vec<Sample> {
    let options = vec![
        option("hills", "Ensemble pour les Hauts", "Together for Les Hauts", None),
        option("maelle", "Maëlle Tanguy", "Maëlle Tanguy", None),
        option("idriss", "Idriss Benali", "Idriss Benali", None),
        option("mill", "Le moulin et la rivière", "The mill and the river", None),
        option("goulven", "Goulven Kerdoncuff", "Goulven Kerdoncuff", None),
    ];
    let lists = json!([
        {"list": "hills", "candidates": ["maelle", "idriss"]},
        {"list": "mill", "candidates": ["goulven"]},
    ]);
    vec![Sample {
        question: [
            "Quelle liste voulez-vous au conseil de quartier ?",
            "Which list do you want on the neighbourhood council?",
        ],
        options,
        rule: json!({"kind": "lists", "lists": lists}),
        outcome: json!({"majority": {"kind": "simple"}}),
        counts: vec![1_104, 640, 871, 896, 702],
        turnout: 2_000,
    }]
}

fn numbers() -> Vec<Sample> {
    let kinds: [(Value, [&'static str; 2], [u64; 3]); 5] = [
        (
            json!({"kind": "score", "max": 5}),
            ["Notez ces lieux de 0 à 5", "Score these places from 0 to 5"],
            [6_214, 5_020, 7_977],
        ),
        (
            json!({"kind": "points", "min": 1, "max": 6, "each": 4}),
            ["Répartissez six points", "Share out six points"],
            [5_000, 3_200, 3_800],
        ),
        (
            json!({"kind": "points", "min": 0, "max": 6, "each": 4}),
            [
                "Répartissez six points, une seconde fois",
                "Share out six points, once more",
            ],
            [4_000, 3_200, 4_000],
        ),
        (
            json!({"kind": "quadratic", "credits": 25}),
            [
                "À quel point ces lieux comptent-ils ?",
                "How much do these places matter?",
            ],
            [4_410, 2_980, 3_005],
        ),
        (
            json!({"kind": "allocation", "amount": 1_000}),
            [
                "Comment répartir 1 000 € par habitant ?",
                "How should €1,000 per head be split?",
            ],
            [910_000, 655_500, 434_500],
        ),
    ];
    let sample = |(rule, question, counts): (Value, [&'static str; 2], [u64; 3])| Sample {
        question,
        options: places(),
        rule,
        outcome: top(),
        counts: counts.into(),
        turnout: 2_000,
    };
    kinds.into_iter().map(sample).collect()
}

fn grades() -> Vec<Sample> {
    let grade = |id: &str, fr: &str, en: &str| json!({"id": id, "title": {"fr": fr, "en": en}});
    let grades = json!([
        grade("reject", "À rejeter", "To reject"),
        grade("poor", "Insuffisant", "Poor"),
        grade("fair", "Passable", "Fair"),
        grade("good", "Bien", "Good"),
        grade("very-good", "Très bien", "Very good"),
    ]);
    let sample = |counts: [[u64; 5]; 3], seats: u8| Sample {
        question: [
            "Que pensez-vous de chacun de ces lieux ?",
            "What do you think of each of these places?",
        ],
        options: places(),
        rule: json!({"kind": "grades", "grades": grades}),
        outcome: json!({"judgement": {"seats": seats}}),
        turnout: counts[0].iter().sum(),
        counts: counts.concat(),
    };
    let usual = [
        [200, 400, 500, 600, 300],
        [240, 360, 440, 660, 300],
        [600, 600, 400, 300, 100],
    ];
    let level = [[10, 20, 30, 30, 10], [10, 20, 30, 30, 10], [40, 30, 20, 10, 0]];
    vec![sample(usual, 1), sample(level, 1), sample(level, 4)]
}

fn rankings() -> Vec<Sample> {
    let blank = option("blank", "Vote blanc", "Blank vote", None);
    let sample = |method: &str, pairs: [u64; 6]| Sample {
        question: [
            "Classez ces lieux : lequel réaménager d'abord ?",
            "Rank these places: which should be redone first?",
        ],
        options: places().into_iter().chain([blank.clone()]).collect(),
        rule: json!({"kind": "ranking", "ties": true, "blank": "blank"}),
        outcome: json!({"pairwise": {"method": method}}),
        counts: pairs.into_iter().chain([40]).collect(),
        turnout: 2_040,
    };
    let circle = [1_200, 900, 800, 1_400, 1_100, 600];
    let clear = [1_200, 1_250, 700, 1_001, 650, 900];
    let level = [800, 900, 800, 900, 700, 700];
    vec![
        sample("schulze", circle),
        sample("condorcet", circle),
        sample("schulze", clear),
        sample("borda", clear),
        sample("schulze", level),
    ]
}

fn projects() -> Vec<Sample> {
    let projects = |costs: [u64; 4]| {
        vec![
            option("orchard", "Un verger partagé", "A shared orchard", Some(costs[0])),
            option(
                "benches",
                "Des bancs à l'ombre",
                "Benches in the shade",
                Some(costs[1]),
            ),
            option("books", "Des boîtes à livres", "Book boxes", Some(costs[2])),
            option("nests", "Des nichoirs", "Nesting boxes", Some(costs[3])),
        ]
    };
    let sample = |costs: [u64; 4], counts: [u64; 4], rule: Value| Sample {
        question: [
            "Quels projets faut-il financer ?",
            "Which projects should be paid for?",
        ],
        options: projects(costs),
        rule: json!({"kind": "budget", "envelope": 100_000}),
        outcome: json!({"budget": rule}),
        counts: counts.into(),
        turnout: 2_000,
    };
    let skip = json!({"envelope": 100_000, "order": "votes", "skip": true});
    let stop = json!({"envelope": 100_000, "order": "votes_per_cost", "skip": false, "threshold": 500});
    let small = json!({"envelope": 20_000, "order": "votes", "skip": true});
    vec![
        sample(
            [60_000, 50_000, 30_000, 5_000],
            [1_204, 998, 877, 0],
            skip.clone(),
        ),
        sample([60_000, 30_000, 30_000, 5_000], [1_204, 877, 877, 402], skip),
        sample([60_000, 50_000, 30_000, 5_000], [1_204, 998, 877, 402], stop),
        sample([60_000, 50_000, 30_000, 25_000], [1_204, 998, 877, 402], small),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_sample_makes_sense() {
        let all = [lists(), numbers(), grades(), rankings(), projects()];
        assert_eq!(all.iter().map(Vec::len).sum::<usize>(), super::all().len());
    }
}
