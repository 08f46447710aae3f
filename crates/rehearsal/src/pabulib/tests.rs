//! Files that are read, and files that are refused.

use super::*;
use comitia_election::contest::{Choose, ContestRule, Points, Single};
use proptest::prelude::*;

fn choose(min: u32, max: u32) -> ContestRule {
    ContestRule::Choose(Choose {
        min,
        max,
        blank: None,
    })
}

const PROJECTS: &str =
    "PROJECTS\nproject_id;cost;name\nA 1;10;Un abri\n Éco ;5;\n\"B;2\";7;\"Le \"\"lavoir\"\"\"\n";

fn file(meta: &str, votes: &str) -> String {
    format!("META\nkey;value\n{meta}\n{PROJECTS}VOTES\nvoter_id;age;vote\n{votes}")
}

fn read(meta: &str, votes: &str) -> Result<BallotFile, ReadError> {
    parse("Some_Town 2022", &file(meta, votes), None)
}

fn refused(meta: &str, votes: &str) -> String {
    read(meta, votes).unwrap_err().to_string()
}

#[test]
fn approval_ballots_are_read_with_ids_as_they_are() {
    let file = read(
        "vote_type;approval\ndescription;Notre ville",
        "1;30;A 1, Éco \n2;;\n3;9;\"B;2,A 1\"\n",
    )
    .unwrap();
    let ids: Vec<_> = file.options.iter().map(|option| option.id.as_str()).collect();
    assert_eq!(ids, ["A 1", " Éco ", "B;2"]);
    let names: Vec<_> = file.options.iter().map(|option| option.name.as_deref()).collect();
    assert_eq!(names, [Some("Un abri"), None, Some("Le \"lavoir\"")]);
    assert_eq!(file.rule, choose(0, 3));
    assert_eq!(
        file.ballots.iter().collect::<Vec<_>>(),
        [[0, 1].as_slice(), &[], &[0, 2]]
    );
    assert_eq!(
        (file.title.as_str(), file.contest.as_str()),
        ("Notre ville", "some-town-2022")
    );
    assert_eq!(file.notes, []);
}

#[test]
fn limits_are_widened_on_both_ends() {
    let declared = "vote_type;approval\nmin_length;2\nmax_length;2";
    let file = read(declared, "1;;A 1, Éco \n2;;A 1\n4;;\n").unwrap();
    let (declared, widened) = (Limits { min: 2, max: 2 }, Limits { min: 0, max: 2 });
    assert_eq!(file.rule, choose(0, u32::try_from(widened.max).unwrap()));
    assert_eq!(
        file.notes,
        [Note::LimitsWidened {
            declared,
            widened,
            ballots: 2,
            first_line: 14
        }]
    );
}

#[test]
fn a_maximum_is_the_number_of_projects_unless_the_file_says_less() {
    let kind = |meta: &str| read(&format!("vote_type;approval\n{meta}"), "1;;A 1\n").unwrap();
    assert_eq!(kind("min_length;1").rule, choose(1, 3));
    assert_eq!(kind("max_length;").rule, choose(0, 3));
    let above = kind("max_length;9");
    assert_eq!(above.rule, choose(0, 3));
    assert_eq!(
        above.notes,
        [Note::MaxAboveOptions {
            declared: 9,
            options: 3
        }]
    );
    assert_eq!(
        kind("max_sum_cost;15").notes,
        [Note::MaxSumCostNotEnforced {
            max_sum_cost: "15".to_owned()
        }]
    );
    assert_eq!(
        refused("vote_type;approval\nmin_length;3\nmax_length;1", ""),
        "min_length 3 is larger than max_length 1"
    );
}

#[test]
fn choose_1_is_single_unless_a_ballot_is_not() {
    let file = read(
        "vote_type;choose-1\nmin_length;1\nmax_length;1",
        "1;;A 1\n2;; Éco \n",
    )
    .unwrap();
    assert_eq!(
        (&file.rule, file.notes.len()),
        (&ContestRule::Single(Single::default()), 0)
    );
    let file = read("vote_type;choose-1", "1;;A 1\n2;;\n").unwrap();
    let (declared, widened) = (Limits { min: 1, max: 1 }, Limits { min: 0, max: 1 });
    assert_eq!(file.rule, choose(0, u32::try_from(widened.max).unwrap()));
    assert_eq!(
        file.notes,
        [Note::LimitsWidened {
            declared,
            widened,
            ballots: 1,
            first_line: 12
        }]
    );
}

#[test]
fn spaces_around_ids_are_forgiven_and_that_is_said() {
    let file = read("vote_type;approval", "1;;A 1\n2;;A 1 ,Éco\n").unwrap();
    assert_eq!(file.plain_count(), [2, 1, 0]);
    assert_eq!(
        file.notes,
        [Note::SpacesIgnored {
            ballots: 1,
            first_line: 12
        }]
    );
}

