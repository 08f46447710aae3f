//! Names and tables for people.

use comitia_counting::OptionIndex;
use comitia_election::text::escape;

/// What the options are called, in the order of the ballot.
pub struct Names(Vec<String>);

impl Names {
    /// From the file.
    pub const fn new(names: Vec<String>) -> Self {
        Self(names)
    }

    /// As in the file.
    pub fn plain(&self) -> &[String] {
        &self.0
    }

    /// Some of them, as in the file.
    pub fn all(&self, options: &[OptionIndex]) -> Vec<&str> {
        let names = options.iter().filter_map(|option| self.0.get(option.0));
        names.map(String::as_str).collect()
    }

    /// One of them, harmless for a terminal.
    pub fn of(&self, option: OptionIndex) -> String {
        self.0.get(option.0).map(|name| escape(name)).unwrap_or_default()
    }

    /// Some of them with commas, harmless for a terminal.
    pub fn listed(&self, options: &[OptionIndex]) -> String {
        let names: Vec<String> = options.iter().map(|option| self.of(*option)).collect();
        names.join(", ")
    }
}

/// A table with a header: the first column to the left, all others to the right, two spaces between them.
pub fn table(header: &[&str], rows: &[Vec<String>]) -> String {
    let header: Vec<String> = header.iter().map(|title| (*title).to_owned()).collect();
    let all = || std::iter::once(&header).chain(rows);
    let width = |column: usize| {
        let cells = all().filter_map(|row| row.get(column));
        cells.map(|cell| cell.chars().count()).max().unwrap_or(0)
    };
    let widths: Vec<usize> = (0..header.len()).map(width).collect();
    let line = |row: &Vec<String>| {
        let cells = row
            .iter()
            .zip(&widths)
            .enumerate()
            .map(|(column, (cell, width))| {
                let space = " ".repeat(width.saturating_sub(cell.chars().count()));
                if column == 0 {
                    format!("{cell}{space}")
                } else {
                    format!("{space}{cell}")
                }
            });
        let cells: Vec<String> = cells.collect();
        format!("  {}\n", cells.join("  ").trim_end())
    };
    all().map(line).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_table_has_its_numbers_below_each_other() {
        let rows = [
            vec!["Élan".to_owned(), "7".to_owned()],
            vec!["B".to_owned(), "1234".to_owned()],
        ];
        assert_eq!(
            table(&["name", "votes"], &rows),
            "  name  votes\n  Élan      7\n  B      1234\n"
        );
    }
}
