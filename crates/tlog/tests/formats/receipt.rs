//! Receipts: written, read strictly, verified against a policy and an entry.

use crate::common::{checkpoint_of, entry, log_of, log_signer, time, witness};
use comitia_tlog::checkpoint::CheckpointError;
use comitia_tlog::policy::Policy;
use comitia_tlog::proof::{MAX_EXTRA_BYTES, Receipt, ReceiptError};
use comitia_tlog::tree::{TreeError, inclusion_proof};
use proptest::prelude::*;

fn receipt(index: u64, size: u64) -> Receipt {
    let (edge, tiles) = log_of(size);
    let mut checkpoint = checkpoint_of(&edge);
    let text = checkpoint.note().text().to_owned();
    checkpoint.push(witness(1).sign(&text, time(7))).unwrap();
    Receipt {
        extra: None,
        index,
        proof: inclusion_proof(&tiles, index, size).unwrap(),
        checkpoint,
    }
}

fn policy() -> Policy {
    Policy::new(log_signer().key().clone(), vec![witness(1).key().clone()], 1).unwrap()
}

#[test]
fn a_receipt_proves_its_entry_and_no_other() {
    let receipt = receipt(517, 1300);
    let verified = receipt.verify(&policy(), &entry(517)).unwrap();
    assert_eq!(verified.checkpoint().size, 1300);
    assert_eq!(verified.cosigned()[0].time, time(7));
    let wrong = ReceiptError::Inclusion(TreeError::RootMismatch { size: 1300 });
    assert_eq!(receipt.verify(&policy(), &entry(518)), Err(wrong.clone()));
    let mut moved = receipt.clone();
    moved.index = 516;
    assert_eq!(moved.verify(&policy(), &entry(517)), Err(wrong));
    moved.index = 1300;
    let beyond = ReceiptError::Inclusion(TreeError::IndexBeyondSize {
        index: 1300,
        size: 1300,
    });
    assert_eq!(moved.verify(&policy(), &entry(517)), Err(beyond));
}

#[test]
fn a_receipt_without_its_quorum_is_refused() {
    let more = vec![witness(1).key().clone(), witness(2).key().clone()];
    let policy = Policy::new(log_signer().key().clone(), more, 2).unwrap();
    let refused = receipt(0, 1).verify(&policy, &entry(0)).unwrap_err();
    assert_eq!(
        refused,
        ReceiptError::Checkpoint(CheckpointError::Quorum { needed: 2, found: 1 })
    );
}

#[test]
fn the_form_is_that_of_the_specification() {
    let text = receipt(2, 3).to_string();
    let lines: Vec<_> = text.lines().collect();
    assert_eq!(lines[0], "c2sp.org/tlog-proof@v1");
    assert_eq!(lines[1], "index 2");
    assert_eq!(lines[2].len(), 44);
    assert_eq!(lines[3], "");
    assert_eq!(lines[5], "3");
    let single = receipt(0, 1).to_string();
    assert!(single.starts_with("c2sp.org/tlog-proof@v1\nindex 0\n\nvote.example/"));
}

#[test]
fn malformed_receipts_are_refused_by_line() {
    let good = receipt(2, 3).to_string();
    let parse = |text: String| Receipt::parse(text.as_bytes()).unwrap_err();
    let line = |line, what| ReceiptError::Line { line, what };
    assert_eq!(parse(String::new()), line(1, "the receipt ends too early"));
    assert_eq!(
        parse(good.replace("@v1", "@v2")),
        line(1, "not the header of a receipt")
    );
    assert_eq!(
        parse(good.replace("index 2", "index 02")),
        line(2, "not an index")
    );
    assert_eq!(
        parse(good.replace("index 2", "index 2 ")),
        line(2, "not an index")
    );
    assert_eq!(
        parse(good.replace("index 2", "extra AAA\nindex 2")),
        line(2, "not canonical base64 of extra data")
    );
    assert_eq!(
        parse(good.replace("index 2", "extra AAAA\nextra AAAA\nindex 2")),
        line(3, "not an index")
    );
    assert_eq!(
        parse(good.replace("index 2\n", "index 2\nAAAA\n")),
        line(3, "not a hash")
    );
    assert_eq!(
        parse(good.replace('\n', "\r\n")),
        line(1, "not the header of a receipt")
    );
    let hash = "A".repeat(43) + "=\n";
    let endless = good.replace("index 2\n", &format!("index 2\n{}", hash.repeat(64)));
    assert_eq!(parse(endless), line(66, "more hashes than any proof has"));
    let blank = good.replace("index 2\n", "index 2\n\n");
    assert!(matches!(parse(blank), ReceiptError::Checkpoint(_)));
    let huge = vec![b'a'; 4 << 20];
    assert_eq!(Receipt::parse(&huge), Err(ReceiptError::TooLong(huge.len())));
    assert_eq!(Receipt::parse(b"c2sp\xff"), Err(ReceiptError::NotUtf8(4)));
}

#[test]
fn extra_data_is_carried_along_up_to_a_limit() {
    let with = |bytes: usize| Receipt {
        extra: Some(vec![7; bytes]),
        ..receipt(2, 3)
    };
    for bytes in [0, 1, MAX_EXTRA_BYTES] {
        let receipt = with(bytes);
        assert_eq!(Receipt::parse(receipt.to_string().as_bytes()).unwrap(), receipt);
    }
    assert!(Receipt::parse(with(MAX_EXTRA_BYTES + 1).to_string().as_bytes()).is_err());
}

proptest! {
    #[test]
    fn receipts_of_any_leaf_go_through_text(size in 1u64..2000, at in any::<prop::sample::Index>()) {
        let index = at.index(usize::try_from(size).unwrap()) as u64;
        let receipt = receipt(index, size);
        let again = Receipt::parse(receipt.to_string().as_bytes()).unwrap();
        prop_assert_eq!(&again, &receipt);
        again.verify(&policy(), &entry(index)).unwrap();
    }

    #[test]
    fn a_changed_byte_is_noticed(at in any::<prop::sample::Index>(), bit in 0..8u32) {
        let mut bytes = receipt(300, 700).to_string().into_bytes();
        let at = at.index(bytes.len());
        bytes[at] ^= 1 << bit;
        let strict = |receipt: Receipt| {
            receipt.verify(&policy(), &entry(300)).is_ok_and(|verified| verified.refuse_extras().is_ok())
        };
        prop_assert!(!Receipt::parse(&bytes).is_ok_and(strict));
    }

    #[test]
    fn hostile_receipts_never_panic(rest in "(extra [A-Z=]{0,8}\n)?(index [0-9]{0,20}\n)?([A-Za-z0-9+/=]{0,45}\n){0,3}.{0,40}") {
        let text = format!("c2sp.org/tlog-proof@v1\n{rest}");
        if let Ok(receipt) = Receipt::parse(text.as_bytes()) {
            prop_assert_eq!(receipt.to_string(), text);
        }
    }
}
