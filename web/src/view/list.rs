//! The list of votations: how many, a filter that works as a plain form, pages, a feed.

use comitia_kit::i18n::{Localiser, Phrase};
use comitia_kit::page::{Head, Pagination, View};
use comitia_kit::site::Settings;
use comitia_kit::templates::Moment;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::stage::moment;
use super::votation::time_left;
use super::{Addresses, State};
use crate::sample;
use crate::votation::Summary;

const PAGE_SIZE: usize = 10;
const LONGEST_SEARCH: usize = 100;

/// What the form asks for; what it does not know is ignored.
#[derive(Clone, Debug, Default, Deserialize)]
pub struct ListQuery {
    /// Words of the title.
    #[serde(default)]
    pub q: String,
    /// A state of [`State::FILTERS`], or nothing for all.
    #[serde(default)]
    pub state: String,
    /// The page, from 1.
    #[serde(default)]
    pub page: String,
}

/// One votation in a list.
#[derive(Clone, Debug, Serialize)]
pub struct Card {
    title: Phrase,
    addresses: Addresses,
    state: State,
    opens: Moment,
    closes: Moment,
    time_left: Option<String>,
    voted: u64,
    updated: String,
    id: String,
}

impl Card {
    /// The card of a votation at `now`.
    #[must_use]
    pub fn new(summary: &Summary, now: Timestamp, settings: &Settings, text: &Localiser) -> Self {
        let state = State::of(summary, now);
        Self {
            title: summary.title.phrase(text.locale()),
            addresses: Addresses::of(summary.id, text.locale(), settings),
            state,
            opens: moment(summary.opens_at, &summary.zone),
            closes: moment(summary.closes_at, &summary.zone),
            time_left: time_left(state, summary.opens_at, summary.closes_at, now, text),
            voted: summary.voted,
            updated: summary.updated_at.to_string(),
            id: summary.id.to_string(),
        }
    }

    /// Its state.
    #[must_use]
    pub fn state(&self) -> State {
        self.state
    }
}

/// Those that one can vote in first, then those to come, then the newest.
pub(super) fn in_order(mut summaries: Vec<Summary>, now: Timestamp) -> Vec<Summary> {
    summaries.sort_by_key(|summary| match State::of(summary, now) {
        State::OPEN => (0, summary.closes_at.as_second()),
        State::UPCOMING => (1, summary.opens_at.as_second()),
        _ => (2, summary.closes_at.as_second().saturating_neg()),
    });
    summaries
}

/// The page of the list.
#[derive(Clone, Debug, Serialize)]
pub struct ListView {
    cards: Vec<Card>,
    found: usize,
    total: usize,
    filters: Vec<Filter>,
    filtered: bool,
    q: String,
    pagination: Pagination,
    feed: String,
    newest: Option<String>,
    base: String,
}

#[derive(Clone, Debug, Serialize)]
struct Filter {
    key: &'static str,
    selected: bool,
}

impl ListView {
    /// The list of `summaries` that `query` asks for.
    #[must_use]
    pub fn new(
        summaries: Vec<Summary>,
        query: &ListQuery,
        now: Timestamp,
        settings: &Settings,
        text: &Localiser,
    ) -> Self {
        let total = summaries.len();
        let q: String = query.q.trim().chars().take(LONGEST_SEARCH).collect();
        let state = State::FILTERS.into_iter().find(|state| state.key == query.state);
        let wanted = |summary: &Summary| {
            state.is_none_or(|state| State::of(summary, now).matches(state.key))
                && (q.is_empty() || summary.title.contains(&q))
        };
        let found: Vec<Summary> = in_order(summaries, now).into_iter().filter(wanted).collect();
        let root = format!("/{}/elections", text.locale().tag());
        let mut parameters = String::new();
        for (name, value) in [("state", state.map_or("", |state| state.key)), ("q", &q)] {
            if !value.is_empty() {
                parameters.push_str(&format!("{name}={}&", url_encode(value)));
            }
        }
        let page = query.page.parse().unwrap_or(1);
        let pagination = Pagination::new(found.len(), PAGE_SIZE, page, format!("{root}?{parameters}page="));
        let cards = pagination
            .slice(&found, PAGE_SIZE)
            .iter()
            .map(|summary| Card::new(summary, now, settings, text));
        Self {
            cards: cards.collect(),
            found: found.len(),
            total,
            filters: State::FILTERS
                .map(|filter| Filter {
                    key: filter.key,
                    selected: state == Some(filter),
                })
                .into(),
            filtered: state.is_some() || !q.is_empty(),
            q,
            pagination,
            feed: format!("{root}/feed.atom"),
            newest: found
                .iter()
                .map(|summary| summary.updated_at)
                .max()
                .map(|newest| newest.to_string()),
            base: settings.absolute(""),
        }
    }
}

