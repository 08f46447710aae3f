//! A QR code as an inline SVG.

use qrcode::{EcLevel, QrCode};
use thiserror::Error;

/// Modules of light around the code, as the standard asks.
const QUIET: usize = 4;

/// A text that no QR code holds.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("no QR code for this text: {0}")]
pub struct QrError(String);

/// The picture of `text`, called `label` (HTML) for those who do not see it. A quarter of it may be soiled and it
/// can still be read.
pub(super) fn svg(text: &str, label: &str) -> Result<String, QrError> {
    let code =
        QrCode::with_error_correction_level(text, EcLevel::Q).map_err(|error| QrError(error.to_string()))?;
    let width = code.width();
    let size = width + 2 * QUIET;
    let colors = code.to_colors();
    let mut path = String::new();
    for (y, row) in colors.chunks(width).enumerate() {
        let mut x = 0;
        for run in row.chunk_by(|one, next| one == next) {
            if run.first().is_some_and(|color| *color != qrcode::Color::Light) {
                path.push_str(&format!(
                    "M{} {}h{}v1H{}z",
                    x + QUIET,
                    y + QUIET,
                    run.len(),
                    x + QUIET
                ));
            }
            x += run.len();
        }
    }
    Ok(format!(
        "<svg class=\"qr\" role=\"img\" aria-label=\"{label}\" viewBox=\"0 0 {size} {size}\" \
         shape-rendering=\"crispEdges\"><path fill=\"#fff\" d=\"M0 0h{size}v{size}H0z\"/><path d=\"{path}\"/></svg>"
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Paints the path of a picture as a camera would see it: the modules that are dark.
    fn dark(svg: &str) -> (usize, Vec<bool>) {
        let size = svg
            .split("viewBox=\"0 0 ")
            .nth(1)
            .unwrap()
            .split(' ')
            .next()
            .unwrap()
            .parse()
            .unwrap();
        let path = svg.split("<path d=\"").nth(1).unwrap().split('"').next().unwrap();
        let mut dark = vec![false; size * size];
        for run in path.split('M').skip(1) {
            let (at, rest) = run.split_once('h').unwrap();
            let (x, y) = at.split_once(' ').unwrap();
            let (x, y): (usize, usize) = (x.parse().unwrap(), y.parse().unwrap());
            let length: usize = rest.split('v').next().unwrap().parse().unwrap();
            dark[y * size + x..][..length].fill(true);
        }
        (size, dark)
    }

    fn scan(svg: &str, spoilt: impl Fn(usize, usize) -> bool) -> Option<String> {
        const SCALE: usize = 4;
        let (size, dark) = dark(svg);
        let ink = |x: usize, y: usize| dark[y / SCALE * size + x / SCALE] && !spoilt(x / SCALE, y / SCALE);
        let pixel = |x, y| if ink(x, y) { 0 } else { 255 };
        let mut image = rqrr::PreparedImage::prepare_from_greyscale(size * SCALE, size * SCALE, pixel);
        let grids = image.detect_grids();
        grids.first()?.decode().ok().map(|(_, text)| text)
    }

    #[test]
    fn a_camera_reads_the_code() {
        for text in [
            "000G40R40M30E209185GR38ED",
            "ZZZZZZZZZZZZZZZZZZZZZZZZZ",
            "ATAD12HEAFZWNR6320Z5NNQP5",
        ] {
            let picture = svg(text, "label").unwrap();
            assert_eq!(scan(&picture, |_, _| false).as_deref(), Some(text));
        }
    }

    #[test]
    fn a_camera_reads_a_soiled_code() {
        let picture = svg("ATAD12HEAFZWNR6320Z5NNQP5", "label").unwrap();
        let spot = |x: usize, y: usize| (16..21).contains(&x) && (16..21).contains(&y);
        assert_eq!(scan(&picture, spot).as_deref(), Some("ATAD12HEAFZWNR6320Z5NNQP5"));
    }

    #[test]
    fn text_beyond_a_qr_is_refused() {
        assert!(svg(&"x".repeat(5000), "label").is_err());
    }
}
