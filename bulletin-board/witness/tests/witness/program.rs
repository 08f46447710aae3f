//! The process, and how to speak with it.

use std::io::{BufRead as _, BufReader};
use std::path::Path;
use std::process::{Child, Command, Output, Stdio};

use comitia_tlog::cosignature::WitnessKey;

const PROGRAM: &str = env!("CARGO_BIN_EXE_comitia-witness");

/// Runs a command to its end.
pub fn command(arguments: &[&str], folder: &Path) -> Output {
    let mut command = Command::new(PROGRAM);
    command
        .args(&arguments[..1])
        .arg("--folder")
        .arg(folder)
        .args(&arguments[1..]);
    command.output().unwrap()
}

/// A new witness in this folder.
pub fn init(folder: &Path) -> WitnessKey {
    let output = command(&["init", "--name", "witness.example"], folder);
    assert!(output.status.success(), "{output:?}");
    String::from_utf8(output.stdout).unwrap().trim().parse().unwrap()
}

pub fn add_log(folder: &Path, key: &str) {
    let output = command(&["add-log", key], folder);
    assert!(output.status.success(), "{output:?}");
}

/// A serving process; killed when dropped.
pub struct Serving {
    process: Child,
    address: String,
}

/// An answer.
#[derive(Debug, PartialEq, Eq)]
pub struct Answer {
    pub status: u16,
    pub kind: String,
    pub body: String,
}

impl Serving {
    /// Starts it, perhaps to die at some point.
    pub fn start(folder: &Path, die_at: &str) -> Self {
        let mut process = Command::new(PROGRAM)
            .args(["serve", "--listen", "127.0.0.1:0", "--folder"])
            .arg(folder)
            .env("COMITIA_DIE_AT", die_at)
            .env("RUST_LOG", "off")
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut line = String::new();
        BufReader::new(process.stdout.take().unwrap())
            .read_line(&mut line)
            .unwrap();
        let address = line.trim().strip_prefix("listening on ").map(str::to_owned);
        Self {
            process,
            address: address.unwrap_or_else(|| panic!("the witness said {line:?}")),
        }
    }

    pub fn post(&self, body: &str) -> Option<Answer> {
        let url = format!("{}/add-checkpoint", self.address);
        answer(agent().post(&url).send(body.as_bytes()))
    }

    pub fn get(&self, path: &str) -> Option<Answer> {
        answer(agent().get(format!("{}{path}", self.address)).call())
    }

    pub fn wait(&mut self) -> std::process::ExitStatus {
        self.process.wait().unwrap()
    }
}

impl Drop for Serving {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

fn agent() -> ureq::Agent {
    ureq::Agent::config_builder()
        .http_status_as_error(false)
        .build()
        .into()
}

fn answer(response: Result<ureq::http::Response<ureq::Body>, ureq::Error>) -> Option<Answer> {
    let mut response = response.ok()?;
    let kind = response
        .headers()
        .get("content-type")
        .and_then(|kind| kind.to_str().ok());
    Some(Answer {
        status: response.status().as_u16(),
        kind: kind.unwrap_or_default().to_owned(),
        body: response.body_mut().read_to_string().ok()?,
    })
}
