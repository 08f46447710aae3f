//! The operator's table: what was changed, with whose keys, and which check refuses it.

mod ballots;
mod ceremony;
mod close;
mod roll;
mod tally;
mod wire;

use crate::forger::Forger;
use crate::subject::{FULL, failures, judge, record_of};
use comitia_election::verification::CheckId;
use comitia_rehearsal::Simulation;
use rayon::prelude::*;
use std::fmt::Write as _;

/// Whose keys are used besides those of the authority and of the log.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum With {
    /// Nobody's.
    Operator,
    /// The registrar's.
    Registrar,
    /// One trustee's identity.
    Trustee,
    /// An officer's.
    Officer,
    /// One voter's credential.
    Voter,
}

/// One line of the table.
struct Row {
    /// Number of the attack in the catalogue of threats.
    id: &'static str,
    what: &'static str,
    with: With,
    world: &'static Simulation,
    change: fn(&mut Forger<'_>),
    /// Whether `Open`, `Close` and `Result` are made to fit again.
    repaired: bool,
    refused_by: &'static [CheckId],
}

/// A change of the large election by the operator alone, everything repaired.
fn row(
    id: &'static str,
    what: &'static str,
    change: fn(&mut Forger<'_>),
    refused_by: &'static [CheckId],
) -> Row {
    Row {
        id,
        what,
        with: With::Operator,
        world: &FULL,
        change,
        repaired: true,
        refused_by,
    }
}

impl Row {
    /// With the keys of a conspirator.
    fn with(self, with: With) -> Self {
        Self { with, ..self }
    }

    /// Of another election.
    fn of(self, world: &'static Simulation) -> Self {
        Self { world, ..self }
    }

    /// Left as it is: the change is in what would be repaired.
    fn bare(self) -> Self {
        Self {
            repaired: false,
            ..self
        }
    }

    /// The line with what happened, and whether that is what should happen.
    fn judge(&self) -> (bool, String) {
        let mut forger = Forger::new(self.world);
        (self.change)(&mut forger);
        if self.repaired {
            forger.repair();
        }
        let changed = forger.raws() != self.world.entries();
        let failures = failures(&judge(&forger.files(), None));
        let ids: Vec<CheckId> = failures.iter().map(|(id, _)| *id).collect();
        let right = changed && ids == self.refused_by;
        let mark = if right { ' ' } else { '!' };
        let (id, what, with, expected) = (self.id, self.what, self.with, self.refused_by);
        let mut line = format!("{mark} {id:4} {what:70} {with:9?} {expected:?}");
        if !right {
            write!(line, "  BUT {failures:?}").unwrap();
        }
        (right, line)
    }
}

/// Judges every line; fails with the whole table if one is not as expected.
fn table(rows: &[Row]) {
    let judged: Vec<(bool, String)> = rows.par_iter().map(Row::judge).collect();
    let lines: Vec<&str> = judged.iter().map(|(_, line)| line.as_str()).collect();
    let text = lines.join("\n");
    println!("{text}");
    assert!(judged.iter().all(|(right, _)| *right), "\n{text}");
}

/// What is done to the bytes of entries, and the check that refuses it.
type ByteRow = (&'static str, fn(&mut Vec<Vec<u8>>), CheckId);

/// Judges entries that only their bytes tell from others.
fn table_of_bytes(rows: &[ByteRow]) {
    for (what, change, check) in rows {
        let mut raws = FULL.entries().to_vec();
        change(&mut raws);
        let found = failures(&judge(&record_of(&FULL, &raws), None));
        let ids: Vec<CheckId> = found.iter().map(|(id, _)| *id).collect();
        assert_eq!(ids, [*check], "{what}: {found:?}");
    }
}
