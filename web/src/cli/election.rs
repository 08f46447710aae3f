//! `comitia election`: the organiser's commands, sent to the running server.

use super::say;
use anyhow::{Context as _, bail};
use clap::{Args, Subcommand};
use serde_json::{Value, json};
use std::path::PathBuf;

/// The organiser's commands.
#[derive(Subcommand)]
pub enum ElectionCommand {
    /// Make an election from a draft of its manifest; prints its id.
    Create {
        /// The draft, JSON.
        draft: PathBuf,
        /// Where to write the manifest.
        #[arg(long)]
        manifest_out: Option<PathBuf>,
        #[command(flatten)]
        server: Server,
    },
    /// Fix the roll that the registrar signed.
    Roll {
        /// The election.
        id: String,
        /// The signed roll.
        roll: PathBuf,
        #[command(flatten)]
        server: Server,
    },
    /// Open voting.
    Open(One),
    /// Move the close to a later time.
    Extend {
        /// The election.
        id: String,
        /// The new close, RFC 3339.
        closes_at: String,
        #[command(flatten)]
        server: Server,
    },
    /// Close voting.
    Close(One),
    /// Count and publish, once enough trustees have decrypted.
    Publish(One),
    /// End a phase of the key ceremony after its deadline.
    PhaseEnd(One),
    /// End the election without a result.
    Abort {
        /// The election.
        id: String,
        /// Why, for the public.
        #[arg(long)]
        reason: String,
        #[command(flatten)]
        server: Server,
    },
    /// Show where an election stands.
    Show(One),
}

/// One election on a server.
#[derive(Args)]
pub struct One {
    /// The election.
    id: String,
    #[command(flatten)]
    server: Server,
}

/// Which server, and the file with the administrators' token.
#[derive(Args)]
pub struct Server {
    /// Address of the server.
    #[arg(long, default_value = "http://localhost:8080")]
    server: String,
    /// File with the administrators' token.
    #[arg(long, default_value = "data/keys/admin.token")]
    token_file: PathBuf,
}

impl ElectionCommand {
    /// Sends the command and shows the answer.
    pub fn run(self) -> anyhow::Result<()> {
        match self {
            Self::Create {
                draft,
                manifest_out,
                server,
            } => create(&draft, manifest_out, &server),
            Self::Roll { id, roll, server } => {
                let bytes = std::fs::read(&roll).with_context(|| roll.display().to_string())?;
                server.office(&id, "roll", &bytes, "application/octet-stream")
            }
            Self::Extend {
                id,
                closes_at,
                server,
            } => server.office_json(&id, "extend", &json!({"closes_at": closes_at})),
            Self::Abort { id, reason, server } => {
                server.office_json(&id, "abort", &json!({"reason": reason}))
            }
            Self::Open(one) => one
                .server
                .office(&one.id, "open", &[], "application/octet-stream"),
            Self::Close(one) => one
                .server
                .office(&one.id, "close", &[], "application/octet-stream"),
            Self::Publish(one) => one
                .server
                .office(&one.id, "publish", &[], "application/octet-stream"),
            Self::PhaseEnd(one) => one
                .server
                .office(&one.id, "phase-end", &[], "application/octet-stream"),
            Self::Show(one) => {
                let mut response = agent()
                    .get(format!("{}/api/elections/{}", one.server.base(), one.id))
                    .call()?;
                show(response.status().as_u16(), &response.body_mut().read_json()?)
            }
        }
    }
}

fn create(draft: &PathBuf, manifest_out: Option<PathBuf>, server: &Server) -> anyhow::Result<()> {
    let bytes = std::fs::read(draft).with_context(|| draft.display().to_string())?;
    let answer = server.post("/api/admin/elections", &bytes, "application/json")?;
    let field = |name: &str| {
        answer
            .get(name)
            .and_then(Value::as_str)
            .unwrap_or_default()
            .to_owned()
    };
    if let Some(path) = manifest_out {
        std::fs::write(&path, field("manifest")).with_context(|| path.display().to_string())?;
    }
    say(&field("id"));
    Ok(())
}

/// Error answers are answers: they say what is wrong.
fn agent() -> ureq::Agent {
    ureq::Agent::config_builder()
        .http_status_as_error(false)
        .build()
        .into()
}

impl Server {
    fn base(&self) -> &str {
        self.server.trim_end_matches('/')
    }

    fn post(&self, path: &str, body: &[u8], content_type: &str) -> anyhow::Result<Value> {
        let token = std::fs::read_to_string(&self.token_file)
            .with_context(|| self.token_file.display().to_string())?;
        let mut response = agent()
            .post(format!("{}{path}", self.base()))
            .header("Authorization", format!("Bearer {}", token.trim()))
            .header("Content-Type", content_type)
            .send(body)
            .with_context(|| format!("no answer from {}", self.base()))?;
        let status = response.status().as_u16();
        let answer: Value = response.body_mut().with_config().limit(64 << 20).read_json()?;
        check(status, &answer)?;
        Ok(answer)
    }

    fn office(&self, id: &str, what: &str, body: &[u8], content_type: &str) -> anyhow::Result<()> {
        let answer = self.post(&format!("/api/admin/elections/{id}/{what}"), body, content_type)?;
        show(200, &answer)
    }

    fn office_json(&self, id: &str, what: &str, body: &Value) -> anyhow::Result<()> {
        self.office(id, what, body.to_string().as_bytes(), "application/json")
    }
}

fn check(status: u16, answer: &Value) -> anyhow::Result<()> {
    if status < 400 {
        return Ok(());
    }
    let field = |name: &str| {
        answer
            .pointer(&format!("/error/{name}"))
            .and_then(Value::as_str)
            .unwrap_or("?")
    };
    bail!("the server refuses ({}): {}", field("code"), field("message"))
}

fn show(status: u16, answer: &Value) -> anyhow::Result<()> {
    check(status, answer)?;
    say(&serde_json::to_string_pretty(answer)?);
    Ok(())
}
