//! An election in memory with trustees that have real keystores. Every act opens its keystore anew, as a program does
//! that was started again.

use comitia_crypto::ceremony::TrusteeIndex;
use comitia_crypto::codec::Encode as _;
use comitia_election::entry::{Entry, EntryKind};
use comitia_election::manifest::{Document, Time};
use comitia_election::state::{Beginning, Election};
use comitia_election::text::Text;
use comitia_election::verification::Report;
use comitia_rehearsal::actors::{Parties, RollLine, Terms};
use comitia_rehearsal::{Simulation, record};
use comitia_secrets::sealed::{Passphrase, Work};
use comitia_trustee::{
    Decrypted, Error, Keystore, OpenKeystore, Place, Post, PostError, Reading, Refusal, Session, Step,
};
use comitia_verifier::{Request, verify};
use rand_chacha::ChaCha20Rng;
use rand_core::SeedableRng;
use serde_json::{Value, json};
use std::cell::RefCell;
use std::fs;
use std::path::PathBuf;
use tempfile::TempDir;
use zeroize::Zeroizing;

fn parsed<T: serde::de::DeserializeOwned>(value: Value) -> T {
    serde_json::from_value(value).unwrap()
}

fn terms() -> Terms {
    Terms {
        host: "vote.example".to_owned(),
        title: Text::new("en", "Close the street?"),
        times: parsed(json!({
            "ceremony": {
                "enrol": "2026-01-01T00:00:00Z", "commit": "2026-01-02T00:00:00Z",
                "reveal": "2026-01-03T00:00:00Z", "complain": "2026-01-04T00:00:00Z",
                "answer": "2026-01-05T00:00:00Z", "accept": "2026-01-06T00:00:00Z"
            },
            "opens_at": "2026-02-01T08:00:00Z",
            "closes_at": "2026-02-01T18:00:00Z",
            "checking_seconds": 600
        })),
        threshold: 2,
        contests: parsed(json!([{
            "id": "street",
            "title": {"en": "Close?"},
            "options": [{"id": "yes", "title": {"en": "Yes"}}, {"id": "no", "title": {"en": "No"}}],
            "rule": {"kind": "single"},
            "outcome": {"majority": {"kind": "simple"}}
        }])),
    }
}

/// An election, its log in a folder, and the trustees' keystores.
pub struct Town {
    pub world: RefCell<Simulation>,
    folder: TempDir,
}

impl Town {
    /// An election of three trustees, a polling officer and a floor of two, with whatever else is changed.
    pub fn new(change: impl FnOnce(&mut Document)) -> Self {
        let mut rng = ChaCha20Rng::seed_from_u64(1);
        let parties = Parties::generate(3, 1, &mut rng);
        let mut document = Document {
            floor: 2,
            ..parties.document(terms(), &mut rng)
        };
        change(&mut document);
        let manifest = serde_json::to_vec(&document).unwrap();
        let world = Simulation::begin(parties, &manifest, rng).unwrap();
        let town = Self {
            world: RefCell::new(world),
            folder: tempfile::tempdir().unwrap(),
        };
        for number in 1..=3 {
            town.make_keystore(number);
        }
        town.publish();
        town
    }

    fn make_keystore(&self, number: u8) {
        let world = self.world.borrow();
        let identity = &world.parties().trustees[usize::from(number) - 1];
        Keystore::create(
            &self.keystore_folder(number),
            identity,
            &passphrase(),
            Work::for_tests(),
        )
        .unwrap();
    }

    pub fn keystore_folder(&self, number: u8) -> PathBuf {
        self.folder.path().join(format!("keystore-{number}"))
    }

    /// The keystore as a program finds it that has just been started.
    pub fn keystore(&self, number: u8) -> OpenKeystore {
        let keystore = Keystore::at(&self.keystore_folder(number)).unwrap();
        keystore.open(passphrase(), Work::for_tests()).unwrap()
    }

    fn log_folder(&self) -> PathBuf {
        self.folder.path().join("log")
    }

    /// The log as the organiser publishes it.
    pub fn publish(&self) {
        let entries = self.world.borrow().entries().to_vec();
        self.publish_instead(&entries);
    }

    /// Another log, signed with the log's key.
    pub fn publish_instead(&self, entries: &[Vec<u8>]) {
        let folder = self.log_folder();
        if folder.exists() {
            fs::remove_dir_all(&folder).unwrap();
        }
        let signer = self.world.borrow().log_signer().unwrap();
        record::write(&folder, entries, &signer).unwrap();
    }

    pub fn place(&self) -> Place {
        Place::open(self.log_folder().to_str().unwrap()).unwrap()
    }

    pub fn entries(&self) -> Vec<Vec<u8>> {
        self.world.borrow().entries().to_vec()
    }

    /// A log that begins with these entries, closed at its time by the organiser.
    pub fn closed_over(&self, entries: &[Vec<u8>]) -> Vec<Vec<u8>> {
        let election = replay(entries);
        let world = self.world.borrow();
        let close = world.parties().authority.close(&election, election.closes_at());
        [entries, &[Entry::Object(close).to_bytes()]].concat()
    }

    /// One step of a trustee in the key ceremony, through `post`.
    pub fn step_through(&self, number: u8, post: &dyn Post) -> Result<Step, Error> {
        let (place, keystore) = (self.place(), self.keystore(number));
        let mut session = Session::new(&place, &keystore)?;
        let reading = session.read(rng(), &mut ())?;
        if !session.takes_part() {
            session.join(&reading, &mut fresh_rng())?;
        }
        session.step(&reading, post)
    }

    pub fn step(&self, number: u8) -> Result<Step, Error> {
        self.step_through(number, self)
    }

