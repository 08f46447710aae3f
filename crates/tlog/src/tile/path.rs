//! Names of tiles: what is where, as a path like `tile/0/x001/067.p/5`.

use std::fmt;
use std::str::FromStr;

use thiserror::Error;

use super::TILE_WIDTH;
use crate::text::{MAX_NUMBER, decimal};

/// Why a path names no tile.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum TilePathError {
    /// It does not begin with `tile/`, or ends too early.
    #[error("a path of a tile is tile/<level or entries>/<index>[.p/<width>]")]
    Shape,
    /// The level is not a canonical number up to 63, nor `entries`.
    #[error("the level of the tile is neither a number from 0 to 63 nor \"entries\"")]
    Level,
    /// The index is not in groups of three digits, all but the last with an `x`, or has needless groups.
    #[error("the index of the tile is not written in groups like x001/067")]
    Index,
    /// The width of a partial tile is not a canonical number from 1 to 255.
    #[error("the width of the partial tile is not a number from 1 to 255")]
    Width,
}

/// Level of a hash tile, 0 to 63. A tile of level `l` holds hashes at height 8·`l` of the tree.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Level(u8);

impl Level {
    /// The level that holds the hashes of leaves.
    pub const LEAVES: Self = Self(0);

    /// The level with this number, up to 63.
    #[must_use]
    pub fn new(level: u8) -> Option<Self> {
        (level < 64).then_some(Self(level))
    }

    /// The number of the level.
    #[must_use]
    pub const fn number(self) -> u8 {
        self.0
    }
}

/// How many hashes or entries a tile holds: 1 to 256, and less than 256 only at the end of a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Width(u16);

impl Width {
    /// The width of all tiles but the last of a row.
    pub const FULL: Self = Self(256);

    /// The width with this number of items, 1 to 256.
    #[must_use]
    pub fn new(items: u64) -> Option<Self> {
        u16::try_from(items)
            .ok()
            .filter(|items| (1..=256).contains(items))
            .map(Self)
    }

    /// The number of items.
    #[must_use]
    pub const fn items(self) -> u16 {
        self.0
    }

    /// Whether the tile can never grow any more.
    #[must_use]
    pub fn is_full(self) -> bool {
        self == Self::FULL
    }
}

/// What a tile holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum TileKind {
    /// Hashes of the tree.
    Hashes(Level),
    /// Entries of the log.
    Entries,
}

impl TileKind {
    /// How many items the row of these tiles has in a tree of `size` leaves.
    #[must_use]
    pub fn items(self, size: u64) -> u64 {
        let level = match self {
            Self::Hashes(level) => level.number(),
            Self::Entries => 0,
        };
        size.checked_shr(super::TILE_HEIGHT * u32::from(level))
            .unwrap_or(0)
    }
}

/// A tile's name: what it holds, its position in its row, its width. [`Display`](fmt::Display) gives the path
/// under the log's prefix.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TilePath {
    /// What it holds.
    pub kind: TileKind,
    /// Its position in the row, from 0.
    pub index: u64,
    /// How many items it holds.
    pub width: Width,
}

impl TilePath {
    /// Whether a log of `size` entries has all the items of this tile. A tile narrower than what the log has is
    /// one that an older, smaller tree had.
    #[must_use]
    pub fn is_within(&self, size: u64) -> bool {
        let end = self.index.checked_mul(TILE_WIDTH);
        let end = end.and_then(|start| start.checked_add(u64::from(self.width.items())));
        end.is_some_and(|end| end <= self.kind.items(size))
    }
}

impl fmt::Display for TilePath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.kind {
            TileKind::Hashes(level) => write!(f, "tile/{}/", level.number())?,
            TileKind::Entries => f.write_str("tile/entries/")?,
        }
        write_index(f, self.index)?;
        if self.width.is_full() {
            Ok(())
        } else {
            write!(f, ".p/{}", self.width.items())
        }
    }
}

fn write_index(f: &mut fmt::Formatter<'_>, index: u64) -> fmt::Result {
    let mut groups = vec![index % 1000];
    let mut rest = index / 1000;
    while rest > 0 {
        groups.push(rest % 1000);
        rest /= 1000;
    }
    let last = groups.first().copied().unwrap_or_default();
    groups
        .iter()
        .skip(1)
        .rev()
        .try_for_each(|group| write!(f, "x{group:03}/"))?;
    write!(f, "{last:03}")
}

impl FromStr for TilePath {
    type Err = TilePathError;

    fn from_str(path: &str) -> Result<Self, TilePathError> {
        let rest = path.strip_prefix("tile/").ok_or(TilePathError::Shape)?;
        let (level, rest) = rest.split_once('/').ok_or(TilePathError::Shape)?;
        let kind = parse_kind(level).ok_or(TilePathError::Level)?;
        let (index, width) = match rest.split_once(".p/") {
            Some((index, width)) => (index, parse_partial(width).ok_or(TilePathError::Width)?),
            None => (rest, Width::FULL),
        };
        let index = parse_index(index).ok_or(TilePathError::Index)?;
        Ok(Self { kind, index, width })
    }
}

fn parse_kind(text: &str) -> Option<TileKind> {
    if text == "entries" {
        return Some(TileKind::Entries);
    }
    let level = u8::try_from(decimal(text)?).ok()?;
    Level::new(level).map(TileKind::Hashes)
}

fn parse_partial(text: &str) -> Option<Width> {
    Width::new(decimal(text)?).filter(|width| !width.is_full())
}

fn parse_index(text: &str) -> Option<u64> {
    let mut groups = text.split('/').peekable();
    let needless = text.starts_with("x000");
    let mut index: u64 = 0;
    while let Some(group) = groups.next() {
        let digits = if groups.peek().is_some() {
            group.strip_prefix('x')?
        } else {
            group
        };
        if digits.len() != 3 || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
            return None;
        }
        index = index.checked_mul(1000)?.checked_add(digits.parse().ok()?)?;
    }
    (!needless && index <= MAX_NUMBER).then_some(index)
}
