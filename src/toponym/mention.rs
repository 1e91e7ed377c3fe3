//! From chosen names to mentions: containers beside them, the kind of place meant, the use of the name.
//!
//! In: [`Named`] in order of the text. Out: want, container and [`ToponymKind`] of each. Never: positions.

use crate::gazetteer::FeatureClass;
use crate::toponym::ToponymKind;
use crate::toponym::knowledge::model::Form;
use crate::toponym::knowledge::model::Gaz;
use crate::toponym::knowledge::model::Known;
use crate::toponym::knowledge::model::Left;
use crate::toponym::knowledge::model::Overlap;
use crate::toponym::knowledge::model::Right;
use crate::toponym::knowledge::words::class;
use crate::toponym::knowledge::words::hash_word;
use crate::toponym::lookup::Entry;
use crate::toponym::lookup::Lookup;
use crate::toponym::lookup::Sense;
use crate::toponym::resolve::Want;
use crate::toponym::token::Token;
use crate::toponym::token::shape;

/// A name taken for a place.
#[derive(Debug, Clone, Copy)]
pub(super) struct Named {
    /// First byte.
    pub(super) start: usize,
    /// Byte after the last.
    pub(super) end: usize,
    /// First token.
    pub(super) first: usize,
    /// Token after the last.
    pub(super) next: usize,
    /// Its entry.
    pub(super) entry: Option<usize>,
    /// Form of the name.
    pub(super) form: Form,
    /// Log-odds that it is a place name.
    pub(super) odds: f64,
    /// What stands before.
    pub(super) left: Left,
    /// What stands after.
    pub(super) right: Right,
    /// How it overlaps.
    pub(super) overlap: Overlap,
    /// True if it was found by the program, not given.
    pub(super) found: bool,
}

fn is_area_entry(entry: Option<&Entry>) -> bool {
    entry.is_some_and(|e| matches!(e.gaz, Gaz::Country | Gaz::Admin1 | Gaz::Admin2))
}

/// Index of the name that contains each name, if the text says so.
pub(super) fn containers(names: &[Named], tokens: &[Token], lookup: &Lookup<'_>) -> Vec<Option<usize>> {
    let mut out = vec![None; names.len()];
    for (i, pair) in names.windows(2).enumerate() {
        let [a, b] = pair else { continue };
        let mut between = tokens.get(a.next..b.first).unwrap_or(&[]);
        let same = tokens.get(a.first).map(|t| t.sentence) == tokens.get(b.first).map(|t| t.sentence);
        if !same || between.len() > 6 {
            continue;
        }
        let b_area = b.entry.and_then(|e| lookup.entry(e)).filter(|e| is_area_entry(Some(e)));
        let a_area = a.entry.and_then(|e| lookup.entry(e)).filter(|e| is_area_entry(Some(e)));
        // "X village, Y": what X is does not stand between them.
        while let [kind, rest @ ..] = between
            && rest.last().is_some_and(|t| t.sign == b',')
            && kind.lower(class::TOWN | class::FACILITY | class::PHYSICAL | class::VICINITY)
        {
            between = rest;
        }
        // "X, Y", "X (Y)".
        let a_country = a.entry.and_then(|e| lookup.entry(e)).is_some_and(|e| e.gaz == Gaz::Country);
        let listed = tokens.get(b.next).is_some_and(|t| t.lower(class::CONJUNCTION))
            && b_area.is_some_and(|e| e.gaz == Gaz::Country);
        if b_area.is_some_and(|e| e.known != Known::Demonym)
            && !a_country
            && !listed
            && (is_closed(b, tokens) || holds(b, a, lookup))
            && matches!(between, [sign] if matches!(sign.sign, b',' | b'('))
        {
            if let Some(slot) = out.get_mut(i) {
                *slot = Some(i + 1);
            }
            continue;
        }
        // "X in northern Y", "X, in the Y", "X, a town in eastern Y".
        let links = between.iter().filter(|t| t.lower(class::LOCATION | class::PREPOSITION)).count();
        let plain = between.iter().all(|t| {
            t.sign == b','
                || t.lower(
                    class::LOCATION
                        | class::PREPOSITION
                        | class::ARTICLE
                        | class::DIRECTION
                        | class::TOWN
                        | class::ADMIN
                        | class::HOLDER,
                )
        });
        let inside = between.iter().any(|t| {
            t.lower(class::LOCATION | class::PREPOSITION) && (t.hash == hash_word("in") || t.hash == hash_word("of"))
        });
        if b_area.is_some_and(|e| e.known != Known::Demonym) && !a_country && plain && links == 1 && inside {
            if let Some(slot) = out.get_mut(i) {
                *slot = Some(i + 1);
            }
            continue;
        }
        // "Y's X", "the Y city of X", "Y's northern town of X".
        let b_country = b.entry.and_then(|e| lookup.entry(e)).is_some_and(|e| e.gaz == Gaz::Country);
        if a_area.is_some() && !b_country {
            let possessive = between.first().is_some_and(|t| t.sign == b's');
            let rest = if possessive { between.get(1..).unwrap_or(&[]) } else { between };
            let described = rest.iter().all(|t| {
                t.lower(
                    class::DIRECTION
                        | class::TOWN
                        | class::ADMIN
                        | class::PREPOSITION
                        | class::PHYSICAL
                        | class::FACILITY
                        | class::NUMBER
                        | class::COMMON1
                        | class::COMMON2,
                ) && !t.has(class::CONJUNCTION | class::LOCATION & !class::PARTICLE)
            }) && rest.len() <= 4;
            let typed = rest.iter().any(|t| t.has(class::TOWN | class::ADMIN | class::DIRECTION));
            if described
                && (possessive || typed && rest.len() >= 2)
                && let Some(slot) = out.get_mut(i + 1)
            {
                slot.get_or_insert(i);
            }
        }
    }
    out
}

