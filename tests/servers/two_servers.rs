//! Two servers on one database: whichever is killed or stopped, whenever, the other goes on, and nothing is lost.

use crate::casting::{Casting, checkpoint};
use crate::server::{Place, Server, agent, free_address, post};
use crate::town::Town;
use std::thread;
use std::time::Duration;

const CASTERS: usize = 4;
const VOTERS: usize = 4_000;
/// Between two ballots of a caster, so that there are enough until the end.
const PAUSE: Duration = Duration::from_millis(25);
/// Ballots that are acknowledged between two events.
const PROGRESS: usize = 40;
/// Longer than a lease lasts.
const LONG: Duration = Duration::from_secs(7);

/// Two servers of one database.
struct Pair {
    places: [Place; 2],
    addresses: [String; 2],
    servers: [Server; 2],
}

impl Pair {
    fn start() -> Self {
        let first = Place::postgres();
        let places = [first.beside(), first];
        let addresses = [free_address(), free_address()];
        let servers = [0, 1].map(|which| start(&places[which], &places[1], &addresses[which]));
        Self {
            places,
            addresses,
            servers,
        }
    }

    fn restart(&mut self, which: usize) {
        self.servers[which] = start(&self.places[which], &self.places[1], &self.addresses[which]);
    }

    fn apis(&self, town: &Town) -> Vec<String> {
        self.servers.iter().map(|server| town.api(server)).collect()
    }
}

fn start(place: &Place, keys: &Place, address: &str) -> Server {
    let (keys, peer) = (keys.keys().display().to_string(), format!("http://{address}"));
    Server::start_with(place, address, &["--keys", &keys, "--peer-url", &peer])
}

/// Waits until a server has taken up an election that another one made.
fn knows(town: &Town, server: &Server) {
    let url = format!("{}/booth", town.api(server));
    for _ in 0..200 {
        if agent().get(&url).call().unwrap().status().as_u16() == 200 {
            return;
        }
        thread::sleep(Duration::from_millis(50));
    }
    panic!("{url} is not there");
}

fn under_casting(events: impl FnOnce(&mut Pair, &Casting)) {
    let mut pair = Pair::start();
    let town = Town::open(&pair.servers[0], pair.places[1].data(), VOTERS);
    knows(&town, &pair.servers[1]);
    let ballots = town.ballots(&pair.servers[0]);
    let casting = Casting::new(pair.apis(&town), VOTERS, PAUSE);
    let mut seen = Vec::new();
    thread::scope(|scope| {
        for _ in 0..CASTERS {
            scope.spawn(|| casting.cast(&ballots));
        }
        casting.wait_for(PROGRESS);
        seen.extend(pair.servers.iter().map(|server| checkpoint(&town, server)));
        events(&mut pair, &casting);
        casting.wait_for(PROGRESS);
        casting.stop();
    });
    for server in &pair.servers {
        casting.check(&town, server, &ballots, &seen);
    }
}

#[test]
fn a_server_that_stands_by_passes_ballots_on_and_shows_them() {
    let pair = Pair::start();
    let town = Town::open(&pair.servers[0], pair.places[1].data(), 20);
    knows(&town, &pair.servers[1]);
    let ballots = town.ballots(&pair.servers[0]);
    // The first one writes; the second one is asked.
    town.cast(&pair.servers[0], &ballots[0]);
    for ballot in &ballots[1..10] {
        let index = town.cast(&pair.servers[1], ballot);
        let entries = town.entries(&pair.servers[1]);
        assert_eq!(&entries[usize::try_from(index).unwrap()], ballot);
        assert_eq!(town.receipt(&pair.servers[1], index).status, 200);
    }
    // A refusal is the writer's, word for word.
    let url = format!("{}/ballots", town.api(&pair.servers[1]));
    let again = post(&agent(), &url, None, &ballots[1]).unwrap();
    assert_eq!((again.status, again.code()), (422, "wrong_sequence"));
    // What needs the token goes there too, and comes back refused: it is too early.
    let url = format!(
        "{}/api/admin/elections/{}/close",
        pair.servers[1].address(),
        town.election
    );
    let token = std::fs::read_to_string(pair.places[1].keys().join("admin.token")).unwrap();
    let early = post(&agent(), &url, Some(token.trim()), &[]).unwrap();
    assert_eq!(early.status, 409, "{early:?}");
    assert_ne!(early.code(), "bad_request");
}

#[test]
fn t3_when_one_of_two_servers_is_killed_nothing_acknowledged_is_missing_and_casting_goes_on() {
    under_casting(|pair, casting| {
        for which in [0, 1, 0, 1] {
            pair.servers[which].kill();
            casting.wait_for(PROGRESS);
            pair.restart(which);
            casting.wait_for(PROGRESS);
        }
    });
}

#[test]
fn t3_a_server_that_is_stopped_for_longer_than_its_lease_does_not_fork_the_log_when_it_goes_on() {
    under_casting(|pair, casting| {
        for which in [0, 1] {
            pair.servers[which].signal("STOP");
            // Casters that were answered by nobody wait for it to go on.
            thread::sleep(LONG);
            pair.servers[which].signal("CONT");
            casting.wait_for(PROGRESS);
        }
    });
}
