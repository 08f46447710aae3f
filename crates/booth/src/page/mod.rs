//! What the page may call: coarse functions that convert and nothing else.
//!
//! Secrets stay behind handles: the page hands a code in and never gets one out. A handle that is freed, or used up
//! by casting or auditing, erases what it held. What goes wrong is thrown as one stable word, for which the page has a
//! sentence.

#![expect(
    clippy::disallowed_types,
    reason = "this is the edge of the program: randomness is the browser's"
)]

mod contest;

use crate::paper::Paper as Verified;
use crate::qr::tracker_modules;
use crate::search::{Broken, Outcome, Search, Wanted};
use crate::session::{AuditedBallot, CastBallot, Choice, Sealed};
use crate::voter::{EnterError, Standing, Voter};
use comitia_crypto::{Digest, ElectionId};
use comitia_election::contest::{ChoiceError, Selection};
use contest::{PageContest, PageFault};
use rand_core::OsRng;
use wasm_bindgen::prelude::wasm_bindgen;
use zeroize::{Zeroize as _, Zeroizing};

/// One word that says what went wrong.
type Thrown = String;

/// The version of the booth.
#[wasm_bindgen]
#[must_use]
pub fn version() -> String {
    crate::VERSION.to_owned()
}

/// A verified election to vote in.
#[wasm_bindgen(js_name = Paper)]
pub struct PagePaper(Verified);

#[wasm_bindgen(js_class = Paper)]
impl PagePaper {
    /// Verifies what the server says about the election with this id.
    ///
    /// # Errors
    /// The code of what does not hold.
    pub fn read(packet: &[u8], election: &str) -> Result<PagePaper, Thrown> {
        let id = ElectionId::parse(election).ok_or("other_election")?;
        let paper = Verified::read(packet, &id).map_err(|error| error.code())?;
        Ok(Self(paper))
    }

    /// Whether the log announces a file of the booth with this name and this `integrity` attribute.
    #[must_use]
    pub fn announces(&self, name: &str, integrity: &str) -> bool {
        self.0.announces(name, integrity)
    }

    /// The contests in a language, as JSON.
    #[must_use]
    pub fn contests(&self, language: &str) -> String {
        let contests = self.0.manifest().contests.iter();
        let contests: Vec<_> = contests
            .map(|contest| PageContest::new(contest, language))
            .collect();
        serde_json::to_string(&contests).unwrap_or_default()
    }

    /// What is wrong with a selection in a contest, as JSON: a word and its numbers. Nothing, if it is a vote.
    #[must_use]
    pub fn fault(&self, contest: usize, selection: Vec<u32>) -> Option<String> {
        let selection = Zeroizing::new(selection);
        let wanted = self.0.manifest().contests.get(contest)?;
        let places = Zeroizing::new(places(&selection));
        let ChoiceError::Contest { fault, .. } = wanted.mark(contest, &places).err()? else {
            return None;
        };
        serde_json::to_string(&PageFault::new(&wanted.rule, &fault)).ok()
    }

    /// Witnesses that must have cosigned the log.
    #[must_use]
    pub fn quorum(&self) -> usize {
        self.0.policy().quorum()
    }

    /// Witnesses of the log.
    #[must_use]
    pub fn witnesses(&self) -> usize {
        self.0.policy().witnesses().len()
    }
}

fn places(selection: &[u32]) -> Vec<usize> {
    selection.iter().map(|place| *place as usize).collect()
}

/// Who is voting.
#[wasm_bindgen(js_name = Voter)]
pub struct PageVoter(Voter);

#[wasm_bindgen(js_class = Voter)]
impl PageVoter {
    /// The owner of a code.
    ///
    /// # Errors
    /// `empty` or `mistyped`.
    pub fn enter(paper: &PagePaper, code: String) -> Result<PageVoter, Thrown> {
        let code = Zeroizing::new(code);
        Voter::enter(&paper.0, &code)
            .map(Self)
            .map_err(|error| match error {
                EnterError::Empty => "empty".to_owned(),
                EnterError::Code(_) | EnterError::Credential(_) => "mistyped".to_owned(),
            })
    }

    /// The voter's name on the log.
    #[must_use]
    pub fn pseudonym(&self) -> String {
        self.0.pseudonym().to_string()
    }

    /// The public key on the roll, in hexadecimal.
    #[must_use]
    pub fn credential(&self) -> String {
        Digest(self.0.public().0).to_string()
    }
}

/// Where a voter stands.
#[wasm_bindgen(js_name = Standing)]
pub struct PageStanding(Standing);