#[test]
fn totals_that_do_not_add_up_are_said() {
    let text = "META\nvote_type;approval\nnum_votes;5\nnum_projects;3\nPROJECTS\nproject_id;votes\n1;1\n2;7\n\
                VOTES\nvote\n1\n\"1,2\"\n";
    let file = parse("t", text, None).unwrap();
    let expected = [
        Note::BallotsDeclared {
            declared: 5,
            found: 2,
        },
        Note::OptionsDeclared {
            declared: 3,
            found: 2,
        },
        Note::VotesDeclared {
            options: 2,
            first: "1".to_owned(),
            declared: 1,
            counted: 2,
        },
    ];
    assert_eq!(file.notes, expected);
}

#[test]
fn other_vote_types_are_refused_by_name() {
    let error = refused("vote_type;Approval!", "");
    assert_eq!(
        error,
        "vote type \"Approval!\" is unknown: approval, choose-1, cumulative, scoring and ordinal are known"
    );
    assert_eq!(refused("budget;3", ""), "META has no vote_type");
    let as_grades = parse("t", &file("vote_type;ordinal", ""), Some(Kind::Grades))
        .unwrap_err()
        .to_string();
    assert_eq!(
        as_grades,
        "vote type \"ordinal\" cannot be rehearsed as grades; possible: ranking"
    );
}

const POINTED: &str = "META\nkey;value\nvote_type;cumulative\nmax_sum_points;4\nmax_points;3\nbudget;10.5\nPROJECTS\n\
                       project_id;cost;category\na;1.25;x\nb;2;x\nc;3;y\nVOTES\nvoter_id;vote;points\n";

#[test]
fn points_are_read_within_the_limits_and_costs_to_the_last_decimal() {
    let text = format!("{POINTED}1;a,c;3,1\n2;b;2.0\n3;;\n");
    let file = parse("t", &text, None).unwrap();
    assert_eq!(
        file.rule,
        ContestRule::Points(Points {
            min: 0,
            max: 4,
            each: 3
        })
    );
    assert_eq!(
        file.ballots.iter().collect::<Vec<_>>(),
        [[3, 0, 1], [0, 2, 0], [0, 0, 0]]
    );
    let costs: Vec<_> = file.options.iter().map(|option| option.cost).collect();
    assert_eq!(
        (costs, file.envelope),
        (vec![Some(125), Some(200), Some(300)], Some(1050))
    );
    assert!(file.notes.contains(&Note::Unit { per_unit: 100 }));
    assert_eq!(file.plain_count(), [3, 2, 1]);
}

#[test]
fn points_above_the_limits_widen_them_aloud() {
    let file = parse("t", &format!("{POINTED}1;a,c;4,1\n"), None).unwrap();
    assert_eq!(
        file.rule,
        ContestRule::Points(Points {
            min: 0,
            max: 5,
            each: 4
        })
    );
    assert_eq!(
        file.notes
            .iter()
            .filter(|note| matches!(note, Note::NumberWidened { ballots: 1, .. }))
            .count(),
        2
    );
}

#[test]
fn points_that_make_no_ballot_are_refused_with_their_line() {
    let refused = |votes: &str, kind| {
        parse("t", &format!("{POINTED}{votes}"), kind)
            .unwrap_err()
            .to_string()
    };
    assert_eq!(
        refused("1;a,c;3\n", None),
        "line 14: the ballot names 2 options and gives 1 numbers of points"
    );
    assert_eq!(
        refused("1;a;1.5\n", None),
        "line 14: points is \"1.5\", not a whole number from 0"
    );
    assert_eq!(
        refused("1;a;-1\n", None),
        "line 14: points is \"-1\", not a number with at most 9 decimals"
    );
    let unequal = refused("1;a,b;3,1\n2;a;5\n", Some(Kind::Allocation));
    assert_eq!(unequal, "line 15: the ballot splits 5, and there is 4");
}

#[test]
fn what_a_ballot_leaves_of_the_amount_is_an_option_of_its_own() {
    let text = format!("{POINTED}1;a,b;3,1\n2;a;3\n3;;\n");
    let file = parse("t", &text, Some(Kind::Allocation)).unwrap();
    assert_eq!(
        file.ballots.iter().collect::<Vec<_>>(),
        [[3, 1, 0, 0], [3, 0, 0, 1], [0, 0, 0, 4]]
    );
    let rest = Note::RestAdded {
        ballots: 2,
        amount: 4,
    };
    assert!(file.notes.contains(&rest) && file.options[3].id == "rest");
}

#[test]
fn an_order_is_ranks_and_the_rest_is_tied_last() {
    let file = parse(
        "t",
        &file("vote_type;ordinal", "1;;B;2\n").replace("B;2\n", "\"B;2\",A 1\n"),
        None,
    )
    .unwrap();
    assert_eq!(file.ballots.iter().collect::<Vec<_>>(), [[2, 3, 1]]);
}