/// Percent-encodes what is not plain in a query string.
fn url_encode(text: &str) -> String {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-_.~".contains(&byte);
    text.bytes()
        .map(|byte| {
            if plain(byte) {
                char::from(byte).to_string()
            } else {
                format!("%{byte:02X}")
            }
        })
        .collect()
}

impl View for ListView {
    const TEMPLATE: &'static str = "votations.html";

    fn head(&self, text: &Localiser) -> Head {
        let mut title = text.text("navigation-votations");
        if self.pagination.page > 1 {
            let page = u64::try_from(self.pagination.page).unwrap_or(u64::MAX);
            title = text.text_with("list-title-page", &[("page", page.into())]);
        }
        Head {
            title,
            description: text.text("list-description"),
            feed: Some(self.feed.clone()),
            unlisted: self.filtered,
            ..Head::default()
        }
    }

    fn samples(text: &Localiser) -> Vec<Self> {
        let settings = sample::settings();
        let summaries: Vec<Summary> = sample::votations()
            .into_iter()
            .map(|votation| votation.summary)
            .collect();
        let list = |summaries: Vec<Summary>, q: &str, state: &str, page: &str| {
            let query = ListQuery {
                q: q.into(),
                state: state.into(),
                page: page.into(),
            };
            Self::new(summaries, &query, sample::now(), &settings, text)
        };
        let many = summaries.iter().cycle().take(95).cloned().collect::<Vec<_>>();
        vec![
            list(Vec::new(), "", "", ""),
            list(summaries[..1].to_vec(), "", "", ""),
            list(summaries.clone(), "", "", ""),
            list(summaries.clone(), "rien de tel", "open", ""),
            list(summaries, "", "published", ""),
            list(many, "", "", "4"),
        ]
    }
}

#[cfg(test)]
mod tests {
    use comitia_kit::i18n::Locale;

    use super::*;

    fn list(query: &ListQuery) -> ListView {
        let site = crate::site::sample_site();
        let summaries = sample::votations()
            .into_iter()
            .map(|votation| votation.summary)
            .collect();
        ListView::new(
            summaries,
            query,
            sample::now(),
            &sample::settings(),
            &site.localiser(Locale::Fr),
        )
    }

    #[test]
    fn a_filter_holds_its_state_alone_and_every_state_has_one() {
        let total = list(&ListQuery::default()).total;
        let mut found = 0;
        for filter in State::FILTERS {
            let view = list(&ListQuery {
                state: filter.key.into(),
                ..ListQuery::default()
            });
            assert!(view.cards.iter().all(|card| card.state.matches(filter.key)));
            found += view.found;
        }
        assert_eq!(found, total, "each votation is under exactly one filter");
    }

    #[test]
    fn nonsense_in_the_query_is_harmless() {
        for (q, state, page) in [
            ("<script>", "x", "-1"),
            (&"é".repeat(5_000), "", "999999999999999999999999"),
            ("&a=b#", "open", "0"),
        ] {
            let view = list(&ListQuery {
                q: q.into(),
                state: state.into(),
                page: page.into(),
            });
            assert!(view.q.chars().count() <= LONGEST_SEARCH);
            assert!(!view.pagination.base.contains('<') && !view.pagination.base.contains('#'));
        }
    }

    #[test]
    fn what_one_can_vote_in_comes_first() {
        let view = list(&ListQuery::default());
        assert_eq!(view.cards[0].state(), State::OPEN);
    }
}
