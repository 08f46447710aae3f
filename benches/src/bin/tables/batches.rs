//! How many ballots a second are verified, against the size of a batch.

use crate::contest::Urn;
use crate::table::Table;
use crate::timing::{Effort, Timing};
use comitia_benches::{Subject, one_of, projects, yes_no_blank};
use rayon::prelude::*;

/// The curve of one contest.
pub struct Curve {
    /// The contest.
    pub name: String,
    /// One point for each size.
    pub points: Vec<Point>,
}

/// The time of a ballot in batches of one size.
pub struct Point {
    /// Ballots in a batch.
    pub size: usize,
    /// On one core.
    pub one: Timing,
    /// With a batch on each core.
    pub all: Timing,
}

/// Measures four contests at each size.
pub fn measure(sizes: &[usize], cores: usize, effort: &Effort) -> anyhow::Result<Vec<Curve>> {
    let subjects = [yes_no_blank()?, one_of(10)?, one_of(50)?, projects(100)?];
    subjects
        .into_iter()
        .map(|subject| Curve::measure(subject, sizes, cores, effort))
        .collect()
}

impl Curve {
    fn measure(subject: Subject, sizes: &[usize], cores: usize, effort: &Effort) -> anyhow::Result<Self> {
        let urn = Urn::fill(&subject)?;
        let point = |&size| {
            let batch = urn.batch(size);
            let on_each_core = || {
                let seeds = (0..cores as u64).into_par_iter();
                seeds.try_for_each(|seed| urn.verify(&batch, seed))
            };
            Ok(Point {
                size,
                one: effort.time(size, || urn.verify(&batch, 3))?,
                all: effort.time(size * cores, on_each_core)?,
            })
        };
        let points: anyhow::Result<Vec<Point>> = sizes.iter().map(point).collect();
        Ok(Self {
            name: subject.name,
            points: points?,
        })
    }
}

/// As a table of ballots per second: on one core, and on all.
pub fn table(curves: &[Curve]) -> Table {
    let sizes = curves.first().map_or(&[][..], |curve| &curve.points);
    let headings = sizes.iter().map(|point| format!("{} together", point.size));
    let mut table = Table::new(core::iter::once("ballots/s".to_owned()).chain(headings));
    for curve in curves {
        let mut row = |cores: &str, rate: fn(&Point) -> f64| {
            let rates = curve.points.iter().map(|point| format!("{:.0}", rate(point)));
            table.row(core::iter::once(format!("{}, {cores}", curve.name)).chain(rates));
        };
        row("one core", |point| point.one.per_second());
        row("all cores", |point| point.all.per_second());
    }
    table
}
