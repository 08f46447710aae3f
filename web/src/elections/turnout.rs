//! How many had voted, hour by hour. What is between two hours is nobody's business: whole hours are all that is kept
//! (P2).

use super::{Elections, Running, ServiceError};
use comitia_crypto::ElectionId;
use comitia_election::manifest::Time;
use comitia_election::state::{Election, Stage, Urn};
use comitia_store::on_engine;
use std::time::Duration;

const HOUR: u64 = 3600;
/// Seconds between two looks at the urns.
const PAUSE: Duration = Duration::from_secs(60);
/// Points of a curve that is still easy to read.
const POINTS: usize = 100;

impl Elections {
    /// Looks at every open urn, again and again; ends with the task.
    pub async fn watch_turnout(self) {
        loop {
            if let Err(error) = self.note_turnout().await {
                tracing::warn!(%error, "turnout is not noted");
            }
            tokio::time::sleep(PAUSE).await;
        }
    }

    /// Notes how many have voted in every open election.
    pub async fn note_turnout(&self) -> Result<(), ServiceError> {
        for running in self.all() {
            if let Some(voted) = running.look(voted_so_far).await.map_err(ServiceError::from)? {
                self.note_hour(&running, self.now().0 / HOUR, voted).await?;
            }
        }
        Ok(())
    }

    async fn note_hour(&self, running: &Running, hour: u64, voted: u64) -> Result<(), ServiceError> {
        let election = running.manifest.id().0.to_vec();
        let (hour, voted) = (
            i64::try_from(hour).map_err(ServiceError::from)?,
            i64::try_from(voted).map_err(ServiceError::from)?,
        );
        let noted = self.0.store.run_tx::<_, sqlx::Error, _>("note_turnout", |tx| {
            let election = election.clone();
            Box::pin(async move {
                let upsert = "INSERT INTO turnout (election, hour, voted) VALUES ($1, $2, $3)
                    ON CONFLICT (election, hour) DO UPDATE SET voted = excluded.voted";
                on_engine!(tx, tx => {
                    let upsert = sqlx::query(upsert).bind(election).bind(hour).bind(voted);
                    upsert.execute(&mut **tx).await?;
                });
                Ok(())
            })
        });
        noted.await.map_err(ServiceError::from)
    }

    /// The ends of hours, and how many had voted by then, in the order of time; thinned out for a small picture.
    pub(super) async fn turnout(&self, id: &ElectionId) -> Result<Vec<(Time, u64)>, ServiceError> {
        let query = "SELECT hour, voted FROM turnout WHERE election = $1 ORDER BY hour";
        let rows: Result<Vec<(i64, i64)>, _> = on_engine!(self.0.store.readers(), pool => {
            sqlx::query_as(query).bind(id.0.to_vec()).fetch_all(pool).await
        });
        let rows = rows.map_err(ServiceError::from)?;
        let point = |(hour, voted): (i64, i64)| {
            let end = u64::try_from(hour).unwrap_or(0).saturating_add(1);
            (Time(end.saturating_mul(HOUR)), u64::try_from(voted).unwrap_or(0))
        };
        Ok(thinned(rows.into_iter().map(point).collect()))
    }
}

fn voted_so_far(election: &Election) -> Option<u64> {
    match election.stage() {
        Stage::Open(urn) => Some(Urn::counted(urn)),
        _ => None,
    }
}

/// At most [`POINTS`] of the points, the last among them.
fn thinned(points: Vec<(Time, u64)>) -> Vec<(Time, u64)> {
    let step = points.len().div_ceil(POINTS).max(1);
    let last = points.len().saturating_sub(1);
    let kept = |place: usize| (last - place).is_multiple_of(step);
    points
        .into_iter()
        .enumerate()
        .filter(|(place, _)| kept(*place))
        .map(|(_, point)| point)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn p2_a_long_vote_has_at_most_a_hundred_points_and_keeps_the_last() {
        for hours in [0, 1, 99, 100, 101, 720, 5000] {
            let points: Vec<(Time, u64)> = (0..hours).map(|hour| (Time(hour * HOUR), hour)).collect();
            let kept = thinned(points.clone());
            assert!(kept.len() <= POINTS);
            assert_eq!(kept.last(), points.last());
            assert!(kept.is_sorted());
        }
    }
}
