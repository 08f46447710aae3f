//! Rehearsals of files, and what the observer says about their records.

use crate::subject::{failures, judged};
use comitia_election::contest::ContestRule;
use comitia_election::manifest::Time;
use comitia_rehearsal::{
    BallotFile, Rehearsal, RehearseError, Setting, Waived, parse, record::RecordError, rehearse,
};
use comitia_verifier::summary::Summary;
use comitia_verifier::{LogSource, Request, verify};
use rand_chacha::ChaCha20Rng;
use rand_core::SeedableRng;
use serde_json::{Value, json};
use std::fs;
use std::path::Path;
use std::time::Duration;

/// Two of three trustees.
pub const USUAL: Setting = Setting {
    trustees: 3,
    threshold: 2,
    absent: 0,
    now: Time(1_790_000_000),
};

/// Rehearses a file into a folder.
pub fn hold(file: &BallotFile, setting: &Setting, folder: &Path) -> Result<Rehearsal, RehearseError> {
    let rng = ChaCha20Rng::seed_from_u64(61);
    rehearse(file, setting, folder, rng, &|| Duration::ZERO, &mut ())
}

/// The observer's report about a folder, as `comitia-verify --json` prints it.
pub fn observed(folder: &Path) -> Value {
    let source = LogSource::open(folder.to_str().unwrap(), None).unwrap();
    let rng = ChaCha20Rng::seed_from_u64(62);
    let verification = verify(&source, &Request::default(), rng, &mut ()).unwrap();
    serde_json::to_value(Summary::of(&verification)).unwrap()
}

/// Rehearses a file, and has the observer confirm it: the same counts in the rehearsal, the record and the file.
pub fn confirmed(file: &BallotFile, setting: &Setting) -> Rehearsal {
    let folder = tempfile::tempdir().unwrap();
    let rehearsal = hold(file, setting, folder.path()).unwrap();
    let said = rehearsal.to_json();
    assert!(rehearsal.matches_plain_count(), "{said}");
    let report = observed(folder.path());
    assert_eq!(report["ok"], true, "{report}");
    assert_eq!(report["counts"], said["counts"]);
    rehearsal
}

fn csv(text: &str) -> BallotFile {
    parse("Référendum 2024", text.as_bytes(), None).unwrap()
}

#[test]
fn a_csv_is_rehearsed_under_its_own_ids() {
    let file = csv("option,count\n Oui ,9\n\"Non, merci\",6\nBlanc,0\n");
    let said = confirmed(&file, &USUAL).to_json();
    assert_eq!(
        said["counts"],
        json!({"referendum-2024": {" Oui ": 9, "Non, merci": 6, "Blanc": 0}})
    );
    let fields: Vec<&str> = said.as_object().unwrap().keys().map(String::as_str).collect();
    assert_eq!(
        fields,
        [
            "ballots",
            "counts",
            "matches_plain_count",
            "outcome",
            "record_bytes",
            "seconds"
        ]
    );
    assert_eq!(said["outcome"]["winners"], json!([" Oui "]));
    let seconds: Vec<&str> = said["seconds"]
        .as_object()
        .unwrap()
        .keys()
        .map(String::as_str)
        .collect();
    assert_eq!(seconds, ["cast", "ceremony", "decrypt", "seal", "verify"]);
}

#[test]
fn ballots_outside_the_declared_limits_are_cast_within_wider_ones() {
    let file = parse(
        "wide",
        b"META\nkey;value\nvote_type;approval\nmin_length;1\nmax_length;2\nPROJECTS\nproject_id;cost\na;1\nb;1\nc;1\n\
          VOTES\nvoter_id;vote\n1;a,b,c\n2;\n3;b\n",
        None,
    )
    .unwrap();
    assert!(matches!(&file.rule, ContestRule::Choose(rule) if (rule.min, rule.max) == (0, 3)));
    let rehearsal = confirmed(&file, &USUAL);
    assert_eq!(rehearsal.plain_count, [1, 2, 1]);
    assert_eq!(
        rehearsal.waived,
        [Waived::Floor {
            ballots: 3,
            floor: 10
        }]
    );
}

#[test]
fn p1_what_is_below_the_floor_is_decrypted_only_with_a_waiver_that_is_said() {
    let nine = confirmed(&csv("option,count\nyes,5\nno,4\n"), &USUAL);
    assert_eq!(
        nine.waived,
        [Waived::Floor {
            ballots: 9,
            floor: 10
        }]
    );
    let ten = confirmed(&csv("option,count\nyes,6\nno,4\n"), &USUAL);
    assert_eq!(ten.waived, []);
}

/// What the observer remarks on a check of a record of these counts.
fn remark(counts: &str, check: &str) -> Value {
    let folder = tempfile::tempdir().unwrap();
    hold(&csv(&format!("option,count\n{counts}")), &USUAL, folder.path()).unwrap();
    let report = observed(folder.path());
    let mut checks = report["checks"].as_array().unwrap().iter();
    checks.find(|one| one["id"] == check).unwrap()["remark"].clone()
}

