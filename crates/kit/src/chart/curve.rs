//! A quantity that grows over time, as a small filled curve.

use std::fmt::Write;

use super::svg::{Svg, em};
use crate::i18n::Ratio;
use crate::templates::Markup;

const HEIGHT: u64 = 600;
const UNITS: u64 = 1000;

/// A curve from left to right.
#[derive(Clone, Debug)]
pub struct Curve {
    /// What it shows.
    pub title: String,
    /// The same in words.
    pub description: String,
    /// Time and amount, in the order of time; at least one.
    pub points: Vec<(i64, u64)>,
    /// The time at the left and right edge.
    pub from: i64,
    /// The time at the right edge.
    pub to: i64,
    /// Words at the left end of the axis.
    pub start_label: String,
    /// Words at the right end of the axis.
    pub end_label: String,
    /// The last amount in words, written beside the last point.
    pub last_label: String,
}

impl Curve {
    /// Draws the curve. `id` is unique on the page.
    #[must_use]
    pub fn svg(&self, id: &str) -> Markup {
        let highest = self
            .points
            .iter()
            .map(|(_, amount)| *amount)
            .max()
            .unwrap_or(0)
            .max(1);
        let points: Vec<(u64, u64)> = self
            .points
            .iter()
            .map(|(at, amount)| (self.x(*at), UNITS - Ratio::new(*amount, highest).scaled(UNITS)))
            .collect();
        let mut svg = Svg::new("chart chart-curve");
        let last_x = points.last().map_or(0, |(x, _)| *x);
        let (anchor, shift) = if last_x > UNITS / 2 {
            ("end", "-0.4em")
        } else {
            ("start", "0.4em")
        };
        let x = percent(last_x);
        let place = [
            ("x", x.clone()),
            ("y", "1.05em".into()),
            ("dx", shift.into()),
            ("text-anchor", anchor.into()),
        ];
        svg.text("chart-value", &place, &self.last_label);
        svg.raw(&curve(&points));
        svg.element(
            "circle",
            "chart-point",
            &[("cx", x), ("cy", em(170)), ("r", "0.3em".into())],
        );
        let axis = em(170 + HEIGHT);
        svg.element(
            "line",
            "chart-axis",
            &[
                ("x1", "0".into()),
                ("x2", "100%".into()),
                ("y1", axis.clone()),
                ("y2", axis),
            ],
        );
        let words = em(170 + HEIGHT + 160);
        svg.text(
            "chart-mark",
            &[("x", "0".into()), ("y", words.clone())],
            &self.start_label,
        );
        svg.text(
            "chart-mark",
            &[("x", "100%".into()), ("y", words), ("text-anchor", "end".into())],
            &self.end_label,
        );
        Markup(svg.finish(id, &self.title, &self.description, 170 + HEIGHT + 210))
    }

    fn x(&self, at: i64) -> u64 {
        let span = u64::try_from(self.to.saturating_sub(self.from)).unwrap_or(0);
        let passed = u64::try_from(at.saturating_sub(self.from)).unwrap_or(0);
        Ratio::new(passed.min(span), span).scaled(UNITS)
    }
}

fn percent(x: u64) -> String {
    format!("{}.{}%", x / 10, x % 10)
}

/// The curve in a picture of its own that is stretched to the width, with strokes that are not.
fn curve(points: &[(u64, u64)]) -> String {
    let mut line = String::new();
    for (index, (x, y)) in points.iter().enumerate() {
        let _ = write!(line, "{}{x} {y}", if index == 0 { "M" } else { "L" });
    }
    let (first, last) = (
        points.first().map_or(0, |(x, _)| *x),
        points.last().map_or(0, |(x, _)| *x),
    );
    format!(
        "<svg x=\"0\" y=\"{}\" width=\"100%\" height=\"{}\" viewBox=\"0 0 {UNITS} {UNITS}\" preserveAspectRatio=\"none\" \
         class=\"chart-inner\"><path class=\"chart-area\" d=\"{line}L{last} {UNITS}L{first} {UNITS}Z\"/>\
         <path class=\"chart-stroke\" d=\"{line}\" vector-effect=\"non-scaling-stroke\"/></svg>",
        em(170),
        em(HEIGHT),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn curve(points: Vec<(i64, u64)>) -> String {
        let curve = Curve {
            title: "t".into(),
            description: "d".into(),
            points,
            from: 100,
            to: 200,
            start_label: "s".into(),
            end_label: "e".into(),
            last_label: "12".into(),
        };
        curve.svg("x").0
    }

    #[test]
    fn points_keep_their_proportions() {
        let svg = curve(vec![(100, 0), (150, 5), (180, 20)]);
        assert!(svg.contains("d=\"M0 1000L500 750L800 0\""), "{svg}");
        assert!(svg.contains("cx=\"80.0%\""), "{svg}");
    }

    #[test]
    fn odd_data_is_drawn_inside() {
        for points in [
            vec![],
            vec![(0, 0)],
            vec![(999, 3)],
            vec![(i64::MIN, 1), (i64::MAX, u64::MAX)],
        ] {
            assert!(curve(points).starts_with("<svg"));
        }
    }
}
