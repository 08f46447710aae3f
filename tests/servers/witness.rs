//! Witnesses, as real processes.

use crate::server::{copy_folder, free_address, program};
use comitia_election::manifest::Manifest;
use serde_json::{Value, json};
use std::io::{BufRead as _, BufReader};
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use tempfile::TempDir;

/// A witness; it answers while it is started.
pub struct Witness {
    folder: TempDir,
    key: String,
    address: String,
    process: Option<Child>,
}

impl Witness {
    /// A new witness, answering.
    pub fn start(name: &str) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let mut witness = Self {
            key: String::new(),
            address: free_address(),
            process: None,
            folder,
        };
        witness.key = witness.command(&["init", "--name", name]);
        witness.resume();
        witness
    }

    /// A copy of its key and of what it knows, at another address: what a witness must never have.
    pub fn copy(&self) -> Self {
        let folder = tempfile::tempdir().unwrap();
        copy_folder(self.folder.path(), folder.path());
        Self {
            folder,
            key: self.key.clone(),
            address: free_address(),
            process: None,
        }
    }

    /// Where it answers.
    pub fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// The files that it keeps as evidence.
    pub fn evidence(&self) -> Vec<PathBuf> {
        let files = std::fs::read_dir(self.folder.path().join("evidence")).unwrap();
        files.map(|file| file.unwrap().path()).collect()
    }

    /// Runs a command on its folder to its end; what it says.
    fn command(&self, arguments: &[&str]) -> String {
        let mut command = Command::new(program("comitia-witness"));
        command.arg(arguments[0]).arg("--folder").arg(self.folder.path());
        let output = command.args(&arguments[1..]).output().unwrap();
        assert!(output.status.success(), "{output:?}");
        String::from_utf8(output.stdout).unwrap().trim().to_owned()
    }

    /// Watches the log of an election.
    pub fn watch(&self, manifest: &Manifest) {
        self.command(&["add-log", &manifest.log_verifier().unwrap().to_string()]);
    }

    /// Answers no more.
    pub fn stop(&mut self) {
        if let Some(mut process) = self.process.take() {
            process.kill().unwrap();
            process.wait().unwrap();
        }
    }

    /// Answers again.
    pub fn resume(&mut self) {
        let mut process = Command::new(program("comitia-witness"))
            .args(["serve", "--listen", &self.address, "--folder"])
            .arg(self.folder.path())
            .env("RUST_LOG", "off")
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut line = String::new();
        BufReader::new(process.stdout.take().unwrap())
            .read_line(&mut line)
            .unwrap();
        assert!(line.starts_with("listening on "), "{line}");
        self.process = Some(process);
    }
}

impl Drop for Witness {
    fn drop(&mut self) {
        self.stop();
    }
}

/// What a manifest says of them.
pub fn pinned(witnesses: &[Witness], quorum: usize) -> Value {
    let keys: Vec<&String> = witnesses.iter().map(|witness| &witness.key).collect();
    json!({"quorum": quorum, "keys": keys})
}

/// The file that tells a server where they are.
pub fn book<'a>(witnesses: impl IntoIterator<Item = &'a Witness>) -> String {
    let line = |(number, witness): (usize, &Witness)| {
        format!("witness W{number} {} {}\n", witness.key, witness.url())
    };
    let lines: String = witnesses.into_iter().enumerate().map(line).collect();
    format!("# where witnesses are\n{lines}quorum none\n")
}
