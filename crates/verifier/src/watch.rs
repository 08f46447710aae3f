//! `comitia-verify watch`: looks again and again, and says when something is wrong.

use clap::Args;
use comitia_crypto::ElectionId;
use comitia_election::manifest::Time;
use comitia_verifier::follow::{FollowError, Follower, Seen};
use comitia_verifier::text::escape;
use std::io::Write as _;
use std::path::PathBuf;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

/// What to watch.
#[derive(Args)]
pub struct WatchArgs {
    /// The log: an http(s) address or a folder.
    #[arg(value_name = "URL|FOLDER")]
    place: String,
    /// The election, by its id, if the address does not end with it.
    #[arg(long, value_name = "ID", value_parser = super::election_id)]
    election: Option<ElectionId>,
    /// Folder for what was seen. Without it a watcher that is started again would begin anew.
    #[arg(long, value_name = "FOLDER")]
    state: PathBuf,
    /// Address of a witness, whose last cosigned checkpoint is compared; may be given several times.
    #[arg(long, value_name = "URL")]
    witness: Vec<String>,
    /// Seconds between two looks.
    #[arg(long, default_value_t = 60)]
    every: u64,
    /// Seconds for which the log or a witness may be unreachable.
    #[arg(long, default_value_t = 900)]
    stale: u64,
    /// Look once.
    #[arg(long)]
    once: bool,
}

/// Watches until there is an alarm; whether everything was in order.
pub fn run(args: &WatchArgs) -> anyhow::Result<bool> {
    let mut follower = None;
    let mut unreadable_for = Duration::ZERO;
    loop {
        match look(args, &mut follower) {
            Ok(seen) => {
                unreadable_for = Duration::ZERO;
                if args.once || seen.before != seen.now {
                    say(&format!(
                        "in order: {} entries, {} of them new",
                        seen.now,
                        seen.now - seen.before
                    ))?;
                }
            }
            Err(FollowError::Unreadable(error)) if !args.once => {
                say(&format!("cannot be read: {error}"))?;
                unreadable_for += Duration::from_secs(args.every);
                if unreadable_for >= Duration::from_secs(args.stale) {
                    return raise(&format!(
                        "not readable for {} seconds: {error}",
                        unreadable_for.as_secs()
                    ));
                }
            }
            Err(FollowError::Alarm { what, evidence }) => {
                let kept = evidence.map(|path| format!("; evidence in {}", path.display()));
                return raise(&format!("{what}{}", kept.unwrap_or_default()));
            }
            Err(error) => return Err(error.into()),
        }
        if args.once {
            return Ok(true);
        }
        std::thread::sleep(Duration::from_secs(args.every.max(1)));
    }
}

fn look(args: &WatchArgs, follower: &mut Option<Follower>) -> Result<Seen, FollowError> {
    if let Some(follower) = follower {
        return follower.look();
    }
    let made = Follower::new(&args.place, args.election, &args.state, &args.witness)?;
    follower.insert(made).look()
}

fn raise(what: &str) -> anyhow::Result<bool> {
    say(&format!("ALARM: {what}"))?;
    Ok(false)
}

/// A line with the time, for people and for logs.
#[expect(clippy::disallowed_methods, reason = "the program's own clock")]
fn say(text: &str) -> std::io::Result<()> {
    let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    let mut output = std::io::stdout().lock();
    writeln!(output, "{} {}", Time(now.as_secs()).to_rfc3339(), escape(text))?;
    output.flush()
}
