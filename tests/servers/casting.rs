//! Voters' clients that send ballots to one or several servers, whatever happens to these.

use crate::server::{Server, agent, post};
use crate::town::Town;
use comitia_tlog::checkpoint::{Checkpoint, SignedCheckpoint};
use comitia_verifier::{Request, verify};
use rand_chacha::ChaCha20Rng;
use rand_core::SeedableRng as _;
use std::collections::{BTreeMap, VecDeque};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, RwLock};
use std::thread;
use std::time::Duration;

/// How long an acknowledgement is waited for, in milliseconds.
const PATIENCE: u32 = 60_000;

/// Ballots that wait, ballots that are acknowledged, and where to send them.
pub struct Casting {
    apis: RwLock<Vec<String>>,
    waiting: Mutex<VecDeque<usize>>,
    acknowledged: Mutex<BTreeMap<usize, u64>>,
    stopped: AtomicBool,
    pause: Duration,
}

impl Casting {
    /// One ballot of each of these voters is to be sent to any of these addresses, with a pause after each.
    pub fn new(apis: Vec<String>, voters: usize, pause: Duration) -> Self {
        Self {
            apis: RwLock::new(apis),
            waiting: Mutex::new((0..voters).collect()),
            acknowledged: Mutex::default(),
            stopped: AtomicBool::new(false),
            pause,
        }
    }

    /// Where ballots are sent from now on.
    pub fn send_to(&self, apis: Vec<String>) {
        *self.apis.write().unwrap() = apis;
    }

    /// Ends every [`Casting::cast`].
    pub fn stop(&self) {
        self.stopped.store(true, Ordering::SeqCst);
    }

    pub fn acknowledged(&self) -> usize {
        self.acknowledged.lock().unwrap().len()
    }

    /// Waits until so many more ballots are acknowledged.
    pub fn wait_for(&self, more: usize) {
        let target = self.acknowledged() + more;
        let mut patience = 0..PATIENCE;
        while self.acknowledged() < target {
            assert!(patience.next().is_some(), "no ballot was acknowledged");
            thread::sleep(Duration::from_millis(1));
        }
    }

    /// Sends ballots until there are none, or nobody wants them any more. What was not acknowledged is sent again,
    /// byte for byte, to the next server, as a booth does.
    pub fn cast(&self, ballots: &[Vec<u8>]) {
        let agent = agent();
        let mut turn = 0;
        while !self.stopped.load(Ordering::SeqCst) {
            let Some(voter) = self.waiting.lock().unwrap().pop_front() else {
                return;
            };
            turn += 1;
            thread::sleep(self.pause);
            let url = {
                let apis = self.apis.read().unwrap();
                format!("{}/ballots", apis[turn % apis.len()])
            };
            match post(&agent, &url, None, &ballots[voter]) {
                Ok(answer) if answer.status == 201 => {
                    let index = answer.index().unwrap();
                    self.acknowledged.lock().unwrap().insert(voter, index);
                }
                // It was in the urn already: the answer was lost with the server.
                Ok(answer) if answer.code() == "wrong_sequence" => {}
                Ok(answer) if answer.status < 500 => panic!("voter {voter}: {answer:?}"),
                Ok(_) | Err(_) => {
                    self.waiting.lock().unwrap().push_front(voter);
                    thread::sleep(Duration::from_millis(5));
                }
            }
        }
    }

    /// Checks that the log of a server has every ballot where it was acknowledged, that it is a valid record, and that
    /// it continues each of these earlier checkpoints.
    pub fn check(&self, town: &Town, server: &Server, ballots: &[Vec<u8>], seen: &[Checkpoint]) {
        let entries = town.entries(server);
        for (voter, index) in self.acknowledged.lock().unwrap().iter() {
            let found = entries.get(usize::try_from(*index).unwrap());
            assert_eq!(found, Some(&ballots[*voter]), "voter {voter} at {index}");
        }
        let request = Request {
            milestones: seen.iter().map(|checkpoint| checkpoint.size).collect(),
            ..Request::default()
        };
        let rng = ChaCha20Rng::seed_from_u64(10);
        let verification = verify(&town.log(server), &request, rng, &mut ()).unwrap();
        assert!(verification.is_ok(), "{:?}", verification.report());
        for Checkpoint { size, root, .. } in seen {
            let found = verification.roots.get(size);
            assert_eq!(found, Some(root), "the log forked after {size} entries");
        }
    }
}

/// What a server shows of its log at the moment.
pub fn checkpoint(town: &Town, server: &Server) -> Checkpoint {
    let note = town.log(server).checkpoint().unwrap();
    SignedCheckpoint::parse(&note).unwrap().unverified().clone()
}
