//! Files that are compiled in, and the folder of an operator that takes precedence over them.
//!
//! Names are relative paths with forward slashes (`templates/shell.html`, `locales/fr/kit.ftl`). They come from
//! code and templates; those that come from a URL are looked up in [`crate::assets::Assets`], never here.

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use rust_embed::RustEmbed;

/// One place that files come from.
#[derive(Clone)]
enum Layer {
    Embedded {
        get: fn(&str) -> Option<Cow<'static, [u8]>>,
        names: fn() -> Vec<String>,
    },
    Folder(PathBuf),
}

/// One layer's version of a text file.
#[derive(Clone, Debug)]
pub struct LayerText {
    /// Whether it comes from a folder of the operator.
    pub overrides: bool,
    /// The text.
    pub text: String,
}

/// Layers of files: what was added last wins.
#[derive(Clone, Default)]
pub struct Files {
    layers: Vec<Layer>,
}

impl Files {
    /// No file at all.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds the files compiled in by `E`.
    #[must_use]
    pub fn with_embedded<E: RustEmbed>(mut self) -> Self {
        self.layers.push(Layer::Embedded {
            get: |name| E::get(name).map(|file| file.data),
            names: || E::iter().map(Cow::into_owned).collect(),
        });
        self
    }

    /// Adds a folder, whose files replace those of the same name.
    #[must_use]
    pub fn with_folder(mut self, folder: impl Into<PathBuf>) -> Self {
        self.layers.push(Layer::Folder(folder.into()));
        self
    }

    /// The bytes of a file, from the uppermost layer that has it.
    #[must_use]
    pub fn read(&self, name: &str) -> Option<Cow<'static, [u8]>> {
        if !is_plain(name) {
            return None;
        }
        self.layers.iter().rev().find_map(|layer| match layer {
            Layer::Embedded { get, .. } => get(name),
            Layer::Folder(folder) => std::fs::read(folder.join(name)).ok().map(Cow::Owned),
        })
    }

    /// The text of a file; `None` also when it is not UTF-8.
    #[must_use]
    pub fn read_text(&self, name: &str) -> Option<String> {
        self.read(name)
            .and_then(|bytes| String::from_utf8(bytes.into_owned()).ok())
    }

    /// Every layer's version of a text file, the lowest first: message files are merged, not replaced.
    #[must_use]
    pub fn read_every_layer(&self, name: &str) -> Vec<LayerText> {
        let read = |layer: &Layer| match layer {
            Layer::Embedded { get, .. } => get(name).map(|bytes| (false, bytes.into_owned())),
            Layer::Folder(folder) => std::fs::read(folder.join(name)).ok().map(|bytes| (true, bytes)),
        };
        let texts = self.layers.iter().filter_map(read);
        texts
            .filter_map(|(overrides, bytes)| {
                Some(LayerText {
                    overrides,
                    text: String::from_utf8(bytes).ok()?,
                })
            })
            .collect()
    }

    /// The names of all files under a prefix such as `templates/`.
    #[must_use]
    pub fn names_under(&self, prefix: &str) -> BTreeSet<String> {
        let mut names = BTreeSet::new();
        for layer in &self.layers {
            match layer {
                Layer::Embedded { names: all, .. } => {
                    names.extend(all().into_iter().filter(|name| name.starts_with(prefix)));
                }
                Layer::Folder(folder) => collect(folder, &folder.join(prefix), &mut names),
            }
        }
        names
    }
}

/// A relative name without `..`, an empty part or a backslash.
fn is_plain(name: &str) -> bool {
    !name.is_empty() && !name.contains('\\') && name.split('/').all(|part| !matches!(part, "" | "." | ".."))
}

fn collect(root: &Path, folder: &Path, names: &mut BTreeSet<String>) {
    let Ok(entries) = std::fs::read_dir(folder) else {
        return;
    };
    for path in entries.flatten().map(|entry| entry.path()) {
        if path.is_dir() {
            collect(root, &path, names);
        } else if let Some(name) = path.strip_prefix(root).ok().and_then(Path::to_str) {
            names.insert(name.replace('\\', "/"));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(RustEmbed)]
    #[folder = "templates/"]
    #[prefix = "templates/"]
    struct Templates;

    #[test]
    fn a_folder_replaces_what_is_compiled_in() {
        let folder = tempfile::tempdir().unwrap();
        std::fs::create_dir_all(folder.path().join("templates/own")).unwrap();
        std::fs::write(folder.path().join("templates/problem.html"), "ours").unwrap();
        std::fs::write(folder.path().join("templates/own/extra.html"), "more").unwrap();
        let compiled = Files::new().with_embedded::<Templates>();
        let files = compiled.clone().with_folder(folder.path());

        assert_ne!(compiled.read_text("templates/problem.html").unwrap(), "ours");
        assert_eq!(files.read_text("templates/problem.html").unwrap(), "ours");
        assert_eq!(files.read_every_layer("templates/problem.html").len(), 2);
        assert!(
            files
                .names_under("templates/")
                .contains("templates/own/extra.html")
        );
        assert!(files.read("templates/shell.html").is_some(), "the rest stays");
    }

    #[test]
    fn a_name_never_leaves_its_layer() {
        let folder = tempfile::tempdir().unwrap();
        std::fs::create_dir(folder.path().join("inside")).unwrap();
        std::fs::write(folder.path().join("secret"), "x").unwrap();
        let files = Files::new().with_folder(folder.path().join("inside"));
        for name in [
            "../secret",
            "a/../../secret",
            "/etc/passwd",
            "",
            "a//b",
            "..\\secret",
            "./x",
        ] {
            assert!(files.read(name).is_none(), "{name}");
        }
    }
}
