//! Sealing and verifying ballots, natively, against the number of options and the size of a batch.
#![expect(
    clippy::unwrap_used,
    reason = "a bench that cannot begin has nothing to measure"
)]

use comitia_benches::{Cast, Subject, Voter, one_of, projects, rng, split, statement, yes_no_blank};
use comitia_crypto::ballot::ElectionStatement;
use comitia_crypto::plaintext::Plaintext;
use criterion::{BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};
use std::hint::black_box;

fn subjects() -> Vec<Subject> {
    let subjects = [yes_no_blank(), one_of(10), one_of(50), projects(100), split(8)];
    subjects.into_iter().map(Result::unwrap).collect()
}

fn cast(statement: &ElectionStatement, choice: &Plaintext, voter: u64) -> Cast {
    Voter::new(voter)
        .cast(statement, choice, &mut rng(voter))
        .unwrap()
}

fn seal(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("seal");
    for subject in subjects() {
        let statement = statement(&subject.shape).unwrap();
        group.bench_function(&subject.name, |bencher| {
            bencher.iter(|| cast(&statement, black_box(&subject.choice), 7));
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
            .map(|voter| cast(&statement, &subject.choice, voter))
            .collect();
        for size in [1, 16, 128, 512] {
            let items: Vec<_> = ballots.iter().take(size).map(Cast::item).collect();
            group.throughput(Throughput::Elements(size as u64));
            group.bench_function(BenchmarkId::new(&subject.name, size), |bencher| {
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
    let subject = yes_no_blank().unwrap();
    let statement = statement(&subject.shape).unwrap();
    let forged = |voter| cast(&statement, &subject.choice, voter).forged();
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
