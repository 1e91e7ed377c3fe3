//! What a phrase stands for: names, `the city`, `the three towns`; and the ends of a movement.

use std::ops::Range;

use crate::lexicon::Class;
use crate::lexicon::Trigger;
use crate::lexicon::WordClass;
use crate::terms::EventType;

use super::draft::Draft;
use super::focus;
use super::focus::Focus;
use super::phrase::Head;
use super::phrase::Noun;
use super::phrase::PhraseKind;
use super::reading::Found;
use super::reading::Reading;
use super::token::Kind;
use super::token::Token;

/// How far back `the towns` look for a list, bytes.
const NEAR_LIST: usize = 400;

impl Reading<'_, '_> {
    pub(super) fn found(&self, token: usize, phrase: usize, noun: &Noun) -> Option<Found> {
        let Some(Kind::Place(toponym)) = self.clauses.tokens.get(token).map(|t| t.kind) else {
            return None;
        };
        let site = self.is_of_site(token, phrase, toponym);
        Some(Found { toponym, phrase, partial: noun.partial || site, edge: noun.edge || site, by_reference: false })
    }

    /// `control of P airport`: a site at P, where the name is that of the town.
    fn is_of_site(&self, token: usize, phrase: usize, toponym: usize) -> bool {
        use crate::gazetteer::FeatureClass as F;
        let end = self.clauses.phrases.get(phrase).map_or(0, |p| p.tokens.end);
        let after = self.clauses.tokens.get(token + 1..end.max(token + 1)).unwrap_or(&[]);
        let named = self.toponyms.get(toponym).and_then(|t| t.place.as_ref());
        let own = named.is_some_and(|p| matches!(p.class, F::Base | F::Airport | F::Facility | F::Camp));
        let site = after.iter().take(4).take_while(|t| t.kind == Kind::Word && !t.reads("of")).any(|t| {
            matches!(
                t.lower.as_str(),
                "airport" | "airfield" | "airbase" | "base" | "barracks" | "dam" | "bridge" | "prison" | "refinery"
            )
        });
        site && !own
    }

