//! `comitia demo`: a server with a finished referendum and an open one, each made by everybody's real programs.

mod clock;
mod committee;
mod drafts;
mod electorate;
mod folder;
mod seed;
mod story;

use super::serve::{self, Serve};
use anyhow::Context as _;
use clap::Args;
use clock::DemoClock;
use folder::Folder;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::Arc;

/// Where to show what.
#[derive(Args)]
pub struct Demo {
    /// Folder of the demonstration; filled at the first start.
    #[arg(long, default_value = "demo-data")]
    data: PathBuf,
    /// Address to listen on.
    #[arg(long, default_value = "127.0.0.1:8080")]
    listen: SocketAddr,
    /// Folder of the compiled booth.
    #[arg(long, default_value = "web/booth/dist")]
    booth: PathBuf,
}

impl Demo {
    /// Serves until it is told to stop; fills the folder first, if it is empty.
    pub fn run(self) -> anyhow::Result<()> {
        serve::start_logging("warn", serve::LogFormat::Text);
        super::runtime()?.block_on(self.serve())
    }

    async fn serve(self) -> anyhow::Result<()> {
        anyhow::ensure!(
            self.booth.join("booth.js").exists(),
            "no booth in {}: run scripts/build-booth",
            self.booth.display()
        );
        let folder = Folder::open(&self.data)?;
        let clock = DemoClock::default();
        let server = self.options().prepare(Arc::new(clock.reader())).await?;
        let (elections, address) = (server.elections().clone(), server.address()?);
        let mut served = tokio::spawn(server.run());
        let story = match folder.story()? {
            Some(story) => story,
            None => tokio::select! {
                seeded = seed::seed(&elections, &clock, &folder, &address) => {
                    let story = seeded.context("the demonstration could not be filled")?;
                    folder.keep(&story)?;
                    story
                }
                // Interrupted: the next start begins anew.
                ended = &mut served => return ended?,
            },
        };
        story.tell(self.listen.port(), &self.data);
        served.await?
    }

    fn options(&self) -> Serve {
        let host = format!("localhost:{}", self.listen.port());
        Serve::for_demonstration(self.data.clone(), self.listen, host, self.booth.clone())
    }
}
