//! A bar chart: one bar a row, labelled directly, with lines for what has to be reached.

use super::svg::{Svg, em, width, wrap};
use crate::i18n::Ratio;
use crate::templates::Markup;

const LINE: u64 = 135;
const BAR: u64 = 190;
const GAP: u64 = 90;
const LABEL_CHARACTERS: usize = 34;

/// What a bar stands for, which its colour repeats.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tone {
    /// What the chart is about.
    Main,
    /// What is beside the point, such as blank votes.
    Quiet,
}

/// One bar.
#[derive(Clone, Debug)]
pub struct Row {
    /// What it stands for.
    pub label: String,
    /// Its value in words: `1 234 · 54,3 %`.
    pub value: String,
    /// Its length.
    pub amount: u64,
    /// Its colour.
    pub tone: Tone,
}

/// A line across the bars: a majority, a quorum.
#[derive(Clone, Debug)]
pub struct Mark {
    /// Where it stands.
    pub amount: u64,
    /// What it is, and its value on a second line.
    pub label: [String; 2],
}

/// A bar chart.
#[derive(Clone, Debug)]
pub struct Bars {
    /// What it shows.
    pub title: String,
    /// The same in one or two sentences, with the values, for those who do not see it.
    pub description: String,
    /// The bars, from top to bottom.
    pub rows: Vec<Row>,
    /// What has to be reached.
    pub marks: Vec<Mark>,
    /// The amount at the right edge; grows to hold every bar and line.
    pub scale: u64,
}

impl Bars {
    /// Draws the chart. `id` is unique on the page.
    #[must_use]
    pub fn svg(&self, id: &str) -> Markup {
        let longest = self
            .rows
            .iter()
            .map(|row| row.amount)
            .chain(self.marks.iter().map(|mark| mark.amount))
            .max();
        let scale = self.scale.max(longest.unwrap_or(0)).max(1);
        let mut svg = Svg::new("chart chart-bars");
        let mut y = 0;
        let first_bar = self.rows.first().map_or(0, |row| label_height(&row.label));
        for row in &self.rows {
            y = draw_row(&mut svg, row, scale, y) + GAP;
        }
        let bottom = y.saturating_sub(GAP) + 30;
        for mark in &self.marks {
            draw_mark(&mut svg, mark, scale, (first_bar.saturating_sub(25), bottom));
        }
        let height = if self.marks.is_empty() {
            bottom
        } else {
            bottom + 2 * LINE + 40
        };
        Markup(svg.finish(id, &self.title, &self.description, height))
    }
}

fn label_height(label: &str) -> u64 {
    wrap(label, LABEL_CHARACTERS).iter().map(|_| LINE).sum::<u64>() + 35
}

fn draw_row(svg: &mut Svg, row: &Row, scale: u64, top: u64) -> u64 {
    let mut baseline = top;
    for line in wrap(&row.label, LABEL_CHARACTERS) {
        baseline += LINE;
        svg.text(
            "chart-label",
            &[("x", "0".into()), ("y", em(baseline - 30))],
            &line,
        );
    }
    let bar_top = top + label_height(&row.label);
    let share = Ratio::new(row.amount, scale);
    let place = |w: String| {
        [
            ("x", "0".into()),
            ("y", em(bar_top)),
            ("width", w),
            ("height", em(BAR)),
        ]
    };
    svg.element("rect", "chart-track", &place("100%".into()));
    let tone = match row.tone {
        Tone::Main => "chart-bar",
        Tone::Quiet => "chart-bar chart-bar-quiet",
    };
    svg.element("rect", tone, &place(width(share)));
    let inside = share.scaled(100) >= 50;
    let (class, anchor, shift) = if inside {
        ("chart-value chart-value-inside", "end", "-0.5em")
    } else {
        ("chart-value", "start", "0.5em")
    };
    let class = if inside && row.tone == Tone::Quiet {
        "chart-value chart-value-quiet"
    } else {
        class
    };
    let place = [
        ("x", width(share)),
        ("y", em(bar_top + 127)),
        ("dx", shift.into()),
        ("text-anchor", anchor.into()),
    ];
    svg.text(class, &place, &row.value);
    bar_top + BAR
}

fn draw_mark(svg: &mut Svg, mark: &Mark, scale: u64, (top, bottom): (u64, u64)) {
    let share = Ratio::new(mark.amount, scale);
    let x = width(share);
    for class in ["chart-line-halo", "chart-line"] {
        let ends = [
            ("x1", x.clone()),
            ("x2", x.clone()),
            ("y1", em(top)),
            ("y2", em(bottom + 20)),
        ];
        svg.element("line", class, &ends);
    }
    let (anchor, shift) = if share.scaled(100) > 55 {
        ("end", "0.3em")
    } else {
        ("start", "-0.3em")
    };
    for (line, words) in (1..).zip(&mark.label) {
        let class = if line == 1 {
            "chart-mark"
        } else {
            "chart-mark chart-mark-value"
        };
        let place = [
            ("x", x.clone()),
            ("y", em(bottom + line * LINE + 5)),
            ("dx", shift.into()),
            ("text-anchor", anchor.into()),
        ];
        svg.text(class, &place, words);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn chart(amounts: &[u64], mark: Option<u64>) -> String {
        let row = |amount: &u64| Row {
            label: format!("Option <{amount}>"),
            value: amount.to_string(),
            amount: *amount,
            tone: Tone::Main,
        };
        let bars = Bars {
            title: "Votes & more".into(),
            description: "In words".into(),
            rows: amounts.iter().map(row).collect(),
            marks: mark
                .into_iter()
                .map(|amount| Mark {
                    amount,
                    label: ["Majority".into(), amount.to_string()],
                })
                .collect(),
            scale: 100,
        };
        bars.svg("c").0
    }

    #[test]
    fn bars_are_proportional_and_start_at_zero() {
        let svg = chart(&[25, 50, 0], Some(51));
        assert!(
            svg.contains("width=\"25.00%\"")
                && svg.contains("width=\"50.00%\"")
                && svg.contains("width=\"0.00%\"")
        );
        assert!(svg.contains("x1=\"51.00%\""), "{svg}");
    }

    #[test]
    fn nothing_leaves_the_picture() {
        let svg = chart(&[250, 500], Some(1000));
        assert!(
            svg.contains("width=\"25.00%\"") && svg.contains("x1=\"100.00%\""),
            "{svg}"
        );
        assert!(chart(&[], None).contains("<title"), "an empty chart is drawn too");
    }

    #[test]
    fn it_names_itself_and_escapes_what_it_is_given() {
        let svg = chart(&[1], None);
        assert!(svg.contains("role=\"img\" aria-labelledby=\"c-title c-desc\""));
        assert!(svg.contains("<title id=\"c-title\">Votes &amp; more</title>"));
        assert!(svg.contains("Option &lt;1&gt;") && !svg.contains("style="));
    }
}