    /// The places that a phrase stands for.
    pub(super) fn stands_for(&self, at: usize, focus: &Focus, _subject: bool) -> Vec<Found> {
        let Some(noun) = self.clauses.noun(at) else {
            return Vec::new();
        };
        // `the P–Q road` is in neither.
        if self.is_road_between(noun) {
            return Vec::new();
        }
        if !noun.places.is_empty() {
            let mut out: Vec<Found> = noun.places.iter().filter_map(|&t| self.found(t, at, noun)).collect();
            if self.is_district_of(at) {
                for found in out.iter_mut().filter(|f| self.names_its_district(f.toponym)) {
                    (found.partial, found.edge) = (false, false);
                }
            }
            return out;
        }
        let word = self.clauses.tokens.get(noun.head).map_or("", |t| t.lower.as_str());
        if word == "both" {
            return self.many(at, noun, focus);
        }
        match noun.class {
            Head::Facility => {
                let mut out: Vec<Found> = noun.at.iter().filter_map(|&t| self.found(t, at, noun)).collect();
                if out.is_empty() {
                    out = self.complements(at, &["in", "of", "near", "at", "outside", "on"], focus);
                }
                // `the city's ruined airport`
                let owner = self.clauses.phrases.get(at).and_then(|p| {
                    p.tokens.clone().find(|&i| {
                        self.clauses.tokens.get(i).is_some_and(|t| t.is(self.lexicon, WordClass::Settlement))
                            && self.clauses.tokens.get(i + 1).is_some_and(Token::is_possessive)
                    })
                });
                if let Some(owner) = owner.and_then(|i| self.clauses.tokens.get(i)).filter(|_| out.is_empty()) {
                    out = self.reference(&owner.lower, at, focus);
                }
                // `its airport`, `its water tower`: of the place in mind.
                if out.is_empty() && self.clauses.word(at) == "its" {
                    out = focus
                        .event
                        .filter(|_| {
                            focus.event_block == self.block && !focus.by_mention && focus.event_sentence < self.sentence
                        })
                        .map_or(Vec::new(), |toponym| {
                            vec![Found { toponym, phrase: at, partial: true, edge: true, by_reference: true }]
                        });
                }
                // `the Gardabiya air base`: the name is that of the base.
                let own = |t: usize| {
                    use crate::gazetteer::FeatureClass as F;
                    let place = self.toponyms.get(t).and_then(|t| t.place.as_ref());
                    matches!(word, "base" | "airbase" | "airport" | "airfield")
                        && place.is_some_and(|p| matches!(p.class, F::Base | F::Airport | F::Facility))
                };
                for found in out.iter_mut().filter(|f| !own(f.toponym)) {
                    found.partial = true;
                    found.edge = true;
                }
                if out.is_empty() && noun.definite && matches!(word, "airport" | "airfield" | "base" | "airbase") {
                    let named = focus.recent.iter().copied().find(|&t| focus::fits(word, self.toponyms.get(t)));
                    if let Some(toponym) = named {
                        out.push(Found {
                            toponym,
                            phrase: at,
                            partial: noun.partial,
                            edge: noun.edge,
                            by_reference: true,
                        });
                    }
                }
                out
            }
            // `the keys of P`
            Head::Other if matches!(word, "keys" | "key") => {
                noun.at.iter().filter_map(|&t| self.found(t, at, noun)).collect()
            }
            // `Talış (Talish)`: the other spelling is the one that is known.
            Head::Other
                if self.clauses.word(at + 1) == "("
                    && self.clauses.word(at + 3) == ")"
                    && self.clauses.noun(at + 2).is_some_and(|n| n.prep.is_empty() && n.places.len() == 1) =>
            {
                let inner = self.clauses.noun(at + 2);
                inner.map_or(Vec::new(), |n| n.places.iter().filter_map(|&t| self.found(t, at + 2, n)).collect())
            }
            // `within five kilometres of P`
            Head::Other
                if matches!(
                    word,
                    "km" | "kilometres" | "kilometers" | "kilometre" | "kilometer" | "mile" | "miles"
                ) =>
            {
                noun.at.iter().filter_map(|&t| self.found(t, at, noun)).collect()
            }
            // `had all three back`
            Head::Other | Head::Area if self.is_count(at) => self.many(at, noun, focus),
            Head::Area => {
                let mut out: Vec<Found> = noun.at.iter().filter_map(|&t| self.found(t, at, noun)).collect();
                if out.is_empty() && noun.definite {
                    out = self.complements(at, &["in", "of", "around", "near"], focus);
                }
                let quarter = super::quarter::is_quarter_word(word);
                // `the district of P`: that of a small town is named after it and is no part of it.
                let named_after = matches!(word, "district" | "county") && noun.definite;
                for found in out.iter_mut().filter(|f| !(named_after && self.names_its_district(f.toponym))) {
                    found.partial = true;
                    found.edge |= quarter;
                }
                if out.is_empty() && self.is_many(at) {
                    out = self.enumerated(at);
                }
                out
            }
            Head::Settlement if self.is_many(at) && !self.enumerated(at).is_empty() => self.enumerated(at),
            Head::Settlement => {
                // `P, a town near Q,` and `the second city, P,`: the name stands beside it.
                if at >= 2
                    && self.clauses.word(at - 1) == ","
                    && let Some(before) = self.clauses.noun(at - 2).filter(|n| !n.places.is_empty())
                {
                    return before.places.iter().filter_map(|&t| self.found(t, at - 2, before)).collect();
                }
                // `the crocodiles of P, the official capital,`
                let last = |k: usize| self.clauses.phrases.get(k).map_or(0, |p| p.tokens.end);
                if at >= 2
                    && self.clauses.word(at - 1) == ","
                    && let Some((before, &name)) = self
                        .clauses
                        .noun(at - 2)
                        .and_then(|n| n.at.last().map(|t| (n, t)))
                        .filter(|(_, t)| **t + 1 == last(at - 2))
                {
                    let mut out: Vec<Found> = self.found(name, at - 2, before).into_iter().collect();
                    for f in &mut out {
                        (f.partial, f.edge) = (noun.partial, noun.edge);
                    }
                    return out;
                }
                if self.clauses.word(at + 1) == ","
                    && self.clauses.word(at + 3) == ","
                    && let Some(after) = self.clauses.noun(at + 2).filter(|n| {
                        // `the city, Syria's second largest,` is no name.
                        let owner = n.places.first().and_then(|&t| self.clauses.tokens.get(t + 1));
                        n.prep.is_empty() && n.places.len() == 1 && !owner.is_some_and(Token::is_possessive)
                    })
                {
                    return after.places.iter().filter_map(|&t| self.found(t, at + 2, after)).collect();
                }
                if self.lexicon.is(word, WordClass::SettlementMany) {
                    return self.many(at, noun, focus);
                }
                if noun.definite || noun.partial {
                    return self.reference(word, at, focus);
                }
                let coming = focus.coming.as_ref().and_then(|c| c.stands_for(word, self.sentence));
                coming.map_or(Vec::new(), |toponym| {
                    vec![Found { toponym, phrase: at, partial: noun.partial, edge: noun.edge, by_reference: true }]
                })
            }
            // `ready to defend itself`: whoever does it.
            Head::It if word == "itself" => Vec::new(),
            Head::It => self.reference("it", at, focus),
            // `attacked A and B and took them`
            Head::They if at > 0 && self.clauses.verb(at - 1).is_some() => (0..at - 1)
                .rev()
                .filter_map(|k| self.clauses.noun(k).map(|n| (k, n)))
                .find(|(_, n)| n.places.len() > 1)
                .map_or(Vec::new(), |(k, n)| n.places.iter().filter_map(|&t| self.found(t, k, n)).collect()),

            _ => Vec::new(),
        }
    }

