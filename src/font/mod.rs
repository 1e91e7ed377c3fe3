//! Faces and measured text: how wide a line is, which face has its letters, what is missing.
//!
//! In: font files as bytes. Out: widths in the unit of the size given. Never: system fonts, drawing, geography.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fmt;
use std::sync::Mutex;
use std::sync::OnceLock;

use harfrust::FontRef;
use harfrust::ShapeOptions;
use harfrust::ShapePlan;
use harfrust::ShapePlanKey;
use harfrust::ShaperData;
use harfrust::UnicodeBuffer;

use crate::error::Error;
use crate::error::Result;

/// One face of a family.
#[derive(Debug, Clone)]
pub struct Face {
    /// Family name as CSS writes it.
    pub family: String,
    /// 400 regular, 600 semibold, 700 bold.
    pub weight: u16,
    /// True for an italic face.
    pub italic: bool,
    /// The TrueType file.
    pub bytes: Cow<'static, [u8]>,
}

/// Which face a text wants.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub struct Want {
    /// 400 regular, 600 semibold, 700 bold.
    pub weight: u16,
    /// True for italics.
    pub italic: bool,
}

/// The faces of a run, in order of preference.
pub struct Fonts {
    faces: Vec<Face>,
    loaded: Vec<OnceLock<Loaded>>,
}

/// A face made ready, with what was measured already.
struct Loaded {
    data: ShaperData,
    plans: Mutex<Vec<ShapePlan>>,
    measured: Mutex<BTreeMap<String, (i64, Vec<u32>)>>,
}

/// More texts than this are not kept.
const KEPT: usize = 4096;

impl fmt::Debug for Fonts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Fonts").field("families", &self.families()).finish_non_exhaustive()
    }
}

/// Cap height of the house face as a share of its size; ascenders reach a little higher.
pub const CAP_HEIGHT: f64 = 0.66;
/// Height of the tallest plain letters as a share of the size.
pub const ASCENT: f64 = 0.73;
/// Depth of `g` and `p` as a share of the size.
pub const DESCENT: f64 = 0.21;

impl Fonts {
    /// Faces in order of preference; the family of the first is the house face.
    ///
    /// # Errors
    /// No face, or one that is no TrueType font.
    pub fn new(faces: Vec<Face>) -> Result<Self> {
        if faces.is_empty() {
            return Err(Error::Data { file: "fonts".into(), message: "expected at least one face, found none".into() });
        }
        for face in &faces {
            FontRef::new(&face.bytes).map_err(|e| Error::Data {
                file: face.family.clone(),
                message: format!("expected a TrueType font: {e}"),
            })?;
        }
        let loaded = faces.iter().map(|_| OnceLock::new()).collect();
        Ok(Self { faces, loaded })
    }

    /// The faces in order of preference.
    pub fn faces(&self) -> &[Face] {
        &self.faces
    }

    /// Family names in order, each once, for a font stack.
    pub fn families(&self) -> Vec<&str> {
        let mut names: Vec<&str> = Vec::new();
        for face in &self.faces {
            if !names.contains(&face.family.as_str()) {
                names.push(&face.family);
            }
        }
        names
    }

    /// Index of the best face of one family: italics first, then the nearest weight, heavier on ties.
    pub fn best(&self, family: &str, want: Want) -> Option<usize> {
        let cost = |face: &Face| {
            let slant = u32::from(face.italic != want.italic) * 10_000;
            let gap = i32::from(face.weight) - i32::from(want.weight);
            slant + gap.unsigned_abs() * 2 + u32::from(gap < 0)
        };
        let mut found: Option<(u32, usize)> = None;
        for (i, face) in self.faces.iter().enumerate().filter(|(_, f)| f.family == family) {
            if found.is_none_or(|(c, _)| cost(face) < c) {
                found = Some((cost(face), i));
            }
        }
        found.map(|(_, i)| i)
    }

    /// Faces to try for a text, one of each family, in order.
    pub fn chain(&self, want: Want) -> Vec<usize> {
        self.families().into_iter().filter_map(|f| self.best(f, want)).collect()
    }

    /// Family names in the order that fits a text: one from right to left is set in a face that has all of it, blanks and
    /// digits included, where there is one.
    pub fn families_for(&self, text: &str) -> Vec<&str> {
        let mut names = self.families();
        if is_rtl(text) {
            let whole = names.iter().position(|name| {
                self.best(name, Want { weight: 400, italic: false })
                    .is_some_and(|face| self.shape(face, text, 1.0).1.is_empty())
            });
            if let Some(whole) = whole {
                let name = names.remove(whole);
                names.insert(0, name);
            }
        }
        names
    }

