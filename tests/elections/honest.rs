//! The records as they are: everything below stands on this.

use crate::forger::Forger;
use crate::subject::{FULL, TROUBLED, failures, judge, record_of};
use comitia_election::entry::EntryKind;
use comitia_election::verification::{CheckId, Status};

#[test]
fn honest_records_verify_and_hold_every_kind_of_entry() {
    let mut kinds = Vec::new();
    for world in [&*FULL, &*TROUBLED] {
        let report = judge(&record_of(world, world.entries()), None);
        assert_eq!(failures(&report), []);
        kinds.extend(Forger::new(world).entries.iter().map(|entry| entry.kind()));
        kinds.extend(
            world
                .entries()
                .iter()
                .filter(|raw| raw[1] == EntryKind::Part as u8)
                .map(|_| EntryKind::Part),
        );
    }
    let missing: Vec<_> = EntryKind::ALL
        .iter()
        .filter(|kind| !kinds.contains(kind))
        .collect();
    assert_eq!(
        missing,
        [&EntryKind::Abort],
        "an election that ends has no result"
    );
    assert!(FULL.entries().len() > 256, "there are full tiles");
}

#[test]
fn a_forger_who_changes_nothing_makes_the_same_record() {
    for world in [&*FULL, &*TROUBLED] {
        let mut forger = Forger::new(world);
        forger.repair();
        assert_eq!(forger.files(), record_of(world, world.entries()));
    }
}

#[test]
fn a_weak_ceremony_names_its_culprits_and_goes_on() {
    let report = judge(&record_of(&TROUBLED, TROUBLED.entries()), None);
    let ceremony = report.iter().find(|(id, _)| *id == CheckId::V07).unwrap().1;
    assert_eq!(ceremony.status, Status::Passed);
    let remark = ceremony.remark.as_deref().unwrap();
    assert!(
        remark.contains("trustee 4") && !remark.contains("trustee 2"),
        "{remark}"
    );
}
