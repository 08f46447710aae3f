//! Pabulib files: sections META, PROJECTS and VOTES of semicolon-separated records.
//!
//! The format is Pabulib's own (Stolicki, Szufa, Talmon: *Pabulib: a participatory budgeting library*, 2020). A
//! vote of the types read here is a comma-separated list of project ids; an empty one approves of nothing.

use std::collections::HashMap;

use crate::ballot_file::contest_id;
use crate::table::{Row, number, rows};
use crate::{BallotFile, Ballots, Choice, Kind, Limits, Note, ReadError};

const PROJECT_ID: &str = "project_id";
const VOTE: &str = "vote";

/// Whether a text starts as a Pabulib file does.
pub(crate) fn recognises(text: &str) -> bool {
    rows(text, b';')
        .next()
        .is_some_and(|row| section(&row) == Some(Section::Meta))
}

/// Reads the file called `name`.
pub(crate) fn parse(name: &str, text: &str) -> Result<BallotFile, ReadError> {
    let sections = Sections::split(text)?;
    let meta = Meta::read(&sections.meta);
    let single = match meta.text("vote_type") {
        Some("approval") => false,
        Some("choose-1") => true,
        Some(other) => {
            return Err(ReadError::VoteType {
                vote_type: other.to_owned(),
            });
        }
        None => return Err(ReadError::NoVoteType),
    };
    let projects = Projects::read(&sections.projects)?;
    let mut notes = Vec::new();
    let declared = if single {
        Limits { min: 1, max: 1 }
    } else {
        declared_limits(&meta, projects.options.len(), &mut notes)?
    };
    let mut votes = Votes::new(&projects, declared);
    votes.read(&sections.votes)?;
    let limits = votes.limits(declared, &mut notes)?;
    let kind = if single && limits == declared {
        Kind::Single
    } else {
        Kind::Choose(limits)
    };
    notes.extend(votes.spaces_note());
    let (contest, title) = (contest_id(name), meta.title(name));
    let ballots = votes.ballots;
    let mut file = BallotFile {
        contest,
        title,
        kind,
        options: projects.options,
        blank: None,
        ballots,
        notes: Vec::new(),
    };
    notes.extend(totals(&meta, &file)?);
    notes.extend(votes_note(&file, &projects.declared_votes));
    file.notes = notes;
    Ok(file)
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Section {
    Meta,
    Projects,
    Votes,
}

/// The section that a record opens, if it does: its name alone on the line.
fn section(row: &Row) -> Option<Section> {
    match row.alone()?.trim().to_ascii_uppercase().as_str() {
        "META" => Some(Section::Meta),
        "PROJECTS" => Some(Section::Projects),
        "VOTES" => Some(Section::Votes),
        _ => None,
    }
}

/// The records of each section.
#[derive(Default)]
struct Sections {
    meta: Vec<Row>,
    projects: Vec<Row>,
    votes: Vec<Row>,
}

impl Sections {
    fn split(text: &str) -> Result<Self, ReadError> {
        let mut sections = Self::default();
        let mut current = Section::Meta;
        let mut seen = Vec::new();
        for row in rows(text, b';') {
            match section(&row) {
                Some(next) if seen.contains(&next) => {
                    return Err(ReadError::Section {
                        section: next.name(),
                        problem: "comes twice",
                    });
                }
                Some(next) => {
                    seen.push(next);
                    current = next;
                }
                None => sections.rows_of(current).push(row),
            }
        }
        for needed in [Section::Meta, Section::Projects, Section::Votes] {
            if !seen.contains(&needed) {
                return Err(ReadError::Section {
                    section: needed.name(),
                    problem: "is missing",
                });
            }
        }
        Ok(sections)
    }

    const fn rows_of(&mut self, section: Section) -> &mut Vec<Row> {
        match section {
            Section::Meta => &mut self.meta,
            Section::Projects => &mut self.projects,
            Section::Votes => &mut self.votes,
        }
    }
}

impl Section {
    const fn name(self) -> &'static str {
        match self {
            Self::Meta => "META",
            Self::Projects => "PROJECTS",
            Self::Votes => "VOTES",
        }
    }
}

