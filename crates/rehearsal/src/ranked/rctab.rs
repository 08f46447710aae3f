//! Cast-vote records of ES&S scanners as spreadsheets, with the configuration of the program RCTab that says how to
//! read them: which cell is the first rank of the first ballot, and what skipped and double ranks mean.

use std::collections::{BTreeMap, HashMap};
use std::io::Cursor;

use calamine::{DataType as _, Reader as _, Xlsx};
use serde_json::Value;

use super::{RankedFile, Reader};
use crate::ReadError;

/// What RCTab calls the votes for all names that were written in.
const WRITE_INS: &str = "Undeclared Write-ins";

/// Whether a text is such a configuration.
pub(super) fn recognises(text: &str) -> bool {
    text.trim_start().starts_with('{') && text.contains("\"cvrFileSources\"")
}

/// A configuration, checked.
pub(super) struct Config {
    title: String,
    sheet: String,
    /// From 0.
    first_row: u32,
    /// From 0.
    first_column: u32,
    ranks: u32,
    skips: u64,
    repeats_end: bool,
    overvotes_end: bool,
    overvote: String,
    skipped: String,
    write_in: String,
    candidates: Vec<String>,
    excluded: Vec<usize>,
    unelectable: Vec<usize>,
    /// By the names in the spreadsheet.
    places: HashMap<String, usize>,
    by_order: bool,
}

/// What a cell says.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Mark {
    Skipped,
    Overvote,
    Candidate(usize),
}

impl Config {
    /// Reads the text of a configuration.
    pub(super) fn read(text: &str) -> Result<Self, ReadError> {
        let json: Value = serde_json::from_str(text).map_err(|error| ReadError::Config {
            field: "the file",
            problem: error.to_string(),
        })?;
        let field = |pointer| Field::new(&json, pointer);
        provider(&field("/cvrFileSources/0/provider"))?;
        let mut config = Self {
            title: field("/outputSettings/contestName").text(),
            sheet: field("/cvrFileSources/0/filePath").text(),
            first_row: field("/cvrFileSources/0/firstVoteRowIndex").index()?,
            first_column: field("/cvrFileSources/0/firstVoteColumnIndex").index()?,
            ranks: field("/rules/maxRankingsAllowed")
                .limit()?
                .unwrap_or(u64::MAX)
                .try_into()
                .unwrap_or(u32::MAX),
            skips: field("/rules/maxSkippedRanksAllowed")
                .limit()?
                .unwrap_or(u64::MAX),
            repeats_end: field("/rules/exhaustOnDuplicateCandidate").text() == "true",
            overvotes_end: overvotes_end(&field("/rules/overvoteRule"))?,
            overvote: field("/cvrFileSources/0/overvoteLabel").text(),
            skipped: field("/cvrFileSources/0/skippedRankLabel").text(),
            write_in: field("/cvrFileSources/0/undeclaredWriteInLabel").text(),
            candidates: Vec::new(),
            excluded: Vec::new(),
            unelectable: Vec::new(),
            places: HashMap::new(),
            by_order: field("/rules/tiebreakMode").text() == "useCandidateOrder",
        };
        config.read_candidates(&json)?;
        Ok(config)
    }

    /// The name of the spreadsheet, beside the configuration.
    pub(super) fn sheet(&self) -> &str {
        &self.sheet
    }

    fn read_candidates(&mut self, json: &Value) -> Result<(), ReadError> {
        let listed = json.pointer("/candidates").and_then(Value::as_array);
        for candidate in listed.into_iter().flatten() {
            let name = Field::new(candidate, "/name").text();
            if name.is_empty() {
                return Err(ReadError::Config {
                    field: "/candidates",
                    problem: "a candidate has no name".to_owned(),
                });
            }
            if Field::new(candidate, "/excluded").text() == "true" {
                self.excluded.push(self.candidates.len());
            }
            let aliases = candidate.pointer("/aliases").and_then(Value::as_array);
            for alias in aliases.into_iter().flatten().filter_map(Value::as_str) {
                self.places.insert(alias.trim().to_owned(), self.candidates.len());
            }
            self.add(name);
        }
        if !self.write_in.is_empty() {
            self.places.insert(self.write_in.clone(), self.candidates.len());
            self.unelectable.push(self.candidates.len());
            self.add(WRITE_INS.to_owned());
        }
        Ok(())
    }

