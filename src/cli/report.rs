//! A failure as JSON, for programs that called with `--json`.

use std::path::Path;

use serde_json::Value;
use serde_json::json;

use crate::cli::failure::Status;
use crate::cli::io;

/// True if JSON was asked for, also where the rest of the arguments is wrong.
pub(crate) fn wanted() -> bool {
    std::env::args_os().skip(1).take_while(|a| a != "--").any(|a| a == "--json")
}

/// Prints the failure on standard output; the line for people stands on standard error anyway.
pub(crate) fn print(status: Status, message: &str) {
    let arguments: Vec<String> = std::env::args_os().skip(1).map(|a| a.to_string_lossy().into_owned()).collect();
    let value = failure(status, message, &arguments);
    // The status tells a program that could not be told otherwise.
    let _ = io::print(&format!("{value}\n"));
}

/// The failure taken apart: a code, the file among the arguments that it names, the line in it, what helps.
fn failure(status: Status, message: &str, arguments: &[String]) -> Value {
    let message = message.trim();
    let file = arguments
        .iter()
        .flat_map(|a| {
            // Articles are called by the name of their file alone.
            let name = Path::new(a).file_name().map_or("", |n| n.to_str().unwrap_or(""));
            [if a == "-" { "standard input" } else { a.as_str() }, name]
        })
        .filter(|a| !a.is_empty() && message.strip_prefix(*a).is_some_and(|rest| rest.starts_with(':')))
        .max_by_key(|a| a.len());
    let rest = file.and_then(|f| message.strip_prefix(f)).map_or(message, |r| r.trim_start_matches(':').trim_start());
    let number = rest.strip_prefix("line ").map(|r| r.split(|c: char| !c.is_ascii_digit()).next().unwrap_or(""));
    let line: Option<u64> = number.and_then(|n| n.parse().ok());
    let limited = rest.split_once("(raise it with ").map(|(_, hint)| hint.trim_end_matches(')').to_owned());
    let tip = rest.lines().find_map(|l| l.trim().strip_prefix("tip: ")).map(str::to_owned);
    let meant =
        rest.rsplit_once("(did you mean ").map(|(_, word)| format!("did you mean {}", word.trim_end_matches(')')));
    let usage = rest.contains("\nUsage: ") || rest.starts_with("error: ");
    let code = match status {
        Status::Done => "done",
        Status::Nothing => "nothing-to-map",
        Status::Internal => "internal",
        Status::Input if usage => "usage",
        Status::Input if limited.is_some() => "limit",
        Status::Input => "input",
    };
    let first = rest.strip_prefix("error: ").unwrap_or(rest);
    let said = if usage { first.lines().next().unwrap_or(first) } else { first };
    json!({"error": {
        "code": code,
        "status": status as u8,
        "file": file,
        "line": line,
        "message": said,
        "hint": limited.or(tip).or(meant),
    }})
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn failures_are_taken_apart() {
        let given = |list: &[&str]| list.iter().map(|a| (*a).to_owned()).collect::<Vec<_>>();
        let check = |status, message: &str, arguments: &[&str], expected: Value| {
            assert_eq!(failure(status, message, &given(arguments)), json!({ "error": expected }), "{message}");
        };
        check(
            Status::Input,
            "b.csv: line 7: lat \"x\" is not a number",
            &["map", "a.txt", "--baseline", "b.csv", "--json"],
            json!({"code": "input", "status": 2, "file": "b.csv", "line": 7, "message": "line 7: lat \"x\" is not a number", "hint": null}),
        );
        check(
            Status::Input,
            "a.txt: 20 bytes, more than the limit of 10 (raise it with --limit bytes=N)",
            &["map", "a.txt"],
            json!({"code": "limit", "status": 2, "file": "a.txt", "line": null,
                "message": "20 bytes, more than the limit of 10 (raise it with --limit bytes=N)", "hint": "--limit bytes=N"}),
        );
        check(
            Status::Input,
            "error: unexpected argument '--titel' found\n\n  tip: a similar argument exists: '--title'\n\nUsage: frontline map <ARTICLE>...",
            &["map", "--titel"],
            json!({"code": "usage", "status": 2, "file": null, "line": null,
                "message": "unexpected argument '--titel' found", "hint": "a similar argument exists: '--title'"}),
        );
        check(
            Status::Nothing,
            "standard input: no place names, nothing to map",
            &["map", "-"],
            json!({"code": "nothing-to-map", "status": 1, "file": "standard input", "line": null,
                "message": "no place names, nothing to map", "hint": null}),
        );
    }
}