#[wasm_bindgen(js_class = Standing)]
impl PageStanding {
    /// Reads what the server says about a voter.
    ///
    /// # Errors
    /// `standing`, when it makes no sense.
    pub fn read(json: &[u8]) -> Result<PageStanding, Thrown> {
        Standing::read(json).map(Self).map_err(|_| "standing".to_owned())
    }

    /// Ballots that were cast before.
    #[wasm_bindgen(js_name = ballotsBefore)]
    #[must_use]
    pub fn ballots_before(&self) -> u32 {
        self.0.ballots_before()
    }

    /// Place on the log of the ballot that counts so far.
    #[wasm_bindgen(js_name = lastIndex)]
    #[must_use]
    pub fn last_index(&self) -> Option<f64> {
        self.0.last_index.map(number)
    }

    /// Whether a paper vote has replaced all online ones.
    #[must_use]
    pub fn cancelled(&self) -> bool {
        self.0.cancelled
    }
}

/// Places on a log are far below 2⁵³.
fn number(place: u64) -> f64 {
    place as f64
}

/// A sealed ballot about which nothing is decided yet.
#[wasm_bindgen(js_name = Sealed)]
pub struct PageSealed(Sealed);

#[wasm_bindgen(js_class = Sealed)]
impl PageSealed {
    /// Seals a choice: `counts` says how many of the `options` belong to each contest.
    ///
    /// # Errors
    /// `choice`, when it breaks a rule.
    pub fn seal(
        paper: &PagePaper,
        voter: &PageVoter,
        standing: &PageStanding,
        counts: Vec<u32>,
        options: Vec<u32>,
    ) -> Result<PageSealed, Thrown> {
        let options = Zeroizing::new(options);
        let choice = Choice::new(&paper.0, selections(counts, &options)).map_err(|_| "choice".to_owned())?;
        let sealed = choice.seal(&paper.0, &voter.0, &standing.0, &mut OsRng);
        sealed.map(Self).map_err(|_| "choice".to_owned())
    }

    /// The tracker, in hexadecimal.
    #[must_use]
    pub fn tracker(&self) -> String {
        self.0.tracker().to_string()
    }

    /// Signs the ballot. This handle is used up.
    #[must_use]
    pub fn cast(self, paper: &PagePaper, voter: &PageVoter) -> PageCast {
        PageCast(self.0.cast(&paper.0, &voter.0, &mut OsRng))
    }

    /// Opens the ballot and gives it up. This handle is used up.
    #[must_use]
    pub fn audit(self, paper: &PagePaper, voter: &PageVoter) -> PageAudited {
        PageAudited(self.0.audit(&paper.0, &voter.0, &mut OsRng))
    }
}

fn selections(mut counts: Vec<u32>, options: &[u32]) -> Vec<Selection> {
    let mut rest = options;
    let mut take = |count: &u32| {
        let (own, others) = rest.split_at((*count as usize).min(rest.len()));
        rest = others;
        places(own)
    };
    let selections = counts.iter().map(&mut take).collect();
    counts.zeroize();
    selections
}

/// A ballot on its way to the urn.
#[wasm_bindgen(js_name = CastBallot)]
pub struct PageCast(CastBallot);

#[wasm_bindgen(js_class = CastBallot)]
impl PageCast {
    /// What is sent.
    #[must_use]
    pub fn entry(&self) -> Vec<u8> {
        self.0.entry.clone()
    }

    /// The tracker, in hexadecimal.
    #[must_use]
    pub fn tracker(&self) -> String {
        self.0.tracker.to_string()
    }

    /// The voter's name on the log.
    #[must_use]
    pub fn pseudonym(&self) -> String {
        self.0.pseudonym.to_string()
    }

    /// Whether the receipt proves this very ballot.
    #[wasm_bindgen(js_name = isProvedBy)]
    #[must_use]
    pub fn is_proved_by(&self, paper: &PagePaper, receipt: &[u8]) -> bool {
        self.0.check_receipt(&paper.0, receipt).is_ok()
    }
}

/// A ballot that will never count.
#[wasm_bindgen(js_name = AuditedBallot)]
pub struct PageAudited(AuditedBallot);

#[wasm_bindgen(js_class = AuditedBallot)]
impl PageAudited {
    /// What is sent, so that the ballot can never be cast.
    #[must_use]
    pub fn entry(&self) -> Vec<u8> {
        self.0.entry.clone()
    }

    /// The tracker, in hexadecimal.
    #[must_use]
    pub fn tracker(&self) -> String {
        self.0.tracker.to_string()
    }

    /// What another program opens the ballot with.
    #[must_use]
    pub fn opening(&self) -> String {
        self.0.opening.to_string()
    }
}

