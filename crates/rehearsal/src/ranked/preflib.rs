//! PrefLib orders (Mattei, Walsh: *PrefLib: a library for preferences*): metadata after `#`, then `count: order`.

use std::collections::HashMap;

use super::{RankedFile, Reader};
use crate::{ReadError, table};

const NAME: &str = "ALTERNATIVE NAME ";

/// Whether a text starts as a PrefLib file does.
pub(super) fn recognises(text: &str) -> bool {
    text.starts_with("# FILE NAME:")
}

/// Reads the file called `name`.
pub(super) fn parse(name: &str, text: &str) -> Result<RankedFile, ReadError> {
    let mut alternatives = Alternatives::default();
    let mut title = None;
    let mut orders = Vec::new();
    for (line, text) in (1..).zip(text.lines()) {
        match text
            .strip_prefix('#')
            .map(str::trim)
            .map(|text| text.split_once(':'))
        {
            Some(Some(("TITLE", value))) => title = Some(value.trim().to_owned()),
            Some(Some((key, value))) => alternatives.read(line, key, value)?,
            Some(None) => {}
            None if text.trim().is_empty() => {}
            None => orders.push((line, text)),
        }
    }
    let mut reader = Reader::new(1, alternatives.names.len())?;
    for (line, text) in orders {
        order(&mut reader, &alternatives, line, text)?;
    }
    Ok(RankedFile {
        title: title
            .filter(|title| !title.is_empty())
            .unwrap_or_else(|| name.to_owned()),
        ids: alternatives.ids,
        candidates: alternatives.names,
        seats: None,
        withdrawn: Vec::new(),
        unelectable: Vec::new(),
        lot: None,
        ballots: reader.ballots,
    })
}

/// The candidates in the order of the file, and their places by the ids that orders use.
#[derive(Default)]
struct Alternatives {
    ids: Vec<String>,
    names: Vec<String>,
    places: HashMap<String, usize>,
}

impl Alternatives {
    fn read(&mut self, line: u64, key: &str, value: &str) -> Result<(), ReadError> {
        let Some(id) = key.strip_prefix(NAME) else {
            return Ok(());
        };
        let id = id.trim().to_owned();
        let place = self.names.len();
        if value.trim().is_empty() {
            return Err(ReadError::EmptyOption { line });
        }
        if self.places.insert(id.clone(), place).is_some() {
            return Err(ReadError::Order {
                line,
                problem: "an alternative has this number already",
            });
        }
        self.ids.push(id);
        self.names.push(value.trim().to_owned());
        Ok(())
    }
}

/// `3: 1,{2,4},5`.
fn order(reader: &mut Reader, alternatives: &Alternatives, line: u64, text: &str) -> Result<(), ReadError> {
    let (count, order) = text.split_once(':').ok_or(ReadError::Order {
        line,
        problem: "an order is the number of its voters, a colon and the alternatives",
    })?;
    let count = table::number(line, "the number of voters", count)?;
    let mut ranking = Vec::new();
    let mut rest = order.trim();
    while !rest.is_empty() {
        let (group, after) = group(line, rest)?;
        let mut places = Vec::new();
        for id in group
            .split(',')
            .map(str::trim)
            .filter(|_| !group.trim().is_empty())
        {
            let place = alternatives.places.get(id);
            let place = *place.ok_or_else(|| ReadError::UnknownOption {
                line,
                option: id.to_owned(),
            })?;
            reader.once(line, place, id)?;
            places.push(place);
        }
        if !places.is_empty() {
            ranking.push(places);
        }
        rest = after;
    }
    reader.push(line, count, ranking)
}

/// The first group, and what follows the comma after it.
fn group(line: u64, text: &str) -> Result<(&str, &str), ReadError> {
    let problem = |problem| ReadError::Order { line, problem };
    let Some(inner) = text.strip_prefix('{') else {
        let (first, after) = text.split_once(',').unwrap_or((text, "\u{a0}"));
        if first.trim().is_empty() || after.is_empty() {
            return Err(problem("a comma without an alternative"));
        }
        return Ok((first, after.trim()));
    };
    let (group, after) = inner
        .split_once('}')
        .ok_or_else(|| problem("a group of level alternatives has no }"))?;
    match after.trim().strip_prefix(',') {
        Some(after) if !after.trim().is_empty() => Ok((group, after.trim())),
        None if after.trim().is_empty() => Ok((group, "")),
        _ => Err(problem(
            "a group of level alternatives is not followed by a comma and more",
        )),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const HEAD: &str = "# FILE NAME: x.toi\n# TITLE: Three\n# ALTERNATIVE NAME 1: A: first\n# ALTERNATIVE NAME 2: B\n# ALTERNATIVE NAME 3: C\n";

    #[test]
    fn orders_with_and_without_level_alternatives_are_read() {
        let file = parse("f", &format!("{HEAD}2: 3,1\n1: {{1,2}},3\n1: 2,{{1, 3}}\n4:\n")).unwrap();
        assert_eq!(
            (file.title.as_str(), file.candidates[0].as_str()),
            ("Three", "A: first")
        );
        let ballots = [
            (2, vec![vec![2], vec![0]]),
            (1, vec![vec![0, 1], vec![2]]),
            (1, vec![vec![1], vec![0, 2]]),
            (4, vec![]),
        ];
        assert_eq!(file.ballots, ballots);
    }

    #[test]
    fn what_is_wrong_is_named_with_its_line() {
        for order in [
            "1: 4", "1: 1,1", "1: {1,2", "1: {1}2", "1: 1,", "1 2", "x: 1", "1: {1},", "1: ,1", "1: 1,{1}",
        ] {
            let error = parse("f", &format!("{HEAD}{order}\n")).unwrap_err().to_string();
            assert!(error.starts_with("line 6: "), "{order}: {error}");
        }
        assert!(matches!(
            parse("f", "# FILE NAME: x\n1: 1\n"),
            Err(ReadError::NoOptions)
        ));
        let twice = format!("{HEAD}# ALTERNATIVE NAME 3: D\n");
        assert!(matches!(
            parse("f", &twice),
            Err(ReadError::Order { line: 6, .. })
        ));
    }
}
