//! A program that appends is killed at random moments, again and again; nothing that it acknowledged is ever
//! missing, and the log only ever grew.

use std::sync::mpsc;
use std::time::Duration;

use crate::common::{Place, on_both_engines};
use crate::program::{Said, check, listen, program};

/// How often it is killed.
const KILLS: u32 = 20;

/// A number that differs from run to run well enough to kill at different moments.
fn some_number(kill: u32, place: &Place) -> u64 {
    let seed = format!("{kill} {}", place.folder().display());
    u64::from_be_bytes(
        comitia_tlog::hash::leaf_hash(seed.as_bytes()).as_bytes()[..8]
            .try_into()
            .unwrap(),
    )
}

/// Runs the program and kills it, now and then while it starts, mostly while it appends. Gives what it said.
fn run_and_kill(place: &Place, kill: u32) -> Vec<String> {
    let mut child = program(&place.location).spawn().unwrap();
    let output = child.stdout.take().unwrap();
    let (acknowledged, first) = mpsc::channel();
    let listener = std::thread::spawn(move || listen(output, &acknowledged));
    if !starts_only(kill) {
        first.recv_timeout(Duration::from_secs(120)).unwrap();
    }
    std::thread::sleep(Duration::from_millis(some_number(kill, place) % 120));
    assert!(child.try_wait().unwrap().is_none(), "it ended by itself");
    // On Unix this is SIGKILL: the program has no chance to tidy up.
    child.kill().unwrap();
    child.wait().unwrap();
    listener.join().unwrap()
}

/// Whether the program is not given the time to append anything.
const fn starts_only(kill: u32) -> bool {
    kill.is_multiple_of(6)
}

async fn t3_killed_at_random_nothing_acknowledged_is_lost(place: Place) {
    let (mut said, mut size) = (Said::default(), 0);
    for kill in 0..KILLS {
        run_and_kill(&place, kill).iter().for_each(|line| said.note(line));
        let grown = check(&place.location, &said).await;
        assert!(grown > size || starts_only(kill));
        size = grown;
    }
    let (acknowledged, checkpoints) = (said.acknowledged.len(), said.checkpoints.len());
    assert!(acknowledged > 0 && checkpoints > 0, "{size} entries");
}

on_both_engines!(t3_killed_at_random_nothing_acknowledged_is_lost);