/// The tracker's QR code: one byte for each module, row by row; 1 is dark. The code is square.
#[wasm_bindgen(js_name = trackerQr)]
#[must_use]
pub fn tracker_qr(tracker: &str) -> Vec<u8> {
    let modules = Digest::parse(tracker).map(|tracker| tracker_modules(&tracker));
    modules.map_or_else(Vec::new, |modules| {
        modules.dark.into_iter().map(u8::from).collect()
    })
}

/// A log in which a ballot is looked for.
#[wasm_bindgen(js_name = Search)]
pub struct PageSearch(Search);

/// What was found.
#[wasm_bindgen(js_name = Finding)]
pub struct PageFinding {
    outcome: Outcome,
}

#[wasm_bindgen(js_class = Search)]
impl PageSearch {
    /// Begins with the newest checkpoint and what was typed.
    ///
    /// # Errors
    /// `tracker` when it is none, `broken` when the checkpoint does not hold.
    #[wasm_bindgen(js_name = forTracker)]
    pub fn for_tracker(paper: &PagePaper, checkpoint: &[u8], typed: &str) -> Result<PageSearch, Thrown> {
        let wanted = Wanted::tracker(typed).map_err(|_| "tracker".to_owned())?;
        Search::new(&paper.0, checkpoint, wanted)
            .map(Self)
            .map_err(broken)
    }

    /// Begins with the newest checkpoint and a receipt.
    ///
    /// # Errors
    /// `file` when it is no receipt of this election, `broken` when receipt or checkpoint do not hold.
    #[wasm_bindgen(js_name = forReceipt)]
    pub fn for_receipt(paper: &PagePaper, checkpoint: &[u8], file: &[u8]) -> Result<PageSearch, Thrown> {
        let wanted = Wanted::receipt(file).map_err(|_| "file".to_owned())?;
        if let Wanted::Receipt(receipt) = &wanted
            && receipt.checkpoint.unverified().origin.as_str() != paper.0.manifest().origin()
        {
            return Err("file".to_owned());
        }
        Search::new(&paper.0, checkpoint, wanted)
            .map(Self)
            .map_err(broken)
    }

    /// The file that is wanted next, below the log's address.
    #[wasm_bindgen(js_name = nextFile)]
    #[must_use]
    pub fn next_file(&self) -> Option<String> {
        self.0.next_file().map(|path| path.to_string())
    }

    /// Takes the bytes of that file.
    ///
    /// # Errors
    /// `broken`, when they cannot belong to the log.
    pub fn take(&mut self, bytes: &[u8]) -> Result<(), Thrown> {
        self.0.take(bytes).map_err(broken)
    }

    /// Entries of the log.
    #[must_use]
    pub fn size(&self) -> f64 {
        number(self.0.checkpoint().checkpoint().size)
    }

    /// Witnesses that have cosigned the log.
    #[must_use]
    pub fn cosigned(&self) -> usize {
        self.0.checkpoint().cosigned().len()
    }

    /// When the last of the witnesses cosigned, in seconds since 1970.
    #[wasm_bindgen(js_name = signedAt)]
    #[must_use]
    pub fn signed_at(&self) -> Option<f64> {
        let cosigned = self.0.checkpoint().cosigned().iter();
        cosigned.map(|one| one.time.seconds()).max().map(number)
    }

    /// What became of the ballot, once there is no next file.
    ///
    /// # Errors
    /// `broken`, when the files are not those that the log signed.
    pub fn finish(self) -> Result<PageFinding, Thrown> {
        let outcome = self.0.finish().map_err(broken)?;
        Ok(PageFinding { outcome })
    }
}

/// The page has one sentence for all of them; whoever wants to know more asks another program.
fn broken(_: Broken) -> Thrown {
    "broken".to_owned()
}

#[wasm_bindgen(js_class = Finding)]
impl PageFinding {
    /// `counted`, `replaced`, `cancelled` or `missing`.
    #[must_use]
    pub fn outcome(&self) -> String {
        let word = match self.outcome {
            Outcome::Counted(_) => "counted",
            Outcome::Replaced { .. } => "replaced",
            Outcome::Cancelled { .. } => "cancelled",
            Outcome::Missing => "missing",
        };
        word.to_owned()
    }

    /// The place of the ballot.
    #[must_use]
    pub fn index(&self) -> Option<f64> {
        match &self.outcome {
            Outcome::Counted(found) | Outcome::Replaced { found, .. } | Outcome::Cancelled { found, .. } => {
                Some(number(found.index))
            }
            Outcome::Missing => None,
        }
    }
}
