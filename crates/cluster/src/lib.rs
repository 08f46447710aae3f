//! Throw-away PostgreSQL clusters: made by `initdb`, reached by a Unix socket in a folder of their own, gone with the
//! process that started them, however that ends. For tests and measurements; no product uses this.
//!
//! A shell looks after each cluster. It holds the other end of a pipe; when that closes, because the owner was dropped
//! or its process was killed, the shell stops the server and removes the folder. PostgreSQL refuses to run as root, so
//! root starts the shell as `nobody`.

use std::io::{BufRead as _, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::OnceLock;
use std::sync::atomic::{AtomicU64, Ordering};

use thiserror::Error;

/// Where distributions put the server's programs, the newest first.
const PLACES: [&str; 6] = [
    "/usr/lib/postgresql/18/bin",
    "/usr/lib/postgresql/17/bin",
    "/usr/lib/postgresql/16/bin",
    "/usr/lib/postgresql/15/bin",
    "/usr/local/bin",
    "/usr/bin",
];

/// Makes a cluster, starts it, says where it is, and waits for the pipe to close.
const LIFE: &str = r#"
set -e
folder=$(mktemp -d /tmp/comitia-pg.XXXXXX)
trap 'rm -rf "$folder"' EXIT
"$1/initdb" -D "$folder/data" -U comitia -A trust -E UTF8 --locale=C.UTF-8 --no-instructions >"$folder/log" 2>&1 || { cat "$folder/log" >&2; exit 1; }
[ -z "$2" ] || ulimit -f "$2"
"$1/pg_ctl" -D "$folder/data" -w -l "$folder/log" -o "-k $folder -c listen_addresses='' -c max_connections=200" start >/dev/null || { cat "$folder/log" >&2; exit 1; }
echo "$folder"
read -r _ || true
"$1/pg_ctl" -D "$folder/data" -m immediate stop >/dev/null || true
"#;

/// Why there is no cluster.
#[derive(Debug, Error)]
pub enum ClusterError {
    /// The server is not installed.
    #[error("PostgreSQL's server is not installed: scripts/setup --test installs it")]
    NotInstalled,
    /// A program could not be started.
    #[error("{0}: {1}")]
    Start(&'static str, std::io::Error),
    /// A program failed.
    #[error("{0}")]
    Failed(String),
}

/// A running cluster, for as long as this lives.
#[derive(Debug)]
pub struct Cluster {
    programs: PathBuf,
    folder: PathBuf,
    databases: AtomicU64,
    shell: Child,
    life: Option<ChildStdin>,
}

impl Cluster {
    /// Makes and starts a cluster; takes a second or two.
    ///
    /// # Errors
    /// When PostgreSQL is not installed or does not start.
    pub fn start() -> Result<Self, ClusterError> {
        Self::start_limited("")
    }

    /// Makes and starts a cluster whose files cannot grow beyond so many MiB, as if the disk were full then; no fewer
    /// than 17, for the journal is made of files of 16. [`Cluster::crash_and_restart`] lifts the limit.
    ///
    /// # Errors
    /// When PostgreSQL is not installed or does not start.
    pub fn start_with_little_room(mebibytes: u32) -> Result<Self, ClusterError> {
        // The shell counts in blocks of 512 bytes.
        Self::start_limited(&(mebibytes * 2048).to_string())
    }

    fn start_limited(blocks: &str) -> Result<Self, ClusterError> {
        let programs = programs().ok_or(ClusterError::NotInstalled)?;
        let mut shell = unprivileged("sh");
        shell.args(["-c", LIFE, "sh"]).arg(&programs).arg(blocks);
        shell
            .current_dir("/tmp")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped());
        let mut shell = shell.spawn().map_err(|error| ClusterError::Start("sh", error))?;
        let life = shell.stdin.take();
        let mut folder = String::new();
        if let Some(output) = shell.stdout.take() {
            // What cannot be read is empty, and said below.
            let _ = BufReader::new(output).read_line(&mut folder);
        }
        if folder.trim().is_empty() {
            let status = shell.wait().map_err(|error| ClusterError::Start("sh", error))?;
            return Err(ClusterError::Failed(format!(
                "PostgreSQL did not start: {status}"
            )));
        }
        Ok(Self {
            programs,
            folder: folder.trim().into(),
            databases: AtomicU64::new(0),
            shell,
            life,
        })
    }

    /// The one cluster that all tests of a process share.
    ///
    /// # Panics
    /// When there is none to be had: a test that needs PostgreSQL does not pass without it.
    #[expect(clippy::panic, reason = "only tests share a cluster")]
    #[must_use]
    pub fn shared() -> &'static Self {
        static SHARED: OnceLock<Cluster> = OnceLock::new();
        SHARED.get_or_init(|| Self::start().unwrap_or_else(|error| panic!("{error}")))
    }

    /// Makes an empty database; gives its address.
    ///
    /// # Errors
    /// When the server does not make it.
    pub fn database(&self) -> Result<String, ClusterError> {
        let number = self.databases.fetch_add(1, Ordering::Relaxed);
        let name = format!("test{number}");
        self.run("createdb", &["-h", &self.socket(), "-U", "comitia", &name])?;
        Ok(format!(
            "postgres://comitia@localhost/{name}?host={}",
            self.socket()
        ))
    }

    /// Stops the server as if it had crashed, and starts it again.
    ///
    /// # Errors
    /// When it does not start.
    pub fn crash_and_restart(&self) -> Result<(), ClusterError> {
        let data = self.folder.join("data");
        let log = self.folder.join("log");
        let (data, log) = (data.display().to_string(), log.display().to_string());
        self.run(
            "pg_ctl",
            &["-D", &data, "-w", "-l", &log, "-m", "immediate", "restart"],
        )
    }

    /// Folder of the server's socket.
    fn socket(&self) -> String {
        self.folder.display().to_string()
    }

    fn run(&self, program: &'static str, args: &[&str]) -> Result<(), ClusterError> {
        let mut command = unprivileged(&self.programs.join(program).display().to_string());
        let command = command.args(args).current_dir("/tmp").stdout(Stdio::null());
        let output = command.stderr(Stdio::piped()).output();
        let output = output.map_err(|error| ClusterError::Start(program, error))?;
        if output.status.success() {
            Ok(())
        } else {
            let said = String::from_utf8_lossy(&output.stderr).into_owned();
            Err(ClusterError::Failed(format!("{program}: {said}")))
        }
    }
}

impl Drop for Cluster {
    fn drop(&mut self) {
        drop(self.life.take());
        // The folder is gone when the shell is.
        let _ = self.shell.wait();
    }
}

/// A program as somebody who is not root.
fn unprivileged(program: &str) -> Command {
    let is_root =
        std::fs::metadata("/proc/self").is_ok_and(|own| std::os::unix::fs::MetadataExt::uid(&own) == 0);
    if !is_root {
        return Command::new(program);
    }
    let mut command = Command::new("setpriv");
    command.args([
        "--reuid=nobody",
        "--regid=nogroup",
        "--clear-groups",
        "--",
        program,
    ]);
    command
}

/// The folder of the server's programs.
fn programs() -> Option<PathBuf> {
    let has_all = |place: &&&str| {
        ["initdb", "pg_ctl"]
            .iter()
            .all(|name| Path::new(place).join(name).exists())
    };
    PLACES.iter().find(has_all).map(PathBuf::from)
}