#[test]
fn one_category_is_one_list() {
    let text = POINTED.replace("cumulative", "approval") + "1;a,b;\n2;c;\n";
    let file = parse("t", &text, Some(Kind::Lists)).unwrap();
    let counts: Vec<(String, u64)> = file.plain_count_by_name();
    let counts: Vec<(&str, u64)> = counts
        .iter()
        .map(|(name, count)| (name.as_str(), *count))
        .collect();
    assert_eq!(counts, [("x", 1), ("a", 1), ("b", 1), ("y", 1), ("c", 1)]);
    let alone = POINTED.replace("cumulative", "approval").replace("c;3;y", "c;3;") + "1;a;\n2;c;\n";
    let counts = parse("t", &alone, Some(Kind::Lists))
        .unwrap()
        .plain_count_by_name();
    let counts: Vec<(&str, u64)> = counts
        .iter()
        .map(|(name, count)| (name.as_str(), *count))
        .collect();
    assert_eq!(counts, [("x", 1), ("a", 1), ("b", 0), ("c", 1)]);
    let refused = |votes: &str| {
        let text = POINTED.replace("cumulative", "approval") + votes;
        parse("t", &text, Some(Kind::Lists)).unwrap_err().to_string()
    };
    assert!(refused("1;a,c;\n").starts_with("line 14: the ballot names options of two categories"));
    assert!(refused("1;;\n").starts_with("line 14: the ballot names nothing"));
}

#[test]
fn a_knapsack_needs_costs_and_something_to_spend() {
    let knapsack = |text: &str| parse("t", text, Some(Kind::Budget));
    let approval = POINTED.replace("cumulative", "approval") + "1;a,b;\n2;c;\n";
    let ContestRule::Budget(rule) = knapsack(&approval).unwrap().rule else {
        panic!("a budget")
    };
    assert_eq!((rule.envelope, rule.min, rule.max), (1050, 0, None));
    let poor = approval.replace("budget;10.5", "budget;3.0");
    let file = knapsack(&poor).unwrap();
    assert!(file.notes.iter().any(|note| matches!(
        note,
        Note::NumberWidened {
            declared: 300,
            widened: 325,
            ..
        }
    )));
    let unpriced = approval.replace("b;2;x", "b;;x");
    assert_eq!(
        knapsack(&unpriced).unwrap_err().to_string(),
        "line 10: the option has no cost that could be counted"
    );
    let without = approval.replace("budget;10.5\n", "");
    assert!(matches!(knapsack(&without), Err(ReadError::NoBudget)));
}

#[test]
fn what_is_wrong_is_refused_with_its_line() {
    let approval = "vote_type;approval";
    assert_eq!(
        refused(approval, "1;;A 1,C\n"),
        "line 11: the ballot chooses \"C\", which is not an option"
    );
    assert_eq!(
        refused(approval, "1;;\n2;;A 1,A 1\n"),
        "line 12: the ballot chooses \"A 1\" twice"
    );
    assert_eq!(
        refused(approval, "1;;A 1,\n"),
        "line 11: the ballot chooses \"\", which is not an option"
    );
    assert_eq!(
        refused(approval, "1;3\n"),
        "line 11: the row has no field \"vote\""
    );
    assert_eq!(
        refused("vote_type;approval\nmax_length;three", ""),
        "line 4: max_length is \"three\", not a whole number from 0"
    );
    let error = |text: &str| parse("t", text, None).unwrap_err().to_string();
    let twice = "META\nvote_type;approval\nPROJECTS\nproject_id\n7\n8\n7\nVOTES\nvote\n";
    assert_eq!(error(twice), "line 7: option \"7\" is already on line 5");
    assert_eq!(error("META\nPROJECTS\n"), "the section VOTES is missing");
    assert_eq!(
        error("META\nPROJECTS\nVOTES\nMETA\n"),
        "the section META comes twice"
    );
    let no_options = "META\nvote_type;approval\nPROJECTS\nproject_id\nVOTES\nvote\n";
    assert_eq!(error(no_options), "the file has no options");
    let no_column = "META\nvote_type;approval\nPROJECTS\nid\n1\nVOTES\nvote\n";
    assert_eq!(error(no_column), "line 4: no column \"project_id\"");
    let unnamed = "META\nvote_type;approval\nPROJECTS\nproject_id;cost\n;1\nVOTES\nvote\n";
    assert_eq!(error(unnamed), "line 5: an option without an id");
}

proptest! {
    #[test]
    fn any_text_is_read_or_refused_without_a_panic(
        meta in "[a-z_;\"0-9\n ]{0,40}",
        projects in "[a-z;\"0-9\n ,]{0,40}",
        votes in "[a-z;\"0-9\n ,]{0,40}",
    ) {
        let text = format!(
            "META\nvote_type;approval\n{meta}\nPROJECTS\nproject_id\n1\n{projects}\nVOTES\nvote\n{votes}"
        );
        if let Ok(file) = parse("t", &text, None) {
            let chosen: usize = file.ballots.iter().map(<[usize]>::len).sum();
            prop_assert_eq!(file.plain_count().iter().sum::<u64>(), chosen as u64);
            let ContestRule::Choose(limits) = file.rule else { panic!("approval gives choose") };
            prop_assert!(file.ballots.iter().all(|b| (limits.min as usize..=limits.max as usize).contains(&b.len())));
        }
    }
}
