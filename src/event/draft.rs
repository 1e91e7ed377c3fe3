//! A claim as first read, before sides, dates and the order of the story are known.

use std::ops::Range;

use crate::lexicon::Class;

use super::actor::Who;
use super::assertion::Standing;

/// Who, with the words.
pub(super) type Party = (Who, String);

/// A claim as first read.
#[derive(Debug, Clone)]
pub(super) struct Draft {
    /// What the trigger reports.
    pub(super) class: Class,
    /// Lemma of the trigger.
    pub(super) lemma: String,
    /// Index of the toponym.
    pub(super) place: usize,
    /// Movement from.
    pub(super) from: Option<usize>,
    /// Movement to.
    pub(super) to: Option<usize>,
    /// Who did it.
    pub(super) actor: Option<Party>,
    /// Against whom.
    pub(super) opponent: Option<Party>,
    /// Who says so.
    pub(super) speaker: Option<Party>,
    /// What governs it.
    pub(super) standing: Standing,
    /// Only a part of the place.
    pub(super) partial: bool,
    /// Only the rim, or only a building.
    pub(super) edge: bool,
    /// Told as going on: `are withdrawing`.
    pub(super) ongoing: bool,
    /// Told in the passive.
    pub(super) passive: bool,
    /// The subject was civilians.
    pub(super) civil: bool,
    /// The subject was shells or rockets (`Some(true)`), missiles, bombs or aircraft (`Some(false)`).
    pub(super) fire: Option<bool>,
    /// The place was found by `the city`, `it`.
    pub(super) by_reference: bool,
    /// Told as a noun.
    pub(super) nominal: bool,
    /// Bytes of the words that date it.
    pub(super) trigger: Range<usize>,
    /// Bytes in which the date of this one place of a list stands.
    pub(super) window: Option<Range<usize>>,
    /// Bytes of the sentence.
    pub(super) evidence: Range<usize>,
    /// Index of the sentence.
    pub(super) sentence: usize,
}
