//! Names read from a text word by word: one way through the keys tells which names begin there and when to stop.
//!
//! In: pieces of text. Out: [`Hit`]s of the name read so far. Never: tokens, decisions.

use super::layer::index::{Index, State};
use super::layer::names;
use super::layer::names::Folding;
use super::layer::read::Layer;
use super::layer::write::AS_WRITTEN;
use super::{Gazetteer, Hit, NameKind, distinct};

/// A way through the names of all layers at once: as folded, as written (abbreviations), and without Arabic articles.
#[derive(Debug)]
pub struct Walk<'g> {
    gazetteer: &'g Gazetteer,
    layers: Vec<Steps<'g>>,
    folding: Folding,
    /// A word that may be an Arabic article was read.
    articles: bool,
}

/// The way through one layer.
#[derive(Debug)]
struct Steps<'g> {
    layer: u16,
    of: &'g Layer,
    names: Index<'g>,
    /// Where abbreviations begin.
    abbreviations: Option<State>,
    folded: Option<State>,
    written: Option<State>,
}

impl<'g> Walk<'g> {
    pub(super) fn new(gazetteer: &'g Gazetteer) -> Self {
        let steps = |(layer, of): (u16, &'g Layer)| {
            let names = of.names()?;
            let abbreviations = names.step(names.root(), AS_WRITTEN as u8);
            Some(Steps { layer, of, abbreviations, folded: Some(names.root()), written: abbreviations, names })
        };
        let layers = gazetteer.numbered().filter_map(steps).collect();
        Self { gazetteer, layers, folding: Folding::default(), articles: false }
    }

    /// Begins a new name.
    pub fn begin(&mut self) {
        self.folding.clear();
        self.articles = false;
        for steps in &mut self.layers {
            steps.folded = Some(steps.names.root());
            steps.written = steps.abbreviations;
        }
    }

    /// Reads more of the name as the text has it, to the end of a word. False if no name goes on so.
    pub fn read(&mut self, piece: &str) -> bool {
        let from = self.folding.key().len();
        self.folding.push(piece);
        let key = self.folding.key();
        let added = key.get(from..).unwrap_or_default();
        if !self.articles {
            let last = key.get(..from).and_then(|read| read.rfind(' ')).map_or(0, |at| at + 1);
            self.articles = key.get(last..).unwrap_or_default().split(' ').any(names::is_article);
        }
        let mut alive = false;
        for steps in &mut self.layers {
            steps.folded = steps.folded.and_then(|state| steps.names.walk(state, added.as_bytes()));
            steps.written = steps.written.and_then(|state| steps.names.walk(state, piece.as_bytes()));
            alive |= steps.folded.is_some() || steps.written.is_some();
        }
        alive || self.articles && self.may_go_on_without_articles()
    }

    /// The key of what was read.
    pub fn key(&self) -> &str {
        self.folding.key()
    }

    fn may_go_on_without_articles(&self) -> bool {
        match names::drop_articles(self.key()) {
            Some(bare) => {
                self.layers.iter().any(|steps| steps.names.walk(steps.names.root(), bare.as_bytes()).is_some())
            }
            None => true,
        }
    }

    /// What was read as a name: a number that is the same for names that lead to the same places, `None` if no place
    /// bears it. With `dot`, also as an abbreviation with a full stop behind it, which must then be known.
    pub fn found(&self, dot: bool) -> Option<u64> {
        let mut hash = 0xcbf2_9ce4_8422_2325_u64;
        let mut any = false;
        let known = self.values(dot, |layer, way, value| {
            any = true;
            for word in [u64::from(layer) << 2 | way as u64, value] {
                hash = (hash ^ word).wrapping_mul(0x9e37_79b9_7f4a_7c15);
                hash ^= hash >> 29;
            }
        });
        (any && (known || !dot)).then_some(hash)
    }

    /// The places that bear the name read, each once with the closest kind, sorted by place.
    pub fn hits(&self, dot: bool) -> Vec<Hit> {
        let mut hits = Vec::new();
        self.values(dot, |layer, way, value| {
            let Some(of) = self.layers.iter().find(|steps| steps.layer == layer).map(|steps| steps.of) else {
                return;
            };
            of.unpack(value, |posting| {
                let Some((hit, brief)) = self.gazetteer.hit(layer, posting) else {
                    return;
                };
                if way != Way::WithoutArticles {
                    hits.push(hit);
                } else if names::has_articles(brief.area) {
                    hits.push(Hit { kind: hit.kind.max(NameKind::WithoutArticle), ..hit });
                }
            });
        });
        distinct(hits)
    }

    /// Calls `each` with layer, way and value of every key that ends here; true if one is an abbreviation.
    fn values(&self, dot: bool, mut each: impl FnMut(u16, Way, u64)) -> bool {
        let mut known = false;
        let bare = self.articles.then(|| names::drop_articles(self.key())).flatten();
        for Steps { layer, names, folded, written, .. } in &self.layers {
            if let Some(value) = folded.and_then(|state| names.value(state)) {
                each(*layer, Way::Folded, value);
            }
            let written = if dot { written.and_then(|state| names.step(state, b'.')) } else { *written };
            if let Some(value) = written.and_then(|state| names.value(state)) {
                known = true;
                each(*layer, Way::Written, value);
            }
            if let Some(value) = bare.as_ref().and_then(|bare| names.get(bare.as_bytes())) {
                each(*layer, Way::WithoutArticles, value);
            }
        }
        known
    }
}

/// How a key was reached.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Way {
    Folded,
    Written,
    WithoutArticles,
}
