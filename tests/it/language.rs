//! Languages: every table has every phrase, sheets in each of them are as clean as the English ones, mistakes have a line.

use frontline::bundled;
use frontline::font::is_rtl;
use frontline::layout::Language;
use frontline::layout::Phrase;
use frontline::layout::SheetOptions;
use frontline::scene::Node;

use crate::layout::check;
use crate::layout::sheet;

#[test]
fn every_table_has_every_phrase() {
    for tag in bundled::language_tags() {
        let language = bundled::language(tag).unwrap();
        let missing = language.missing();
        assert!(missing.is_empty(), "data/languages/{tag}.tsv lacks {:?}", missing.iter().map(|p| p.english()));
        assert_eq!(language.tag(), tag);
        for phrase in Phrase::ALL {
            let slots = |text: &str| -> Vec<String> {
                let mut names: Vec<String> = text
                    .split('{')
                    .skip(1)
                    .filter_map(|t| Some(t.split_once('}')?.0.trim_end_matches('>').into()))
                    .collect();
                names.sort();
                names
            };
            for slot in slots(language.say(*phrase)) {
                assert!(slots(phrase.english()).contains(&slot), "{tag}: {} has no {{{slot}}}", phrase.english());
            }
        }
    }
}

/// The sides of the lexicon are named in every language; the army of a country that the lexicon lacks by the country.
#[test]
fn every_side_has_a_name_in_every_language() {
    let lexicon = bundled::lexicon().unwrap();
    for tag in bundled::language_tags().into_iter().filter(|t| *t != "en") {
        let language = bundled::language(tag).unwrap();
        let missing: Vec<&str> =
            lexicon.sides().map(|s| s.id.as_str()).filter(|id| language.side(id, "?") == "?").collect();
        assert!(missing.is_empty(), "data/languages/{tag}.tsv lacks side:{missing:?}");
        let army = language.side("gov-jp", "Japanese forces");
        assert!(army.contains(language.country("JP", "Japan")) && !army.contains("Japan "), "{tag}: {army}");
    }
}

#[test]
fn sheets_in_every_language_are_clean() {
    for tag in bundled::language_tags() {
        let options = SheetOptions { language: bundled::language(tag).unwrap(), ..SheetOptions::default() };
        for case in ["hama", "khartoum"] {
            let sheet = sheet(case, "default", &options);
            check(&format!("{case} {tag}"), &sheet);
            assert_eq!(sheet.scene.lang, tag);
        }
    }
}

#[test]
fn arabic_is_set_in_one_face_with_its_own_digits() {
    fn texts<'a>(nodes: &'a [Node], found: &mut Vec<&'a frontline::scene::Text>) {
        for node in nodes {
            match node {
                Node::Group(group) => texts(&group.nodes, found),
                Node::Text(text) => found.push(text),
                Node::Shape(_) => {}
            }
        }
    }
    let options = SheetOptions { language: bundled::language("ar").unwrap(), ..SheetOptions::default() };
    let sheet = sheet("hama", "default", &options);
    let mut all = Vec::new();
    texts(&sheet.scene.nodes, &mut all);
    let arabic: Vec<_> = all.into_iter().filter(|t| is_rtl(&t.words)).collect();
    assert!(arabic.len() > 20, "{} Arabic texts", arabic.len());
    for text in arabic {
        assert_eq!(text.families.first().map(String::as_str), Some("DejaVu Sans"), "{}", text.words);
        assert!(!text.words.chars().any(|c| c.is_ascii_digit()), "{}", text.words);
        assert_eq!(text.tracking, 0.0);
    }
}

#[test]
fn names_are_found_in_the_sorted_list() {
    let uk = bundled::language("uk").unwrap();
    for (id, name) in [(703448, Some("Київ")), (706483, Some("Харків")), (707292, Some("Ізюм")), (1, None), (0, None)]
    {
        assert_eq!(uk.place(id), name, "{id}");
    }
    let few = Language::read("xx", "").unwrap().with_places("1\tA\n5\tB\n9\tC\n");
    for (id, name) in [(1, Some("A")), (5, Some("B")), (9, Some("C")), (4, None), (10, None)] {
        assert_eq!(few.place(id), name, "{id}");
    }
}

#[test]
fn mistakes_are_named_with_their_line() {
    for (table, expected) in [
        ("January\tEnero\nno tab here\n", "line 2: expected two columns with a tab between"),
        ("# fine\nJanuray\tEnero\n", "line 2: `Januray` is no phrase of the sheet"),
        ("January\tEnero\nJanuary\tEnero\n", "line 2: `January` is there twice"),
        ("January\t \n", "line 1: expected two columns"),
    ] {
        let error = Language::read("xx", table).unwrap_err().to_string();
        assert!(error.contains(expected), "{table:?} gave {error}");
    }
    assert!(bundled::language("tlh").unwrap_err().to_string().contains("there is no language `tlh`"));
}
