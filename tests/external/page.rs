//! The article beside its map in a browser: words and marks light each other up, the keyboard reaches both, nothing in an
//! article, a title, a file name or a baseline becomes markup, and a narrow screen needs no sideways scrolling.

use std::collections::BTreeSet;
use std::path::Path;
use std::path::PathBuf;

use serde_json::Value;

fn folder(name: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    let _ = std::fs::remove_dir_all(&folder);
    std::fs::create_dir_all(&folder).unwrap();
    folder
}

fn dom(page: &Path, arguments: &[&str]) -> String {
    let all = [&["--dump-dom", "--virtual-time-budget=3000"], arguments].concat();
    String::from_utf8_lossy(&crate::chromium::chromium(&all, page).stdout).into_owned()
}

/// With a real pointer and real keys, wide and narrow, the content security policy in force.
#[test]
fn words_and_marks_light_each_other_up() {
    let folder = folder("page");
    crate::frontline(&["map", crate::example().to_str().unwrap(), "-o", folder.to_str().unwrap(), "--html", "--quiet"]);
    let page = folder.join("map.html");
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/external/press_page.py");
    let output = crate::run("/usr/bin/python3", &[script.to_str().unwrap(), page.to_str().unwrap(), "place-hama"]);
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    let seen: Value = serde_json::from_slice(&output.stdout).unwrap_or_else(|e| panic!("{e}: {said}"));
    let seen = seen.as_object().unwrap();
    assert!(seen.len() >= 24, "{seen:#?}");
    let wrong: Vec<&String> = seen.iter().filter(|(_, v)| **v != true).map(|(k, _)| k).collect();
    assert!(wrong.is_empty(), "{wrong:?}");
    let page = std::fs::read_to_string(page).unwrap();
    // Without scripts every link of the page still leads somewhere.
    let ids: BTreeSet<&str> = page.split(" id=\"").skip(1).filter_map(|t| t.split('"').next()).collect();
    let links: Vec<&str> = page.split(" href=\"#").skip(1).filter_map(|t| t.split('"').next()).collect();
    assert!(links.len() > 20, "{} links", links.len());
    for link in links {
        assert!(ids.contains(link), "#{link} leads nowhere");
    }
    assert!(
        !page.contains("http:") || page.matches("http:").count() == page.matches("http://www.").count(),
        "only names of XML"
    );
}

#[test]
fn nothing_in_the_input_becomes_markup() {
    let folder = folder("page-hostile");
    let evil = "<script>document.title='pwned'</script><img src=x onerror=\"document.title='pwned'\"><iframe src=javascript:alert(1)></iframe>";
    let article = folder.join("a\"><img src=x onerror=document.title='pwned'>.txt");
    let text = format!(
        "Hama falls {evil}\n\n5 December 2024\n\nRebels captured Hama on Thursday {evil}, the army said. \"><svg onload=document.title='pwned'> \
         Rebels captured Aleppo on 30 November ]]></style></svg>{evil}.\n\nClashes went on in Homs, <b onclick=alert(1)>residents</b> said.\n"
    );
    std::fs::write(&article, text).unwrap();
    let baseline = folder.join("towns.geojson");
    let town = |name: &str, at: [f64; 2]| {
        serde_json::json!({"type": "Feature", "geometry": {"type": "Point", "coordinates": at},
            "properties": {"name": name, "holder": evil, "by": evil, (evil): evil, "evidence": evil}})
    };
    let towns = [town("Homs", [36.72559, 34.72405]), town(evil, [36.9, 34.9])];
    let towns = serde_json::json!({"type": "FeatureCollection", "features": towns,
        "frontline": {"title": evil, "sides": [{"id": evil, "name": evil, "state": false, "colour": evil}]}});
    std::fs::write(&baseline, towns.to_string()).unwrap();
    crate::frontline(&[
        "map",
        article.to_str().unwrap(),
        "-o",
        folder.to_str().unwrap(),
        "--html",
        "--quiet",
        "--title",
        &format!("</title>{evil}"),
        "--baseline",
        baseline.to_str().unwrap(),
    ]);
    let dom = dom(&folder.join("map.html"), &[]);
    assert!(dom.contains("class=\"live\""), "the page's own script does not run: {}", &dom[..2000.min(dom.len())]);
    assert_eq!(dom.matches("<script").count(), 1, "a script of the input is in the page");
    for tag in ["<img", "<iframe", "<svg onload", "<b onclick"] {
        assert!(!dom.contains(tag), "{tag} in the page");
    }
    let title = dom.split("<title>").nth(1).and_then(|t| t.split("</title>").next()).unwrap_or_default();
    assert!(title.starts_with("&lt;/title&gt;&lt;script&gt;"), "{title}");
    assert!(dom.contains("&lt;img src=x onerror="), "the words are not shown as words");
}
