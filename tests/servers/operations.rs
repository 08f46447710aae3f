//! What an operator does with the real programs: backups and old ones, exports, a look at everything.

use crate::server::{Place, Server, agent, answer, post, program};
use crate::town::{Town, draft};
use comitia_cluster::Cluster;
use comitia_crypto::signing::SigningKey;
use comitia_verifier::{LogSource, Request, verify};
use rand_chacha::ChaCha20Rng;
use rand_core::SeedableRng as _;
use std::path::Path;
use std::process::{Command, Output};

/// Runs `comitia board …` on a place.
pub fn board(place: &Place, arguments: &[&str]) -> Output {
    let mut command = Command::new(program("comitia"));
    command
        .arg("board")
        .args(arguments)
        .arg("--data")
        .arg(place.data());
    command.env("COMITIA_DATABASE", place.database().unwrap_or_default());
    command.output().unwrap()
}

pub fn said(output: &Output) -> String {
    String::from_utf8_lossy(&output.stdout).into_owned() + &String::from_utf8_lossy(&output.stderr)
}

fn succeed(place: &Place, arguments: &[&str]) -> String {
    let output = board(place, arguments);
    assert!(output.status.success(), "{arguments:?}: {}", said(&output));
    said(&output)
}

/// Casts ballots one after the other; where the last one is.
pub fn cast_all(town: &Town, server: &Server, ballots: &[Vec<u8>]) -> u64 {
    ballots.iter().fold(0, |_, ballot| town.cast(server, ballot))
}

pub fn origin(town: &Town) -> String {
    format!("localhost:8080/elections/{}", town.election)
}

fn export(place: &Place, town: &Town, to: &Path) -> Output {
    board(
        place,
        &["export", "--log", &origin(town), "--to", to.to_str().unwrap()],
    )
}

#[test]
fn a_restored_old_backup_is_told_from_the_published_log_and_gets_its_entries_back() {
    let place = Place::sqlite();
    let server = Server::start(&place);
    let town = Town::open(&server, place.data(), 400);
    let ballots = town.ballots(&server);
    cast_all(&town, &server, &ballots[..300]);
    // A copy, made while the server runs; then the vote goes on, and is published as files.
    let copies = tempfile::tempdir().unwrap();
    let backup = copies.path().join("backup.sqlite");
    succeed(&place, &["backup", "--to", backup.to_str().unwrap()]);
    let again = board(&place, &["backup", "--to", backup.to_str().unwrap()]);
    assert!(!again.status.success() && said(&again).contains("there already"));
    let last = cast_all(&town, &server, &ballots[300..350]);
    let published = copies.path().join("published");
    assert!(export(&place, &town, &published).status.success());

    // The disk is lost; the copy is put in its place.
    drop(server);
    for name in ["comitia.sqlite", "comitia.sqlite-wal", "comitia.sqlite-shm"] {
        let _ = std::fs::remove_file(place.data().join(name));
    }
    std::fs::copy(&backup, place.data().join("comitia.sqlite")).unwrap();
    assert!(succeed(&place, &["fsck"]).contains("in order"));
    // It is older than what was published, and does not replace it.
    let refused = export(&place, &town, &published);
    assert!(
        !refused.status.success() && said(&refused).contains("older"),
        "{}",
        said(&refused)
    );

    let put_back = [
        "recover",
        "--log",
        &origin(&town),
        "--from",
        published.to_str().unwrap(),
    ];
    assert!(succeed(&place, &put_back).contains("and 50 that were missing"));
    assert!(succeed(&place, &put_back).contains("and 0 that were missing"));
    assert!(succeed(&place, &["fsck"]).contains("in order"));
    let server = Server::start(&place);
    let entries = town.entries(&server);
    assert_eq!(entries[usize::try_from(last).unwrap()], ballots[349]);
    // The vote goes on, and the files continue what was published.
    town.cast(&server, &ballots[350]);
    assert!(export(&place, &town, &published).status.success());
    let source = LogSource::open(published.to_str().unwrap(), None).unwrap();
    let verification = verify(
        &source,
        &Request::default(),
        ChaCha20Rng::seed_from_u64(1),
        &mut (),
    )
    .unwrap();
    assert!(verification.is_ok(), "{:?}", verification.report());
}

