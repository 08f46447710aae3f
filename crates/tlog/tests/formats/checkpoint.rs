//! Checkpoints, cosignatures and policies.

use crate::common::{ORIGIN, checkpoint_of, log_of, log_signer, name, time, witness};
use comitia_tlog::checkpoint::{Checkpoint, CheckpointError, SignedCheckpoint};
use comitia_tlog::cosignature::{Timestamp, WitnessKey, WitnessSigner};
use comitia_tlog::hash::empty_root;
use comitia_tlog::note::{KnownKey, LogKey, LogSigner, NoteError};
use comitia_tlog::policy::{Policy, PolicyError};
use ed25519_dalek::SigningKey;
use proptest::prelude::*;

/// From the C2SP `tlog-cosignature` specification. The keys are not given there, so only the form is tested.
const SPEC: &str = "example.com/behind-the-sofa\n20852163\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n\n\u{2014} example.com/behind-the-sofa Az3grlgtzPICa5OS8npVmf1Myq/5IZniMp+ZJurmRDeOoRDe4URYN7u5/Zhcyv2q1gGzGku9nTo+zyWE+xeMcTOAYQ8=\n\u{2014} witness.example.com/w1 jWbPPwAAAABkGFDLEZMHwSRaJNiIDoe9DYn/zXcrtPHeolMI5OWXEhZCB9dlrDJsX3b2oyin1nPZqhf5nNo0xUe+mbIUBkBIfZ+qnA==\n";

fn policy(witnesses: &[u8], quorum: usize) -> Policy {
    let keys = witnesses
        .iter()
        .map(|number| witness(*number).key().clone())
        .collect();
    Policy::new(log_signer().key().clone(), keys, quorum).unwrap()
}

fn cosigned(witnesses: &[(u8, u64)]) -> SignedCheckpoint {
    let mut checkpoint = checkpoint_of(&log_of(1000).0);
    for (number, seconds) in witnesses {
        let text = checkpoint.note().text().to_owned();
        checkpoint
            .push(witness(*number).sign(&text, time(*seconds)))
            .unwrap();
    }
    checkpoint
}

#[test]
fn the_example_of_the_specification_is_read() {
    let checkpoint = SignedCheckpoint::parse(SPEC.as_bytes()).unwrap();
    assert_eq!(checkpoint.unverified().size, 20_852_163);
    assert_eq!(
        checkpoint.unverified().origin,
        name("example.com/behind-the-sofa")
    );
    assert_eq!(checkpoint.to_string(), SPEC);
    let witness = &checkpoint.note().signatures()[1];
    assert_eq!(
        comitia_tlog::cosignature::timestamp(witness).unwrap().seconds(),
        1_679_315_147
    );
}

#[test]
fn log_and_quorum_must_have_signed() {
    let policy = policy(&[1, 2, 3], 2);
    let verified = cosigned(&[(3, 30), (1, 10)]).verify(&policy).unwrap();
    let who: Vec<_> = verified
        .cosigned()
        .iter()
        .map(|c| (c.witness, c.time.seconds()))
        .collect();
    assert_eq!(who, [(0, 10), (2, 30)]);
    verified.refuse_extras().unwrap();
    let few = cosigned(&[(1, 10)]).verify(&policy);
    assert_eq!(few, Err(CheckpointError::Quorum { needed: 2, found: 1 }));
    let twice = cosigned(&[(1, 20), (1, 10)]).verify(&policy);
    assert_eq!(
        twice,
        Err(CheckpointError::Quorum { needed: 2, found: 1 }),
        "one witness counts once"
    );
    let stranger = cosigned(&[(1, 10), (2, 10), (9, 10)]).verify(&policy).unwrap();
    assert!(matches!(
        stranger.refuse_extras(),
        Err(NoteError::Unverifiable { line: 8, .. })
    ));
}

#[test]
fn the_earliest_time_of_a_witness_counts() {
    let verified = cosigned(&[(1, 20), (1, 10)]).verify(&policy(&[1], 1)).unwrap();
    assert_eq!(verified.cosigned()[0].time, time(10));
    assert!(matches!(
        verified.refuse_extras(),
        Err(NoteError::Repeated { .. })
    ));
}

#[test]
fn witnesses_cannot_stand_in_for_the_log() {
    let checkpoint = cosigned(&[(1, 10)]).unverified().clone();
    let text = checkpoint.to_string();
    let line = witness(1).sign(&text, time(10));
    let note = SignedCheckpoint::parse(format!("{text}\n{line}").as_bytes()).unwrap();
    let refused = note.verify(&policy(&[1], 1));
    assert_eq!(refused, Err(CheckpointError::NotSignedByLog(name(ORIGIN))));
}

#[test]
fn a_cosignature_binds_time_and_text() {
    let text = checkpoint_of(&log_of(3).0).note().text().to_owned();
    let line = witness(1).sign(&text, time(1_700_000_000));
    let signer = witness(1);
    let key = signer.key();
    assert_eq!(key.check(&text, &line.signature), Ok(()));
    assert!(key.check(&text.replace("3\n", "4\n"), &line.signature).is_err());
    for at in 0..line.signature.len() {
        let mut bad = line.signature.clone();
        bad[at] ^= 1;
        assert!(key.check(&text, &bad).is_err(), "byte {at}");
    }
    assert!(key.check(&text, &line.signature[..7]).is_err());
    assert!(key.check(&text, &line.signature[8..]).is_err());
    assert!(key.check(&text, &[&line.signature[..], &[0]].concat()).is_err());
    // A log's signature over the same text is none of a witness with the same key.
    let twin = LogSigner::new(name("witness1.example"), SigningKey::from_bytes(&[101; 32]));
    assert_ne!(twin.key().id(), key.id());
    assert!(key.check(&text, &twin.sign(&text).signature).is_err());
}

