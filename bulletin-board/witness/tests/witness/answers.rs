//! The statuses of the specification, one by one, from a real process.

use comitia_tlog::checkpoint::SignedCheckpoint;
use comitia_tlog::cosignature::WitnessKey;
use comitia_tlog::policy::Policy;
use comitia_tlog::witness::parse_cosignatures;
use tempfile::TempDir;

use crate::program::{Answer, Serving, add_log, init};
use crate::tree::{ORIGIN, Tree, signer, signer_of};

struct Setting {
    folder: TempDir,
    key: WitnessKey,
    serving: Serving,
}

fn setting() -> Setting {
    let folder = tempfile::tempdir().unwrap();
    let key = init(folder.path());
    add_log(folder.path(), &signer().key().to_string());
    let serving = Serving::start(folder.path(), "");
    Setting { folder, key, serving }
}

impl Setting {
    fn post(&self, body: &str) -> Answer {
        self.serving.post(body).unwrap()
    }

    /// Checks that a checkpoint was cosigned, and that it is what monitors see.
    fn cosigned(&self, mut checkpoint: SignedCheckpoint, answer: &Answer) {
        assert_eq!(answer.status, 200, "{answer:?}");
        let lines = parse_cosignatures(answer.body.as_bytes()).unwrap();
        assert_eq!(lines.len(), 1);
        checkpoint.push(lines[0].clone()).unwrap();
        let policy = Policy::new(signer().key().clone(), vec![self.key.clone()], 1).unwrap();
        checkpoint.verify(&policy).unwrap().refuse_extras().unwrap();
        let path = format!("/{}/checkpoint", comitia_witness::folder::log_id(ORIGIN));
        let seen = self.serving.get(&path).unwrap();
        assert_eq!((seen.status, seen.body), (200, checkpoint.to_string()));
    }

    fn evidence(&self) -> Vec<String> {
        let files = std::fs::read_dir(self.folder.path().join("evidence")).unwrap();
        files
            .map(|file| std::fs::read_to_string(file.unwrap().path()).unwrap())
            .collect()
    }
}

#[test]
fn what_continues_is_cosigned_and_monitors_see_it() {
    let setting = setting();
    let tree = Tree::new("a", 1000, 1000);
    let path = format!("/{}/checkpoint", comitia_witness::folder::log_id(ORIGIN));
    assert_eq!(setting.serving.get(&path).unwrap().status, 404);
    for (old, new) in [(0, 0), (0, 5), (5, 5), (5, 300), (300, 1000)] {
        let request = tree.request(old, new);
        let answer = setting.post(&request.to_string());
        setting.cosigned(request.checkpoint, &answer);
    }
    let page = setting.serving.get("/").unwrap();
    assert!(page.body.contains(&format!("{ORIGIN}: 1000 entries")), "{page:?}");
    assert!(page.body.contains(&setting.key.to_string()));
}

#[test]
fn refusals_have_the_statuses_of_the_specification() {
    let setting = setting();
    let tree = Tree::new("a", 400, 400);
    assert_eq!(setting.post(&tree.request(0, 300).to_string()).status, 200);
    // 400: no request, or a tree that shrinks.
    assert_eq!(setting.post("old x\n").status, 400);
    let shrinks = tree
        .request(300, 400)
        .to_string()
        .replacen("old 300", "old 500", 1);
    assert_eq!(setting.post(&shrinks).status, 400);
    // 403: not the log's signature.
    let mut other = tree.request(300, 400);
    let text = other.checkpoint.unverified().clone();
    other.checkpoint = text.clone().sign(&signer_of(ORIGIN, 2)).unwrap();
    assert_eq!(setting.post(&other.to_string()).status, 403);
    // 404: another log.
    let origin = text.origin.as_str().replace("00ff", "0100");
    let elsewhere = comitia_tlog::checkpoint::Checkpoint {
        origin: comitia_tlog::vkey::KeyName::new(&origin).unwrap(),
        ..text
    };
    other.checkpoint = elsewhere.sign(&signer_of(&origin, 1)).unwrap();
    assert_eq!(setting.post(&other.to_string()).status, 404);
    // 409: this is where the witness is.
    for old in [0, 299] {
        let answer = setting.post(&tree.request(old, 400).to_string());
        let expected = (409, "text/x.tlog.size".to_owned(), "300\n".to_owned());
        assert_eq!((answer.status, answer.kind, answer.body), expected);
    }
    // 422: the proof is of something else.
    let mut wrong = tree.request(300, 400);
    wrong.proof.pop();
    assert_eq!(setting.post(&wrong.to_string()).status, 422);
    // And the honest log goes on.
    assert_eq!(setting.post(&tree.request(300, 400).to_string()).status, 200);
    // Nothing larger than a request is read.
    let answer = setting.serving.post(&"x".repeat(1 << 20));
    assert!(answer.is_none_or(|answer| answer.status == 413));
}

