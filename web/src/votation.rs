//! What the pages need to know about a votation, and the trait by which they ask for it.
//!
//! These are facts, checked and computed by the election service. Pages put them into words and pictures; they
//! count nothing and decide nothing.

use std::collections::BTreeMap;
use std::future::Future;
use std::pin::Pin;

use comitia_counting::{Outcome, Rule};
use comitia_crypto::ElectionId;
use comitia_election::contest::ContestRule;
use comitia_election::manifest::Contest as ManifestContest;
use comitia_election::text::Text as ManifestText;
use comitia_kit::i18n::{Text, Zone};
use jiff::Timestamp;

/// An answer that takes time.
pub type Answer<'a, T> = Pin<Box<dyn Future<Output = Result<T, ReadError>> + Send + 'a>>;

/// Why a votation could not be read.
#[derive(Debug, thiserror::Error)]
pub enum ReadError {
    /// The service does not answer for the moment.
    #[error("unavailable: {0}")]
    Unavailable(String),
    /// The service has a fault.
    #[error("internal: {0}")]
    Internal(String),
}

/// What the election service offers to the pages.
pub trait VotationReader: Send + Sync {
    /// All votations that the public may see, in any order.
    fn list(&self) -> Answer<'_, Vec<Summary>>;

    /// One votation, or `None` if there is none with this identity.
    fn get(&self, id: ElectionId) -> Answer<'_, Option<Votation>>;

    /// How the urn of a votation is at this moment, or `None` if there is no such votation.
    fn condition(&self, id: ElectionId) -> Answer<'_, Option<Condition>>;
}

/// The states of an election.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Stage {
    /// The manifest is on the register.
    Draft,
    /// The trustees are making the key.
    Ceremony,
    /// The key is made.
    KeyReady,
    /// The roll is fixed.
    RollCommitted,
    /// Ballots are accepted.
    Open,
    /// Ballots are no longer accepted.
    Closed,
    /// The sum has been decrypted.
    Tallied,
    /// The result is on the register.
    Published,
    /// It was stopped before it closed.
    Aborted,
}

impl Stage {
    /// Every state.
    pub const ALL: [Self; 9] = [
        Self::Draft,
        Self::Ceremony,
        Self::KeyReady,
        Self::RollCommitted,
        Self::Open,
        Self::Closed,
        Self::Tallied,
        Self::Published,
        Self::Aborted,
    ];
}

/// A votation as a list shows it.
#[derive(Clone, Debug)]
pub struct Summary {
    /// Its identity: the hash of its manifest.
    pub id: ElectionId,
    /// Its title.
    pub title: Text,
    /// Its state.
    pub stage: Stage,
    /// When voting opens or opened.
    pub opens_at: Timestamp,
    /// When voting closes or closed, extensions included.
    pub closes_at: Timestamp,
    /// The time zone of the organisation.
    pub zone: Zone,
    /// How many people have voted, once voting has opened.
    pub voted: u64,
    /// When it last changed: the time of its newest public entry.
    pub updated_at: Timestamp,
}

/// Everything that the pages show of one votation.
#[derive(Clone, Debug)]
pub struct Votation {
    /// What lists show of it.
    pub summary: Summary,
    /// What it is about: paragraphs with an empty line between them, no mark-up.
    pub presentation: Text,
    /// What is asked.
    pub contests: Vec<Contest>,
    /// When each state was reached, for those that have been.
    pub reached: BTreeMap<Stage, Timestamp>,
    /// The closing time that was announced first, if it has been put off since.
    pub first_announced_close: Option<Timestamp>,
    /// Until when ballots may be checked before the count begins, if the manifest sets it.
    pub checking_until: Option<Timestamp>,
    /// Why and when it was stopped, if it was.
    pub aborted: Option<Abort>,
    /// Who could vote and who has.
    pub participation: Participation,
    /// The trustees.
    pub committee: Committee,
    /// The transparency log that serves as urn.
    pub urn: Urn,
    /// What the record can be compared with.
    pub fingerprints: Vec<(FingerprintKind, String)>,
    /// What is weaker than it could be, and declared.
    pub weaknesses: Vec<Weakness>,
    /// How one can vote.
    pub channels: Channels,
    /// The counts and what follows from them, in the order of the contests; empty before they are published.
    pub results: Vec<ContestResult>,
}

/// One question.
#[derive(Clone, Debug)]
pub struct Contest {
    /// Its name in the manifest.
    pub id: String,
    /// The question.
    pub question: Text,
    /// What is on the ballot, in its order.
    pub options: Vec<ContestOption>,
    /// What a ballot may say.
    pub choice: ContestRule,
    /// The rule that makes an outcome of the counts; `None` if the counts are only reported.
    pub rule: Option<Rule>,
}

