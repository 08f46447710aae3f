//! The ways to lie in a ceremony, step by step.

use super::super::*;
use super::message::Message;
use crate::ceremony::sealing::seal;
use crate::group::NonIdentity;

/// How a trustee behaves; it is honest in everything else.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Behaviour {
    Honest,
    NoEnrolment,
    NoCommit,
    NoReveal,
    /// Reveals when the phase is over.
    LateReveal,
    /// Reveals polynomials of degree t instead of t − 1.
    WrongDegree,
    FalseProof,
    /// Subtracts the next dealer's contribution from its own.
    RogueKey,
    OtherReveal,
    /// Reveals what it revealed in another election.
    ReplayedReveal,
    WrongShareAnswered,
    WrongShareUnanswered,
    WrongShareTwice,
    WrongSharesToAll,
    /// Seals bytes that do not open.
    GarbledShare,
    FalseComplaint,
    ComplainsAboutAll,
    AccusesItself,
    AccusesAStranger,
    NoComplaint,
    UnaskedAnswer,
    NoAccept,
    AcceptsOtherKeys,
    ComplainsAfterAccept,
    SpeaksTwice,
}

use Behaviour::*;

/// All of them.
pub const ALL: [Behaviour; 25] = [
    Honest,
    NoEnrolment,
    NoCommit,
    NoReveal,
    LateReveal,
    WrongDegree,
    FalseProof,
    RogueKey,
    OtherReveal,
    ReplayedReveal,
    WrongShareAnswered,
    WrongShareUnanswered,
    WrongShareTwice,
    WrongSharesToAll,
    GarbledShare,
    FalseComplaint,
    ComplainsAboutAll,
    AccusesItself,
    AccusesAStranger,
    NoComplaint,
    UnaskedAnswer,
    NoAccept,
    AcceptsOtherKeys,
    ComplainsAfterAccept,
    SpeaksTwice,
];

impl Behaviour {
    /// Whether nobody can tell, or nothing comes of it: the ceremony goes on with this trustee.
    pub fn is_harmless(self, params: &CeremonyParams) -> bool {
        match self {
            Honest | WrongShareAnswered | GarbledShare | FalseComplaint | NoComplaint => true,
            AccusesItself | AccusesAStranger | UnaskedAnswer | ComplainsAfterAccept | SpeaksTwice => true,
            // Fewer than t accuse it, and it answers them rightly.
            WrongSharesToAll => params.others(trustee(1)).count() < params.threshold(),
            _ => false,
        }
    }

    /// What trustee `me` says when it is its turn.
    pub fn due(self, world: &World, elsewhere: &World, me: u8) -> Option<Message> {
        let secret = world.secret(me);
        match world.public.phase() {
            Phase::Enrolment => (self != NoEnrolment).then(|| Message::Enrolment(secret.enrolment())),
            Phase::Commit => self.commit(world, me).map(Message::Commit),
            Phase::Reveal => self.reveal(world, elsewhere, me).map(Message::Reveal),
            Phase::Complaint => self.complaint(world, me).map(Message::Complaint),
            Phase::Answer => self.answer(world, me).map(Message::Answer),
            // An honest trustee whose complaint was not heard does not accept.
            Phase::Accept if self == NoAccept || self == AcceptsOtherKeys => None,
            Phase::Accept => secret
                .accept(world.public.settled()?, LOG)
                .ok()
                .map(Message::Accept),
            Phase::Complete | Phase::Aborted => None,
        }
    }

    /// What it tries besides in this phase, after its turn; never admitted.
    pub fn intrusion(self, world: &World, phase: Phase, me: u8, said: Option<&Message>) -> Option<Message> {
        let secret = world.secret(me);
        let params = world.public.params();
        let complaint = |accused| {
            let dealers = trustees(&[accused]);
            Some(Message::Complaint(Complaint { dealers }))
        };
        match (self, phase) {
            (SpeaksTwice, _) => said.cloned(),
            (LateReveal, Phase::Complaint) => {
                Some(Message::Reveal(secret.reveal(world.public.committed()?).ok()?))
            }
            (WrongDegree, Phase::Reveal) => {
                let mut reveal = secret.reveal(world.public.committed()?).unwrap();
                let first = reveal.dealing.commitments[0];
                let longer = (params.threshold() + 1) * params.counters();
                reveal.dealing.commitments.resize(longer, first);
                Some(Message::Reveal(reveal))
            }
            (AccusesItself, Phase::Complaint) => complaint(me),
            (AccusesAStranger, Phase::Complaint) => complaint(params.trustees().last()?.get() + 1),
            (ComplainsAfterAccept, Phase::Accept) => complaint(next(world, me)),
            (UnaskedAnswer, Phase::Answer | Phase::Accept) => {
                let recipient = trustee(next(world, me));
                let shares = secret.shares_for(world.public.enrolled()?, recipient).to_vec();
                Some(Message::Answer(Answer {
                    shares: [(recipient, shares)].into(),
                }))
            }
            (AcceptsOtherKeys, Phase::Accept) => Some(Message::Accept(Accept {
                log: LOG,
                keys: Digest([0; 32]),
            })),
            _ => None,
        }
    }

