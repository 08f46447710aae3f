//! Style sheets, fonts, pictures and scripts, each under an address that contains the hash of its content.
//!
//! An address never changes its content, so browsers keep it for a year; integrity hashes let a page say which
//! bytes it expects. Style sheets are one file per component, joined in a given order into one.

use std::collections::BTreeMap;
use std::sync::Arc;

use axum::body::{Body, Bytes};
use axum::http::{HeaderValue, Response, StatusCode, header};
use data_encoding::{BASE64, HEXLOWER};
use sha2::{Digest, Sha256};

use crate::files::Files;

/// Where assets are served.
pub const PREFIX: &str = "/assets/";

/// In a style sheet, `url("asset:fonts/x.woff2")` stands for the address of that asset.
const REFERENCE: &str = "asset:";

/// Why the assets could not be put together.
#[derive(Debug, thiserror::Error)]
pub enum AssetError {
    /// A style sheet of the given order is missing or is not text.
    #[error("the style sheet {0} is missing or is not UTF-8")]
    Style(String),
    /// A style sheet refers to an asset that does not exist.
    #[error("a style sheet refers to {0}, which does not exist")]
    Reference(String),
}

/// One file as it is served.
#[derive(Clone, Debug)]
pub struct Asset {
    /// Its address: `/assets/comitia.0123456789abcdef.css`.
    pub url: String,
    /// Its `integrity` attribute, `sha256-…`: the hash by which an election's log announces the voting client.
    pub integrity: String,
    content_type: &'static str,
    bytes: Bytes,
}

/// All assets, by the name that templates use and by address.
#[derive(Clone, Default)]
pub struct Assets {
    by_name: BTreeMap<String, Arc<Asset>>,
    by_url: BTreeMap<String, Arc<Asset>>,
}

impl Assets {
    /// Reads everything under `assets/` and joins the style sheets `styles`, in this order, and then `last`, into `sheet`.
    ///
    /// # Errors
    /// A style sheet that is missing or refers to an asset that is not there.
    pub fn load(files: &Files, sheet: &str, styles: &[&str], last: &str) -> Result<Self, AssetError> {
        let mut assets = Self::default();
        for name in files.names_under("assets/") {
            let (Some(bytes), Some(short)) = (files.read(&name), name.strip_prefix("assets/")) else {
                continue;
            };
            if !name.ends_with(".css") && !name.ends_with(".txt") {
                assets.add(short, bytes.into_owned());
            }
        }
        let mut joined = String::new();
        for style in styles {
            let name = format!("assets/{style}");
            let text = files.read_text(&name).ok_or(AssetError::Style(name))?;
            joined.push_str(&assets.resolve(&text)?);
            joined.push('\n');
        }
        joined.push_str(last);
        if !styles.is_empty() {
            assets.add(sheet, joined.into_bytes());
        }
        Ok(assets)
    }

    /// Adds a file that is not in a folder of assets, such as the voting client.
    pub fn add(&mut self, name: &str, bytes: Vec<u8>) {
        let hash = HEXLOWER.encode(&Sha256::digest(&bytes)[..8]);
        let (stem, extension) = name.rsplit_once('.').unwrap_or((name, "bin"));
        let asset = Arc::new(Asset {
            url: format!("{PREFIX}{stem}.{hash}.{extension}"),
            integrity: format!("sha256-{}", BASE64.encode(&Sha256::digest(&bytes))),
            content_type: content_type(extension),
            bytes: Bytes::from(bytes),
        });
        self.by_url.insert(asset.url.clone(), asset.clone());
        self.by_name.insert(name.to_owned(), asset);
    }

