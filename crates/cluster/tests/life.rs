//! A cluster lives as long as its owner.
#![expect(clippy::unwrap_used, reason = "what fails here fails the test")]

use comitia_cluster::Cluster;
use sqlx::{Connection as _, PgConnection};

async fn answer(address: &str) -> i32 {
    let mut connection = PgConnection::connect(address).await.unwrap();
    sqlx::query_scalar("SELECT 40 + 2")
        .fetch_one(&mut connection)
        .await
        .unwrap()
}

#[tokio::test]
async fn a_cluster_answers_also_after_a_crash_and_is_gone_when_it_is_dropped() {
    let cluster = Cluster::start().unwrap();
    let (one, two) = (cluster.database().unwrap(), cluster.database().unwrap());
    assert_ne!(one, two);
    assert_eq!((answer(&one).await, answer(&two).await), (42, 42));
    cluster.crash_and_restart().unwrap();
    assert_eq!(answer(&one).await, 42);
    let folder = one.split("host=").nth(1).unwrap().to_owned();
    assert!(std::path::Path::new(&folder).exists());
    drop(cluster);
    assert!(!std::path::Path::new(&folder).exists());
}
