//! Signed notes: the specification's vector, strict reading, and what happens to lines of unknown keys.

use crate::common::{log_signer, name, time, witness};
use comitia_tlog::note::{KnownKey, LogKey, MAX_NOTE_BYTES, MAX_SIGNATURES, Note, NoteError, SignatureLine};
use comitia_tlog::vkey::{KeyId, KeyName};
use proptest::prelude::*;

/// Key and note from the C2SP `signed-note` specification.
const SPEC_KEY: &str = "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k";
const SPEC_NOTE: &str = "This is an example message.\n\n\u{2014} example.com/foo Uw2QOkn8srV1yJGh2VYRlL1Tnagv1YEq6TfXppzi2ONncAlTgK7Ztg1ERYNZXsYjOBH3mFXmRKuwHjG1Yu72IneyaQM=\n";

/// Key and note from the documentation of Go's `sumdb/note`.
const GO_KEY: &str = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW";
const GO_NOTE: &str = "If you think cryptography is the answer to your problem,\nthen you don't know what your problem is.\n\n\u{2014} PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n";

fn key(text: &str) -> LogKey {
    text.parse().unwrap()
}

#[test]
fn notes_of_others_verify() {
    for (vkey, bytes) in [(SPEC_KEY, SPEC_NOTE), (GO_KEY, GO_NOTE)] {
        let note = Note::parse(bytes.as_bytes()).unwrap();
        let key = key(vkey);
        note.verify(&[&key]).unwrap().refuse_extras().unwrap();
        assert_eq!(note.to_string(), bytes);
        assert_eq!(key.to_string(), vkey);
        let other = Note::parse(bytes.replace(" is ", " was ").as_bytes()).unwrap();
        assert!(matches!(
            other.verify(&[&key]),
            Err(NoteError::WrongSignature { .. })
        ));
    }
}

fn signed(text: &str) -> Note {
    let mut note = Note::new(text).unwrap();
    note.push(log_signer().sign(note.text())).unwrap();
    note
}

#[test]
fn the_text_may_have_empty_lines() {
    let note = signed("one\n\ntwo\n\n\n");
    let again = Note::parse(note.to_string().as_bytes()).unwrap();
    assert_eq!(again.text(), "one\n\ntwo\n\n\n");
    assert_eq!(again, note);
    again.verify(&[log_signer().key()]).unwrap();
}

#[test]
fn lines_of_unknown_keys_are_ignored_and_reported() {
    let mut note = signed("text\n");
    note.push(witness(1).sign(note.text(), time(5))).unwrap();
    let (log, other) = (log_signer(), witness(1));
    let verified = note.verify(&[log.key()]).unwrap();
    assert_eq!(verified.unverifiable().count(), 1);
    let refused = verified.refuse_extras().unwrap_err();
    let unverifiable = NoteError::Unverifiable {
        line: 4,
        name: name("witness1.example"),
        id: other.key().id(),
    };
    assert_eq!(refused, unverifiable);
    let verified = note.verify(&[log.key(), other.key()]).unwrap();
    verified.refuse_extras().unwrap();
    assert_eq!(verified.lines_by(1).count(), 1);
    assert_eq!(note.verify(&[]).unwrap_err(), NoteError::NotSignedByKnownKey);
    assert_eq!(
        note.verify(&[witness(2).key()]).unwrap_err(),
        NoteError::NotSignedByKnownKey
    );
}

#[test]
fn one_wrong_line_of_a_known_key_refuses_the_note() {
    let mut note = signed("text\n");
    note.push(log_signer().sign("another text\n")).unwrap();
    let refused = note.verify(&[log_signer().key()]).unwrap_err();
    assert!(
        matches!(refused, NoteError::WrongSignature { line: 4, .. }),
        "{refused}"
    );
}

#[test]
fn a_second_line_by_one_key_is_reported() {
    let mut note = signed("text\n");
    note.push(log_signer().sign(note.text())).unwrap();
    let key = log_signer();
    let verified = note.verify(&[key.key()]).unwrap();
    assert!(matches!(
        verified.refuse_extras(),
        Err(NoteError::Repeated { line: 4, .. })
    ));
}

#[test]
fn same_id_under_another_name_is_another_key() {
    let mut note = signed("text\n");
    let line = note.signatures()[0].clone();
    note.push(SignatureLine {
        name: name("somebody.else"),
        ..line.clone()
    })
    .unwrap();
    note.push(SignatureLine {
        id: KeyId::new([9; 4]),
        ..line
    })
    .unwrap();
    let key = log_signer();
    assert_eq!(note.verify(&[key.key()]).unwrap().unverifiable().count(), 2);
}

