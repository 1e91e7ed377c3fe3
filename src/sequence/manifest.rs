//! sequence.json: what went into a sequence and what came out, written last, so that its presence says that all is there.

use serde::Deserialize;
use serde::Serialize;

/// The manifest of a sequence.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Manifest {
    /// Version of this format.
    pub schema: u32,
    /// Version of the program.
    pub program: String,
    /// SHA-256 over the options and the bytes of all inputs.
    pub fingerprint: String,
    /// Title of the whole, if one was given.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// What was read, in order of date.
    pub inputs: Vec<InputEntry>,
    /// The frames, in order of date.
    pub frames: Vec<FrameEntry>,
    /// Every file that was written, with its SHA-256.
    pub files: Vec<(String, String)>,
    /// What a reader should know.
    pub warnings: Vec<String>,
}

/// An input.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct InputEntry {
    /// File name.
    pub source: String,
    /// The day it tells of.
    pub date: Option<String>,
    /// Used, or why not.
    pub state: String,
}

/// A frame.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct FrameEntry {
    /// The day.
    pub date: String,
    /// What happened, in a few words.
    pub headline: String,
    /// Nothing was reported since the frame before.
    pub stale: bool,
    /// The day of a later report that corrected what is shown.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub corrected: Option<String>,
    /// SHA-256 of the drawing.
    pub drawing: String,
    /// File of the vector picture.
    pub svg: String,
    /// File of the pixel picture.
    pub png: String,
}

/// Version of the format.
pub(super) const SCHEMA: u32 = 1;

impl Manifest {
    /// An empty manifest of this program.
    pub fn new(fingerprint: String) -> Self {
        Self { schema: SCHEMA, program: env!("CARGO_PKG_VERSION").to_owned(), fingerprint, ..Self::default() }
    }

    /// Reads a manifest; `None` if it is damaged, or from another version of the program.
    pub fn parse(text: &str) -> Option<Self> {
        let manifest: Self = serde_json::from_str(text).ok()?;
        (manifest.schema == SCHEMA && manifest.program == env!("CARGO_PKG_VERSION")).then_some(manifest)
    }

    /// The text of the file.
    pub fn text(&self) -> String {
        let mut text = serde_json::to_string_pretty(self).unwrap_or_default();
        text.push('\n');
        text
    }
}
