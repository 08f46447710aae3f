//! `/metrics`, in the text format of Prometheus.

use crate::elections::Elections;
use axum::Router;
use axum::extract::State;
use axum::http::header;
use axum::response::IntoResponse;
use axum::routing::get;
use metrics::{describe_counter, describe_gauge, describe_histogram};
use metrics_exporter_prometheus::{BuildError, Matcher, PrometheusBuilder, PrometheusHandle};

/// Bounds of the buckets in which the time of an append is counted, in seconds.
const SECONDS: [f64; 10] = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1.0, 5.0];
/// Bounds of the buckets in which the submissions of a batch are counted.
const SUBMISSIONS: [f64; 7] = [1.0, 4.0, 16.0, 64.0, 256.0, 512.0, 1024.0];

/// Everything that is counted in this process. Cheap to clone.
#[derive(Clone)]
pub struct Figures(PrometheusHandle);

impl Figures {
    /// Begins to count.
    ///
    /// # Errors
    /// When something else in this process counts already.
    pub fn install() -> Result<Self, BuildError> {
        let builder = PrometheusBuilder::new()
            .set_buckets_for_metric(Matcher::Full("comitia_append_seconds".to_owned()), &SECONDS)?
            .set_buckets_for_metric(
                Matcher::Full("comitia_batch_submissions".to_owned()),
                &SUBMISSIONS,
            )?;
        let handle = builder.install_recorder()?;
        describe();
        Ok(Self(handle))
    }
}

fn describe() {
    describe_histogram!(
        "comitia_append_seconds",
        "time from the decision about a batch until it is on the disk"
    );
    describe_histogram!("comitia_batch_submissions", "submissions decided together");
    describe_counter!("comitia_entries_total", "entries appended by this process");
    describe_counter!(
        "comitia_append_failures_total",
        "batches that could not be stored"
    );
    describe_counter!(
        "comitia_refused_total",
        "requests refused, by the code of the refusal"
    );
    describe_gauge!(
        "comitia_last_append_timestamp_seconds",
        "when this process last appended, since 1970"
    );
    describe_gauge!("comitia_writer", "1 if this process writes the log");
    describe_gauge!("comitia_log_entries", "entries of the newest checkpoint");
    describe_gauge!(
        "comitia_log_published_entries",
        "entries of the checkpoint that readers see"
    );
    describe_gauge!("comitia_queue_waiting", "submissions that wait");
    describe_gauge!(
        "comitia_witness_cosigned_timestamp_seconds",
        "when a witness last cosigned, since 1970"
    );
    describe_gauge!("comitia_witness_problem", "1 if a witness does not cosign");
    describe_gauge!("comitia_witness_alarm", "1 if a witness contradicts the log");
}

/// The address; not for the public.
pub fn router(figures: Figures, elections: Elections) -> Router {
    Router::new()
        .route("/metrics", get(show))
        .with_state((figures, elections))
}

async fn show(State((figures, elections)): State<(Figures, Elections)>) -> impl IntoResponse {
    elections.note_figures().await;
    figures.0.run_upkeep();
    let kind = [(header::CONTENT_TYPE, "text/plain; version=0.0.4; charset=utf-8")];
    (kind, figures.0.render())
}
