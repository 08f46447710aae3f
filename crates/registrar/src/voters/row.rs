//! Rows to voters.

use std::num::NonZeroU32;

use unicode_normalization::UnicodeNormalization as _;

use super::table::{Header, Row, rows, text};
use super::{Column, ListRules, Problem, Voter, What};

/// The voters of all rows that are right; the problems of all others.
pub(super) fn voters(bytes: &[u8], rules: &ListRules, problems: &mut Vec<Problem>) -> Vec<Voter> {
    let text = match text(bytes) {
        Ok(text) => text,
        Err(problem) => {
            problems.push(problem);
            return Vec::new();
        }
    };
    let header = match Header::read(&text) {
        Ok(header) => header,
        Err(found) => {
            problems.extend(found);
            return Vec::new();
        }
    };
    if rules.groups.len() > 1 && !header.has(Column::Group) {
        problems.push(Problem {
            line: header.line,
            what: What::NoGroupColumn,
        });
        return Vec::new();
    }
    let rows = rows(&text, header.delimiter).filter(|row| row.line > header.line && !row.is_blank());
    rows.filter_map(|row| voter(&header, &row, rules, problems))
        .collect()
}

/// The voter of a row, or all of its problems.
fn voter(header: &Header, row: &Row, rules: &ListRules, problems: &mut Vec<Problem>) -> Option<Voter> {
    let mut wrong = Vec::new();
    if row.fields.len() != header.len() {
        wrong.push(What::FieldCount {
            found: row.fields.len(),
            columns: header.len(),
        });
    }
    let field = |column| header.field(row, column);
    let name = one_line(Column::Name, field(Column::Name), &mut wrong);
    let group = one_line(Column::Group, field(Column::Group), &mut wrong);
    let contact = lines(field(Column::Contact));
    for (column, value) in [
        (Column::Name, &name),
        (Column::Group, &group),
        (Column::Contact, &contact),
    ] {
        wrong.extend(invisible(column, value));
        wrong.extend(too_long(column, value));
    }
    if name.is_empty() {
        wrong.push(What::EmptyName);
    }
    let group = place(&group, &rules.groups).map_err(|what| wrong.push(what)).ok();
    let weight = weight(field(Column::Weight))
        .map_err(|what| wrong.push(what))
        .ok();
    let line = row.line;
    problems.extend(wrong.iter().cloned().map(|what| Problem { line, what }));
    let (group, weight) = (group?, weight?);
    wrong.is_empty().then_some(Voter {
        line,
        name,
        weight,
        group,
        contact,
    })
}

/// A field of one line: composed, trimmed, every run of spaces made one space.
fn one_line(column: Column, field: &str, wrong: &mut Vec<What>) -> String {
    if field.trim().contains('\n') {
        wrong.push(What::LineBreak { column });
    }
    collapse(field)
}

/// Composed, trimmed, every run of white space made one space.
pub(super) fn collapse(field: &str) -> String {
    let composed: String = field.nfc().collect();
    composed.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// A field of several lines, each as [`collapse`] makes it, empty ones dropped.
fn lines(field: &str) -> String {
    let lines = field.split('\n').map(collapse).filter(|line| !line.is_empty());
    lines.collect::<Vec<_>>().join("\n")
}

/// Control characters, and format characters that make two names look the same: everything without width but the
/// joiners that some scripts need.
fn invisible(column: Column, value: &str) -> Option<What> {
    let unseen = |letter: char| match letter {
        '\n' => false,
        '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{feff}' => true,
        '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{e0000}'..='\u{e007f}' => true,
        _ => letter.is_control(),
    };
    value
        .chars()
        .find(|letter| unseen(*letter))
        .map(|letter| What::Invisible {
            column,
            code: u32::from(letter),
        })
}

fn too_long(column: Column, value: &str) -> Option<What> {
    let found = value.chars().count();
    (found > column.limit()).then_some(What::TooLong { column, found })
}

/// The place of a group. One that is not named is the only one there is.
fn place(group: &str, groups: &[String]) -> Result<u16, What> {
    let place = match groups {
        [_] if group.is_empty() => Some(0),
        _ => groups.iter().position(|known| collapse(known) == group),
    };
    let place = place.and_then(|place| u16::try_from(place).ok());
    place.ok_or_else(|| What::UnknownGroup {
        found: group.chars().take(40).collect(),
    })
}

/// A weight: plain digits; 1 when the field is empty or the list has none.
fn weight(field: &str) -> Result<NonZeroU32, What> {
    let digits = field.trim();
    if digits.is_empty() {
        return Ok(NonZeroU32::MIN);
    }
    let plain = digits.bytes().all(|digit| digit.is_ascii_digit());
    let number = digits
        .parse::<u32>()
        .ok()
        .filter(|_| plain)
        .and_then(NonZeroU32::new);
    number.ok_or_else(|| What::Weight {
        found: digits.chars().take(20).collect(),
    })
}
