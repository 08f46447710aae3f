//! Reports on standard output. Text that comes from a log is made harmless first.

use comitia_verifier::Verification;
use comitia_verifier::audit::Audit;
use comitia_verifier::summary::{CheckLine, Counts, Summary};
use comitia_verifier::text::escape;
use std::io::{self, Write};

/// One JSON object.
pub fn json(summary: &Summary) -> io::Result<()> {
    let mut out = io::stdout().lock();
    serde_json::to_writer(&mut out, summary)?;
    writeln!(out)
}

/// A table for people.
pub fn report(verification: &Verification, summary: &Summary) -> io::Result<()> {
    let mut out = io::stdout().lock();
    if let Some(election) = &verification.conclusion.election {
        let title = escape(election.manifest().title.get("en"));
        writeln!(
            out,
            "{title}\nelection {}, stage {}\n",
            election.id(),
            election.stage().name()
        )?;
    }
    for check in &summary.checks {
        line(&mut out, check)?;
    }
    for (group, counts) in &summary.groups {
        if summary.groups.len() > 1 {
            table(&mut out, &format!("group {group}"), counts)?;
        }
    }
    if !summary.counts.is_empty() {
        table(&mut out, "all groups", &summary.counts)?;
    }
    let verdict = if summary.ok {
        "\nEvery check holds."
    } else {
        "\nThis election DOES NOT VERIFY."
    };
    writeln!(out, "{verdict}")
}

fn line(out: &mut impl Write, check: &CheckLine) -> io::Result<()> {
    let state = match (check.ok, &check.culprit, &check.skipped) {
        (_, Some(_), _) => "FAILED",
        (true, None, Some(_)) => "–",
        (false, None, Some(_)) => "?",
        _ => "ok",
    };
    writeln!(
        out,
        "{} {state:<6} {:>10}  {}",
        check.id, check.covered, check.title
    )?;
    let notes = [&check.culprit, &check.skipped, &check.remark];
    for note in notes.into_iter().flatten() {
        writeln!(out, "{:23}{}", "", escape(note))?;
    }
    Ok(())
}

fn table(out: &mut impl Write, of: &str, counts: &Counts) -> io::Result<()> {
    for (contest, options) in counts {
        writeln!(out, "\n{}, {}:", escape(contest), escape(of))?;
        for (option, count) in options {
            writeln!(out, "{count:>12}  {}", escape(option))?;
        }
    }
    Ok(())
}

/// The findings of an audit.
pub fn audit(audit: &Audit) -> io::Result<()> {
    let mut out = io::stdout().lock();
    for finding in &audit.findings {
        let state = if finding.ok { "ok" } else { "FAILED" };
        writeln!(out, "{state:<6}  {}", escape(&finding.text))?;
    }
    let verdict = if audit.is_ok() {
        "\nThe booth sealed what it said."
    } else {
        "\nSomething does not fit: do not trust this booth."
    };
    writeln!(out, "{verdict}")
}