/// One line of a ballot.
#[derive(Clone, Debug)]
pub struct ContestOption {
    /// Its name in the manifest.
    pub id: String,
    /// Its words.
    pub label: Text,
    /// Whether it is the blank vote.
    pub blank: bool,
    /// What it costs, in the unit of the envelope, where that matters.
    pub cost: Option<u64>,
}

impl Contest {
    /// Place of the blank vote.
    #[must_use]
    pub fn blank(&self) -> Option<usize> {
        self.options.iter().position(|option| option.blank)
    }

    /// The names of the grades, the worst first; none, where there are no grades.
    #[must_use]
    pub fn grades(&self) -> Vec<Text> {
        match &self.choice {
            ContestRule::Grades(rule) => rule.grades.iter().map(|grade| text(&grade.title)).collect(),
            _ => Vec::new(),
        }
    }

    /// Places of the options that can win.
    pub fn contenders(&self) -> impl Iterator<Item = usize> {
        let options = self.options.iter().enumerate();
        let can_win = |(place, option): &(usize, &ContestOption)| !option.blank && !self.is_on_a_list(*place);
        options.filter(can_win).map(|(place, _)| place)
    }

    /// Whether the option at a place is a candidate of a list.
    #[must_use]
    pub fn is_on_a_list(&self, option: usize) -> bool {
        let ContestRule::Lists(rule) = &self.choice else {
            return false;
        };
        let id = self.options.get(option).map(|option| &option.id);
        id.is_some_and(|id| rule.lists.iter().any(|list| list.candidates.contains(id)))
    }

    /// Places of the candidates of the list at a place, in the order of the ballot; none, if it is no list.
    #[must_use]
    pub fn candidates_of(&self, list: usize) -> Vec<usize> {
        let ContestRule::Lists(rule) = &self.choice else {
            return Vec::new();
        };
        let id = self.options.get(list).map(|option| &option.id);
        let own = rule.lists.iter().find(|list| Some(&list.list) == id);
        let is_own = |option: &ContestOption| own.is_some_and(|list| list.candidates.contains(&option.id));
        let options = self.options.iter().enumerate();
        options
            .filter(|(_, option)| is_own(option))
            .map(|(place, _)| place)
            .collect()
    }
}

impl From<&ManifestContest> for Contest {
    fn from(contest: &ManifestContest) -> Self {
        let blank = contest.blank();
        let option = |(place, option): (usize, &comitia_election::manifest::ContestOption)| ContestOption {
            id: option.id.clone(),
            label: text(&option.title),
            blank: Some(place) == blank,
            cost: option.cost,
        };
        Self {
            id: contest.id.clone(),
            question: text(&contest.title),
            options: contest.options.iter().enumerate().map(option).collect(),
            choice: contest.rule.clone(),
            rule: Some(contest.outcome),
        }
    }
}

/// A text of a manifest as the pages write it.
#[must_use]
pub fn text(text: &ManifestText) -> Text {
    Text::new(text.iter())
}

/// A stop before the close.
#[derive(Clone, Debug)]
pub struct Abort {
    /// When.
    pub at: Timestamp,
    /// Why, in the words of the organisation.
    pub reason: Text,
    /// The state that had been reached.
    pub during: Stage,
}

/// Who could vote and who has.
#[derive(Clone, Debug, Default)]
pub struct Participation {
    /// How many are on the roll, once it is fixed.
    pub registered: Option<u64>,
    /// How many have a ballot that counts.
    pub voted: u64,
    /// How many ballots were cast, replaced ones included.
    pub cast: u64,
    /// How many sealed ballots were opened for checking instead of being cast.
    pub audited: u64,
    /// How many online ballots were cancelled by a vote on paper; `None` without a paper channel.
    pub cancelled: Option<u64>,
    /// How many had voted at a time, in the order of time, already thinned out to at most a hundred points.
    pub over_time: Vec<(Timestamp, u64)>,
}

/// The trustees and how many of them are needed.
#[derive(Clone, Debug)]
pub struct Committee {
    /// How many must be present to decrypt the sum.
    pub threshold: usize,
    /// All of them, in the order of the manifest.
    pub trustees: Vec<Trustee>,
    /// Complaints about a share during the ceremony, and what came of them.
    pub complaints: Vec<Complaint>,
}

/// One trustee.
#[derive(Clone, Debug)]
pub struct Trustee {
    /// The name in the manifest.
    pub name: String,
    /// The identity key in the manifest, in hexadecimal.
    pub identity: String,
    /// What this trustee did, by step.
    pub steps: BTreeMap<CeremonyStep, StepState>,
}

/// What a trustee does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum CeremonyStep {
    /// Shows up with a fresh key for receiving shares.
    Enrol,
    /// Commits to secrets without showing anything.
    Commit,
    /// Shows the public part and hands out the shares.
    Reveal,
    /// Confirms that the key is right.
    Accept,
    /// Decrypts the sum, for a part.
    Decrypt,
}

