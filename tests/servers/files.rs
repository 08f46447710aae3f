//! A log as static files: served by somebody else's web server, and in somebody else's storage.

use crate::foreign::Client;
use crate::operations::{board, cast_all, origin, said};
use crate::server::{Place, Server, agent, free_address, program};
use crate::town::Town;
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::time::Duration;
use tempfile::TempDir;

/// A program that serves until it is dropped.
struct Serving {
    process: Child,
    address: String,
    _folder: TempDir,
}

impl Serving {
    /// Starts a command that is to listen on this address, and waits until it does.
    fn start(mut command: Command, address: String, folder: TempDir) -> Self {
        command.stdout(Stdio::null()).stderr(Stdio::null());
        let serving = Self {
            process: command
                .spawn()
                .unwrap_or_else(|error| panic!("{command:?}: {error}; scripts/setup --test installs it")),
            address,
            _folder: folder,
        };
        for _ in 0..600 {
            if std::net::TcpStream::connect(&serving.address).is_ok() {
                return serving;
            }
            std::thread::sleep(Duration::from_millis(50));
        }
        panic!("{command:?} does not listen");
    }
}

impl Drop for Serving {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

/// Debian's nginx, on the files below a folder.
fn nginx(root: &std::path::Path) -> Serving {
    let folder = tempfile::tempdir().unwrap();
    let address = free_address();
    // Whoever runs the tests owns the files.
    let is_root = std::os::unix::fs::MetadataExt::uid(&std::fs::metadata("/proc/self").unwrap()) == 0;
    let user = if is_root { "user root;\n" } else { "" };
    let place = folder.path().display();
    let temporary: String = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"]
        .map(|name| format!("{name}_temp_path {place}/{name};\n"))
        .concat();
    let config = format!(
        "{user}daemon off;\npid {place}/pid;\nerror_log {place}/errors;\nevents {{}}\nhttp {{\naccess_log off;\n{temporary}\
         server {{ listen {address}; root {}; }}\n}}\n",
        root.display()
    );
    let file = folder.path().join("nginx.conf");
    std::fs::write(&file, config).unwrap();
    let nginx = ["/usr/sbin/nginx", "nginx"]
        .into_iter()
        .find(|path| PathBuf::from(path).exists());
    let mut command = Command::new(nginx.unwrap_or("nginx"));
    command
        .arg("-c")
        .arg(&file)
        .arg("-e")
        .arg(folder.path().join("errors"));
    Serving::start(command, address, folder)
}

/// An S3-speaking server with an empty bucket.
fn s3(bucket: &str) -> Serving {
    let moto = concat!(env!("CARGO_MANIFEST_DIR"), "/../.cache/s3/bin/moto_server");
    let address = free_address();
    let (host, port) = address.split_once(':').unwrap();
    let mut command = Command::new(moto);
    command.args(["-H", host, "-p", port]);
    let serving = Serving::start(command, address.clone(), tempfile::tempdir().unwrap());
    let made = agent()
        .put(format!("http://{address}/{bucket}"))
        .send_empty()
        .unwrap();
    assert_eq!(made.status().as_u16(), 200);
    // Everybody may read it, as everybody may read a log.
    let policy = serde_json::json!({"Version": "2012-10-17", "Statement": [
        {"Effect": "Allow", "Principal": "*", "Action": "s3:GetObject", "Resource": format!("arn:aws:s3:::{bucket}/*")}
    ]});
    let opened = agent().put(format!("http://{address}/{bucket}?policy"));
    assert!(opened.send(policy.to_string()).unwrap().status().is_success());
    serving
}

/// Whether the observer's program finds everything in order.
fn verifies(url: &str) {
    let output = Command::new(program("comitia-verify")).arg(url).output().unwrap();
    assert!(output.status.success(), "{url}: {}", said(&output));
}

struct Setting {
    place: Place,
    server: Server,
    town: Town,
    ballots: Vec<Vec<u8>>,
    key: String,
}

fn setting() -> Setting {
    let place = Place::sqlite();
    let server = Server::start(&place);
    let mut key = String::new();
    let none = serde_json::json!({"quorum": 0, "keys": []});
    let town = Town::open_with(&server, place.data(), 600, &none, |manifest| {
        key = manifest.log_verifier().unwrap().to_string();
    });
    let ballots = town.ballots(&server);
    Setting {
        place,
        server,
        town,
        ballots,
        key,
    }
}

#[test]
fn a_log_is_served_by_nginx_and_read_by_both_clients_as_it_grows() {
    let Setting {
        place,
        server,
        town,
        ballots,
        key,
    } = setting();
    let root = tempfile::tempdir().unwrap();
    let folder = root.path().join(format!("elections/{}", town.election));
    let nginx = nginx(root.path());
    let url = format!("http://{}/elections/{}", nginx.address, town.election);
    let client = Client::build();
    for range in [0..300, 300..600] {
        cast_all(&town, &server, &ballots[range]);
        let exported = board(
            &place,
            &[
                "export",
                "--log",
                &origin(&town),
                "--to",
                folder.to_str().unwrap(),
            ],
        );
        assert!(exported.status.success(), "{}", said(&exported));
        verifies(&url);
        let read = client.read(&url, &key);
        assert!(read.status.success(), "{}", said(&read));
    }
}

#[test]
fn a_log_is_written_into_s3_compatible_storage_and_read_from_there_as_it_grows() {
    let Setting {
        place,
        server,
        town,
        ballots,
        key,
    } = setting();
    let s3 = s3("records");
    let endpoint = format!("http://{}", s3.address);
    let prefix = format!("elections/{}", town.election);
    let client = Client::build();
    for (range, kept) in [(0..300, 0), (300..600, 2)] {
        cast_all(&town, &server, &ballots[range]);
        let mut command = Command::new(program("comitia"));
        command.args([
            "board",
            "export",
            "--log",
            &origin(&town),
            "--to",
            &format!("s3://records/{prefix}"),
        ]);
        command.arg("--data").arg(place.data());
        command.envs([
            ("AWS_ENDPOINT", endpoint.as_str()),
            ("AWS_ACCESS_KEY_ID", "test"),
            ("AWS_SECRET_ACCESS_KEY", "test"),
            ("AWS_REGION", "us-east-1"),
        ]);
        let exported = command.output().unwrap();
        assert!(exported.status.success(), "{}", said(&exported));
        // Full tiles and bundles are not written a second time.
        assert!(
            said(&exported).contains(&format!("{kept} there already")),
            "{}",
            said(&exported)
        );
        let url = format!("{endpoint}/records/{prefix}");
        verifies(&url);
        let read = client.read(&url, &key);
        assert!(read.status.success(), "{}", said(&read));
    }
}
