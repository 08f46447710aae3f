//! Lists of voters: what is read, what is refused, what is warned about.

#![expect(clippy::unwrap_used, reason = "helpers of tests may fail loudly")]

use comitia_registrar::voters::{self, Column, ListRules, Problem, Refused, VoterList, Warning, What};
use proptest::prelude::*;

/// Reads a list for an election with the groups `A` and `Nord`, and a floor of 10.
fn read(bytes: &[u8]) -> Result<VoterList, Refused> {
    // A list that names no group belongs to an election with one.
    let several = bytes
        .windows(5)
        .take(50)
        .any(|word| word.eq_ignore_ascii_case(b"group"));
    let groups = if several { ["A", "Nord"].as_slice() } else { &["A"] };
    voters::read(
        bytes,
        &ListRules {
            groups: groups.iter().map(|id| (*id).to_owned()).collect(),
            floor: 10,
        },
    )
}

fn accepted(text: &str) -> VoterList {
    read(text.as_bytes()).unwrap()
}

fn refused(text: &str) -> Vec<(u64, What)> {
    let Refused { problems } = read(text.as_bytes()).unwrap_err();
    problems
        .into_iter()
        .map(|Problem { line, what }| (line, what))
        .collect()
}

/// A list with these names, one each line from line 2.
fn named(names: &[&str]) -> String {
    let quoted: Vec<String> = names.iter().map(|name| format!("\"{name}\"")).collect();
    format!("name\n{}\n", quoted.join("\n"))
}

/// Warnings about names, leaving out those that every small list gets.
fn name_warnings(names: &[&str]) -> Vec<Warning> {
    let warnings = accepted(&named(names)).warnings.into_iter();
    warnings
        .filter(|warning| !matches!(warning, Warning::FewOfTheirKind { .. }))
        .collect()
}

#[test]
fn columns_are_found_by_name_in_any_order_with_either_delimiter() {
    for text in [
        "contact;Weight; group ;NAME\n1 rue du Port;3;Nord;Zoé  Le Goff\n",
        "\u{feff}name,contact,group,weight\r\nZoé  Le Goff,1 rue du Port,Nord,3\r\n",
        "\n\nweight,name,group,contact\n\n3,\"Zoé Le Goff\",Nord,\"1 rue du Port\"",
    ] {
        let list = accepted(text);
        let [voter] = list.voters.as_slice() else {
            panic!("one voter")
        };
        assert_eq!((voter.name.as_str(), voter.weight.get()), ("Zoé Le Goff", 3));
        assert_eq!((voter.group, voter.contact.as_str()), (1, "1 rue du Port"));
    }
}

#[test]
fn only_the_name_is_needed() {
    let list = accepted("name\nAda\n\n;\nBen\n");
    let voters: Vec<_> = list
        .voters
        .iter()
        .map(|voter| (voter.line, voter.name.as_str(), voter.weight.get()))
        .collect();
    assert_eq!(voters, [(2, "Ada", 1), (5, "Ben", 1)]);
    assert_eq!(accepted("weight;name\n;Ada\n").voters[0].weight.get(), 1);
}

#[test]
fn an_address_may_have_several_lines() {
    let list = accepted("name;contact\nAda;\"  3 Grand-Place \r\n\r\n59000   Lille\"\nBen;x\n");
    assert_eq!(list.voters[0].contact, "3 Grand-Place\n59000 Lille");
    assert_eq!(list.voters[1].line, 5);
}

#[test]
fn every_bad_row_is_listed_with_its_line() {
    let text = "name;weight;group\nAda;0;A\n;2;A\nBen;1\nCy;1,5;A\nDi;4294967296;x\nEd;1;A;\n\"F\ny\";1;A\nGé\u{200b};+1;A\n";
    let weight = |found: &str| What::Weight {
        found: found.to_owned(),
    };
    let expected = [
        (2, weight("0")),
        (3, What::EmptyName),
        (4, What::FieldCount { found: 2, columns: 3 }),
        (4, What::UnknownGroup { found: String::new() }),
        (5, weight("1,5")),
        (
            6,
            What::UnknownGroup {
                found: "x".to_owned(),
            },
        ),
        (6, weight("4294967296")),
        (7, What::FieldCount { found: 4, columns: 3 }),
        (8, What::LineBreak { column: Column::Name }),
        (
            10,
            What::Invisible {
                column: Column::Name,
                code: 0x200b,
            },
        ),
        (10, weight("+1")),
    ];
    assert_eq!(refused(text), expected);
}

