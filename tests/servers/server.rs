//! The process, and how to speak with it.

use comitia_cluster::Cluster;
use serde_json::Value;
use std::io::{BufRead as _, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use tempfile::TempDir;

/// A server; killed when dropped, as by a power cut.
pub struct Server {
    process: Child,
    address: String,
    monitoring: Option<String>,
}

/// What a server answered.
#[derive(Debug)]
pub struct Answer {
    pub status: u16,
    pub json: Value,
}

impl Answer {
    /// The stable code of a refusal.
    pub fn code(&self) -> &str {
        self.json
            .pointer("/error/code")
            .and_then(Value::as_str)
            .unwrap_or_default()
    }

    /// Where the log has what was sent.
    pub fn index(&self) -> Option<u64> {
        self.json.get("index").and_then(Value::as_u64)
    }
}

/// What a server lives on: a folder of data, and a database in it or elsewhere.
pub struct Place {
    folder: TempDir,
    database: Option<String>,
}

impl Place {
    pub fn sqlite() -> Self {
        Self {
            folder: tempfile::tempdir().unwrap(),
            database: None,
        }
    }

    pub fn postgres() -> Self {
        Self::of_database(Cluster::shared().database().unwrap())
    }

    /// With the database at this address.
    pub fn of_database(address: String) -> Self {
        Self {
            database: Some(address),
            ..Self::sqlite()
        }
    }

    /// A copy of everything, as an operator makes who wants to show others another log. SQLite alone.
    pub fn copy(&self) -> Self {
        let copy = Self::sqlite();
        copy_folder(self.data(), copy.data());
        copy
    }

    /// The same folder with another database.
    pub fn moved_to(self, address: String) -> Self {
        Self {
            database: Some(address),
            ..self
        }
    }

    /// A place for another server of the same database and keys.
    pub fn beside(&self) -> Self {
        Self {
            folder: tempfile::tempdir().unwrap(),
            database: self.database.clone(),
        }
    }

    /// The address of the database, if it is not in the folder.
    pub fn database(&self) -> Option<&str> {
        self.database.as_deref()
    }

    /// The folder of data.
    pub fn data(&self) -> &Path {
        self.folder.path()
    }

    pub fn keys(&self) -> PathBuf {
        self.data().join("keys")
    }
}

impl Server {
    /// Starts the program and waits until it listens.
    pub fn start(place: &Place) -> Self {
        Self::start_with(place, "127.0.0.1:0", &[])
    }

    /// Starts the program with further arguments and waits until it listens.
    pub fn start_with(place: &Place, listen: &str, arguments: &[&str]) -> Self {
        let mut command = command(place, listen);
        command.args(arguments).env("RUST_LOG", "error");
        Self::of(command)
    }

    /// Starts the program so that it says as much as it can into this file.
    pub fn start_logged(place: &Place, file: &Path) -> Self {
        let mut command = command(place, "127.0.0.1:0");
        command.args(["--log-format", "json"]).env("RUST_LOG", "debug");
        command.stderr(std::fs::File::create(file).unwrap());
        Self::of(command)
    }

    fn of(mut command: Command) -> Self {
        let mut process = command
            .stdout(Stdio::piped())
            .spawn()
            .unwrap_or_else(|error| panic!("{command:?}: {error}; build the programs first"));
        let mut lines = BufReader::new(process.stdout.take().unwrap()).lines();
        let mut monitoring = None;
        let address = loop {
            let line = lines.next().and_then(Result::ok).unwrap_or_default();
            if let Some(address) = line.strip_prefix("listening on ") {
                break address.to_owned();
            }
            let address = line.strip_prefix("monitoring on ");
            monitoring = Some(
                address
                    .unwrap_or_else(|| panic!("the server said {line:?}"))
                    .to_owned(),
            );
        };
        Self {
            process,
            address,
            monitoring,
        }
    }

    /// `http://127.0.0.1:…`.
    pub fn address(&self) -> &str {
        &self.address
    }

    /// Where monitoring asks, if anywhere.
    pub fn monitoring(&self) -> Option<&str> {
        self.monitoring.as_deref()
    }

    /// Sends it a signal, such as `STOP`.
    pub fn signal(&self, name: &str) {
        let pid = self.process.id().to_string();
        let sent = Command::new("kill").args(["-s", name, &pid]).status().unwrap();
        assert!(sent.success());
    }

    /// Ends it without a word.
    pub fn kill(&mut self) {
        self.process.kill().unwrap();
        self.process.wait().unwrap();
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

/// The command that serves a place.
fn command(place: &Place, listen: &str) -> Command {
    let mut command = Command::new(program("comitia"));
    command
        .args(["serve", "--listen", listen, "--data"])
        .arg(place.data());
    command.env("COMITIA_DATABASE", place.database().unwrap_or_default());
    command
}

/// One of the workspace's programs.
pub fn program(name: &str) -> PathBuf {
    let debug = concat!(env!("CARGO_MANIFEST_DIR"), "/../target/debug/comitia");
    let comitia = std::env::var_os("COMITIA_BIN").map_or_else(|| PathBuf::from(debug), PathBuf::from);
    comitia.with_file_name(name)
}

/// Copies a folder and all that is in it.
pub fn copy_folder(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).unwrap();
    for entry in std::fs::read_dir(from).unwrap() {
        let path = entry.unwrap().path();
        let copy = to.join(path.file_name().unwrap());
        match path.is_dir() {
            true => copy_folder(&path, &copy),
            false => drop(std::fs::copy(&path, &copy).unwrap()),
        }
    }
}

/// An address on this machine that nobody listens on.
pub fn free_address() -> String {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    listener.local_addr().unwrap().to_string()
}

/// Speaks HTTP; refusals are answers.
pub fn agent() -> ureq::Agent {
    ureq::Agent::config_builder()
        .http_status_as_error(false)
        .build()
        .into()
}

/// Posts bytes. An error is one of the network.
pub fn post(agent: &ureq::Agent, url: &str, token: Option<&str>, body: &[u8]) -> Result<Answer, ureq::Error> {
    let mut request = agent.post(url).header("Content-Type", "application/octet-stream");
    if let Some(token) = token {
        request = request.header("Authorization", format!("Bearer {token}"));
    }
    request.send(body).map(answer)
}

/// What came back, as JSON or as a text.
pub fn answer(mut response: ureq::http::Response<ureq::Body>) -> Answer {
    let status = response.status().as_u16();
    let text = response.body_mut().read_to_string().unwrap_or_default();
    let json = serde_json::from_str(&text).unwrap_or(Value::String(text));
    Answer { status, json }
}
