//! What the words of a name are by themselves: common, names of people, in a headline.
//!
//! In: the tokens of a name. Out: values of features. Never: places.

use crate::toponym::knowledge::model::Common;
use crate::toponym::knowledge::model::NameWord;
use crate::toponym::knowledge::model::Person;
use crate::toponym::knowledge::model::Place;
use crate::toponym::knowledge::words::class;
use crate::toponym::person::Persons;
use crate::toponym::span::Span;
use crate::toponym::token::Token;
use crate::toponym::token::shape;

pub(super) fn common_of(own: &[Token]) -> Common {
    let band = |t: &Token| {
        if t.has(class::COMMON1) {
            3
        } else if t.has(class::COMMON2) {
            2
        } else {
            i32::from(t.has(class::COMMON3))
        }
    };
    let words = || own.iter().filter(|t| t.is(shape::WORD) && t.is(shape::CAP));
    let count = words().count();
    if count <= 1 {
        return match words().next().map_or(0, band) {
            3 => Common::Frequent,
            2 => Common::Middle,
            1 => Common::Rare,
            _ => Common::No,
        };
    }
    let common = words().filter(|t| band(t) > 0).count();
    if common == count {
        Common::AllOfMany
    } else if common > 0 {
        Common::SomeOfMany
    } else {
        Common::No
    }
}

pub(super) fn name_word_of(own: &[Token]) -> NameWord {
    let words = own.iter().filter(|t| t.is(shape::WORD)).count();
    let Some(first) = own.first() else {
        return NameWord::No;
    };
    if words > 1 {
        return if first.has(class::GIVEN) {
            NameWord::ManyGiven
        } else if own
            .last()
            .is_some_and(|t| t.has(class::SURNAME_FREQUENT | class::SURNAME) && !t.has(class::COMMON1 | class::COMMON2))
        {
            NameWord::ManySurname
        } else {
            NameWord::No
        };
    }
    match (first.has(class::GIVEN), first.has(class::SURNAME_FREQUENT), first.has(class::SURNAME)) {
        (true, true, _) | (true, _, true) => NameWord::Both,
        (true, false, false) => NameWord::Given,
        (false, true, _) => NameWord::Frequent,
        (false, false, true) => NameWord::Surname,
        _ => NameWord::No,
    }
}

pub(super) fn person_of(persons: &Persons, own: &[Token], span: &Span) -> Person {
    let inside = persons.signs.get(span.first..span.next).unwrap_or(&[]).iter().find(|&&p| p != Person::No);
    let around = |i: usize| persons.signs.get(i).is_some_and(|&p| p != Person::No);
    let whole =
        own.len() > 1 && span.entry.is_some() && !around(span.next) && !span.first.checked_sub(1).is_some_and(around);
    match (inside, own) {
        (Some(_), _) if whole => Person::Whole,
        (Some(&sign), _) => sign,
        (None, [word]) => persons.elsewhere(word.hash),
        _ => Person::No,
    }
}

pub(super) fn place_of(own: &[Token]) -> Place {
    match own.first() {
        Some(t) if t.is(shape::SHOUTED) => Place::Shouted,
        Some(t) if t.is(shape::TITLECASE) => Place::Title,
        Some(t) if t.is(shape::FIRST) => Place::First,
        _ => Place::Body,
    }
}
