//! Where and when something was measured.

use core::fmt;
use std::fs::read_to_string;

/// The machine, now.
pub struct Machine {
    model: String,
    cores: usize,
    load: String,
    day: jiff::civil::Date,
}

impl Machine {
    /// Asks the system.
    pub fn here() -> Self {
        let model = read_to_string("/proc/cpuinfo").ok().and_then(|text| {
            let line = text.lines().find(|line| line.starts_with("model name"))?;
            Some(line.split_once(':')?.1.trim().to_owned())
        });
        let load = read_to_string("/proc/loadavg")
            .ok()
            .and_then(|text| Some(text.split_whitespace().next()?.to_owned()));
        Self {
            model: model.unwrap_or_else(|| "an unknown processor".to_owned()),
            cores: rayon::current_num_threads(),
            load: load.unwrap_or_else(|| "unknown".to_owned()),
            day: jiff::Timestamp::now().to_zoned(jiff::tz::TimeZone::UTC).date(),
        }
    }

    /// How many cores there are.
    pub const fn cores(&self) -> usize {
        self.cores
    }
}

impl fmt::Display for Machine {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            model,
            cores,
            load,
            day,
        } = self;
        write!(f, "{day}, {cores} × {model}, load {load} when it began")
    }
}
