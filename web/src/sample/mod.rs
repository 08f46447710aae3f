//! Made-up votations in every state, for tests and for the page of components. Nothing here is served as real.

mod kinds;
mod urns;

pub use urns::conditions;
use urns::urn;

use std::collections::BTreeMap;
use std::num::NonZeroU32;

use comitia_counting::{
    Electorate, Fraction, Majority, MajorityKind, OptionIndex, Quorums, Rule, Tally, Top,
};
use comitia_crypto::ElectionId;
use comitia_election::contest::{Choose, ContestRule, Single};
use comitia_kit::i18n::{Text, Zone};
use comitia_kit::site::Settings;
use jiff::{SignedDuration, Timestamp};

use crate::votation::{
    Abort, CeremonyStep, Channels, Committee, Complaint, Contest, ContestOption, ContestResult,
    FingerprintKind, GroupResult, Participation, Stage, StepState, Summary, Trustee, Votation, Weakness,
};

const DAY: i64 = 24;

/// The settings of a made-up town.
#[must_use]
pub fn settings() -> Settings {
    Settings {
        contact: Some("votations@kervalan.example".to_owned()),
        organisation_url: Some("https://www.kervalan.example".to_owned()),
        publisher: Some("Anne Le Goff, maire de Kervalan".to_owned()),
        host: Some("Syndicat numérique du Ponant, 4 rue du Port, 29200 Brest".to_owned()),
        base_url: Some("https://vote.kervalan.example".to_owned()),
        source_url: Some("https://source.example/comitia".to_owned()),
        ..Settings::named("Ville de Kervalan")
    }
}

/// The moment at which samples are looked at.
#[must_use]
pub fn now() -> Timestamp {
    at(0)
}

/// Hours after [`now`], a Monday noon in November 2026.
fn at(hours: i64) -> Timestamp {
    Timestamp::UNIX_EPOCH + SignedDuration::from_secs(1_795_431_600) + SignedDuration::from_hours(hours)
}

fn text(fr: &str, en: &str) -> Text {
    Text::new([("fr", fr), ("en", en)])
}

fn hex(seed: u8) -> String {
    (0..32_u8)
        .map(|index| {
            format!(
                "{:02x}",
                seed.wrapping_mul(31).wrapping_add(index.wrapping_mul(53))
            )
        })
        .collect()
}

/// One votation in each state and of each kind that pages must cope with.
#[must_use]
pub fn votations() -> Vec<Votation> {
    let mut all: Vec<Votation> = Stage::ALL.into_iter().map(referendum).collect();
    all.extend([
        budget(Stage::Published),
        budget(Stage::Open),
        extended(),
        long_words(),
        overdue(),
    ]);
    for (index, votation) in (1_u8..).zip(&mut all) {
        votation.summary.id = ElectionId([index; 32]);
    }
    all
}

/// Results of every kind.
#[must_use]
pub fn outcomes() -> Vec<Votation> {
    let seats = |seats| NonZeroU32::new(seats).unwrap_or(NonZeroU32::MIN);
    let yes_no = [
        (2_431, 1_987, 212),
        (1_100, 900, 60),
        (2_200, 2_200, 300),
        (0, 0, 4_500),
        (2_431, 1_987, 212),
    ];
    let mut all: Vec<Votation> = yes_no
        .into_iter()
        .map(|(yes, no, blank)| referendum_with(yes, no, blank))
        .collect();
    all.push(three_ways());
    all.push(grouped());
    for (seats, counts) in [
        (seats(2), [900, 900, 900, 10, 5, 0]),
        (seats(3), [900, 800, 0, 0, 0, 0]),
        (seats(1), [0, 0, 0, 0, 0, 0]),
    ] {
        let mut votation = budget(Stage::Published);
        decide(
            &mut votation,
            0,
            Some(Rule::Top(Top {
                seats,
                quorums: Quorums::default(),
            })),
            &counts,
            1_000,
        );
        all.push(votation);
    }
    let mut counted_only = budget(Stage::Published);
    decide(&mut counted_only, 0, None, &[12, 11, 10, 9, 8, 7], 20);
    all.push(counted_only);
    all.extend(kinds::all());
    all.push(too_few());
    all
}

