//! The text of an answer: names, places and candidates as JSON.
//!
//! In: what was decided. Out: JSON at the end of a string. Never: decisions.
//!
//! Nearly all time of writing goes into plain strings and short decimal numbers, which are written here; whatever is out
//! of the ordinary is left to `serde_json`, whose spelling this one follows.

use std::fmt::Write as _;

use crate::gazetteer::FeatureClass;
use crate::gazetteer::Place;
use crate::geodesy::LonLat;
use crate::toponym::ResolvedPlace;
use crate::toponym::ToponymKind;

/// A name as it is written.
#[derive(Debug, Clone, Copy)]
pub(super) struct Name<'a> {
    /// First code point.
    pub(super) start: usize,
    /// Code point after the last.
    pub(super) end: usize,
    /// The name in the text.
    pub(super) text: &'a str,
    /// How it is used.
    pub(super) kind: ToponymKind,
    /// Probability that its place is right.
    pub(super) confidence: f64,
}

/// A place as it is written.
#[derive(Debug)]
pub(super) struct Spot<'a> {
    name: &'a str,
    country: &'a str,
    admin1: &'a str,
    class: FeatureClass,
    geonameid: u32,
    at: LonLat,
}

impl<'a> From<&'a ResolvedPlace> for Spot<'a> {
    fn from(place: &'a ResolvedPlace) -> Self {
        let ResolvedPlace { name, country, admin1, class, geonameid, at, .. } = place;
        Self { name, country, admin1, class: *class, geonameid: *geonameid, at: *at }
    }
}

impl<'a> From<Place<'a>> for Spot<'a> {
    fn from(place: Place<'a>) -> Self {
        let Place { name, country, admin1_name, class, geonameid, at, .. } = place;
        Self { name, country, admin1: admin1_name, class, geonameid, at }
    }
}

/// A name with the fields of its place, as [`write_place`] writes them (empty if it stays unresolved), and its candidates.
pub(super) fn write_name(name: &Name<'_>, place: &str, candidates: &str, out: &mut String) {
    out.push_str("{\"start\":");
    write_whole(name.start as u64, out);
    out.push_str(",\"end\":");
    write_whole(name.end as u64, out);
    out.push_str(",\"text\":");
    write_text(name.text, out);
    out.push_str(",\"kind\":\"");
    out.push_str(name.kind.as_str());
    out.push_str("\",");
    out.push_str(if place.is_empty() {
        r#""name":null,"country":null,"admin1":null,"feature_class":null,"geonameid":null,"lat":null,"lon":null"#
    } else {
        place
    });
    out.push_str(",\"confidence\":");
    write_decimal(if place.is_empty() { 0.0 } else { name.confidence }, 3, out);
    out.push_str(",\"candidates\":[");
    out.push_str(candidates);
    out.push_str("]}");
}

/// The fields of a place, without brackets.
pub(super) fn write_place(spot: &Spot<'_>, out: &mut String) {
    out.push_str("\"name\":");
    write_text(spot.name, out);
    out.push_str(",\"country\":");
    write_text(spot.country, out);
    out.push_str(",\"admin1\":");
    write_text(spot.admin1, out);
    out.push_str(",\"feature_class\":\"");
    out.push_str(spot.class.code());
    out.push_str("\",\"geonameid\":");
    if spot.geonameid == 0 {
        out.push_str("null");
    } else {
        write_whole(u64::from(spot.geonameid), out);
    }
    out.push_str(",\"lat\":");
    write_decimal(spot.at.lat, 6, out);
    out.push_str(",\"lon\":");
    write_decimal(spot.at.lon, 6, out);
}

/// One more candidate of a list.
pub(super) fn write_candidate(spot: &Spot<'_>, score: f64, out: &mut String) {
    out.push_str(if out.is_empty() { "{" } else { ",{" });
    write_place(spot, out);
    out.push_str(",\"score\":");
    write_decimal(score, 3, out);
    out.push('}');
}

/// A string.
fn write_text(text: &str, out: &mut String) {
    let plain = |byte: u8| byte >= b' ' && byte != b'"' && byte != b'\\';
    if text.bytes().fold(true, |all, byte| all & plain(byte)) {
        out.push('"');
        out.push_str(text);
        out.push('"');
    } else {
        // A map, a list or a string can always be written.
        out.push_str(&serde_json::to_string(text).unwrap_or_default());
    }
}

/// Most digits of a whole number.
const MOST_DIGITS: usize = 20;

/// A whole number.
fn write_whole(number: u64, out: &mut String) {
    write_digits(number, 1, out);
}

/// A whole number with at least so many digits.
fn write_digits(mut number: u64, least: usize, out: &mut String) {
    let mut digits = [b'0'; MOST_DIGITS];
    let mut first = MOST_DIGITS;
    for (at, digit) in digits.iter_mut().enumerate().rev() {
        if number == 0 && MOST_DIGITS - first >= least {
            break;
        }
        *digit = b'0' + (number % 10) as u8;
        number /= 10;
        first = at;
    }
    out.push_str(digits.get(first..).and_then(|digits| std::str::from_utf8(digits).ok()).unwrap_or("0"));
}

/// A number rounded to so many decimals, without zeros at its end but for one.
fn write_decimal(number: f64, decimals: u32, out: &mut String) {
    let scale = 10_u64.pow(decimals);
    let steps = (number * scale as f64).round();
    let size = steps.abs();
    // Tiny numbers have an exponent, huge ones more digits than a number holds, and zero may have a sign.
    if !((100.0..1e15).contains(&size) || size >= 1.0 && decimals == 3) {
        let _ = write!(out, "{}", serde_json::Value::from(steps / scale as f64));
        return;
    }
    if steps < 0.0 {
        out.push('-');
    }
    let size = size as u64;
    write_whole(size / scale, out);
    out.push('.');
    let (mut rest, mut digits) = (size % scale, decimals as usize);
    while digits > 1 && rest.is_multiple_of(10) {
        rest /= 10;
        digits -= 1;
    }
    write_digits(rest, digits, out);
}
