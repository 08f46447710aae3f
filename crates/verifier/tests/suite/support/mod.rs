//! A small election in memory, and its record as files.

use comitia_crypto::ballot::{ElectionStatement, Opening, VoterContext, VoterSignature, sign};
use comitia_crypto::ceremony::{KeyShares, Phase, TrusteeIndex, TrusteeSecret, TrusteeSeed};
use comitia_crypto::codec::Encode;
use comitia_crypto::credential::Credential;
use comitia_crypto::decryption::DecryptionShare;
use comitia_crypto::group::{PointBytes, Scalar, random_scalar};
use comitia_crypto::signing::SigningKey;
use comitia_election::entry::{
    AuditedEntry, Author, BallotEntry, Body, Cancellation, Close, Entry, EntryKind, Roll, RollEntry, Shares,
    SignedObject,
};
use comitia_election::manifest::{Manifest, Time};
use comitia_election::state::{Beginning, CeremonyStage, Election, Stage, ceremony_params};
use comitia_election::tally::{Opened, Tally};
use comitia_election::verification::Observer;
use comitia_tlog::checkpoint::{Checkpoint, SignedCheckpoint};
use comitia_tlog::hash::leaf_hash;
use comitia_tlog::note::LogSigner;
use comitia_tlog::tile::{self, Bundle, RightEdge, TILE_WIDTH, TileKind, TilePath, Width};
use comitia_tlog::vkey::KeyName;
use comitia_verifier::{LogSource, Request, Verification, verify};
use rand_chacha::ChaCha20Rng;
use rand_core::SeedableRng;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

/// Keys by the byte of their seed.
pub const AUTHORITY: u8 = 1;
pub const LOG: u8 = 2;
pub const REGISTRAR: u8 = 3;
pub const FIRST_TRUSTEE: u8 = 4;
pub const OFFICER: u8 = 9;

pub fn key(seed: u8) -> SigningKey {
    SigningKey::from_seed(&[seed; 32])
}

fn public(seed: u8) -> String {
    key(seed).verifying_key().to_string()
}

pub fn manifest() -> Value {
    let trustee = |name: &str, place: u8| json!({"name": name, "key": public(FIRST_TRUSTEE + place)});
    let text = |en: &str| json!({ "en": en });
    json!({
        "comitia": 1,
        "host": "vote.example",
        "nonce": "07".repeat(32),
        "title": text("Should the centre be closed to cars?\u{202e}"),
        "authority": {"name": "Town", "key": public(AUTHORITY)},
        "log_key": public(LOG),
        "registrar": {"name": "Office", "key": public(REGISTRAR)},
        "trustees": [trustee("Ada", 0), trustee("Blaise", 1), trustee("Chen", 2)],
        "threshold": 2,
        "officers": [{"name": "Dora", "key": public(OFFICER)}],
        "authentication": "none",
        "credentials": "registrar-codes",
        "booth": "native",
        "times": {
            "ceremony": {
                "enrol": "2026-01-01T00:00:00Z", "commit": "2026-01-02T00:00:00Z",
                "reveal": "2026-01-03T00:00:00Z", "complain": "2026-01-04T00:00:00Z",
                "answer": "2026-01-05T00:00:00Z", "accept": "2026-01-06T00:00:00Z"
            },
            "opens_at": "2026-02-01T08:00:00Z",
            "closes_at": "2026-02-01T18:00:00Z"
        },
        "groups": [
            {"id": "north", "title": text("North")}, {"id": "south", "title": text("South")},
            {"id": "nobody", "title": text("Nobody")}
        ],
        "floor": 2,
        "contests": [{
            "id": "cars",
            "title": text("Close?"),
            "options": [
                {"id": "yes", "title": text("Yes")}, {"id": "no", "title": text("No")},
                {"id": "blank", "title": text("Blank")}
            ],
            "rule": {"kind": "single", "blank": "blank"},
            "outcome": {"majority": {"kind": "simple"}}
        }]
    })
}

pub struct Trustee {
    pub index: TrusteeIndex,
    pub secret: TrusteeSecret,
    pub shares: Option<KeyShares>,
}

/// An election that is being run.
pub struct World {
    pub rng: ChaCha20Rng,
    pub election: Election,
    pub entries: Vec<Vec<u8>>,
    pub trustees: Vec<Trustee>,
    pub voters: Vec<Scalar>,
}