/// A referendum with yes, no and blank, in the given state.
#[must_use]
pub fn referendum(stage: Stage) -> Votation {
    let reached_stage = if stage == Stage::Aborted {
        Stage::Open
    } else {
        stage
    };
    let (opens, closes) = match reached_stage {
        Stage::Open => (-4 * DAY, 6 * DAY + 8),
        stage if stage < Stage::Open => (5 * DAY, 19 * DAY + 8),
        _ => (-24 * DAY, -9 * DAY + 8),
    };
    let begun = reached_stage >= Stage::Open;
    let counted = reached_stage > Stage::Open;
    let voted = match (begun, counted) {
        (false, _) => 0,
        (true, false) => 1_874,
        (true, true) => 4_630,
    };
    let mut votation = Votation {
        summary: Summary {
            id: ElectionId([7; 32]),
            title: text(
                "Piétonniser la rue de la Halle",
                "Make rue de la Halle a pedestrian street",
            ),
            stage,
            opens_at: at(opens),
            closes_at: at(closes),
            zone: Zone::named("Europe/Paris").unwrap_or_else(Zone::utc),
            voted,
            updated_at: at(if counted { closes + 2 } else { -1 }),
        },
        presentation: presentation(),
        contests: vec![yes_no_contest()],
        reached: reached(reached_stage, opens, closes),
        first_announced_close: None,
        checking_until: None,
        aborted: (stage == Stage::Aborted).then(abort),
        participation: participation(reached_stage, voted, opens, closes),
        committee: committee(reached_stage, opens, closes),
        urn: urn(reached_stage, voted),
        fingerprints: fingerprints(reached_stage),
        weaknesses: Vec::new(),
        channels: channels(),
        results: Vec::new(),
    };
    if matches!(stage, Stage::Published) {
        let rule = votation.contests[0].rule;
        decide(&mut votation, 0, rule, &[2_431, 1_987, 212], 4_630);
    }
    votation
}

fn presentation() -> Text {
    text(
        "Le conseil municipal propose de réserver la rue de la Halle aux piétons et aux vélos, tous les jours de 10 h à 20 h. Les riverains gardent l'accès à leur garage ; les livraisons se font le matin.\n\nLe dossier complet, avec les avis des commerçants et l'étude de circulation, est à l'accueil de la mairie. Si le quorum est atteint, le conseil municipal s'est engagé à suivre le résultat.",
        "The town council proposes to keep rue de la Halle for people on foot and on bicycles, every day from 10:00 to 20:00. Residents keep access to their garages; deliveries take place in the morning.\n\nThe full file, with the shopkeepers' opinions and the traffic study, is at the town hall. If the quorum is reached, the council has undertaken to follow the result.",
    )
}

fn abort() -> Abort {
    Abort {
        at: at(-20),
        reason: text(
            "Une erreur dans la liste des électeurs a été découverte : 212 personnes n'avaient pas reçu de code. Le vote sera recommencé.",
            "An error in the electoral roll was found: 212 people had not received a code. The vote will be held again.",
        ),
        during: Stage::Open,
    }
}

fn channels() -> Channels {
    Channels {
        booth: true,
        paper: Some(text(
            "À la mairie annexe, du mardi au samedi de 9 h à 12 h, avec une pièce d'identité.",
            "At the town hall annex, Tuesday to Saturday from 9:00 to 12:00, with proof of identity.",
        )),
        code_delivery: Some(text(
            "Votre code est dans la lettre que la communauté de communes vous a envoyée.",
            "Your code is in the letter that the community of communes sent you.",
        )),
    }
}

