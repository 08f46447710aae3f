//! What a real server says to voters' clients is a ballot paper: every proof in it holds.

use crate::server::{Place, Server, agent, post};
use crate::town::Town;
use comitia_booth::packet::Packet;
use comitia_booth::paper::{Paper, PaperError};

fn packet(town: &Town, server: &Server) -> Vec<u8> {
    let url = format!("{}/booth", town.api(server));
    let answer = agent().get(&url).call().unwrap();
    assert_eq!(answer.status().as_u16(), 200);
    answer.into_body().read_to_vec().unwrap()
}

#[test]
fn d6_t1_the_log_of_a_real_server_continues_what_the_trustees_accepted() {
    let place = Place::sqlite();
    let server = Server::start(&place);
    let town = Town::open(&server, place.data(), 20);
    Paper::read(&packet(&town, &server), &town.election).unwrap();
    // And so it does when the log has grown.
    for ballot in town.ballots(&server) {
        let url = format!("{}/ballots", town.api(&server));
        assert_eq!(post(&agent(), &url, None, &ballot).unwrap().status, 201);
    }
    let later = packet(&town, &server);
    let paper = Paper::read(&later, &town.election).unwrap();
    assert_eq!(paper.manifest().id(), &town.election);
    let mut without: Packet = serde_json::from_slice(&later).unwrap();
    without.continuity.clear();
    let refused = Paper::verify(&without, &town.election).unwrap_err();
    assert!(matches!(refused, PaperError::OtherLog(_)), "{refused}");
}
