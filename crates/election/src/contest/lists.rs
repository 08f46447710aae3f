//! `lists`: one list, and then any of the candidates on it.
//!
//! One bit per list, Σlist = 1; one bit per candidate c of list l with slack s_c: list_l − b_c = s_c, so that only
//! candidates of the chosen list can be marked. Lists and candidates are all options of the ballot; the blank option,
//! where there is one, is a list without candidates.

use super::kind::{Kind, marked, within};
use super::rows::{Rows, column};
use super::{ChoiceFault, ContestError};
use crate::manifest::Contest;
use comitia_crypto::plaintext::Plaintext;
use serde::{Deserialize, Serialize};

/// One list, and candidates on it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Lists {
    /// The lists, by the ids of options.
    pub lists: Vec<List>,
    /// The blank option: a list without candidates.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub blank: Option<String>,
}

/// A list and who stands on it, by the ids of options.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct List {
    /// The list itself.
    pub list: String,
    /// Its candidates.
    pub candidates: Vec<String>,
}

impl Lists {
    /// For each option: the place of the list that it stands on, its own place if it is a list; `None` if it is
    /// neither, or both.
    #[must_use]
    pub fn list_of(&self, contest: &Contest) -> Vec<Option<usize>> {
        let mut lists: Vec<Vec<usize>> = vec![Vec::new(); contest.options.len()];
        let mut note = |option: &str, list: Option<usize>| {
            if let (Some(list), Some(found)) = (list, contest.place_of(option))
                && let Some(lists) = lists.get_mut(found)
            {
                lists.push(list);
            }
        };
        for List { list, candidates } in &self.lists {
            let place = contest.place_of(list);
            note(list, place);
            candidates.iter().for_each(|candidate| note(candidate, place));
        }
        if let Some(blank) = &self.blank {
            note(blank, contest.place_of(blank));
        }
        let only = |lists: Vec<usize>| match lists.as_slice() {
            [list] => Some(*list),
            _ => None,
        };
        lists.into_iter().map(only).collect()
    }

    /// Places of candidates with the places of their lists, in the order of the ballot.
    fn candidates(&self, contest: &Contest) -> Vec<(usize, usize)> {
        let lists = self.list_of(contest).into_iter().enumerate();
        lists
            .filter_map(|(option, list)| Some((option, list?)))
            .filter(|(option, list)| option != list)
            .collect()
    }
}

impl Kind for Lists {
    fn check(&self, contest: &Contest) -> Result<(), ContestError> {
        within(
            "lists",
            self.lists.len() as u64,
            2 - u64::from(self.blank.is_some()),
            u64::MAX,
        )?;
        let named = self
            .lists
            .iter()
            .flat_map(|list| core::iter::once(&list.list).chain(&list.candidates));
        if let Some(unknown) = named.into_iter().find(|id| contest.place_of(id).is_none()) {
            return Err(ContestError::UnknownOption(unknown.clone()));
        }
        let lists = self.list_of(contest);
        match contest.options.iter().zip(lists).find(|(_, list)| list.is_none()) {
            Some((option, _)) => Err(ContestError::NotOnOneList(option.id.clone())),
            None => Ok(()),
        }
    }

    fn rows(&self, contest: &Contest) -> Rows {
        let mut rows = Rows::default();
        rows.add_bits(contest.options.len());
        rows.count_each(0..column(contest.options.len()));
        let lists = self.contenders(contest).into_iter().chain(contest.blank());
        rows.equation(lists.map(|list| (column(list), 1)), 1);
        for (candidate, list) in self.candidates(contest) {
            let slack = rows.add_bits(1);
            rows.equation([(column(list), 1), (column(candidate), -1), (slack, -1)], 0);
        }
        rows
    }

    fn mark(&self, contest: &Contest, selection: &[usize]) -> Result<Plaintext, ChoiceFault> {
        let mut bits = marked(contest, selection)?;
        let is_list = |place: &&usize| self.list_of(contest).get(**place) == Some(&Some(**place));
        let mut lists = selection.iter().filter(is_list);
        let (Some(list), None) = (lists.next(), lists.next()) else {
            return Err(ChoiceFault::OneList);
        };
        for (candidate, of) in self.candidates(contest) {
            let chosen = selection.contains(&candidate);
            if chosen && of != *list {
                return Err(ChoiceFault::OtherList { option: candidate });
            }
            bits.push(of == *list && !chosen);
        }
        Ok(Plaintext::from(bits))
    }

    fn blank(&self) -> Option<&str> {
        self.blank.as_deref()
    }

    /// The outcome is about lists; candidates are counted and shown.
    fn contenders(&self, contest: &Contest) -> Vec<usize> {
        self.lists
            .iter()
            .filter_map(|list| contest.place_of(&list.list))
            .collect()
    }
}