impl CeremonyStep {
    /// The steps in their order.
    pub const ALL: [Self; 5] = [
        Self::Enrol,
        Self::Commit,
        Self::Reveal,
        Self::Accept,
        Self::Decrypt,
    ];
}

/// Where a trustee is with a step. A step that is not in the map has not begun.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StepState {
    /// Expected now.
    Expected,
    /// Done, and checked by everybody.
    Done(Timestamp),
    /// Not done in time.
    Missed,
    /// What was sent is wrong.
    Refused,
    /// Not needed: enough others did it.
    NotNeeded,
}

/// A trustee says that the share received from another does not fit.
#[derive(Clone, Debug)]
pub struct Complaint {
    /// Who complains.
    pub from: String,
    /// About whom.
    pub about: String,
    /// Whether the share that was then made public fits; `None` while there is no answer.
    pub answered_well: Option<bool>,
}

/// The urn: an append-only public log.
#[derive(Clone, Debug)]
pub struct Urn {
    /// How many entries it has.
    pub size: u64,
    /// The root hash of its last signed state, in hexadecimal.
    pub root: String,
    /// When that state was signed, if a witness said so.
    pub signed_at: Option<Timestamp>,
    /// The witnesses who cosign its states.
    pub witnesses: Vec<Witness>,
    /// How many of them have to.
    pub witness_quorum: usize,
}

/// A witness of the log.
#[derive(Clone, Debug)]
pub struct Witness {
    /// The name.
    pub name: String,
    /// Whether the last signed state carries its signature.
    pub signed: bool,
}

/// How an urn is at a moment, for those who look after it.
#[derive(Clone, Debug)]
pub struct Condition {
    /// When this was asked.
    pub at: Timestamp,
    /// When its entries were last read again and compared with what is signed; nothing if that has not been done yet.
    pub examined_at: Option<Timestamp>,
    /// How many entries that were.
    pub examined: u64,
    /// What was wrong, in the words of the program that looked.
    pub findings: Vec<String>,
    /// Whether a ballot could be written now.
    pub is_writable: bool,
    /// Entries that are on the log and not published, because their witnesses have not signed yet.
    pub waiting: u64,
    /// What each witness does.
    pub witnesses: Vec<(String, WitnessState)>,
    /// How many witnesses have to sign.
    pub witness_quorum: usize,
}

/// What a witness does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WitnessState {
    /// It has signed the published state, at that time.
    Signed(Timestamp),
    /// It has not signed it yet.
    Waited,
    /// It does not answer.
    Away,
    /// It has signed another history.
    Contradicts,
}

/// What a fingerprint is of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FingerprintKind {
    /// The manifest; it is the identity of the election.
    Manifest,
    /// The election key.
    ElectionKey,
    /// The roll.
    Roll,
    /// The entry that opened voting.
    Open,
    /// The voting client that the booth serves.
    Booth,
    /// The public key of the log.
    LogKey,
}

impl FingerprintKind {
    /// Every kind, in the order in which they are shown.
    pub const ALL: [Self; 6] = [
        Self::Manifest,
        Self::ElectionKey,
        Self::Roll,
        Self::Open,
        Self::Booth,
        Self::LogKey,
    ];
}

/// What is weaker than it could be, and declared.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Weakness {
    /// A voting code is enough: nobody signs in besides.
    NoSignIn,
    /// Counts are published even for groups smaller than the floor.
    FloorWaived {
        /// How many ballots a published count would have to hold.
        floor: u64,
    },
    /// Fewer trustees than more than half of them can decrypt.
    LowThreshold,
    /// The server itself holds the key of a trustee.
    TrusteeOnServer,
    /// Nobody but the organiser signs the states of the log.
    NoWitness,
    /// Voting keys are made by the browser after sign-in, not sent by the registrar.
    DeviceKeys,
    /// Some votes weigh more than others.
    Weighted,
}

/// How one can vote.
#[derive(Clone, Debug, Default)]
pub struct Channels {
    /// In the browser, here.
    pub booth: bool,
    /// On paper: where and when.
    pub paper: Option<Text>,
    /// How voters get their code.
    pub code_delivery: Option<Text>,
}

/// The counts of one contest and what follows from them.
#[derive(Clone, Debug)]
pub struct ContestResult {
    /// The counters of the contest, in their order: one for each option, in the order of the ballot, where the kind has
    /// no others.
    pub counts: Vec<u64>,
    /// What the rule makes of them; `None` if the counts are only reported.
    pub outcome: Option<Outcome>,
    /// The counts of each electorate group, if there are several.
    pub groups: Vec<GroupResult>,
}

/// The counts of one group of voters.
#[derive(Clone, Debug)]
pub struct GroupResult {
    /// The group, or the groups that were put together because one was too small.
    pub label: Text,
    /// The counters of the contest, in their order.
    pub counts: Vec<u64>,
}
