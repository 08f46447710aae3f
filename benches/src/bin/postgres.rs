//! A PostgreSQL cluster for measurements: says where its one database is, and is gone when standard input closes.

use std::io::{Read as _, Write as _};

fn main() -> anyhow::Result<()> {
    let cluster = comitia_cluster::Cluster::start()?;
    writeln!(std::io::stdout(), "{}", cluster.database()?)?;
    std::io::stdin().read_to_end(&mut Vec::new())?;
    Ok(())
}
