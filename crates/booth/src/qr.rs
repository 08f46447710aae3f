//! The tracker for a camera: all 256 bits, as data and not as an address (protocol-spec: `audit`).

use comitia_crypto::Digest;
use qrcode::{Color, EcLevel, QrCode};

/// A QR code as rows of modules.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Modules {
    /// Modules in a row.
    pub width: usize,
    /// Whether each module is dark, row by row.
    pub dark: Vec<bool>,
}

/// The 64 hexadecimal digits of a tracker, in capitals: the alphabet that a QR code holds most of.
#[must_use]
pub fn tracker_modules(tracker: &Digest) -> Modules {
    let digits = tracker.to_string().to_ascii_uppercase();
    // 64 characters fit into every level of correction.
    let code = QrCode::with_error_correction_level(digits, EcLevel::M).ok();
    code.map_or(
        Modules {
            width: 0,
            dark: Vec::new(),
        },
        |code| Modules {
            width: code.width(),
            dark: code
                .to_colors()
                .into_iter()
                .map(|color| color == Color::Dark)
                .collect(),
        },
    )
}