/// Runs one of PostgreSQL's own programs.
fn postgres(name: &str, arguments: &[&str]) {
    let output = Command::new(name).args(arguments).output();
    let output = output.unwrap_or_else(|error| panic!("{name}: {error}; scripts/setup --test installs it"));
    assert!(output.status.success(), "{name}: {}", said(&output));
}

#[test]
fn a_postgres_database_is_copied_and_restored_by_its_own_programs() {
    let place = Place::postgres();
    let server = Server::start(&place);
    let town = Town::open(&server, place.data(), 40);
    let ballots = town.ballots(&server);
    let last = cast_all(&town, &server, &ballots[..30]);
    let refused = board(&place, &["backup", "--to", "/nowhere"]);
    assert!(!refused.status.success() && said(&refused).contains("pg_dump"));
    let copies = tempfile::tempdir().unwrap();
    let dump = copies.path().join("dump").display().to_string();
    postgres(
        "pg_dump",
        &["--format=custom", "--file", &dump, place.database().unwrap()],
    );
    drop(server);

    let restored = Cluster::shared().database().unwrap();
    postgres("pg_restore", &["--dbname", &restored, &dump]);
    let place = place.moved_to(restored);
    assert!(succeed(&place, &["fsck"]).contains("in order"));
    let server = Server::start(&place);
    assert_eq!(town.entries(&server)[usize::try_from(last).unwrap()], ballots[29]);
    town.cast(&server, &ballots[30]);
    assert!(succeed(&place, &["fsck"]).contains("in order"));
}

#[test]
fn a_log_with_another_history_is_not_put_back_into() {
    let place = Place::sqlite();
    let mut server = Server::start(&place);
    let town = Town::open(&server, place.data(), 20);
    let ballots = town.ballots(&server);
    server.kill();
    let other = place.copy();
    let mut server = Server::start(&place);
    cast_all(&town, &server, &ballots[..5]);
    let copies = tempfile::tempdir().unwrap();
    let published = copies.path().join("published");
    assert!(export(&place, &town, &published).status.success());
    server.kill();
    let mut server = Server::start(&other);
    town.cast(&server, &ballots[9]);
    server.kill();
    let put_back = [
        "recover",
        "--log",
        &origin(&town),
        "--from",
        published.to_str().unwrap(),
    ];
    let refused = board(&other, &put_back);
    assert!(
        !refused.status.success() && said(&refused).contains("two histories"),
        "{}",
        said(&refused)
    );
}

#[test]
fn an_election_whose_manifest_is_several_entries_is_taken_up_again_and_can_be_watched() {
    let place = Place::sqlite();
    let mut server = Server::start(&place);
    let mut rng = ChaCha20Rng::seed_from_u64(3);
    let trustees: Vec<SigningKey> = (0..3).map(|_| SigningKey::generate(&mut rng)).collect();
    let mut draft = draft(&trustees, &SigningKey::generate(&mut rng));
    for language in ["en", "fr", "de", "it", "es", "pt", "nl", "br"] {
        draft["description"][language] = "A long story. ".repeat(700).into();
    }
    let token = std::fs::read_to_string(place.keys().join("admin.token")).unwrap();
    let url = format!("{}/api/admin/elections", server.address());
    let created = post(&agent(), &url, Some(&token), draft.to_string().as_bytes()).unwrap();
    assert_eq!(created.status, 200, "{created:?}");
    let id = created.json["id"].as_str().unwrap().to_owned();
    server.kill();
    let server = Server::start(&place);
    let shown = answer(
        agent()
            .get(format!("{}/api/elections/{id}", server.address()))
            .call()
            .unwrap(),
    );
    assert_eq!(shown.status, 200, "{shown:?}");
    assert!(shown.json["size"].as_u64().unwrap() > 1, "{shown:?}");
    let state = tempfile::tempdir().unwrap();
    let mut command = Command::new(program("comitia-verify"));
    command.args(["watch", "--once", "--state"]).arg(state.path());
    let watched = command
        .arg(format!("{}/elections/{id}", server.address()))
        .output()
        .unwrap();
    assert!(watched.status.success(), "{}", said(&watched));
}