/// True where an area behind a comma ends there: "X, Y, …", "X, Y in …", but not "X, U.S. marines moved".
fn is_closed(area: &Named, tokens: &[Token]) -> bool {
    let sentence = tokens.get(area.first).map(|t| t.sentence);
    tokens.get(area.next).filter(|t| Some(t.sentence) == sentence).is_none_or(|t| {
        !t.is(shape::WORD)
            || t.lower(
                class::LOCATION
                    | class::PREPOSITION
                    | class::CONJUNCTION
                    | class::NEVER
                    | class::MILITARY
                    | class::MOVEMENT,
            )
    })
}

/// True if a place of the name lies in an area.
fn holds(area: &Named, name: &Named, lookup: &Lookup<'_>) -> bool {
    let senses = |name: &Named| name.entry.map_or(&[][..], |entry| lookup.senses(entry));
    senses(area).iter().take(3).any(|area| {
        let inside = |s: &Sense| match area.class {
            FeatureClass::Country => s.country == area.country,
            _ => s.admin1 == area.admin1 && s.country == area.country,
        };
        senses(name).iter().any(inside)
    })
}

/// The kind of place that the words beside a name speak of.
pub(super) fn want_of(name: &Named, tokens: &[Token], lookup: &Lookup<'_>) -> Want {
    let before = |n: usize| name.first.checked_sub(n).and_then(|i| tokens.get(i));
    let after = |n: usize| tokens.get(name.next + n);
    match name.form {
        Form::HeadAdmin => {
            let head = name.next.checked_sub(1).and_then(|i| tokens.get(i));
            return area_of(head);
        }
        Form::HeadPhysical | Form::HeadFirst => return Want::Physical,
        _ => {}
    }
    if let Some(next) = after(0) {
        if next.lower(class::ADMIN) && !next.is(shape::HYPHEN) {
            return area_of(Some(next));
        }
        // "The southern Iraq city of X" speaks of X.
        let country = name.entry.and_then(|e| lookup.entry(e)).is_some_and(|e| e.gaz == Gaz::Country);
        let of_other = country && after(1).is_some_and(|t| t.is(shape::CAP) || t.lower(class::PREPOSITION));
        if next.lower(class::TOWN) && !of_other {
            return Want::Town;
        }
        if next.lower(class::PHYSICAL) && !next.has(class::COMMON1 & !class::COMMON1) {
            return Want::Physical;
        }
    }
    if name.form == Form::Single && names_water(name, tokens) {
        return Want::Water;
    }
    let of = before(1).is_some_and(|t| t.lower(class::PREPOSITION) && t.has(class::PARTICLE));
    if of && let Some(head) = before(2) {
        if head.lower(class::ADMIN) {
            return area_of(Some(head));
        }
        if head.lower(class::TOWN) {
            return Want::Town;
        }
    }
    Want::Bare
}