impl World {
    /// From a manifest to the opening: `voters[i]` is in group i mod 2.
    pub fn open(document: &Value, voters: usize) -> Self {
        let mut rng = ChaCha20Rng::seed_from_u64(1);
        let bytes = document.to_string().into_bytes();
        let manifest = Manifest::parse(&bytes).unwrap();
        let object = SignedObject::new(
            manifest.id(),
            EntryKind::Manifest,
            bytes,
            Author::Authority,
            &key(AUTHORITY),
        );
        let raw = Entry::Object(object).to_bytes();
        let election = Beginning::new().apply(&raw).unwrap().unwrap();
        let params = ceremony_params(&manifest).unwrap();
        let trustees = params.trustees().map(|index| Trustee {
            index,
            secret: TrusteeSecret::new(params, index, TrusteeSeed::generate(&mut rng)).unwrap(),
            shares: None,
        });
        let trustees = trustees.collect();
        let mut world = Self {
            rng,
            election,
            entries: vec![raw],
            trustees,
            voters: Vec::new(),
        };
        world.make_keys();
        world.commit_roll(voters);
        world
    }

    pub fn admit(&mut self, entry: &Entry) -> u64 {
        let (raws, _) = self.election.admit(entry).unwrap();
        self.entries.extend(raws);
        self.entries.len() as u64 - 1
    }

    pub fn object(&self, kind: EntryKind, payload: Vec<u8>, author: Author, seed: u8) -> SignedObject {
        SignedObject::new(self.election.id(), kind, payload, author, &key(seed))
    }

    fn by_authority(&mut self, kind: EntryKind, payload: Vec<u8>) {
        let object = self.object(kind, payload, Author::Authority, AUTHORITY);
        self.admit(&Entry::Object(object));
    }

    fn stage(&self) -> CeremonyStage {
        match self.election.stage() {
            Stage::Ceremony(stage) => CeremonyStage::clone(stage),
            other => panic!("{}", other.name()),
        }
    }

    fn make_keys(&mut self) {
        while self.stage().keys().is_none() {
            let stage = self.stage();
            for from in stage.ceremony().missing() {
                let (kind, payload) = message(&self.trustees[usize::from(from.get()) - 1].secret, &stage);
                let seed = FIRST_TRUSTEE + from.get() - 1;
                let object = self.object(kind, payload, Author::Trustee(from.get().into()), seed);
                self.admit(&Entry::Object(object));
            }
        }
        let stage = self.stage();
        let settled = stage.ceremony().settled().unwrap();
        for trustee in &mut self.trustees {
            trustee.shares = Some(trustee.secret.key_shares(settled).unwrap());
        }
        self.by_authority(EntryKind::ElectionKey, stage.keys().unwrap().to_bytes());
    }

    fn commit_roll(&mut self, voters: usize) {
        self.voters = (0..voters).map(|_| random_scalar(&mut self.rng)).collect();
        let line = |(place, secret): (usize, &Scalar)| RollEntry {
            credential: credential(secret),
            weight: 1,
            group: u16::try_from(place % 2).unwrap(),
        };
        let roll = Roll::new(self.voters.iter().enumerate().map(line).collect()).unwrap();
        let mut object = self.object(EntryKind::Roll, roll.to_bytes(), Author::Authority, AUTHORITY);
        object.endorse(self.election.id(), Author::Registrar, &key(REGISTRAR));
        self.admit(&Entry::Object(object));
        let Stage::RollCommitted(committed) = self.election.stage() else {
            panic!("no roll")
        };
        let open = committed.expected_open(self.election.manifest().times.opens_at);
        self.by_authority(EntryKind::Open, open.to_bytes());
    }

    pub fn statement(&self) -> ElectionStatement {
        self.election.urn().unwrap().statement().as_ref().clone()
    }

    pub fn seal(&mut self, voter: usize, option: usize) -> (VoterContext, Body, Opening) {
        let credential = credential(&self.voters[voter]);
        let (line, state) = self.election.urn().unwrap().voter(&credential).unwrap();
        let context = VoterContext {
            credential,
            group: line.group,
            weight: line.weight,
            seq: state.next_seq(),
            prev: state.last_hash(),
        };
        let manifest = self.election.manifest();
        let bits = manifest
            .ballot()
            .bits(&manifest.contests, &[vec![option]])
            .unwrap();
        let statement = self.statement();
        let (sealed, opening) = statement.seal(&context, &bits, &mut self.rng).unwrap();
        let body = Body {
            credential,
            seq: context.seq,
            prev: context.prev,
            sealed,
        };
        (context, body, opening)
    }

