//! A table in Markdown.

use core::fmt;

/// Rows under headings; every column but the first is aligned to the right.
pub struct Table {
    headings: Vec<String>,
    rows: Vec<Vec<String>>,
}

impl Table {
    /// A table without rows.
    pub fn new(headings: impl IntoIterator<Item = impl Into<String>>) -> Self {
        Self {
            headings: headings.into_iter().map(Into::into).collect(),
            rows: Vec::new(),
        }
    }

    /// Adds a row.
    pub fn row(&mut self, cells: impl IntoIterator<Item = String>) {
        self.rows.push(cells.into_iter().collect());
    }
}

impl fmt::Display for Table {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let line = |cells: &[String]| format!("| {} |", cells.join(" | "));
        writeln!(f, "{}", line(&self.headings))?;
        let right = "---:|".repeat(self.headings.len().saturating_sub(1));
        writeln!(f, "|---|{right}")?;
        self.rows.iter().try_for_each(|row| writeln!(f, "{}", line(row)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_table_has_a_line_for_headings_one_for_alignment_and_one_for_each_row() {
        let mut table = Table::new(["what", "ms"]);
        table.row(["sealing".to_owned(), "2".to_owned()]);
        assert_eq!(table.to_string(), "| what | ms |\n|---|---:|\n| sealing | 2 |\n");
    }
}
