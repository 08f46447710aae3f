//! A few things out of a few: trustees who are there, witnesses who have signed.

use super::svg::Svg;
use crate::templates::Markup;

/// Circles in a row, the first ones filled.
#[derive(Clone, Debug)]
pub struct Dots {
    /// What they show, with the numbers.
    pub title: String,
    /// What is needed, in words.
    pub description: String,
    /// How many are filled.
    pub filled: usize,
    /// How many there are.
    pub total: usize,
    /// How many are needed: a line stands after that one.
    pub needed: Option<usize>,
}

impl Dots {
    /// Draws the circles. `id` is unique on the page. More than twenty are not drawn: the number is on the page.
    #[must_use]
    pub fn svg(&self, id: &str) -> Option<Markup> {
        if self.total > 20 {
            return None;
        }
        let mut svg = Svg::new("chart chart-dots");
        for index in 0..self.total {
            let class = if index < self.filled {
                "chart-dot chart-dot-filled"
            } else {
                "chart-dot"
            };
            let centre = format!("{}.{}em", (index * 17 + 8) / 10, (index * 17 + 8) % 10);
            svg.element(
                "circle",
                class,
                &[("cx", centre), ("cy", "0.80em".into()), ("r", "0.55em".into())],
            );
        }
        if let Some(needed) = self.needed.filter(|needed| *needed < self.total) {
            let x = format!("{}.{}em", (needed * 17 - 1) / 10, (needed * 17 - 1) % 10);
            svg.element(
                "line",
                "chart-line",
                &[
                    ("x1", x.clone()),
                    ("x2", x),
                    ("y1", "0".into()),
                    ("y2", "1.6em".into()),
                ],
            );
        }
        Some(Markup(svg.finish(id, &self.title, &self.description, 165)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn dots(filled: usize, total: usize, needed: Option<usize>) -> Option<String> {
        let dots = Dots {
            title: "t".into(),
            description: "d".into(),
            filled,
            total,
            needed,
        };
        dots.svg("x").map(|markup| markup.0)
    }

    #[test]
    fn there_is_one_circle_each() {
        let svg = dots(2, 5, Some(3)).unwrap();
        assert_eq!(svg.matches("<circle").count(), 5);
        assert_eq!(svg.matches("chart-dot-filled").count(), 2);
        assert_eq!(svg.matches("<line").count(), 1);
        assert!(!dots(3, 3, Some(3)).unwrap().contains("<line"), "all are needed");
        assert!(dots(0, 0, None).is_some() && dots(1, 21, None).is_none());
    }
}
