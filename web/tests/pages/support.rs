//! The made-up town as a reader of votations, for tests and for looking at pages.

use std::path::PathBuf;
use std::sync::Arc;

use axum::Router;
use comitia::sample;
use comitia::site::{Options, site};
use comitia::votation::{Answer, Condition, Summary, Votation, VotationReader};
use comitia_crypto::ElectionId;
use comitia_kit::site::{Settings, Site};

/// Votations from a list.
pub struct Town(pub Vec<Votation>);

impl VotationReader for Town {
    fn list(&self) -> Answer<'_, Vec<Summary>> {
        Box::pin(async { Ok(self.0.iter().map(|votation| votation.summary.clone()).collect()) })
    }

    fn get(&self, id: ElectionId) -> Answer<'_, Option<Votation>> {
        Box::pin(async move { Ok(self.0.iter().find(|votation| votation.summary.id == id).cloned()) })
    }

    fn condition(&self, id: ElectionId) -> Answer<'_, Option<Condition>> {
        let is_there = self.0.iter().any(|votation| votation.summary.id == id);
        // Each votation another one, so that all can be looked at.
        let mut conditions = sample::conditions();
        let which = usize::from(id.0[0].wrapping_sub(1)) % conditions.len();
        Box::pin(async move { Ok(is_there.then(|| conditions.swap_remove(which))) })
    }
}

/// All sample votations, results of every kind included, each with its own identity.
pub fn votations() -> Vec<Votation> {
    let mut all = sample::votations();
    all.extend(sample::outcomes());
    all.push(sample::ceremony_in_trouble());
    for (index, votation) in (1_u8..).zip(&mut all) {
        votation.summary.id = ElectionId([index; 32]);
    }
    all
}

/// A voting client that does nothing, so that the booth's page is complete.
pub fn client() -> Vec<(String, Vec<u8>)> {
    [comitia::view::booth::SCRIPT, comitia::view::booth::MODULE]
        .map(|name| (name.to_owned(), b"export {};".to_vec()))
        .into()
}

/// The site of the made-up town.
pub fn town_site(settings: Settings, overrides: Option<PathBuf>) -> Site {
    let options = Options {
        settings,
        accent: None,
        overrides,
        client: client(),
        verifier: Vec::new(),
        clock: Arc::new(sample::now),
    };
    site(options).unwrap()
}

/// The whole router around a reader.
pub fn router(site: &Site, reader: Arc<dyn VotationReader>) -> Router {
    site.surround(comitia::routes::pages(site.clone(), reader))
}