    /// Casts a ballot; its place on the log.
    pub fn vote(&mut self, voter: usize, option: usize) -> u64 {
        let (context, body, _) = self.seal(voter, option);
        let statement = self.statement();
        let signature = sign(
            &statement,
            &context,
            &body.sealed,
            &self.voters[voter],
            &mut self.rng,
        );
        self.admit(&Entry::Ballot(BallotEntry {
            body,
            signature,
            authentication: 0,
        }))
    }

    /// Gives a sealed ballot up; its body and opening.
    pub fn give_up(&mut self, voter: usize, option: usize) -> (Body, Opening) {
        let (_, body, opening) = self.seal(voter, option);
        let mut audited = AuditedEntry {
            credential: body.credential,
            tracker: body.tracker(),
            randomness_point: body.sealed.randomness_point(),
            signature: VoterSignature {
                nonce: PointBytes::IDENTITY,
                response: Scalar::ZERO,
            },
        };
        let election = *self.election.id();
        audited.signature = audited
            .claim()
            .sign(&election, &self.voters[voter], &mut self.rng);
        self.admit(&Entry::Audited(audited));
        (body, opening)
    }

    pub fn cancel(&mut self, voter: usize) {
        let cancellation = Cancellation {
            credential: credential(&self.voters[voter]),
            register: "17".to_owned(),
        };
        let payload = cancellation.to_bytes();
        let mut object = self.object(EntryKind::Cancellation, payload, Author::Authority, AUTHORITY);
        object.endorse(self.election.id(), Author::Officer(1), &key(OFFICER));
        self.admit(&Entry::Object(object));
    }

    pub fn close(&mut self) {
        let close = Close {
            at: self.election.closes_at(),
            tree_size: self.entries.len() as u64,
        };
        self.by_authority(EntryKind::Close, close.to_bytes());
    }

    /// Shares of trustees 1 and 3, and the result.
    pub fn publish(&mut self) {
        let mut observer = Observer::new(None, ChaCha20Rng::seed_from_u64(2));
        self.entries.iter().for_each(|raw| observer.feed(raw));
        for place in observer.superseded() {
            observer.retract(place, &self.entries[usize::try_from(place).unwrap()]);
        }
        let conclusion = observer.conclude();
        assert!(conclusion.report.is_ok(), "{:?}", conclusion.report);
        let aggregates = conclusion.aggregates.unwrap();
        let manifest = self.election.manifest().clone();
        let at = Time(self.election.clock().0 + 60);
        let closed = self.election.closed().unwrap().clone();
        let tally = Tally::with_aggregates(&manifest, &closed, aggregates.clone());
        for place in [0, 2] {
            let trustee = &self.trustees[place];
            let shares = (0..aggregates.list().len()).map(|unit| {
                let target = tally.target(unit).unwrap();
                DecryptionShare::prove(&target, trustee.shares.as_ref().unwrap(), &mut self.rng).unwrap()
            });
            let shares = Shares {
                at,
                close: *closed.close_hash(),
                aggregates: *aggregates.digest(),
                shares: shares.collect(),
            };
            let author = Author::Trustee(trustee.index.get().into());
            let seed = FIRST_TRUSTEE + trustee.index.get() - 1;
            let object = self.object(EntryKind::DecryptionShare, shares.to_bytes(), author, seed);
            self.admit(&Entry::Object(object));
        }
        let opened = self.opened(&aggregates);
        let closed = self.election.closed().unwrap().clone();
        let tally = Tally::with_aggregates(&manifest, &closed, aggregates);
        let result = tally.result(&opened, at).unwrap();
        self.by_authority(EntryKind::Result, result.to_bytes());
    }

    fn opened(&self, aggregates: &comitia_election::tally::Aggregates) -> Opened {
        let (manifest, closed) = (self.election.manifest(), self.election.closed().unwrap());
        let tally = Tally::with_aggregates(manifest, closed, aggregates.clone());
        let shares = tally.verify_shares();
        assert!(shares.bad.is_empty());
        tally.open(&shares).unwrap()
    }

