//! Requests to witnesses, and policies as files.

use crate::common::{checkpoint_of, log_of, log_signer, name, time, witness};
use comitia_tlog::hash::empty_root;
use comitia_tlog::note::LogSigner;
use comitia_tlog::policy::Policy;
use comitia_tlog::policy_file::{PolicyFile, PolicyFileError, Rule};
use comitia_tlog::tree::{TreeError, consistency_proof};
use comitia_tlog::witness::{AddCheckpoint, RequestError, parse_cosignatures};
use ed25519_dalek::SigningKey;

/// The example of the specification.
const EXAMPLE: &str = "old 20852014
PlRNCrwHpqhGrupue0L7gxbjbMiKA9temvuZZDDpkaw=
jrJZDmY8Y7SyJE0MWLpLozkIVMSMZcD5kvuKxPC3swk=
5+pKlUdi2LeF/BcMHBn+Ku6yhPGNCswZZD1X/6QgPd8=
/6WVhPs2CwSsb5rYBH5cjHV/wSmA79abXAwhXw3Kj/0=

example.com/behind-the-sofa
20852163
CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=

\u{2014} example.com/behind-the-sofa Az3grlgtzPICa5OS8npVmf1Myq/5IZniMp+ZJurmRDeOoRDe4URYN7u5/Zhcyv2q1gGzGku9nTo+zyWE+xeMcTOAYQ8=
\u{2014} example.com/behind-the-sofa opLqBQsREYCgu6xQkYQwJr9fo45a62DN9EdmHXnZdXNqlcVGlCum2Wks+49/V6267UEjw6QUXTS5Rovnzv++qbSzm9Q=
";

#[test]
fn the_example_of_the_specification_is_read_and_written_back() {
    let request = AddCheckpoint::parse(EXAMPLE.as_bytes()).unwrap();
    assert_eq!((request.old, request.proof.len()), (20_852_014, 4));
    assert_eq!(request.checkpoint.unverified().size, 20_852_163);
    assert_eq!(request.to_string(), EXAMPLE);
}

fn request(old: u64, new: u64) -> AddCheckpoint {
    let (edge, tiles) = log_of(new);
    let proof = match old {
        0 => Vec::new(),
        old => consistency_proof(&tiles, old, new).unwrap(),
    };
    let checkpoint = checkpoint_of(&edge);
    AddCheckpoint {
        old,
        proof,
        checkpoint,
    }
}

#[test]
fn a_request_continues_its_own_past_and_no_other() {
    for (old, new) in [(0, 0), (0, 9), (1, 1), (1, 2), (7, 300), (256, 700)] {
        let request = request(old, new);
        let text = request.to_string();
        assert_eq!(AddCheckpoint::parse(text.as_bytes()).unwrap(), request);
        request.continues(&log_of(old).0.root()).unwrap();
        if old > 0 {
            assert!(request.continues(&empty_root()).is_err());
        }
    }
    let mut surplus = request(0, 9);
    surplus.proof.push(empty_root());
    let expected = TreeError::ProofLength {
        expected: 0,
        found: 1,
    };
    assert_eq!(surplus.continues(&empty_root()), Err(expected));
}

#[test]
fn what_is_no_request_is_refused_with_its_line() {
    let good = request(7, 300).to_string();
    let shrunk = good.replacen("old 7", "old 301", 1);
    assert!(matches!(
        AddCheckpoint::parse(shrunk.as_bytes()),
        Err(RequestError::Shrinks { old: 301, new: 300 })
    ));
    for (bad, line) in [
        (good.replacen("old 7", "old 07", 1), 1),
        (good.replacen("old 7", "Old 7", 1), 1),
        (good.replacen("old 7\n", "old 7\nx\n", 1), 2),
        ("old 7\n".to_owned(), 1),
    ] {
        let refused = AddCheckpoint::parse(bad.as_bytes());
        assert!(
            matches!(refused, Err(RequestError::Line { line: found, .. }) if found == line),
            "{bad}: {refused:?}"
        );
    }
    let many = format!("old 7\n{}\n", format!("{}=\n", "A".repeat(43)).repeat(64));
    let refused = AddCheckpoint::parse((many + "x").as_bytes());
    assert!(matches!(refused, Err(RequestError::Line { line: 65, .. })));
    assert!(matches!(
        AddCheckpoint::parse(b"old 0\n\nx\n"),
        Err(RequestError::Checkpoint(_))
    ));
    assert!(matches!(
        AddCheckpoint::parse(b"old \xff"),
        Err(RequestError::NotUtf8(4))
    ));
    assert!(matches!(
        AddCheckpoint::parse(&vec![b'x'; 1 << 20]),
        Err(RequestError::TooLong(_))
    ));
}

