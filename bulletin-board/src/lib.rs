//! The bulletin board: the transparency log of an election as a durable service.
//!
//! A log is a C2SP `tlog-tiles` log (`comitia-tlog` has the formats) in a database. One *sequencer* per log
//! appends to it, many readers serve it. The board knows nothing of elections: what may be appended is decided
//! by an [`Admission`] that the caller gives.
//!
//! What a caller can rely on (protocol-spec: `election-log`):
//!
//! - an acknowledged entry is on disk, and so is a signed checkpoint of a tree that has it;
//! - every checkpoint is consistent with every earlier one: an append continues the stored size and root or does
//!   not happen, so that two sequencers on one database, by whatever mistake, cannot fork a log;
//! - an admission's memory never runs ahead of the disk: if a commit fails, the admission is thrown away and
//!   rebuilt from what is stored.
//!
//! | state | trusted? | may it be lost? |
//! |---|---|---|
//! | entries, tiles, checkpoint in the database | checked at every start: entries hash to the checkpoint's root, which the log's key signed | never |
//! | edge of the tree in the sequencer | derived from the tiles | yes, rebuilt |
//! | the admission | derived from the entries | yes, rebuilt |

mod board;
mod export;
#[doc(hidden)]
pub mod failpoint;
pub mod fsck;
pub mod http;
mod reader;
mod recover;
mod sequencer;
mod storage;
pub mod witnessing;

use comitia_store::Migrations;

pub use board::{Board, CreateError};
pub use export::{ExportError, Exported, export};
pub use reader::{LogReader, Page, Pages, ReadError};
pub use recover::{RecoverError, recover};
pub use sequencer::{
    Admission, Appended, Limits, Publication, ReplayError, Sequencer, SequencerTask, Sequencing, StartError,
    SubmitError, Unserved,
};
pub use storage::{Batch, Claim, LogStorage, Server, StorageError, StorageFuture, TERM};

/// The board's tables.
pub const MIGRATIONS: Migrations = Migrations {
    module: "board",
    sqlite: &SQLITE,
    postgres: &POSTGRES,
};

static SQLITE: sqlx::migrate::Migrator = sqlx::migrate!("migrations/sqlite");
static POSTGRES: sqlx::migrate::Migrator = sqlx::migrate!("migrations/postgres");
