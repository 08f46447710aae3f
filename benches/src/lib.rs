//! What benches measure: made-up elections of any size, the same in every run.

use comitia_counting::{Majority, MajorityKind, Quorums, Rule};
use comitia_crypto::ballot::{ElectionStatement, Item, SealedBallot, VoterContext, VoterSignature, sign};
use comitia_crypto::elgamal::ElectionKeys;
use comitia_crypto::group::{NonIdentity, Point, random_scalar};
use comitia_crypto::plaintext::Plaintext;
use comitia_crypto::shape::{Row, Shape};
use comitia_crypto::{Digest, ElectionId};
use comitia_election::contest::Single;
use comitia_election::manifest::{Contest, ContestOption, ContestRule, PhaseDeadlines, Time, Times};
use comitia_election::text::Text;
use comitia_rehearsal::actors::{Parties, RollLine, Terms};
use comitia_rehearsal::{Simulation, SimulationError};
use curve25519_dalek::ristretto::RistrettoPoint;
use rand_chacha::ChaCha20Rng;
use rand_core::SeedableRng as _;

/// A contest: its shape and one choice that obeys it.
pub struct Subject {
    /// What the field calls it.
    pub name: &'static str,
    /// The shape of its ballots.
    pub shape: Shape,
    /// A choice.
    pub choice: Plaintext,
}

/// One of `options`; the choice is the first.
#[must_use]
pub fn single(name: &'static str, options: u32) -> Option<Subject> {
    let all: Row = (0..options).map(|bit| (bit, 1)).collect();
    let counters = (0..options).map(|bit| vec![(bit, 1)]).collect();
    let shape = Shape::new(options, counters, vec![(all, 1)]).ok()?;
    let choice: Vec<bool> = (0..options).map(|bit| bit == 0).collect();
    let choice = choice.into();
    Some(Subject { name, shape, choice })
}

/// Up to `max` of `options`, as a vote on many projects; the choice is the first.
#[must_use]
pub fn up_to(name: &'static str, options: u32, max: u32) -> Option<Subject> {
    let bits = options + max;
    let all: Row = (0..bits).map(|bit| (bit, 1)).collect();
    let counters = (0..options).map(|bit| vec![(bit, 1)]).collect();
    let shape = Shape::new(bits, counters, vec![(all, i64::from(max))]).ok()?;
    let choice: Vec<bool> = (0..bits).map(|bit| bit == 0 || bit > options).collect();
    let choice = choice.into();
    Some(Subject { name, shape, choice })
}

/// A hundred thousand euros split among `options`; the choice gives all to the first.
#[must_use]
pub fn split(name: &'static str, options: u32) -> Option<Subject> {
    let whole = 100_000;
    let all: Row = (0..options).map(|option| (option, 1)).collect();
    let counters = (0..options).map(|option| vec![(option, 1)]).collect();
    let shape = Shape::with_amounts(0, options, counters, vec![(all, i64::from(whole))]).ok()?;
    let choice = Plaintext {
        bits: Vec::new(),
        amounts: (0..options)
            .map(|option| if option == 0 { whole } else { 0 })
            .collect(),
    };
    Some(Subject { name, shape, choice })
}

/// A sealed and signed ballot.
pub struct Cast {
    voter: VoterContext,
    ballot: SealedBallot,
    signature: VoterSignature,
}

impl Cast {
    /// As verification takes it.
    #[must_use]
    pub const fn item(&self) -> Item<'_> {
        Item {
            voter: &self.voter,
            ballot: &self.ballot,
            signature: &self.signature,
        }
    }

    /// The same ballot with a signature that is not its voter's.
    #[must_use]
    pub fn forged(mut self) -> Self {
        self.signature.response += comitia_crypto::group::Scalar::ONE;
        self
    }
}

/// The same generator in every run.
#[must_use]
pub fn rng(seed: u64) -> ChaCha20Rng {
    ChaCha20Rng::seed_from_u64(seed)
}

/// An election with this shape, whose secret keys nobody keeps.
#[must_use]
pub fn statement(shape: &Shape) -> Option<ElectionStatement> {
    let mut rng = rng(1);
    let mut key = || NonIdentity::new(Point::from(RistrettoPoint::mul_base(&random_scalar(&mut rng))));
    let keys: Option<Vec<NonIdentity>> = (0..shape.counters()).map(|_| key()).collect();
    let keys = ElectionKeys::new(keys?)?;
    ElectionStatement::new(ElectionId([1; 32]), Digest([2; 32]), shape.clone(), keys)
}

/// Voter number `voter` casts the subject's choice.
#[must_use]
pub fn cast(statement: &ElectionStatement, choice: &Plaintext, voter: u64) -> Option<Cast> {
    let mut rng = rng(voter);
    let secret = random_scalar(&mut rng);
    let voter = VoterContext {
        credential: *Point::from(RistrettoPoint::mul_base(&secret)).bytes(),
        group: 0,
        weight: 1,
        seq: 0,
        prev: Digest([0; 32]),
    };
    let (ballot, _) = statement.seal(&voter, choice, &mut rng).ok()?;
    let signature = sign(statement, &voter, &ballot, &secret, &mut rng);
    Some(Cast {
        voter,
        ballot,
        signature,
    })
}

/// A closed election of this many options, with ten voters and 2-of-3 trustees.
pub fn town(options: usize) -> Result<Simulation, SimulationError> {
    let mut rng = rng(1);
    let parties = Parties::generate(3, 0, &mut rng);
    let document = parties.document(terms(options), &mut rng);
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

fn terms(options: usize) -> Terms {
    let text = |text: &str| Text::new("en", text);
    let option = |number: usize| ContestOption {
        id: format!("p{number}"),
        title: text(&format!("Project {number}")),
        description: None,
        cost: None,
    };
    let hour = |hour: u64| Time(1_800_000_000 + 3600 * hour);
    let contest = Contest {
        id: "projects".to_owned(),
        title: text("Which project?"),
        description: None,
        options: (0..options).map(option).collect(),
        rule: ContestRule::Single(Single::default()),
        outcome: Rule::Majority(Majority {
            kind: MajorityKind::Simple,
            quorums: Quorums::default(),
        }),
    };
    Terms {
        host: "bench.example".to_owned(),
        title: text("A vote on many projects"),
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
    }
}
