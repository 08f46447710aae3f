//! Delimited text: its delimiter, its header, its rows with their lines.

use csv::{ReaderBuilder, StringRecord};

use super::{Column, Problem, What};

/// The text of a list: UTF-8, a byte-order mark dropped, every line end made LF.
pub(super) fn text(bytes: &[u8]) -> Result<String, Problem> {
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let text = std::str::from_utf8(bytes).map_err(|error| {
        let before = bytes.get(..error.valid_up_to()).unwrap_or_default();
        let ends = before.iter().filter(|byte| **byte == b'\n').count();
        Problem {
            line: 1 + ends as u64,
            what: What::NotUtf8,
        }
    })?;
    Ok(text.replace("\r\n", "\n").replace('\r', "\n"))
}

/// Where each column is.
pub(super) struct Header {
    pub(super) delimiter: u8,
    pub(super) line: u64,
    columns: Vec<Column>,
}

impl Header {
    /// Reads the first row, with the delimiter that gives it a column `name`.
    pub(super) fn read(text: &str) -> Result<Self, Vec<Problem>> {
        let named = |delimiter| {
            let first = rows(text, delimiter).next()?;
            let known = first.fields.iter().any(|name| column(name) == Some(Column::Name));
            known.then_some((delimiter, first))
        };
        match [b';', b','].into_iter().find_map(named) {
            Some((delimiter, first)) => Self::of(delimiter, &first),
            None => Err(vec![Problem {
                line: 1,
                what: What::NoNameColumn,
            }]),
        }
    }

    fn of(delimiter: u8, first: &Row) -> Result<Self, Vec<Problem>> {
        let mut columns = Vec::new();
        let mut problems = Vec::new();
        for name in &first.fields {
            let what = match column(name) {
                None => What::UnknownColumn {
                    found: name.to_owned(),
                },
                Some(column) if columns.contains(&column) => What::RepeatedColumn { column },
                Some(column) => {
                    columns.push(column);
                    continue;
                }
            };
            problems.push(Problem {
                line: first.line,
                what,
            });
        }
        let header = Self {
            delimiter,
            line: first.line,
            columns,
        };
        if problems.is_empty() {
            Ok(header)
        } else {
            Err(problems)
        }
    }

    /// Whether the list has a column.
    pub(super) fn has(&self, column: Column) -> bool {
        self.columns.contains(&column)
    }

    /// How many columns there are.
    pub(super) const fn len(&self) -> usize {
        self.columns.len()
    }

    /// A row's field in a column; empty when the list does not have that column.
    pub(super) fn field<'a>(&self, row: &'a Row, column: Column) -> &'a str {
        let place = self.columns.iter().position(|known| *known == column);
        place.and_then(|place| row.fields.get(place)).unwrap_or_default()
    }
}

fn column(name: &str) -> Option<Column> {
    let name = name.trim().to_lowercase();
    Column::ALL.into_iter().find(|column| column.name() == name)
}

/// One record and the line on which it starts.
pub(super) struct Row {
    pub(super) line: u64,
    pub(super) fields: StringRecord,
}

impl Row {
    /// Whether there is nothing in it, as in the rows that spreadsheets add below a table.
    pub(super) fn is_blank(&self) -> bool {
        self.fields.iter().all(|field| field.trim().is_empty())
    }
}

/// The records of a text whose line ends are LF.
pub(super) fn rows(text: &str, delimiter: u8) -> impl Iterator<Item = Row> + '_ {
    let mut builder = ReaderBuilder::new();
    let builder = builder.delimiter(delimiter).has_headers(false).flexible(true);
    // Text is UTF-8 and rows may be of any length, so that reading cannot fail.
    let records = builder
        .from_reader(text.as_bytes())
        .into_records()
        .map_while(Result::ok);
    records.map(move |fields| {
        let (line, byte) = fields
            .position()
            .map_or((1, 0), |start| (start.line(), start.byte()));
        // The reader names a record by the blank lines before it.
        let rest = text
            .as_bytes()
            .iter()
            .skip(usize::try_from(byte).unwrap_or(usize::MAX));
        let blank = rest.take_while(|byte| **byte == b'\n').count();
        Row {
            line: line + blank as u64,
            fields,
        }
    })
}
