//! The addresses of the pages.

use std::sync::Arc;

use axum::Router;
use axum::extract::{OriginalUri, Path, Query, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::get;
use comitia_crypto::ElectionId;
use comitia_kit::headers;
use comitia_kit::i18n::Locale;
use comitia_kit::page::View;
use comitia_kit::problem::Problem;
use comitia_kit::site::Site;

use crate::operations;
use crate::view;
use crate::view::about::{AccessibilityView, HowItWorksView, LegalView, PrivacyView};
use crate::view::booth::{BoothView, Client, Preview};
use crate::view::condition::ConditionView;
use crate::view::guide::GuideView;
use crate::view::home::HomeView;
use crate::view::list::{ListQuery, ListView};
use crate::view::protocol::{ProtocolView, book};
use crate::view::result::ResultView;
use crate::view::styleguide::StyleguideView;
use crate::view::trustees::TrusteesView;
use crate::view::verifier::{Program, VerifierView};
use crate::view::version::VersionView;
use crate::view::votation::VotationView;
use crate::votation::{ReadError, Votation, VotationReader};

/// What the handlers of pages have at hand.
#[derive(Clone)]
struct Pages {
    site: Site,
    votations: Arc<dyn VotationReader>,
}

/// The pages of `votations`. What is around them, see [`Site::surround`], is added once, around the whole program.
pub fn pages(site: Site, votations: Arc<dyn VotationReader>) -> Router {
    let for_programs = operations::version(site.settings().source_url.clone());
    Router::new()
        .route("/", get(front_door))
        .route("/styleguide", get(front_door))
        .route("/{locale}/", get(home))
        .route("/{locale}", get(home))
        .route("/{locale}/elections", get(list))
        .route("/{locale}/elections/feed.atom", get(feed))
        .route("/{locale}/elections/{id}", get(votation))
        .route("/{locale}/elections/{id}/result", get(result))
        .route("/{locale}/elections/{id}/trustees", get(trustees))
        .route("/{locale}/elections/{id}/urn", get(urn))
        .route("/{locale}/elections/{id}/booth", get(booth))
        .route("/{locale}/elections/{id}/verify", get(verifier))
        .route("/{locale}/how-it-works", get(how_it_works))
        .route("/{locale}/guides/{role}", get(guide))
        .route("/protocol", get(front_door))
        .route("/{locale}/protocol", get(protocol_start))
        .route("/{locale}/protocol/{chapter}", get(protocol))
        .route("/{locale}/protocol/vectors/{file}", get(vectors))
        .route("/{locale}/accessibility", get(accessibility))
        .route("/{locale}/privacy", get(privacy))
        .route("/{locale}/legal", get(legal))
        .route("/{locale}/version", get(version))
        .route("/{locale}/styleguide", get(styleguide))
        .route("/{locale}/styleguide/booth/{step}/{variant}", get(booth_preview))
        .with_state(Pages { site, votations })
        .merge(for_programs)
}

impl From<ReadError> for Problem {
    fn from(error: ReadError) -> Self {
        match error {
            ReadError::Unavailable(_) => Self::unavailable(&error),
            ReadError::Internal(_) => Self::internal(&error),
        }
    }
}

impl Pages {
    fn page<V: View>(&self, locale: Locale, uri: &OriginalUri, view: &V) -> Response {
        self.site.page(locale, uri.path(), view)
    }

    async fn votation(&self, id: &str) -> Result<Votation, Problem> {
        let id = ElectionId::parse(id).ok_or_else(Problem::not_found)?;
        self.votations.get(id).await?.ok_or_else(Problem::not_found)
    }
}

fn locale(tag: &str) -> Result<Locale, Problem> {
    Locale::from_tag(tag).ok_or_else(Problem::not_found)
}

type Page = Result<Response, Problem>;

async fn front_door(
    State(pages): State<Pages>,
    OriginalUri(uri): OriginalUri,
    headers: HeaderMap,
) -> Response {
    pages.site.to_own_language(&headers, uri.path())
}

async fn home(State(pages): State<Pages>, Path(tag): Path<String>, uri: OriginalUri) -> Page {
    let locale = locale(&tag)?;
    let text = pages.site.localiser(locale);
    let summaries = pages.votations.list().await?;
    let view = HomeView::new(summaries, pages.site.now(), pages.site.settings(), &text);
    Ok(pages
        .site
        .page(locale, &format!("{}/", uri.path().trim_end_matches('/')), &view))
}

async fn list_view(pages: &Pages, locale: Locale, query: &ListQuery) -> Result<ListView, Problem> {
    let text = pages.site.localiser(locale);
    let summaries = pages.votations.list().await?;
    Ok(ListView::new(
        summaries,
        query,
        pages.site.now(),
        pages.site.settings(),
        &text,
    ))
}

async fn list(
    State(pages): State<Pages>,
    Path(tag): Path<String>,
    uri: OriginalUri,
    Query(query): Query<ListQuery>,
) -> Page {
    let locale = locale(&tag)?;
    let view = list_view(&pages, locale, &query).await?;
    Ok(pages.page(locale, &uri, &view))
}

async fn feed(State(pages): State<Pages>, Path(tag): Path<String>, uri: OriginalUri) -> Page {
    let locale = locale(&tag)?;
    let view = list_view(&pages, locale, &ListQuery::default()).await?;
    let xml = pages.site.render_with(locale, uri.path(), &view, "votations.xml");
    let xml = xml.map_err(|cause| Problem::internal(&cause))?;
    Ok((
        [(header::CONTENT_TYPE, "application/atom+xml; charset=utf-8")],
        xml,
    )
        .into_response())
}

async fn votation(
    State(pages): State<Pages>,
    Path((tag, id)): Path<(String, String)>,
    uri: OriginalUri,
) -> Page {
    let locale = locale(&tag)?;
    let votation = pages.votation(&id).await?;
    let text = pages.site.localiser(locale);
    Ok(pages.page(
        locale,
        &uri,
        &VotationView::new(&votation, pages.site.now(), pages.site.settings(), &text),
    ))
}

async fn result(
    State(pages): State<Pages>,
    Path((tag, id)): Path<(String, String)>,
    uri: OriginalUri,
) -> Page {
    let locale = locale(&tag)?;
    let votation = pages.votation(&id).await?;
    let text = pages.site.localiser(locale);
    Ok(pages.page(
        locale,
        &uri,
        &ResultView::new(&votation, pages.site.now(), pages.site.settings(), &text),
    ))
}

async fn trustees(
    State(pages): State<Pages>,
    Path((tag, id)): Path<(String, String)>,
    uri: OriginalUri,
) -> Page {
    let locale = locale(&tag)?;
    let votation = pages.votation(&id).await?;
    let text = pages.site.localiser(locale);
    Ok(pages.page(
        locale,
        &uri,
        &TrusteesView::new(&votation, pages.site.now(), pages.site.settings(), &text),
    ))
}

async fn urn(State(pages): State<Pages>, Path((tag, id)): Path<(String, String)>, uri: OriginalUri) -> Page {
    let locale = locale(&tag)?;
    let votation = pages.votation(&id).await?;
    let condition = pages.votations.condition(votation.summary.id).await?;
    let condition = condition.ok_or_else(Problem::not_found)?;
    let text = pages.site.localiser(locale);
    Ok(pages.page(
        locale,
        &uri,
        &ConditionView::new(&votation, &condition, pages.site.settings(), &text),
    ))
}

async fn booth(
    State(pages): State<Pages>,
    Path((tag, id)): Path<(String, String)>,
    uri: OriginalUri,
) -> Page {
    let locale = locale(&tag)?;
    let votation = pages.votation(&id).await?;
    let text = pages.site.localiser(locale);
    let client = Client::find(pages.site.assets());
    let view = BoothView::new(&votation, client, pages.site.now(), pages.site.settings(), &text);
    Ok(with_booth_policy(pages.page(locale, &uri, &view)))
}

async fn verifier(
    State(pages): State<Pages>,
    Path((tag, id)): Path<(String, String)>,
    uri: OriginalUri,
) -> Page {
    let locale = locale(&tag)?;
    let votation = pages.votation(&id).await?;
    let text = pages.site.localiser(locale);
    let program = Program::find(pages.site.assets());
    let view = VerifierView::new(&votation, program, pages.site.settings(), &text);
    let mut response = pages.page(locale, &uri, &view);
    if response.status() == StatusCode::OK {
        headers::verifier(response.headers_mut());
    }
    Ok(response)
}

async fn booth_preview(
    State(pages): State<Pages>,
    Path((tag, step, variant)): Path<(String, String, String)>,
    uri: OriginalUri,
) -> Page {
    let locale = locale(&tag)?;
    let preview = Preview::find(&step, &variant).ok_or_else(Problem::not_found)?;
    let view = BoothView::preview(preview, pages.site.settings(), &pages.site.localiser(locale));
    Ok(with_booth_policy(pages.page(locale, &uri, &view)))
}

/// A page of the booth under its own policy; an error page stays under that of pages.
fn with_booth_policy(mut response: Response) -> Response {
    if response.status() == StatusCode::OK {
        headers::booth(response.headers_mut());
    }
    response
}

async fn how_it_works(State(pages): State<Pages>, Path(tag): Path<String>, uri: OriginalUri) -> Page {
    Ok(pages.page(locale(&tag)?, &uri, &HowItWorksView {}))
}

async fn guide(
    State(pages): State<Pages>,
    Path((tag, role)): Path<(String, String)>,
    uri: OriginalUri,
) -> Page {
    let view = GuideView::find(&role).ok_or_else(Problem::not_found)?;
    Ok(pages.page(locale(&tag)?, &uri, &view))
}

/// The book begins with its first chapter.
async fn protocol_start(Path(tag): Path<String>) -> Result<Redirect, Problem> {
    let first = book().first().ok_or_else(Problem::not_found)?;
    Ok(Redirect::to(&format!(
        "/{}/protocol/{}",
        locale(&tag)?.tag(),
        first.slug
    )))
}

async fn protocol(
    State(pages): State<Pages>,
    Path((tag, chapter)): Path<(String, String)>,
    uri: OriginalUri,
) -> Page {
    let locale = locale(&tag)?;
    let view = ProtocolView::find(&chapter, &pages.site.localiser(locale));
    Ok(pages.page(locale, &uri, &view.ok_or_else(Problem::not_found)?))
}

async fn vectors(Path((tag, file)): Path<(String, String)>) -> Page {
    locale(&tag)?;
    let bytes = view::protocol::vectors(&file).ok_or_else(Problem::not_found)?;
    Ok(([(header::CONTENT_TYPE, "application/json")], bytes).into_response())
}

async fn accessibility(State(pages): State<Pages>, Path(tag): Path<String>, uri: OriginalUri) -> Page {
    Ok(pages.page(locale(&tag)?, &uri, &AccessibilityView {}))
}

async fn privacy(State(pages): State<Pages>, Path(tag): Path<String>, uri: OriginalUri) -> Page {
    Ok(pages.page(locale(&tag)?, &uri, &PrivacyView {}))
}

async fn legal(State(pages): State<Pages>, Path(tag): Path<String>, uri: OriginalUri) -> Page {
    Ok(pages.page(locale(&tag)?, &uri, &LegalView {}))
}

async fn version(State(pages): State<Pages>, Path(tag): Path<String>, uri: OriginalUri) -> Page {
    Ok(pages.page(locale(&tag)?, &uri, &VersionView::new()))
}

async fn styleguide(State(pages): State<Pages>, Path(tag): Path<String>, uri: OriginalUri) -> Page {
    let locale = locale(&tag)?;
    let view = StyleguideView::new(&pages.site.localiser(locale));
    Ok(pages.page(locale, &uri, &view))
}
