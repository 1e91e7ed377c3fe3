//! A run opens its inputs and outputs and nothing else, and no socket, whatever addresses the inputs name.

use std::path::Path;

/// What the loader, the threads and the C library read of the system.
const SYSTEM: &[&str] = &[
    "/etc/ld.so",
    "/lib/",
    "/lib64/",
    "/usr/lib",
    "/proc/self/",
    "/sys/",
    "/proc/stat",
    "/proc/sys/vm/",
    "/dev/null",
    // SQLite names its journals by it; no output depends on it.
    "/dev/urandom",
    "/usr/share/locale",
];

/// Every command that reads what others wrote; `{}` is the folder of the run.
const COMMANDS: &[&str] = &[
    "map {}/a.html -o {}/out --html --gpkg --areas --size 400x300",
    "map {}/a.html -o {}/drawn --overlay {}/over.geojson --size 400x300",
    "extract {}/a.html -o {}/war.geojson",
    "render {}/war.geojson -o {}/war.svg -o {}/war.png --size 400x300",
    "export {}/war.geojson -o {}/war.gpkg",
    "export {}/war.geojson -o {}/war.qgz",
    "export {}/war.geojson -o {}/war.kmz",
    "render {}/war.gpkg -o {}/again.svg --size 400x300",
    "explain {}/war.geojson",
    "change {}/out/situation.geojson {}/out/situation.geojson -o {}/change.geojson",
    "sequence {}/a.html -o {}/frames --size 300x240 --gif",
    "geoparse {}/a.html",
    "geoparse --jsonl {}/a.jsonl",
    "style check {}/house.toml",
    "gazetteer import {}/towns.csv -o {}/towns.gaz",
    "locate Hama --gazetteer {}/towns.gaz",
];

#[test]
fn a_run_touches_only_its_files() {
    let temporary = Path::new(env!("CARGO_TARGET_TMPDIR"));
    let (folder, log) = (temporary.join("strace"), temporary.join("strace.log"));
    // What the inputs lead to, next door: opening it fails the test.
    let planted = temporary.join("strace-planted.png");
    std::fs::write(&planted, "a picture of somebody else").unwrap();
    let address = format!("file://{}", planted.display());
    let _ = std::fs::remove_dir_all(&folder);
    std::fs::create_dir_all(&folder).unwrap();
    let put = |name: &str, text: &str| std::fs::write(folder.join(name), text).unwrap();
    let mut body = String::new();
    for tag in ["img src", "script src", "link rel=stylesheet href", "iframe src", "object data", "base href"] {
        let name = tag.split(' ').next().unwrap();
        body += &format!("<{tag}=\"{address}\"></{name}>");
    }
    let svg = format!("<svg><image href=\"{address}\"/><use href=\"{address}#a\"/></svg>");
    put(
        "a.html",
        &format!(
            "<!DOCTYPE html><html><head>{body}<meta property=\"og:image\" content=\"{address}\"><title>Hama falls</title></head><body><article>\
             <p>5 December 2024</p><p>Rebels captured Hama on Thursday, officials said.</p>{svg}<p>The army withdrew from Hama to Homs.</p>\
             <p>http://192.0.2.1/a.png</p></article></body></html>"
        ),
    );
    put(
        "over.geojson",
        &format!(
            "{{\"type\":\"Feature\",\"geometry\":{{\"type\":\"Point\",\"coordinates\":[36.5,35]}},\"properties\":{{\"name\":\"<image href='{address}'/>\",\
             \"href\":\"{address}\",\"icon\":\"{address}\",\"url\":\"http://192.0.2.1/\"}}}}"
        ),
    );
    put("a.jsonl", &format!("{{\"id\":1,\"text\":\"Hama fell, see {address}\"}}\n"));
    put("house.toml", "extends = \"default\"\n");
    put("towns.csv", "name,lat,lon,country\nQalat,32.1,66.9,AF\n");
    for command in COMMANDS {
        let typed = command.replace("{}", folder.to_str().unwrap());
        let mut arguments = vec![
            "-f",
            "-e",
            "trace=network,open,openat,creat",
            "-o",
            log.to_str().unwrap(),
            env!("CARGO_BIN_EXE_frontline"),
        ];
        arguments.extend(typed.split(' '));
        let output = crate::run("strace", &arguments);
        assert!(output.status.success(), "{command}: {}", String::from_utf8_lossy(&output.stderr));
        let trace = std::fs::read_to_string(&log).unwrap();
        assert!(trace.contains("openat("), "{command}: the trace shows nothing");
        for line in trace.lines() {
            assert!(!line.contains("socket(") && !line.contains("connect("), "{command}: {line}");
            // Even an attempt is one too many.
            assert!(!line.contains("strace-planted"), "{command}: {line}");
            let Some(path) = line.split('"').nth(1).filter(|_| !line.contains("= -1")) else {
                continue;
            };
            let own = Path::new(path).starts_with(&folder) || folder.starts_with(path);
            assert!(own || SYSTEM.iter().any(|s| path.starts_with(s)), "{command}: opens {path}: {line}");
        }
    }
}
