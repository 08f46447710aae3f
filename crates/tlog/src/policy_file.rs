//! Policies as files (`tlog-policy`): logs, witnesses with their addresses, groups of witnesses, one quorum.

use std::fmt;
use std::fmt::Write as _;

use thiserror::Error;

use crate::cosignature::WitnessKey;
use crate::note::LogKey;
use crate::policy::Policy;

/// Largest file in bytes that is read.
pub const MAX_BYTES: usize = 256 * 1024;
/// Most logs, witnesses and groups together; the format recommends at least 32 of each.
const MAX_LINES: usize = 1024;

/// Why a policy file was refused. Lines are counted from 1.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum PolicyFileError {
    /// The file is larger than what is read.
    #[error("the policy has more than {MAX_BYTES} bytes, or too many definitions")]
    TooLong,
    /// The file is not UTF-8; the format allows that in names, we do not.
    #[error("the policy is not UTF-8 at byte {0}")]
    NotUtf8(usize),
    /// A line is not what it has to be.
    #[error("line {line} of the policy: {what}")]
    Line {
        /// Number of the line.
        line: usize,
        /// What is wrong with it.
        what: String,
    },
    /// There is no quorum line.
    #[error("the policy has no quorum line")]
    NoQuorum,
}

/// A log that the policy accepts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PolicyLog {
    /// Its key, whose name is its origin.
    pub key: LogKey,
    /// Where it is.
    pub url: Option<String>,
}

/// A witness that the policy knows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PolicyWitness {
    /// Its name within the file.
    pub name: String,
    /// Its key.
    pub key: WitnessKey,
    /// Where checkpoints are submitted to it.
    pub url: Option<String>,
}

/// What has to be cosigned.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Rule {
    /// Nothing.
    None,
    /// This witness has, by its position in the file.
    Witness(usize),
    /// So many of these have.
    Group(usize, Vec<Rule>),
}

impl Rule {
    /// Whether this rule is met when exactly the witnesses at these positions have cosigned.
    #[must_use]
    pub fn is_met(&self, cosigned: &[usize]) -> bool {
        match self {
            Self::None => true,
            Self::Witness(witness) => cosigned.contains(witness),
            Self::Group(needed, members) => {
                members.iter().filter(|member| member.is_met(cosigned)).count() >= *needed
            }
        }
    }
}

/// A policy file. Its [`Display`](fmt::Display) writes the quorum of a [`Policy`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PolicyFile {
    /// The logs.
    pub logs: Vec<PolicyLog>,
    /// The witnesses.
    pub witnesses: Vec<PolicyWitness>,
    /// What makes a checkpoint valid, besides the signature of one of the logs.
    pub quorum: Rule,
}

impl PolicyFile {
    /// Reads a file.
    ///
    /// # Errors
    /// Naming the first line that is not of the format, defines a name or key twice, or uses a name before it is
    /// defined.
    pub fn parse(bytes: &[u8]) -> Result<Self, PolicyFileError> {
        if bytes.len() > MAX_BYTES {
            return Err(PolicyFileError::TooLong);
        }
        let text =
            std::str::from_utf8(bytes).map_err(|error| PolicyFileError::NotUtf8(error.valid_up_to()))?;
        let mut reader = Reader::default();
        for (line, content) in (1..).zip(text.split('\n')) {
            let read = reader.line(content.trim_matches([' ', '\t']));
            read.map_err(|what| PolicyFileError::Line { line, what })?;
            if reader.names.len() + reader.logs.len() > MAX_LINES {
                return Err(PolicyFileError::TooLong);
            }
        }
        Ok(Self {
            logs: reader.logs,
            witnesses: reader.witnesses,
            quorum: reader.quorum.ok_or(PolicyFileError::NoQuorum)?,
        })
    }

    /// The file that says what a policy says.
    #[must_use]
    pub fn of(policy: &Policy) -> Self {
        let named = |(number, key): (usize, &WitnessKey)| PolicyWitness {
            name: format!("W{number}"),
            key: key.clone(),
            url: None,
        };
        let witnesses: Vec<_> = (1..).zip(policy.witnesses()).map(named).collect();
        let log = PolicyLog {
            key: policy.log().clone(),
            url: None,
        };
        Self {
            logs: vec![log],
            quorum: match policy.quorum() {
                0 => Rule::None,
                needed => Rule::Group(needed, (0..witnesses.len()).map(Rule::Witness).collect()),
            },
            witnesses,
        }
    }
}

#[derive(Default)]
struct Reader {
    logs: Vec<PolicyLog>,
    witnesses: Vec<PolicyWitness>,
    names: Vec<Name>,
    quorum: Option<Rule>,
}

/// A witness or a group, and whether a group has it as a member already.
struct Name {
    text: String,
    rule: Rule,
    is_member: bool,
}

