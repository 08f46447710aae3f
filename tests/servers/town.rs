//! A town with an open election on a real server.

use crate::server::{Answer, Server, agent, answer, post};
use comitia_crypto::ElectionId;
use comitia_crypto::ceremony::{TrusteeIndex, TrusteeSeed};
use comitia_crypto::codec::Encode as _;
use comitia_crypto::signing::SigningKey;
use comitia_election::entry::Entry;
use comitia_election::manifest::Manifest;
use comitia_election::state::{Beginning, Election, Stage};
use comitia_rehearsal::actors::{Registrar, RollLine, Trustee, Voter};
use comitia_verifier::LogSource;
use rand_chacha::ChaCha20Rng;
use rand_core::SeedableRng as _;
use rayon::prelude::*;
use serde_json::{Value, json};
use std::path::Path;

/// The election, its voters, and the organiser's token.
pub struct Town {
    pub election: ElectionId,
    pub voters: Vec<Voter>,
    token: String,
}

impl Town {
    /// An election with so many voters, opened on this server.
    pub fn open(server: &Server, data: &Path, voters: usize) -> Self {
        Self::open_with(server, data, voters, &json!({"quorum": 0, "keys": []}), |_| ())
    }

    /// An election with these witnesses; `announced` is what they need to know of it.
    pub fn open_with(
        server: &Server,
        data: &Path,
        voters: usize,
        witnesses: &Value,
        announced: impl FnOnce(&Manifest),
    ) -> Self {
        let mut rng = ChaCha20Rng::seed_from_u64(5);
        let token = std::fs::read_to_string(data.join("keys/admin.token")).unwrap();
        let identities: Vec<SigningKey> = (0..3).map(|_| SigningKey::generate(&mut rng)).collect();
        let registrar = Registrar::new(SigningKey::generate(&mut rng));
        let mut draft = draft(&identities, registrar.key());
        draft["witnesses"] = witnesses.clone();
        let draft = draft.to_string();
        let url = format!("{}/api/admin/elections", server.address());
        let created = post(&agent(), &url, Some(&token), draft.as_bytes()).unwrap();
        assert_eq!(created.status, 200, "{created:?}");
        let text = |name: &str| created.json[name].as_str().unwrap().to_owned();
        let manifest = Manifest::parse(text("manifest").as_bytes()).unwrap();
        let election = ElectionId::parse(&text("id")).unwrap();
        announced(&manifest);
        let voters = registrar.issue(&election, voters, &mut rng).unwrap();
        let town = Self {
            election,
            voters,
            token,
        };
        town.make_keys(server, &manifest, identities, &mut rng);
        let lines = vec![RollLine::default(); town.voters.len()];
        let roll = registrar.roll(&election, &town.voters, &lines).unwrap();
        town.office(server, "roll", &Entry::Object(roll).to_bytes());
        town.office(server, "open", &[]);
        town
    }

    fn make_keys(
        &self,
        server: &Server,
        manifest: &Manifest,
        identities: Vec<SigningKey>,
        rng: &mut ChaCha20Rng,
    ) {
        let trustee = |(number, identity)| {
            let seed = TrusteeSeed::generate(rng);
            Trustee::new(manifest, TrusteeIndex::new(number).unwrap(), identity, seed).unwrap()
        };
        let mut trustees: Vec<Trustee> = (1..).zip(identities).map(trustee).collect();
        self.published(server, 0);
        while matches!(self.replay(server).stage(), Stage::Ceremony(_)) {
            for trustee in &mut trustees {
                if let Some(message) = trustee.next_message(&self.replay(server)).unwrap() {
                    let url = format!("{}/objects", self.api(server));
                    let taken = post(&agent(), &url, None, &Entry::Object(message).to_bytes()).unwrap();
                    assert_eq!(taken.status, 201, "{taken:?}");
                    self.published(server, taken.index().unwrap());
                }
            }
        }
    }

    fn office(&self, server: &Server, what: &str, body: &[u8]) {
        let url = format!(
            "{}/api/admin/elections/{}/{what}",
            server.address(),
            self.election
        );
        let done = post(&agent(), &url, Some(&self.token), body).unwrap();
        assert_eq!(done.status, 200, "{what}: {done:?}");
        if let Some(index) = done.index() {
            self.published(server, index);
        }
    }

