//! No room, no permission, something else in the way.

use std::os::unix::fs::FileTypeExt;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::path::PathBuf;
use std::process::Command;
use std::process::Output;
use std::process::Stdio;

use super::Files;
use super::Job;
use super::files;
use super::job;
use super::program;

/// A script of the shell with the program as `$0` and the arguments as `$@`.
fn shell(job: &Job, script: &str, before: &[&str]) -> Output {
    let program = program();
    let mut words: Vec<&str> = before.to_vec();
    words.extend(["sh", "-c", script, &program]);
    let mut command = Command::new(words[0]);
    command.current_dir(&job.folder).args(&words[1..]).args(&job.arguments).stdin(Stdio::null());
    command.output().unwrap_or_else(|e| panic!("{} is needed by this test: {e}", words[0]))
}

#[test]
fn a_full_disk_leaves_the_old_files() {
    for name in ["extract", "export", "map", "sequence"] {
        let job = job(name, "full");
        let old: usize = job.old.values().map(|b| b.len().div_ceil(4096) * 4).sum();
        let mut failed = 0;
        // Room for the old files, and more and more besides, in KiB.
        for room in [0, 8, 40, 120] {
            job.reset();
            let copy = job.folder.join("after");
            let _ = std::fs::remove_dir_all(&copy);
            let script = format!(
                "cp -r out saved && mount -t tmpfs -o size={}k tmpfs out && cp -r saved/. out && rm -r saved \
                 && \"$0\" \"$@\"; status=$?; cp -r out after; exit $status",
                old + room
            );
            let output = shell(&job, &script, &["unshare", "-rm"]);
            let text = String::from_utf8_lossy(&output.stderr);
            assert!(copy.is_dir(), "{name}: no file system could be mounted: {text}");
            let found: Files = files(&copy);
            job.check_failure(&output, &found, &format!("{room} KiB left"));
            failed += usize::from(text.contains("no space left"));
        }
        assert!(failed > 0, "{name}: the disk was never full");
    }
}

#[test]
fn a_limit_on_the_length_of_files_leaves_the_old_ones() {
    for name in ["extract", "export", "map", "sequence"] {
        let job = job(name, "length");
        // The signal of the limit ends the process; where it is ignored the write fails.
        for (script, told) in
            [("ulimit -f 2; exec \"$0\" \"$@\"", false), ("trap '' XFSZ; ulimit -f 2; exec \"$0\" \"$@\"", true)]
        {
            job.reset();
            let output = shell(&job, script, &["env"]);
            assert!(!output.status.success(), "{name}: success under a limit of 1 KiB");
            let found = files(&job.out());
            if told {
                job.check_failure(&output, &found, "limit on the length");
            } else {
                assert!(!job.check(&found, "signal of the limit"));
            }
        }
    }
}

#[test]
fn a_folder_that_is_read_only_is_left_alone() {
    for name in ["extract", "export", "map", "sequence"] {
        let job = job(name, "read-only");
        job.reset();
        let script = "mount --bind out out && mount -o remount,ro,bind out && \"$0\" \"$@\"";
        let output = shell(&job, script, &["unshare", "-rm"]);
        assert_eq!(output.status.code(), Some(2), "{name}: {}", String::from_utf8_lossy(&output.stderr));
        job.check_failure(&output, &files(&job.out()), "read-only file system");
    }
}

/// The same without the rights of root: a folder of somebody else.
#[test]
fn a_folder_without_permission_is_left_alone() {
    // Where an ordinary user can go; the folder of the build may be closed to others.
    let open = tempfile::tempdir_in(std::env::temp_dir()).unwrap();
    let program = open.path().join("frontline");
    std::fs::copy(super::program(), &program).unwrap();
    let chmod = |path: &Path, mode| std::fs::set_permissions(path, std::fs::Permissions::from_mode(mode)).unwrap();
    chmod(open.path(), 0o755);
    for name in ["extract", "map"] {
        let job = job(name, "permission");
        let folder = open.path().join(name);
        super::restore(&folder, &files(&job.folder));
        super::restore(&folder.join("out"), &job.old);
        chmod(&folder.join("out"), 0o555);
        let root = Path::new("/proc/self").metadata().is_ok_and(|m| std::os::unix::fs::MetadataExt::uid(&m) == 0);
        let mut command = if root {
            let mut command = Command::new("setpriv");
            command.args(["--reuid", "65534", "--regid", "65534", "--clear-groups"]).arg(&program);
            command
        } else {
            Command::new(&program)
        };
        let output = command.current_dir(&folder).args(&job.arguments).output().unwrap();
        assert_eq!(output.status.code(), Some(2), "{name}: {}", String::from_utf8_lossy(&output.stderr));
        assert!(String::from_utf8_lossy(&output.stderr).contains("permission denied"), "{name}");
        job.check_failure(&output, &files(&folder.join("out")), "no permission");
        chmod(&folder.join("out"), 0o755);
    }
}