fn yes_no_contest() -> Contest {
    let option = |id: &str, label: Text, blank| ContestOption {
        id: id.to_owned(),
        label,
        blank,
        cost: None,
    };
    Contest {
        id: "rue-de-la-halle".to_owned(),
        question: text(
            "Voulez-vous que la rue de la Halle soit réservée aux piétons et aux vélos de 10 h à 20 h ?",
            "Do you want rue de la Halle to be kept for people on foot and on bicycles from 10:00 to 20:00?",
        ),
        options: vec![
            option("yes", text("Oui", "Yes"), false),
            option("no", text("Non", "No"), false),
            option("blank", text("Vote blanc", "Blank vote"), true),
        ],
        choice: ContestRule::Single(Single::default()),
        rule: Some(Rule::Majority(Majority {
            kind: MajorityKind::Absolute,
            quorums: half_turnout(),
        })),
    }
}

fn half_turnout() -> Quorums {
    Quorums {
        turnout: Fraction::new(1, 2).ok(),
        valid_votes: None,
    }
}

fn reached(stage: Stage, opens: i64, closes: i64) -> BTreeMap<Stage, Timestamp> {
    let times = [
        (Stage::Draft, opens - 30 * DAY),
        (Stage::Ceremony, opens - 28 * DAY),
        (Stage::KeyReady, opens - 21 * DAY),
        (Stage::RollCommitted, opens - 15 * DAY),
        (Stage::Open, opens),
        (Stage::Closed, closes),
        (Stage::Tallied, closes + 1),
        (Stage::Published, closes + 2),
    ];
    times
        .into_iter()
        .filter(|(reached, _)| *reached <= stage)
        .map(|(stage, hours)| (stage, at(hours)))
        .collect()
}

fn participation(stage: Stage, voted: u64, opens: i64, closes: i64) -> Participation {
    if stage < Stage::Open {
        return Participation {
            registered: (stage >= Stage::RollCommitted).then_some(8_412),
            ..Participation::default()
        };
    }
    let last = closes.min(0);
    let steps = 24;
    let point = |step: i64| {
        let share = u64::try_from(step * (2 * steps - step)).unwrap_or(0);
        (
            at(opens + (last - opens) * step / steps),
            voted * share / u64::try_from(steps * steps).unwrap_or(1),
        )
    };
    Participation {
        registered: Some(8_412),
        voted,
        cast: voted + 58,
        audited: 31,
        cancelled: Some(12),
        over_time: (0..=steps).map(point).collect(),
    }
}

fn committee(stage: Stage, opens: i64, closes: i64) -> Committee {
    let people = [
        "Yannick Morvan (greffe du tribunal)",
        "Fatoumata Diallo (Ligue des droits locaux)",
        "Étienne Kerbrat (tiré au sort)",
    ];
    let trustee = |(index, name): (u8, &&str)| {
        let done = |hours: i64| StepState::Done(at(hours + i64::from(index)));
        let mut steps = BTreeMap::new();
        for (step, hours) in CeremonyStep::ALL.into_iter().zip([-28, -26, -25, -22]) {
            steps.insert(step, done(opens + hours * DAY));
        }
        match stage {
            Stage::Draft => steps = BTreeMap::from([(CeremonyStep::Enrol, StepState::Expected)]),
            Stage::Ceremony => {
                steps.remove(&CeremonyStep::Accept);
                let reveal = if index == 1 { StepState::Expected } else { done(-3) };
                steps.insert(CeremonyStep::Reveal, reveal);
            }
            Stage::Closed => {
                let share = if index == 0 {
                    done(closes)
                } else {
                    StepState::Expected
                };
                steps.insert(CeremonyStep::Decrypt, share);
            }
            Stage::Tallied | Stage::Published => {
                let share = if index == 1 {
                    StepState::NotNeeded
                } else {
                    done(closes)
                };
                steps.insert(CeremonyStep::Decrypt, share);
            }
            _ => {}
        }
        Trustee {
            name: (*name).to_owned(),
            identity: hex(index + 40),
            steps,
        }
    };
    Committee {
        threshold: 2,
        trustees: (0..).zip(&people).map(trustee).collect(),
        complaints: Vec::new(),
    }
}

fn fingerprints(stage: Stage) -> Vec<(FingerprintKind, String)> {
    let since = |kind| match kind {
        FingerprintKind::Manifest | FingerprintKind::LogKey => Stage::Draft,
        FingerprintKind::ElectionKey => Stage::KeyReady,
        FingerprintKind::Roll => Stage::RollCommitted,
        FingerprintKind::Booth | FingerprintKind::Open => Stage::Open,
    };
    let known = FingerprintKind::ALL
        .into_iter()
        .filter(|kind| stage >= since(*kind));
    (10..).zip(known).map(|(seed, kind)| (kind, hex(seed))).collect()
}

