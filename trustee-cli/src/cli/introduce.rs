//! What a trustee sees and compares before it takes part in an election.

use super::say;
use anyhow::{Context as _, bail};
use comitia_crypto::ceremony::TrusteeIndex;
use comitia_election::manifest::Manifest;
use comitia_election::text::escape;
use std::io::{self, IsTerminal as _};

/// One sentence.
const VOUCHED_FOR: &str = "By going on you vouch that you alone hold your share of this election's keys, that you will keep it to \
     yourself, and that you will use it once, after the close, for the sums that your own program computed.";

/// Shows the election, and asks whether it is the right one.
pub(super) fn confirm(manifest: &Manifest, own: TrusteeIndex, yes: bool) -> anyhow::Result<()> {
    lines(manifest, own).iter().for_each(|line| say::note(line));
    say::note("");
    say::note(VOUCHED_FOR);
    ask(
        "Compare the election id and the trustees with what you were told by another way. Type \"yes\" to take part:",
        yes,
    )
}

/// Asks a question that only "yes" answers, unless `yes` was said before.
pub(super) fn ask(question: &str, yes: bool) -> anyhow::Result<()> {
    if yes {
        return Ok(());
    }
    if !io::stdin().is_terminal() {
        bail!("no terminal to ask whether this is right; use --yes");
    }
    say::note(question);
    let mut answer = String::new();
    io::stdin().read_line(&mut answer).context("no answer")?;
    if answer.trim() != "yes" {
        bail!("you did not confirm; nothing was done");
    }
    Ok(())
}

fn lines(manifest: &Manifest, own: TrusteeIndex) -> Vec<String> {
    let mut lines = vec![format!("election   {}", manifest.id())];
    lines.extend(
        manifest
            .title
            .iter()
            .map(|(language, title)| format!("title      {} [{}]", escape(title), escape(language))),
    );
    lines.push(format!("organiser  {}", escape(&manifest.authority.name)));
    lines.push(format!("registrar  {}", escape(&manifest.registrar.name)));
    for (number, party) in (1..).zip(&manifest.trustees) {
        let you = if number == own.get() { "  <- you" } else { "" };
        lines.push(format!(
            "trustee {number:<2} {}  {}{you}",
            party.key.0,
            escape(&party.name)
        ));
    }
    lines.push(format!(
        "threshold  any {} of {} trustees decrypt",
        manifest.threshold,
        manifest.trustees.len()
    ));
    let (opens, closes) = (manifest.times.opens_at, manifest.times.closes_at);
    lines.push(format!(
        "voting     {} to {}",
        opens.to_rfc3339(),
        closes.to_rfc3339()
    ));
    lines.push(format!("floor      {} ballots", manifest.floor));
    lines.extend(waivers(manifest));
    lines
}

fn waivers(manifest: &Manifest) -> Vec<String> {
    let waivers = &manifest.waivers;
    let all = [
        ("floor: fewer ballots may be decrypted", &waivers.floor),
        ("trustees: few of them, or a low threshold", &waivers.trustees),
        (
            "early close: voting may end before its time",
            &waivers.early_close,
        ),
    ];
    let given = all.into_iter().filter_map(|(what, text)| {
        let reason = escape(text.as_ref()?.get("en"));
        Some(format!("waiver     {what} ({reason})"))
    });
    let lines: Vec<String> = given.collect();
    if lines.is_empty() {
        vec!["waivers    none".to_owned()]
    } else {
        lines
    }
}