    /// A district is named after its small town; that of a city is a part of it.
    fn names_its_district(&self, toponym: usize) -> bool {
        let place = self.toponyms.get(toponym).and_then(|t| t.place.as_ref());
        place.is_some_and(|p| p.population < 100_000)
    }

    /// `the district of P`, not `parts of the district of P`
    fn is_district_of(&self, at: usize) -> bool {
        let words = self.clauses.phrases.get(at).and_then(|p| self.clauses.tokens.get(p.tokens.clone())).unwrap_or(&[]);
        let place = |t: &Token<'_>| matches!(t.kind, Kind::Place(_));
        words.iter().position(|t| t.reads("district") || t.reads("county")).is_some_and(|d| {
            words.get(d + 1).is_some_and(|t| t.reads("of"))
                && words.get(d + 2).is_some_and(place)
                && words.get(..d).is_some_and(|w| !w.iter().any(|t| t.reads("of")))
        })
    }

    /// `the P–Q road`, `the P-Q highway`
    fn is_road_between(&self, noun: &Noun) -> bool {
        let token = |back: usize| noun.head.checked_sub(back).and_then(|i| self.clauses.tokens.get(i));
        let name = |back: usize| token(back).is_some_and(|t| matches!(t.kind, Kind::Place(_)));
        token(0).is_some_and(|t| {
            matches!(t.lower.as_str(), "road" | "highway" | "motorway" | "railway" | "route" | "axis" | "expressway")
        }) && name(1)
            && token(2).is_some_and(|t| matches!(t.text, "-" | "–" | "—"))
            && name(3)
    }

    /// Code of the nation whose adjective stands in the phrase.
    fn nation_in(&self, at: usize) -> Option<&str> {
        let words = self.clauses.phrases.get(at).and_then(|p| self.clauses.tokens.get(p.tokens.clone()))?;
        words
            .iter()
            .filter(|t| t.is_capital())
            .find_map(|t| self.lexicon.nation_of_demonym(t.text))
            .map(|n| n.code.as_str())
    }

    /// `all three`, `both`, `the two`: a number and no noun.
    fn is_count(&self, at: usize) -> bool {
        self.clauses.phrases.get(at).and_then(|p| self.clauses.tokens.get(p.tokens.clone())).is_some_and(|words| {
            words.iter().all(|t| {
                matches!(t.lower.as_str(), "all" | "both" | "the" | "two" | "three" | "four" | "five" | "of" | "them")
            }) && words.iter().any(|t| matches!(t.lower.as_str(), "both" | "two" | "three" | "four" | "five"))
        })
    }

    /// `the three towns`, `both ports`: the last list of as many names.
    pub(super) fn many(&self, at: usize, noun: &Noun, focus: &Focus) -> Vec<Found> {
        let words = self.clauses.phrases.get(at).map_or(0..0, |p| p.tokens.clone());
        // `the towns more than a month ago`
        let last = words
            .clone()
            .find(|&i| self.clauses.tokens.get(i).is_some_and(|t| t.is(self.lexicon, WordClass::SettlementMany)));
        let words = words.start..last.map_or(words.end, |i| i + 1);
        self.many_of(at, words, noun, focus)
    }

