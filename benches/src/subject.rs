//! Contests to measure: written as a manifest has them, and compiled as an election compiles them.

use crate::rng;
use crate::town::{contest, document};
use comitia_crypto::plaintext::Plaintext;
use comitia_crypto::shape::Shape;
use comitia_election::contest::{
    Allocation, Budget, ChoiceError, Choose, Grade, Grades, List, Lists, Points, Quadratic, Ranking, Score,
    Single,
};
use comitia_election::manifest::{ContestRule, Manifest, ManifestError};
use comitia_election::text::Text;
use comitia_rehearsal::actors::Parties;
use thiserror::Error;

/// What is split, in an allocation: a hundred thousand euros.
const WHOLE: u32 = 100_000;

/// Why a contest cannot be measured.
#[derive(Debug, Error)]
pub enum SubjectError {
    /// No manifest can have it.
    #[error("{contest}: {source}")]
    Manifest {
        /// Its name.
        contest: String,
        /// What is wrong.
        source: ManifestError,
    },
    /// The choice breaks its rule.
    #[error("{contest}: {source}")]
    Choice {
        /// Its name.
        contest: String,
        /// What is wrong.
        source: ChoiceError,
    },
}

/// A contest: its shape and one choice that obeys it.
pub struct Subject {
    /// What the field calls it.
    pub name: String,
    /// The shape of its ballots.
    pub shape: Shape,
    /// A choice.
    pub choice: Plaintext,
}

impl Subject {
    fn new(
        name: &str,
        options: usize,
        rule: ContestRule,
        selection: Vec<usize>,
    ) -> Result<Self, SubjectError> {
        let mut rng = rng(1);
        let parties = Parties::generate(3, 0, &mut rng);
        let document = document(&parties, contest(options, rule), &mut rng);
        let bytes = serde_json::to_vec(&document).unwrap_or_default();
        let manifest = Manifest::parse(&bytes).map_err(|source| SubjectError::Manifest {
            contest: name.to_owned(),
            source,
        })?;
        let choice = manifest.ballot().plaintext(&manifest.contests, &[selection]);
        let choice = choice.map_err(|source| SubjectError::Choice {
            contest: name.to_owned(),
            source,
        })?;
        Ok(Self {
            name: name.to_owned(),
            shape: manifest.ballot().shape().clone(),
            choice,
        })
    }
}

/// One of `options`.
///
/// # Errors
/// When no manifest can have so many.
pub fn one_of(options: usize) -> Result<Subject, SubjectError> {
    let rule = ContestRule::Single(Single::default());
    Subject::new(&format!("one of {options}"), options, rule, vec![0])
}

/// The question of every referendum.
///
/// # Errors
/// None that a change of the limits would not bring.
pub fn yes_no_blank() -> Result<Subject, SubjectError> {
    let blank = Some("p2".to_owned());
    let rule = ContestRule::Single(Single { blank });
    Subject::new("yes, no or blank", 3, rule, vec![0])
}

/// Projects that cost as much as their number says, out of `options`, within an envelope.
///
/// # Errors
/// When no manifest can have so many.
pub fn projects(options: usize) -> Result<Subject, SubjectError> {
    let rule = ContestRule::Budget(Budget {
        envelope: 100_000,
        min: 0,
        max: None,
    });
    Subject::new(&format!("budget of {options}"), options, rule, vec![0, 3])
}

/// A hundred thousand euros split among `options`; the choice gives all to the first.
///
/// # Errors
/// When no manifest can have so many.
pub fn split(options: usize) -> Result<Subject, SubjectError> {
    let rule = ContestRule::Allocation(Allocation { amount: WHOLE });
    let mut amounts = vec![0; options];
    amounts
        .iter_mut()
        .take(1)
        .for_each(|first| *first = WHOLE as usize);
    Subject::new(&format!("split among {options}"), options, rule, amounts)
}

/// A contest of each kind, of a size that towns have.
///
/// # Errors
/// None that a change of the limits would not bring.
pub fn kinds() -> Result<Vec<Subject>, SubjectError> {
    Ok(vec![
        yes_no_blank()?,
        choose()?,
        lists()?,
        score()?,
        points()?,
        quadratic()?,
        grades()?,
        projects(100)?,
        ranking()?,
        split(8)?,
    ])
}

fn choose() -> Result<Subject, SubjectError> {
    let rule = ContestRule::Choose(Choose {
        min: 0,
        max: 5,
        blank: None,
    });
    Subject::new("up to 5 of 100", 100, rule, vec![0])
}

fn lists() -> Result<Subject, SubjectError> {
    let id = |list: usize, place: usize| format!("p{}", 11 * list + place);
    let list = |list: usize| List {
        list: id(list, 0),
        candidates: (1..=10).map(|place| id(list, place)).collect(),
    };
    let rule = ContestRule::Lists(Lists {
        lists: (0..5).map(list).collect(),
        blank: None,
    });
    Subject::new("5 lists of 10", 55, rule, vec![0, 1, 2])
}

fn score() -> Result<Subject, SubjectError> {
    let rule = ContestRule::Score(Score { max: 5 });
    Subject::new("scores 0 to 5 for 10", 10, rule, vec![3; 10])
}

fn points() -> Result<Subject, SubjectError> {
    let rule = ContestRule::Points(Points {
        min: 0,
        max: 7,
        each: 7,
    });
    let points = (0..20).map(|option| usize::from(option < 7)).collect();
    Subject::new("7 points for 20", 20, rule, points)
}

fn quadratic() -> Result<Subject, SubjectError> {
    let rule = ContestRule::Quadratic(Quadratic { credits: 36 });
    Subject::new("36 credits for 10", 10, rule, vec![1; 10])
}

fn grades() -> Result<Subject, SubjectError> {
    let grade = |number: usize| Grade {
        id: format!("g{number}"),
        title: Text::new("en", &format!("Grade {number}")),
    };
    let rule = ContestRule::Grades(Grades {
        grades: (0..6).map(grade).collect(),
    });
    Subject::new("6 grades for 8", 8, rule, vec![2; 8])
}

fn ranking() -> Result<Subject, SubjectError> {
    let rule = ContestRule::Ranking(Ranking {
        ties: true,
        blank: None,
    });
    Subject::new("a ranking of 10", 10, rule, (1..=10).collect())
}