    /// Width of a line at `size`, with kerning, in the unit of `size`; letters no face has count as one size each.
    pub fn width(&self, text: &str, want: Want, size: f64) -> f64 {
        let chain: Vec<usize> = if is_rtl(text) {
            self.families_for(text).into_iter().filter_map(|f| self.best(f, want)).collect()
        } else {
            self.chain(want)
        };
        self.width_in(text, &chain, size)
    }

    fn width_in(&self, text: &str, chain: &[usize], size: f64) -> f64 {
        let Some((&first, rest)) = chain.split_first() else {
            return text.chars().count() as f64 * size;
        };
        let (width, missing) = self.shape(first, text, size);
        if missing.is_empty() {
            return width;
        }
        // Stretches that this face has and stretches that it lacks, each measured by the face that has them.
        let lacks = |at: usize| missing.binary_search(&(at as u32)).is_ok();
        let mut total = 0.0;
        let mut start = 0;
        let mut state: Option<bool> = None;
        for (at, _) in text.char_indices() {
            let now = lacks(at);
            if state.is_some_and(|s| s != now) {
                total += self.stretch(&text[start..at], state == Some(true), first, rest, size);
                start = at;
            }
            state = Some(now);
        }
        total + self.stretch(&text[start..], state == Some(true), first, rest, size)
    }

    fn stretch(&self, text: &str, lacking: bool, first: usize, rest: &[usize], size: f64) -> f64 {
        if lacking { self.width_in(text, rest, size) } else { self.shape(first, text, size).0 }
    }

    /// Width, and the byte offsets of characters the face lacks, sorted.
    fn shape(&self, index: usize, text: &str, size: f64) -> (f64, Vec<u32>) {
        let (Some(face), Some(slot)) = (self.faces.get(index), self.loaded.get(index)) else {
            return (0.0, Vec::new());
        };
        let Ok(font) = FontRef::new(&face.bytes) else {
            return (0.0, Vec::new());
        };
        let loaded = slot.get_or_init(|| Loaded {
            data: ShaperData::new(&font),
            plans: Mutex::default(),
            measured: Mutex::default(),
        });
        let shaper = loaded.data.shaper(&font).build();
        let units = f64::from(shaper.units_per_em().max(1));
        if let Ok(kept) = loaded.measured.lock()
            && let Some((advance, missing)) = kept.get(text)
        {
            return (*advance as f64 / units * size, missing.clone());
        }
        let mut buffer = UnicodeBuffer::new();
        buffer.push_str(text);
        buffer.guess_segment_properties();
        let glyphs = match loaded.plans.lock() {
            Ok(mut plans) => {
                let script = Some(buffer.script());
                let key = ShapePlanKey::new(script, buffer.direction());
                let known = plans.iter().position(|p| key.matches(p)).unwrap_or_else(|| {
                    plans.push(ShapePlan::new(&shaper, buffer.direction(), script, None, &[]));
                    plans.len() - 1
                });
                shaper.shape(buffer, ShapeOptions::new().plan(plans.get(known)))
            }
            Err(_) => shaper.shape(buffer, ShapeOptions::new()),
        };
        let advance: i64 = glyphs.glyph_positions().iter().map(|p| i64::from(p.x_advance)).sum();
        let mut missing: Vec<u32> =
            glyphs.glyph_infos().iter().filter(|g| g.glyph_id == 0).map(|g| g.cluster).collect();
        missing.sort_unstable();
        missing.dedup();
        if let Ok(mut kept) = loaded.measured.lock()
            && kept.len() < KEPT
        {
            kept.insert(text.to_owned(), (advance, missing.clone()));
        }
        (advance as f64 / units * size, missing)
    }

    /// True if a face, by its index, has a character.
    pub fn covers(&self, index: usize, c: char) -> bool {
        self.shape(index, c.encode_utf8(&mut [0; 4]), 1.0).1.is_empty()
    }

    /// Characters that no face has, each once, in order of appearance.
    pub fn missing(&self, text: &str, want: Want) -> Vec<char> {
        let chain = self.chain(want);
        let mut lost = Vec::new();
        // Marks of direction are not drawn.
        for c in text.chars().filter(|c| !c.is_control() && !('\u{200e}'..='\u{202e}').contains(c)) {
            let found = chain.iter().any(|&i| self.covers(i, c));
            if !found && !lost.contains(&c) {
                lost.push(c);
            }
        }
        lost
    }
}

/// True if the text has letters of a script that is written from right to left.
pub fn is_rtl(text: &str) -> bool {
    text.chars().any(|c| matches!(u32::from(c), 0x0590..=0x08FF | 0xFB1D..=0xFDFF | 0xFE70..=0xFEFF))
}
