//! Rosters: lists of places under a side or a word of state, without a verb: `In rebel hands: A, B`, `Town | Held by | Since`.
//!
//! In: a sentence without a finite verb. Out: drafts of who holds the places. Never: lists of anything but places.

use crate::article::Article;
use crate::article::BlockKind;
use crate::lexicon::Class;
use crate::terms::EventType;

use super::actor::Who;
use super::assertion::Standing;
use super::draft::Draft;
use super::focus::Focus;
use super::phrase::Head;
use super::phrase::PhraseKind;
use super::reading::Found;
use super::reading::Reading;
use super::token::Kind;
use super::verb::Verb;

/// Lemma of what a roster says: the side decides whether it was taken.
pub(super) const ROSTER: &str = "roster";

/// True if a title or the head of a table says that the article lists who holds what.
pub(super) fn is_about_control(article: &Article) -> bool {
    const WORDS: &[&str] = &["held by", "control", "who holds", "holder", "in the hands", "holds what"];
    article.blocks.iter().any(|b| {
        matches!(b.kind, BlockKind::Headline | BlockKind::Heading | BlockKind::TableRow) && {
            let text = article.text.get(b.span.clone()).unwrap_or("").to_lowercase();
            WORDS.iter().any(|w| text.contains(w))
        }
    })
}

impl Reading<'_, '_> {
    /// The claims of a roster; `about_control`: the article lists who holds what.
    pub(super) fn roster(&self, about_control: bool, focus: &Focus) -> Vec<Draft> {
        let last = self.clauses.phrases.len();
        if (0..last).any(|k| self.clauses.verb(k).is_some_and(|v| v.auxiliary || v.modal.is_some())) {
            return Vec::new();
        }
        let ticked = self.ticked(focus);
        if !ticked.is_empty() {
            return ticked;
        }
        let colon = (1..last.min(8)).find(|&k| matches!(self.clauses.word(k), ":" | "→"));
        let (party, found, still) = if let Some(colon) = colon {
            let words = self.clauses.phrases.get(colon).and_then(|p| self.clauses.tokens.get(..p.tokens.start));
            let words = words.unwrap_or(&[]);
            let has = |list: &[&str]| words.iter().any(|t| list.contains(&t.lower.as_str()));
            let state = has(&["hands", "control", "held", "holds", "under", "controlled", "occupied", "rule"]);
            let alone = colon == 1 && about_control;
            let labelled = self.labelled(colon, focus);
            if !labelled.is_empty() {
                return labelled;
            }
            let state = state || words.len() <= 4 && has(&["still", "now"]) && (0..colon).any(|k| self.is_armed(k));
            let named = words.iter().any(|t| matches!(t.kind, Kind::Place(_)));
            if named || has(&["not", "no", "never"]) || !(state || alone) || !self.is_list(colon + 1..last) {
                return Vec::new();
            }
            (self.armed_party(0..colon, focus), self.names(colon + 1..last, focus), has(&["still", "remaining"]))
        } else {
            let nouns: Vec<usize> =
                (0..last).filter(|&k| self.clauses.noun(k).is_some_and(|n| n.class != Head::Time)).collect();
            let barred = (0..last).any(|k| matches!(self.clauses.word(k), "|" | ";" | "–" | "—" | "-"));
            let verbs = (0..last).any(|k| self.clauses.verb(k).is_some());
            let (Some(&place), Some(&holder)) = (nouns.first(), nouns.get(1)) else {
                return Vec::new();
            };
            let one = self.clauses.noun(place).is_some_and(|n| n.class == Head::Place && n.places.len() == 1);
            if !(about_control && barred && one && nouns.len() == 2 && !verbs) {
                return Vec::new();
            }
            (self.armed_party(holder..holder + 1, focus), self.names(place..place + 1, focus), false)
        };
        let Some(party) = party else {
            return Vec::new();
        };
        let Some(trigger) = self.lexicon.verb_triggers("control").first() else {
            return Vec::new();
        };
        let verb = Verb { lemma: ROSTER.to_owned(), ..Verb::default() };
        found
            .iter()
            .map(|f| Draft {
                class: if still { Class::Event(EventType::Hold) } else { Class::Control },
                ..self.draft(f.phrase, &verb, trigger, f, Standing::default(), Some(party.clone()), None)
            })
            .collect()
    }