    fn add(&mut self, name: String) {
        self.places.insert(name.clone(), self.candidates.len());
        self.candidates.push(name);
    }

    /// Reads the ballots of the spreadsheet, a row each; `name` is the title if the configuration has none.
    pub(super) fn ballots(self, name: &str, sheet: &[u8]) -> Result<RankedFile, ReadError> {
        let mut reader = Reader::new(1, self.candidates.len())?;
        for (row, cells) in self.rows(sheet)? {
            let ranking = self.ranking(&cells);
            reader.push(u64::from(row) + 1, 1, ranking)?;
        }
        // Of level candidates the last in the order goes first.
        let lot = self.by_order.then(|| (0..self.candidates.len()).rev().collect());
        Ok(RankedFile {
            title: if self.title.is_empty() {
                name.to_owned()
            } else {
                self.title
            },
            ids: super::numbered(self.candidates.len()),
            candidates: self.candidates,
            seats: None,
            withdrawn: self.excluded,
            unelectable: self.unelectable,
            lot,
            ballots: reader.ballots,
        })
    }

    /// The marks of each row that has a cell, by the number of the row from 0. Cells are taken one by one: a sheet that
    /// claims a far corner costs nothing.
    fn rows(&self, sheet: &[u8]) -> Result<BTreeMap<u32, Vec<(u32, Mark)>>, ReadError> {
        let problem = |error: calamine::XlsxError| ReadError::Sheet {
            problem: error.to_string(),
        };
        let mut book = Xlsx::new(Cursor::new(sheet)).map_err(problem)?;
        let name = book.sheet_names().first().cloned().unwrap_or_default();
        let mut cells = book.worksheet_cells_reader(&name).map_err(problem)?;
        let mut rows: BTreeMap<u32, Vec<(u32, Mark)>> = BTreeMap::new();
        while let Some(cell) = cells.next_cell().map_err(problem)? {
            let (row, column) = cell.get_position();
            if row < self.first_row || cell.get_value().is_empty() {
                continue;
            }
            let marks = rows.entry(row).or_default();
            let rank = column
                .checked_sub(self.first_column)
                .filter(|rank| *rank < self.ranks);
            if let Some(rank) = rank {
                let text = cell.get_value().as_string().unwrap_or_default();
                marks.push((rank, self.mark(row, text.trim())?));
            }
        }
        Ok(rows)
    }

    fn mark(&self, row: u32, text: &str) -> Result<Mark, ReadError> {
        if text.is_empty() || text == self.skipped {
            return Ok(Mark::Skipped);
        }
        if text == self.overvote {
            return Ok(Mark::Overvote);
        }
        let place = self.places.get(text).copied().map(Mark::Candidate);
        place.ok_or_else(|| ReadError::UnknownOption {
            line: u64::from(row) + 1,
            option: text.to_owned(),
        })
    }

    /// The ranking up to the first double rank, too many skipped ones or, if so configured, a name that comes twice.
    fn ranking(&self, marks: &[(u32, Mark)]) -> Vec<Vec<usize>> {
        let mut marks = marks.to_vec();
        marks.sort_by_key(|(rank, _)| *rank);
        let mut ranking: Vec<Vec<usize>> = Vec::new();
        let mut next = 0u64;
        for (rank, mark) in marks {
            let rank = u64::from(rank);
            match mark {
                Mark::Skipped => continue,
                _ if rank.saturating_sub(next) > self.skips => break,
                Mark::Overvote if self.overvotes_end => break,
                Mark::Overvote => {}
                Mark::Candidate(place) if ranking.contains(&vec![place]) => {
                    if self.repeats_end {
                        break;
                    }
                }
                Mark::Candidate(place) => ranking.push(vec![place]),
            }
            next = rank + 1;
        }
        ranking
    }
}

