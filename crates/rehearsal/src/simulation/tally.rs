//! Close, decryption, result.

use super::{Progress, Simulation, SimulationError, Step};
use crate::actors::Trustee;
use comitia_counting::Outcome;
use comitia_election::manifest::Time;
use comitia_election::state::Closed;
use comitia_election::tally::{Opened, Tally, outcomes};

impl Simulation {
    /// Closes voting.
    pub fn close(&mut self, at: Time) -> Result<(), SimulationError> {
        let close = self.parties.authority.close(&self.election, at);
        self.admit_object(close)?;
        Ok(())
    }

    /// These trustees, by number, put their shares on the log. Nobody has anything to do where nothing may be
    /// decrypted.
    pub fn decrypt(
        &mut self,
        trustees: &[u8],
        at: Time,
        progress: &mut impl Progress,
    ) -> Result<(), SimulationError> {
        let aggregates = self.aggregates(&mut ())?;
        if aggregates.list().is_empty() {
            return Ok(());
        }
        let total = trustees.len() as u64;
        for (done, number) in (1..).zip(trustees) {
            let mut rng = self.fork();
            let manifest = self.election.manifest();
            let tally = Tally::with_aggregates(manifest, self.closed()?, aggregates.clone());
            let trustee = self.trustee(*number)?;
            let shares = trustee.decrypt(&self.election, &tally, at, &mut rng)?;
            self.admit_object(shares)?;
            progress.step(Step::Decrypt, done, total);
        }
        Ok(())
    }

    /// Combines the shares on the log, counts, and publishes; the counts by unit.
    pub fn publish(&mut self, at: Time) -> Result<Opened, SimulationError> {
        let aggregates = self.aggregates(&mut ())?;
        let nothing = aggregates.list().is_empty();
        let tally = Tally::with_aggregates(self.election.manifest(), self.closed()?, aggregates);
        let opened = if nothing {
            Opened::nothing()
        } else {
            tally.open(&tally.verify_shares())?
        };
        let result = tally.result(&opened, at)?;
        let object = self.parties.authority.result(&self.election, &result);
        self.admit_object(object)?;
        Ok(opened)
    }

    /// What the counts decide, contest by contest; nothing, where the ballots were too few to be decrypted.
    pub fn outcomes(&self, opened: &Opened) -> Result<Vec<Option<Outcome>>, SimulationError> {
        Ok(outcomes(self.election.manifest(), self.closed()?, opened)?)
    }

    /// The trustee with this number, from 1.
    pub fn trustee(&self, number: u8) -> Result<&Trustee, SimulationError> {
        let place = usize::from(number).checked_sub(1);
        place
            .and_then(|place| self.trustees.get(place))
            .ok_or(SimulationError::NoSuchTrustee(number))
    }

    fn closed(&self) -> Result<&Closed, SimulationError> {
        self.election.closed().ok_or(SimulationError::NotClosed)
    }
}