    /// `P: M23 since Thursday`: a town and who has it, nothing else.
    fn labelled(&self, colon: usize, focus: &Focus) -> Vec<Draft> {
        let last = self.clauses.phrases.len();
        let town = (0..colon)
            .all(|k| self.clauses.noun(k).is_some_and(|n| n.class == Head::Place && n.prep.is_empty() && !n.edge));
        let mut holders = 0;
        let plain = (colon + 1..last).all(|k| match self.clauses.phrases.get(k).map(|p| &p.kind) {
            Some(PhraseKind::Noun(n)) if n.class == Head::Time => true,
            Some(PhraseKind::Noun(n)) => {
                holders += 1;
                n.prep.is_empty() && n.class == Head::Actor && n.places.is_empty() && n.at.is_empty()
            }
            Some(PhraseKind::Mark) => self.clauses.word(k) == ".",
            Some(PhraseKind::Other | PhraseKind::Subordinator) => {
                !matches!(self.clauses.word(k), "not" | "never" | "next" | "maybe" | "perhaps" | "?")
            }
            _ => false,
        });
        let trigger = self.lexicon.verb_triggers("control").first();
        let (Some(trigger), true) = (trigger, town && plain && holders == 1) else {
            return Vec::new();
        };
        let Some(party) = self.armed_party(colon + 1..last, focus) else {
            return Vec::new();
        };
        let verb = Verb { lemma: ROSTER.to_owned(), ..Verb::default() };
        self.names(0..colon, focus)
            .iter()
            .map(|f| self.draft(f.phrase, &verb, trigger, f, Standing::default(), Some(party.clone()), None))
            .collect()
    }

    /// Who fights among the phrases.
    fn armed_party(&self, mut range: std::ops::Range<usize>, focus: &Focus) -> Option<super::draft::Party> {
        let at = range.find(|&k| self.is_armed(k))?;
        self.party(at, focus).filter(|(w, _)| !matches!(w, Who::Third | Who::Same))
    }

    /// The places named bare among the phrases.
    fn names(&self, range: std::ops::Range<usize>, focus: &Focus) -> Vec<Found> {
        range
            .filter(|&k| self.clauses.noun(k).is_some_and(|n| n.class == Head::Place && n.prep.is_empty()))
            .flat_map(|k| self.stands_for(k, focus, false))
            .collect()
    }

    /// `✅ A ✅ B`
    fn ticked(&self, focus: &Focus) -> Vec<Draft> {
        let Some(trigger) = self.lexicon.verb_triggers("capture").first() else {
            return Vec::new();
        };
        let verb = Verb { lemma: "capture".to_owned(), passive: true, ..Verb::default() };
        let tick = |k: usize| matches!(self.clauses.word(k), "✅" | "✔" | "☑");
        // The first tick of a line may have been read as a bullet.
        let any = (0..self.clauses.phrases.len()).any(tick);
        (0..self.clauses.phrases.len())
            .filter(|&k| any && (k == 0 || tick(k - 1)))
            .filter(|&k| self.clauses.noun(k).is_some_and(|n| n.class == Head::Place && n.prep.is_empty()))
            .flat_map(|k| self.stands_for(k, focus, false).into_iter().map(move |f| (k, f)))
            .map(|(k, f)| Draft { passive: true, ..self.draft(k, &verb, trigger, &f, Standing::default(), None, None) })
            .collect()
    }

    /// `have been liberated: A; B; C`, `have gone from the whole north: A, B`: the list that ends the sentence of a verb without a place.
    pub(super) fn tail_list(&self, at: usize, focus: &Focus) -> Vec<Found> {
        let last = self.clauses.phrases.len();
        let Some(colon) = (at + 1..last.min(at + 9)).find(|&k| self.clauses.word(k) == ":") else {
            return Vec::new();
        };
        let plain = (at + 1..colon).all(|k| match self.clauses.phrases.get(k).map(|p| &p.kind) {
            Some(PhraseKind::Noun(n)) => n.places.is_empty(),
            Some(PhraseKind::Verb(_) | PhraseKind::Relative) => false,
            _ => true,
        });
        if !plain || !self.is_list(colon + 1..last) {
            return Vec::new();
        }
        self.names(colon + 1..last, focus)
    }
}