/// True for "crossed the Oskil", "the left bank of the Dnipro,": towns have no article, and no noun follows whose article it were.
fn names_water(name: &Named, tokens: &[Token]) -> bool {
    let before = |n: usize| name.first.checked_sub(n).and_then(|i| tokens.get(i));
    let the = before(1).is_some_and(|t| t.lower(class::ARTICLE) && t.end - t.start == 3);
    let reached = before(2).is_some_and(|t| {
        t.lower(class::LOCATION | class::PREPOSITION | class::MOVEMENT | class::MILITARY | class::CONJUNCTION)
    });
    let own = tokens.get(name.first).map(|t| t.sentence);
    let alone = tokens.get(name.next).filter(|t| Some(t.sentence) == own).is_none_or(|t| {
        !t.is(shape::WORD) && !t.is(shape::POSSESSIVE)
            || t.lower(class::LOCATION | class::PREPOSITION | class::CONJUNCTION | class::NEVER)
    });
    the && reached && alone
}

fn area_of(head: Option<&Token>) -> Want {
    if head.is_some_and(|t| t.has(class::DISTRICT)) { Want::District } else { Want::Area }
}

/// How a name is used.
pub(super) fn kind_of(name: &Named, tokens: &[Token], lookup: &Lookup<'_>) -> ToponymKind {
    let entry = name.entry.and_then(|e| lookup.entry(e));
    if entry.is_some_and(|e| e.known == Known::Demonym) {
        return ToponymKind::Demonym;
    }
    if matches!(name.overlap, Overlap::Armed | Overlap::InOrganisation | Overlap::OrganisationStart | Overlap::InMedia)
        || name.left == Left::OfOrganisation
    {
        return ToponymKind::Nested;
    }
    // "Beirut-based", "Moscow-appointed": an adjective, whatever the place.
    if tokens.get(name.next).is_some_and(|t| t.is(shape::HYPHEN) && t.lower(class::ADJECTIVE)) {
        return ToponymKind::Metonym;
    }
    // Washington is first of all a state, and still a capital.
    let senses = name.entry.map_or(&[][..], |e| lookup.senses(e));
    let capital = senses.iter().take(4).any(|s| s.class == FeatureClass::Capital);
    if (capital || entry.is_some_and(|e| matches!(e.gaz, Gaz::Country | Gaz::Facility)))
        && speaks_for_government(name, tokens, capital)
    {
        return ToponymKind::Metonym;
    }
    ToponymKind::Place
}

/// True for the subject of a verb of speech or decision, for the side in talks, and for a capital that acts by its government.
fn speaks_for_government(name: &Named, tokens: &[Token], capital: bool) -> bool {
    let before = |n: usize| name.first.checked_sub(n).and_then(|i| tokens.get(i));
    let after = |n: usize| tokens.get(name.next + n);
    let placed = before(1).is_some_and(|t| t.has(class::LOCATION));
    let mut at = name.next;
    // "Moscow, which backs the army, said": the relative clause is read as the verb.
    if tokens.get(at).is_some_and(|t| t.sign == b',')
        && tokens.get(at + 1).is_some_and(|t| t.lower(class::NEVER | class::COMMUNICATION))
    {
        at += 1;
    }
    // Auxiliaries may stand between: "Moscow has denied", "Kyiv has yet to comment".
    for _ in 0..4 {
        let Some(next) = tokens.get(at) else { break };
        if next.lower(class::COMMUNICATION) {
            return !placed;
        }
        let light = next.lower(class::NEVER) || next.is(shape::WORD) && next.end - next.start == 2;
        if !light || next.is(shape::CAP) {
            break;
        }
        at += 1;
    }
    let side = before(1).is_some_and(|t| {
        t.lower(class::CONJUNCTION)
            || t.lower(class::PREPOSITION) && !t.has(class::PARTICLE)
            || t.lower(class::LOCATION) && t.end - t.start == 7
    });
    let local = matches!(name.right, Right::CommaArea | Right::Town | Right::Admin);
    // "by Tehran", "with Moscow", "according to Baku"; "Riyadh's war", "Moscow's defence ministry".
    if capital && !local {
        if before(1).is_some_and(|t| t.lower(class::AGENT)) {
            return true;
        }
        if name.right == Right::Possessive && (1..=3).filter_map(after).any(|t| t.lower(class::GOVERNMENT)) && !placed {
            return true;
        }
        if before(2).is_some_and(|t| t.lower(class::AGENT))
            && before(1).is_some_and(|t| t.end - t.start == 2 && t.lower(class::LOCATION))
        {
            return true;
        }
    }
    // Between or with others after talk: "talks between Ankara and Damascus".
    let talk = (1..=8).filter_map(before).take_while(|t| t.sign != b'.').any(|t| t.has(class::DIPLOMACY));
    talk && side && !local
}
