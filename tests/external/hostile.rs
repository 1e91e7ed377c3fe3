//! Text that was made to do harm, in a real browser: no script of it runs, and no element of it appears.

#[path = "../it/hostile/payloads.rs"]
mod payloads;

use std::path::Path;

use crate::chromium::chromium;

/// What the payloads do here if they can.
const DEED: &str = "document.documentElement.setAttribute('data-owned','1')";

#[test]
fn no_harm_in_a_browser() {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("hostile-browser");
    let _ = std::fs::remove_dir_all(&folder);
    std::fs::create_dir_all(&folder).unwrap();
    let put = |name: &str, text: String| {
        let path = folder.join(name);
        std::fs::write(&path, text.replace("alert(1)", DEED)).unwrap();
        path.to_str().unwrap().to_owned()
    };
    let out = |name: &str| folder.join(name).to_str().unwrap().to_owned();
    let mut pages = Vec::new();
    for (name, text) in [("a.txt", payloads::article()), ("b.html", payloads::page())] {
        let to = out(&name[..1]);
        crate::frontline(&["map", &put(name, text), "-o", &to, "--html", "--size", "900x700", "-q"]);
        pages.push((folder.join(&name[..1]).join("map.html"), String::new()));
    }
    for (number, (_, payload)) in payloads::all().into_iter().enumerate() {
        let svg = out(&format!("{number}.svg"));
        crate::frontline(&[
            "render",
            &put("war.geojson", payloads::situation(&payload)),
            "-o",
            &svg,
            "--size",
            "900x700",
        ]);
        pages[0].1 += &std::fs::read_to_string(&svg).unwrap();
    }
    let joined = put("joined.geojson", payloads::situation(&payloads::joined()));
    crate::frontline(&["render", &joined, "-o", &out("joined.svg")]);
    // The pictures stand in a page without a policy, which would stop what they might do.
    let inline = std::mem::take(&mut pages[0].1) + &std::fs::read_to_string(folder.join("joined.svg")).unwrap();
    let page = folder.join("inline.html");
    std::fs::write(&page, format!("<!doctype html><meta charset=utf-8><body>{inline}<p>whole</p>")).unwrap();
    pages.push((page, "<p>whole</p>".to_owned()));
    pages.push((folder.join("joined.svg"), "</svg>".to_owned()));
    // A picture that is meant to do it shows that the test would see it.
    let proof = folder.join("proof.html");
    std::fs::write(&proof, format!("<!doctype html><html><body><img src=x onerror=\"{DEED}\"></body></html>")).unwrap();
    let dom = |page: &Path| {
        let output = chromium(&["--dump-dom", "--virtual-time-budget=3000"], page);
        String::from_utf8_lossy(&output.stdout).into_owned()
    };
    assert!(dom(&proof).contains("data-owned=\"1\""), "this test cannot see what a script does");
    for (page, part) in pages {
        let dom = dom(&page);
        assert!(dom.len() > 5000 && dom.contains(&part), "{}: not shown: {dom}", page.display());
        let root = dom.split_once('>').map_or("", |(first, _)| first);
        assert!(!dom.contains("data-owned=\"1\""), "{}: a script ran: {root}", page.display());
    }
}
