//! What every answer tells the browser not to do.
//!
//! A page loads nothing from elsewhere, runs no inline script or style, sends no referrer, sits in no frame and
//! asks for no camera or position. Pages run no script at all, but for the booth and the page that verifies a record, each
//! with the one script of its own.

use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderName, HeaderValue, header};
use axum::middleware::Next;
use axum::response::Response;

/// The policy of an ordinary page: no script.
pub const PAGE_POLICY: &str = "default-src 'none'; style-src 'self'; font-src 'self'; img-src 'self'; \
     form-action 'self'; base-uri 'none'; frame-ancestors 'none'; script-src 'none'; \
     require-trusted-types-for 'script'; trusted-types 'none'";

/// The policy of the booth: one script and one WebAssembly module from here, requests to here, nothing else. It
/// submits no form, so that what a voter types cannot leave in one.
pub const BOOTH_POLICY: &str = "default-src 'none'; style-src 'self'; font-src 'self'; img-src 'self'; \
     script-src 'self' 'wasm-unsafe-eval'; connect-src 'self'; form-action 'none'; base-uri 'none'; \
     frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types 'none'";

/// The policy of the page that verifies a record: one script and one worker from here, requests to here. The one policy of
/// trusted types that it may make lets it start that worker and nothing else.
pub const VERIFIER_POLICY: &str = "default-src 'none'; style-src 'self'; font-src 'self'; img-src 'self'; \
     script-src 'self'; worker-src 'self'; connect-src 'self'; form-action 'none'; base-uri 'none'; \
     frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types comitia-verifier";

/// The policy of what is not a page.
const DATA_POLICY: &str = "default-src 'none'; frame-ancestors 'none'";

/// The policy of a script: as a worker it has this one and not that of the page that started it. It may ask this server.
const SCRIPT_POLICY: &str = "default-src 'none'; connect-src 'self'; frame-ancestors 'none'";

/// A script without a matching `integrity` attribute is not run at all.
const BOOTH_INTEGRITY: &str = "blocked-destinations=(script)";

const PERMISSIONS: &str = "accelerometer=(), camera=(), display-capture=(), geolocation=(), gyroscope=(), \
     microphone=(), midi=(), payment=(), usb=(), browsing-topics=()";

const ALWAYS: [(HeaderName, &str); 5] = [
    (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    (header::REFERRER_POLICY, "no-referrer"),
    (
        HeaderName::from_static("cross-origin-opener-policy"),
        "same-origin",
    ),
    (HeaderName::from_static("permissions-policy"), PERMISSIONS),
    (header::X_FRAME_OPTIONS, "DENY"),
];

/// Which answers the browser is told to ask for over TLS only from now on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Transport {
    /// The public address begins with `https:`.
    Tls,
    /// A machine under the desk, or a test.
    Plain,
}

/// Adds the headers to every answer; one that a handler has set already stays.
pub async fn layer(State(transport): State<Transport>, request: Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    let headers = response.headers_mut();
    for (name, value) in ALWAYS {
        set(headers, name, value);
    }
    let is = |kind: &str| {
        let found = headers.get(header::CONTENT_TYPE);
        found.is_some_and(|found| found.as_bytes().starts_with(kind.as_bytes()))
    };
    let html = is("text/html");
    let policy = match (html, is("text/javascript")) {
        (true, _) => PAGE_POLICY,
        (false, true) => SCRIPT_POLICY,
        (false, false) => DATA_POLICY,
    };
    set(headers, header::CONTENT_SECURITY_POLICY, policy);
    if html {
        set(headers, header::CACHE_CONTROL, "no-cache");
    }
    if transport == Transport::Tls {
        set(
            headers,
            header::STRICT_TRANSPORT_SECURITY,
            "max-age=63072000; includeSubDomains",
        );
    }
    response
}

/// Sets what the booth's page needs: its own policy, and that no copy of it is kept.
pub fn booth(headers: &mut HeaderMap) {
    set(headers, header::CONTENT_SECURITY_POLICY, BOOTH_POLICY);
    set(
        headers,
        HeaderName::from_static("integrity-policy"),
        BOOTH_INTEGRITY,
    );
    set(
        headers,
        HeaderName::from_static("cross-origin-embedder-policy"),
        "require-corp",
    );
    set(
        headers,
        HeaderName::from_static("cross-origin-resource-policy"),
        "same-origin",
    );
    set(headers, header::CACHE_CONTROL, "no-store");
}

/// Sets what the page that verifies a record needs: its own policy.
pub fn verifier(headers: &mut HeaderMap) {
    set(headers, header::CONTENT_SECURITY_POLICY, VERIFIER_POLICY);
}

fn set(headers: &mut HeaderMap, name: HeaderName, value: &'static str) {
    headers.entry(name).or_insert(HeaderValue::from_static(value));
}

#[cfg(test)]
mod tests {
    use axum::Router;
    use axum::body::Body;
    use axum::middleware::from_fn_with_state;
    use axum::response::Html;
    use axum::routing::get;
    use tower::ServiceExt;

    use super::*;

    async fn headers_of(path: &str, transport: Transport) -> HeaderMap {
        let booth_page = get(|| async {
            let mut response = axum::response::IntoResponse::into_response(Html("x"));
            booth(response.headers_mut());
            response
        });
        let router = Router::new()
            .route("/page", get(|| async { Html("x") }))
            .route("/data", get(|| async { "x" }))
            .route("/booth", booth_page)
            .layer(from_fn_with_state(transport, layer));
        let request = Request::builder().uri(path).body(Body::empty()).unwrap();
        router.oneshot(request).await.unwrap().headers().clone()
    }

    #[tokio::test]
    async fn every_answer_is_closed_by_default() {
        let page = headers_of("/page", Transport::Plain).await;
        assert_eq!(page[header::CONTENT_SECURITY_POLICY], PAGE_POLICY);
        assert_eq!(page[header::REFERRER_POLICY], "no-referrer");
        assert!(!page.contains_key(header::STRICT_TRANSPORT_SECURITY));
        let data = headers_of("/data", Transport::Tls).await;
        assert_eq!(data[header::CONTENT_SECURITY_POLICY], DATA_POLICY);
        assert!(data.contains_key(header::STRICT_TRANSPORT_SECURITY));
        let booth = headers_of("/booth", Transport::Plain).await;
        assert_eq!(booth[header::CONTENT_SECURITY_POLICY], BOOTH_POLICY);
        assert_eq!(booth[header::CACHE_CONTROL], "no-store");
    }

    #[test]
    fn no_policy_allows_inline_code_or_another_origin() {
        for policy in [
            PAGE_POLICY,
            BOOTH_POLICY,
            VERIFIER_POLICY,
            SCRIPT_POLICY,
            DATA_POLICY,
        ] {
            for forbidden in ["unsafe-inline", "'unsafe-eval'", "http", "*", "data:"] {
                assert!(!policy.contains(forbidden), "{policy}: {forbidden}");
            }
            assert!(policy.contains("frame-ancestors 'none'"));
        }
    }
}
