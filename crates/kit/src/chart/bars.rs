//! A bar chart: one bar a row, labelled directly, with lines for what has to be reached.

use super::svg::{Svg, em, width, wrap};
use crate::i18n::Ratio;
use crate::templates::Markup;

const LINE: u64 = 135;
const BAR: u64 = 160;
const GAP: u64 = 95;
const OVERHANG: u64 = 22;
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
    /// The one bar that it is about, if it is not about all.
    pub row: Option<usize>,
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
        let amounts = self
            .rows
            .iter()
            .map(|row| row.amount)
            .chain(self.marks.iter().map(|mark| mark.amount));
        let scale = self.scale.max(amounts.max().unwrap_or(0)).max(1);
        let mut svg = Svg::new("chart chart-bars");
        let mut y = 0;
        for (index, row) in self.rows.iter().enumerate() {
            let bar_top = draw_label(&mut svg, row, y);
            draw_bar(&mut svg, row, scale, bar_top);
            for mark in self
                .marks
                .iter()
                .filter(|mark| mark.row.is_none_or(|only| only == index))
            {
                draw_line(&mut svg, Ratio::new(mark.amount, scale), bar_top);
            }
            y = bar_top + BAR + GAP;
        }
        let mut bottom = y.saturating_sub(GAP) + OVERHANG + 30;
        for mark in &self.marks {
            bottom = draw_mark(&mut svg, mark, Ratio::new(mark.amount, scale), bottom);
        }
        Markup(svg.finish(id, &self.title, &self.description, bottom + 25))
    }
}

/// Writes the label with the value behind it, and gives the place of the bar below.
fn draw_label(svg: &mut Svg, row: &Row, top: u64) -> u64 {
    let mut lines = wrap(&row.label, LABEL_CHARACTERS);
    let value_characters = row.value.chars().count() + 2;
    let fits = lines
        .last()
        .is_some_and(|line| line.chars().count() + value_characters <= LABEL_CHARACTERS);
    if !fits {
        lines.push(String::new());
    }
    let mut baseline = top;
    let last = lines.len() - 1;
    for (index, line) in lines.iter().enumerate() {
        baseline += LINE;
        let place = [("x", "0".into()), ("y", em(baseline - 30))];
        let value = (index == last).then_some(row.value.as_str());
        svg.label(&place, line, value);
    }
    baseline + 25
}

fn draw_bar(svg: &mut Svg, row: &Row, scale: u64, top: u64) {
    let place = |width: String| {
        [
            ("x", "0".into()),
            ("y", em(top)),
            ("width", width),
            ("height", em(BAR)),
        ]
    };
    svg.element("rect", "chart-track", &place("100%".into()));
    let tone = match row.tone {
        Tone::Main => "chart-bar",
        Tone::Quiet => "chart-bar chart-bar-quiet",
    };
    svg.element("rect", tone, &place(width(Ratio::new(row.amount, scale))));
}

fn draw_line(svg: &mut Svg, share: Ratio, bar_top: u64) {
    let (top, bottom) = (em(bar_top.saturating_sub(OVERHANG)), em(bar_top + BAR + OVERHANG));
    for class in ["chart-line-halo", "chart-line"] {
        let x = width(share);
        let ends = [
            ("x1", x.clone()),
            ("x2", x),
            ("y1", top.clone()),
            ("y2", bottom.clone()),
        ];
        svg.element("line", class, &ends);
    }
}

/// Writes what a line stands for below the bars, on the side where there is more room.
fn draw_mark(svg: &mut Svg, mark: &Mark, share: Ratio, bottom: u64) -> u64 {
    let anchor = if share.scaled(100) > 55 { "end" } else { "start" };
    let mut baseline = bottom;
    for (words, class) in mark
        .label
        .iter()
        .zip(["chart-mark", "chart-mark chart-mark-value"])
    {
        baseline += LINE;
        let place = [
            ("x", width(share)),
            ("y", em(baseline - 20)),
            ("text-anchor", anchor.into()),
        ];
        svg.text(class, &place, words);
    }
    baseline
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
                    row: None,
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
