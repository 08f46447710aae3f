//! `comitia-vectors`: makes the protocol's test vectors.

use clap::Parser;
use std::path::PathBuf;

/// Writes the protocol's test vectors into a folder. They are the same every time.
#[derive(Parser)]
#[command(version)]
struct Args {
    /// The folder.
    #[arg(default_value = "protocol-spec/vectors")]
    folder: PathBuf,
}

fn main() -> anyhow::Result<()> {
    comitia_vectors::write(&Args::parse().folder)
}