impl Reader {
    fn line(&mut self, line: &str) -> Result<(), String> {
        if line.is_empty() || line.starts_with('#') {
            return Ok(());
        }
        if line.chars().any(|c| c.is_ascii_control() && c != '\t') {
            return Err("a control character".to_owned());
        }
        let items: Vec<&str> = line.split([' ', '\t']).filter(|item| !item.is_empty()).collect();
        match items.as_slice() {
            ["log", key] => self.log(key, None),
            ["log", key, url] => self.log(key, Some(url)),
            ["witness", name, key] => self.witness(name, key, None),
            ["witness", name, key, url] => self.witness(name, key, Some(url)),
            ["group", name, needed, members @ ..] => self.group(name, needed, members),
            ["quorum", name] => self.set_quorum(name),
            [first, ..] => Err(format!("not a line that begins with {first:?} and so many items")),
            [] => Ok(()),
        }
    }

    fn log(&mut self, key: &str, url: Option<&str>) -> Result<(), String> {
        let key: LogKey = key.parse().map_err(|error| format!("{error}"))?;
        if self.logs.iter().any(|log| log.key.public() == key.public()) {
            return Err("this log's key stands here twice".to_owned());
        }
        let url = url.map(str::to_owned);
        self.logs.push(PolicyLog { key, url });
        Ok(())
    }

    fn witness(&mut self, name: &str, key: &str, url: Option<&str>) -> Result<(), String> {
        let key: WitnessKey = key.parse().map_err(|error| format!("{error}"))?;
        if self
            .witnesses
            .iter()
            .any(|witness| witness.key.public() == key.public())
        {
            return Err("this witness's key stands here twice".to_owned());
        }
        self.define(name, Rule::Witness(self.witnesses.len()))?;
        let (name, url) = (name.to_owned(), url.map(str::to_owned));
        self.witnesses.push(PolicyWitness { name, key, url });
        Ok(())
    }

    fn group(&mut self, name: &str, needed: &str, members: &[&str]) -> Result<(), String> {
        let needed = match needed {
            "all" => members.len(),
            "any" => 1,
            number => crate::text::decimal(number)
                .and_then(|number| usize::try_from(number).ok())
                .ok_or_else(|| format!("{number:?} is not all, any or a number"))?,
        };
        if needed == 0 || needed > members.len() {
            return Err(format!("{needed} of {} members", members.len()));
        }
        let mut rules = Vec::new();
        for member in members {
            let found = self.names.iter_mut().find(|known| known.text == *member);
            let known = found.ok_or_else(|| format!("{member:?} is not defined above"))?;
            if std::mem::replace(&mut known.is_member, true) {
                return Err(format!("{member:?} is a member already"));
            }
            rules.push(known.rule.clone());
        }
        self.define(name, Rule::Group(needed, rules))
    }

    fn define(&mut self, name: &str, rule: Rule) -> Result<(), String> {
        if name == "none" || self.names.iter().any(|known| known.text == name) {
            return Err(format!("the name {name:?} is taken"));
        }
        self.names.push(Name {
            text: name.to_owned(),
            rule,
            is_member: false,
        });
        Ok(())
    }

    fn set_quorum(&mut self, name: &str) -> Result<(), String> {
        if self.quorum.is_some() {
            return Err("a second quorum".to_owned());
        }
        let rule = match name {
            "none" => Rule::None,
            name => {
                let known = self.names.iter().find(|known| known.text == name);
                let known = known.ok_or_else(|| format!("{name:?} is not defined above"))?;
                known.rule.clone()
            }
        };
        self.quorum = Some(rule);
        Ok(())
    }
}

impl fmt::Display for PolicyFile {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let address = |url: &Option<String>| url.as_ref().map_or(String::new(), |url| format!(" {url}"));
        for log in &self.logs {
            writeln!(f, "log {}{}", log.key, address(&log.url))?;
        }
        for witness in &self.witnesses {
            writeln!(
                f,
                "witness {} {}{}",
                witness.name,
                witness.key,
                address(&witness.url)
            )?;
        }
        let mut groups = String::new();
        let quorum = self.write_rule(&self.quorum, &mut groups, &mut 0)?;
        writeln!(f, "{groups}quorum {quorum}")
    }
}

impl PolicyFile {
    /// What the names of groups begin with, and that of no witness.
    fn group_prefix(&self) -> String {
        let mut prefix = "G".to_owned();
        while self
            .witnesses
            .iter()
            .any(|witness| witness.name.starts_with(&prefix))
        {
            prefix.push('G');
        }
        prefix
    }

    /// Writes the groups that a rule is made of, and gives its name.
    fn write_rule(&self, rule: &Rule, groups: &mut String, count: &mut usize) -> Result<String, fmt::Error> {
        match rule {
            Rule::None => Ok("none".to_owned()),
            Rule::Witness(witness) => {
                let name = self.witnesses.get(*witness).map(|witness| witness.name.clone());
                name.ok_or(fmt::Error)
            }
            Rule::Group(needed, members) => {
                let names: Result<Vec<_>, _> = members
                    .iter()
                    .map(|member| self.write_rule(member, groups, count))
                    .collect();
                *count += 1;
                let name = format!("{}{count}", self.group_prefix());
                writeln!(groups, "group {name} {needed} {}", names?.join(" "))?;
                Ok(name)
            }
        }
    }
}
