//! Points on the way of an append at which a debug build can be told to die (`comitia-failpoint`).

/// Every point, in the order in which a new log and its first batch pass them.
pub const POINTS: &[&str] = &[
    "create",
    "created",
    "loaded",
    "claimed",
    "admitted",
    "signed",
    "advanced",
    "entries-written",
    "tiles-written",
    "shown",
    "written",
    "committed",
    "answered-one",
    "answered",
];

/// Dies here if it was told to.
pub(crate) fn pass(point: &'static str) {
    comitia_failpoint::pass(POINTS, point);
}
