//! The ballots as the file has them, before they are ballots of a contest.

use super::projects::Projects;
use super::{POINTS, VOTE};
use crate::decimal::Decimal;
use crate::table::Row;
use crate::{Ballots, Note, ReadError};

/// One ballot of the file.
pub(super) struct Raw {
    /// Its line.
    pub line: u64,
    /// Places of the options it names, in its order, each once.
    pub options: Vec<usize>,
    /// A number for each of them, where the file has a column of points.
    pub points: Vec<u32>,
}

/// All ballots, and what is remarkable about them.
pub(super) struct Votes<'a> {
    projects: &'a Projects,
    pub ballots: Vec<Raw>,
    /// For each option, the last ballot (counted from 1) that chose it.
    chosen_by: Vec<usize>,
    spaced: u64,
    first_spaced: u64,
}

impl<'a> Votes<'a> {
    /// Reads the section; with its column of points, if they are asked for.
    pub fn read(projects: &'a Projects, section: &[Row], with_points: bool) -> Result<Self, ReadError> {
        let mut votes = Self {
            projects,
            ballots: Vec::new(),
            chosen_by: vec![0; projects.options.len()],
            spaced: 0,
            first_spaced: 0,
        };
        let Some((header, rows)) = section.split_first() else {
            return Ok(votes);
        };
        let names = header.names();
        let column = |wanted: &'static str| {
            let found = names.iter().position(|name| name == wanted);
            found.ok_or(ReadError::NoColumn {
                line: header.line,
                column: wanted,
            })
        };
        let vote = column(VOTE)?;
        let points = with_points.then(|| column(POINTS)).transpose()?;
        for row in rows {
            votes.add(row, vote, points)?;
        }
        Ok(votes)
    }

    fn add(&mut self, row: &Row, vote: usize, points: Option<usize>) -> Result<(), ReadError> {
        let (line, limit) = (row.line, Ballots::LIMIT);
        if self.ballots.len() as u64 >= limit {
            return Err(ReadError::TooManyBallots { line, limit });
        }
        let options = self.options(line, row.need(vote, VOTE)?)?;
        let points = match points {
            Some(column) => numbers(line, row.need(column, POINTS)?)?,
            None => vec![0; options.len()],
        };
        if points.len() != options.len() {
            let (options, points) = (options.len(), points.len());
            return Err(ReadError::PointsCount {
                line,
                options,
                points,
            });
        }
        self.ballots.push(Raw {
            line,
            options,
            points,
        });
        Ok(())
    }

    fn options(&mut self, line: u64, vote: &str) -> Result<Vec<usize>, ReadError> {
        let this = self.ballots.len() + 1;
        let mut places = Vec::new();
        let mut spaced = false;
        for id in vote.split(',').filter(|_| !vote.trim().is_empty()) {
            let option = || id.to_owned();
            let found = self.projects.find(id);
            let (place, forgiven) = found.ok_or_else(|| ReadError::UnknownOption {
                line,
                option: option(),
            })?;
            spaced |= forgiven;
            match self.chosen_by.get_mut(place) {
                Some(last) if *last == this => {
                    return Err(ReadError::RepeatedOption {
                        line,
                        option: option(),
                    });
                }
                Some(last) => *last = this,
                None => {}
            }
            places.push(place);
        }
        if spaced {
            self.first_spaced = if self.spaced == 0 { line } else { self.first_spaced };
            self.spaced += 1;
        }
        Ok(places)
    }

    pub fn spaces_note(&self) -> Option<Note> {
        let note = Note::SpacesIgnored {
            ballots: self.spaced,
            first_line: self.first_spaced,
        };
        (self.spaced > 0).then_some(note)
    }
}

/// Points of one ballot: whole numbers, however they are written.
fn numbers(line: u64, text: &str) -> Result<Vec<u32>, ReadError> {
    let whole = |value: &str| {
        let read = Decimal::read(line, POINTS, value)?;
        let number = read.in_units(0).and_then(|number| u32::try_from(number).ok());
        number.ok_or_else(|| ReadError::Number {
            line,
            key: POINTS,
            value: value.to_owned(),
        })
    };
    let values = text.split(',').filter(|_| !text.trim().is_empty());
    values.map(whole).collect()
}
