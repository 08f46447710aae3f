//! Programs under test, as their users start them.

use comitia_crypto::ElectionId;
use comitia_crypto::codec::Encode as _;
use comitia_election::entry::{BallotEntry, Entry};
use comitia_rehearsal::actors::{Registrar, RollLine, Voter};
use comitia_verifier::source::agent;
use rand_chacha::ChaCha20Rng;
use rand_core::SeedableRng as _;
use serde_json::{Value, json};
use std::fs;
use std::io::{BufRead as _, BufReader};
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};
use std::thread;
use std::time::Duration;
use tempfile::TempDir;

const TRUSTEE: &str = env!("CARGO_BIN_EXE_comitia-trustee");

/// The trustee's program, for what needs no keystore.
pub fn program() -> Command {
    Command::new(TRUSTEE)
}

/// The server's program: built by `make test` before tests run.
fn server_program() -> PathBuf {
    let beside = Path::new(TRUSTEE).with_file_name("comitia");
    let path = std::env::var_os("COMITIA_BIN").map_or(beside, PathBuf::from);
    assert!(
        path.exists(),
        "{} is missing: build it first (cargo build -p comitia), or name it in COMITIA_BIN",
        path.display()
    );
    path
}

fn seconds() -> i64 {
    jiff::Timestamp::now().as_second()
}

fn time(seconds: i64) -> String {
    jiff::Timestamp::from_second(seconds).unwrap().to_string()
}

/// A trustee's desk.
pub struct Trustee {
    desk: TempDir,
    party: Value,
}

impl Trustee {
    pub fn init(name: &str) -> Self {
        let desk = tempfile::tempdir().unwrap();
        fs::write(desk.path().join("passphrase"), "four words in a row\n").unwrap();
        let mut trustee = Self {
            desk,
            party: Value::Null,
        };
        let output = trustee.run("init", &["--name", name]);
        let printed = String::from_utf8(output.stdout).unwrap();
        let (key, party) = printed.split_once('\n').unwrap();
        trustee.party = serde_json::from_str(party).unwrap();
        assert_eq!(trustee.party, json!({"name": name, "key": key}));
        trustee
    }

    fn command(&self, command: &str, arguments: &[&str]) -> Command {
        let mut program = program();
        program.current_dir(self.desk.path()).arg(command).args(arguments);
        if command != "status" {
            program.args(["--passphrase-file", "passphrase"]);
        }
        program
    }

    pub fn run(&self, command: &str, arguments: &[&str]) -> Output {
        self.command(command, arguments).output().unwrap()
    }

    /// Exit code and the object on standard output.
    pub fn json(&self, command: &str, log: &str, more: &[&str]) -> (i32, Value) {
        let output = self.run(command, &[&[log, "--json"], more].concat());
        let errors = String::from_utf8_lossy(&output.stderr).into_owned();
        let printed = serde_json::from_slice(&output.stdout).unwrap_or_else(|_| panic!("{errors}"));
        (output.status.code().unwrap(), printed)
    }

    pub fn spawn(&self, command: &str, log: &str, more: &[&str]) -> Child {
        let mut program = self.command(command, &[&[log, "--json"], more].concat());
        program.stdout(Stdio::piped()).stderr(Stdio::piped());
        program.spawn().unwrap()
    }

    /// A file on the desk.
    pub fn file(&self, name: &str) -> PathBuf {
        self.desk.path().join(name)
    }

    /// What the keystore remembers of an election.
    pub fn remembers(&self, log: &str) -> String {
        let keystore = self.desk.path().join("trustee-keystore");
        fs::read_to_string(keystore.join(id_of(log)).join("memory")).unwrap()
    }
}

fn id_of(log: &str) -> &str {
    log.rsplit_once('/').unwrap().1
}

/// A server on SQLite; it ends with the test.
pub struct Server {
    child: Child,
    data: TempDir,
    address: SocketAddr,
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl Server {
    pub fn start() -> Self {
        let data = tempfile::tempdir().unwrap();
        let mut child = Command::new(server_program())
            .args(["serve", "--listen", "127.0.0.1:0", "--data"])
            .arg(data.path())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let mut line = String::new();
        let mut out = BufReader::new(child.stdout.take().unwrap());
        out.read_line(&mut line).unwrap();
        let address = line.trim().rsplit_once("http://").unwrap().1.parse().unwrap();
        Self { child, data, address }
    }

    pub const fn address(&self) -> SocketAddr {
        self.address
    }

    fn organiser(&self, arguments: &[&str]) -> String {
        let output = Command::new(server_program())
            .arg("election")
            .args(arguments)
            .args(["--server", &format!("http://{}", self.address), "--token-file"])
            .arg(self.data.path().join("keys/admin.token"))
            .output()
            .unwrap();
        let errors = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "{arguments:?}: {errors}");
        String::from_utf8(output.stdout).unwrap().trim().to_owned()
    }

    /// An election with these trustees; the address of its log.
    pub fn create_election(&self, trustees: &[Trustee; 3], registrar: &Registrar) -> String {
        let draft = json!({
            "title": {"en": "Close the street?"},
            "authority": {"name": "Town"},
            "registrar": {"name": "Office", "key": registrar.key().verifying_key().to_string()},
            "trustees": trustees.each_ref().map(|trustee| trustee.party.clone()),
            "threshold": 2,
            "authentication": "none", "credentials": "registrar-codes", "booth": "native",
            "times": {"opens_at": time(seconds() + 3), "closes_at": time(seconds() + 86_400)},
            "waivers": {"early_close": {"en": "the street is short"}},
            "groups": [{"id": "all", "title": {"en": "All"}}],
            "floor": 2,
            "contests": [{
                "id": "street", "title": {"en": "Close?"},
                "options": [{"id": "yes", "title": {"en": "Yes"}}, {"id": "no", "title": {"en": "No"}}],
                "rule": {"kind": "single"}, "outcome": {"majority": {"kind": "simple"}}
            }]
        });
        let path = self.data.path().join("draft.json");
        fs::write(&path, draft.to_string()).unwrap();
        let id = self.organiser(&["create", path.to_str().unwrap()]);
        format!("http://{}/elections/{id}", self.address)
    }

    /// Fixes a roll of three and opens, when it is time to.
    pub fn open(&self, log: &str, registrar: &Registrar) -> Vec<Voter> {
        let election = ElectionId::parse(id_of(log)).unwrap();
        let voters = registrar
            .issue(&election, 3, &mut ChaCha20Rng::from_entropy())
            .unwrap();
        let roll = registrar
            .roll(&election, &voters, &[RollLine::default(); 3])
            .unwrap();
        let path = self.data.path().join("roll.bin");
        fs::write(&path, Entry::Object(roll).to_bytes()).unwrap();
        self.organiser(&["roll", id_of(log), path.to_str().unwrap()]);
        // The manifest's time of opening is a few seconds after its making.
        thread::sleep(Duration::from_secs(3));
        self.office("open", log);
        voters
    }

    pub fn office(&self, command: &str, log: &str) {
        self.organiser(&[command, id_of(log)]);
    }

    pub fn cast(&self, log: &str, ballot: &BallotEntry) {
        let url = format!("http://{}/api/elections/{}/ballots", self.address, id_of(log));
        let bytes = Entry::Ballot(ballot.clone()).to_bytes();
        let answer = agent().post(&url).send(bytes.as_slice()).unwrap();
        assert_eq!(answer.status().as_u16(), 201);
    }
}
