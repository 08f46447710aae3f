//! `comitia count` as people and scripts run it.

#![expect(clippy::unwrap_used, reason = "helpers of tests may fail loudly")]

use serde_json::Value;
use std::path::PathBuf;
use std::process::{Command, Output};

/// A file in a folder of its own.
struct File {
    _folder: tempfile::TempDir,
    path: PathBuf,
}

fn file(name: &str, text: &str) -> File {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join(name);
    std::fs::write(&path, text).unwrap();
    File {
        _folder: folder,
        path,
    }
}

fn count(file: &File, rule: &str, more: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_comitia"))
        .args(["count", "--rule", rule])
        .arg("--ballots")
        .arg(&file.path)
        .args(more)
        .output()
        .unwrap()
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).unwrap()
}

fn json(file: &File, rule: &str, more: &[&str]) -> Value {
    let more = [more, &["--json"]].concat();
    let done = count(file, rule, &more);
    assert_eq!(done.status.code(), Some(0), "{}", text(&done.stderr));
    serde_json::from_slice(&done.stdout).unwrap()
}

const BLT: &str = "3 2\n4 1 2 0\n2 3 0\n0\n\"Castor\"\n\"Pol\u{202e}lux\"\n\"Helen\"\n\"Gemini\"\n";

#[test]
fn a_transferable_vote_is_explained_stage_by_stage() {
    let file = file("vote.blt", BLT);
    let done = count(&file, "stv", &[]);
    let out = text(&done.stdout);
    assert_eq!(done.status.code(), Some(0), "{}", text(&done.stderr));
    for says in [
        "Gemini",
        "Quota: 3 votes",
        "Castor hands on what is beyond the quota: 1.00000",
        "+1.00000",
        "Selected: Castor, Helen",
    ] {
        assert!(out.contains(says), "{says}: {out}");
    }
    assert!(!out.contains('\u{202e}'), "names are made harmless: {out}");
    let said = json(&file, "stv", &[]);
    assert_eq!(said["winners"], serde_json::json!(["Castor", "Helen"]));
    assert_eq!(said["outcome"]["stages"][1]["votes"][0], "3.00000");
}

#[test]
fn a_tie_is_told_and_a_lot_breaks_it() {
    let file = file("tie.blt", "2 1\n1 1 0\n1 2 0\n0\nA\nB\nTie\n");
    let said = json(&file, "irv", &[]);
    assert_eq!(
        (&said["winners"], &said["tied"]),
        (&serde_json::json!([]), &serde_json::json!(["A", "B"]))
    );
    // The one that the lot drew first goes first, out of the count.
    assert_eq!(
        json(&file, "irv", &["--ties", "first"])["winners"],
        serde_json::json!(["B"])
    );
    assert_eq!(
        json(&file, "irv", &["--ties", "last"])["winners"],
        serde_json::json!(["A"])
    );
}

#[test]
fn the_same_rankings_are_compared_two_by_two() {
    let file = file("vote.blt", "3 1\n4 1 2 3 0\n3 2 3 0\n2 3 2 0\n0\nA\nB\nC\nT\n");
    for rule in ["condorcet", "schulze", "borda"] {
        assert_eq!(
            json(&file, rule, &[])["winners"],
            serde_json::json!(["B"]),
            "{rule}"
        );
        assert!(text(&count(&file, rule, &[]).stdout).contains("Selected: B"));
    }
}

#[test]
fn projects_are_bought_by_votes_or_with_equal_shares() {
    let pabulib = "META\nkey;value\nvote_type;approval\nbudget;100\nPROJECTS\nproject_id;cost\na;60\nb;60\nc;40\n\
                   VOTES\nvoter_id;vote\n1;a,b\n2;a,b\n3;a\n4;c\n5;c\n";
    let file = file("town.pb", pabulib);
    assert_eq!(
        json(&file, "budget", &[])["winners"],
        serde_json::json!(["a", "c"])
    );
    let shares = json(&file, "equal-shares", &[]);
    assert_eq!(shares["winners"], serde_json::json!(["a", "c"]));
    assert_eq!(shares["outcome"]["share"], "20/1");
    let out = text(&count(&file, "equal-shares", &["--rest"]).stdout);
    assert!(out.contains("Spent: 100 of 100"), "{out}");
    let stopped = text(&count(&file, "budget", &["--stop", "--budget", "70"]).stdout);
    assert!(stopped.contains("too dear by"), "{stopped}");
}

#[test]
fn grades_are_judged() {
    let file = file("grades.csv", ",A,B\n1,2,1\n2,0,1\n3,2,1\n");
    let out = text(&count(&file, "judgement", &[]).stdout);
    assert!(
        out.contains("middle grade") && out.contains("Selected: A"),
        "{out}"
    );
}

#[test]
fn bad_input_is_named_and_ends_with_two() {
    let refused = |file: &File, rule: &str, says: &str| {
        let done = count(file, rule, &[]);
        let error = text(&done.stderr);
        assert_eq!(done.status.code(), Some(2), "{error}");
        assert!(error.contains(says), "{error}");
    };
    refused(&file("x.blt", "2 1\n1 3 0\n0\nA\nB\n"), "stv", "line 2");
    refused(
        &file("x.soi", "# FILE NAME: x\n# ALTERNATIVE NAME 1: A\n1: 1\n"),
        "stv",
        "--seats",
    );
    refused(&file("x.csv", "option,count\nyes,3\n"), "irv", "option,count");
    refused(
        &file("x.csv", "option,count\nyes,3\n"),
        "equal-shares",
        "--budget",
    );
}
