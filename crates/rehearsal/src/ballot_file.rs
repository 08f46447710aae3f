//! What a file of ballots says.

use crate::Note;
use crate::plain;
use comitia_election::manifest::ContestRule;
use unicode_normalization::UnicodeNormalization as _;
use unicode_normalization::char::is_combining_mark;

/// One contest with all of its ballots.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BallotFile {
    /// An id for the contest, from the name of the file: lower-case ASCII letters, digits and hyphens.
    pub contest: String,
    /// What the file calls itself, or its name.
    pub title: String,
    /// What a ballot may say; wide enough for every ballot of the file.
    pub rule: ContestRule,
    /// The options in the order of the file.
    pub options: Vec<Choice>,
    /// The place of the blank option among them, if one is called so.
    pub blank: Option<usize>,
    /// What there is to spend, where the file says so: in the unit of the costs.
    pub envelope: Option<u64>,
    /// The ballots in the order of the file.
    pub ballots: Ballots,
    /// What is worth knowing about the file.
    pub notes: Vec<Note>,
}

/// An option.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Choice {
    /// Its id, exactly as in the file.
    pub id: String,
    /// Its name, where the file has one besides the id.
    pub name: Option<String>,
    /// What it costs, where the file says so.
    pub cost: Option<u64>,
}

impl Choice {
    /// An option that has an id and nothing else.
    pub(crate) const fn plain(id: String) -> Self {
        Self {
            id,
            name: None,
            cost: None,
        }
    }
}

impl BallotFile {
    /// The counters of the contest, added up in the clear and without the help of any shape.
    #[must_use]
    pub fn plain_count(&self) -> Vec<u64> {
        plain::count(&self.rule, self.options.len(), &self.ballots)
    }

    /// The names of the counters with their counts, in the order of the counters.
    #[must_use]
    pub fn plain_count_by_name(&self) -> Vec<(String, u64)> {
        let contest = self.to_contest();
        let names = contest
            .counters()
            .into_iter()
            .map(|counter| counter.name(&contest));
        names.zip(self.plain_count()).collect()
    }
}

/// Many ballots in little memory: each is the voter's selection.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Ballots {
    numbers: Vec<usize>,
    ends: Vec<usize>,
}

impl Ballots {
    /// The most ballots that a file is read with.
    pub const LIMIT: u64 = 10_000_000;

    /// Adds a ballot.
    pub(crate) fn push(&mut self, selection: &[usize]) {
        self.numbers.extend(selection);
        self.ends.push(self.numbers.len());
    }

    /// How many there are.
    #[must_use]
    pub const fn len(&self) -> usize {
        self.ends.len()
    }

    /// Whether there is none.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.ends.is_empty()
    }

    /// The ballot at a place, from 0.
    #[must_use]
    pub fn get(&self, ballot: usize) -> Option<&[usize]> {
        let end = *self.ends.get(ballot)?;
        let start = ballot
            .checked_sub(1)
            .and_then(|before| self.ends.get(before))
            .copied()
            .unwrap_or(0);
        self.numbers.get(start..end)
    }

    /// All of them, in order.
    pub fn iter(&self) -> impl Iterator<Item = &[usize]> {
        (0..self.len()).filter_map(|ballot| self.get(ballot))
    }
}

/// An id for a contest from the name of a file.
pub(crate) fn contest_id(name: &str) -> String {
    let plain: String = name.nfd().filter(|letter| !is_combining_mark(*letter)).collect();
    let words = plain
        .split(|letter: char| !letter.is_ascii_alphanumeric())
        .filter(|word| !word.is_empty());
    let id = words.collect::<Vec<_>>().join("-").to_ascii_lowercase();
    if id.is_empty() { "contest".to_owned() } else { id }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ballots_come_back_one_by_one() {
        let mut ballots = Ballots::default();
        assert!(ballots.is_empty());
        for selection in [vec![2, 0], vec![], vec![1]] {
            ballots.push(&selection);
        }
        assert_eq!(ballots.iter().collect::<Vec<_>>(), [[2, 0].as_slice(), &[], &[1]]);
        assert_eq!((ballots.len(), ballots.get(3)), (3, None));
    }

    #[test]
    fn a_contest_is_named_after_its_file() {
        assert_eq!(
            contest_id("France_Toulouse_2022_6_-_Saint-Cyprien"),
            "france-toulouse-2022-6-saint-cyprien"
        );
        assert_eq!(contest_id("Référendum 2024"), "referendum-2024");
        assert_eq!(contest_id("–"), "contest");
    }
}
