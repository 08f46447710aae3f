//! Words on paper, written and read by the real program.

use crate::election::{cast, make_keys};
use crate::programs::{Server, Trustee};
use comitia_rehearsal::actors::Registrar;
use std::fs;
use std::process::Output;

fn errors(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).unwrap()
}

#[test]
fn d12_w10_a_keystore_is_lost_and_comes_back_from_paper_before_the_opening() {
    let server = Server::start();
    let trustees = ["Ada", "Blaise", "Chen"].map(Trustee::init);
    let registrar = Registrar::new(comitia_crypto::signing::SigningKey::from_seed(&[5; 32]));
    let log = server.create_election(&trustees, &registrar);
    make_keys(&log, &trustees);
    let ada = &trustees[0];
    write_down(ada);
    fs::remove_dir_all(ada.file("trustee-keystore")).unwrap();
    mistakes_are_told(ada, &log);
    let restored = ada.run("restore", &[&log, "--yes", "--words-file", "words"]);
    assert!(restored.status.success(), "{}", errors(&restored));
    let (code, found) = ada.json("check", &log, &[]);
    assert!(code == 0 && found["agrees"] == true, "{found}");
    let voters = server.open(&log, &registrar);
    cast(&server, &log, &voters);
    server.office("close", &log);
    for trustee in &trustees[..2] {
        let (code, done) = trustee.json("decrypt", &log, &[]);
        assert!(code == 0 && done["outcome"] == "sent", "{done}");
    }
    server.office("publish", &log);
}

/// On no terminal words go into a private file alone, and never over another.
fn write_down(trustee: &Trustee) {
    let refused = trustee.run("backup", &[]);
    assert!(refused.status.code() == Some(2) && refused.stdout.is_empty());
    let written = trustee.run("backup", &["--words-file", "words"]);
    assert!(written.status.success() && written.stdout.is_empty());
    let words = fs::read_to_string(trustee.file("words")).unwrap();
    assert_eq!(words.lines().count(), 18, "two headings, twice eight lines");
    for line in words.lines().filter(|line| !line.starts_with('#')) {
        assert!(!errors(&written).contains(&line[3..]));
    }
    let again = trustee.run("backup", &["--words-file", "words"]);
    assert_eq!(again.status.code(), Some(2));
    assert_eq!(fs::read_to_string(trustee.file("words")).unwrap(), words);
}

fn mistakes_are_told(trustee: &Trustee, log: &str) {
    let words = fs::read_to_string(trustee.file("words")).unwrap();
    let mut lines: Vec<String> = words.lines().map(str::to_owned).collect();
    lines[3].push('q');
    fs::write(trustee.file("slip"), lines.join("\n")).unwrap();
    let restore = |more: &[&str]| trustee.run("restore", &[&[log, "--yes"], more].concat());
    let slip = restore(&["--words-file", "slip"]);
    assert_eq!(slip.status.code(), Some(2));
    assert!(
        errors(&slip).contains("identity: line 3, word 4"),
        "{}",
        errors(&slip)
    );
    let last = lines[3].rsplit_once(' ').unwrap().1;
    assert!(!errors(&slip).contains(last), "no word is shown");
    assert!(
        !trustee.file("trustee-keystore").exists(),
        "nothing is half restored"
    );
    let typed = restore(&[]);
    assert!(errors(&typed).contains("--words-file"), "{}", errors(&typed));
}
