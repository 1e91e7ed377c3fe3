//! A run opens its inputs and outputs and nothing else, and no socket.

#[test]
fn a_run_touches_only_its_files() {
    let folder = std::path::Path::new(env!("CARGO_TARGET_TMPDIR")).join("strace");
    let _ = std::fs::remove_dir_all(&folder);
    let log = std::path::Path::new(env!("CARGO_TARGET_TMPDIR")).join("strace.log");
    let article = crate::example();
    let output = crate::run(
        "strace",
        &[
            "-f",
            "-e",
            "trace=network,open,openat,creat",
            "-o",
            log.to_str().unwrap(),
            env!("CARGO_BIN_EXE_frontline"),
            "map",
            article.to_str().unwrap(),
            "-o",
            folder.to_str().unwrap(),
        ],
    );
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let trace = std::fs::read_to_string(&log).unwrap();
    assert!(trace.contains("hama-falls.txt"), "the trace does not show the article:\n{trace}");
    let system = [
        "/etc/ld.so",
        "/lib/",
        "/lib64/",
        "/usr/lib",
        "/proc/self/",
        "/sys/fs/cgroup",
        "/sys/devices/system/cpu",
        "/proc/stat",
        "/dev/null",
        "/usr/share/locale",
    ];
    for line in trace.lines() {
        assert!(!line.contains("socket("), "{line}");
        let Some(path) = line.split('"').nth(1).filter(|_| !line.contains("= -1")) else {
            continue;
        };
        let own =
            path == article.to_str().unwrap() || path.starts_with(folder.to_str().unwrap()) || path.contains("/output");
        let known =
            own || system.iter().any(|s| path.starts_with(s)) || path.starts_with("/sys/") || folder.starts_with(path);
        assert!(known, "opens {path}: {line}");
    }
}
