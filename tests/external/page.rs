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

/// Does what a reader would do and writes down what happens.
const PROBE: &str = "
const seen = {}, by = id => document.getElementById(id), mark = by('place-hama');
const words = [...document.querySelectorAll('a.said')].filter(a => a.dataset.marks.split(' ').includes('place-hama'));
seen.words = words.length;
words[0].focus(); seen.focusLights = mark.classList.contains('lit');
words[0].blur(); seen.blurDarkens = !mark.classList.contains('lit');
words[0].dispatchEvent(new Event('mouseenter')); seen.hoverLights = mark.classList.contains('lit');
words[0].dispatchEvent(new Event('mouseleave'));
mark.dispatchEvent(new Event('mouseenter')); seen.markLights = words.every(w => w.classList.contains('lit'));
mark.dispatchEvent(new Event('mouseleave')); seen.markDarkens = words.every(w => !w.classList.contains('lit'));
seen.otherStaysDark = !document.querySelector('[data-marks~=\"place-idlib\"].lit');
seen.named = mark.getAttribute('role') === 'link' && mark.tabIndex === 0 && mark.getAttribute('aria-label').includes('Hama');
mark.focus(); seen.markTakesFocus = document.activeElement === mark;
mark.dispatchEvent(new KeyboardEvent('keydown', {key: 'Enter', bubbles: true, cancelable: true}));
seen.enterGoesToWords = document.activeElement === words[0];
seen.sideways = document.documentElement.scrollWidth > document.documentElement.clientWidth;
seen.reached = [...document.querySelectorAll('svg [tabindex=\"0\"]')].length;
document.title = JSON.stringify(seen);
";

#[test]
fn words_and_marks_light_each_other_up() {
    let folder = folder("page");
    crate::frontline(&["map", crate::example().to_str().unwrap(), "-o", folder.to_str().unwrap(), "--html", "--quiet"]);
    let page = std::fs::read_to_string(folder.join("map.html")).unwrap();
    let (before, rest) = page.split_once("<meta http-equiv").unwrap();
    let open = format!("{before}{}", rest.split_once('>').unwrap().1);
    let probe = folder.join("probe.html");
    std::fs::write(&probe, open.replace("</body>", &format!("<script>{PROBE}</script></body>"))).unwrap();
    for size in ["--window-size=1400,900", "--window-size=500,900"] {
        let dom = dom(&probe, &[size]);
        let title = dom.split("<title>").nth(1).and_then(|t| t.split("</title>").next()).unwrap_or_default();
        let seen: Value = serde_json::from_str(title).unwrap_or_else(|e| panic!("{e}: {title}"));
        for (key, value) in seen.as_object().unwrap() {
            match value {
                Value::Bool(yes) => assert_eq!(*yes, key != "sideways", "{size} {key}: {seen}"),
                number => assert!(number.as_u64() >= Some(2), "{size} {key}: {seen}"),
            }
        }
    }
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
    let baseline = folder.join("towns.csv");
    std::fs::write(&baseline, "place,lat,lon,holder\nHoms,34.72405,36.72559,\"<svg onload=document.title='pwned'>\"\n")
        .unwrap();
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
