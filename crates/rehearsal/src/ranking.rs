//! Orders of options as ballots of a `ranking`.

use crate::ballot_file::contest_id;
use crate::ranked::{self, RankedFile};
use crate::{BallotFile, Ballots, Choice, Kind, ReadError};
use comitia_election::contest::{ContestRule, Ranking};

/// Reads the file of rankings called `name`.
pub(crate) fn parse(name: &str, text: &str, wanted: Option<Kind>) -> Result<BallotFile, ReadError> {
    if let Some(wanted) = wanted.filter(|wanted| *wanted != Kind::Ranking) {
        let (found, possible) = ("a file of rankings".to_owned(), &[Kind::Ranking]);
        return Err(ReadError::Kind {
            found,
            wanted,
            possible,
        });
    }
    let file = ranked::parse_text(name, text)?;
    let standing: Vec<usize> = (0..file.ids.len())
        .filter(|place| !file.withdrawn.contains(place))
        .collect();
    let (rule, ballots) = ballots(standing.len(), orders(&file, &standing))?;
    let option = |place: &usize| {
        let id = file.ids.get(*place).cloned().unwrap_or_default();
        let name = file.candidates.get(*place).cloned();
        Choice {
            name,
            ..Choice::plain(id)
        }
    };
    Ok(BallotFile {
        contest: contest_id(name),
        title: file.title.clone(),
        rule,
        options: standing.iter().map(option).collect(),
        blank: None,
        envelope: None,
        ballots,
        notes: Vec::new(),
    })
}

/// The rankings of those who still stand.
fn orders<'a>(
    file: &'a RankedFile,
    standing: &'a [usize],
) -> impl Iterator<Item = (u64, Vec<Vec<usize>>)> + 'a {
    file.ballots.iter().map(|(weight, groups)| {
        let stands = |place: &usize| standing.iter().position(|other| other == place);
        let groups = groups
            .iter()
            .map(|group| group.iter().filter_map(stands).collect::<Vec<_>>());
        (*weight, groups.filter(|group| !group.is_empty()).collect())
    })
}

/// Most options that are ranked pair by pair.
const LIMIT: usize = 10;

/// The contest and its ballots. Each order is groups of tied options, the best first, with the number of ballots that
/// say so; what an order does not name is tied last.
pub(crate) fn ballots<G: AsRef<[usize]>>(
    options: usize,
    orders: impl Iterator<Item = (u64, Vec<G>)>,
) -> Result<(ContestRule, Ballots), ReadError> {
    if options > LIMIT {
        let limit = LIMIT;
        return Err(ReadError::TooManyRanked { options, limit });
    }
    let mut ballots = Ballots::default();
    for (weight, groups) in orders {
        let all = weight.saturating_add(ballots.len() as u64);
        if all > Ballots::LIMIT {
            return Err(ReadError::TooManyInAll {
                limit: Ballots::LIMIT,
            });
        }
        let ranks = ranks(options, &groups);
        for _ in 0..weight {
            ballots.push(&ranks);
        }
    }
    let rule = Ranking {
        ties: true,
        blank: None,
    };
    Ok((ContestRule::Ranking(rule), ballots))
}

fn ranks<G: AsRef<[usize]>>(options: usize, groups: &[G]) -> Vec<usize> {
    let mut ranks = vec![groups.len() + 1; options];
    for (rank, group) in (1..).zip(groups) {
        for option in group.as_ref() {
            if let Some(place) = ranks.get_mut(*option) {
                *place = rank;
            }
        }
    }
    ranks
}

#[cfg(test)]
mod tests {
    #[test]
    fn what_is_not_ranked_is_tied_last() {
        let orders = [(1, vec![vec![2], vec![0]]), (2, vec![vec![1, 3]]), (1, vec![])];
        let (_, ballots) = super::ballots(4, orders.into_iter()).unwrap();
        let ranks: Vec<_> = ballots.iter().collect();
        assert_eq!(ranks, [[2, 3, 1, 3], [2, 1, 2, 1], [2, 1, 2, 1], [1, 1, 1, 1]]);
    }

    #[test]
    fn more_than_ten_options_are_refused_with_the_reason() {
        let none = core::iter::empty::<(u64, Vec<Vec<usize>>)>();
        let error = super::ballots(11, none).unwrap_err().to_string();
        assert!(error.contains("at most 10 can"), "{error}");
    }
}
