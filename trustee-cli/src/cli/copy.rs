//! `copy`: a log as a folder of files, to be carried elsewhere.

use super::say;
use clap::Args;
use comitia_trustee::{Error, Place};
use std::path::PathBuf;

#[derive(Debug, Args)]
pub(super) struct Copy {
    /// The address of the election's log (http://…/elections/<id>), or a folder with another copy of it.
    #[arg(value_name = "URL|FOLDER")]
    place: String,
    /// Where to: a folder that is not there yet, or empty.
    #[arg(value_name = "FOLDER")]
    to: PathBuf,
}

impl Copy {
    pub(super) fn run(self) -> anyhow::Result<()> {
        let place = Place::open(&self.place).map_err(Error::from)?;
        let entries = place.source().copy_to(&self.to).map_err(Error::from)?;
        let (election, to) = (place.election(), self.to.display());
        say::note(&format!(
            "{entries} entries of election {election} are in {to}. Every command that reads them verifies them first."
        ));
        Ok(())
    }
}
