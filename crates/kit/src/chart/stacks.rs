//! Stacked bars: one bar a row, divided into parts, with a line in the middle.

use super::svg::{Svg, em, width, wrap};
use crate::i18n::Ratio;
use crate::templates::Markup;

const LINE: u64 = 135;
const BAR: u64 = 190;
const GAP: u64 = 95;
const OVERHANG: u64 = 22;
const SWATCH: u64 = 100;
const LABEL_CHARACTERS: usize = 34;

/// The shades that the style sheet has, from the strongest to the weakest.
const SHADES: [&str; 7] = [
    "chart-shade-0",
    "chart-shade-1",
    "chart-shade-2",
    "chart-shade-3",
    "chart-shade-4",
    "chart-shade-5",
    "chart-shade-6",
];

/// One bar.
#[derive(Clone, Debug)]
pub struct Stack {
    /// What it stands for.
    pub label: String,
    /// What it comes down to, in words.
    pub value: String,
    /// Its parts, from left to right, in the order of the legend.
    pub parts: Vec<u64>,
}

/// A chart of bars that are all as long as their parts together.
#[derive(Clone, Debug)]
pub struct Stacks {
    /// What it shows.
    pub title: String,
    /// The same in words, with the values, for those who do not see it.
    pub description: String,
    /// What the parts are, from left to right.
    pub legend: Vec<String>,
    /// The bars, from top to bottom.
    pub rows: Vec<Stack>,
    /// What the line in the middle is.
    pub middle: String,
}

impl Stacks {
    /// Draws the chart. `id` is unique on the page.
    #[must_use]
    pub fn svg(&self, id: &str) -> Markup {
        let mut svg = Svg::new("chart chart-stacks");
        let mut y = 0;
        for row in &self.rows {
            let top = draw_label(&mut svg, row, y);
            self.draw_parts(&mut svg, row, top);
            draw_middle(&mut svg, top);
            y = top + BAR + GAP;
        }
        let bottom = self.draw_legend(&mut svg, y.saturating_sub(GAP) + OVERHANG);
        Markup(svg.finish(id, &self.title, &self.description, bottom + 25))
    }

    fn draw_parts(&self, svg: &mut Svg, row: &Stack, top: u64) {
        let whole = row.parts.iter().sum::<u64>();
        let mut before = 0;
        for (index, part) in row.parts.iter().enumerate() {
            if *part > 0 {
                let place = [
                    ("x", width(Ratio::new(before, whole))),
                    ("y", em(top)),
                    ("width", width(Ratio::new(*part, whole))),
                    ("height", em(BAR)),
                ];
                svg.element("rect", &self.shade(index), &place);
            }
            before += part;
        }
    }

    /// The shade of a part: all shades are used, however few parts there are.
    fn shade(&self, index: usize) -> String {
        let last = self.legend.len().saturating_sub(1).max(1);
        let shade = SHADES
            .get(index * (SHADES.len() - 1) / last)
            .unwrap_or(&SHADES[6]);
        format!("chart-part {shade}")
    }

    /// Writes what the line in the middle is, and then what the shades stand for.
    fn draw_legend(&self, svg: &mut Svg, top: u64) -> u64 {
        let mut baseline = top + LINE;
        let middle = [
            ("x", "50%".to_owned()),
            ("y", em(baseline - 20)),
            ("text-anchor", "middle".to_owned()),
        ];
        svg.text("chart-mark", &middle, &self.middle);
        for (index, name) in self.legend.iter().enumerate() {
            for (line, words) in wrap(name, LABEL_CHARACTERS).iter().enumerate() {
                baseline += LINE;
                if line == 0 {
                    let swatch = [
                        ("x", "0".to_owned()),
                        ("y", em(baseline - SWATCH - 10)),
                        ("width", em(SWATCH + 50)),
                        ("height", em(SWATCH)),
                    ];
                    svg.element("rect", &self.shade(index), &swatch);
                }
                let place = [("x", em(SWATCH + 100)), ("y", em(baseline - 20))];
                svg.text("chart-label", &place, words);
            }
        }
        baseline
    }
}

/// Writes the label, the value below it, and gives the place of the bar.
fn draw_label(svg: &mut Svg, row: &Stack, top: u64) -> u64 {
    let mut baseline = top;
    for line in wrap(&row.label, LABEL_CHARACTERS) {
        baseline += LINE;
        let place = [("x", "0".into()), ("y", em(baseline - 30))];
        svg.label(&place, &line, None);
    }
    for line in wrap(&row.value, LABEL_CHARACTERS) {
        baseline += LINE;
        let place = [("x", "0".into()), ("y", em(baseline - 30))];
        svg.label(&place, "", Some(&line));
    }
    baseline + 25
}

fn draw_middle(svg: &mut Svg, top: u64) {
    for class in ["chart-line-halo", "chart-line"] {
        let ends = [
            ("x1", "50%".to_owned()),
            ("x2", "50%".to_owned()),
            ("y1", em(top.saturating_sub(OVERHANG))),
            ("y2", em(top + BAR + OVERHANG)),
        ];
        svg.element("line", class, &ends);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn chart(parts: &[u64]) -> String {
        let stacks = Stacks {
            title: "Grades".into(),
            description: "In words".into(),
            legend: parts.iter().map(|part| format!("grade {part}")).collect(),
            rows: vec![Stack {
                label: "A <b>".into(),
                value: "Good".into(),
                parts: parts.to_vec(),
            }],
            middle: "half".into(),
        };
        stacks.svg("s").0
    }

    #[test]
    fn parts_stand_side_by_side_and_fill_the_bar() {
        let svg = chart(&[1, 0, 3]);
        assert!(svg.contains("x=\"0.00%\" y=\"2.95em\" width=\"25.00%\""), "{svg}");
        assert!(
            svg.contains("x=\"25.00%\" y=\"2.95em\" width=\"75.00%\""),
            "{svg}"
        );
        assert!(svg.contains("x1=\"50%\"") && svg.contains("A &lt;b&gt;"));
    }

    #[test]
    fn the_ends_of_the_legend_have_the_ends_of_the_shades() {
        let svg = chart(&[1, 2]);
        assert!(
            svg.contains("chart-shade-0") && svg.contains("chart-shade-6") && !svg.contains("chart-shade-3")
        );
        assert!(chart(&[0, 0]).contains("<title"), "an empty bar is drawn too");
    }
}
