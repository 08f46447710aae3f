//! What a server has acknowledged survives whatever kills it.

use crate::server::{Server, agent, post};
use crate::town::Town;
use comitia_tlog::checkpoint::SignedCheckpoint;
use comitia_tlog::hash::TreeHash;
use comitia_verifier::{Request, verify};
use rand_chacha::ChaCha20Rng;
use rand_core::{RngCore as _, SeedableRng as _};
use std::collections::{BTreeMap, VecDeque};
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, RwLock};
use std::thread;
use std::time::Duration;

const KILLS: usize = 50;
/// Ballots that must have been acknowledged between two kills, at least.
const PROGRESS: usize = 5;
const CASTERS: usize = 4;
const VOTERS: usize = 8_000;

/// Ballots that wait, ballots that are acknowledged, and where to send them.
struct Load {
    api: RwLock<String>,
    waiting: Mutex<VecDeque<usize>>,
    acknowledged: Mutex<BTreeMap<usize, u64>>,
    stopped: AtomicBool,
}

impl Load {
    fn acknowledged(&self) -> usize {
        self.acknowledged.lock().unwrap().len()
    }

    /// Sends ballots until there are none, or nobody wants them any more. What was not acknowledged is sent again,
    /// byte for byte, as a booth does.
    fn cast(&self, ballots: &[Vec<u8>]) {
        let agent = agent();
        while !self.stopped.load(Ordering::SeqCst) {
            let Some(voter) = self.waiting.lock().unwrap().pop_front() else {
                return;
            };
            let url = format!("{}/ballots", self.api.read().unwrap());
            match post(&agent, &url, None, &ballots[voter]) {
                Ok(answer) if answer.status == 201 => {
                    let index = answer.index().unwrap();
                    self.acknowledged.lock().unwrap().insert(voter, index);
                }
                // It was in the urn already: the answer was lost with the server.
                Ok(answer) if answer.code() == "wrong_sequence" => {}
                Ok(answer) => assert!(answer.status >= 500, "voter {voter}: {answer:?}"),
                Err(_) => {
                    self.waiting.lock().unwrap().push_front(voter);
                    thread::sleep(Duration::from_millis(5));
                }
            }
        }
    }

    /// Kills the server at a random moment under load, and starts it again; gives what its log was just before.
    fn survive(
        &self,
        server: &mut Server,
        town: &Town,
        data: &Path,
        rng: &mut ChaCha20Rng,
    ) -> (u64, TreeHash) {
        let target = self.acknowledged() + PROGRESS;
        let mut patience = 0..30_000;
        while self.acknowledged() < target {
            assert!(patience.next().is_some(), "no ballot was acknowledged");
            thread::sleep(Duration::from_millis(1));
        }
        let checkpoint = SignedCheckpoint::parse(&town.log(server).checkpoint().unwrap()).unwrap();
        thread::sleep(Duration::from_micros(u64::from(rng.next_u32() % 20_000)));
        server.kill();
        *server = Server::start(data);
        *self.api.write().unwrap() = town.api(server);
        let seen = checkpoint.unverified();
        (seen.size, seen.root)
    }
}

#[test]
fn t3_fifty_kills_under_casting_lose_nothing_acknowledged_and_never_fork() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path();
    let mut rng = ChaCha20Rng::seed_from_u64(9);
    let mut server = Server::start(data);
    let town = Town::open(&server, data, VOTERS);
    let ballots = town.ballots(&server);
    let load = Load {
        api: RwLock::new(town.api(&server)),
        waiting: Mutex::new((0..VOTERS).collect()),
        acknowledged: Mutex::default(),
        stopped: AtomicBool::new(false),
    };
    let mut seen = Vec::new();
    thread::scope(|scope| {
        for _ in 0..CASTERS {
            scope.spawn(|| load.cast(&ballots));
        }
        for _ in 0..KILLS {
            seen.push(load.survive(&mut server, &town, data, &mut rng));
        }
        load.stopped.store(true, Ordering::SeqCst);
    });
    let acknowledged = load.acknowledged.into_inner().unwrap();
    assert!(acknowledged.len() >= KILLS * PROGRESS);
    let entries = town.entries(&server);
    for (voter, index) in &acknowledged {
        let found = entries.get(usize::try_from(*index).unwrap());
        assert_eq!(found, Some(&ballots[*voter]), "voter {voter} at {index}");
    }
    let request = Request {
        milestones: seen.iter().map(|(size, _)| *size).collect(),
        ..Request::default()
    };
    let verification = verify(&town.log(&server), &request, rng, &mut ()).unwrap();
    assert!(verification.is_ok(), "{:?}", verification.report());
    for (size, root) in seen {
        assert_eq!(
            verification.roots.get(&size),
            Some(&root),
            "the log forked after {size} entries"
        );
    }
}
