//! The options, and how ballots name them.

use std::collections::HashMap;

use super::PROJECT_ID;
use crate::decimal::Decimal;
use crate::table::Row;
use crate::{Choice, ReadError};

/// The options in the order of the file.
#[derive(Default)]
pub(super) struct Projects {
    /// Ids and names; costs are set when the unit is known.
    pub options: Vec<Choice>,
    /// Costs as the file writes them.
    pub costs: Vec<Option<Decimal>>,
    /// Categories as the file writes them.
    pub categories: Vec<Option<String>>,
    /// The file's own column of votes.
    pub declared_votes: Vec<Option<u64>>,
    /// Lines of the options.
    pub lines: Vec<u64>,
    places: HashMap<String, usize>,
    /// By id without the spaces around it, where only one option has it.
    trimmed: HashMap<String, Option<usize>>,
}

impl Projects {
    pub fn read(section: &[Row]) -> Result<Self, ReadError> {
        let Some((header, projects)) = section.split_first() else {
            return Err(ReadError::NoOptions);
        };
        let names = header.names();
        let column = |wanted: &str| names.iter().position(|name| name == wanted);
        let id = column(PROJECT_ID).ok_or(ReadError::NoColumn {
            line: header.line,
            column: PROJECT_ID,
        })?;
        let others = ["name", "votes", "cost", "category"].map(column);
        let mut read = Self::default();
        for row in projects {
            let id = row.need(id, PROJECT_ID)?;
            read.add(row.line, id)?;
            read.describe(row, id, others)?;
        }
        if read.options.is_empty() {
            Err(ReadError::NoOptions)
        } else {
            Ok(read)
        }
    }

    fn add(&mut self, line: u64, id: &str) -> Result<(), ReadError> {
        if id.trim().is_empty() {
            return Err(ReadError::EmptyOption { line });
        }
        let place = self.options.len();
        if let Some(first) = self.places.insert(id.to_owned(), place) {
            let first = self.lines.get(first).copied().unwrap_or(line);
            return Err(ReadError::DuplicateOption {
                line,
                first,
                option: id.to_owned(),
            });
        }
        self.lines.push(line);
        let shared = self.trimmed.contains_key(id.trim());
        self.trimmed
            .insert(id.trim().to_owned(), (!shared).then_some(place));
        Ok(())
    }

    fn describe(&mut self, row: &Row, id: &str, columns: [Option<usize>; 4]) -> Result<(), ReadError> {
        let filled = |column: Option<usize>| row.get(column?).filter(|text| !text.trim().is_empty());
        let [name, votes, cost, category] = columns.map(filled);
        self.options.push(Choice {
            name: name.map(str::to_owned),
            ..Choice::plain(id.to_owned())
        });
        self.declared_votes
            .push(votes.and_then(|votes| votes.trim().parse().ok()));
        self.costs.push(
            cost.map(|cost| Decimal::read(row.line, "cost", cost))
                .transpose()?,
        );
        self.categories
            .push(category.map(|category| category.trim().to_owned()));
        Ok(())
    }

    /// The place of an option that a ballot names; with spaces forgiven where that is unambiguous (then `true`).
    pub fn find(&self, id: &str) -> Option<(usize, bool)> {
        let exact = self.places.get(id).map(|place| (*place, false));
        exact.or_else(|| {
            self.trimmed
                .get(id.trim())
                .copied()
                .flatten()
                .map(|place| (place, true))
        })
    }
}
