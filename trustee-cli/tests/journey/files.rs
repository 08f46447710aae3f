//! Trustees whose machines have no network: a copy of the log comes in, messages go out as files.

use crate::election::cast;
use crate::programs::{Server, Trustee, program};
use comitia_rehearsal::actors::Registrar;
use serde_json::Value;
use std::fs;
use std::path::{Path, PathBuf};
use tempfile::TempDir;

/// Whoever carries files between a machine with a network and the others.
struct Courier {
    bag: TempDir,
    log: String,
    copies: u32,
}

impl Courier {
    fn new(log: &str) -> Self {
        Self {
            bag: tempfile::tempdir().unwrap(),
            log: log.to_owned(),
            copies: 0,
        }
    }

    /// A fresh copy of the log.
    fn copy(&mut self) -> String {
        self.copies += 1;
        let folder = self.bag.path().join(format!("log-{}", self.copies));
        let output = program().args(["copy", &self.log]).arg(&folder).output().unwrap();
        assert!(output.status.success(), "{output:?}");
        folder.to_str().unwrap().to_owned()
    }

    fn outbox(&self) -> PathBuf {
        self.bag.path().join("outbox")
    }

    fn messages(&self) -> Vec<PathBuf> {
        let found = fs::read_dir(self.outbox()).into_iter().flatten();
        found.map(|file| file.unwrap().path()).collect()
    }

    /// Posts every message in the outbox; how many were not on the log before.
    fn post(&self) -> Value {
        let output = program()
            .args(["post", "--json", &self.log])
            .args(self.messages())
            .output()
            .unwrap();
        assert!(output.status.success(), "{output:?}");
        let posted: Value = serde_json::from_slice(&output.stdout).unwrap();
        posted["sent"].clone()
    }

    fn empty(&self) {
        fs::remove_dir_all(self.outbox()).unwrap();
    }
}

#[test]
fn d7_d12_keys_and_decryption_by_files_alone() {
    let server = Server::start();
    let trustees = ["Ada", "Blaise", "Chen"].map(Trustee::init);
    let registrar = Registrar::new(comitia_crypto::signing::SigningKey::from_seed(&[4; 32]));
    let log = server.create_election(&trustees, &registrar);
    let mut courier = Courier::new(&log);
    make_keys(&mut courier, &trustees);
    let copy = courier.copy();
    for trustee in &trustees {
        let (code, found) = trustee.json("check", &copy, &[]);
        assert!(code == 0 && found["agrees"] == true, "{found}");
    }
    let voters = server.open(&log, &registrar);
    cast(&server, &log, &voters);
    server.office("close", &log);
    decrypt(&mut courier, &trustees);
    server.office("publish", &log);
    let (code, late) = trustees[1].json("decrypt", &courier.copy(), &[]);
    assert!(code == 0 && late["outcome"] == "not_needed", "{late}");
}

fn make_keys(courier: &mut Courier, trustees: &[Trustee; 3]) {
    let outbox = courier.outbox();
    let outbox = ["--yes", "--outbox", outbox.to_str().unwrap()];
    for _ in 0..8 {
        let copy = courier.copy();
        let done = trustees.each_ref().map(|trustee| {
            let (code, done) = trustee.json("ceremony", &copy, &outbox);
            assert_eq!(code, 0, "{done}");
            // Again from the same copy: the same message in the same file.
            let (again, before) = (trustee, contents(&courier.outbox()));
            assert_eq!(again.json("ceremony", &copy, &outbox).0, 0);
            assert_eq!(contents(&courier.outbox()), before);
            done
        });
        if done.iter().all(|done| done["keys"] == true) {
            return;
        }
        courier.post();
        // Whoever is not sure posts again: nothing is sent twice.
        assert_eq!(courier.post(), 0);
        courier.empty();
    }
    panic!("no keys");
}

fn contents(folder: &Path) -> Vec<(PathBuf, Vec<u8>)> {
    let found = fs::read_dir(folder).into_iter().flatten();
    let paths = found.map(|file| file.unwrap().path());
    let mut contents: Vec<_> = paths
        .map(|path| (path.clone(), fs::read(path).unwrap()))
        .collect();
    contents.sort();
    contents
}

/// The first and the last trustee decrypt.
fn decrypt(courier: &mut Courier, trustees: &[Trustee; 3]) {
    let copy = courier.copy();
    let outbox = courier.outbox();
    for trustee in [&trustees[0], &trustees[2]] {
        // A copy takes no messages, and what is locked stays locked.
        let (code, stuck) = trustee.json("decrypt", &copy, &[]);
        assert!(code == 2 && stuck["ok"] == false, "{stuck}");
        assert!(trustee.remembers(&courier.log).contains("\nlock "));
        let (code, done) = trustee.json("decrypt", &copy, &["--outbox", outbox.to_str().unwrap()]);
        assert!(code == 0 && done["outcome"] == "written", "{done}");
    }
    assert_eq!(courier.post(), 2);
    let (code, done) = trustees[0].json("decrypt", &courier.copy(), &[]);
    assert!(code == 0 && done["outcome"] == "on_log", "{done}");
}

#[test]
fn a_copy_goes_into_an_empty_folder_alone_and_a_file_must_be_a_message() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("notes.txt");
    fs::write(&file, "milk, bread").unwrap();
    let log = format!("http://127.0.0.1:1/elections/{}", "ab".repeat(32));
    let copied = program()
        .args(["copy", &log])
        .arg(folder.path())
        .output()
        .unwrap();
    assert_eq!(copied.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&copied.stderr).contains("not empty"));
    let posted = program()
        .args(["post", &log, "--json"])
        .arg(&file)
        .output()
        .unwrap();
    let said: Value = serde_json::from_slice(&posted.stdout).unwrap();
    assert!(posted.status.code() == Some(2) && said["ok"] == false);
    assert!(said["message"].as_str().unwrap().contains("no message"), "{said}");
}
