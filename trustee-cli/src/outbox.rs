//! Messages as files, for a machine without a network (protocol-spec: `trustee-files`).
//!
//! What this machine learns comes as a folder with a copy of the log, and what it says leaves as files. Both are public,
//! and neither is trusted for the way that it took: the copy is verified as a server's log is, the message is signed.

use crate::post::{Post, PostError};
use comitia_crypto::ElectionId;
use comitia_crypto::codec::{Decode as _, Encode as _};
use comitia_election::entry::Entry;
use comitia_files as files;
use std::path::{Path, PathBuf};

/// How a message's file name ends.
const EXTENSION: &str = "entry";

/// A folder for the messages of one election.
#[derive(Debug)]
pub struct Outbox {
    folder: PathBuf,
    election: ElectionId,
}

impl Outbox {
    /// Messages of this election go into `folder`, which is made when it is missing.
    #[must_use]
    pub fn new(folder: &Path, election: &ElectionId) -> Self {
        Self {
            folder: folder.to_owned(),
            election: *election,
        }
    }

    /// Where a message is put: a name for its election, author and kind, so that a message that is made again takes the
    /// place of the first.
    #[must_use]
    pub fn file_of(&self, entry: &Entry) -> PathBuf {
        let author = match entry {
            Entry::Object(object) => object.endorsements.first().map(|by| by.author.to_string()),
            _ => None,
        };
        let author = author.unwrap_or_default().replace(' ', "-");
        let election = self.election.to_string();
        let election = election.get(..16).unwrap_or_default();
        let name = format!("{election}-{author}-{}.{EXTENSION}", entry.kind().name());
        self.folder.join(name)
    }
}

impl Post for Outbox {
    /// The message is a whole file, and the disk has it, when this returns; that somebody posts it is for people to see
    /// to. A copy of the log made later tells whether they did.
    fn post(&self, entry: &Entry) -> Result<(), PostError> {
        files::private_folder(&self.folder)?;
        Ok(files::replace_private(&self.file_of(entry), &entry.to_bytes())?)
    }
}

/// The message in a file that an [`Outbox`] made.
///
/// # Errors
/// When the file cannot be read, or holds no signed object.
pub fn read_message(path: &Path) -> Result<Entry, PostError> {
    let not_a_message = || PostError::NotAMessage(path.to_owned());
    let bytes = files::read(path)?.ok_or_else(not_a_message)?;
    match Entry::from_bytes(&bytes) {
        Ok(entry @ Entry::Object(_)) => Ok(entry),
        _ => Err(not_a_message()),
    }
}