#[test]
fn malformed_notes_are_refused_by_name() {
    let good = signed("text\n").to_string();
    let line = |what| Err(NoteError::SignatureLine { line: 3, what });
    let cases = [
        (String::new(), Err(NoteError::NoSignatures)),
        ("text\n".to_owned(), Err(NoteError::NoSignatures)),
        ("text\n\n".to_owned(), Err(NoteError::NoSignatures)),
        (good.trim_end().to_owned(), Err(NoteError::UnfinishedLine)),
        (
            good.replace("text", "te\rxt"),
            Err(NoteError::ControlCharacter(2)),
        ),
        (
            good.replace("text", "te\0xt"),
            Err(NoteError::ControlCharacter(2)),
        ),
        (
            good.replace('\u{2014}', "-"),
            line("no em dash and space at the start"),
        ),
        (
            good.replace("\u{2014} ", "\u{2014}"),
            line("no em dash and space at the start"),
        ),
        (good.replace("00ff ", "00ff+"), line("no key name and signature")),
        (
            good.replace("00ff ", "00ff  "),
            line("the signature is not canonical base64"),
        ),
        (
            good.replace("=\n", "\n"),
            line("the signature is not canonical base64"),
        ),
        (
            good.replace("=\n", "=\r\n"),
            Err(NoteError::ControlCharacter(good.len() - 1)),
        ),
        (
            "text\n\n\u{2014} a AAAA\n".to_owned(),
            line("the signature has no key id"),
        ),
        (
            "text\n\n\u{2014} a AAAAAA==\n".to_owned(),
            line("the signature is empty"),
        ),
        (
            "text\n\n\u{2014} a+b AAAAAAA=\n".to_owned(),
            line("not a key name"),
        ),
    ];
    for (bytes, expected) in cases {
        assert_eq!(Note::parse(bytes.as_bytes()).map(|_| ()), expected, "{bytes:?}");
    }
    assert_eq!(Note::parse(b"te\xffxt\n\n"), Err(NoteError::NotUtf8(2)));
    assert_eq!(
        Note::parse(&vec![b'a'; MAX_NOTE_BYTES + 1]),
        Err(NoteError::TooLong(MAX_NOTE_BYTES + 1))
    );
    assert_eq!(Note::new("no newline"), Err(NoteError::UnfinishedText));
}

#[test]
fn at_least_sixteen_signatures_are_read_and_not_any_number() {
    let note = signed("text\n");
    let line = note.signatures()[0].to_string();
    let with = |count: usize| Note::parse(format!("text\n\n{}", line.repeat(count)).as_bytes());
    assert_eq!(with(MAX_SIGNATURES).unwrap().signatures().len(), MAX_SIGNATURES);
    assert_eq!(with(MAX_SIGNATURES + 1), Err(NoteError::TooManySignatures));
    let mut full = with(MAX_SIGNATURES).unwrap();
    assert_eq!(
        full.push(note.signatures()[0].clone()),
        Err(NoteError::TooManySignatures)
    );
}

#[test]
fn secrets_are_not_shown() {
    let shown = format!("{:?} {:?}", log_signer(), witness(1));
    assert!(shown.contains("vote.example") && shown.contains("witness1.example"));
    assert!(
        !shown.contains("0101010101") && !shown.contains("1, 1, 1, 1"),
        "{shown}"
    );
}

fn signature_line() -> impl Strategy<Value = SignatureLine> {
    let parts = (
        "[a-zé./0-9-]{1,30}",
        any::<[u8; 4]>(),
        prop::collection::vec(any::<u8>(), 1..100),
    );
    parts.prop_map(|(name, id, signature)| SignatureLine {
        name: KeyName::new(name).unwrap(),
        id: KeyId::new(id),
        signature,
    })
}

proptest! {
    #[test]
    fn what_is_written_is_read_again(text in "([^\\p{Cc}]{0,20}\n){1,5}", lines in prop::collection::vec(signature_line(), 1..20)) {
        let mut note = Note::new(text).unwrap();
        for line in lines {
            note.push(line).unwrap();
        }
        prop_assert_eq!(Note::parse(note.to_string().as_bytes()).unwrap(), note);
    }

    #[test]
    fn what_is_read_is_written_as_it_was(bytes in "[ab\n\u{2014} =A-D]{0,60}") {
        if let Ok(note) = Note::parse(bytes.as_bytes()) {
            prop_assert_eq!(note.to_string(), bytes);
        }
    }

    #[test]
    fn a_changed_byte_never_goes_unnoticed(at in any::<prop::sample::Index>(), bit in 0..8u32) {
        let mut bytes = SPEC_NOTE.as_bytes().to_vec();
        let at = at.index(bytes.len());
        bytes[at] ^= 1 << bit;
        let key = key(SPEC_KEY);
        let accepted = Note::parse(&bytes).is_ok_and(|note| note.verify(&[&key]).is_ok());
        prop_assert!(!accepted);
    }

    #[test]
    fn hostile_bytes_never_panic(bytes in prop::collection::vec(any::<u8>(), 0..200), text in ".{0,80}") {
        let _ = Note::parse(&bytes);
        let _ = Note::parse(text.as_bytes());
        let _ = text.parse::<LogKey>();
    }
}
