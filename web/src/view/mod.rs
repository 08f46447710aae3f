//! Views: the typed data of each template, made of what services answer.
//!
//! A view chooses words and pictures. It computes no permission and no result: what may be done and what was
//! counted comes from the services. Each view gives samples of every state it has, which the tests render in
//! every language.

pub mod about;
pub mod booth;
pub mod condition;
mod contest;
pub mod guide;
pub mod home;
pub mod list;
mod participation;
pub mod protocol;
pub mod result;
mod stage;
pub mod styleguide;
pub mod trustees;
mod urn;
pub mod verifier;
pub mod version;
pub mod votation;

use comitia_crypto::ElectionId;
use comitia_kit::i18n::Locale;
use comitia_kit::site::Settings;
use serde::Serialize;

pub use contest::{ContestView, RuleView};
pub use participation::ParticipationView;
pub use stage::{Milestone, State};
pub use urn::{FingerprintView, UrnView};

/// The addresses that belong to a votation, in one language.
#[derive(Clone, Debug, Serialize)]
pub struct Addresses {
    /// The votation.
    pub page: String,
    /// Its result.
    pub result: String,
    /// What its trustees did.
    pub trustees: String,
    /// How its urn is at this moment.
    pub condition: String,
    /// The booth.
    pub booth: String,
    /// Where a browser verifies it.
    pub verifier: String,
    /// The start of the record's files, for programs that verify it.
    pub record: String,
    /// Its public state as JSON.
    pub json: String,
    /// The command that verifies it all.
    pub verify_command: String,
}

impl Addresses {
    /// The addresses of `id`.
    #[must_use]
    pub fn of(id: ElectionId, locale: Locale, settings: &Settings) -> Self {
        let page = format!("/{}/elections/{id}", locale.tag());
        let record = settings.absolute(&format!("/elections/{id}/"));
        Self {
            result: format!("{page}/result"),
            trustees: format!("{page}/trustees"),
            condition: format!("{page}/urn"),
            booth: format!("{page}/booth"),
            verifier: format!("{page}/verify"),
            json: format!("/api/elections/{id}"),
            verify_command: format!("comitia-verify {record}"),
            record,
            page,
        }
    }
}
