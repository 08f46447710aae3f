//! One election, and what interrupts it.

use crate::programs::{Server, Trustee};
use crate::proxy::Proxy;
use comitia_rehearsal::actors::{Registrar, Voter};
use comitia_trustee::{Place, Reading};
use rand_chacha::ChaCha20Rng;
use rand_core::SeedableRng as _;
use std::thread;
use std::time::Duration;

#[test]
fn d8_three_programs_make_the_keys_and_decrypt_though_they_are_killed_in_between() {
    let server = Server::start();
    let trustees = ["Ada", "Blaise", "Chen"].map(Trustee::init);
    let registrar = Registrar::new(comitia_crypto::signing::SigningKey::from_seed(&[3; 32]));
    let log = server.create_election(&trustees, &registrar);
    make_keys(&log, &trustees);
    for trustee in &trustees {
        let (code, found) = trustee.json("check", &log, &[]);
        assert!(code == 0 && found["agrees"] == true, "{found}");
        let (code, refused) = trustee.json("decrypt", &log, &[]);
        assert!(code == 1 && refused["refused"] == "not_closed", "{refused}");
    }
    let voters = server.open(&log, &registrar);
    cast(&server, &log, &voters);
    server.office("close", &log);
    decrypt_interrupted(&server, &log, &trustees[0]);
    let (code, done) = trustees[2].json("decrypt", &log, &[]);
    assert!(code == 0 && done["outcome"] == "sent", "{done}");
    server.office("publish", &log);
    let (code, late) = trustees[1].json("decrypt", &log, &[]);
    assert!(code == 0 && late["outcome"] == "not_needed", "{late}");
    let (code, status) = trustees[1].json("status", &log, &[]);
    assert!(code == 0 && status["stage"] == "Published", "{status}");
    assert_eq!(status["shares"], serde_json::json!([1, 3]));
}

fn rng() -> ChaCha20Rng {
    ChaCha20Rng::from_entropy()
}

fn reading(log: &str) -> Reading {
    Reading::take(&Place::open(log).unwrap(), None, rng(), &mut ()).unwrap()
}

/// All three watch; the second is killed when it has sent something, and started again.
pub fn make_keys(log: &str, trustees: &[Trustee; 3]) {
    let watch = ["--yes", "--watch", "--every", "1"];
    let mut second = trustees[1].spawn("ceremony", log, &watch);
    let enrolled = (0..3000).any(|_| {
        thread::sleep(Duration::from_millis(20));
        reading(log).position().size > 1
    });
    assert!(enrolled, "nobody enrols");
    second.kill().unwrap();
    second.wait().unwrap();
    let running = trustees
        .each_ref()
        .map(|trustee| trustee.spawn("ceremony", log, &watch));
    for child in running {
        let output = child.wait_with_output().unwrap();
        let errors = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "{errors}");
        let done: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
        assert!(done["keys"] == true && done["stage"] == "KeyReady", "{done}");
    }
}

/// The first voter votes "no", the others "yes".
pub fn cast(server: &Server, log: &str, voters: &[Voter]) {
    let reading = reading(log);
    let statement = reading.election().urn().unwrap().statement();
    for (place, voter) in voters.iter().enumerate() {
        let choice = [vec![usize::from(place == 0)]];
        let sealed = voter.seal(reading.election(), &choice, &mut rng()).unwrap();
        server.cast(log, &voter.cast(statement, &sealed, &mut rng()));
    }
}

/// The program is killed after it has locked the sums and before its share arrives; then it is started again.
fn decrypt_interrupted(server: &Server, log: &str, trustee: &Trustee) {
    let proxy = Proxy::without_posts(server.address());
    let through = log.replace(&server.address().to_string(), &proxy.address().to_string());
    let mut child = trustee.spawn("decrypt", &through, &[]);
    proxy.wait_for_post();
    child.kill().unwrap();
    child.wait().unwrap();
    assert!(trustee.remembers(log).contains("\nlock "));
    assert!(reading(log).election().closed().unwrap().shares().is_empty());
    let (code, done) = trustee.json("decrypt", log, &[]);
    assert!(code == 0 && done["outcome"] == "sent", "{done}");
    let (code, again) = trustee.json("decrypt", log, &[]);
    assert!(code == 0 && again["outcome"] == "on_log", "{again}");
    assert_eq!(done["aggregates"], again["aggregates"]);
}

#[test]
fn what_cannot_be_done_ends_with_2_and_says_why() {
    let trustee = Trustee::init("Ada");
    let id = "ab".repeat(32);
    let (code, said) = trustee.json("check", &format!("http://127.0.0.1:1/elections/{id}"), &[]);
    assert!(
        code == 2 && said["ok"] == false && said["refused"].is_null(),
        "{said}"
    );
    let (code, said) = trustee.json("check", "http://127.0.0.1:1/", &[]);
    assert!(code == 2, "{said}");
    let (code, said) = trustee.json("check", "/nowhere", &[]);
    assert!(code == 2, "{said}");
    let output = trustee.run("check", &["http://127.0.0.1:1/", "--passphrase", "secret"]);
    assert_eq!(output.status.code(), Some(2), "a passphrase is never an argument");
}
