//! The figures as a picture: two plots with logarithmic axes.

use crate::batches::Curve;
use crate::costs::Row;
use anyhow::anyhow;
use core::ops::Range;
use plotters::coord::Shift;
use plotters::prelude::*;

const SIZE: (u32, u32) = (1000, 480);
/// Told apart on white and on black, and by people who see fewer colours; each line has its name at its end as well.
const COLOURS: [RGBColor; 4] = [
    RGBColor(0, 114, 178),
    RGBColor(213, 94, 0),
    RGBColor(0, 145, 106),
    RGBColor(176, 80, 140),
];
/// Black becomes light where the reader's page is dark. The ground is the page's own.
const STYLE: &str = "<style>@media (prefers-color-scheme: dark) {\
                     text { fill: #e6e6e6 } [stroke=\"#000000\"] { stroke: #e6e6e6 } }</style>";

/// A line: its name, and its points.
type Line = (String, Vec<(f64, f64)>);

/// The names of both axes.
struct Axes<'a> {
    title: &'a str,
    x: &'a str,
    y: &'a str,
}

/// Draws both plots as one SVG.
pub fn draw(curves: &[Curve], costs: &[Row]) -> anyhow::Result<String> {
    let mut svg = String::new();
    {
        let area = SVGBackend::with_string(&mut svg, SIZE).into_drawing_area();
        let halves = area.split_evenly((1, 2));
        let [left, right] = halves.as_slice() else {
            return Err(anyhow!("the picture has no two halves"));
        };
        let throughput = Axes {
            title: "Ballots verified a second, one core",
            x: "ballots in a batch",
            y: "ballots/s",
        };
        plot(left, &throughput, &throughput_lines(curves))?;
        let cost = Axes {
            title: "Milliseconds to verify a choice of one of k",
            x: "k",
            y: "ms",
        };
        plot(right, &cost, &cost_lines(costs))?;
        area.present().map_err(broken)?;
    }
    Ok(svg.replacen('>', &format!(" role=\"img\">{}{STYLE}", words(curves, costs)), 1))
}

fn throughput_lines(curves: &[Curve]) -> Vec<Line> {
    let line = |curve: &Curve| {
        let points = curve.points.iter();
        let points = points.map(|point| (point.size as f64, point.one.per_second()));
        (curve.name.clone(), points.collect())
    };
    curves.iter().map(line).collect()
}

fn cost_lines(costs: &[Row]) -> Vec<Line> {
    let line = |name: &str, cost: fn(&Row) -> f64| {
        let points = costs.iter().map(|row| (row.options as f64, cost(row)));
        (name.to_owned(), points.collect())
    };
    vec![
        line("Comitia, 512 together", |row| row.ours.batch.milliseconds()),
        line("Comitia, alone", |row| row.ours.verify.milliseconds()),
        line("elastic-elgamal", |row| row.peer.verify.milliseconds()),
    ]
}

fn plot(area: &DrawingArea<SVGBackend<'_>, Shift>, axes: &Axes<'_>, lines: &[Line]) -> anyhow::Result<()> {
    let (x, y) = (span(lines, |point| point.0), span(lines, |point| point.1));
    // Room for the names at the ends of the lines.
    let x = x.start..x.end * (x.end / x.start).powf(0.45);
    let mut chart = ChartBuilder::on(area)
        .caption(axes.title, ("sans-serif", 16))
        .margin(12)
        .x_label_area_size(40)
        .y_label_area_size(60)
        .build_cartesian_2d(x.log_scale(), y.log_scale())
        .map_err(broken)?;
    chart
        .configure_mesh()
        .disable_mesh()
        .label_style(("sans-serif", 13))
        .x_desc(axes.x)
        .y_desc(axes.y)
        .x_label_formatter(&|number| number.to_string())
        .y_label_formatter(&|number| number.to_string())
        .draw()
        .map_err(broken)?;
    for ((name, points), colour) in lines.iter().zip(COLOURS) {
        let style = colour.stroke_width(2);
        chart
            .draw_series(LineSeries::new(points.iter().copied(), style).point_size(3))
            .map_err(broken)?;
        let end = points.last().copied().into_iter();
        let label = |at| EmptyElement::at(at) + Text::new(name.clone(), (8, -6), ("sans-serif", 13));
        chart.draw_series(end.map(label)).map_err(broken)?;
    }
    Ok(())
}

/// From a little below the least to a little above the greatest.
fn span(lines: &[Line], of: fn(&(f64, f64)) -> f64) -> Range<f64> {
    let values = lines.iter().flat_map(|(_, points)| points).map(of);
    let (least, greatest) = values.fold((f64::MAX, f64::MIN_POSITIVE), |(least, greatest), value| {
        (least.min(value), greatest.max(value))
    });
    least.min(greatest) / 1.2..greatest * 1.2
}

/// The same in words, for whoever does not see the picture.
fn words(curves: &[Curve], costs: &[Row]) -> String {
    let first_and_last = |(name, points): Line| {
        let ends = points.first().zip(points.last());
        ends.map(|((x, y), (last_x, last_y))| format!("{name}: {y:.3} at {x}, {last_y:.3} at {last_x}."))
    };
    let list = |lines: Vec<Line>| {
        let ends: Vec<String> = lines.into_iter().filter_map(first_and_last).collect();
        ends.join(" ")
    };
    format!(
        "<title>Speed of verification</title><desc>Two plots with logarithmic axes. Ballots verified a second on one \
         core, against the ballots in a batch. {} Milliseconds to verify a choice of one of k, against k. {} All \
         points are in the tables.</desc>",
        list(throughput_lines(curves)),
        list(cost_lines(costs)),
    )
}

fn broken(error: impl core::fmt::Display) -> anyhow::Error {
    anyhow!("the plot cannot be drawn: {error}")
}
