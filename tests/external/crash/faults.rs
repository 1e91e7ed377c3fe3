//! The nth write, sync, rename and so on fails, for every n until a run goes through untouched.

use std::process::Command;

use super::Job;
use super::files;
use super::job;
use super::program;

/// System calls by the names under which strace knows them, with the error that is injected.
const CALLS: &[(&str, &str)] = &[
    ("write", "ENOSPC"),
    ("fsync,fdatasync", "EIO"),
    ("rename,renameat,renameat2", "EACCES"),
    ("mkdir,mkdirat", "ENOSPC"),
];

/// Lets the nth of these calls end as `ending` says and tells whether there was an nth.
fn inject(job: &Job, calls: &str, ending: &str, n: usize) -> (std::process::Output, bool) {
    let log = job.folder.join("strace.log");
    // The quick way of tracing does not deliver injected signals.
    let quick: &[&str] = if ending.starts_with("error") { &["--seccomp-bpf"] } else { &[] };
    let mut output = Command::new("strace")
        .current_dir(&job.folder)
        .args(quick)
        .args(["-f", "-qq", "-e", &format!("trace={calls}"), "-e"])
        .arg(format!("inject={calls}:{ending}:when={n}"))
        .arg("-o")
        .arg(&log)
        .arg(program())
        .args(&job.arguments)
        .output()
        .unwrap_or_else(|e| panic!("strace is needed by this test: {e}; `.ci/run` installs it"));
    let trace = std::fs::read_to_string(&log).unwrap();
    // Calls are counted for each thread: the line that tells of the failure may be the nth of its own and be lost.
    let mute = trace.lines().any(|l| l.contains("write(2, ") && l.contains("(INJECTED)"));
    if mute && output.stderr.is_empty() && output.status.code() == Some(2) {
        output.stderr = b"error: could not be told".to_vec();
    }
    let killed = output.status.code().is_none() || trace.contains("killed by");
    (output, trace.contains("(INJECTED)") || killed)
}

/// Goes through all n; gives how many there were.
fn every(job: &Job, calls: &str, ending: &str, check: impl Fn(&std::process::Output, usize)) -> usize {
    for n in 1..500 {
        job.reset();
        let (output, reached) = inject(job, calls, ending, n);
        if !reached {
            assert!(output.status.success(), "{}: {}", job.name, String::from_utf8_lossy(&output.stderr));
            return n - 1;
        }
        check(&output, n);
    }
    panic!("{}: no end of {calls}", job.name);
}

fn check_all(name: &'static str, least: [usize; 3]) {
    let job = job(name, "faults");
    let mut counts = Vec::new();
    for (calls, error) in CALLS {
        counts.push(every(&job, calls, &format!("error={error}"), |output, n| {
            job.check_failure(output, &files(&job.out()), &format!("{error} at {calls} {n}"));
        }));
    }
    for (count, least) in counts.iter().zip(least) {
        assert!(*count >= least, "{name}: {counts:?} calls were made to fail; is it still tested?");
    }
}

#[test]
fn a_failing_call_leaves_extract_whole() {
    check_all("extract", [1, 2, 1]);
}

#[test]
fn a_failing_call_leaves_export_whole() {
    check_all("export", [1, 2, 1]);
}

#[test]
fn a_failing_call_leaves_map_whole() {
    check_all("map", [8, 8, 8]);
}

#[test]
fn a_failing_call_leaves_a_sequence_whole() {
    // Frames are written by a thread of their own, and the nth call is counted for each.
    check_all("sequence", [8, 2, 6]);
}

#[test]
fn killed_at_every_call_all_files_are_whole() {
    for name in ["map", "export"] {
        let job = job(name, "killed");
        for (calls, _) in &CALLS[1..3] {
            let count = every(&job, calls, "signal=KILL", |_, n| {
                job.check(&files(&job.out()), &format!("killed at {calls} {n}"));
            });
            assert!(count > 0, "{name}: never killed at {calls}");
        }
    }
}
