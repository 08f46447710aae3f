//! A manifest for tests.

use comitia_crypto::signing::SigningKey;

/// The public key of a constant seed.
pub fn key(seed: u8) -> String {
    SigningKey::from_seed(&[seed; 32]).verifying_key().to_string()
}

/// The groups of that manifest.
pub const ONE_GROUP: &str = r#"[{"id": "all", "title": {"fr": "Tout le monde"}}]"#;

/// The JSON of a sound manifest with more fields and this registrar's key.
pub fn manifest_json(more: &str, registrar: &str) -> String {
    let party = |name: &str, key: &str| format!(r#"{{"name":"{name}","key":"{key}"}}"#);
    format!(
        r#"{{
        "comitia": 1, "host": "localhost:8080", "nonce": "{nonce}", {more}
        "title": {{"fr": "Fermer la rue ?", "en": "Close the street?"}},
        "authority": {authority}, "log_key": "{log}", "registrar": {registrar},
        "trustees": [{ada}, {blaise}, {chen}], "threshold": 2,
        "authentication": "none", "credentials": "registrar-codes", "booth": "native",
        "times": {{
            "ceremony": {{"enrol": "2027-01-01T00:00:00Z", "commit": "2027-01-02T00:00:00Z",
                "reveal": "2027-01-03T00:00:00Z", "complain": "2027-01-04T00:00:00Z",
                "answer": "2027-01-05T00:00:00Z", "accept": "2027-01-06T00:00:00Z"}},
            "opens_at": "2027-03-01T08:00:00+01:00", "closes_at": "2027-03-07T20:00:00+01:00"
        }},
        "groups": {ONE_GROUP},
        "contests": [{{
            "id": "street", "title": {{"fr": "Fermer ?"}},
            "options": [{{"id": "yes", "title": {{"fr": "Oui"}}}}, {{"id": "no", "title": {{"fr": "Non"}}}}],
            "rule": {{"kind": "single"}}, "outcome": {{"majority": {{"kind": "simple"}}}}
        }}]
        }}"#,
        nonce = "00".repeat(32),
        authority = party("Ville d'Exemple", &key(1)),
        log = key(2),
        registrar = party("Greffe", registrar),
        ada = party("Ada", &key(4)),
        blaise = party("Blaise", &key(5)),
        chen = party("Chen", &key(6)),
    )
}
