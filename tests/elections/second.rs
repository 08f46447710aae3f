//! The second verifier, which shares no code with the first, beside the first: the same verdict, check by check.
//!
//! Every record that a test judges is judged by both. `COMITIA_SECOND_VERIFIER` says where the built program is; a
//! clone in which it was not built says so, once, and goes on with the first alone.

use comitia_election::verification::{Report, Status};
use comitia_verifier::SourceError;
use data_encoding::HEXLOWER;
use serde_json::{Value, json};
use std::env;
use std::fmt::Write as _;
use std::io::{BufRead as _, BufReader, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use std::sync::{LazyLock, Mutex};

/// The program, if it was built.
static PROGRAM: LazyLock<Option<PathBuf>> = LazyLock::new(|| {
    if let Some(named) = env::var_os("COMITIA_SECOND_VERIFIER") {
        let path = PathBuf::from(named);
        assert!(path.is_file(), "{}: not built", path.display());
        return Some(path);
    }
    let built = Path::new(env!("CARGO_MANIFEST_DIR")).join("../second-verifier/dist/batch.mjs");
    let there = built.is_file().then_some(built);
    if there.is_none() {
        eprintln!("skipped: the second verifier is not built (make second-verifier)");
    }
    there
});

/// Programs that wait for a record.
static IDLE: Mutex<Vec<Running>> = Mutex::new(Vec::new());

struct Running {
    _child: Child,
    input: ChildStdin,
    output: BufReader<ChildStdout>,
}

impl Running {
    fn start(program: &Path) -> Self {
        let mut child = Command::new("node")
            .arg(program)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let (input, output) = (child.stdin.take().unwrap(), child.stdout.take().unwrap());
        Self {
            _child: child,
            input,
            output: BufReader::new(output),
        }
    }

    fn ask(&mut self, question: &Value) -> Value {
        writeln!(self.input, "{question}").unwrap();
        let mut line = String::new();
        self.output.read_line(&mut line).unwrap();
        serde_json::from_str(&line).unwrap()
    }
}

/// What the first verifier says, in the words of the second.
fn verdict(judged: &Result<Report, SourceError>) -> Value {
    let Ok(report) = judged else {
        return json!("unreadable");
    };
    let word = |status: &Status| match status {
        Status::Passed => "passed",
        Status::Failed(_) => "failed",
        Status::Skipped(_) => "skipped",
        Status::NotReached(_) => "not-reached",
    };
    let line = |(id, check): (comitia_election::verification::CheckId, &_)| {
        let check: &comitia_election::verification::CheckReport = check;
        json!([id.id(), word(&check.status), check.covered])
    };
    report.iter().map(line).collect()
}

fn different(first: &Value, second: &Value, judged: &Result<Report, SourceError>) -> String {
    let mut text = String::from("the verifiers do not agree\n");
    match (first.as_array(), second.as_array()) {
        (Some(first), Some(second)) => {
            for (own, other) in first.iter().zip(second).filter(|(own, other)| own != other) {
                writeln!(text, "first {own}, second {other}").unwrap();
            }
        }
        _ => writeln!(text, "first {first}, second {second}").unwrap(),
    }
    if let Ok(report) = judged {
        writeln!(text, "{:?}", report.failures().collect::<Vec<_>>()).unwrap();
    }
    text
}

/// What the second verifier answers, if it is there.
fn ask(question: &Value) -> Option<Value> {
    let program = PROGRAM.as_deref()?;
    let idle = IDLE.lock().unwrap().pop();
    let mut running = idle.unwrap_or_else(|| Running::start(program));
    let answer = running.ask(question);
    IDLE.lock().unwrap().push(running);
    assert!(answer.get("defect").is_none(), "{}", answer["defect"]);
    Some(answer)
}

/// The digest of the shape to which a manifest compiles for the second verifier, `None` if it refuses it; nothing if it
/// is not there.
pub fn shape_of(manifest: &[u8]) -> Option<Option<String>> {
    let answer = ask(&json!({ "manifest": HEXLOWER.encode(manifest) }))?;
    Some(answer["shape"].as_str().map(str::to_owned))
}

/// Fails unless the second verifier says the same about a folder.
pub fn agrees(folder: &Path, receipt: Option<&[u8]>, judged: &Result<Report, SourceError>) {
    let mut question = json!({ "folder": folder });
    if let Some(receipt) = receipt {
        question["receipt"] = json!(HEXLOWER.encode(receipt));
    }
    let Some(answer) = ask(&question) else {
        return;
    };
    let second = match answer.get("unreadable") {
        Some(_) => json!("unreadable"),
        None => answer["checks"].clone(),
    };
    let first = verdict(judged);
    assert!(first == second, "{}", different(&first, &second, judged));
}