#[test]
fn timestamps_stay_within_range() {
    assert_eq!(Timestamp::from_seconds(u64::MAX), None);
    assert_eq!(Timestamp::from_seconds(1 << 63), None);
    assert!(Timestamp::from_seconds((1 << 63) - 1).is_some());
}

#[test]
fn a_checkpoint_of_another_log_is_refused() {
    let other = LogSigner::new(name("other.example"), SigningKey::from_bytes(&[1; 32]));
    let checkpoint = checkpoint_of(&log_of(3).0);
    let refused = checkpoint.verify(&Policy::without_witnesses(other.key().clone()));
    assert!(matches!(refused, Err(CheckpointError::OtherLog { .. })));
    let unsigned = checkpoint.unverified().clone();
    assert!(matches!(
        unsigned.sign(&other),
        Err(CheckpointError::OtherLog { .. })
    ));
    let imposter = LogSigner::new(name(ORIGIN), SigningKey::from_bytes(&[2; 32]));
    let refused = checkpoint.verify(&Policy::without_witnesses(imposter.key().clone()));
    assert_eq!(
        refused,
        Err(CheckpointError::Note(NoteError::NotSignedByKnownKey))
    );
}

#[test]
fn texts_that_are_no_checkpoint_are_refused_by_line() {
    let root = empty_root().to_base64();
    let parse = |text: &str| Checkpoint::parse(text).unwrap_err();
    assert_eq!(parse(""), CheckpointError::Lines);
    assert_eq!(parse(&format!("o\n1\n{root}")), CheckpointError::Lines);
    assert_eq!(
        parse(&format!("o\n1\n{root}\nextension\n")),
        CheckpointError::Lines
    );
    assert_eq!(parse("o\n1\n"), CheckpointError::Lines);
    assert_eq!(
        parse(&format!("\n1\n{root}\n")),
        CheckpointError::Origin(String::new())
    );
    assert_eq!(
        parse(&format!("a b\n1\n{root}\n")),
        CheckpointError::Origin("a b".to_owned())
    );
    for size in ["", "01", "+1", "-1", "9223372036854775808", "x"] {
        assert_eq!(
            parse(&format!("o\n{size}\n{root}\n")),
            CheckpointError::Size(size.to_owned())
        );
    }
    assert_eq!(parse("o\n1\nAAAA\n"), CheckpointError::Root("AAAA".to_owned()));
    let zeros = "A".repeat(43) + "=";
    assert_eq!(parse(&format!("o\n0\n{zeros}\n")), CheckpointError::EmptyRoot);
    assert!(Checkpoint::parse(&format!("o\n0\n{root}\n")).is_ok());
}

#[test]
fn policies_count_keys_and_not_names() {
    let log = log_signer().key().clone();
    let one = witness(1).key().clone();
    let alias = WitnessSigner::new(name("alias.example"), SigningKey::from_bytes(&[101; 32]))
        .key()
        .clone();
    let shared = Policy::new(log.clone(), vec![one.clone(), alias], 1);
    assert_eq!(shared, Err(PolicyError::SharedKey(name("alias.example"))));
    let itself = WitnessKey::new(name("log.example"), log.public().as_bytes()).unwrap();
    assert_eq!(
        Policy::new(log.clone(), vec![itself], 1),
        Err(PolicyError::SharedKey(name("log.example")))
    );
    let many = Policy::new(log, vec![one], 2);
    assert_eq!(
        many,
        Err(PolicyError::Quorum {
            quorum: 2,
            witnesses: 1
        })
    );
}

#[test]
fn keys_are_written_as_they_are_read() {
    let (log, witness) = (log_signer(), witness(1));
    assert_eq!(log.key().to_string().parse::<LogKey>().unwrap(), *log.key());
    assert_eq!(
        witness.key().to_string().parse::<WitnessKey>().unwrap(),
        *witness.key()
    );
    assert!(witness.key().to_string().parse::<LogKey>().is_err());
}

proptest! {
    #[test]
    fn hostile_checkpoints_never_panic_and_have_one_spelling(text in "[a-c+ ]{0,3}\n[0-9]{0,21}\n[A-D=]{0,45}\n{0,2}") {
        if let Ok(checkpoint) = Checkpoint::parse(&text) {
            prop_assert_eq!(checkpoint.to_string(), text);
        }
    }

    #[test]
    fn a_changed_byte_of_a_cosigned_checkpoint_is_noticed(at in any::<prop::sample::Index>(), bit in 0..8u32) {
        let mut bytes = cosigned(&[(1, 10), (2, 20)]).to_string().into_bytes();
        let at = at.index(bytes.len());
        bytes[at] ^= 1 << bit;
        let strict = |checkpoint: SignedCheckpoint| {
            checkpoint.verify(&policy(&[1, 2], 2)).is_ok_and(|verified| verified.refuse_extras().is_ok())
        };
        prop_assert!(!SignedCheckpoint::parse(&bytes).is_ok_and(strict));
    }
}