    fn commit(self, world: &World, me: u8) -> Option<Commit> {
        let dealing = self.dealing(world, me);
        let commit = Commit::to_dealing(world.public.enrolled()?, trustee(me), &dealing);
        (self != NoCommit).then_some(commit)
    }

    fn dealing(self, world: &World, me: u8) -> Dealing {
        let enrolled = world.public.enrolled().unwrap();
        let mut dealing = world.secret(me).dealing(enrolled).unwrap();
        match self {
            FalseProof => dealing.response += Scalar::ONE,
            RogueKey => {
                let theirs = world.secret(next(world, me)).dealing(enrolled).unwrap();
                let rogue = dealing.commitments[0].element() - theirs.commitments[0].element();
                dealing.commitments[0] = NonIdentity::new(rogue.into()).unwrap();
            }
            _ => {}
        }
        dealing
    }

    fn reveal(self, world: &World, elsewhere: &World, me: u8) -> Option<Reveal> {
        let committed = world.public.committed()?;
        let secret = world.secret(me);
        let mut dealing = self.dealing(world, me);
        let others = world.public.params().others(trustee(me));
        let victims: BTreeSet<TrusteeIndex> = match self {
            NoReveal | LateReveal | WrongDegree => return None,
            ReplayedReveal => return elsewhere.secret(me).reveal(elsewhere.public.committed()?).ok(),
            WrongShareAnswered | WrongShareUnanswered | WrongShareTwice => trustees(&[next(world, me)]),
            WrongSharesToAll => others.collect(),
            _ => BTreeSet::new(),
        };
        if self == OtherReveal {
            dealing.response += Scalar::ONE;
        }
        let seal_to = |recipient: TrusteeIndex| {
            let mut shares = secret.shares_for(committed.enrolled(), recipient);
            if victims.contains(&recipient) {
                shares[0] += Scalar::ONE;
            }
            let key = &committed.enrolled().enrolment(recipient).unwrap().key;
            let mut rng = ChaCha20Rng::seed_from_u64(1);
            let mut sealed = seal(committed, trustee(me), recipient, key, &shares, &mut rng).unwrap();
            if self == GarbledShare && recipient.get() == next(world, me) {
                sealed.ciphertext.fill(0x55);
            }
            sealed
        };
        let sealed = world.public.params().others(trustee(me)).map(seal_to).collect();
        Some(Reveal { dealing, sealed })
    }

    fn complaint(self, world: &World, me: u8) -> Option<Complaint> {
        let dealt = world.public.dealt()?;
        let mut complaint = world.secret(me).complaint(dealt).unwrap();
        let accused: BTreeSet<TrusteeIndex> = match self {
            NoComplaint | AccusesItself | AccusesAStranger => return None,
            FalseComplaint => trustees(&[next(world, me)]),
            ComplainsAboutAll => world.public.params().others(trustee(me)).collect(),
            _ => BTreeSet::new(),
        };
        let dealers = accused
            .into_iter()
            .filter(|dealer| dealt.reveal(*dealer).is_some());
        complaint.dealers.extend(dealers);
        Some(complaint)
    }

    fn answer(self, world: &World, me: u8) -> Option<Answer> {
        let mut answer = world.secret(me).answer(world.public.accused()?).unwrap()?;
        match self {
            WrongShareUnanswered => return None,
            WrongShareTwice => answer
                .shares
                .values_mut()
                .for_each(|shares| shares[0] += Scalar::ONE),
            _ => {}
        }
        Some(answer)
    }
}

/// The trustee whom a liar picks: the next one.
fn next(world: &World, me: u8) -> u8 {
    let last = world.public.params().trustees().last().unwrap().get();
    me % last + 1
}
