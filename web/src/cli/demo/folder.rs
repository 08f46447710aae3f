//! The folder of a demonstration: filled once, kept afterwards, and never somebody else's.

use super::story::Story;
use anyhow::{Context as _, bail};
use std::fs;
use std::path::{Path, PathBuf};

/// Says that the folder is ours and not filled yet.
const UNFINISHED: &str = "demo.unfinished";
/// What the demonstration tells at every start.
const STORY: &str = "demo.json";

/// A folder that is filled, or empty.
pub(super) struct Folder(PathBuf);

impl Folder {
    /// Opens the folder; what an interrupted start left behind is removed.
    pub(super) fn open(path: &Path) -> anyhow::Result<Self> {
        let context = || path.display().to_string();
        let folder = Self(path.to_owned());
        if path.join(STORY).exists() {
            return Ok(folder);
        }
        if path.join(UNFINISHED).exists() {
            fs::remove_dir_all(path).with_context(context)?;
        }
        fs::create_dir_all(path).with_context(context)?;
        if fs::read_dir(path).with_context(context)?.next().is_some() {
            bail!(
                "{} is not empty, and not the folder of a demonstration",
                path.display()
            );
        }
        fs::write(path.join(UNFINISHED), b"").with_context(context)?;
        Ok(folder)
    }

    /// Where the trustees keep their keys.
    pub(super) fn trustees(&self) -> PathBuf {
        self.0.join("trustees")
    }

    /// What to tell, once the folder is filled.
    pub(super) fn story(&self) -> anyhow::Result<Option<Story>> {
        let path = self.0.join(STORY);
        if !path.exists() {
            return Ok(None);
        }
        let text = fs::read_to_string(&path).with_context(|| path.display().to_string())?;
        let story = serde_json::from_str(&text).with_context(|| path.display().to_string())?;
        Ok(Some(story))
    }

    /// The folder is filled.
    pub(super) fn keep(&self, story: &Story) -> anyhow::Result<()> {
        let path = self.0.join(STORY);
        fs::write(&path, serde_json::to_string_pretty(story)?).with_context(|| path.display().to_string())?;
        fs::remove_file(self.0.join(UNFINISHED))?;
        Ok(())
    }
}
