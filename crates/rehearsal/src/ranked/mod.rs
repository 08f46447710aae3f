//! Files of rankings.
//!
//! | file | what is read |
//! |---|---|
//! | BLT (`.blt`) | weights, seats, withdrawn candidates, level ones (`2=3`), an order for ties (`[tie 3 1 2]`) |
//! | PrefLib `.soc`, `.soi`, `.toc`, `.toi` | orders with the number of voters of each; level ones in braces |
//! | CSV of a number of ballots and a ranking, as the Scottish wards are published | the number of seats, names |
//! | RCTab configuration (`.json`) with the spreadsheet of cast votes that it names | its rules on skipped and double ranks |

mod blt;
mod preflib;
mod rctab;
mod scottish;

use std::num::NonZeroU32;
use std::path::Path;

use crate::{Ballots, ReadError, table};

/// A file of rankings: one election with all of its ballots.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RankedFile {
    /// What the file calls itself, or its name.
    pub title: String,
    /// What ballots call the candidates, in the order of the file.
    pub ids: Vec<String>,
    /// The candidates, in the same order.
    pub candidates: Vec<String>,
    /// How many are elected, where the file says so.
    pub seats: Option<NonZeroU32>,
    /// Candidates who withdrew after ballots were printed, by their places among the candidates.
    pub withdrawn: Vec<usize>,
    /// Entries that stand for nobody in particular, such as all names that were written in.
    pub unelectable: Vec<usize>,
    /// The order in which the file wants candidates taken that are level, where it says so: the first goes first.
    pub lot: Option<Vec<usize>>,
    /// How many voters cast it, and the ranking: groups of level candidates, the most preferred first.
    pub ballots: Vec<(u64, Vec<Vec<usize>>)>,
}

/// The most candidates that a file is read with.
const MOST_CANDIDATES: usize = 10_000;

/// Reads a file of rankings. What it contains decides how it is read, not its name.
pub fn read(path: &Path) -> Result<RankedFile, ReadError> {
    let bytes = bytes(path)?;
    let stem = path
        .file_stem()
        .map(|stem| stem.to_string_lossy())
        .unwrap_or_default();
    let text = table::text(&bytes)?;
    if rctab::recognises(&text) {
        let config = rctab::Config::read(&text)?;
        let sheet = path.parent().unwrap_or(Path::new(".")).join(config.sheet());
        return config.ballots(&stem, &self::bytes(&sheet)?);
    }
    parse_text(&stem, &text)
}

/// Reads the bytes of a file of rankings called `name`. An RCTab configuration needs another file: see [`read`].
pub fn parse(name: &str, bytes: &[u8]) -> Result<RankedFile, ReadError> {
    parse_text(name, &table::text(bytes)?)
}

/// Whether a text is a file of rankings by its first line.
#[must_use]
pub fn recognises(text: &str) -> bool {
    rctab::recognises(text)
        || preflib::recognises(text)
        || scottish::recognises(text)
        || blt::recognises(text)
}

pub(crate) fn parse_text(name: &str, text: &str) -> Result<RankedFile, ReadError> {
    if preflib::recognises(text) {
        preflib::parse(name, text)
    } else if scottish::recognises(text) {
        scottish::parse(name, text)
    } else if blt::recognises(text) {
        blt::parse(name, text)
    } else {
        let first = text.lines().next().unwrap_or_default();
        Err(ReadError::NoRankings {
            found: first.chars().take(60).collect(),
        })
    }
}

fn bytes(path: &Path) -> Result<Vec<u8>, ReadError> {
    std::fs::read(path).map_err(|source| ReadError::Io {
        path: path.to_owned(),
        source,
    })
}

impl RankedFile {
    /// How many ballots there are.
    #[must_use]
    pub fn voters(&self) -> u64 {
        let weights = self.ballots.iter().map(|(weight, _)| *weight);
        weights.fold(0, u64::saturating_add)
    }

    /// The rankings without level candidates: a ranking ends where it does not say who is next, as a paper that cannot
    /// be read any further does.
    pub fn strict(&self) -> impl Iterator<Item = (u64, Vec<usize>)> + '_ {
        self.ballots.iter().map(|(weight, groups)| {
            let clear = groups.iter().map_while(|group| match group.as_slice() {
                [only] => Some(*only),
                _ => None,
            });
            (*weight, clear.collect())
        })
    }
}

