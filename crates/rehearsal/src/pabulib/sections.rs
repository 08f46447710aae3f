//! The sections of a file, and what its head says.

use std::collections::HashMap;

use crate::ReadError;
use crate::decimal::Decimal;
use crate::table::{Row, number, rows};

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Section {
    Meta,
    Projects,
    Votes,
}

/// The section that a record opens, if it does: its name alone on the line.
pub(super) fn section(row: &Row) -> Option<Section> {
    match row.alone()?.trim().to_ascii_uppercase().as_str() {
        "META" => Some(Section::Meta),
        "PROJECTS" => Some(Section::Projects),
        "VOTES" => Some(Section::Votes),
        _ => None,
    }
}

/// The records of each section.
#[derive(Default)]
pub(super) struct Sections {
    pub meta: Vec<Row>,
    pub projects: Vec<Row>,
    pub votes: Vec<Row>,
}

impl Sections {
    pub fn split(text: &str) -> Result<Self, ReadError> {
        let mut sections = Self::default();
        let mut current = Section::Meta;
        let mut seen = Vec::new();
        for row in rows(text, b';') {
            match section(&row) {
                Some(next) if seen.contains(&next) => {
                    return Err(ReadError::Section {
                        section: next.name(),
                        problem: "comes twice",
                    });
                }
                Some(next) => {
                    seen.push(next);
                    current = next;
                }
                None => sections.rows_of(current).push(row),
            }
        }
        for needed in [Section::Meta, Section::Projects, Section::Votes] {
            if !seen.contains(&needed) {
                return Err(ReadError::Section {
                    section: needed.name(),
                    problem: "is missing",
                });
            }
        }
        Ok(sections)
    }

    const fn rows_of(&mut self, section: Section) -> &mut Vec<Row> {
        match section {
            Section::Meta => &mut self.meta,
            Section::Projects => &mut self.projects,
            Section::Votes => &mut self.votes,
        }
    }
}

impl Section {
    const fn name(self) -> &'static str {
        match self {
            Self::Meta => "META",
            Self::Projects => "PROJECTS",
            Self::Votes => "VOTES",
        }
    }
}

/// Keys and values, with their lines.
pub(super) struct Meta(HashMap<String, (u64, String)>);

impl Meta {
    pub fn read(section: &[Row]) -> Self {
        let pair = |row: &Row| {
            let (key, value) = (row.get(0)?.trim().to_lowercase(), row.get(1)?.trim().to_owned());
            (!value.is_empty()).then_some((key, (row.line, value)))
        };
        Self(section.iter().filter_map(pair).collect())
    }

    pub fn text(&self, key: &str) -> Option<&str> {
        self.0.get(key).map(|(_, value)| value.as_str())
    }

    pub fn number(&self, key: &'static str) -> Result<Option<u64>, ReadError> {
        self.0
            .get(key)
            .map(|(line, value)| number(*line, key, value))
            .transpose()
    }

    /// A number with decimals, like an amount of money.
    pub fn decimal(&self, key: &'static str) -> Result<Option<Decimal>, ReadError> {
        let read = |(line, value): &(u64, String)| Decimal::read(*line, key, value);
        self.0.get(key).map(read).transpose()
    }

    pub fn title(&self, name: &str) -> String {
        self.text("description").unwrap_or(name).to_owned()
    }
}