    pub fn signer(&self) -> LogSigner {
        let origin = KeyName::new(self.election.manifest().origin()).unwrap();
        let seed = key(LOG).to_seed();
        LogSigner::new(origin, ed25519_dalek::SigningKey::from_bytes(&seed))
    }

    /// Files of the record by name.
    pub fn record(&self) -> BTreeMap<String, Vec<u8>> {
        record(&self.entries, &self.signer())
    }
}

fn message(secret: &TrusteeSecret, stage: &CeremonyStage) -> (EntryKind, Vec<u8>) {
    let ceremony = stage.ceremony();
    match ceremony.phase() {
        Phase::Enrolment => (EntryKind::TrusteeEnrolment, secret.enrolment().to_bytes()),
        Phase::Commit => (
            EntryKind::CeremonyCommit,
            secret.commit(ceremony.enrolled().unwrap()).unwrap().to_bytes(),
        ),
        Phase::Reveal => (
            EntryKind::CeremonyReveal,
            secret.reveal(ceremony.committed().unwrap()).unwrap().to_bytes(),
        ),
        Phase::Complaint => (
            EntryKind::CeremonyComplaint,
            secret.complaint(ceremony.dealt().unwrap()).unwrap().to_bytes(),
        ),
        Phase::Accept => {
            let settled = ceremony.settled().unwrap();
            let accept = secret.accept(settled, *stage.accept_prefix().unwrap()).unwrap();
            (EntryKind::CeremonyAccept, accept.to_bytes())
        }
        other => panic!("{other}"),
    }
}

pub fn credential(secret: &Scalar) -> PointBytes {
    *Credential::from_secret(*secret).unwrap().public().bytes()
}

pub fn checkpoint_of(entries: &[Vec<u8>], signer: &LogSigner) -> SignedCheckpoint {
    let mut edge = RightEdge::new();
    let leaves: Vec<_> = entries.iter().map(|raw| leaf_hash(raw)).collect();
    edge.append(&leaves).unwrap();
    let origin = comitia_tlog::note::KnownKey::name(signer.key()).clone();
    let checkpoint = Checkpoint {
        origin,
        size: edge.size(),
        root: edge.root(),
    };
    checkpoint.sign(signer).unwrap()
}

pub fn record(entries: &[Vec<u8>], signer: &LogSigner) -> BTreeMap<String, Vec<u8>> {
    let mut files = BTreeMap::new();
    let leaves: Vec<_> = entries.iter().map(|raw| leaf_hash(raw)).collect();
    for changed in RightEdge::new().append(&leaves).unwrap() {
        let path = TilePath {
            kind: TileKind::Hashes(changed.level),
            index: changed.index,
            width: Width::new(changed.tile.hashes().len() as u64).unwrap(),
        };
        files.insert(path.to_string(), changed.tile.to_bytes());
    }
    for (index, bundle) in (0..).zip(entries.chunks(usize::try_from(TILE_WIDTH).unwrap())) {
        let path = TilePath {
            kind: TileKind::Entries,
            index,
            width: Width::new(bundle.len() as u64).unwrap(),
        };
        let bundle: Vec<_> = bundle
            .iter()
            .map(|raw| tile::Entry::new(raw.clone()).unwrap())
            .collect();
        files.insert(path.to_string(), Bundle::encode(&bundle));
    }
    files.insert(
        "checkpoint".to_owned(),
        checkpoint_of(entries, signer).to_string().into_bytes(),
    );
    files
}

pub fn write(folder: &Path, files: &BTreeMap<String, Vec<u8>>) {
    for (name, bytes) in files {
        let path: PathBuf = folder.join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, bytes).unwrap();
    }
}

pub fn verified(folder: &Path, receipt: Option<&[u8]>) -> Verification {
    let source = LogSource::open(folder.to_str().unwrap(), None).unwrap();
    let request = Request {
        receipt,
        ..Request::default()
    };
    verify(&source, &request, ChaCha20Rng::seed_from_u64(3), &mut ()).unwrap()
}

/// Two groups, twelve voters: one revotes, one audits, one votes on paper; over 256 entries.
pub fn finished() -> World {
    let mut world = World::open(&manifest(), 12);
    for voter in 0..12 {
        world.vote(voter, voter % 3);
    }
    for round in 0..240 {
        world.vote(0, round % 3);
    }
    world.give_up(1, 0);
    world.cancel(11);
    world.close();
    world.publish();
    world
}