#[test]
fn headers_that_are_not_understood_are_refused() {
    assert_eq!(refused(""), [(1, What::NoNameColumn)]);
    assert_eq!(refused("Ada;1\nBen;2\n"), [(1, What::NoNameColumn)]);
    assert_eq!(
        refused("name;birth date;name\nAda;x;y\n"),
        [
            (
                1,
                What::UnknownColumn {
                    found: "birth date".to_owned()
                }
            ),
            (1, What::RepeatedColumn { column: Column::Name })
        ]
    );
    assert_eq!(refused("name;weight\n;\n"), [(1, What::NoVoters)]);
    assert_eq!(
        read(b"name\nAda\nG\xe9raldine\n").unwrap_err().problems[0],
        Problem {
            line: 3,
            what: What::NotUtf8
        }
    );
    assert!(read(b"\xff\xfen\0a\0m\0e\0").is_err());
}

#[test]
fn a_group_is_named_by_its_id_and_where_there_is_one_it_need_not_be() {
    let rules = |groups: &[&str]| ListRules {
        groups: groups.iter().map(|id| (*id).to_owned()).collect(),
        floor: 1,
    };
    let list = voters::read(
        "name;group\nAda; Île  de Ré\nBen;Nord\n".as_bytes(),
        &rules(&["Nord", "Île de Ré"]),
    );
    let groups: Vec<_> = list.unwrap().voters.iter().map(|voter| voter.group).collect();
    assert_eq!(groups, [1, 0]);
    let one = voters::read(b"name;group\nAda;\nBen;Nord\n", &rules(&["Nord"])).unwrap();
    assert!(one.voters.iter().all(|voter| voter.group == 0));
    let refused = |text: &str, groups| {
        voters::read(text.as_bytes(), &rules(groups))
            .unwrap_err()
            .problems
    };
    assert_eq!(
        refused("\nname\nAda\n", &["Nord", "Sud"]),
        [Problem {
            line: 2,
            what: What::NoGroupColumn
        }]
    );
    let unknown = |found: &str| What::UnknownGroup {
        found: found.to_owned(),
    };
    assert_eq!(
        refused("name;group\nAda;nord\n", &["Nord"]),
        [Problem {
            line: 2,
            what: unknown("nord")
        }]
    );
    assert_eq!(
        refused("name;group\nAda;\n", &["Nord", "Sud"]),
        [Problem {
            line: 2,
            what: unknown("")
        }]
    );
}

#[test]
fn fields_have_a_largest_length() {
    let long = "é".repeat(201);
    assert_eq!(
        refused(&named(&[&long])),
        [(
            2,
            What::TooLong {
                column: Column::Name,
                found: 201
            }
        )]
    );
    assert_eq!(accepted(&named(&[&long[..400]])).voters.len(), 1);
}

#[test]
fn a_refusal_reads_like_a_list_to_work_through_and_repeats_no_name() {
    let message =
        read("name;weight\nAda Lovelace;1\nADA LOVELACE;x\nada  lovelace;1\n".as_bytes()).unwrap_err();
    let message = message.to_string();
    assert!(
        message.starts_with("the list of voters has 2 problems\n  line 3: the weight is \"x\""),
        "{message}"
    );
    assert!(
        message.contains("\n  line 4: the same name as on line 2"),
        "{message}"
    );
    assert!(!message.to_lowercase().contains("lovelace"), "{message}");
}

/// Pairs that are one person: refused, naming both lines.
const SAME: [(&str, &str); 12] = [
    ("Zoé", "Zoe\u{301}"),
    ("Zoé Le Goff", "ZOÉ LE GOFF"),
    ("Zoé Le Goff", "  Zoé \u{a0} Le\u{2009}Goff "),
    ("Straße", "STRASSE"),
    ("Σίσυφος", "ΣΊΣΥΦΟΣ"),
    ("Σίσυφοσ", "Σίσυφος"),
    ("Ǆemal", "ǆemal"),
    ("ﬁona", "FIONA"),
    ("Åsa", "A\u{30a}sa"),
    ("Åsa", "\u{212b}sa"),
    ("İpek", "i\u{307}pek"),
    ("क्\u{200d}ष", "क्ष"),
];

#[test]
fn c8_duplicates_after_normalisation_are_refused_naming_both_lines() {
    for (first, second) in SAME {
        assert_eq!(
            refused(&named(&[first, "Somebody Else", second])),
            [(4, What::Duplicate { first: 2 })],
            "{second}"
        );
    }
}

/// Pairs that look alike and may be two persons: accepted with a warning.
const ALIKE: [(&str, &str); 8] = [
    ("Bernard", "\u{412}ERNARD"),             // Cyrillic Ve
    ("Paco", "\u{440}\u{430}\u{441}\u{43e}"), // Cyrillic throughout
    ("Ana", "\u{391}na"),                     // Greek Alpha
    ("Jean-Pierre Roux", "Jean Pierre Roux"),
    ("Léa Dupont", "DUPONT Lea"),
    ("Mornay", "Momay"),
    ("Ida", "lda"),
    ("O'Neill", "O’Neill"),
];