fn frontline(job: &Job, output: &str) -> Output {
    let arguments: Vec<&str> =
        job.arguments.iter().map(|a| if a.starts_with("out") { output } else { a.as_str() }).collect();
    Command::new(program()).current_dir(&job.folder).args(arguments).stdin(Stdio::null()).output().unwrap()
}

#[test]
fn a_folder_in_the_place_of_a_file_is_left_alone() {
    let job = job("map", "folder");
    job.reset();
    std::fs::remove_file(job.out().join("map.svg")).unwrap();
    std::fs::create_dir(job.out().join("map.svg")).unwrap();
    std::fs::write(job.out().join("map.svg/mine"), "mine").unwrap();
    let output = frontline(&job, "out");
    assert_eq!(output.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&output.stderr).contains("is a folder"));
    let mut found = files(&job.out());
    assert_eq!(found.remove("map.svg/mine"), Some(b"mine".to_vec()));
    let mut old = job.old.clone();
    old.remove("map.svg");
    assert_eq!(found, old, "files beside the folder were replaced");
}

#[test]
fn a_link_is_replaced_and_its_target_left_alone() {
    let job = job("extract", "link");
    let target = job.folder.join("precious");
    std::fs::write(&target, "precious").unwrap();
    std::os::unix::fs::symlink(&target, job.folder.join("link.geojson")).unwrap();
    std::os::unix::fs::symlink("nowhere", job.folder.join("dangling.geojson")).unwrap();
    for name in ["link.geojson", "dangling.geojson"] {
        assert_eq!(frontline(&job, name).status.code(), Some(0), "{name}");
        let path = job.folder.join(name);
        assert!(path.symlink_metadata().unwrap().is_file(), "{name} is still a link");
        assert_eq!(std::fs::read(&path).unwrap(), job.new["war.geojson"]);
    }
    assert_eq!(std::fs::read(&target).unwrap(), b"precious");
    assert!(!job.folder.join("nowhere").exists());
}

/// `-o /dev/null`, a pipe with a name and the like are written to, never replaced.
#[test]
fn what_is_no_file_is_written_to() {
    let job = job("extract", "pipe");
    let pipe: PathBuf = job.folder.join("pipe");
    assert!(Command::new("mkfifo").arg(&pipe).status().unwrap().success());
    std::os::unix::fs::symlink("pipe", job.folder.join("to-pipe")).unwrap();
    for name in ["pipe", "to-pipe"] {
        let reader = Command::new("cat").arg(&pipe).stdout(Stdio::piped()).spawn().unwrap();
        let output = frontline(&job, name);
        assert!(pipe.symlink_metadata().unwrap().file_type().is_fifo(), "{name}: the pipe was replaced");
        assert_eq!(output.status.code(), Some(0), "{}", String::from_utf8_lossy(&output.stderr));
        assert_eq!(reader.wait_with_output().unwrap().stdout, job.new["war.geojson"], "{name}");
    }
    std::os::unix::fs::symlink("/dev/full", job.folder.join("to-full")).unwrap();
    let output = frontline(&job, "to-full");
    let text = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(2), "{text}");
    assert!(text.contains("no space left"), "{text}");
}

#[test]
fn a_full_standard_output_is_told() {
    let job = job("extract", "stdout");
    let rows: &[&[&str]] = &[
        &["extract", "new.txt"],
        &["extract", "new.txt", "-o", "x.geojson", "--json"],
        &["map", "new.txt", "-o", "m", "--size", "300x240", "--json"],
        &["geoparse", "new.txt"],
        &["geoparse", "new.txt", "--json"],
        &["geoparse", "--jsonl", "lines.jsonl"],
        &["explain", "new.geojson"],
        &["explain", "new.geojson", "--json"],
        &["change", "old.geojson", "new.geojson"],
        &["locate", "Hama"],
        &["gazetteer", "info"],
        &["style", "list"],
        &["style", "show", "default"],
        &["completions", "bash"],
        &["man"],
        &["--help"],
        &["--version"],
        &["map", "--help"],
    ];
    std::fs::write(job.folder.join("lines.jsonl"), "{\"id\": 1, \"text\": \"Hama fell.\"}\n").unwrap();
    for arguments in rows {
        let full = std::fs::OpenOptions::new().write(true).open("/dev/full").unwrap();
        let mut command = Command::new(program());
        let output = command.current_dir(&job.folder).args(*arguments).stdout(full).output().unwrap();
        let text = String::from_utf8_lossy(&output.stderr);
        assert_eq!(output.status.code(), Some(2), "{arguments:?}: {text}");
        assert!(text.lines().filter(|l| l.starts_with("error:")).count() == 1, "{arguments:?}: {text}");
        assert!(!text.contains("panicked"), "{arguments:?}: {text}");
    }
}