#[test]
fn t1_a_forked_log_is_refused_and_kept_as_evidence() {
    let setting = setting();
    let (one, two) = (Tree::new("one", 200, 400), Tree::new("two", 200, 400));
    assert_eq!(setting.post(&one.request(0, 300).to_string()).status, 200);
    // The same size, another tree: both are signed by the log, whatever else it says.
    let twin = setting.post(&two.request(300, 300).to_string());
    assert_eq!((twin.status, twin.body.as_str()), (409, "300\n"));
    let evidence = setting.evidence();
    assert_eq!(evidence.len(), 1);
    for checkpoint in [one.checkpoint(300), two.checkpoint(300)] {
        assert!(
            evidence[0].contains(&checkpoint.unverified().to_string()),
            "{evidence:?}"
        );
    }
    // A larger tree that does not continue the first.
    assert_eq!(setting.post(&two.request(300, 400).to_string()).status, 422);
    assert_eq!(setting.evidence().len(), 2);
    // Nothing of it was cosigned.
    let request = one.request(300, 400);
    let answer = setting.post(&request.to_string());
    setting.cosigned(request.checkpoint, &answer);
}

#[test]
fn t2_a_log_that_was_rolled_back_is_told_where_the_witness_is() {
    let setting = setting();
    let tree = Tree::new("a", 400, 400);
    assert_eq!(setting.post(&tree.request(0, 400).to_string()).status, 200);
    for (old, new) in [(0, 300), (300, 300), (299, 300)] {
        let answer = setting.post(&tree.request(old, new).to_string());
        assert_eq!((answer.status, answer.body.as_str()), (409, "400\n"));
    }
}

#[test]
fn a_flood_of_bad_proofs_does_not_fill_the_disk() {
    let setting = setting();
    let (one, two) = (Tree::new("one", 200, 500), Tree::new("two", 200, 500));
    assert_eq!(setting.post(&one.request(0, 300).to_string()).status, 200);
    for size in 301..=450 {
        assert_eq!(setting.post(&two.request(300, size).to_string()).status, 422);
    }
    assert_eq!(setting.evidence().len(), 100);
    assert_eq!(setting.post(&one.request(300, 500).to_string()).status, 200);
}

#[test]
fn requests_at_the_same_time_never_get_two_histories_cosigned() {
    let setting = setting();
    let trees: Vec<Tree> = (0..8)
        .map(|branch| Tree::new(&format!("branch {branch}"), 10, 50))
        .collect();
    let first = Tree::new("none", 10, 10);
    assert_eq!(setting.post(&first.request(0, 10).to_string()).status, 200);
    let answers: Vec<u16> = std::thread::scope(|scope| {
        let ask = |tree: &Tree| setting.post(&tree.request(10, 50).to_string()).status;
        let asked: Vec<_> = trees.iter().map(|tree| scope.spawn(move || ask(tree))).collect();
        asked.into_iter().map(|asked| asked.join().unwrap()).collect()
    });
    assert_eq!(
        answers.iter().filter(|status| **status == 200).count(),
        1,
        "{answers:?}"
    );
}
