//! The book of the protocol as pages, and its test vectors as files.
//!
//! The chapters are those of `protocol-spec/src`, part of the program. They are in English in every language of the site.

use std::sync::LazyLock;

use comitia_kit::i18n::Localiser;
use comitia_kit::page::{Head, Link, View};
use comitia_kit::templates::Markup;
use pulldown_cmark::{CowStr, Event, LinkType, Options, Parser, Tag, TagEnd, html};
use rust_embed::RustEmbed;
use serde::Serialize;

/// The chapters, and beside them the test vectors.
#[derive(RustEmbed)]
#[folder = "../protocol-spec/src/"]
struct Source;

/// One chapter.
#[derive(Clone, Debug, Serialize)]
pub struct Chapter {
    /// The name of its file, without `.md`: the end of its address.
    pub slug: String,
    /// Its title.
    pub title: String,
    /// Its text.
    pub html: Markup,
}

/// All chapters in order, rendered once.
static BOOK: LazyLock<Vec<Chapter>> = LazyLock::new(|| {
    let listed = source("SUMMARY").unwrap_or_default();
    listed.lines().filter_map(listed_chapter).collect()
});

/// The book.
#[must_use]
pub fn book() -> &'static [Chapter] {
    &BOOK
}

/// The bytes of a file of test vectors.
#[must_use]
pub fn vectors(name: &str) -> Option<Vec<u8>> {
    Some(Source::get(&format!("vectors/{name}"))?.data.into_owned())
}

fn source(slug: &str) -> Option<String> {
    String::from_utf8(Source::get(&format!("{slug}.md"))?.data.into_owned()).ok()
}

/// The chapter that a line of the summary names: `- [Title](file.md)`.
fn listed_chapter(line: &str) -> Option<Chapter> {
    let (title, file) = line.strip_prefix("- [")?.strip_suffix(".md)")?.split_once("](")?;
    Some(Chapter {
        slug: file.to_owned(),
        title: title.to_owned(),
        html: Markup(render(&source(file)?)),
    })
}

/// Markdown to HTML. The shell of the page has the title, so that sections begin with the second level already.
fn render(markdown: &str) -> String {
    let options = Options::ENABLE_TABLES | Options::ENABLE_HEADING_ATTRIBUTES;
    let mut tables = Tables::default();
    let events = Parser::new_ext(markdown, options).map(|event| tables.with_names(with_own_addresses(event)));
    let mut out = String::new();
    html::push_html(&mut out, events);
    let (title, body) = out.split_once("</h1>").unwrap_or(("", out.as_str()));
    let anchor = title
        .split_once(" id=\"")
        .and_then(|(_, rest)| rest.split_once('"'));
    let anchor = anchor.map_or_else(String::new, |(id, _)| format!("<div id=\"{id}\"></div>"));
    anchor + &body.replace("<pre>", "<pre tabindex=\"0\">")
}

/// Writes tables with a name, that of the section, and with heads of their rows.
#[derive(Default)]
struct Tables {
    /// The words of the last heading.
    section: String,
    in_heading: bool,
    in_head: bool,
    first_cell: bool,
}

impl Tables {
    fn with_names<'a>(&mut self, event: Event<'a>) -> Event<'a> {
        let html = |text: String| Event::Html(CowStr::from(text));
        match event {
            Event::Start(Tag::Heading { .. }) => {
                (self.in_heading, self.section) = (true, String::new());
                event
            }
            Event::End(TagEnd::Heading(_)) => {
                self.in_heading = false;
                event
            }
            Event::Text(ref text) | Event::Code(ref text) if self.in_heading => {
                self.section.push_str(text);
                event
            }
            Event::Start(Tag::Table(_)) => html(format!(
                "<div class=\"table-frame\" tabindex=\"0\" role=\"region\" aria-label=\"{0}\"><table class=\"table \
                 table-words\"><caption class=\"visually-hidden\">{0}</caption>",
                escaped(&self.section)
            )),
            Event::End(TagEnd::Table) => html("</tbody></table></div>".to_owned()),
            Event::Start(Tag::TableHead) => {
                self.in_head = true;
                html("<thead><tr>".to_owned())
            }
            Event::End(TagEnd::TableHead) => {
                self.in_head = false;
                html("</tr></thead><tbody>".to_owned())
            }
            Event::Start(Tag::TableRow) => {
                self.first_cell = true;
                html("<tr>".to_owned())
            }
            Event::End(TagEnd::TableRow) => html("</tr>".to_owned()),
            Event::Start(Tag::TableCell) => html(self.cell().0.to_owned()),
            Event::End(TagEnd::TableCell) => {
                let (_, end) = self.cell();
                self.first_cell = false;
                html(end.to_owned())
            }
            other => other,
        }
    }

    const fn cell(&self) -> (&'static str, &'static str) {
        match (self.in_head, self.first_cell) {
            (true, _) => ("<th scope=\"col\">", "</th>"),
            (false, true) => ("<th scope=\"row\">", "</th>"),
            (false, false) => ("<td>", "</td>"),
        }
    }
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('"', "&quot;")
}

