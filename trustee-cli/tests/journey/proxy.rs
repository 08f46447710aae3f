//! A way to a server on which messages get stuck.

use std::io::{self, Read as _, Write as _};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::thread;
use std::time::Duration;

/// Passes questions on, and keeps every message to itself.
pub struct Proxy {
    address: SocketAddr,
    posts: Receiver<()>,
}

impl Proxy {
    pub fn without_posts(server: SocketAddr) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        let (sender, posts) = channel();
        thread::spawn(move || {
            for client in listener.incoming() {
                let (client, sender) = (client.unwrap(), sender.clone());
                thread::spawn(move || pass(client, server, &sender));
            }
        });
        Self { address, posts }
    }

    pub const fn address(&self) -> SocketAddr {
        self.address
    }

    /// Waits until a message is stuck.
    pub fn wait_for_post(&self) {
        self.posts.recv_timeout(Duration::from_secs(60)).unwrap();
    }
}

/// What the client sends goes on until it begins a message.
fn pass(mut client: TcpStream, server: SocketAddr, posts: &Sender<()>) -> io::Result<()> {
    let mut server = TcpStream::connect(server)?;
    let (mut back, mut to) = (server.try_clone()?, client.try_clone()?);
    thread::spawn(move || io::copy(&mut back, &mut to));
    let mut buffer = [0; 4096];
    loop {
        let length = client.read(&mut buffer)?;
        if length == 0 {
            return Ok(());
        }
        if buffer.starts_with(b"POST ") {
            let _ = posts.send(());
            thread::sleep(Duration::from_secs(600));
        }
        server.write_all(&buffer[..length])?;
    }
}
