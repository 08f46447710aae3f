//! `ranking`: an order of the options, with ties where the manifest allows them; counted pair by pair.
//!
//! q_ij for each ordered pair (i is above j), e_ij for each pair (they are tied; left out in a strict order), β (blank):
//! q_ij + q_ji + e_ij + β = 1. For distinct i, j, k: q_ij + q_jk − q_ik = s_ijk ∈ {0, 1}. That is transitivity (if i is
//! above j and j above k, then i is above k) and its complement (if i is above k, then i is above j or j above k), which
//! together are an order with ties. Counters are the q_ij and β: no order of a single ballot can be recognised.

use super::kind::{Kind, numbers, options_within};
use super::rows::{Rows, column};
use super::{ChoiceFault, ContestError, Counter};
use crate::manifest::Contest;
use comitia_counting::Form;
use comitia_crypto::plaintext::Plaintext;
use serde::{Deserialize, Serialize};

/// Slack grows with the third power of the options.
const MOST_OPTIONS: usize = 10;

/// An order of the options.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Ranking {
    /// Whether options may share a rank.
    pub ties: bool,
    /// The blank option, which is not ranked: the last of the options.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub blank: Option<String>,
}

/// Ordered pairs of different numbers below `k`, row by row.
fn pairs(k: usize) -> impl Iterator<Item = (usize, usize)> {
    (0..k).flat_map(move |i| (0..k).filter(move |j| *j != i).map(move |j| (i, j)))
}

/// Ordered triples of different numbers below `k`.
fn triples(k: usize) -> impl Iterator<Item = (usize, usize, usize)> {
    pairs(k).flat_map(move |(i, j)| (0..k).filter(move |l| *l != i && *l != j).map(move |l| (i, j, l)))
}

/// Column of q_ij: its place among the pairs.
fn above(k: usize, (i, j): (usize, usize)) -> u32 {
    column(i * (k - 1) + j - usize::from(j > i))
}

impl Kind for Ranking {
    fn check(&self, contest: &Contest) -> Result<(), ContestError> {
        options_within(contest, 2, MOST_OPTIONS)?;
        match contest.blank() {
            Some(blank) if blank + 1 < contest.options.len() => Err(ContestError::BlankNotLast),
            _ => Ok(()),
        }
    }

    fn rows(&self, contest: &Contest) -> Rows {
        let k = contest.candidates().len();
        let mut rows = Rows::default();
        rows.add_bits(k * (k - 1));
        let blank = contest.blank().map(|_| rows.add_bits(1));
        rows.count_each(0..rows.bits);
        for (i, j) in pairs(k).filter(|(i, j)| i < j) {
            let tied = self.ties.then(|| rows.add_bits(1));
            let pair = [above(k, (i, j)), above(k, (j, i))];
            let all = pair.into_iter().chain(tied).chain(blank);
            rows.equation(all.map(|bit| (bit, 1)), 1);
        }
        for (i, j, l) in triples(k) {
            let slack = rows.add_bits(1);
            let [ij, jl, il] = [(i, j), (j, l), (i, l)].map(|pair| above(k, pair));
            rows.equation([(ij, 1), (jl, 1), (il, -1), (slack, -1)], 0);
        }
        rows
    }

    fn mark(&self, contest: &Contest, selection: &[usize]) -> Result<Plaintext, ChoiceFault> {
        let k = contest.candidates().len();
        let is_blank = selection.is_empty();
        if is_blank && self.blank.is_none() {
            return Err(ChoiceFault::NoBlank);
        }
        let blank_ranks = vec![0; k];
        let ranks = numbers(
            k,
            u32::MAX.into(),
            if is_blank { &blank_ranks } else { selection },
        )?;
        let rank = |option: usize| ranks.get(option).copied().unwrap_or(0);
        if !is_blank && ranks.contains(&0) {
            return Err(ChoiceFault::RankZero);
        }
        if !is_blank && !self.ties && pairs(k).any(|(i, j)| rank(i) == rank(j)) {
            return Err(ChoiceFault::Tie);
        }
        let is_above = |i: usize, j: usize| rank(i) < rank(j);
        let mut bits: Vec<bool> = pairs(k).map(|(i, j)| is_above(i, j)).collect();
        bits.extend(self.blank.as_ref().map(|_| is_blank));
        let tied = pairs(k).filter(|(i, j)| i < j && self.ties);
        bits.extend(tied.map(|(i, j)| !is_blank && rank(i) == rank(j)));
        let slack =
            |(i, j, l)| u8::from(is_above(i, j)) + u8::from(is_above(j, l)) > u8::from(is_above(i, l));
        bits.extend(triples(k).map(slack));
        Ok(Plaintext::from(bits))
    }

    fn counters(&self, contest: &Contest) -> Vec<Counter> {
        let places = contest.candidates();
        let place = |option: usize| places.get(option).copied().unwrap_or(0);
        let above = |(i, j)| Counter::Above {
            upper: place(i),
            lower: place(j),
        };
        let pairs = pairs(places.len()).map(above);
        pairs.chain(contest.blank().map(Counter::Option)).collect()
    }

    fn form(&self) -> Form {
        Form::Pairs
    }

    fn blank(&self) -> Option<&str> {
        self.blank.as_deref()
    }
}
