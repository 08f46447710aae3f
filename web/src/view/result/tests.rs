use comitia_kit::i18n::Locale;

use super::*;

fn results(locale: Locale) -> Vec<ResultView> {
    ResultView::samples(&crate::site::sample_site().localiser(locale))
}

fn contests(locale: Locale) -> Vec<ContestResultView> {
    results(locale)
        .into_iter()
        .flat_map(|result| result.contests)
        .collect()
}

#[test]
fn shares_are_of_the_valid_votes_and_blank_votes_have_none() {
    let mut seen = 0;
    for contest in contests(Locale::En)
        .iter()
        .filter(|contest| contest.majority.is_some())
    {
        let without = contest.shown.tables[0]
            .rows
            .iter()
            .filter(|row| row.cells[1].text.is_none());
        let expected = usize::from(contest.totals.blank.is_some());
        assert_eq!(without.count(), expected, "{}", contest.question.text);
        seen += 1;
    }
    assert!(seen > 5);
}

#[test]
fn every_kind_of_verdict_is_put_into_words() {
    let mut headlines: Vec<String> = contests(Locale::Fr)
        .into_iter()
        .filter_map(|contest| contest.verdict)
        .map(|verdict| verdict.headline)
        .collect();
    headlines.sort();
    headlines.dedup();
    assert!(headlines.len() >= 16, "{headlines:?}");
}

#[test]
fn the_chart_draws_the_absolute_majority_and_no_other() {
    for contest in contests(Locale::Fr) {
        let drawn = contest.shown.picture.0.contains("Majorité absolue");
        let asked = contest
            .majority
            .as_ref()
            .is_some_and(|majority| majority.absolute);
        let valid = contest.totals.valid.unwrap_or(0) > 0;
        assert_eq!(drawn, asked && valid, "{}", contest.question.text);
    }
}

#[test]
fn every_table_has_a_cell_below_each_head() {
    for contest in contests(Locale::En) {
        for table in &contest.shown.tables {
            for row in &table.rows {
                assert_eq!(
                    row.cells.len() + 1,
                    table.head.len(),
                    "{}: {}",
                    table.title,
                    row.label.text
                );
            }
        }
        for group in &contest.groups {
            assert_eq!(
                group.counts.len(),
                contest.counters.len(),
                "{}",
                contest.question.text
            );
        }
    }
}

/// The result of the sample whose question has these words.
fn of(question: &str) -> Vec<ContestResultView> {
    let mut found = contests(Locale::En);
    found.retain(|contest| contest.question.text.contains(question));
    assert!(!found.is_empty(), "{question}");
    found
}

#[test]
fn ballots_too_few_to_be_decrypted_are_not_shown_as_no_votes() {
    let site = crate::site::sample_site();
    let uncounted = results(Locale::En)
        .into_iter()
        .filter(|result| result.contests.iter().any(|one| !one.counted));
    let pages: Vec<String> = uncounted
        .map(|view| site.render(Locale::En, "/en/somewhere", &view).unwrap())
        .collect();
    assert_eq!(pages.len(), 1);
    assert!(pages[0].contains("Too few ballots") && !pages[0].contains("votes-0-title"));
}

#[test]
fn grades_tell_how_equal_majority_grades_were_told_apart() {
    let judged = &of("What do you think")[0];
    let said = judged.shown.reasons.join("\n");
    assert!(said.contains("More than half"), "{said}");
    assert!(said.contains("middle grades are taken away"), "{said}");
    assert!(judged.shown.picture.0.contains("chart-shade-0"));
}

#[test]
fn a_circle_of_victories_shows_the_strongest_chains_and_a_clear_winner_none() {
    let ranked = of("Rank these");
    let chains = |contest: &ContestResultView| contest.shown.tables.len();
    assert!(ranked.iter().any(|contest| chains(contest) == 2));
    assert!(ranked.iter().any(|contest| chains(contest) == 1));
    for contest in &ranked {
        let said = contest.shown.reasons.join("\n");
        let winner = said.contains("” wins against each of the others");
        assert_ne!(winner, said.contains("No answer wins"), "{said}");
    }
}

#[test]
fn the_table_of_a_budget_says_what_became_of_each_project() {
    let said: Vec<String> = of("should be paid for")
        .iter()
        .flat_map(|contest| &contest.shown.tables[0].rows)
        .filter_map(|row| row.cells[2].text.clone())
        .collect();
    for words in ["Bought", "missing", "Nobody", "Level"] {
        assert!(said.iter().any(|fate| fate.contains(words)), "{words}: {said:?}");
    }
}

#[test]
fn the_candidates_of_a_list_have_a_table_of_their_own() {
    let lists = &of("Which list")[0];
    assert_eq!(lists.shown.tables.len(), 3);
    assert_eq!(lists.shown.tables[0].rows.len(), 2, "candidates are no lists");
}
