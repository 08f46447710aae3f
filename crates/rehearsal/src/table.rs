//! Text and rows of delimited files, with line numbers that are right.

use csv::{ReaderBuilder, StringRecord};

use crate::ReadError;

/// The text of a file: UTF-8, a byte-order mark dropped, every line end (CR LF, CR, LF) made LF.
pub(crate) fn text(bytes: &[u8]) -> Result<String, ReadError> {
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let text = std::str::from_utf8(bytes).map_err(|error| {
        let before = &bytes[..error.valid_up_to()];
        let text = String::from_utf8_lossy(before).replace("\r\n", "\n");
        let ends = text.chars().filter(|end| matches!(end, '\n' | '\r')).count();
        ReadError::NotText {
            line: 1 + ends as u64,
        }
    })?;
    Ok(text.replace("\r\n", "\n").replace('\r', "\n"))
}

/// One record, and the line on which it starts.
pub(crate) struct Row {
    pub(crate) line: u64,
    fields: StringRecord,
}

impl Row {
    /// The field in a column, exactly as in the file.
    pub(crate) fn get(&self, column: usize) -> Option<&str> {
        self.fields.get(column)
    }

    /// The field in a column that every row must have.
    pub(crate) fn need(&self, column: usize, name: &'static str) -> Result<&str, ReadError> {
        self.get(column).ok_or(ReadError::ShortRow {
            line: self.line,
            column: name,
        })
    }

    /// All fields, exactly as in the file.
    pub(crate) fn fields(&self) -> impl Iterator<Item = &str> {
        self.fields.iter()
    }

    /// The names of the columns, if this is a header: trimmed, in lower case.
    pub(crate) fn names(&self) -> Vec<String> {
        self.fields
            .iter()
            .map(|name| name.trim().to_lowercase())
            .collect()
    }

    /// The first field, if all others are empty.
    pub(crate) fn alone(&self) -> Option<&str> {
        let mut fields = self.fields.iter();
        let first = fields.next()?;
        fields.all(|field| field.trim().is_empty()).then_some(first)
    }
}

/// A whole number, spaces around it tolerated.
pub(crate) fn number(line: u64, key: &'static str, value: &str) -> Result<u64, ReadError> {
    let digits = value.trim();
    let plain = !digits.is_empty() && digits.bytes().all(|digit| digit.is_ascii_digit());
    let number = plain.then(|| digits.parse().ok()).flatten();
    number.ok_or_else(|| ReadError::Number {
        line,
        key,
        value: value.to_owned(),
    })
}

/// The records of a text whose line ends are LF; blank lines are skipped.
pub(crate) fn rows(text: &str, delimiter: u8) -> impl Iterator<Item = Row> + '_ {
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

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn lines(text: &str) -> Vec<(u64, String)> {
        rows(text, b';')
            .map(|row| (row.line, row.get(0).unwrap_or_default().to_owned()))
            .collect()
    }

    #[test]
    fn records_are_named_by_the_line_they_start_on() {
        let text = text(b"\xef\xbb\xbfa;1\r\n\r\n\r\nb;\"two\r\nlines\"\r\nc;2\rd").unwrap();
        let found = lines(&text);
        let expected = [(1, "a"), (4, "b"), (6, "c"), (7, "d")].map(|(line, first)| (line, first.to_owned()));
        assert_eq!(found, expected);
    }

    #[test]
    fn quotes_matter_at_the_start_of_a_field_only() {
        let row = rows("\"a;\"\"b\"\"\";c\"d\"", b';').next().unwrap();
        assert_eq!(
            (row.get(0), row.get(1), row.get(2)),
            (Some("a;\"b\""), Some("c\"d\""), None)
        );
    }

    #[test]
    fn bytes_that_are_no_text_are_named_by_line() {
        assert!(matches!(
            text(b"a\r\nb\n\xff"),
            Err(ReadError::NotText { line: 3 })
        ));
        assert!(matches!(text(b"\xff"), Err(ReadError::NotText { line: 1 })));
    }

    #[test]
    fn only_plain_digits_are_a_number() {
        assert_eq!(number(1, "count", " 12 ").unwrap(), 12);
        for refused in ["", "-1", "+1", "1.0", "1e3", "1 000", "١", "99999999999999999999"] {
            assert!(number(1, "count", refused).is_err(), "{refused}");
        }
    }

    proptest! {
        #[test]
        fn any_text_gives_rows_with_growing_line_numbers(text in "[a;\"\n ]{0,80}") {
            let found: Vec<u64> = rows(&text, b';').map(|row| row.line).collect();
            prop_assert!(found.is_sorted_by(|a, b| a < b), "{:?}", found);
            prop_assert!(found.iter().all(|line| *line <= 1 + text.matches('\n').count() as u64));
        }
    }
}
