//! Time expressions and the days that clauses mean, from tables.

use frontline::article::ReadOptions;
use frontline::article::read;
use frontline::date::Date;
use frontline::date::Period;
use frontline::event::temporal;
use frontline::event::temporal::TimeExpression;
use frontline::event::temporal::TimeKind;

fn rows(table: &str) -> impl Iterator<Item = (usize, Vec<&str>)> {
    table
        .lines()
        .enumerate()
        .filter(|(_, l)| !l.is_empty() && !l.starts_with('#'))
        .map(|(i, l)| (i + 1, l.split('\t').collect()))
}

fn options(date: &str) -> ReadOptions {
    let date: Option<Date> = (date != "-").then(|| date.parse().unwrap());
    ReadOptions { date, ..ReadOptions::default() }
}

fn days(period: Period) -> String {
    if period.start == period.end { period.start.to_string() } else { format!("{}..{}", period.start, period.end) }
}

fn show(text: &str, e: &TimeExpression) -> String {
    let mut out = format!("{} = {}", &text[e.span.clone()], days(e.period));
    if e.kind != TimeKind::Point {
        out += &format!(" {:?}", e.kind).to_lowercase();
    }
    for (flag, word) in
        [(e.historical, "historical"), (e.future, "future"), (e.reporting, "reporting"), (e.subordinate, "subordinate")]
    {
        if flag {
            out += " ";
            out += word;
        }
    }
    if e.precision.code() > 1 {
        out += &format!(" p{}", e.precision.code());
    }
    out
}

#[test]
fn expressions_mean_the_days_of_the_table() {
    let mut wrong = Vec::new();
    for (line, row) in rows(include_str!("../temporal/expressions.tsv")) {
        // ¶ parts paragraphs.
        let article = read(row[1].replace('¶', "\n\n").as_bytes(), "row", &options(row[0])).unwrap();
        let timeline = temporal::read(&article);
        let found: Vec<String> = timeline.sentences.iter().flatten().map(|e| show(&article.text, e)).collect();
        let found = found.join(" ; ");
        if found != row[2].trim() {
            wrong.push(format!("line {line}: {}\n  expected {}\n  found    {found}", row[1], row[2]));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn clauses_take_the_day_of_the_table() {
    let mut wrong = Vec::new();
    for (line, row) in rows(include_str!("../temporal/clauses.tsv")) {
        let text = row[1].replace('¶', "\n\n");
        let (before, rest) = text.split_once('[').unwrap();
        let (trigger, after) = rest.split_once(']').unwrap();
        let article = read(format!("{before}{trigger}{after}").as_bytes(), "row", &options(row[0])).unwrap();
        let timeline = temporal::read(&article);
        // Blocks are divided by one line feed: the trigger stands a little before its place in the row.
        let start = article.text.match_indices(trigger).map(|(at, _)| at).take_while(|at| *at <= before.len()).last();
        let span = start.unwrap()..start.unwrap() + trigger.len();
        let when = timeline.when(&article, article.sentence_at(span.start).unwrap(), &span);
        let found =
            format!("{}\t{}", when.period.map_or("-".to_owned(), days), format!("{:?}", when.basis).to_lowercase());
        let expected = format!("{}\t{}", row[2], row[3]);
        if found != expected {
            wrong.push(format!("line {line}: {}\n  expected {expected}\n  found    {found}", row[1]));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn hostile_dates_do_not_overflow() {
    let texts = [
        "9999 years ago on 31 February 9999, 9999 months later, 31/12/9999 and the day after, next year, last week.",
        "In 9999 weeks, since 9998, from 99/99/9999 to 0/0/0000, twenty decades ago, on the 31st, a dozen decades later.",
    ];
    for date in ["9999-12-31", "-9999-01-01", "0001-01-01"] {
        for text in texts {
            let date = date.strip_prefix('-').map_or_else(|| date.parse().unwrap(), |_| Date::MIN);
            let article =
                read(text.as_bytes(), "row", &ReadOptions { date: Some(date), ..ReadOptions::default() }).unwrap();
            let timeline = temporal::read(&article);
            assert_eq!(timeline.sentences.len(), article.sentences.len());
            for expression in timeline.sentences.iter().flatten() {
                assert!(expression.period.start <= expression.period.end);
                assert!(article.text.get(expression.span.clone()).is_some());
            }
        }
    }
}
