//! Every kind of entry dropped, duplicated, and moved where it does not belong.

use crate::forger::Forger;
use crate::subject::{FULL, TROUBLED, failures, judge};
use comitia_election::entry::EntryKind;
use comitia_election::verification::CheckId::{self, V03, V07, V10, V15, V16, V17, V19, V23};
use comitia_rehearsal::Simulation;
use rayon::prelude::*;
use std::fmt::Write as _;

/// What is done to an entry.
#[derive(Debug, Clone, Copy)]
enum Deed {
    /// It is left out.
    Dropped,
    /// It stands there twice.
    Twice,
    /// It comes right after the manifest, or the manifest after the next entry.
    First,
    /// It comes after everything else.
    Last,
    /// It changes places with the entry before it, or the manifest with the next.
    Swapped,
}

impl Deed {
    const ALL: [Self; 5] = [Self::Dropped, Self::Twice, Self::First, Self::Last, Self::Swapped];

    fn do_to(self, forger: &mut Forger<'_>, place: usize) {
        let end = forger.entries.len() - 1;
        match self {
            Self::Dropped => drop(forger.entries.remove(place)),
            Self::Twice => forger.duplicate(place),
            Self::First => forger.shift(place, 1),
            Self::Last => forger.shift(place, end),
            Self::Swapped => forger.entries.swap(place.max(1), place.max(1) - 1),
        }
    }
}

/// The first place of a kind where a change would tell: not where it stands first or last already.
fn place_of(forger: &Forger<'_>, kind: EntryKind, deed: Deed) -> usize {
    match deed {
        // The order of two shares tells nothing; the first must not come before the close.
        Deed::Swapped if kind == EntryKind::DecryptionShare => forger.first(kind),
        Deed::First | Deed::Swapped => forger.last(kind),
        Deed::Dropped | Deed::Twice | Deed::Last => forger.first(kind),
    }
}

/// Nobody can refuse: an honest operator could have made this log too.
const HONEST: Option<CheckId> = None;

type Checks = [Option<CheckId>; 5];

/// Which check refuses an entry of this kind: dropped, twice, first, last, swapped. The result stands last already,
/// and a log without it is the log of a minute earlier: whoever has seen more has a receipt or a checkpoint.
fn expected() -> Vec<(&'static Simulation, EntryKind, Checks)> {
    let (full, troubled) = (&*FULL, &*TROUBLED);
    let same = |check| [Some(check); 5];
    let each = |checks: [CheckId; 5]| checks.map(Some);
    vec![
        (full, EntryKind::Manifest, same(V03)),
        (full, EntryKind::TrusteeEnrolment, same(V07)),
        (full, EntryKind::CeremonyCommit, same(V07)),
        (full, EntryKind::CeremonyReveal, same(V07)),
        (troubled, EntryKind::PhaseEnd, each([V07, V03, V03, V07, V03])),
        (full, EntryKind::CeremonyComplaint, same(V07)),
        (troubled, EntryKind::CeremonyAnswer, same(V07)),
        (full, EntryKind::CeremonyAccept, each([V03, V07, V07, V03, V19])),
        (full, EntryKind::ElectionKey, same(V03)),
        (full, EntryKind::Roll, same(V03)),
        (full, EntryKind::BoothBuild, each([V10, V10, V03, V10, V03])),
        (full, EntryKind::Open, each([V03, V03, V03, V03, V10])),
        (full, EntryKind::Ballot, each([V15, V15, V03, V15, V15])),
        (full, EntryKind::AuditedBallot, each([V19, V16, V03, V19, V19])),
        (full, EntryKind::Cancellation, each([V19, V17, V03, V19, V19])),
        (full, EntryKind::Extension, each([V19, V03, V03, V19, V19])),
        (full, EntryKind::Close, each([V03, V03, V03, V03, V03])),
        (full, EntryKind::DecryptionShare, each([V23, V19, V03, V23, V03])),
        (
            full,
            EntryKind::Result,
            [HONEST, Some(V03), Some(V03), HONEST, Some(V23)],
        ),
    ]
}

struct Case {
    world: &'static Simulation,
    kind: EntryKind,
    deed: Deed,
    check: Option<CheckId>,
}

impl Case {
    /// The line of the table, and whether it is as it should be.
    fn judge(&self) -> (bool, String) {
        let mut forger = Forger::new(self.world);
        let place = place_of(&forger, self.kind, self.deed);
        self.deed.do_to(&mut forger, place);
        forger.repair();
        let found = failures(&judge(&forger.files(), None));
        let right = found.iter().map(|(id, _)| *id).eq(self.check);
        let mark = if right { ' ' } else { '!' };
        let (name, deed) = (self.kind.name(), format!("{:?}", self.deed));
        let mut line = format!("{mark} {name:17} {deed:8} {:?}", self.check);
        if !right {
            write!(line, "  BUT {found:?}").unwrap();
        }
        (right, line)
    }
}

#[test]
fn t2_every_kind_of_entry_dropped_duplicated_or_moved_is_refused() {
    let cases: Vec<Case> = expected()
        .into_iter()
        .flat_map(|(world, kind, checks)| {
            let case = move |(deed, check)| Case {
                world,
                kind,
                deed,
                check,
            };
            Deed::ALL.into_iter().zip(checks).map(case)
        })
        .collect();
    let judged: Vec<(bool, String)> = cases.par_iter().map(Case::judge).collect();
    let lines: Vec<&str> = judged.iter().map(|(_, line)| line.as_str()).collect();
    let text = lines.join("\n");
    println!("{text}");
    assert!(judged.iter().all(|(right, _)| *right), "\n{text}");
}

/// Shares may come in any order: nothing depends on it.
#[test]
fn d14_the_order_of_shares_tells_nothing() {
    let mut forger = Forger::new(&FULL);
    let (first, last) = (
        forger.first(EntryKind::DecryptionShare),
        forger.last(EntryKind::DecryptionShare),
    );
    forger.entries.swap(first, last);
    assert_eq!(failures(&judge(&forger.files(), None)), []);
}