    /// These trustees do what they owe until none of them owes anything.
    pub fn settle(&self, numbers: &[u8]) {
        while numbers
            .iter()
            .map(|number| self.step(*number).unwrap())
            .any(|step| matches!(step, Step::Sent { .. }))
        {}
    }

    /// The whole key ceremony.
    pub fn make_keys(&self) {
        self.settle(&[1, 2, 3]);
        self.log_keys();
    }

    pub fn log_keys(&self) {
        self.world.borrow_mut().run_ceremony(&mut ()).unwrap();
        self.publish();
    }

    /// The organiser ends a phase after its deadline.
    pub fn end_phase(&self, at: &str) {
        let at: Time = parsed(json!(at));
        self.world.borrow_mut().end_phase(at).unwrap();
        self.publish();
    }

    /// Opens, and so many voters vote, the first of them for "no".
    pub fn vote(&self, voters: usize) {
        self.open(&[RollLine::default(); 6]);
        let votes: Vec<_> = (0..voters)
            .map(|voter| (voter, usize::from(voter == 0)))
            .collect();
        self.cast(&votes);
    }

    /// Fixes this roll, and opens.
    pub fn open(&self, roll: &[RollLine]) {
        let mut world = self.world.borrow_mut();
        world.commit_roll(roll).unwrap();
        let opens_at = world.election().manifest().times.opens_at;
        world.open(opens_at).unwrap();
    }

    /// These voters vote for these options, in this order.
    pub fn cast(&self, votes: &[(usize, usize)]) {
        for (voter, option) in votes {
            self.world.borrow_mut().vote(*voter, &[vec![*option]]).unwrap();
        }
        self.publish();
    }

    pub fn close_at(&self, at: Time) {
        self.world.borrow_mut().close(at).unwrap();
        self.publish();
    }

    /// When voting closes by the manifest.
    pub fn closes_at(&self) -> Time {
        self.world.borrow().election().closes_at()
    }

    /// When shares may leave: after the time for checking.
    pub fn time_to_decrypt(&self) -> Time {
        Time(self.closes_at().0 + 600)
    }

    /// From nothing to a closed urn.
    pub fn closed(voters: usize, change: impl FnOnce(&mut Document)) -> Self {
        let town = Self::new(change);
        town.make_keys();
        town.vote(voters);
        town.close_at(town.closes_at());
        town
    }

    pub fn decrypt_through(&self, number: u8, now: Time, post: &dyn Post) -> Result<Decrypted, Error> {
        let (place, keystore) = (self.place(), self.keystore(number));
        let mut session = Session::new(&place, &keystore)?;
        let reading = session.read(rng(), &mut ())?;
        session.decrypt(&reading, now, &mut fresh_rng(), post)
    }

    pub fn decrypt(&self, number: u8) -> Result<Decrypted, Error> {
        self.decrypt_through(number, self.time_to_decrypt(), self)
    }

    /// What the verifier says of the log.
    pub fn report(&self) -> Report {
        let place = self.place();
        let verified = verify(place.source(), &Request::default(), rng(), &mut ());
        verified.unwrap().report().clone()
    }

    pub fn reading(&self) -> Reading {
        Reading::take(&self.place(), None, rng(), &mut ()).unwrap()
    }

    pub fn stage(&self) -> &'static str {
        self.world.borrow().election().stage().name()
    }
}

fn replay(entries: &[Vec<u8>]) -> Election {
    let mut beginning = Beginning::new();
    let mut entries = entries.iter();
    let mut election = entries.find_map(|raw| beginning.apply(raw).unwrap()).unwrap();
    entries.for_each(|raw| {
        election.apply(raw).unwrap();
    });
    election
}

/// Takes what trustees send and keeps it from the log.
#[derive(Default)]
pub struct Keeps(pub RefCell<Vec<Vec<u8>>>);

impl Post for Keeps {
    fn post(&self, entry: &Entry) -> Result<(), PostError> {
        self.0.borrow_mut().push(entry.to_bytes());
        Ok(())
    }
}

/// Takes what trustees send, as the server does.
impl Post for Town {
    fn post(&self, entry: &Entry) -> Result<(), PostError> {
        let admitted = self.world.borrow_mut().admit(entry);
        admitted.map_err(|error| PostError::Refused {
            code: "refused".to_owned(),
            message: error.to_string(),
        })?;
        self.publish();
        Ok(())
    }
}

/// A network that loses something.
pub struct Lossy<'a> {
    pub town: &'a Town,
    /// Whether the message arrives; the answer never does.
    pub arrives: bool,
}

impl Post for Lossy<'_> {
    fn post(&self, entry: &Entry) -> Result<(), PostError> {
        if self.arrives {
            self.town.post(entry)?;
        }
        Err(PostError::Network {
            url: "http://vote.example".to_owned(),
            problem: "no answer".to_owned(),
        })
    }
}

pub fn passphrase() -> Passphrase {
    Passphrase::of(Zeroizing::new("four words in a row".to_owned()))
}

pub fn rng() -> ChaCha20Rng {
    ChaCha20Rng::seed_from_u64(7)
}

/// Other randomness each time, as a system gives it.
pub fn fresh_rng() -> ChaCha20Rng {
    ChaCha20Rng::from_entropy()
}

pub fn trustee(number: u8) -> TrusteeIndex {
    TrusteeIndex::new(number).unwrap()
}

/// The refusal that an act must end with.
pub fn refusal<T: std::fmt::Debug>(done: Result<T, Error>) -> Refusal {
    match done {
        Err(Error::Refused(refusal)) => refusal,
        other => panic!("not refused: {other:?}"),
    }
}

pub fn sent(step: Step) -> EntryKind {
    match step {
        Step::Sent { kind, .. } => kind,
        other => panic!("nothing was sent: {other:?}"),
    }
}