    /// Waits until readers see the entry with this index.
    fn published(&self, server: &Server, index: u64) {
        let url = format!("{}/receipts/{index}", self.api(server));
        let answer = agent().get(&url).call().unwrap();
        assert_eq!(answer.status().as_u16(), 200, "{index}");
    }

    /// Casts a ballot; where it is.
    pub fn cast(&self, server: &Server, ballot: &[u8]) -> u64 {
        let url = format!("{}/ballots", self.api(server));
        let cast = post(&agent(), &url, None, ballot).unwrap();
        assert_eq!(cast.status, 201, "{cast:?}");
        cast.index().unwrap()
    }

    /// Asks for a receipt.
    pub fn receipt(&self, server: &Server, index: u64) -> Answer {
        let url = format!("{}/receipts/{index}", self.api(server));
        answer(agent().get(&url).call().unwrap())
    }

    /// Where this election's API is.
    pub fn api(&self, server: &Server) -> String {
        format!("{}/api/elections/{}", server.address(), self.election)
    }

    /// The public log.
    pub fn log(&self, server: &Server) -> LogSource {
        let url = format!("{}/elections/{}", server.address(), self.election);
        LogSource::open(&url, None).unwrap()
    }

    /// Every entry of the log as it is now.
    pub fn entries(&self, server: &Server) -> Vec<Vec<u8>> {
        let log = self.log(server);
        let checkpoint =
            comitia_tlog::checkpoint::SignedCheckpoint::parse(&log.checkpoint().unwrap()).unwrap();
        let bundles = log.bundles(checkpoint.unverified().size);
        bundles
            .flat_map(|bundle| {
                let bundle = bundle.unwrap();
                let entries = bundle.entries().unwrap();
                entries
                    .entries()
                    .iter()
                    .map(|entry| entry.to_vec())
                    .collect::<Vec<_>>()
            })
            .collect()
    }

    /// The election as the log tells it.
    pub fn replay(&self, server: &Server) -> Election {
        let (mut beginning, mut election) = (Beginning::new(), None);
        for raw in self.entries(server) {
            match &mut election {
                None => election = beginning.apply(&raw).unwrap(),
                Some(election) => drop(election.apply(&raw).unwrap()),
            }
        }
        election.unwrap()
    }

    /// A first ballot of every voter, ready to be sent.
    pub fn ballots(&self, server: &Server) -> Vec<Vec<u8>> {
        let election = self.replay(server);
        let seal = |(place, voter): (usize, &Voter)| {
            let mut rng = ChaCha20Rng::seed_from_u64(1000 + place as u64);
            let sealed = voter.seal(&election, &[vec![place % 3]], &mut rng).unwrap();
            let ballot = voter.cast(election.urn().unwrap().statement(), &sealed, &mut rng);
            Entry::Ballot(ballot).to_bytes()
        };
        self.voters.par_iter().enumerate().map(seal).collect()
    }
}

/// What the organiser writes down.
pub fn draft(trustees: &[SigningKey], registrar: &SigningKey) -> Value {
    let key = |key: &SigningKey| key.verifying_key().to_string();
    let option = |id: &str| json!({"id": id, "title": {"en": id}});
    let now = jiff::Timestamp::now().as_second();
    let time = |seconds: i64| jiff::Timestamp::from_second(seconds).unwrap().to_string();
    json!({
        "title": {"en": "Should the square be paved?"},
        "authority": {"name": "Town"},
        "registrar": {"name": "Registrar", "key": key(registrar)},
        "trustees": trustees.iter().map(|trustee| json!({"name": "Trustee", "key": key(trustee)})).collect::<Vec<_>>(),
        "threshold": 2,
        "authentication": "none",
        "credentials": "registrar-codes",
        "booth": "native",
        "times": {"opens_at": time(now), "closes_at": time(now + 86_400)},
        "groups": [{"id": "all", "title": {"en": "Everybody"}}],
        "contests": [{
            "id": "paved",
            "title": {"en": "Paved?"},
            "options": [option("yes"), option("no"), option("blank")],
            "rule": {"kind": "single", "blank": "blank"},
            "outcome": {"majority": {"kind": "simple"}}
        }]
    })
}
