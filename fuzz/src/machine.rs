//! The state machine under any sequence of entries.
//!
//! The bytes are a program: each instruction takes the next honest entry, leaves it out, repeats an earlier one, spoils
//! it, or spoils it and signs it anew with the keys of its authors. Whatever comes of it: no panic; what is refused
//! changes nothing; what was admitted is admitted again, to the same state, from the log alone.

use crate::seeds::{WORLD, resigned};
use comitia_election::state::{Beginning, Election};

/// Runs a program.
pub(crate) fn state_machine(program: &[u8]) {
    let honest = WORLD.entries();
    let mut next = 0;
    let mut run = Run::default();
    let mut bytes = program.iter().copied();
    while let (Some(deed), Some(entry)) = (bytes.next(), honest.get(next)) {
        let mut argument = || usize::from(bytes.next().unwrap_or(0));
        match deed % 8 {
            0..=2 => {
                let most = argument() + 1;
                for entry in honest.iter().skip(next).take(most) {
                    run.offer(entry);
                }
                next += most;
            }
            3 => next += 1,
            4 => run.offer(&honest[argument() % honest.len()]),
            5 => run.offer(&spoiled(entry, argument(), argument(), argument())),
            6 => {
                let (place, value) = ((argument() << 8) + argument(), argument());
                run.offer(&resigned(entry, place, u8::try_from(value).unwrap_or(0)));
                next += 1;
            }
            _ => run.offer(&entry[..argument() % (entry.len() + 1)]),
        }
    }
    run.check_replay();
}

fn spoiled(entry: &[u8], high: usize, low: usize, value: usize) -> Vec<u8> {
    let mut entry = entry.to_vec();
    let place = ((high << 8) + low) % entry.len().max(1);
    if let Some(byte) = entry.get_mut(place) {
        *byte ^= u8::try_from(value).unwrap_or(0);
    }
    entry
}

/// A log as it grows.
#[derive(Default)]
struct Run {
    beginning: Beginning,
    election: Option<Election>,
    admitted: Vec<Vec<u8>>,
}

impl Run {
    fn offer(&mut self, entry: &[u8]) {
        let taken = match &mut self.election {
            Some(election) => {
                let before = (election.log().root(), election.stage().name());
                let taken = election.apply(entry).is_ok();
                let after = (election.log().root(), election.stage().name());
                assert!(taken || before == after, "a refused entry changed the election");
                taken
            }
            None => match self.beginning.apply(entry) {
                Ok(election) => {
                    self.election = election;
                    true
                }
                Err(_) => false,
            },
        };
        if taken {
            self.admitted.push(entry.to_vec());
        }
    }

    /// Another observer reads the same log.
    fn check_replay(&self) {
        let mut other = Self::default();
        self.admitted.iter().for_each(|entry| other.offer(entry));
        let state = |run: &Self| {
            run.election
                .as_ref()
                .map(|election| (election.log().root(), election.stage().name()))
        };
        assert_eq!(
            other.admitted.len(),
            self.admitted.len(),
            "what was admitted is admitted again"
        );
        assert_eq!(state(&other), state(self));
    }
}