    /// The same for words inside a phrase: `control of the towns`.
    pub(super) fn many_of(&self, at: usize, words: Range<usize>, noun: &Noun, focus: &Focus) -> Vec<Found> {
        let prep = self.clauses.tokens.get(words.start).is_some_and(|t| !noun.prep.is_empty() && t.reads(&noun.prep));
        let words = words.start + usize::from(prep)..words.end;
        let first = self.clauses.tokens.get(words.start).map_or("", |t| t.lower.as_str());
        let the = matches!(first, "the" | "both" | "all" | "these" | "those");
        let count = words.clone().find_map(|i| {
            Some(match self.clauses.tokens.get(i)?.lower.as_str() {
                "both" | "two" | "2" => 2,
                "three" | "3" => 3,
                "four" | "4" => 4,
                "five" | "5" => 5,
                _ => return None,
            })
        });
        // `the towns`: those of the list in the sentence before.
        let bare = count.is_none()
            && words.len() == 2
            && the
            && !self.clauses.noun(at + 1).is_some_and(|n| matches!(n.prep.as_str(), "of" | "in" | "around" | "near"));
        let near = |list: &&Vec<usize>| {
            list.len() > 1
                && list.iter().all(|&t| {
                    focus::fits("town", self.toponyms.get(t))
                        && self.toponyms.get(t).is_some_and(|t| self.evidence.start.abs_diff(t.span.start) < NEAR_LIST)
                })
        };
        let list = match count.filter(|_| noun.definite || the) {
            Some(count) => focus.lists.iter().rev().find(|l| l.len() == count),
            None if bare => focus.lists.last().filter(near),
            None => None,
        };
        list.map_or(Vec::new(), |l| {
            l.iter()
                .map(|&t| Found { toponym: t, phrase: at, partial: noun.partial, edge: noun.edge, by_reference: true })
                .collect()
        })
    }

