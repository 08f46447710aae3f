//! What every rule shows of a result: a picture, its table twin, and reasons in words.

use comitia_counting::{OptionIndex, Outcome};
use comitia_kit::i18n::{Arg, Localiser, Phrase};
use comitia_kit::templates::Markup;
use serde::Serialize;

use crate::votation::{Contest, ContestResult};

/// One question with its counts, in the language of the page.
pub(super) struct Asked<'a> {
    /// Begins the ids of its pictures.
    pub id: &'a str,
    pub contest: &'a Contest,
    pub result: &'a ContestResult,
    pub text: &'a Localiser,
}

/// What the page shows of a result, whatever the rule.
#[derive(Clone, Debug, Serialize)]
pub(super) struct Shown {
    pub picture: Markup,
    /// Bars for which the picture has no room.
    pub left_out: usize,
    pub tables: Vec<Table>,
    /// How the rule came to its verdict, step by step.
    pub reasons: Vec<String>,
}

/// A table twin.
#[derive(Clone, Debug, Serialize)]
pub(super) struct Table {
    pub title: String,
    /// The heads of the columns, that of the row heads first.
    pub head: Vec<String>,
    pub rows: Vec<TableRow>,
}

/// An option and its numbers.
#[derive(Clone, Debug, Serialize)]
pub(super) struct TableRow {
    pub label: Phrase,
    /// `wins` or `tied`.
    pub mark: Option<&'static str>,
    pub cells: Vec<Cell>,
}

/// A number or some words.
#[derive(Clone, Debug, Default, Serialize)]
pub(super) struct Cell {
    /// Nothing, where nothing applies.
    pub text: Option<String>,
    /// The end of the name of the message that says why it stands out: `result-cell-<key>`.
    pub mark: Option<&'static str>,
    /// Whether it is a sentence, which may be broken into lines.
    pub words: bool,
}

impl Cell {
    pub fn new(text: impl Into<String>) -> Self {
        Self {
            text: Some(text.into()),
            ..Self::default()
        }
    }

    pub fn words(text: impl Into<String>) -> Self {
        Self {
            words: true,
            ..Self::new(text)
        }
    }

    pub fn marked(self, mark: Option<&'static str>) -> Self {
        Self { mark, ..self }
    }
}

/// A count of things in memory.
pub(super) fn count(number: usize) -> u64 {
    u64::try_from(number).unwrap_or(u64::MAX)
}

impl Asked<'_> {
    /// The words of an option.
    pub fn label(&self, option: OptionIndex) -> Phrase {
        let option = self.contest.options.get(option.0);
        option.map_or_else(
            || Phrase {
                text: String::new(),
                lang: None,
            },
            |option| option.label.phrase(self.text.locale()),
        )
    }

    /// `« Oui »`.
    pub fn quoted(&self, words: &str) -> String {
        self.text.text_with("quoted-words", &[("words", words.into())])
    }

    /// `« Oui »`, `« A », « B » et « C »`.
    pub fn names(&self, options: &[OptionIndex]) -> String {
        let quoted: Vec<String> = options
            .iter()
            .map(|option| self.quoted(&self.label(*option).text))
            .collect();
        match quoted.split_last() {
            None => String::new(),
            Some((last, [])) => last.clone(),
            Some((last, first)) => self.text.text_with(
                "list-and",
                &[("first", first.join(", ").into()), ("last", last.as_str().into())],
            ),
        }
    }

    /// A message with its values.
    pub fn say(&self, key: &str, values: &[(&str, Arg)]) -> String {
        self.text.text_with(key, values)
    }

    /// `wins` or `tied`, if the outcome says so of this option.
    pub fn mark(&self, option: OptionIndex) -> Option<&'static str> {
        let outcome: &Outcome = self.result.outcome.as_ref()?;
        if outcome.winners().contains(&option) {
            return Some("wins");
        }
        outcome.tied().contains(&option).then_some("tied")
    }

    /// A row of a table.
    pub fn row(&self, option: OptionIndex, cells: Vec<Cell>) -> TableRow {
        TableRow {
            label: self.label(option),
            mark: self.mark(option),
            cells,
        }
    }

    /// What a picture shows, for those who do not see it: label and value of each line.
    pub fn described<'b>(lines: impl Iterator<Item = (&'b str, &'b str)>) -> String {
        let lines: Vec<String> = lines.map(|(label, value)| format!("{label} : {value}")).collect();
        lines.join(". ")
    }
}
