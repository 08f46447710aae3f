//! What ballots cost, measured in one run beside a peer: tables in Markdown, and a plot.

mod batches;
mod contest;
mod costs;
mod kinds;
mod machine;
mod peer;
mod plot;
mod table;
mod timing;

use anyhow::Context as _;
use clap::Parser;
use core::time::Duration;
use machine::Machine;
use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use timing::Effort;

/// The k of one of k; 3 is yes, no or blank.
const OPTIONS: [usize; 5] = [2, 3, 10, 50, 200];
/// Ballots in a batch.
const SIZES: [usize; 8] = [1, 4, 16, 64, 256, 512, 1024, 4096];
/// The text of the tables, and the picture beside it.
const FILES: (&str, &str) = ("tables.md", "speed.svg");

/// Measures what ballots cost, beside elastic-elgamal.
#[derive(Parser)]
struct Cli {
    /// Fewer runs and no batches above 512.
    #[arg(long)]
    quick: bool,
    /// Write the tables and the plot into this folder as well.
    #[arg(long, value_name = "FOLDER")]
    out: Option<PathBuf>,
    /// Only measure one of K options, for each K, and print JSON.
    #[arg(long, value_name = "K", value_delimiter = ',', conflicts_with = "out")]
    json: Vec<usize>,
}

fn main() -> anyhow::Result<()> {
    let cli = Cli::parse();
    let effort = cli.effort();
    if cli.json.is_empty() {
        cli.tables(&effort)
    } else {
        let figures = costs::figures(&cli.json, &effort)?;
        say(&format!("{}\n", serde_json::to_string(&figures)?))
    }
}

impl Cli {
    fn effort(&self) -> Effort {
        let (milliseconds, runs) = if self.quick { (100, 3) } else { (1000, 5) };
        Effort {
            together: Duration::from_millis(milliseconds),
            runs,
        }
    }

    fn tables(&self, effort: &Effort) -> anyhow::Result<()> {
        let machine = Machine::here();
        let most = if self.quick { contest::BATCH } else { usize::MAX };
        let sizes: Vec<usize> = SIZES.into_iter().filter(|size| *size <= most).collect();
        let costs = costs::measure(&OPTIONS, effort)?;
        let curves = batches::measure(&sizes, machine.cores(), effort)?;
        let kinds = kinds::table(effort)?;
        let command = format!("comitia-tables{}", if self.quick { " --quick" } else { "" });
        let text = format!(
            include_str!("tables.md"),
            machine = machine,
            command = command,
            runs = effort.runs,
            costs = costs::table(&costs),
            batches = batches::table(&curves),
            kinds = kinds,
        );
        say(&text)?;
        match &self.out {
            Some(folder) => write(folder, &text, &plot::draw(&curves, &costs)?),
            None => Ok(()),
        }
    }
}

fn write(folder: &Path, text: &str, picture: &str) -> anyhow::Result<()> {
    fs::create_dir_all(folder).with_context(|| folder.display().to_string())?;
    for (name, content) in [(FILES.0, text), (FILES.1, picture)] {
        let path = folder.join(name);
        fs::write(&path, content).with_context(|| path.display().to_string())?;
    }
    Ok(())
}

fn say(text: &str) -> anyhow::Result<()> {
    std::io::stdout()
        .write_all(text.as_bytes())
        .context("standard output is closed")
}
