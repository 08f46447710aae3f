//! A client that is not ours reads our logs: the library of Go's module mirror, as Debian has it.

use crate::server::{Place, Server};
use crate::town::Town;
use comitia_election::manifest::Manifest;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use tempfile::TempDir;

/// The client, compiled.
pub struct Client {
    _folder: TempDir,
    program: PathBuf,
}

impl Client {
    pub fn build() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let program = folder.path().join("client");
        let source = concat!(env!("CARGO_MANIFEST_DIR"), "/foreign/client.go");
        let built = Command::new("go")
            .args(["build", "-o"])
            .args([program.as_path(), Path::new(source)])
            // Debian's libraries lie where Go looked for them before it had modules.
            .env("GO111MODULE", "off")
            .env("GOPATH", "/usr/share/gocode")
            .env("GOCACHE", folder.path().join("cache"))
            .env("GOFLAGS", "")
            .output()
            .unwrap_or_else(|error| panic!("go: {error}; scripts/setup --test installs it"));
        assert!(
            built.status.success(),
            "{}",
            String::from_utf8_lossy(&built.stderr)
        );
        Self {
            _folder: folder,
            program,
        }
    }

    pub fn read(&self, place: &str, key: &str) -> Output {
        Command::new(&self.program).args([place, key]).output().unwrap()
    }

    fn refuses(&self, place: &Path, key: &str, what: &str) {
        let output = self.read(place.to_str().unwrap(), key);
        assert!(!output.status.success(), "{what}: {output:?}");
    }
}

/// Turns one bit of a file.
fn change(file: &Path) {
    let mut bytes = std::fs::read(file).unwrap();
    let middle = bytes.len() / 2;
    bytes[middle] ^= 1;
    std::fs::write(file, bytes).unwrap();
}

#[test]
fn a_client_of_another_implementation_reads_every_entry_and_refuses_every_change() {
    let place = Place::sqlite();
    let server = Server::start(&place);
    let mut manifest: Option<Manifest> = None;
    let none = serde_json::json!({"quorum": 0, "keys": []});
    let town = Town::open_with(&server, place.data(), 600, &none, |announced| {
        manifest = Some(announced.clone());
    });
    for ballot in town.ballots(&server) {
        town.cast(&server, &ballot);
    }
    let key = manifest.unwrap().log_verifier().unwrap().to_string();
    let client = Client::build();
    let url = format!("{}/elections/{}", server.address(), town.election);
    let output = client.read(&url, &key);
    assert!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    let size = town.entries(&server).len();
    assert!(size > 600);
    assert_eq!(
        String::from_utf8(output.stdout).unwrap(),
        format!("{size} entries\n")
    );

    // The same log as static files; then with one bit turned in each kind of file.
    let copies = tempfile::tempdir().unwrap();
    let copy = |name: &str| {
        let folder = copies.path().join(name);
        town.log(&server).copy_to(&folder).unwrap();
        folder
    };
    let good = copy("good");
    assert!(client.read(good.to_str().unwrap(), &key).status.success());
    let partial = format!("tile/entries/002.p/{}", size % 256);
    for file in ["checkpoint", "tile/0/001", "tile/entries/000", &partial] {
        let folder = copy(&file.replace('/', "-"));
        change(&folder.join(file));
        client.refuses(&folder, &key, file);
    }
    let other = "localhost:8080/elections/00+00000000+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k";
    client.refuses(&good, other, "another key");
}