#[test]
fn c8_homoglyphs_and_near_duplicates_are_warned_about() {
    for (first, second) in ALIKE {
        let warnings = name_warnings(&[first, "Somebody Else", second]);
        assert!(
            warnings.contains(&Warning::Alike { line: 4, first: 2 }),
            "{second}: {warnings:?}"
        );
    }
}

#[test]
fn c8_words_that_mix_alphabets_are_warned_about() {
    for mixed in [
        "\u{412}ernard",
        "Al\u{435}xandra",
        "Ju\u{3bb}ia",
        "O'\u{41d}ara Mc\u{421}oy",
    ] {
        assert_eq!(
            name_warnings(&[mixed]),
            [Warning::MixedScripts { line: 2 }],
            "{mixed}"
        );
    }
    for honest in [
        "Иван Петров",
        "Ιωάννης",
        "Ivan (Иван) Petrov",
        "Zoë O’Brien-Łuczak",
        "李小龙",
        "Mehmet-Ali",
    ] {
        assert_eq!(name_warnings(&[honest]), [], "{honest}");
    }
}

/// What no key notices is written down, so that nobody relies on it.
#[test]
fn c8_what_is_not_noticed() {
    for (first, second) in [
        ("Catherine", "Katherine"),
        ("Юлия", "Yulia"),
        ("Jean Roux", "Jean Paul Roux"),
        ("J. Roux", "Jean Roux"),
    ] {
        assert_eq!(name_warnings(&[first, second]), [], "{second}");
    }
}

#[test]
fn c7_rare_and_large_weights_are_warned_about() {
    let mut text = String::from("name;weight;group\n");
    for number in 0..20 {
        text.push_str(&format!("Voter {number};2;A\n"));
    }
    text.push_str("Heavy;21;A\nTwenty;20;A\n");
    let expected = [
        Warning::FewOfTheirKind {
            line: 22,
            group: "A".to_owned(),
            weight: 21,
            voters: 1,
            floor: 10,
        },
        Warning::LargeWeight {
            line: 22,
            weight: 21,
            usual: 2,
        },
        Warning::FewOfTheirKind {
            line: 23,
            group: "A".to_owned(),
            weight: 20,
            voters: 1,
            floor: 10,
        },
    ];
    assert_eq!(accepted(&text).warnings, expected);
}

#[test]
fn c3_a_contact_of_many_voters_is_warned_about_once() {
    let text: String = (0..12).fold("name;contact\n".to_owned(), |text, number| {
        let contact = match number {
            0..5 => "Mairie, 1 place",
            5..9 => "MAISON@example.org",
            _ => "",
        };
        format!("{text}Voter {number};{contact}\n")
    });
    let warnings = accepted(&text.replace("Voter 3;Mairie", "Voter 3;MAIRIE")).warnings;
    assert_eq!(warnings, [Warning::SharedContact { line: 2, voters: 5 }]);
}

#[test]
fn w10_debug_shows_no_personal_data() {
    let list = accepted("name;contact\nAda Lovelace;ada@example.org\n");
    let shown = format!("{list:?}");
    assert!(!shown.contains("Ada") && !shown.contains("example"), "{shown}");
}

proptest! {
    #[test]
    fn any_bytes_are_read_or_refused_without_a_panic(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
        let _ = read(&bytes);
        let _ = read(&[b"name;weight;group;contact\n".as_slice(), &bytes].concat());
    }

    /// The voters of an accepted list are those that were written, whatever their names contain.
    #[test]
    fn lists_written_by_a_spreadsheet_come_back(
        names in proptest::collection::btree_set("[a-z]{1,8}( [a-z;,\"']{1,8})?", 1..20),
        weights in proptest::collection::vec(1u32.., 20),
        comma in any::<bool>(),
    ) {
        let mut writer = csv::WriterBuilder::new().delimiter(if comma { b',' } else { b';' }).from_writer(Vec::new());
        writer.write_record(["weight", "name"]).unwrap();
        for (name, weight) in names.iter().zip(&weights) {
            writer.write_record([weight.to_string().as_str(), name]).unwrap();
        }
        let list = read(&writer.into_inner().unwrap()).unwrap();
        let read: Vec<_> = list.voters.iter().map(|voter| (voter.name.clone(), voter.weight.get())).collect();
        let written: Vec<_> = names.iter().cloned().zip(weights).collect();
        prop_assert_eq!(read, written);
    }
}