/// Keys and values, with their lines.
struct Meta(HashMap<String, (u64, String)>);

impl Meta {
    fn read(section: &[Row]) -> Self {
        let pair = |row: &Row| {
            let (key, value) = (row.get(0)?.trim().to_lowercase(), row.get(1)?.trim().to_owned());
            (!value.is_empty()).then_some((key, (row.line, value)))
        };
        Self(section.iter().filter_map(pair).collect())
    }

    fn text(&self, key: &str) -> Option<&str> {
        self.0.get(key).map(|(_, value)| value.as_str())
    }

    fn number(&self, key: &'static str) -> Result<Option<u64>, ReadError> {
        self.0
            .get(key)
            .map(|(line, value)| number(*line, key, value))
            .transpose()
    }

    fn title(&self, name: &str) -> String {
        self.text("description").unwrap_or(name).to_owned()
    }
}

fn declared_limits(meta: &Meta, options: usize, notes: &mut Vec<Note>) -> Result<Limits, ReadError> {
    let min = meta.number("min_length")?.map_or(0, saturating);
    let declared = meta.number("max_length")?;
    // A ballot that may choose nothing at all is none: 0 means the same as no limit there.
    let max = declared
        .filter(|max| *max > 0)
        .map_or(options, saturating)
        .min(options);
    if let Some(declared) = declared
        && saturating(declared) > options
    {
        notes.push(Note::MaxAboveOptions { declared, options });
    }
    if let Some(max_sum_cost) = meta.text("max_sum_cost") {
        notes.push(Note::MaxSumCostNotEnforced {
            max_sum_cost: max_sum_cost.to_owned(),
        });
    }
    Ok(Limits { min, max })
}

fn saturating(number: u64) -> usize {
    usize::try_from(number).unwrap_or(usize::MAX)
}

/// The options, and how ballots name them.
struct Projects {
    options: Vec<Choice>,
    places: HashMap<String, usize>,
    /// By id without the spaces around it, where only one option has it.
    trimmed: HashMap<String, Option<usize>>,
    declared_votes: Vec<Option<u64>>,
}

impl Projects {
    fn read(section: &[Row]) -> Result<Self, ReadError> {
        let Some((header, projects)) = section.split_first() else {
            return Err(ReadError::NoOptions);
        };
        let names = header.names();
        let column = |wanted: &str| names.iter().position(|name| name == wanted);
        let id = column(PROJECT_ID).ok_or(ReadError::NoColumn {
            line: header.line,
            column: PROJECT_ID,
        })?;
        let (name, votes) = (column("name"), column("votes"));
        let mut read = Self {
            options: Vec::new(),
            places: HashMap::new(),
            trimmed: HashMap::new(),
            declared_votes: Vec::new(),
        };
        let mut lines = Vec::new();
        for row in projects {
            let id = row.need(id, PROJECT_ID)?;
            read.add(row.line, id, &mut lines)?;
            let name = name
                .and_then(|name| row.get(name))
                .filter(|name| !name.trim().is_empty());
            read.options.push(Choice {
                id: id.to_owned(),
                name: name.map(str::to_owned),
            });
            let votes = votes.and_then(|votes| row.get(votes));
            read.declared_votes
                .push(votes.and_then(|votes| votes.trim().parse().ok()));
        }
        if read.options.is_empty() {
            Err(ReadError::NoOptions)
        } else {
            Ok(read)
        }
    }

    fn add(&mut self, line: u64, id: &str, lines: &mut Vec<u64>) -> Result<(), ReadError> {
        if id.trim().is_empty() {
            return Err(ReadError::EmptyOption { line });
        }
        let place = self.options.len();
        if let Some(first) = self.places.insert(id.to_owned(), place) {
            let first = lines.get(first).copied().unwrap_or(line);
            return Err(ReadError::DuplicateOption {
                line,
                first,
                option: id.to_owned(),
            });
        }
        lines.push(line);
        let shared = self.trimmed.contains_key(id.trim());
        self.trimmed
            .insert(id.trim().to_owned(), (!shared).then_some(place));
        Ok(())
    }
}