/// Links to other chapters are links to their pages.
fn with_own_addresses(event: Event<'_>) -> Event<'_> {
    match event {
        Event::Start(Tag::Link {
            link_type: LinkType::Inline,
            dest_url,
            title,
            id,
        }) => Event::Start(Tag::Link {
            link_type: LinkType::Inline,
            dest_url: own_address(&dest_url),
            title,
            id,
        }),
        other => other,
    }
}

fn own_address(address: &str) -> CowStr<'static> {
    CowStr::from(match address.contains("://") {
        true => address.to_owned(),
        false => address.replacen(".md", "", 1),
    })
}

/// The page of a chapter.
#[derive(Clone, Debug, Serialize)]
pub struct ProtocolView {
    chapter: Chapter,
    chapters: Vec<Link>,
    previous: Option<Link>,
    next: Option<Link>,
    /// Whether the site speaks another language than the book.
    translated: bool,
}

impl ProtocolView {
    /// The page of the chapter with this slug.
    #[must_use]
    pub fn find(slug: &str, text: &Localiser) -> Option<Self> {
        let at = book().iter().position(|chapter| chapter.slug == slug)?;
        let link = |chapter: &Chapter| Link::new(chapter.slug.clone(), chapter.title.clone());
        Some(Self {
            chapter: book().get(at)?.clone(),
            chapters: book().iter().map(link).collect(),
            previous: at.checked_sub(1).and_then(|at| book().get(at)).map(link),
            next: book().get(at + 1).map(link),
            translated: text.locale().tag() != "en",
        })
    }
}

impl View for ProtocolView {
    const TEMPLATE: &'static str = "protocol.html";

    fn head(&self, text: &Localiser) -> Head {
        Head {
            title: format!("{} – {}", self.chapter.title, text.text("protocol-title")),
            description: text.text("protocol-description"),
            crumbs: vec![Link::new(
                format!("/{}/how-it-works", text.locale().tag()),
                text.text("how-title"),
            )],
            ..Head::default()
        }
    }

    fn samples(text: &Localiser) -> Vec<Self> {
        let slugs = book().iter().map(|chapter| chapter.slug.as_str());
        slugs.filter_map(|slug| Self::find(slug, text)).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    fn attributes<'a>(html: &'a str, name: &str) -> Vec<&'a str> {
        let start = format!(" {name}=\"");
        let values = html.split(start.as_str()).skip(1);
        values.filter_map(|rest| rest.split('"').next()).collect()
    }

    #[test]
    fn every_chapter_is_listed_and_every_link_in_the_book_leads_somewhere() {
        let files = Source::iter().filter(|name| name.ends_with(".md") && name != "SUMMARY.md");
        assert_eq!(files.count(), book().len());
        let mut places = BTreeSet::new();
        for chapter in book() {
            places.insert(chapter.slug.clone());
            let ids = attributes(&chapter.html.0, "id");
            places.extend(ids.into_iter().map(|id| format!("{}#{id}", chapter.slug)));
        }
        for chapter in book() {
            for link in attributes(&chapter.html.0, "href") {
                let place = match link {
                    _ if link.contains("://") => continue,
                    _ if link.starts_with('#') => format!("{}{link}", chapter.slug),
                    _ => link.to_owned(),
                };
                let vector = place
                    .strip_prefix("vectors/")
                    .is_some_and(|name| vectors(name).is_some());
                assert!(vector || places.contains(&place), "{}: {link}", chapter.slug);
            }
        }
    }

    #[test]
    fn anchors_stand_once_in_the_whole_book() {
        let mut seen = BTreeSet::new();
        for chapter in book() {
            for id in attributes(&chapter.html.0, "id") {
                assert!(
                    seen.insert(id.to_owned()),
                    "{id} stands twice, last in {}",
                    chapter.slug
                );
            }
        }
    }
}
