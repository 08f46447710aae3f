//! The program as a registrar uses it, from the key to the destruction.

#![expect(
    clippy::unwrap_used,
    clippy::panic,
    reason = "helpers of tests may fail loudly"
)]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use comitia_crypto::ElectionId;
use comitia_crypto::code::VotingCode;
use comitia_crypto::codec::Decode as _;
use comitia_crypto::credential::Credential;
use comitia_election::entry::{Author, Entry, EntryKind, Roll, signing_input};
use comitia_election::manifest::Manifest;
use tempfile::TempDir;

mod common;

/// A registrar's desk: a folder with everything.
struct Desk(TempDir);

impl Desk {
    fn new() -> Self {
        let desk = Self(tempfile::tempdir().unwrap());
        desk.write("passphrase", "correct horse battery\n");
        desk
    }

    fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    fn write(&self, name: &str, text: &str) {
        fs::write(self.path(name), text).unwrap();
    }

    fn read(&self, name: &str) -> String {
        fs::read_to_string(self.path(name)).unwrap()
    }

    fn run(&self, arguments: &str) -> Output {
        Command::new(env!("CARGO_BIN_EXE_comitia-registrar"))
            .args(arguments.split_whitespace())
            .current_dir(self.0.path())
            .output()
            .unwrap()
    }

    fn succeeds(&self, arguments: &str) -> String {
        let output = self.run(arguments);
        let errors = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(output.status.success(), "{arguments}: {errors}");
        String::from_utf8(output.stdout).unwrap()
    }

    fn fails(&self, arguments: &str) -> String {
        let output = self.run(arguments);
        assert!(!output.status.success(), "{arguments}");
        String::from_utf8(output.stderr).unwrap()
    }

    /// Makes the key and a manifest that pins it.
    fn init(&self) -> Manifest {
        let public = self.succeeds("init --key registrar.key --passphrase-file passphrase");
        self.write("manifest.json", &common::manifest_json("", public.trim()));
        Manifest::parse(self.read("manifest.json").as_bytes()).unwrap()
    }
}

const CODES: &str = "codes --election manifest.json --voters voters.csv --key registrar.key --out out \
                     --time-zone Europe/Paris --passphrase-file passphrase";

/// The codes that letters carry.
fn codes(letters: &str) -> Vec<VotingCode> {
    let printed = letters.split("<p class=\"code\" translate=\"no\">").skip(1);
    printed
        .map(|rest| VotingCode::parse(rest.split('<').next().unwrap()).unwrap())
        .collect()
}

fn roll(path: &Path, manifest: &Manifest) -> Roll {
    let Entry::Object(object) = Entry::from_bytes(&fs::read(path).unwrap()).unwrap() else {
        panic!("an object")
    };
    assert_eq!(object.kind, EntryKind::Roll);
    let input = signing_input(manifest.id(), EntryKind::Roll, &object.payload);
    let [signed] = object.endorsements.as_slice() else {
        panic!("one signature")
    };
    assert!(
        signed.author == Author::Registrar && manifest.registrar.key.0.verifies(&input, &signed.signature)
    );
    Roll::from_bytes(&object.payload).unwrap()
}

#[test]
fn from_a_key_to_letters_and_to_their_destruction() {
    let desk = Desk::new();
    let manifest = desk.init();
    desk.write(
        "voters.csv",
        "name;weight;contact\nZoé Le Goff;1;1 rue du Port\nBen <Okri>;2;\nCy;1;\n",
    );
    let said = desk.succeeds(CODES);
    assert!(
        said.contains(&format!(
            "election {}\n3 voters, 4 votes in all\nroll ",
            manifest.id()
        )),
        "{said}"
    );

    let letters = desk.read("out/letters.html");
    let codes_in_letters = codes(&letters);
    assert!(letters.contains("Zoé Le Goff") && letters.contains("Ben &lt;Okri&gt;"));
    assert!(letters.contains("http://localhost:8080/fr") && letters.contains("Ville d&#39;Exemple"));
    assert!(letters.contains("dimanche 7 mars 2027 à 20\u{a0}h\u{a0}00 (Europe/Paris)"));

    let roll = roll(&desk.path("out/roll.bin"), &manifest);
    assert_eq!((roll.entries().len(), codes_in_letters.len()), (3, 3));
    for (code, weight) in codes_in_letters.iter().zip([1, 2, 1]) {
        let credential = Credential::derive(code, manifest.id()).unwrap();
        assert_eq!(
            roll.entries()[roll.find(credential.public().bytes()).unwrap()].weight,
            weight
        );
        assert!(letters.contains(&credential.pseudonym().to_string()));
    }

    again_from_the_sealed_codes(&desk, &letters);
    destroyed(&desk);
}