/// Fills in the counts of one contest and what the rule makes of them.
fn decide(votation: &mut Votation, contest: usize, rule: Option<Rule>, counts: &[u64], turnout: u64) {
    let registered = votation.participation.registered.unwrap_or(8_412);
    votation.participation.voted = turnout;
    votation.summary.voted = turnout;
    let Some(asked) = votation.contests.get_mut(contest) else {
        return;
    };
    asked.rule = rule;
    asked.options.truncate(counts.len());
    let blank = asked
        .options
        .iter()
        .position(|option| option.blank)
        .map(OptionIndex);
    let tally = Tally::new(Electorate { registered, turnout }, counts.to_vec(), blank);
    let outcome = rule.and_then(|rule| tally.ok().and_then(|tally| rule.decide(&tally.into()).ok()));
    votation.results.truncate(contest);
    votation.results.push(ContestResult {
        counts: counts.to_vec(),
        outcome,
        groups: Vec::new(),
    });
}

fn referendum_with(yes: u64, no: u64, blank: u64) -> Votation {
    let mut votation = referendum(Stage::Published);
    let rule = votation.contests[0].rule;
    decide(&mut votation, 0, rule, &[yes, no, blank], yes + no + blank);
    votation
}

/// So few ballots that they are not decrypted.
fn too_few() -> Votation {
    let mut votation = referendum_with(0, 0, 0);
    votation.participation.voted = 4;
    votation.summary.voted = 4;
    votation.results[0].outcome = None;
    votation
}

fn three_ways() -> Votation {
    let mut votation = referendum(Stage::Published);
    let third = ContestOption {
        id: "later".into(),
        label: text("Plus tard", "Later"),
        blank: false,
        cost: None,
    };
    votation.contests[0].options.insert(2, third);
    let rule = Rule::Majority(Majority {
        kind: MajorityKind::Absolute,
        quorums: Quorums::default(),
    });
    decide(&mut votation, 0, Some(rule), &[1_700, 1_600, 1_200, 100], 4_630);
    votation
}

fn grouped() -> Votation {
    let mut votation = referendum(Stage::Published);
    let rule = Rule::Majority(Majority {
        kind: MajorityKind::Simple,
        quorums: Quorums {
            valid_votes: Fraction::new(1, 4).ok(),
            ..half_turnout()
        },
    });
    decide(&mut votation, 0, Some(rule), &[2_431, 1_987, 212], 4_630);
    let group = |fr: &str, en: &str, counts: [u64; 3]| GroupResult {
        label: text(fr, en),
        counts: counts.to_vec(),
    };
    votation.results[0].groups = vec![
        group("Centre-ville", "Town centre", [1_511, 640, 90]),
        group(
            "Les Hauts et Le Moulin, réunis",
            "Les Hauts and Le Moulin, together",
            [920, 1_347, 122],
        ),
    ];
    votation.weaknesses = vec![Weakness::FloorWaived { floor: 10 }, Weakness::Weighted];
    votation
}