fn a_running_server_is_looked_after(place: &Place) {
    let server = Server::start_with(place, "127.0.0.1:0", &["--metrics", "127.0.0.1:0"]);
    let town = Town::open(&server, place.data(), 30);
    for ballot in town.ballots(&server) {
        town.cast(&server, &ballot);
    }
    assert!(succeed(place, &["fsck"]).contains("in order"));
    assert!(succeed(place, &["logs"]).contains(&town.election.to_string()));
    let get = |url: String| answer(agent().get(&url).call().unwrap());
    assert_eq!(get(format!("{}/healthz", server.address())).status, 200);
    let ready = get(format!("{}/readyz", server.address()));
    assert_eq!(
        (ready.status, ready.json["ready"].as_bool()),
        (200, Some(true)),
        "{ready:?}"
    );
    let refused = get(format!(
        "{}/api/elections/{}/receipts/99999",
        server.address(),
        town.election
    ));
    assert_eq!(refused.status, 404);
    let figures = get(format!("{}/metrics", server.monitoring().unwrap()));
    let text = figures.json.as_str().unwrap();
    let size = town.entries(&server).len();
    for line in [
        format!("comitia_log_entries{{log=\"{}\"}} {size}", origin(&town)),
        format!(
            "comitia_log_published_entries{{log=\"{}\"}} {size}",
            origin(&town)
        ),
        "comitia_refused_total{reason=\"not_found\"} 1".to_owned(),
        "comitia_append_seconds_bucket{".to_owned(),
        format!("comitia_writer{{log=\"{}\"}} 1", origin(&town)),
    ] {
        assert!(text.contains(&line), "{line}\n{text}");
    }
    // The public does not see them.
    assert_eq!(get(format!("{}/metrics", server.address())).status, 404);
}

#[test]
fn a_running_server_is_looked_after_on_sqlite() {
    a_running_server_is_looked_after(&Place::sqlite());
}

#[test]
fn a_running_server_is_looked_after_on_postgres() {
    a_running_server_is_looked_after(&Place::postgres());
}

#[test]
fn s01_a_server_says_which_sources_it_was_compiled_from_and_where_they_are() {
    let place = Place::sqlite();
    let repository = "https://code.example.fr/comitia";
    let server = Server::start_with(&place, "127.0.0.1:0", &["--source-url", repository]);
    let asked = agent().get(format!("{}/version", server.address())).call();
    let said = answer(asked.unwrap()).json;
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let computed = Command::new(root.join("scripts/source-digest")).output().unwrap();
    let computed = String::from_utf8(computed.stdout).unwrap();
    assert_eq!(
        said["digest"],
        computed.trim(),
        "build the programs before the test"
    );
    assert_eq!(said["source_url"], repository);
    assert_eq!(said["licence"], "AGPL-3.0-or-later");
}

#[test]
fn s78_an_organisation_has_its_colour_if_it_can_be_read() {
    let place = Place::sqlite();
    let server = Server::start_with(&place, "127.0.0.1:0", &["--accent", "#8b1a1a"]);
    let home = text(&format!("{}/fr/", server.address()));
    let sheet = home
        .split("href=\"")
        .find(|rest| rest.starts_with("/assets/comitia."));
    let sheet = sheet.and_then(|rest| rest.split('"').next()).unwrap();
    assert!(text(&format!("{}{sheet}", server.address())).contains("--accent: #8b1a1a;"));
    for (colour, words) in [("#ffcc00", "would be hard to read"), ("red", "is not a colour")] {
        let mut command = Command::new(program("comitia"));
        command.args(["serve", "--listen", "127.0.0.1:0", "--accent", colour, "--data"]);
        let output = command.arg(Place::sqlite().data()).output().unwrap();
        assert!(
            !output.status.success() && said(&output).contains(words),
            "{}",
            said(&output)
        );
    }
}

fn text(url: &str) -> String {
    let said = answer(agent().get(url).call().unwrap()).json;
    said.as_str().unwrap().to_owned()
}
