//! What a server has acknowledged survives whatever kills it, or its database.

use crate::casting::{Casting, checkpoint};
use crate::server::{Place, Server};
use crate::town::Town;
use comitia_cluster::Cluster;
use rand_chacha::ChaCha20Rng;
use rand_core::{RngCore as _, SeedableRng as _};
use std::thread;
use std::time::Duration;

const KILLS: usize = 25;
const DATABASE_CRASHES: usize = 5;
/// Ballots that must have been acknowledged between two kills, at least.
const PROGRESS: usize = 5;
const CASTERS: usize = 4;
const VOTERS: usize = 4_000;

fn kills_under_casting(place: &Place) {
    let mut rng = ChaCha20Rng::seed_from_u64(9);
    let mut server = Server::start(place);
    let town = Town::open(&server, place.data(), VOTERS);
    let ballots = town.ballots(&server);
    let casting = Casting::new(vec![town.api(&server)], VOTERS, Duration::ZERO);
    let mut seen = Vec::new();
    thread::scope(|scope| {
        for _ in 0..CASTERS {
            scope.spawn(|| casting.cast(&ballots));
        }
        for _ in 0..KILLS {
            casting.wait_for(PROGRESS);
            seen.push(checkpoint(&town, &server));
            thread::sleep(Duration::from_micros(u64::from(rng.next_u32() % 20_000)));
            server.kill();
            server = Server::start(place);
            casting.send_to(vec![town.api(&server)]);
        }
        casting.stop();
    });
    casting.check(&town, &server, &ballots, &seen);
}

#[test]
fn t3_kills_under_casting_lose_nothing_acknowledged_and_never_fork_on_sqlite() {
    kills_under_casting(&Place::sqlite());
}

#[test]
fn t3_kills_under_casting_lose_nothing_acknowledged_and_never_fork_on_postgres() {
    kills_under_casting(&Place::postgres());
}

#[test]
fn t3_a_database_server_that_crashes_under_casting_loses_nothing_acknowledged() {
    // One of its own: the others of this process are not to be crashed.
    let cluster = Cluster::start().unwrap();
    let place = Place::of_database(cluster.database().unwrap());
    let server = Server::start(&place);
    let town = Town::open(&server, place.data(), VOTERS);
    let ballots = town.ballots(&server);
    let casting = Casting::new(vec![town.api(&server)], VOTERS, Duration::from_millis(5));
    let mut seen = Vec::new();
    thread::scope(|scope| {
        for _ in 0..CASTERS {
            scope.spawn(|| casting.cast(&ballots));
        }
        for _ in 0..DATABASE_CRASHES {
            casting.wait_for(PROGRESS);
            seen.push(checkpoint(&town, &server));
            cluster.crash_and_restart().unwrap();
        }
        casting.wait_for(PROGRESS);
        casting.stop();
    });
    casting.check(&town, &server, &ballots, &seen);
}
