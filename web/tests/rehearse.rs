//! `comitia rehearse` as people and scripts run it.

#![expect(clippy::unwrap_used, reason = "helpers of tests may fail loudly")]

use serde_json::Value;
use std::path::Path;
use std::process::{Command, Output};

fn rehearse(ballots: &Path, out: &Path, more: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_comitia"))
        .args(["rehearse", "--trustees", "3", "--threshold", "2"])
        .arg("--ballots")
        .arg(ballots)
        .arg("--out")
        .arg(out)
        .args(more)
        .output()
        .unwrap()
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).unwrap()
}

#[test]
fn a_rehearsal_prints_one_object_and_writes_the_record_alone() {
    let folder = tempfile::tempdir().unwrap();
    let ballots = folder.path().join("Été.csv");
    std::fs::write(&ballots, "option,count\nOui,7\nNon,2\n").unwrap();
    let out = folder.path().join("record");
    let done = rehearse(&ballots, &out, &["--absent", "1", "--json"]);
    assert_eq!(done.status.code(), Some(0), "{}", text(&done.stderr));
    let said: Value = serde_json::from_slice(&done.stdout).unwrap();
    assert_eq!(said["ballots"], 9);
    assert_eq!(said["counts"]["ete"]["Oui"], 7);
    assert_eq!(said["matches_plain_count"], true);
    assert_eq!(said["outcome"]["winners"], serde_json::json!(["Oui"]));
    assert_eq!(said["outcome"]["majority"]["verdict"]["is"], "won");
    assert!(text(&done.stderr).contains("fewer than the floor of 10"));
    let mut names: Vec<_> = std::fs::read_dir(&out)
        .unwrap()
        .map(|entry| entry.unwrap().file_name())
        .collect();
    names.sort();
    assert_eq!(names, ["checkpoint", "tile"]);
    let again = rehearse(&ballots, &out, &[]);
    assert_eq!(again.status.code(), Some(2));
    assert!(
        text(&again.stderr).contains("is not empty"),
        "{}",
        text(&again.stderr)
    );
}

#[test]
fn a_table_is_printed_for_people() {
    let folder = tempfile::tempdir().unwrap();
    let ballots = folder.path().join("vote.csv");
    std::fs::write(&ballots, "option,count\nyes,\u{37}\n\u{202e}no,5\n").unwrap();
    let done = rehearse(&ballots, &folder.path().join("record"), &[]);
    let out = text(&done.stdout);
    assert_eq!(done.status.code(), Some(0), "{}", text(&done.stderr));
    assert!(out.contains("yes") && out.contains("12 ballots"), "{out}");
    assert!(!out.contains('\u{202e}'), "ids are made harmless: {out}");
    assert!(
        out.contains("“yes” wins.\n7 votes, that is 58.3% of the valid votes."),
        "{out}"
    );
}

#[test]
fn grades_are_explained_in_the_language_that_is_asked_for() {
    let folder = tempfile::tempdir().unwrap();
    let ballots = folder.path().join("jugement.csv");
    std::fs::write(&ballots, ",Parc,Place\n1,2,2\n2,2,1\n3,1,2\n4,2,1\n").unwrap();
    let more = ["--kind", "grades", "--lang", "fr"];
    let done = rehearse(&ballots, &folder.path().join("record"), &more);
    let out = text(&done.stdout).replace(['\u{a0}', '\u{202f}'], " ");
    assert_eq!(done.status.code(), Some(0), "{}", text(&done.stderr));
    assert!(out.contains("Réponse retenue : « Parc »"), "{out}");
    assert!(out.contains("Plus de la moitié des votants donnent"), "{out}");
    let refused = rehearse(&ballots, &folder.path().join("other"), &["--lang", "br"]);
    assert_eq!(refused.status.code(), Some(2));
    assert!(
        text(&refused.stderr).contains("one of fr, en"),
        "{}",
        text(&refused.stderr)
    );
}

#[test]
fn bad_input_is_named_and_ends_with_two() {
    let folder = tempfile::tempdir().unwrap();
    let ballots = folder.path().join("vote.csv");
    std::fs::write(&ballots, "option,count\nyes,3\nyes,2\n").unwrap();
    let good = folder.path().join("good.csv");
    std::fs::write(&good, "option,count\nyes,3\nno,2\n").unwrap();
    let ordinal = folder.path().join("ordinal.pb");
    let pabulib = "META\nkey;value\nvote_type;ordinal\nPROJECTS\nproject_id\na\nVOTES\nvoter_id;vote\n1;a\n";
    std::fs::write(&ordinal, pabulib).unwrap();
    let refused = |ballots: &Path, more: &[&str], says: &str| {
        let out = folder.path().join("record");
        let done = rehearse(ballots, &out, more);
        let error = text(&done.stderr);
        assert_eq!(done.status.code(), Some(2), "{error}");
        assert!(error.contains(says), "{error}");
        assert!(done.stdout.is_empty() && !out.exists());
    };
    refused(&ballots, &[], "line 3: option \"yes\" is already on line 2");
    refused(&ordinal, &[], "ordinal");
    refused(&good, &["--absent", "2"], "at most 1 may be");
    refused(&folder.path().join("nothing.csv"), &[], "nothing.csv");
}
