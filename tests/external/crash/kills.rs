//! Killed at random moments, and two at once.

use std::process::Command;
use std::process::Stdio;
use std::time::Duration;
use std::time::Instant;

use super::Job;
use super::files;
use super::job;
use super::program;

/// Numbers that look random and are the same each time (SplitMix64).
fn next(state: &mut u64) -> u64 {
    *state = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
    let mut z = *state;
    z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    z ^ (z >> 31)
}

fn start(job: &Job, input: &str) -> std::process::Child {
    let arguments = job.arguments.iter().map(|a| a.replace("new", input));
    let mut command = Command::new(program());
    command.current_dir(&job.folder).args(arguments).stdin(Stdio::null());
    command.stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap()
}

#[test]
fn killed_at_200_moments_all_files_are_whole() {
    let mut state = 9;
    let mut stopped = 0;
    for (name, rounds) in [("map", 150), ("extract", 50)] {
        let job = job(name, "moments");
        let begun = Instant::now();
        start(&job, "new").wait().unwrap();
        let whole = begun.elapsed();
        for round in 0..rounds {
            job.reset();
            // Most of them late, where the files are written.
            let share = (next(&mut state) % 1000) as f64 / 1000.0;
            let moment = if round % 3 == 0 { share } else { 0.6 + share * 0.5 };
            let mut child = start(&job, "new");
            std::thread::sleep(Duration::from_secs_f64(whole.as_secs_f64() * moment));
            child.kill().unwrap();
            let status = child.wait().unwrap();
            stopped += usize::from(status.code().is_none());
            let all_new = job.check(&files(&job.out()), &format!("killed in round {round}"));
            assert!(all_new || !status.success(), "{name}, round {round}: success is claimed, but files are old");
        }
    }
    assert!(stopped >= 50, "only {stopped} of 200 runs were stopped in time");
}

#[test]
fn two_writers_at_once_leave_whole_files() {
    for name in ["extract", "map"] {
        let job = job(name, "two");
        for round in 0..10 {
            job.reset();
            let mut pair = [start(&job, "new"), start(&job, "old")];
            let ended: Vec<bool> = pair.iter_mut().map(|c| c.wait().unwrap().success()).collect();
            assert_eq!(ended, [true, true], "{name}, round {round}: a writer failed");
            job.check(&files(&job.out()), &format!("two at once, round {round}"));
        }
    }
}
