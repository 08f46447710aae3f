//! A log behind a web server. Nothing is redirected, nothing is longer than it can rightly be, nothing takes for ever.

use super::keep::Keep;
use super::{SourceError, limit_of};
use comitia_crypto::ElectionId;
use comitia_tlog::tile::{Bundle, Entry, TileKind, TilePath, Width};
use std::io::Read as _;
use std::path::Path;
use std::time::Duration;

/// How long a server may take to connect, and then to begin its answer.
const PATIENCE: Duration = Duration::from_secs(20);
/// How long one answer may take altogether: a bundle has up to 16 MiB.
const LONGEST: Duration = Duration::from_secs(180);

/// A log at an address.
#[derive(Debug)]
pub struct Web {
    agent: ureq::Agent,
    /// Without a slash at its end.
    prefix: String,
    keep: Option<Keep>,
}

/// An HTTP client that follows no redirects and gives up in time.
#[must_use]
pub fn agent() -> ureq::Agent {
    ureq::Agent::config_builder()
        .max_redirects(0)
        .max_redirects_will_error(false)
        .http_status_as_error(false)
        .timeout_connect(Some(PATIENCE))
        .timeout_recv_response(Some(PATIENCE))
        .timeout_global(Some(LONGEST))
        .user_agent("comitia")
        .build()
        .into()
}

impl Web {
    /// The log at this address. An election that it does not name is looked for below it.
    ///
    /// # Errors
    /// When the address is none, or has a query or fragment.
    pub fn new(url: &str, election: Option<&ElectionId>) -> Result<Self, SourceError> {
        let rest = url.split_once("://").map_or("", |(_, rest)| rest);
        let odd = |c: char| c.is_whitespace() || c.is_control() || c == '?' || c == '#' || c == '@';
        if rest.is_empty() || rest.starts_with('/') || url.contains(odd) {
            return Err(SourceError::Address(url.to_owned()));
        }
        let mut prefix = url.trim_end_matches('/').to_owned();
        if let Some(election) = election
            && named(&prefix).is_none()
        {
            prefix = format!("{prefix}/elections/{election}");
        }
        Ok(Self {
            agent: agent(),
            prefix,
            keep: None,
        })
    }

    /// Keeps full tiles below `folder`, and takes them from there.
    pub fn keep_in(&mut self, folder: &Path) {
        self.keep = Some(Keep::new(folder, &self.prefix));
    }

    /// The election that the address names, if it ends like those of a server.
    #[must_use]
    pub fn named_election(&self) -> Option<ElectionId> {
        named(&self.prefix)
    }

    /// The address of the server's API for this election, if this is one of a server's logs.
    #[must_use]
    pub fn api(&self) -> Option<String> {
        let election = self.named_election()?;
        let server = self.prefix.strip_suffix(&format!("/elections/{election}"))?;
        Some(format!("{server}/api/elections/{election}"))
    }

    pub(super) fn read(&self, name: &str, limit: u64) -> Result<Option<Vec<u8>>, SourceError> {
        let url = format!("{}/{name}", self.prefix);
        let failed = |problem: String| SourceError::Network {
            url: url.clone(),
            problem,
        };
        let answer = self
            .agent
            .get(&url)
            .call()
            .map_err(|error| failed(error.to_string()))?;
        let status = answer.status();
        if status.is_redirection() {
            let to = answer.headers().get("location").and_then(|to| to.to_str().ok());
            let to = to.unwrap_or("nowhere");
            return Err(failed(format!("it redirects to {to}, which is not followed")));
        }
        if matches!(status.as_u16(), 404 | 410) {
            return Ok(None);
        }
        if status.as_u16() != 200 {
            return Err(failed(format!("the server answers {status}")));
        }
        let mut bytes = Vec::new();
        let mut body = answer.into_body().into_reader().take(limit);
        body.read_to_end(&mut bytes)
            .map_err(|error| failed(error.to_string()))?;
        Ok(Some(bytes))
    }

    /// A tile that was partial when the tree had the size in question may be kept in its full width alone since.
    pub(super) fn tile(&self, path: TilePath) -> Result<Option<Vec<u8>>, SourceError> {
        let fetch = || self.read(&path.to_string(), limit_of(path));
        if path.width.is_full() {
            return match &self.keep {
                Some(keep) => keep.tile(path, fetch),
                None => fetch(),
            };
        }
        let bytes = fetch()?;
        if bytes.is_some() {
            return Ok(bytes);
        }
        let full = TilePath {
            width: Width::FULL,
            ..path
        };
        let bytes = self.read(&full.to_string(), limit_of(full))?;
        Ok(bytes.and_then(|bytes| beginning(&bytes, path)))
    }
}

/// The first items of a full tile.
fn beginning(full: &[u8], path: TilePath) -> Option<Vec<u8>> {
    let items = usize::from(path.width.items());
    match path.kind {
        TileKind::Hashes(_) => full
            .get(..items * comitia_tlog::hash::TreeHash::LENGTH)
            .map(<[u8]>::to_vec),
        TileKind::Entries => {
            let bundle = Bundle::parse(full, Width::FULL).ok()?;
            let entries = bundle.entries().get(..items)?.iter();
            let entries: Option<Vec<Entry>> = entries.map(|entry| Entry::new(entry.to_vec()).ok()).collect();
            Some(Bundle::encode(&entries?))
        }
    }
}

/// The election that an address, or the origin of a log, ends with.
pub(super) fn named(prefix: &str) -> Option<ElectionId> {
    let (before, id) = prefix.rsplit_once('/')?;
    before
        .ends_with("/elections")
        .then(|| ElectionId::parse(id).filter(|parsed| parsed.to_string() == id))?
}

impl std::fmt::Display for Web {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.prefix)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_election_is_looked_for_below_an_address_that_does_not_name_it() {
        let id = ElectionId([7; 32]);
        let web = Web::new("http://vote.example/", Some(&id)).unwrap();
        assert_eq!(web.to_string(), format!("http://vote.example/elections/{id}"));
        assert_eq!(web.named_election(), Some(id));
        let web = Web::new(
            &format!("http://vote.example/elections/{id}/"),
            Some(&ElectionId([8; 32])),
        )
        .unwrap();
        assert_eq!(web.named_election(), Some(id));
        for odd in [
            "http://",
            "http:///x",
            "http://a b",
            "http://a/?x=1",
            "http://user@a/",
        ] {
            assert!(Web::new(odd, None).is_err(), "{odd}");
        }
    }

    #[test]
    fn the_beginning_of_a_full_bundle_is_the_partial_one() {
        let entries: Vec<Entry> = (0..=255)
            .map(|i| Entry::new(vec![i; usize::from(i)]).unwrap())
            .collect();
        let path = TilePath {
            kind: TileKind::Entries,
            index: 0,
            width: Width::new(7).unwrap(),
        };
        let cut = beginning(&Bundle::encode(&entries), path).unwrap();
        assert_eq!(cut, Bundle::encode(&entries[..7]));
        assert_eq!(beginning(&cut, path), None);
    }
}
