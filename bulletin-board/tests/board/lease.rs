//! Several servers on one database: one writes, the others know where it is, follow the log, and take over.

use std::time::Duration;

use comitia_bulletin_board::{
    Board, Sequencer, SequencerTask, Sequencing, Server, SubmitError, TERM, Unserved,
};

use crate::client::verify;
use crate::common::{ORIGIN, Place, Register, fill, new_log, on_both_engines, open, sequencing, signer};

/// Longer than a standing-by server takes to notice anything.
const NOTICED: Duration = Duration::from_secs(3);

async fn started(board: &Board, number: u8) -> (Sequencer<Register>, SequencerTask) {
    let server = Server {
        id: [number; 16],
        address: format!("http://server-{number}.example"),
    };
    let sequencing = Sequencing {
        server,
        ..sequencing()
    };
    let started = board.sequence(signer(), sequencing, Register::default).await;
    started.unwrap()
}

async fn entries(log: &Sequencer<Register>) -> u64 {
    log.inspect(|register| register.entries).await.unwrap()
}

/// Waits until the log has so many entries for this server.
async fn follows(log: &Sequencer<Register>, size: u64) {
    let followed = tokio::time::timeout(NOTICED, async {
        while entries(log).await < size {
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    });
    followed.await.unwrap();
}

async fn the_second_server_knows_where_the_first_is_follows_it_and_takes_over_when_it_stops(place: Place) {
    let board = open(&place.location).await;
    let reader = board.create(&signer()).await.unwrap();
    let (one, one_task) = started(&board, 1).await;
    let other_board = open(&place.location).await;
    let (two, two_task) = started(&other_board, 2).await;

    fill(&one, "one", 300).await;
    let elsewhere = Unserved::Elsewhere("http://server-1.example".to_owned());
    assert_eq!(two.submit(b"two".to_vec()).await, Err(elsewhere.into()));
    follows(&two, 300).await;

    one_task.shutdown().await;
    fill(&two, "two", 300).await;
    let seen = verify(&reader).await;
    assert_eq!(seen.checkpoint.size, 600);
    two_task.shutdown().await;
}

async fn t3_a_server_that_was_silent_for_a_term_writes_nothing_over_its_successor(place: Place) {
    let board = open(&place.location).await;
    let reader = board.create(&signer()).await.unwrap();
    let (one, _one_task) = started(&board, 1).await;
    fill(&one, "one", 10).await;
    let last_heard_of = tokio::time::Instant::now();

    let other_board = open(&place.location).await;
    let (two, _two_task) = started(&other_board, 2).await;
    let taken_over = tokio::time::timeout(TERM + NOTICED, async {
        loop {
            match two.submit(b"two".to_vec()).await {
                Ok(appended) => break appended,
                Err(SubmitError::Unserved(Unserved::Elsewhere(_))) => {
                    tokio::time::sleep(Duration::from_millis(50)).await;
                }
                Err(error) => panic!("{error}"),
            }
        }
    });
    assert_eq!(taken_over.await.unwrap().first, 10);
    assert!(last_heard_of.elapsed() >= TERM, "the lease was kept");

    // The first one still believes that it knows the log; what it is asked to append goes to the second.
    let late = one.submit(b"late".to_vec()).await;
    assert_eq!(
        late,
        Err(Unserved::Elsewhere("http://server-2.example".to_owned()).into())
    );
    follows(&one, 11).await;
    assert_eq!(verify(&reader).await.entries.last().unwrap(), b"two");
}

async fn t3_two_servers_with_one_name_never_fork_a_log(place: Place) {
    let (first_board, reader, (one, _one_task)) = new_log(&place.location).await;
    let second_board = open(&place.location).await;
    let second = second_board
        .sequence(signer(), sequencing(), Register::default)
        .await;
    let (two, _two_task) = second.unwrap();
    let mut writers = Vec::new();
    for (name, log) in [("one", one), ("two", two)] {
        writers.push(tokio::spawn(append_as_rival(name, log)));
    }
    let (mut checkpoints, mut acknowledged, mut conflicts) = (Vec::new(), Vec::new(), 0);
    while !writers.iter().all(tokio::task::JoinHandle::is_finished) {
        checkpoints.push(reader.checkpoint().await.unwrap().unverified().clone());
        tokio::task::yield_now().await;
    }
    for writer in writers {
        let (appended, collided) = writer.await.unwrap();
        acknowledged.extend(appended);
        conflicts += collided;
    }
    assert!(conflicts > 0, "they did meet");
    let seen = verify(&reader).await;
    for (index, text) in &acknowledged {
        assert_eq!(seen.entries[usize::try_from(*index).unwrap()], *text);
    }
    assert_eq!(
        seen.entries.len(),
        acknowledged.len(),
        "what was not acknowledged is not there either"
    );
    checkpoints.iter().for_each(|earlier| seen.extends(earlier));
    assert_eq!(first_board.origins().await.unwrap(), [ORIGIN]);
}

/// Appends beside another one that does the same; gives what was acknowledged, and how often the other was faster.
async fn append_as_rival(name: &'static str, log: Sequencer<Register>) -> (Vec<(u64, Vec<u8>)>, u32) {
    let (mut appended, mut conflicts) = (Vec::new(), 0);
    for number in 0..300 {
        let text = format!("{name} {number}").into_bytes();
        match log.submit(text.clone()).await {
            Ok(place) => appended.push((place.first, text)),
            Err(SubmitError::NotCommitted) => conflicts += 1,
            Err(error) => panic!("{error:?}"),
        }
    }
    (appended, conflicts)
}

on_both_engines!(
    the_second_server_knows_where_the_first_is_follows_it_and_takes_over_when_it_stops,
    t3_a_server_that_was_silent_for_a_term_writes_nothing_over_its_successor,
    t3_two_servers_with_one_name_never_fork_a_log,
);
