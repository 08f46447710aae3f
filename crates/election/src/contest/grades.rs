//! `grades`: exactly one grade for each option (majority judgement). One bit per option and grade, Σb = 1 per option.

use super::error::MOST_OPTIONS;
use super::kind::{Kind, numbers, options_within, within};
use super::rows::{Rows, column};
use super::{ChoiceFault, ContestError, Counter};
use crate::manifest::Contest;
use crate::text::{Text, is_printable};
use comitia_counting::Form;
use comitia_crypto::plaintext::Plaintext;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// Most grades that anybody can tell apart, and more.
const MOST_GRADES: u64 = 32;

/// A grade for each option.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Grades {
    /// The grades, the worst first.
    pub grades: Vec<Grade>,
}

/// One grade.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Grade {
    /// Identifier, unique in its contest.
    pub id: String,
    /// Its name.
    pub title: Text,
}

impl Kind for Grades {
    fn check(&self, contest: &Contest) -> Result<(), ContestError> {
        options_within(contest, 1, MOST_OPTIONS)?;
        within("grades", self.grades.len() as u64, 2, MOST_GRADES)?;
        let mut seen = BTreeSet::new();
        let sound = |id: &str| (1..=200).contains(&id.len()) && is_printable(id) && !id.contains('\n');
        match self
            .grades
            .iter()
            .find(|grade| !sound(&grade.id) || !seen.insert(&grade.id))
        {
            Some(grade) => Err(ContestError::Grade(grade.id.clone())),
            None => Ok(()),
        }
    }

    fn rows(&self, contest: &Contest) -> Rows {
        let mut rows = Rows::default();
        for _ in &contest.options {
            let first = rows.add_bits(self.grades.len());
            let grades = first..first + column(self.grades.len());
            rows.count_each(grades.clone());
            rows.equation(grades.map(|bit| (bit, 1)), 1);
        }
        rows
    }

    fn mark(&self, contest: &Contest, selection: &[usize]) -> Result<Plaintext, ChoiceFault> {
        let grades = self.grades.len() as u64;
        let given = numbers(contest.options.len(), grades.saturating_sub(1), selection)?;
        let bits = given
            .into_iter()
            .flat_map(|grade| (0..grades).map(move |other| other == grade));
        Ok(Plaintext::from(bits.collect::<Vec<_>>()))
    }

    fn counters(&self, contest: &Contest) -> Vec<Counter> {
        let of = |option| (0..self.grades.len()).map(move |grade| Counter::Grade { option, grade });
        (0..contest.options.len()).flat_map(of).collect()
    }

    fn form(&self) -> Form {
        Form::Grades
    }
}
