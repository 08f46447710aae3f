//! A whole election, and the manifest that it and every measured contest needs.

use crate::rng;
use comitia_counting::{Form, Judgement, Pairwise, PairwiseMethod, Quorums, Rule, Top};
use comitia_election::contest::Single;
use comitia_election::manifest::{
    Contest, ContestOption, ContestRule, Document, PhaseDeadlines, Time, Times,
};
use comitia_election::text::Text;
use comitia_rehearsal::actors::{Parties, RollLine, Terms};
use comitia_rehearsal::{Simulation, SimulationError};
use core::num::NonZeroU32;
use rand_core::{CryptoRng, RngCore};

/// A closed election of this many options, with ten voters and 2-of-3 trustees.
///
/// # Errors
/// Those of the election.
pub fn town(options: usize) -> Result<Simulation, SimulationError> {
    let mut rng = rng(1);
    let parties = Parties::generate(3, 0, &mut rng);
    let contest = contest(options, ContestRule::Single(Single::default()));
    let document = document(&parties, contest, &mut rng);
    let manifest = serde_json::to_vec(&document).unwrap_or_default();
    let mut town = Simulation::begin(parties, &manifest, rng)?;
    town.run_ceremony(&mut ())?;
    town.commit_roll(&[RollLine::default(); 10])?;
    town.open(document.times.opens_at)?;
    for voter in 0..10 {
        town.vote(voter, &[vec![voter]])?;
    }
    town.close(document.times.closes_at)?;
    Ok(town)
}

/// A contest with options `p0`, `p1` …, each with a price, decided by whatever its counts are made for.
pub(crate) fn contest(options: usize, rule: ContestRule) -> Contest {
    let text = |text: &str| Text::new("en", text);
    let option = |number: usize| ContestOption {
        id: format!("p{number}"),
        title: text(&format!("Project {number}")),
        description: None,
        cost: Some(1000 + number as u64),
    };
    Contest {
        id: "projects".to_owned(),
        title: text("Which project?"),
        description: None,
        options: (0..options).map(option).collect(),
        outcome: outcome(rule.form()),
        rule,
    }
}

fn outcome(form: Form) -> Rule {
    let (seats, quorums) = (NonZeroU32::MIN, Quorums::default());
    match form {
        Form::Options => Rule::Top(Top { seats, quorums }),
        Form::Grades => Rule::Judgement(Judgement { seats, quorums }),
        Form::Pairs => Rule::Pairwise(Pairwise {
            method: PairwiseMethod::Schulze,
            seats,
            quorums,
        }),
    }
}

/// A manifest with this contest.
pub(crate) fn document(
    parties: &Parties,
    contest: Contest,
    rng: &mut (impl CryptoRng + RngCore),
) -> Document {
    let hour = |hour: u64| Time(1_800_000_000 + 3600 * hour);
    let terms = Terms {
        host: "bench.example".to_owned(),
        title: Text::new("en", "A vote on many projects"),
        times: Times {
            ceremony: PhaseDeadlines {
                enrol: hour(1),
                commit: hour(2),
                reveal: hour(3),
                complain: hour(4),
                answer: hour(5),
                accept: hour(6),
            },
            opens_at: hour(7),
            closes_at: hour(8),
            checking_seconds: 0,
        },
        threshold: 2,
        contests: vec![contest],
    };
    parties.document(terms, rng)
}
