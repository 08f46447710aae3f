//! What is left to do after the close: a trustee's share, and the search for the counts.
#![expect(
    clippy::unwrap_used,
    reason = "a bench that cannot begin has nothing to measure"
)]

use comitia_benches::{rng, town};
use comitia_crypto::decryption::DecryptionShare;
use comitia_crypto::dlog::Table;
use comitia_crypto::group::Scalar;
use comitia_election::tally::Tally;
use criterion::{Criterion, criterion_group, criterion_main};
use curve25519_dalek::ristretto::RistrettoPoint;
use std::hint::black_box;

/// The trustee's share of 200 counters, when the log is verified.
fn share(criterion: &mut Criterion) {
    let mut town = town(200).unwrap();
    let aggregates = town.aggregates(&mut ()).unwrap();
    let closed = town.election().closed().unwrap().clone();
    let tally = Tally::with_aggregates(town.election().manifest(), &closed, aggregates);
    let keys = town.trustee(1).unwrap().key_shares().unwrap();
    let target = tally.target(0).unwrap();
    criterion.bench_function("share/200 counters", |bencher| {
        bencher.iter(|| DecryptionShare::prove(&target, keys, &mut rng(3)).unwrap());
    });
}

/// Counts up to 10⁸, found with one table.
fn count(criterion: &mut Criterion) {
    const BOUND: u64 = 100_000_000;
    let mut group = criterion.benchmark_group("count up to 10^8");
    group.sample_size(10);
    group.bench_function("table", |bencher| {
        bencher.iter(|| Table::new(black_box(BOUND)).unwrap())
    });
    let table = Table::new(BOUND).unwrap();
    for count in [1_000, BOUND / 2, BOUND] {
        let point = RistrettoPoint::mul_base(&Scalar::from(count));
        group.bench_function(format!("{count}"), |bencher| {
            bencher.iter(|| assert_eq!(table.find(black_box(&point)), Some(count)));
        });
    }
    group.finish();
}

criterion_group!(tally, share, count);
criterion_main!(tally);