fn provider(field: &Field<'_>) -> Result<(), ReadError> {
    match field.text().as_str() {
        "ess" => Ok(()),
        other => Err(field.problem(format!("{other:?} is not read: ess is"))),
    }
}

fn overvotes_end(field: &Field<'_>) -> Result<bool, ReadError> {
    match field.text().as_str() {
        "exhaustImmediately" => Ok(true),
        "alwaysSkipToNextRank" => Ok(false),
        other => Err(field.problem(format!(
            "{other:?} is not read: exhaustImmediately and alwaysSkipToNextRank are"
        ))),
    }
}

/// A value of the configuration. Numbers may be written as texts.
struct Field<'a> {
    name: &'static str,
    value: &'a Value,
}

impl<'a> Field<'a> {
    fn new(json: &'a Value, name: &'static str) -> Self {
        let value = json.pointer(name).unwrap_or(&Value::Null);
        Self { name, value }
    }

    fn text(&self) -> String {
        match self.value {
            Value::Null => String::new(),
            Value::String(text) => text.trim().to_owned(),
            other => other.to_string(),
        }
    }

    /// A number counted from 1, as one counted from 0.
    fn index(&self) -> Result<u32, ReadError> {
        let number: Option<u32> = self.text().parse().ok();
        number
            .and_then(|number| number.checked_sub(1))
            .ok_or_else(|| self.problem(format!("{:?} is not a number from 1", self.text())))
    }

    /// A number, or none where there is no limit.
    fn limit(&self) -> Result<Option<u64>, ReadError> {
        match self.text().as_str() {
            "max" | "unlimited" => Ok(None),
            number => number
                .parse()
                .map(Some)
                .map_err(|_| self.problem(format!("{number:?} is not a number"))),
        }
    }

    const fn problem(&self, problem: String) -> ReadError {
        ReadError::Config {
            field: self.name,
            problem,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn config(skips: &str, repeats: bool) -> Config {
        let text = format!(
            r#"{{"cvrFileSources":[{{"filePath":"x.xlsx","firstVoteColumnIndex":"2","firstVoteRowIndex":"2",
            "provider":"ess","overvoteLabel":"over","skippedRankLabel":"under","undeclaredWriteInLabel":"UWI"}}],
            "candidates":[{{"name":"A","aliases":["a"]}},{{"name":"B","excluded":true}}],
            "rules":{{"overvoteRule":"exhaustImmediately","maxSkippedRanksAllowed":"{skips}",
            "maxRankingsAllowed":"max","exhaustOnDuplicateCandidate":{repeats},"tiebreakMode":"useCandidateOrder"}}}}"#
        );
        Config::read(&text).unwrap()
    }

    fn ranked(config: &Config, cells: &[&str]) -> Vec<usize> {
        let marks = cells.iter().map(|cell| config.mark(1, cell).unwrap());
        let marks: Vec<_> = (0..).zip(marks).collect();
        config.ranking(&marks).concat()
    }

    #[test]
    fn a_ranking_ends_at_a_double_rank_and_after_too_many_skipped_ones() {
        let one = config("1", false);
        assert_eq!(ranked(&one, &["under", "a", "A", "UWI"]), [0, 2]);
        assert_eq!(ranked(&one, &["under", "under", "A"]), [0; 0]);
        assert_eq!(ranked(&one, &["A", "", "", "B"]), [0]);
        assert_eq!(ranked(&one, &["A", "over", "B"]), [0]);
        assert_eq!(
            ranked(&config("unlimited", true), &["under", "under", "A", "a", "B"]),
            [0]
        );
    }

    #[test]
    fn an_unknown_name_is_refused_with_its_row_and_a_wrong_setting_with_its_field() {
        let refused = config("1", false).mark(6, "C").err();
        assert!(matches!(refused, Some(ReadError::UnknownOption { line: 7, .. })));
        for text in ["{", r#"{"cvrFileSources":[{"provider":"dominion"}]}"#] {
            assert!(matches!(Config::read(text), Err(ReadError::Config { .. })));
        }
        let broken = config("1", false).ballots("f", b"PK\x03\x04 no workbook");
        assert!(matches!(broken, Err(ReadError::Sheet { .. })));
    }
}