/// A second run would make other codes: refused. Letters can be printed again, in another language.
fn again_from_the_sealed_codes(desk: &Desk, letters: &str) {
    assert!(desk.fails(CODES).contains("codes are made once"));
    fs::remove_file(desk.path("out/letters.html")).unwrap();
    desk.succeeds("letters --election manifest.json --out out --lang en --passphrase-file passphrase");
    let english = desk.read("out/letters.html");
    assert!(english.contains("<html lang=\"en\">") && codes(&english) == codes(letters));
    desk.write("wrong", "incorrect horse battery\n");
    fs::remove_file(desk.path("out/letters.html")).unwrap();
    let error = desk.fails("letters --election manifest.json --out out --passphrase-file wrong");
    assert!(error.contains("wrong passphrase"), "{error}");
    desk.succeeds("letters --election manifest.json --out out --passphrase-file passphrase");
}

fn destroyed(desk: &Desk) {
    assert!(desk.fails("destroy --out out").contains("use --yes"));
    let output = desk.run("destroy --out out --yes");
    assert!(output.status.success());
    assert!(String::from_utf8_lossy(&output.stderr).contains("solid-state drive"));
    let left: Vec<_> = fs::read_dir(desk.path("out"))
        .unwrap()
        .map(|entry| entry.unwrap().file_name())
        .collect();
    assert_eq!(left, ["roll.bin"]);
    assert!(
        desk.fails("destroy --out out --yes")
            .contains("neither codes nor letters")
    );
    assert!(
        desk.fails("letters --election manifest.json --out out --passphrase-file passphrase")
            .contains("codes.age")
    );
}

#[test]
fn a_list_with_problems_makes_nothing_and_names_every_line() {
    let desk = Desk::new();
    desk.init();
    desk.write("voters.csv", "name;weight\nAda;1\nada ;1\nBen;x\n");
    for arguments in [CODES, "check --election manifest.json --voters voters.csv"] {
        let error = desk.fails(arguments);
        assert!(
            error.contains("line 3: the same name as on line 2") && error.contains("line 4: the weight"),
            "{error}"
        );
        assert!(!desk.path("out/codes.age").exists());
    }
    desk.write("voters.csv", "name\nAda\nBen\n");
    let output = desk.run("check --election manifest.json --voters voters.csv");
    assert_eq!(
        String::from_utf8(output.stdout).unwrap(),
        "2 voters, 2 votes in all\n"
    );
    assert!(
        String::from_utf8(output.stderr)
            .unwrap()
            .contains("warning: line 2: only 2 voter(s)")
    );
}

#[test]
fn r1_an_election_with_another_registrar_is_refused_before_any_code_is_made() {
    let desk = Desk::new();
    desk.init();
    desk.write("manifest.json", &common::manifest_json("", &common::key(3)));
    desk.write("voters.csv", "name\nAda\n");
    let error = desk.fails(CODES);
    assert!(error.contains("another registrar"), "{error}");
    assert!(!desk.path("out").exists());
}

#[test]
fn w10_no_secret_is_printed_and_files_are_private() {
    let desk = Desk::new();
    let manifest = desk.init();
    desk.write("voters.csv", "name\nAda\n");
    let output = desk.run(CODES);
    let letters = desk.read("out/letters.html");
    let code = &codes(&letters)[0];
    for said in [output.stdout, output.stderr] {
        let said = String::from_utf8(said).unwrap();
        assert!(
            !said.contains(&*code.grouped()) && !said.contains("correct horse") && !said.contains("Ada"),
            "{said}"
        );
    }
    for name in ["out/codes.age", "out/roll.bin", "registrar.key"] {
        let bytes = fs::read(desk.path(name)).unwrap();
        let symbols = code.symbols();
        assert!(
            !bytes.windows(25).any(|window| window == symbols.as_bytes()),
            "{name}"
        );
    }
    #[cfg(unix)]
    for name in ["out/codes.age", "out/letters.html", "registrar.key"] {
        use std::os::unix::fs::MetadataExt as _;
        assert_eq!(fs::metadata(desk.path(name)).unwrap().mode() & 0o077, 0, "{name}");
    }
    assert_ne!(*manifest.id(), ElectionId([0; 32]));
}

#[test]
fn a_passphrase_is_neither_short_nor_an_argument() {
    let desk = Desk::new();
    desk.write("short", "hello\n");
    assert!(
        desk.fails("init --key k --passphrase-file short")
            .contains("take 12 or more")
    );
    assert!(
        desk.fails("init --key k --passphrase secret")
            .contains("unexpected argument")
    );
    desk.write("empty", "\n");
    assert!(
        desk.fails("init --key k --passphrase-file empty")
            .contains("is empty")
    );
    desk.succeeds("init --key k --passphrase-file passphrase");
    assert!(
        desk.fails("init --key k --passphrase-file passphrase")
            .contains("cannot create")
    );
}
