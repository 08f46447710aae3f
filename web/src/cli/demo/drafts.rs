//! What the two referendums are about.
//!
//! The finished one restates a real local result: the federal vote of 25 September 2016 on the Intelligence Service
//! Act in Neuheim (canton of Zug, Switzerland), as the canton published it: 1,412 electors, 440 yes, 232 no, 7 blank.

use comitia_election::manifest::Time;
use serde_json::{Value, json};

/// Electors of the finished referendum.
pub(super) const ELECTORS: usize = 1412;
/// Its yes, no and blank votes.
pub(super) const VOTES: [usize; 3] = [440, 232, 7];

/// What both have in common.
pub(super) struct Terms {
    /// The trustees' lines.
    pub(super) trustees: Value,
    /// The registrar's key.
    pub(super) registrar: String,
    /// When voting opens.
    pub(super) opens_at: Time,
    /// When it closes.
    pub(super) closes_at: Time,
}

/// The draft of the finished referendum.
pub(super) fn finished(terms: &Terms) -> Value {
    let mut draft = common(terms);
    merge(
        &mut draft,
        json!({
            "title": {
                "fr": "Loi sur le renseignement : le vote de Neuheim, rejoué",
                "en": "Intelligence Service Act: the vote of Neuheim, replayed"
            },
            "description": {
                "fr": "Les chiffres sont ceux d’un vrai vote, le 25 septembre 2016, dans une commune suisse de 1 412 électeurs. \
                       Des électeurs inventés ont déposé ici autant de bulletins chiffrés.",
                "en": "The figures are those of a real vote, on 25 September 2016, in a Swiss commune of 1,412 electors. \
                       Made-up voters have cast as many encrypted ballots here."
            },
            "contests": [{
                "id": "renseignement",
                "title": {
                    "fr": "Acceptez-vous la loi fédérale sur le renseignement ?",
                    "en": "Do you accept the federal Intelligence Service Act?"
                },
                "options": yes_no_blank(),
                "rule": {"kind": "single", "blank": "blank"},
                "outcome": {"majority": {"kind": "simple"}}
            }]
        }),
    );
    draft
}

/// The draft of the open referendum.
pub(super) fn open(terms: &Terms) -> Value {
    let mut draft = common(terms);
    merge(
        &mut draft,
        json!({
            "title": {
                "fr": "Des samedis sans voitures rue du Marché ?",
                "en": "Saturdays without cars in Market Street?"
            },
            "description": {
                "fr": "De 8 h à 20 h, la rue serait réservée aux piétons et aux vélos. Les livraisons se feraient avant 8 h.",
                "en": "From 8 a.m. to 8 p.m. the street would be for people on foot and on bicycles. Deliveries would come before 8."
            },
            "waivers": {"early_close": {
                "fr": "C’est une démonstration : qui la regarde peut la clore et voir le résultat.",
                "en": "This is a demonstration: whoever looks at it may close it and see the result."
            }},
            "contests": [{
                "id": "samedis",
                "title": {
                    "fr": "Faut-il fermer la rue du Marché aux voitures le samedi ?",
                    "en": "Should Market Street be closed to cars on Saturdays?"
                },
                "options": yes_no_blank(),
                "rule": {"kind": "single", "blank": "blank"},
                "outcome": {"majority": {
                    "kind": "simple",
                    "quorums": {"turnout": {"numerator": 1, "denominator": 4}}
                }}
            }]
        }),
    );
    draft
}

fn common(terms: &Terms) -> Value {
    json!({
        "authority": {"name": "Ville de démonstration"},
        "registrar": {"name": "Préfecture", "key": terms.registrar},
        "trustees": terms.trustees,
        "threshold": 2,
        "authentication": "none",
        "credentials": "registrar-codes",
        "booth": "web",
        "times": {
            "opens_at": terms.opens_at.to_rfc3339(),
            "closes_at": terms.closes_at.to_rfc3339()
        },
        "groups": [{"id": "electeurs", "title": {"fr": "Électeurs", "en": "Electors"}}]
    })
}

fn yes_no_blank() -> Value {
    json!([
        {"id": "yes", "title": {"fr": "Oui", "en": "Yes"}},
        {"id": "no", "title": {"fr": "Non", "en": "No"}},
        {"id": "blank", "title": {"fr": "Vote blanc", "en": "Blank vote"}}
    ])
}

fn merge(draft: &mut Value, more: Value) {
    if let (Some(fields), Value::Object(more)) = (draft.as_object_mut(), more) {
        fields.extend(more);
    }
}
