//! Other spellings of names that the gazetteer does not know as they stand, or knows only outside the area named beside them.
//!
//! In: names, the countries of the document. Out: entries for them. Never: decisions between places.

use crate::gazetteer::names;
use crate::toponym::given::without_type;
use crate::toponym::knowledge::model::Form;
use crate::toponym::lookup::Lookup;
use crate::toponym::mention::Named;
use crate::toponym::resolve::Group;

/// English adjectives before a name and the Arabic ones behind it.
const ADJECTIVES: [(&[&str], &[&str]); 8] = [
    (&["east", "eastern"], &["sharqi", "sharqiyah"]),
    (&["west", "western"], &["gharbi", "gharbiyah"]),
    (&["north", "northern"], &["shamali", "shamaliyah"]),
    (&["south", "southern"], &["janubi", "janubiyah"]),
    (&["upper"], &["fawqani", "fawqaniyah"]),
    (&["lower"], &["tahtani", "tahtaniyah"]),
    (&["greater", "big"], &["kabir", "kabirah"]),
    (&["little", "small"], &["saghir", "saghirah"]),
];

/// Articles that are written as one word with the name, before the letter they are assimilated to.
const GLUED: [&str; 12] = ["ad", "an", "ar", "as", "at", "az", "ed", "en", "er", "es", "et", "ez"];

/// Gives names an entry by another spelling; true if one was found.
pub(super) fn find_variants(
    text: &str,
    names: &mut [Named],
    groups: &[Group],
    group_of: &[Option<usize>],
    lookup: &mut Lookup<'_>,
) -> bool {
    let document = leading_countries(groups);
    let mut found = false;
    for (name, own) in names.iter_mut().zip(group_of) {
        if matches!(name.form, Form::Road | Form::RoadNumber | Form::HeadFacility) {
            continue;
        }
        let countries = match own.and_then(|own| groups.get(own)) {
            None if name.entry.is_none() => document.clone(),
            Some(group) if group.unmet => countries_beside(group, groups),
            _ => continue,
        };
        let Some(word) = text.get(name.start..name.end) else {
            continue;
        };
        let forms = forms(without_type(word));
        let as_written = forms.iter().find_map(|form| lookup.find_within(form, &countries));
        let spelt = || forms.iter().find_map(|form| lookup.find_variant(form, &countries));
        let entry = if Lookup::has_skeletons(&countries) { as_written.or_else(spelt) } else { as_written };
        if entry.is_some() {
            name.entry = entry;
            found = true;
        }
    }
    found
}

/// The countries where most names of the document lie, at most three.
fn leading_countries(groups: &[Group]) -> Vec<u32> {
    let mut countries: Vec<(u32, f32)> = Vec::new();
    for group in groups.iter().filter(|group| !group.unmet) {
        let Some(best) = group.best() else { continue };
        let (Some(sense), Some(&share)) = (group.senses.get(best), group.shares.get(best)) else {
            continue;
        };
        if share < 0.5 || sense.country == 0 {
            continue;
        }
        match countries.iter_mut().find(|c| c.0 == sense.country) {
            Some(slot) => slot.1 += share,
            None => countries.push((sense.country, share)),
        }
    }
    countries.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
    countries.into_iter().take(3).map(|(country, _)| country).collect()
}

/// The countries of the areas named beside a group.
fn countries_beside(group: &Group, groups: &[Group]) -> Vec<u32> {
    let area = |&index: &usize| {
        let area = groups.get(index)?;
        area.senses.get(area.best()?).map(|sense| sense.country).filter(|&country| country != 0)
    };
    group.containers.iter().filter_map(area).collect()
}

/// Spellings of a name to be tried: its parts where it stands twice, without a glued article, with the adjective behind.
fn forms(name: &str) -> Vec<String> {
    let mut forms = vec![names::fold(name)];
    if name.contains(['/', '(']) {
        forms.extend(name.split(['/', '(', ')']).map(|part| names::fold(without_type(part))));
    }
    for at in 0..forms.len() {
        let Some(form) = forms.get(at).cloned() else { break };
        let (first, rest) = form.split_once(' ').unwrap_or((&form, ""));
        if let Some((_, adjectives)) =
            ADJECTIVES.iter().find(|(english, _)| english.contains(&first) && !rest.is_empty())
        {
            forms.extend(adjectives.iter().map(|adjective| format!("{rest} {adjective}")));
        }
        let doubled = |bytes: &[u8]| bytes.len() >= 6 && bytes.get(1) == bytes.get(2);
        let glued = GLUED.iter().any(|article| form.starts_with(article)) && doubled(form.as_bytes())
            || form.len() >= 7 && (form.starts_with("al") || form.starts_with("el"));
        if let Some(bare) = form.get(2..).filter(|_| glued) {
            forms.push(bare.to_owned());
        }
    }
    // "Longdon" for Mount Longdon, once the article is in the islands.
    if let Some(word) = forms.first().filter(|form| form.len() >= 5 && !form.contains(' ')) {
        forms.push(format!("mount {word}"));
    }
    forms.retain(|form| form.len() >= 3);
    forms.truncate(8);
    forms
}