    /// The place that `the city`, `it` stand for at a phrase.
    pub(super) fn reference(&self, word: &str, at: usize, focus: &Focus) -> Vec<Found> {
        let noun = self.clauses.noun(at);
        if word == "capital"
            && let Some(nation) = self.nation_in(at)
        {
            // `the Afghan capital`: that of the country, or none.
            let meant = self.toponyms.iter().position(|t| {
                t.place
                    .as_ref()
                    .is_some_and(|p| p.class == crate::gazetteer::FeatureClass::Capital && p.country == nation)
            });
            return meant.map_or(Vec::new(), |toponym| {
                let (partial, edge) = noun.map_or((false, false), |n| (n.partial, n.edge));
                vec![Found { toponym, phrase: at, partial, edge, by_reference: true }]
            });
        }
        if word == "capital" && self.is_lesser_capital(at) {
            return self.seat(at, focus);
        }
        // `P lies west of Q. It fell on Friday`: P did.
        if word == "it"
            && at == 0
            && let Some((toponym, _)) =
                focus.topic.filter(|(t, s)| s + 1 == self.sentence && focus::fits("it", self.toponyms.get(*t)))
        {
            return vec![Found { toponym, phrase: at, partial: false, edge: false, by_reference: true }];
        }
        if word == "it" {
            // `stormed the airport of P and were in control of it`: of the airport.
            let last = (0..at).rev().find(|&k| {
                self.clauses.noun(k).is_some_and(|n| {
                    n.prep.is_empty() && matches!(n.class, Head::Facility | Head::Area | Head::Place | Head::Settlement)
                })
            });
            if let Some(k) = last.filter(|&k| self.clauses.noun(k).is_some_and(|n| n.class == Head::Facility)) {
                let found = self.stands_for(k, focus, false);
                if !found.is_empty() {
                    return found;
                }
            }
        }
        // `the capital of the province`, `the city of P` with its own name was read before.
        let mut inside = Vec::new();
        for k in (0..at).rev() {
            let Some(phrase) = self.clauses.phrases.get(k).filter(|_| {
                self.clauses.noun(k).is_some_and(|n| {
                    n.prep.is_empty() && (!n.places.is_empty() || n.class == Head::Person && !n.at.is_empty())
                })
            }) else {
                continue;
            };
            for i in phrase.tokens.clone().rev() {
                let rules = focus::names_a_government(self.clauses.tokens, i);
                if let Some(Kind::Place(t)) = self.clauses.tokens.get(i).map(|t| t.kind).filter(|_| !rules) {
                    inside.push(t);
                }
            }
            if inside.len() > 6 {
                break;
            }
        }
        // `returned to P and took the port`
        if inside.is_empty()
            && at >= 3
            && matches!(word, "port" | "town" | "village" | "city")
            && self.clauses.verb(at - 1).is_some()
            && self.clauses.word(at - 2) == "and"
            && let Some(noun) = self.clauses.noun(at - 3).filter(|n| matches!(n.prep.as_str(), "to" | "into"))
            && let [token] = noun.places.as_slice()
            && let Some(Kind::Place(t)) = self.clauses.tokens.get(*token).map(|t| t.kind)
        {
            inside.push(t);
        }
        // `At P the paratroopers had landed west of the town`
        if inside.is_empty()
            && let Some(noun) =
                self.clauses.noun(0).filter(|n| at > 0 && matches!(n.prep.as_str(), "at" | "around" | "near"))
            && let [token] = noun.places.as_slice()
            && let Some(Kind::Place(t)) = self.clauses.tokens.get(*token).map(|t| t.kind)
        {
            inside.push(t);
        }
        // `marched to P and took it`
        if inside.is_empty() && word == "it" {
            inside.extend((0..at).rev().filter_map(|k| self.clauses.noun(k)).find_map(|n| {
                let goal = matches!(n.prep.as_str(), "to" | "into" | "on" | "upon" | "against" | "for");
                let token = n.places.first().filter(|_| goal)?;
                match self.clauses.tokens.get(*token)?.kind {
                    Kind::Place(t) => Some(t),
                    _ => None,
                }
            }));
        }
        let meant = focus.resolve(word, self.sentence, self.block, &inside, self.toponyms).or_else(|| {
            // `lost contact with P and that rebels had taken the city`
            // Where somebody fled to is not what they tell of.
            // `A column that had set out from P, been stuck at Q, entered the town`: neither P nor Q.
            let on_the_way = |k: usize| {
                self.clauses.noun(k).is_some_and(|n| matches!(n.prep.as_str(), "from" | "at" | "near" | "through"))
                    && (0..k)
                        .rev()
                        .take_while(|&i| !self.clauses.is_strong(i))
                        .any(|i| matches!(self.clauses.phrases.get(i).map(|p| &p.kind), Some(PhraseKind::Relative)))
            };
            let named = (0..at)
                .rev()
                .filter(|&k| !on_the_way(k))
                .filter_map(|k| self.clauses.noun(k))
                .filter(|n| !matches!(n.prep.as_str(), "to" | "towards" | "toward"))
                .flat_map(|n| n.places.iter().rev());
            let names = named.filter_map(|&t| match self.clauses.tokens.get(t).map(|t| t.kind) {
                Some(Kind::Place(t)) => Some(t),
                _ => None,
            });
            names
                .into_iter()
                .find(|&t| word != "it" && !focus::is_nameless(word) && focus::fits(word, self.toponyms.get(t)))
        });
        // `the northern city` is not the capital.
        let quarter = self.clauses.phrases.get(at).is_some_and(|p| {
            let words = self.clauses.tokens.get(p.tokens.clone()).unwrap_or(&[]);
            words.iter().any(|t| t.lower.strip_suffix("ern").is_some_and(super::preposition::is_direction))
        });
        let capital = |t: &usize| {
            let place = self.toponyms.get(*t).and_then(|t| t.place.as_ref());
            place.is_some_and(|p| p.class == crate::gazetteer::FeatureClass::Capital)
        };
        meant.filter(|t| !(quarter && capital(t))).map_or(Vec::new(), |t| {
            vec![Found {
                toponym: t,
                phrase: at,
                partial: noun.is_some_and(|n| n.partial),
                edge: noun.is_some_and(|n| n.edge),
                by_reference: true,
            }]
        })
    }

    /// `the provincial capital`, `the second provincial capital`: never that of the country.
    fn is_lesser_capital(&self, at: usize) -> bool {
        const LESSER: &[&str] = &[
            "provincial",
            "regional",
            "state",
            "local",
            "district",
            "county",
            "departmental",
            "oblast",
            "governorate",
            "administrative",
        ];
        let words = self.clauses.phrases.get(at).and_then(|p| self.clauses.tokens.get(p.tokens.clone()));
        words.is_some_and(|w| w.iter().any(|t| LESSER.contains(&t.lower.as_str())))
    }

