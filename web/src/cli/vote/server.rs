//! Talking to the server. Every answer is verified or distrusted; the same ballot may be sent again and again.

use anyhow::{Context as _, bail};
use comitia_booth::paper::Paper;
use comitia_booth::session::{AuditedBallot, CastBallot};
use comitia_booth::voter::{Standing, Voter};
use comitia_crypto::{Digest, ElectionId};
use serde::Deserialize;
use std::time::Duration;
use thiserror::Error;

/// How long an answer may take.
const PATIENCE: Duration = Duration::from_secs(30);
/// Largest answer: a packet with the keys of a large ballot.
const ANSWER_LIMIT: u64 = 64 << 20;
/// Pauses before asking again.
const PAUSES: [Duration; 6] = [
    Duration::from_millis(200),
    Duration::from_millis(500),
    Duration::from_secs(1),
    Duration::from_secs(2),
    Duration::from_secs(5),
    Duration::from_secs(10),
];

/// Why there is no answer that could be used.
#[derive(Debug, Error)]
pub enum CallError {
    /// No answer, or one that asks to come back.
    #[error("no answer: {0}")]
    Unreachable(String),
    /// A clear no.
    #[error("refused ({code}): {message}")]
    Refused {
        /// The stable code.
        code: String,
        /// What it says.
        message: String,
    },
}

impl CallError {
    /// The stable code, or `no_answer`.
    pub fn code(&self) -> &str {
        match self {
            Self::Unreachable(_) => "no_answer",
            Self::Refused { code, .. } => code,
        }
    }
}

/// The server of one election.
#[derive(Clone)]
pub struct Server {
    agent: ureq::Agent,
    origin: String,
    election: ElectionId,
}

#[derive(Deserialize)]
struct Problem {
    error: Explanation,
}

#[derive(Deserialize)]
struct Explanation {
    code: String,
    message: String,
}

#[derive(Deserialize)]
struct Placed {
    index: u64,
}

impl Server {
    /// The server that an address of an election names: its page, its booth, its record or its API.
    pub fn new(address: &str) -> anyhow::Result<Self> {
        let (scheme, rest) = address.split_once("://").unwrap_or_default();
        if !matches!(scheme, "http" | "https") {
            bail!("{address}: not an http or https address of an election");
        }
        let mut parts = rest.split(['/', '?', '#']);
        let host = parts.next().unwrap_or_default();
        let election = parts.find_map(ElectionId::parse);
        let election = election.with_context(|| format!("{address} names no election"))?;
        let agent = ureq::Agent::config_builder()
            .http_status_as_error(false)
            .max_redirects(0)
            .max_redirects_will_error(false)
            .timeout_global(Some(PATIENCE))
            .build();
        Ok(Self {
            agent: agent.into(),
            origin: format!("{scheme}://{host}"),
            election,
        })
    }

    /// Where the record's files are.
    pub fn record(&self) -> String {
        format!("{}/elections/{}/", self.origin, self.election)
    }

    fn url(&self, path: &str) -> String {
        format!("{}/api/elections/{}{path}", self.origin, self.election)
    }

    fn get(&self, path: &str) -> Result<Vec<u8>, CallError> {
        read(self.agent.get(self.url(path)).call())
    }

    fn post(&self, path: &str, entry: &[u8]) -> Result<u64, CallError> {
        let request = self.agent.post(self.url(path));
        let answer = read(request.content_type("application/octet-stream").send(entry))?;
        let placed: Result<Placed, _> = serde_json::from_slice(&answer);
        placed
            .map(|placed| placed.index)
            .map_err(|error| CallError::Unreachable(error.to_string()))
    }

    /// The election, verified.
    pub fn paper(&self) -> anyhow::Result<Paper> {
        let packet = self.get("/booth")?;
        Paper::read(&packet, &self.election)
            .context("what the server says about the election does not hold; do not vote there")
    }

    /// Where a voter stands.
    pub fn standing(&self, voter: &Voter) -> anyhow::Result<Standing> {
        let credential = Digest(voter.public().0);
        Ok(Standing::read(&self.get(&format!("/voters/{credential}"))?)?)
    }

    /// Casts a ballot once; gives its place.
    pub fn cast(&self, cast: &CastBallot) -> Result<u64, CallError> {
        self.post("/ballots", &cast.entry)
    }

    /// Casts a ballot, again as long as there is no answer. A no to a ballot that has arrived before is no no.
    pub fn cast_surely(&self, paper: &Paper, voter: &Voter, cast: &CastBallot) -> anyhow::Result<u64> {
        let mut error = match self.cast(cast) {
            Ok(index) => return Ok(index),
            Err(error) => error,
        };
        for pause in PAUSES {
            if let CallError::Refused { .. } = error {
                break;
            }
            std::thread::sleep(pause);
            match self.cast(cast) {
                Ok(index) => return Ok(index),
                Err(again) => error = again,
            }
        }
        let arrived = self.standing(voter).ok().and_then(|standing| standing.last_index);
        match arrived.filter(|index| self.proof(paper, cast, *index).is_ok()) {
            Some(index) => Ok(index),
            None => Err(error).context("the ballot is not in the ballot box"),
        }
    }

    /// Gives a ballot up; gives the place of the entry that blocks it.
    pub fn audit(&self, audited: &AuditedBallot) -> Result<u64, CallError> {
        self.post("/audits", &audited.entry)
    }

    /// The receipt of a ballot, once the log proves this very ballot.
    pub fn proof(&self, paper: &Paper, cast: &CastBallot, index: u64) -> anyhow::Result<Vec<u8>> {
        let path = format!("/receipts/{index}");
        let mut answer = self.get(&path);
        for pause in PAUSES {
            if answer.is_ok() {
                break;
            }
            std::thread::sleep(pause);
            answer = self.get(&path);
        }
        let receipt = answer.context("the ballot was accepted, but its proof did not come")?;
        cast.check_receipt(paper, &receipt).context(
            "the server proves another ballot than yours; keep the tracker and tell the witnesses",
        )?;
        Ok(receipt)
    }
}

fn read(answer: Result<ureq::http::Response<ureq::Body>, ureq::Error>) -> Result<Vec<u8>, CallError> {
    let unreachable = |error: ureq::Error| CallError::Unreachable(error.to_string());
    let mut answer = answer.map_err(unreachable)?;
    let status = answer.status();
    let body = answer.body_mut().with_config().limit(ANSWER_LIMIT).read_to_vec();
    let body = body.map_err(unreachable)?;
    if status.is_success() {
        return Ok(body);
    }
    if status.is_server_error() || status.as_u16() == 429 {
        return Err(CallError::Unreachable(format!("the server answers {status}")));
    }
    Err(match serde_json::from_slice::<Problem>(&body) {
        Ok(Problem { error }) => CallError::Refused {
            code: error.code,
            message: error.message,
        },
        Err(_) => CallError::Refused {
            code: format!("http_{}", status.as_u16()),
            message: "the server does not say why".to_owned(),
        },
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_address_of_an_election_names_its_server() {
        let id = ElectionId([7; 32]);
        for path in [
            "fr/elections/{}",
            "elections/{}/",
            "en/elections/{}/booth#check",
            "api/elections/{}",
        ] {
            let address = format!("https://vote.example/{}", path.replace("{}", &id.to_string()));
            let server = Server::new(&address).unwrap();
            assert_eq!(server.record(), format!("https://vote.example/elections/{id}/"));
        }
        for bad in [
            "vote.example",
            "ftp://vote.example/x",
            "https://vote.example/elections/1",
        ] {
            assert!(Server::new(bad).is_err(), "{bad}");
        }
    }
}
