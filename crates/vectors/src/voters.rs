//! Codes, credentials and pseudonyms.

use crate::hex;
use anyhow::ensure;
use comitia_crypto::ElectionId;
use comitia_crypto::code::VotingCode;
use comitia_crypto::credential::Credential;
use rand_chacha::ChaCha20Rng;
use rand_core::SeedableRng as _;
use serde_json::{Value, json};

pub fn vectors() -> anyhow::Result<Value> {
    let election = ElectionId([7; 32]);
    let mut rng = ChaCha20Rng::seed_from_u64(21);
    let mut good = Vec::new();
    let mut bad = Vec::new();
    for _ in 0..3 {
        let code = VotingCode::generate(&mut rng);
        let credential = Credential::derive(&code, &election)?;
        let shown = code.grouped().to_string();
        good.push(json!({
            "code": shown,
            "secret": hex(&credential.secret().to_bytes()),
            "credential": hex(&credential.public().bytes().0),
            "pseudonym": credential.pseudonym().to_string(),
        }));
        // The last symbol is the check; another one there is a mistake.
        let mut mistyped = shown.clone();
        let last = if mistyped.pop() == Some('0') { '1' } else { '0' };
        mistyped.push(last);
        ensure!(VotingCode::parse(&mistyped).is_err(), "{mistyped} is a code");
        bad.push(mistyped);
    }
    Ok(json!({ "election": hex(&election.0), "good": good, "bad_codes": bad }))
}
