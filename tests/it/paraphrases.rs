//! Paraphrases: each event class in the many voices, tenses and registers of war reporting (`tests/paraphrases/*.tsv`).

use std::collections::BTreeSet;

use frontline::event::Event;
use frontline::terms::Assertion;
use frontline::terms::EventType;

use crate::events::read;

/// Words of the table, and the types that they stand for.
fn is(event: &Event, kind: &str) -> bool {
    use EventType as E;
    let types: &[E] = match kind {
        "take" | "claim" => &[E::Capture, E::Recapture],
        "enter" => &[E::Entry],
        "near" => &[E::Advance],
        "leave" => &[E::Withdrawal],
        "siege" => &[E::Siege],
        "clash" => &[E::Clash],
        "hit" => &[E::Strike, E::Shelling],
        "repelled" => &[E::Repelled],
        "threat" => &[E::Threat],
        "objective" => &[E::Objective],
        "origin" => &[E::Origin],
        "hold" => &[E::Hold],
        "flight" => &[E::Displacement],
        "bring" => &[E::Reinforcement],
        "deal" => &[E::Agreement],
        other => panic!("unknown kind {other:?}"),
    };
    let told = event.assertion;
    let sure = match kind {
        "take" => told == Assertion::Asserted,
        "claim" => matches!(told, Assertion::Claimed | Assertion::Reported),
        _ => true,
    };
    sure && types.contains(&event.event_type)
}

/// Types that move somebody's line: none may be read that the row does not name.
fn moves(event: &Event) -> bool {
    use EventType as E;
    event.assertion.happened() && matches!(event.event_type, E::Capture | E::Recapture | E::Entry | E::Withdrawal)
}

/// What is wrong with a row.
fn check(date: &str, text: &str, expect: &str) -> Vec<String> {
    let (article, toponyms, extraction) = read(text, date);
    let told: Vec<(&Event, &str)> = extraction
        .events
        .iter()
        .map(|e| (e, toponyms.get(e.toponym).and_then(|t| article.text.get(t.span.clone())).unwrap_or("?")))
        .collect();
    let mut named: BTreeSet<(String, String)> = BTreeSet::new();
    let mut wrong = Vec::new();
    for part in expect.split("; ").filter(|p| *p != "-") {
        let (kinds, places) = part.split_once(' ').expect("KIND PLACE");
        for place in places.split(", ") {
            let found = told.iter().any(|(e, p)| *p == place && kinds.split('|').any(|k| is(e, k)));
            if !found {
                wrong.push(format!("missing {kinds} {place}"));
            }
            named.extend(kinds.split('|').map(|k| (k.to_owned(), place.to_owned())));
        }
    }
    for (event, place) in told.iter().filter(|(e, _)| moves(e)) {
        if !named.iter().any(|(kind, named)| named == place && is(event, kind)) {
            wrong.push(format!("wrong {}/{} {place}", event.event_type, event.assertion));
        }
    }
    if !wrong.is_empty() {
        let read: Vec<String> = told.iter().map(|(e, p)| format!("{}/{} {p}", e.event_type, e.assertion)).collect();
        wrong.push(format!("read {read:?}"));
    }
    wrong
}

/// Reads a table under tests/paraphrases and compares every row with what is read; `lead` stands before each text;
/// `least`: rows and wars it must have.
fn check_table(name: &str, lead: &str, least: (usize, usize)) {
    let path = format!("{}/tests/paraphrases/{name}", env!("CARGO_MANIFEST_DIR"));
    let table = std::fs::read_to_string(&path).expect("the table");
    let mut failures = Vec::new();
    let (mut rows, mut good) = (0, 0);
    let mut wars = BTreeSet::new();
    for (line, row) in table.lines().enumerate().filter(|(_, l)| !l.starts_with('#') && !l.is_empty()) {
        let cells: Vec<&str> = row.split('\t').collect();
        let [state, form, war, date, text, expect] = cells[..] else {
            panic!("{path}:{}: expected 6 columns, found {}", line + 1, cells.len());
        };
        wars.insert(war);
        rows += 1;
        let wrong = check(date, &format!("{lead}{}", text.replace("\\n", "\n")), expect);
        good += usize::from(wrong.is_empty());
        match (state, wrong.is_empty()) {
            ("ok", false) => failures.push(format!("{}: {form}: {text}\n    {}", line + 1, wrong.join("; "))),
            ("open", true) => failures.push(format!("{}: {form}: is read now, mark it ok", line + 1)),
            ("ok" | "open", _) => {}
            (other, _) => panic!("{path}:{}: unknown state {other:?}", line + 1),
        }
    }
    assert!(rows > least.0 && wars.len() > least.1, "rows are missing");
    assert!(
        failures.is_empty(),
        "{good} of {rows} read right, not as marked {}:\n{}",
        failures.len(),
        failures.join("\n")
    );
}

#[test]
fn every_way_of_saying_it() {
    check_table("cases.tsv", "", (150, 20));
}

#[test]
fn control_without_a_verb_of_capture() {
    check_table("control.tsv", "", (120, 15));
}

#[test]
fn families_of_verbs_and_constructions() {
    check_table("families.tsv", "News of the war\n\n", (150, 20));
}

#[test]
fn constructions_of_agency_reports() {
    check_table("reports.tsv", "", (12, 6));
}

#[test]
fn who_says_so_and_what_it_is_worth() {
    check_table("attribution.tsv", "", (15, 5));
}