#[test]
fn p1_readers_are_told_of_counts_that_tell_how_a_person_voted() {
    let below = "only 9 counted ballots of weight 1, and the floor is 10: decrypted all the same, because the manifest \
                 waives it";
    assert_eq!(remark("yes,5\nno,4\n", "V18"), below);
    for at_or_above in ["yes,6\nno,4\n", "yes,6\nno,5\n"] {
        assert_eq!(remark(at_or_above, "V18"), Value::Null);
    }
    let unanimous = |counter| {
        format!(
            "all ballots of unit 1 give counter {counter} of contest \"referendum-2024\" as much as a ballot can: the \
             result tells how each of its voters voted there"
        )
    };
    assert_eq!(remark("yes,12\nno,0\n", "V20"), unanimous(1));
    assert_eq!(remark("yes,0\nno,12\n", "V20"), unanimous(2));
    assert_eq!(remark("yes,11\nno,1\n", "V20"), Value::Null);
}

#[test]
fn d11_weak_choices_are_waived_aloud_and_impossible_ones_refused() {
    let file = csv("option,count\nyes,8\nno,4\n");
    let choice = |trustees, threshold, absent| Setting {
        trustees,
        threshold,
        absent,
        ..USUAL
    };
    for (trustees, threshold, absent) in [(1, 1, 0), (2, 2, 0), (4, 2, 2)] {
        let weak = Waived::Trustees {
            trustees: trustees.into(),
            threshold: threshold.into(),
        };
        assert_eq!(
            confirmed(&file, &choice(trustees, threshold, absent)).waived,
            [weak]
        );
    }
    assert_eq!(confirmed(&file, &choice(5, 3, 2)).waived, []);
    let folder = tempfile::tempdir().unwrap();
    let refused = |trustees, threshold, absent| {
        let error = hold(&file, &choice(trustees, threshold, absent), folder.path()).unwrap_err();
        assert!(error.is_bad_input());
        error.to_string()
    };
    assert!(refused(3, 2, 2).contains("at most 1 may be"));
    assert!(refused(3, 4, 0).contains("between 1 and 3"));
    assert!(refused(3, 0, 0).contains("between 1 and 3"));
    assert!(refused(0, 1, 0).contains("1 to 32"));
    assert!(refused(33, 20, 0).contains("1 to 32"));
    assert!(
        fs::read_dir(folder.path()).unwrap().next().is_none(),
        "nothing was written"
    );
}

#[test]
fn what_makes_no_ballot_is_refused_with_its_reason() {
    let folder = tempfile::tempdir().unwrap();
    let refused = |file: &BallotFile| {
        let error = hold(file, &USUAL, folder.path()).unwrap_err();
        assert!(error.is_bad_input(), "{error}");
        error.to_string()
    };
    let many: String = (0..1500).map(|option| format!("o{option},1\n")).collect();
    assert!(refused(&csv(&format!("option,count\n{many}"))).contains("bytes; at most 65535 fit"));
    assert!(refused(&csv("option,count\nonly,3\n")).contains("contests[0].options: 1 options besides"));
    let long = format!("option,count\n{},3\nno,1\n", "x".repeat(201));
    assert!(refused(&csv(&long)).contains("options[0].id"));
}

#[test]
fn a_lone_candidate_stands_against_the_blank_vote_and_an_empty_urn_is_counted() {
    let lone = confirmed(&csv("option,count\nADA,7\nBlancs,5\n"), &USUAL);
    assert_eq!(lone.plain_count, [7, 5]);
    let empty = confirmed(&csv("option,count\nyes,0\nno,0\n"), &USUAL);
    assert_eq!((empty.ballots, empty.plain_count), (0, vec![0, 0]));
}

#[test]
fn a_record_is_all_that_is_written_and_never_into_something_else() {
    let file = csv("option,count\nyes,8\nno,4\n");
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("record");
    let rehearsal = hold(&file, &USUAL, &out).unwrap();
    assert_eq!(size(&out), rehearsal.record_bytes);
    assert_eq!(failures(&judged(&out, None).unwrap()), []);
    let again = hold(&file, &USUAL, &out).unwrap_err();
    assert!(
        matches!(again, RehearseError::Record(RecordError::NotEmpty(_))),
        "{again}"
    );
    assert_eq!(size(&out), rehearsal.record_bytes);
}

/// Bytes of all files below a folder.
fn size(folder: &Path) -> u64 {
    let entries = fs::read_dir(folder).unwrap().map(Result::unwrap);
    entries
        .map(|entry| {
            let metadata = entry.metadata().unwrap();
            if metadata.is_dir() {
                size(&entry.path())
            } else {
                metadata.len()
            }
        })
        .sum()
}
