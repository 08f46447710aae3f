//! Ballots that name options: `single`, `choose`, `budget` and `lists`.

use super::File;
use super::votes::Raw;
use crate::{Ballots, Choice, Limits, Note, ReadError};
use comitia_election::contest::{Budget, Choose, ContestRule, List, Lists, Single};

impl File<'_> {
    /// Exactly one option each, or, where a ballot of the file is not like that, as many as it has.
    pub(super) fn single(&mut self) -> Result<ContestRule, ReadError> {
        let declared = Limits { min: 1, max: 1 };
        let limits = self.widened(declared)?;
        Ok(if limits == declared {
            ContestRule::Single(Single::default())
        } else {
            choose(limits)
        })
    }

    /// As many options as the file declares, and as its ballots have.
    pub(super) fn choose(&mut self) -> Result<ContestRule, ReadError> {
        if let Some(max_sum_cost) = self.meta.text("max_sum_cost") {
            let max_sum_cost = max_sum_cost.to_owned();
            self.notes.push(Note::MaxSumCostNotEnforced { max_sum_cost });
        }
        let declared = self.declared_limits()?;
        self.widened(declared).map(choose)
    }

    /// What a voter may spend, and how many projects, as far as the file declares it.
    pub(super) fn budget(&mut self) -> Result<ContestRule, ReadError> {
        if let Some(place) = self.options.iter().position(|option| option.cost.is_none()) {
            let line = self.projects.lines.get(place).copied().unwrap_or(0);
            return Err(ReadError::NoCost { line });
        }
        let declared = self.declared_limits()?;
        let limits = self.widened(declared)?;
        let all = limits.max == self.options.len();
        Ok(ContestRule::Budget(Budget {
            envelope: self.voters_envelope()?,
            min: number(limits.min),
            max: (!all).then(|| number(limits.max)),
        }))
    }

    /// The voter's own limit, else the whole budget; widened to the dearest ballot.
    fn voters_envelope(&mut self) -> Result<u64, ReadError> {
        let own = self
            .meta
            .decimal("max_sum_cost")?
            .and_then(|limit| limit.in_units(self.decimals));
        let declared = own.or(self.envelope).ok_or(ReadError::NoBudget)?;
        let costs: Vec<u64> = self
            .options
            .iter()
            .map(|option| option.cost.unwrap_or(0))
            .collect();
        let cost = |ballot: &Raw| {
            let costs = ballot.options.iter().filter_map(|place| costs.get(*place));
            costs.copied().fold(0, u64::saturating_add)
        };
        let needed = self.widen("max_sum_cost", declared, &cost);
        Ok(needed.max(1))
    }

    /// Options in the order of the ballot, however the file orders them.
    pub(super) fn marked(&self) -> Ballots {
        let mut ballots = Ballots::default();
        for ballot in &self.ballots {
            let mut places = ballot.options.clone();
            places.sort_unstable();
            ballots.push(&places);
        }
        ballots
    }

    /// Categories as lists, their projects as candidates; the options become lists and candidates.
    pub(super) fn lists(&mut self) -> Result<(ContestRule, Ballots), ReadError> {
        let lists = self.categories()?;
        let mut options = Vec::new();
        let mut place = vec![0; self.options.len()];
        let mut of = vec![0; self.options.len()];
        for (name, candidates) in &lists {
            let list = options.len();
            if let Some(alone) = self.alone(name, candidates) {
                (place[candidates[0]], of[candidates[0]]) = (list, list);
                options.push(alone);
                continue;
            }
            options.push(Choice::plain(name.clone()));
            for candidate in candidates {
                (place[*candidate], of[*candidate]) = (options.len(), list);
                options.extend(self.options.get(*candidate).cloned());
            }
        }
        let ids = |places: &[usize]| {
            places
                .iter()
                .filter_map(|at| Some(self.options.get(*at)?.id.clone()))
                .collect()
        };
        let rule = lists.iter().map(|(list, candidates)| List {
            list: list.clone(),
            candidates: if self.alone(list, candidates).is_some() {
                Vec::new()
            } else {
                ids(candidates)
            },
        });
        let rule = ContestRule::Lists(Lists {
            lists: rule.collect(),
            blank: None,
        });
        let mut ballots = Ballots::default();
        for ballot in &self.ballots {
            let list = one_list(ballot, &of)?;
            let candidates = ballot.options.iter().map(|candidate| place[*candidate]);
            let mut selection: Vec<usize> = core::iter::once(list).chain(candidates).collect();
            selection.sort_unstable();
            selection.dedup();
            ballots.push(&selection);
        }
        self.options = options;
        Ok((rule, ballots))
    }

    /// Categories in the order of their first projects, with the places of their projects; a project without one is a
    /// list of its own, under its own id.
    fn categories(&self) -> Result<Vec<(String, Vec<usize>)>, ReadError> {
        let mut lists: Vec<(String, Vec<usize>)> = Vec::new();
        for (place, (category, line)) in self
            .projects
            .categories
            .iter()
            .zip(&self.projects.lines)
            .enumerate()
        {
            let Some(category) = category else {
                lists.push((
                    self.options
                        .get(place)
                        .map_or_else(String::new, |option| option.id.clone()),
                    vec![place],
                ));
                continue;
            };
            if let Some((option, first)) = self.named(category) {
                return Err(ReadError::DuplicateOption {
                    line: *line,
                    first,
                    option,
                });
            }
            match lists.iter_mut().find(|(name, _)| name == category) {
                Some((_, places)) => places.push(place),
                None => lists.push((category.clone(), vec![place])),
            }
        }
        Ok(lists)
    }

    /// The project that is a list of its own, if this list is one.
    fn alone(&self, list: &str, candidates: &[usize]) -> Option<Choice> {
        match candidates {
            [only] => self
                .options
                .get(*only)
                .filter(|option| option.id == list)
                .cloned(),
            _ => None,
        }
    }

    /// The option that already has this id, with its line.
    fn named(&self, id: &str) -> Option<(String, u64)> {
        let place = self.options.iter().position(|option| option.id == id)?;
        Some((
            id.to_owned(),
            self.projects.lines.get(place).copied().unwrap_or(0),
        ))
    }
}

/// The list of a ballot: that of all its candidates.
fn one_list(ballot: &Raw, of: &[usize]) -> Result<usize, ReadError> {
    let line = ballot.line;
    let mut lists = ballot.options.iter().filter_map(|place| of.get(*place));
    let first = lists.next().ok_or(ReadError::NoList { line })?;
    if lists.all(|list| list == first) {
        Ok(*first)
    } else {
        Err(ReadError::TwoLists { line })
    }
}

fn choose(limits: Limits) -> ContestRule {
    ContestRule::Choose(Choose {
        min: number(limits.min),
        max: number(limits.max),
        blank: None,
    })
}

fn number(limit: usize) -> u32 {
    u32::try_from(limit).unwrap_or(u32::MAX)
}
