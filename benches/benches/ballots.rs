//! Sealing and verifying ballots, natively, against the number of options and the size of a batch.
#![expect(
    clippy::unwrap_used,
    reason = "a bench that cannot begin has nothing to measure"
)]

use comitia_benches::{Cast, Subject, cast, rng, single, split, statement, up_to};
use criterion::{BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};
use std::hint::black_box;

fn subjects() -> Vec<Subject> {
    let subjects = [
        single("yes-no-blank", 3),
        single("one-of-10", 10),
        single("one-of-50", 50),
        up_to("5-of-100", 100, 5),
        split("split-among-8", 8),
    ];
    subjects.into_iter().map(Option::unwrap).collect()
}

fn seal(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("seal");
    for subject in subjects() {
        let statement = statement(&subject.shape).unwrap();
        group.bench_function(subject.name, |bencher| {
            bencher.iter(|| cast(&statement, black_box(&subject.choice), 7).unwrap());
        });
    }
    group.finish();
}

fn verify(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("verify");
    group.sample_size(10);
    for subject in subjects() {
        let statement = statement(&subject.shape).unwrap();
        let ballots: Vec<Cast> = (0..512)
            .map(|voter| cast(&statement, &subject.choice, voter).unwrap())
            .collect();
        for size in [1, 16, 128, 512] {
            let items: Vec<_> = ballots.iter().take(size).map(Cast::item).collect();
            group.throughput(Throughput::Elements(size as u64));
            group.bench_function(BenchmarkId::new(subject.name, size), |bencher| {
                bencher.iter(|| {
                    let answers = statement.vartime_verify_batch(&items, &mut rng(3));
                    assert!(answers.iter().all(Result::is_ok));
                });
            });
        }
    }
    group.finish();
}

/// What somebody without credentials can make a server do: a batch in which every signature is forged.
fn refuse(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("refuse");
    group.sample_size(10);
    let subject = single("yes-no-blank", 3).unwrap();
    let statement = statement(&subject.shape).unwrap();
    let forged = |voter| cast(&statement, &subject.choice, voter).unwrap().forged();
    let ballots: Vec<Cast> = (0..128).map(forged).collect();
    let items: Vec<_> = ballots.iter().map(Cast::item).collect();
    group.throughput(Throughput::Elements(128));
    group.bench_function("128 forged signatures", |bencher| {
        bencher.iter(|| {
            let answers = statement.vartime_verify_batch(&items, &mut rng(3));
            assert!(answers.iter().all(Result::is_err));
        });
    });
    group.finish();
}

criterion_group!(ballots, seal, verify, refuse);
criterion_main!(ballots);