    /// The seat of a division that was named last; of the division that the sentence names, if it names one. `the second
    /// provincial capital` counts them and means none.
    fn seat(&self, at: usize, focus: &Focus) -> Vec<Found> {
        use crate::gazetteer::FeatureClass as F;
        const COUNTED: &[&str] = &[
            "another", "first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth",
            "only", "last", "latest", "such",
        ];
        let words = self.clauses.phrases.get(at).and_then(|p| self.clauses.tokens.get(p.tokens.clone())).unwrap_or(&[]);
        if words.iter().any(|t| COUNTED.contains(&t.lower.as_str()) || t.kind == Kind::Number) {
            return Vec::new();
        }
        let place = |t: usize| self.toponyms.get(t).and_then(|t| t.place.as_ref());
        let division = self.clauses.tokens.iter().find_map(|t| match t.kind {
            Kind::Place(i) => place(i).filter(|p| p.class == F::Admin1),
            _ => None,
        });
        let seat = |t: &usize| {
            place(*t).is_some_and(|p| {
                p.class == F::Seat && division.is_none_or(|d| d.country == p.country && d.admin1 == p.admin1)
            })
        };
        let meant = focus.event.filter(seat).or_else(|| focus.recent.iter().copied().find(seat));
        let (partial, edge) = self.clauses.noun(at).map_or((false, false), |n| (n.partial, n.edge));
        meant.map_or(Vec::new(), |toponym| vec![Found { toponym, phrase: at, partial, edge, by_reference: true }])
    }

    /// From and to of a movement.
    pub(super) fn ends(
        &self,
        at: usize,
        trigger: &Trigger,
        out: &mut Vec<Draft>,
        subject: Option<usize>,
        focus: &Focus,
    ) {
        let movement = matches!(
            trigger.class,
            Class::Event(
                EventType::Withdrawal
                    | EventType::Reinforcement
                    | EventType::Displacement
                    | EventType::Advance
                    | EventType::Entry
                    | EventType::Capture
                    | EventType::Recapture
            ) | Class::Flee
                | Class::Refuge
                | Class::Pour
                | Class::Cross
                | Class::Attack
                | Class::Leave
                | Class::Reach
        );
        if !movement {
            return;
        }
        let place = |preps: &[&str]| {
            self.clauses
                .adjuncts(at, preps, false)
                .into_iter()
                .flat_map(|k| self.stands_for(k, focus, false))
                .map(|f| f.toponym)
                .collect::<Vec<usize>>()
        };
        let to = place(&["to", "toward", "towards", "into", "for", "onto"]);
        let from = place(&["from"]);
        let owner = subject.and_then(|s| self.clauses.noun(s)).and_then(|n| n.at.first()).and_then(|&t| {
            match self.clauses.tokens.get(t).map(|t| t.kind) {
                Some(Kind::Place(t)) => Some(t),
                _ => None,
            }
        });
        let Some(first) = out.first().cloned() else {
            return;
        };
        match trigger.class {
            Class::Flee | Class::Event(EventType::Displacement) => {
                let source =
                    if to.contains(&first.place) { from.first().copied().or(owner) } else { Some(first.place) };
                for draft in out.iter_mut() {
                    draft.from = source.filter(|s| *s != draft.place);
                    draft.to = to.first().copied().filter(|t| *t != draft.place);
                }
                if first.civil || trigger.class != Class::Flee {
                    for t in to.into_iter().filter(|t| *t != first.place) {
                        out.push(Draft { place: t, from: source, to: None, ..first.clone() });
                    }
                }
            }
            Class::Refuge => {
                for draft in out.iter_mut() {
                    draft.from = owner.or_else(|| from.first().copied()).filter(|f| *f != draft.place);
                }
            }
            Class::Event(EventType::Withdrawal) | Class::Leave => {
                for draft in out.iter_mut() {
                    draft.to = to.iter().copied().find(|t| *t != draft.place);
                    draft.from = Some(draft.place);
                }
            }
            Class::Event(EventType::Reinforcement) | Class::Pour | Class::Cross => {
                for draft in out.iter_mut() {
                    draft.from = from.first().copied().filter(|f| *f != draft.place);
                }
            }
            _ => {
                for draft in out.iter_mut() {
                    draft.from = from.first().copied().filter(|f| *f != draft.place);
                }
            }
        }
    }
}