    /// The asset with this name: `fonts/text.woff2`.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&Asset> {
        self.by_name.get(name).map(Arc::as_ref)
    }

    /// The answer to a request for `path`, if it is the address of an asset.
    #[must_use]
    pub fn serve(&self, path: &str) -> Option<Response<Body>> {
        let asset = self.by_url.get(path)?;
        let mut response = Response::new(Body::from(asset.bytes.clone()));
        *response.status_mut() = StatusCode::OK;
        let headers = response.headers_mut();
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(asset.content_type));
        headers.insert(
            header::CACHE_CONTROL,
            HeaderValue::from_static("public, max-age=31536000, immutable"),
        );
        Some(response)
    }

    fn resolve(&self, style: &str) -> Result<String, AssetError> {
        let mut parts = style.split(REFERENCE);
        let mut resolved = parts.next().unwrap_or_default().to_owned();
        for part in parts {
            let end = part.find(['"', '\'', ')']).unwrap_or(part.len());
            let (name, rest) = part.split_at(end);
            let asset = self
                .get(name)
                .ok_or_else(|| AssetError::Reference(name.to_owned()))?;
            resolved.push_str(&asset.url);
            resolved.push_str(rest);
        }
        Ok(resolved)
    }
}

fn content_type(extension: &str) -> &'static str {
    match extension {
        "css" => "text/css; charset=utf-8",
        "js" => "text/javascript; charset=utf-8",
        "wasm" => "application/wasm",
        "json" => "application/json",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "ico" => "image/x-icon",
        "woff2" => "font/woff2",
        _ => "application/octet-stream",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn folder() -> tempfile::TempDir {
        let folder = tempfile::tempdir().unwrap();
        std::fs::create_dir_all(folder.path().join("assets/fonts")).unwrap();
        std::fs::write(folder.path().join("assets/fonts/text.woff2"), b"font").unwrap();
        std::fs::write(
            folder.path().join("assets/a.css"),
            "@font-face{src:url(\"asset:fonts/text.woff2\")}",
        )
        .unwrap();
        std::fs::write(folder.path().join("assets/b.css"), "b{}").unwrap();
        folder
    }

    #[test]
    fn addresses_follow_content_and_are_kept_for_ever() {
        let folder = folder();
        let files = Files::new().with_folder(folder.path());
        let assets = Assets::load(&files, "all.css", &["a.css", "b.css"], "").unwrap();
        let sheet = assets.get("all.css").unwrap();
        let font = assets.get("fonts/text.woff2").unwrap();
        let text = std::str::from_utf8(&sheet.bytes).unwrap();
        assert!(
            text.contains(&font.url) && text.contains("b{}") && !text.contains(REFERENCE),
            "{text}"
        );
        assert!(
            assets.get("a.css").is_none(),
            "style sheets are served joined only"
        );

        let response = assets.serve(&sheet.url.clone()).unwrap();
        assert_eq!(
            response.headers()[header::CONTENT_TYPE],
            "text/css; charset=utf-8"
        );
        assert!(
            response.headers()[header::CACHE_CONTROL]
                .to_str()
                .unwrap()
                .contains("immutable")
        );
        assert!(assets.serve("/assets/all.css").is_none());
        assert!(assets.serve("/assets/../secret").is_none());

        let before = sheet.url.clone();
        std::fs::write(folder.path().join("assets/b.css"), "b{color:inherit}").unwrap();
        let after = Assets::load(&files, "all.css", &["a.css", "b.css"], "").unwrap();
        assert_ne!(after.get("all.css").unwrap().url, before);
    }

    #[test]
    fn integrity_is_that_of_the_specification() {
        let mut assets = Assets::default();
        assets.add("x.js", b"alert('Hello, world.');".to_vec());
        let expected = "sha256-qznLcsROx4GACP2dm0UCKCzCG+HiZ1guq6ZZDob/Tng=";
        assert_eq!(assets.get("x.js").unwrap().integrity, expected);
    }

    #[test]
    fn what_is_missing_is_named() {
        let folder = folder();
        let files = Files::new().with_folder(folder.path());
        assert!(
            matches!(Assets::load(&files, "s.css", &["no.css"], ""), Err(AssetError::Style(name)) if name == "assets/no.css")
        );
        std::fs::write(folder.path().join("assets/b.css"), "url(asset:no.png)").unwrap();
        assert!(
            matches!(Assets::load(&files, "s.css", &["b.css"], ""), Err(AssetError::Reference(name)) if name == "no.png")
        );
    }
}
