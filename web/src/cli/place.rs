//! Where a server's data is.

use anyhow::Context as _;
use clap::Args;
use comitia::elections::{KeyFolder, MIGRATIONS};
use comitia_store::{Location, Store};
use std::path::PathBuf;

/// Database and keys.
#[derive(Args)]
pub struct Place {
    /// Folder of the database and of the server's keys.
    #[arg(long, default_value = "data")]
    pub data: PathBuf,
    /// PostgreSQL database, such as postgres://comitia@db.example/comitia, instead of a SQLite file in the data folder.
    /// A password belongs into PGPASSFILE, or into the variable COMITIA_DATABASE with the whole address.
    #[arg(long)]
    pub database: Option<String>,
    /// Folder of the keys of authority and logs, which servers of one database share; `keys` in the data folder if
    /// nothing is said.
    #[arg(long)]
    pub keys: Option<PathBuf>,
}

impl Place {
    /// A folder with everything in it.
    pub const fn folder(data: PathBuf) -> Self {
        Self {
            data,
            database: None,
            keys: None,
        }
    }

    /// Where the database is. Arguments can be read by everybody on the machine, so no password may be among them.
    pub fn location(&self) -> anyhow::Result<Location> {
        if let Some(address) = &self.database {
            let user = address
                .split_once("://")
                .and_then(|(_, rest)| rest.split_once('@'));
            let has_password =
                user.is_some_and(|(user, _)| user.contains(':')) || address.contains("password=");
            anyhow::ensure!(
                !has_password,
                "a password does not belong on the command line: use PGPASSFILE, or COMITIA_DATABASE"
            );
            return Ok(Location::Postgres(address.clone()));
        }
        Ok(match std::env::var("COMITIA_DATABASE") {
            Ok(address) if !address.is_empty() => Location::Postgres(address),
            _ => Location::Sqlite(self.data.join("comitia.sqlite")),
        })
    }

    /// The database, with its tables up to date.
    pub async fn open(&self) -> anyhow::Result<Store> {
        let location = self.location()?;
        if let Location::Sqlite(path) = &location {
            let folder = path.parent().unwrap_or(&self.data);
            anyhow::ensure!(folder.is_dir(), "{}: there is no such folder", folder.display());
        }
        Ok(Store::open(&location, &[comitia_bulletin_board::MIGRATIONS, MIGRATIONS]).await?)
    }

    /// The keys.
    pub fn key_folder(&self) -> anyhow::Result<KeyFolder> {
        let folder = self.keys.clone().unwrap_or_else(|| self.data.join("keys"));
        KeyFolder::open(folder.clone()).with_context(|| folder.display().to_string())
    }
}