/// Checks places on ballots while they are read, and keeps the ballots.
struct Reader {
    candidates: usize,
    /// For each candidate, the last ballot (counted from 1) that names it.
    named_by: Vec<usize>,
    ballots: Vec<(u64, Vec<Vec<usize>>)>,
}

impl Reader {
    fn new(line: u64, candidates: usize) -> Result<Self, ReadError> {
        if candidates == 0 {
            return Err(ReadError::NoOptions);
        }
        if candidates > MOST_CANDIDATES {
            return Err(ReadError::Order {
                line,
                problem: "more than 10000 candidates",
            });
        }
        Ok(Self {
            candidates,
            named_by: vec![0; candidates],
            ballots: Vec::new(),
        })
    }

    /// The place of the candidate that a ballot calls `number`, counted from 1. The ballot is the one that is pushed
    /// next, and may name nobody twice.
    fn place(&mut self, line: u64, number: &str) -> Result<usize, ReadError> {
        let place = self.candidate(line, number)?;
        self.once(line, place, number)?;
        Ok(place)
    }

    /// The place of the candidate called `number`, counted from 1.
    fn candidate(&self, line: u64, number: &str) -> Result<usize, ReadError> {
        let place = table::number(line, "a candidate", number)?;
        let place = usize::try_from(place).ok().and_then(|place| place.checked_sub(1));
        place
            .filter(|place| *place < self.candidates)
            .ok_or_else(|| ReadError::UnknownOption {
                line,
                option: number.trim().to_owned(),
            })
    }

    fn once(&mut self, line: u64, place: usize, name: &str) -> Result<(), ReadError> {
        let this = self.ballots.len() + 1;
        match self.named_by.get_mut(place) {
            Some(last) if *last == this => Err(ReadError::RepeatedOption {
                line,
                option: name.trim().to_owned(),
            }),
            Some(last) => {
                *last = this;
                Ok(())
            }
            None => Ok(()),
        }
    }

    fn push(&mut self, line: u64, weight: u64, ranking: Vec<Vec<usize>>) -> Result<(), ReadError> {
        if self.ballots.len() as u64 >= Ballots::LIMIT {
            return Err(ReadError::TooManyBallots {
                line,
                limit: Ballots::LIMIT,
            });
        }
        self.ballots.push((weight, ranking));
        Ok(())
    }
}

/// Candidates whom ballots call by their places, counted from 1.
fn numbered(candidates: usize) -> Vec<String> {
    (1..=candidates).map(|number| number.to_string()).collect()
}

/// A number of seats, which is not 0.
fn seats(line: u64, number: &str) -> Result<NonZeroU32, ReadError> {
    let seats = table::number(line, "the number of seats", number)?;
    u32::try_from(seats)
        .ok()
        .and_then(NonZeroU32::new)
        .ok_or(ReadError::Order {
            line,
            problem: "that many seats cannot be filled",
        })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_ranking_ends_at_level_candidates_where_none_are_allowed() {
        let file = parse("f", b"3 1\n2 1 2=3 0\n1 2=3 1 0\n0\nA\nB\nC\nTitle\n").unwrap();
        assert_eq!(file.ballots[0], (2, vec![vec![0], vec![1, 2]]));
        assert_eq!(file.strict().collect::<Vec<_>>(), [(2, vec![0]), (1, vec![])]);
        assert_eq!(file.voters(), 3);
    }

    #[test]
    fn what_is_no_file_of_rankings_is_refused_with_its_first_line() {
        for text in ["", "option,count\nYes,3\n", "META\nkey;value\n"] {
            let first = text.lines().next().unwrap_or_default();
            let refused = parse("f", text.as_bytes());
            assert!(matches!(refused, Err(ReadError::NoRankings { found }) if found == first));
        }
    }

    proptest! {
        /// Whatever the bytes, a reader answers.
        #[test]
        fn nothing_panics(bytes in "([0-9]{1,4}[ ,\n:{}=\"#-]{0,3}){0,40}[A-Z\"\n]{0,12}") {
            let _ = parse("f", bytes.as_bytes());
            let preflib = format!("# FILE NAME: f\n# ALTERNATIVE NAME 1: A\n{bytes}");
            let _ = parse("f", preflib.as_bytes());
        }
    }
}
