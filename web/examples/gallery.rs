//! Serves the pages with made-up votations, to look at them: `cargo run -p comitia --example gallery -- 8090`.
//!
//! Templates, messages and style sheets are read from the source folder at every start, so a change needs no
//! compilation. With a second argument `empty`, there are no votations.

#![expect(
    clippy::print_stdout,
    clippy::unwrap_used,
    reason = "a tool for looking at pages, not a program of the service"
)]

#[path = "../tests/pages/support.rs"]
mod support;

use std::sync::Arc;

use comitia_kit::site::Settings;

#[tokio::main]
async fn main() -> anyhow::Result<()> {
    let mut arguments = std::env::args().skip(1);
    let port: u16 = arguments.next().as_deref().unwrap_or("8090").parse()?;
    let votations = if arguments.next().as_deref() == Some("empty") {
        Vec::new()
    } else {
        support::votations()
    };
    let settings = Settings {
        base_url: Some(format!("http://127.0.0.1:{port}")),
        ..comitia::sample::settings()
    };
    let site = support::town_site(settings, Some(env!("CARGO_MANIFEST_DIR").into()));
    let router = support::router(&site, Arc::new(support::Town(votations)));
    let listener = tokio::net::TcpListener::bind(("127.0.0.1", port)).await?;
    println!("http://{}/", listener.local_addr()?);
    axum::serve(listener, router).await?;
    Ok(())
}