/// The ballots, and what is remarkable about them.
struct Votes<'a> {
    projects: &'a Projects,
    ballots: Ballots,
    /// For each option, the last ballot (counted from 1) that chose it.
    chosen_by: Vec<usize>,
    declared: Limits,
    needed: Option<Limits>,
    outside: u64,
    first_outside: u64,
    spaced: u64,
    first_spaced: u64,
}

impl<'a> Votes<'a> {
    fn new(projects: &'a Projects, declared: Limits) -> Self {
        Self {
            projects,
            ballots: Ballots::default(),
            chosen_by: vec![0; projects.options.len()],
            declared,
            needed: None,
            outside: 0,
            first_outside: 0,
            spaced: 0,
            first_spaced: 0,
        }
    }

    fn read(&mut self, section: &[Row]) -> Result<(), ReadError> {
        let Some((header, votes)) = section.split_first() else {
            return Ok(());
        };
        let column = header.names().iter().position(|name| name == VOTE);
        let column = column.ok_or(ReadError::NoColumn {
            line: header.line,
            column: VOTE,
        })?;
        for row in votes {
            if self.ballots.len() as u64 >= Ballots::LIMIT {
                return Err(ReadError::TooManyBallots {
                    line: row.line,
                    limit: Ballots::LIMIT,
                });
            }
            let places = self.ballot(row.line, row.need(column, VOTE)?)?;
            self.measure(row.line, places.len());
            self.ballots.push(places);
        }
        Ok(())
    }

    fn ballot(&mut self, line: u64, vote: &str) -> Result<Vec<usize>, ReadError> {
        let this = self.ballots.len() + 1;
        let mut places = Vec::new();
        let mut spaced = false;
        for id in vote.split(',').filter(|_| !vote.trim().is_empty()) {
            let exact = self.projects.places.get(id).copied();
            let near = || self.projects.trimmed.get(id.trim()).copied().flatten();
            spaced |= exact.is_none();
            let option = || id.to_owned();
            let place = exact.or_else(near).ok_or_else(|| ReadError::UnknownOption {
                line,
                option: option(),
            })?;
            match self.chosen_by.get_mut(place) {
                Some(last) if *last == this => {
                    return Err(ReadError::RepeatedOption {
                        line,
                        option: option(),
                    });
                }
                Some(last) => *last = this,
                None => {}
            }
            places.push(place);
        }
        if spaced {
            self.first_spaced = if self.spaced == 0 { line } else { self.first_spaced };
            self.spaced += 1;
        }
        Ok(places)
    }

    /// Takes note of how many options a ballot has.
    fn measure(&mut self, line: u64, length: usize) {
        let needed = self.needed.get_or_insert(Limits {
            min: length,
            max: length,
        });
        needed.min = needed.min.min(length);
        needed.max = needed.max.max(length);
        if length < self.declared.min || length > self.declared.max {
            self.first_outside = if self.outside == 0 {
                line
            } else {
                self.first_outside
            };
            self.outside += 1;
        }
    }

    /// The declared limits, widened for ballots outside of them.
    fn limits(&self, declared: Limits, notes: &mut Vec<Note>) -> Result<Limits, ReadError> {
        let needed = self.needed.unwrap_or(declared);
        let widened = Limits {
            min: declared.min.min(needed.min),
            max: declared.max.max(needed.max),
        };
        if widened.min > widened.max {
            return Err(ReadError::Limits {
                min: widened.min,
                max: widened.max,
            });
        }
        if self.outside > 0 {
            let (ballots, first_line) = (self.outside, self.first_outside);
            notes.push(Note::LimitsWidened {
                declared,
                widened,
                ballots,
                first_line,
            });
        }
        Ok(widened)
    }

