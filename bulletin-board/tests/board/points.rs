//! A program that appends is killed at every named point of the way of an append; nothing that it acknowledged is
//! missing, and what is left can be continued.

use std::os::unix::process::ExitStatusExt as _;
use std::sync::mpsc;

use comitia_bulletin_board::failpoint::POINTS;
use comitia_store::Location;

use crate::common::Place;
use crate::program::{Said, check, listen, program};

const SIGKILL: i32 = 9;

/// Runs the program until it dies at this point, passed so many times; gives what it said.
fn die_at(location: &Location, point: &str, times: u32) -> Vec<String> {
    let mut child = program(location)
        .env("COMITIA_DIE_AT", format!("{point}:{times}"))
        .spawn()
        .unwrap();
    let lines = listen(child.stdout.take().unwrap(), &mpsc::channel().0);
    let status = child.wait().unwrap();
    assert_eq!(status.signal(), Some(SIGKILL), "{point}: {status}");
    lines
}

/// At which passings of a point the program is killed, one run after the other.
fn passings(point: &str) -> &'static [u32] {
    match point {
        // The log is made once.
        "create" | "created" => &[1],
        // It is read once in every run.
        "loaded" => &[1, 1],
        // Once a second.
        "claimed" => &[1, 2],
        _ => &[1, 2, 5],
    }
}

async fn t3_killed_at_every_point_of_an_append_nothing_acknowledged_is_lost(new_place: fn() -> Place) {
    for point in POINTS {
        let place = new_place();
        let (mut said, mut size) = (Said::default(), 0);
        for times in passings(point) {
            die_at(&place.location, point, *times)
                .iter()
                .for_each(|line| said.note(line));
            let now = check(&place.location, &said).await;
            assert!(now >= size, "{point}: {now} entries after {size}");
            size = now;
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn sqlite() {
    t3_killed_at_every_point_of_an_append_nothing_acknowledged_is_lost(Place::sqlite).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn postgres() {
    t3_killed_at_every_point_of_an_append_nothing_acknowledged_is_lost(Place::postgres).await;
}