/// A participatory budget: several projects, the most chosen win.
#[must_use]
pub fn budget(stage: Stage) -> Votation {
    let projects = [
        (
            "Un verger partagé derrière l'école Prévert",
            "A shared orchard behind the Prévert school",
        ),
        (
            "Des bancs à l'ombre le long de la promenade du Rempart, tous les cinquante mètres",
            "Benches in the shade along the rampart walk, every fifty metres",
        ),
        (
            "Une boîte à livres par quartier",
            "A book box in each neighbourhood",
        ),
        ("Éclairer le chemin du stade", "Light the path to the stadium"),
        ("Un atelier vélo", "A bicycle workshop"),
        ("Des nichoirs", "Nesting boxes"),
    ];
    let mut votation = referendum(stage);
    votation.summary.title = text(
        "Budget participatif 2027 : choisissez trois projets",
        "Participatory budget 2027: choose three projects",
    );
    votation.presentation = text(
        "Six projets d'habitants ont été étudiés par les services et peuvent être réalisés. Les trois projets les plus choisis le seront en 2027.",
        "Six projects by residents have been studied and can be carried out. The three that are chosen most will be, in 2027.",
    );
    votation.contests = vec![Contest {
        id: "projects".to_owned(),
        question: text(
            "Quels projets voulez-vous voir réalisés ?",
            "Which projects do you want to see carried out?",
        ),
        options: projects
            .iter()
            .map(|(fr, en)| ContestOption {
                id: (*en).to_owned(),
                label: text(fr, en),
                blank: false,
                cost: None,
            })
            .collect(),
        choice: ContestRule::Choose(Choose {
            min: 1,
            max: 3,
            blank: None,
        }),
        rule: NonZeroU32::new(3).map(|seats| {
            Rule::Top(Top {
                seats,
                quorums: Quorums::default(),
            })
        }),
    }];
    votation.weaknesses = vec![Weakness::NoSignIn];
    votation.channels.paper = None;
    if stage == Stage::Published {
        let rule = votation.contests[0].rule;
        decide(&mut votation, 0, rule, &[1_204, 998, 1_377, 640, 877, 402], 1_998);
    }
    votation
}

/// An open referendum whose closing time was put off, with every weakness that can be declared.
#[must_use]
pub fn extended() -> Votation {
    let mut votation = referendum(Stage::Open);
    votation.summary.title = text(
        "Fermer l'usine d'incinération du Vallon",
        "Close the Vallon incinerator",
    );
    votation.first_announced_close = Some(votation.summary.closes_at);
    votation.summary.closes_at += SignedDuration::from_hours(2 * DAY);
    votation.checking_until = Some(votation.summary.closes_at + SignedDuration::from_hours(DAY));
    votation.urn.witnesses.clear();
    votation.urn.witness_quorum = 0;
    votation.weaknesses = vec![
        Weakness::NoSignIn,
        Weakness::FloorWaived { floor: 10 },
        Weakness::LowThreshold,
        Weakness::TrusteeOnServer,
        Weakness::NoWitness,
        Weakness::DeviceKeys,
        Weakness::Weighted,
    ];
    votation
}

/// Words that are hard to fit, and no translation.
#[must_use]
pub fn long_words() -> Votation {
    let mut votation = referendum(Stage::Open);
    votation.summary.title = Text::new([(
        "fr",
        "Réaménagement intercommunal de l'ancienne Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft et de ses abords immédiats, y compris le parc",
    )]);
    votation.contests[0].options[0].label = Text::new([(
        "fr",
        "Anticonstitutionnellement-intergouvernementalisation-désinstitutionnalisée, sans réserve aucune et avec toutes ses conséquences budgétaires",
    )]);
    votation.channels = Channels::default();
    votation
}

/// Past its closing time, without the entry that closes it.
#[must_use]
pub fn overdue() -> Votation {
    let mut votation = referendum(Stage::Open);
    votation.summary.title = text(
        "Baisser la vitesse à 30 km/h en ville",
        "Lower the speed limit in town to 30 km/h",
    );
    votation.summary.closes_at = at(-1);
    votation
}

/// A ceremony in which everything goes wrong that can.
#[must_use]
pub fn ceremony_in_trouble() -> Votation {
    let mut votation = referendum(Stage::Ceremony);
    let trustees = &mut votation.committee.trustees;
    for (trustee, state) in
        trustees
            .iter_mut()
            .zip([StepState::Done(at(-3)), StepState::Missed, StepState::Refused])
    {
        trustee.steps.insert(CeremonyStep::Reveal, state);
    }
    let name = |index: usize| {
        trustees
            .get(index)
            .map(|trustee| trustee.name.clone())
            .unwrap_or_default()
    };
    votation.committee.complaints = [None, Some(true), Some(false)]
        .into_iter()
        .map(|answered_well| Complaint {
            from: name(0),
            about: name(2),
            answered_well,
        })
        .collect();
    votation
}