    fn spaces_note(&self) -> Option<Note> {
        let note = Note::SpacesIgnored {
            ballots: self.spaced,
            first_line: self.first_spaced,
        };
        (self.spaced > 0).then_some(note)
    }
}

/// Declared totals that are not those of the file.
fn totals(meta: &Meta, file: &BallotFile) -> Result<Vec<Note>, ReadError> {
    let mut notes = Vec::new();
    let (ballots, options) = (file.ballots.len() as u64, file.options.len() as u64);
    if let Some(declared) = meta.number("num_votes")?.filter(|declared| *declared != ballots) {
        notes.push(Note::BallotsDeclared {
            declared,
            found: ballots,
        });
    }
    if let Some(declared) = meta
        .number("num_projects")?
        .filter(|declared| *declared != options)
    {
        notes.push(Note::OptionsDeclared {
            declared,
            found: options,
        });
    }
    Ok(notes)
}

/// The first option whose declared votes are not those of the ballots, and how many there are of them.
fn votes_note(file: &BallotFile, declared: &[Option<u64>]) -> Option<Note> {
    let counted = file.plain_count_by_id().zip(declared);
    let differs = |((id, counted), declared): ((&str, u64), &Option<u64>)| {
        let declared = (*declared)?;
        (declared != counted).then(|| (id.to_owned(), declared, counted))
    };
    let mut differing = counted.filter_map(differs);
    let (first, declared, counted) = differing.next()?;
    let options = 1 + differing.count() as u64;
    Some(Note::VotesDeclared {
        options,
        first,
        declared,
        counted,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const PROJECTS: &str =
        "PROJECTS\nproject_id;cost;name\nA 1;10;Un abri\n Éco ;5;\n\"B;2\";7;\"Le \"\"lavoir\"\"\"\n";

    fn file(meta: &str, votes: &str) -> String {
        format!("META\nkey;value\n{meta}\n{PROJECTS}VOTES\nvoter_id;age;vote\n{votes}")
    }

    fn read(meta: &str, votes: &str) -> Result<BallotFile, ReadError> {
        parse("Some_Town 2022", &file(meta, votes))
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
        assert_eq!(file.kind, Kind::Choose(Limits { min: 0, max: 3 }));
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
        assert_eq!(file.kind, Kind::Choose(widened));
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
        assert_eq!(kind("min_length;1").kind, Kind::Choose(Limits { min: 1, max: 3 }));
        assert_eq!(kind("max_length;").kind, Kind::Choose(Limits { min: 0, max: 3 }));
        let above = kind("max_length;9");
        assert_eq!(above.kind, Kind::Choose(Limits { min: 0, max: 3 }));
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
        assert_eq!((file.kind, file.notes.len()), (Kind::Single, 0));
        let file = read("vote_type;choose-1", "1;;A 1\n2;;\n").unwrap();
        let (declared, widened) = (Limits { min: 1, max: 1 }, Limits { min: 0, max: 1 });
        assert_eq!(file.kind, Kind::Choose(widened));
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
        let file = parse("t", text).unwrap();
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
        for vote_type in ["cumulative", "ordinal", "scoring", "Approval!"] {
            let error = refused(&format!("vote_type;{vote_type}"), "");
            assert_eq!(
                error,
                format!("vote type {vote_type:?} is not supported: approval and choose-1 are")
            );
        }
        assert_eq!(refused("budget;3", ""), "META has no vote_type");
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
        let error = |text: &str| parse("t", text).unwrap_err().to_string();
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
            if let Ok(file) = parse("t", &text) {
                let chosen: usize = file.ballots.iter().map(<[usize]>::len).sum();
                prop_assert_eq!(file.plain_count().iter().sum::<u64>(), chosen as u64);
                let Kind::Choose(limits) = file.kind else { panic!("approval gives choose") };
                prop_assert!(file.ballots.iter().all(|b| (limits.min..=limits.max).contains(&b.len())));
            }
        }
    }
}