#[test]
fn an_answer_is_lines_of_signatures() {
    let checkpoint = checkpoint_of(&log_of(3).0);
    let line = witness(1).sign(checkpoint.note().text(), time(9));
    assert!(parse_cosignatures(format!("a text of its own\n\n{line}").as_bytes()).is_err());
    assert_eq!(parse_cosignatures(line.to_string().as_bytes()).unwrap(), [line]);
    for bad in ["", "x\n", "\u{2014} a b"] {
        assert!(parse_cosignatures(bad.as_bytes()).is_err(), "{bad}");
    }
}

fn policy_text(quorum: &str) -> String {
    let key = |number| witness(number).key().to_string();
    format!(
        "# who watches\n\nlog {} https://vote.example/log\n\twitness X1 {}\nwitness X2 {} https://x2.example\n\
         witness X3 {}\ngroup X 2 X1 X2 X3\nwitness Y1 {}\ngroup Y any Y1 \ngroup both all X Y\n{quorum}\n",
        log_signer().key(),
        key(1),
        key(2),
        key(3),
        key(4)
    )
}

#[test]
fn a_policy_of_groups_is_met_by_those_who_make_it_up() {
    let file = PolicyFile::parse(policy_text("quorum both").as_bytes()).unwrap();
    assert_eq!(file.logs[0].url.as_deref(), Some("https://vote.example/log"));
    assert_eq!(file.witnesses[1].url.as_deref(), Some("https://x2.example"));
    for (cosigned, met) in [
        (&[0, 1, 3][..], true),
        (&[0, 1, 2, 3], true),
        (&[0, 1, 2], false),
        (&[2, 3], false),
        (&[], false),
    ] {
        assert_eq!(file.quorum.is_met(cosigned), met, "{cosigned:?}");
    }
    assert_eq!(
        PolicyFile::parse(file.to_string().as_bytes()).unwrap().quorum,
        file.quorum
    );
    // A witness may have the name that a group would get.
    let text = policy_text("quorum both").replace("X1", "G1").replace("X2", "GG");
    let renamed = PolicyFile::parse(text.as_bytes()).unwrap();
    assert_eq!(
        PolicyFile::parse(renamed.to_string().as_bytes()).unwrap().quorum,
        file.quorum
    );
    let none = PolicyFile::parse(b"quorum none\n").unwrap();
    assert!(none.quorum.is_met(&[]));
}

#[test]
fn what_is_no_policy_is_refused_with_its_line() {
    let key = witness(1).key().to_string();
    let other = LogSigner::new(name("witness1.example"), SigningKey::from_bytes(&[5; 32]));
    for (text, line) in [
        (policy_text("quorum both\nquorum both"), 12),
        (policy_text("quorum Z"), 11),
        (format!("quorum W\nwitness W {key}\n"), 1),
        (format!("witness none {key}\nquorum none\n"), 1),
        (format!("witness W {key}\nwitness V {key}\nquorum W\n"), 2),
        (format!("witness W {key}\ngroup G 2 W\nquorum W\n"), 2),
        (format!("witness W {key}\ngroup G 0 W\nquorum W\n"), 2),
        (format!("witness W {key}\ngroup G all\nquorum W\n"), 2),
        (format!("witness W {key}\ngroup G 2 W W\nquorum W\n"), 2),
        (format!("witness W {key}\ngroup G any V\nquorum W\n"), 2),
        (format!("witness W {}\nquorum W\n", other.key()), 1),
        ("watch\n".to_owned(), 1),
        ("quorum none none\n".to_owned(), 1),
        ("quorum\u{1}none\n".to_owned(), 1),
        ("quorum none\r\n".to_owned(), 1),
    ] {
        let refused = PolicyFile::parse(text.as_bytes());
        assert!(
            matches!(refused, Err(PolicyFileError::Line { line: found, .. }) if found == line),
            "{text}: {refused:?}"
        );
    }
    assert_eq!(PolicyFile::parse(b"# nothing\n"), Err(PolicyFileError::NoQuorum));
}

#[test]
fn a_quorum_of_a_policy_is_written_as_a_file() {
    let keys = vec![witness(1).key().clone(), witness(2).key().clone()];
    let policy = Policy::new(log_signer().key().clone(), keys, 1).unwrap();
    let file = PolicyFile::of(&policy);
    assert_eq!(PolicyFile::parse(file.to_string().as_bytes()).unwrap(), file);
    assert_eq!(
        file.quorum,
        Rule::Group(1, vec![Rule::Witness(0), Rule::Witness(1)])
    );
    let alone = PolicyFile::of(&Policy::without_witnesses(log_signer().key().clone()));
    assert_eq!(PolicyFile::parse(alone.to_string().as_bytes()).unwrap(), alone);
}
