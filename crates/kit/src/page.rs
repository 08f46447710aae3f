//! What a module says about a page: the data of its template, its title, where it is.

use serde::Serialize;

use crate::i18n::Localiser;

/// The data of one template, typed, and everything about the page that the shell needs.
///
/// A view is made of what a service answered. It decides nothing about permissions; it may only show decisions.
pub trait View: Serialize {
    /// The template, under `templates/`.
    const TEMPLATE: &'static str;

    /// The title, description and place of the page.
    fn head(&self, text: &Localiser) -> Head;

    /// Examples that show every state of the page, for tests and for the page of components.
    fn samples(text: &Localiser) -> Vec<Self>
    where
        Self: Sized;
}

/// What the shell shows and what search engines and shared links see.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Head {
    /// The title; unique on the site.
    pub title: String,
    /// One sentence on what the page is for.
    pub description: String,
    /// The pages above this one, the home page excepted.
    pub crumbs: Vec<Link>,
    /// A feed of this list, if it has one.
    pub feed: Option<String>,
    /// Whether search engines are asked to leave the page alone.
    pub unlisted: bool,
}

/// A place and its name.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Link {
    /// The address.
    pub href: String,
    /// The words.
    pub label: String,
}

impl Link {
    /// A link.
    pub fn new(href: impl Into<String>, label: impl Into<String>) -> Self {
        Self {
            href: href.into(),
            label: label.into(),
        }
    }
}

/// Where one is in a list that is shown in pages.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Pagination {
    /// This page, from 1.
    pub page: usize,
    /// The last page, at least 1.
    pub last: usize,
    /// The address of the list with its filters, ending with `page=`.
    pub base: String,
    /// The pages to offer; `None` stands for those left out.
    pub offered: Vec<Option<usize>>,
}

impl Pagination {
    /// Splits `total` items into pages of `size` and moves `wanted` inside.
    #[must_use]
    pub fn new(total: usize, size: usize, wanted: usize, base: impl Into<String>) -> Self {
        let last = total.div_ceil(size.max(1)).max(1);
        let page = wanted.clamp(1, last);
        Self {
            page,
            last,
            base: base.into(),
            offered: offered(page, last),
        }
    }

    /// The items of this page.
    pub fn slice<'a, T>(&self, items: &'a [T], size: usize) -> &'a [T] {
        let start = (self.page - 1).saturating_mul(size).min(items.len());
        let end = start.saturating_add(size).min(items.len());
        &items[start..end]
    }
}

/// The first, the last, and those around the current page.
fn offered(page: usize, last: usize) -> Vec<Option<usize>> {
    let mut offered = Vec::new();
    let mut previous = 0;
    for number in 1..=last {
        if number == 1 || number == last || number.abs_diff(page) <= 1 {
            match number - previous {
                0 | 1 => {}
                2 => offered.push(Some(number - 1)),
                _ => offered.push(None),
            }
            offered.push(Some(number));
            previous = number;
        }
    }
    offered
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pages_hold_every_item_once() {
        for total in 0..40_usize {
            let items: Vec<usize> = (0..total).collect();
            let last = Pagination::new(total, 7, 1, "?page=").last;
            let all: Vec<usize> = (1..=last)
                .flat_map(|page| Pagination::new(total, 7, page, "").slice(&items, 7).to_vec())
                .collect();
            assert_eq!(all, items);
        }
        assert_eq!(Pagination::new(10, 7, 99, "").page, 2);
        assert_eq!(Pagination::new(0, 7, 0, "").page, 1);
    }

    #[test]
    fn left_out_pages_are_marked_and_never_a_single_one() {
        assert_eq!(offered(1, 1), [Some(1)]);
        assert_eq!(offered(3, 5), [Some(1), Some(2), Some(3), Some(4), Some(5)]);
        assert_eq!(
            offered(6, 12),
            [Some(1), None, Some(5), Some(6), Some(7), None, Some(12)]
        );
        assert_eq!(offered(1, 12), [Some(1), Some(2), None, Some(12)]);
    }
}
