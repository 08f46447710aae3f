//! Grades: stacked bars with the middle marked, and how equal majority grades were told apart.

use comitia_counting::{Judged, JudgementOutcome, TieBreak};
use comitia_kit::chart::{Stack, Stacks};
use comitia_kit::templates::Markup;

use super::shown::{Asked, Cell, Shown, Table};

pub(super) fn shown(outcome: &JudgementOutcome, asked: &Asked<'_>) -> Shown {
    let graded = Graded {
        asked,
        outcome,
        grades: names(asked),
    };
    Shown {
        picture: graded.picture(),
        left_out: 0,
        tables: vec![graded.table()],
        reasons: graded.reasons(),
    }
}

/// The names of the grades, the worst first.
fn names(asked: &Asked<'_>) -> Vec<String> {
    let grades = asked.contest.grades().into_iter();
    grades
        .map(|grade| grade.phrase(asked.text.locale()).text)
        .collect()
}

struct Graded<'a> {
    asked: &'a Asked<'a>,
    outcome: &'a JudgementOutcome,
    grades: Vec<String>,
}

impl Graded<'_> {
    /// Ballots by grade, the best first.
    fn best_first(&self, option: usize) -> Vec<u64> {
        let counts = self.asked.result.counts.chunks(self.grades.len().max(1));
        let own = counts.into_iter().nth(option).unwrap_or_default();
        own.iter().rev().copied().collect()
    }

    fn grade(&self, grade: Option<usize>) -> &str {
        grade
            .and_then(|grade| self.grades.get(grade))
            .map_or("–", String::as_str)
    }

    fn picture(&self) -> Markup {
        let stack = |judged: &Judged| Stack {
            label: self.asked.label(judged.option).text,
            value: self.grade(judged.grade).to_owned(),
            parts: self.best_first(judged.option.0),
        };
        let rows: Vec<Stack> = self.outcome.order.iter().map(stack).collect();
        let lines = rows.iter().map(|row| (row.label.as_str(), row.value.as_str()));
        let stacks = Stacks {
            title: self.asked.text.text("chart-grades"),
            description: Asked::described(lines),
            legend: self.grades.iter().rev().cloned().collect(),
            middle: self.asked.text.text("chart-middle"),
            rows,
        };
        stacks.svg(self.asked.id)
    }

    fn table(&self) -> Table {
        let text = self.asked.text;
        let row = |judged: &Judged| {
            let counts = self.best_first(judged.option.0).into_iter();
            let counts = counts.map(|count| Cell::new(text.number(count)));
            let cells = std::iter::once(Cell::new(self.grade(judged.grade))).chain(counts);
            self.asked.row(judged.option, cells.collect())
        };
        let head = [text.text("result-answer"), text.text("result-majority-grade")];
        Table {
            title: text.text("result-grades-title"),
            head: head
                .into_iter()
                .chain(self.grades.iter().rev().cloned())
                .collect(),
            rows: self.outcome.order.iter().map(row).collect(),
        }
    }

    /// What the majority grade of the first means, and what told equal ones apart.
    fn reasons(&self) -> Vec<String> {
        let first = self.outcome.order.first().filter(|judged| judged.grade.is_some());
        let first = first.map(|judged| self.meaning(judged));
        let tie_breaks = self.outcome.tie_breaks.iter().map(|step| self.tie_break(step));
        first.into_iter().chain(tie_breaks).collect()
    }

    fn meaning(&self, judged: &Judged) -> String {
        let grade = self.asked.quoted(self.grade(judged.grade));
        let values = [
            ("name", self.asked.names(&[judged.option]).into()),
            ("grade", grade.into()),
        ];
        self.asked.say("reason-majority-grade", &values)
    }

    fn tie_break(&self, step: &TieBreak) -> String {
        let name = |option| self.asked.names(&[option]);
        let same = self
            .outcome
            .order
            .iter()
            .find(|judged| judged.option == step.ahead);
        let grade = self.grade(same.and_then(|judged| judged.grade));
        let mut values = vec![
            ("ahead", name(step.ahead).into()),
            ("behind", name(step.behind).into()),
            ("grade", self.asked.quoted(grade).into()),
        ];
        let Some(difference) = step.difference else {
            return self.asked.say("reason-grades-equal", &values);
        };
        let grade = |grade| self.asked.quoted(self.grade(Some(grade)));
        values.extend([
            ("removed", difference.removed.into()),
            ("better", grade(difference.ahead_grade).into()),
            ("worse", grade(difference.behind_grade).into()),
        ]);
        self.asked.say("reason-grades-differ", &values)
    }
}
