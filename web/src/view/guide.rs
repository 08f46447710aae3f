//! One page for each role, to be printed and handed on: what to do, what to check, what need not be trusted.

use comitia_kit::i18n::Localiser;
use comitia_kit::page::{Head, Link, View};
use serde::Serialize;

/// A role, with the number of its messages in each part: `guide-<role>-<part>-<n>`.
struct Role {
    name: &'static str,
    counts: [usize; 4],
}

/// The parts of a page: name, icon, element of the list.
const PARTS: [(&str, &str, &str); 4] = [
    ("do", "check", "ol"),
    ("check", "magnifier", "ul"),
    ("trust", "seal", "ul"),
    ("wrong", "warning", "ul"),
];

const ROLES: [Role; 5] = [
    Role {
        name: "voter",
        counts: [4, 3, 3, 3],
    },
    Role {
        name: "trustee",
        counts: [5, 4, 2, 3],
    },
    Role {
        name: "registrar",
        counts: [5, 3, 2, 2],
    },
    Role {
        name: "board",
        counts: [5, 4, 2, 3],
    },
    Role {
        name: "observer",
        counts: [4, 4, 2, 2],
    },
];

/// The page of a role.
#[derive(Clone, Debug, Serialize)]
pub struct GuideView {
    /// The beginning of the names of its messages.
    key: String,
    parts: Vec<Part>,
    others: Vec<&'static str>,
}

#[derive(Clone, Debug, Serialize)]
struct Part {
    name: &'static str,
    icon: &'static str,
    list: &'static str,
    /// Names of messages.
    items: Vec<String>,
}

impl GuideView {
    /// The page of the role with this name.
    #[must_use]
    pub fn find(name: &str) -> Option<Self> {
        let role = ROLES.iter().find(|role| role.name == name)?;
        let part = |((name, icon, list), count): ((&'static str, _, _), usize)| Part {
            name,
            icon,
            list,
            items: (1..=count)
                .map(|n| format!("guide-{}-{name}-{n}", role.name))
                .collect(),
        };
        let names = ROLES.iter().map(|role| role.name);
        Some(Self {
            key: format!("guide-{}", role.name),
            parts: PARTS.into_iter().zip(role.counts).map(part).collect(),
            others: names.filter(|other| *other != role.name).collect(),
        })
    }
}

impl View for GuideView {
    const TEMPLATE: &'static str = "guide.html";

    fn head(&self, text: &Localiser) -> Head {
        Head {
            title: text.text(&format!("{}-title", self.key)),
            description: text.text(&format!("{}-lead", self.key)),
            crumbs: vec![Link::new(
                format!("/{}/how-it-works", text.locale().tag()),
                text.text("how-title"),
            )],
            ..Head::default()
        }
    }

    fn samples(_: &Localiser) -> Vec<Self> {
        ROLES.iter().filter_map(|role| Self::find(role.name)).collect()
    }
}
