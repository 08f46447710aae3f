//! Servers of one election, as the generator speaks to them.

use anyhow::Context as _;
use core::time::Duration;
use reqwest::{Client, StatusCode};
use serde::Deserialize;

/// How long an answer may take.
const PATIENCE: Duration = Duration::from_secs(10);

/// One server, or several of one database.
#[derive(Clone)]
pub struct Servers {
    client: Client,
    origins: Vec<String>,
    election: String,
}

/// What a server said to a ballot.
pub enum Answer {
    /// It is in the urn, at this place of the log.
    Accepted(u64),
    /// No, by this status.
    Refused(StatusCode),
    /// Nothing, or to come back later.
    Later,
}

#[derive(Deserialize)]
struct Placed {
    index: u64,
}

impl Servers {
    pub fn new(origins: &[String], election: &str) -> anyhow::Result<Self> {
        let client = Client::builder().timeout(PATIENCE).no_proxy().build()?;
        Ok(Self {
            client,
            origins: origins.to_vec(),
            election: election.to_owned(),
        })
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.origins.len()
    }

    fn origin(&self, which: usize) -> &str {
        self.origins
            .get(which % self.origins.len())
            .map_or("", String::as_str)
    }

    /// What the API says at a path of the election.
    pub async fn api(&self, path: &str) -> anyhow::Result<Vec<u8>> {
        self.get(&format!("/api/elections/{}{path}", self.election)).await
    }

    /// A file of the election's log.
    pub async fn file(&self, path: &str) -> anyhow::Result<Vec<u8>> {
        self.get(&format!("/elections/{}/{path}", self.election)).await
    }

    /// The first server's answer, or the next one's.
    async fn get(&self, path: &str) -> anyhow::Result<Vec<u8>> {
        let mut last = anyhow::anyhow!("no server");
        for origin in &self.origins {
            match self.client.get(format!("{origin}{path}")).send().await {
                Ok(answer) if answer.status().is_success() => return Ok(answer.bytes().await?.to_vec()),
                Ok(answer) => last = anyhow::anyhow!("{path}: {}", answer.status()),
                Err(error) => last = error.into(),
            }
        }
        Err(last).context("no server answers")
    }

    /// Sends a body as a ballot to one of the servers.
    pub async fn cast(&self, which: usize, body: Vec<u8>) -> Answer {
        let url = format!("{}/api/elections/{}/ballots", self.origin(which), self.election);
        let Ok(answer) = self.client.post(url).body(body).send().await else {
            return Answer::Later;
        };
        let status = answer.status();
        if status.is_server_error() {
            return Answer::Later;
        }
        if !status.is_success() {
            // The body has to be read for the connection to be used again.
            let _ = answer.bytes().await;
            return Answer::Refused(status);
        }
        let placed = answer.bytes().await.ok();
        let placed = placed.and_then(|bytes| serde_json::from_slice::<Placed>(&bytes).ok());
        placed.map_or(Answer::Later, |placed| Answer::Accepted(placed.index))
    }
}
