//! A dated sequence in other people's programs: QGIS's Temporal Controller shows what was so on the day, the page that plays the
//! frames works with the keyboard and tells a screen reader the day, and a browser plays the animation.

use std::path::Path;
use std::path::PathBuf;

use serde_json::Value;

/// A sequence of the example campaign.
fn campaign(name: &str) -> PathBuf {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    let _ = std::fs::remove_dir_all(&folder);
    let articles = root.join("data/articles/syria-2024");
    let arguments = ["sequence", articles.to_str().unwrap(), "--size", "600x450", "-o", folder.to_str().unwrap()];
    crate::frontline(&arguments);
    folder
}

#[test]
fn qgis_shows_each_day_what_was_so_on_it() {
    let folder = campaign("timeline");
    let file = folder.join("timeline.geojson");
    let timeline: Value = serde_json::from_slice(&std::fs::read(&file).unwrap()).unwrap();
    let features = timeline["features"].as_array().unwrap();
    let days = ["1999-12-31", "2024-11-28", "2024-11-30", "2024-12-04", "2024-12-05", "2024-12-08", "2024-12-09"];
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/external/timeline_qgis.py");
    let mut arguments = vec![script.to_str().unwrap(), file.to_str().unwrap()];
    arguments.extend(days);
    let output = crate::run("/usr/bin/python3", &arguments);
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(output.status.success(), "python3-qgis is needed by this test, `.ci/run` installs it: {said}");
    let shown: Value = serde_json::from_slice(&output.stdout).unwrap_or_else(|e| panic!("{e}: {said}"));
    for day in days {
        let mut expected: Vec<&str> = features
            .iter()
            .map(|f| &f["properties"])
            .filter(|p| p["start"].as_str().unwrap()[..10] <= *day && *day <= p["end"].as_str().unwrap()[..10])
            .map(|p| p["id"].as_str().unwrap())
            .collect();
        expected.sort_unstable();
        let seen: Vec<&str> = shown[day].as_array().unwrap().iter().map(|v| v.as_str().unwrap()).collect();
        assert_eq!(seen, expected, "{day}");
        let outside = day == "1999-12-31" || day == "2024-12-09";
        assert_eq!(seen.is_empty(), outside, "{day}: {} features", seen.len());
    }
}

/// Presses keys on the page and writes down what it shows.
const PRESS: &str = "
const seen = [];
const press = key => document.dispatchEvent(new KeyboardEvent('keydown', {key, bubbles: true, cancelable: true}));
const note = () => seen.push([...document.querySelectorAll('figure')].map(f => getComputedStyle(f).display === 'none' ? 0 : 1).join('')
  + ' ' + document.getElementById('said').textContent + ' ' + document.getElementById('day').value);
note();
for (const key of ['ArrowRight', 'End', 'ArrowRight', 'ArrowLeft', 'Home', 'ArrowLeft', ' ']) { press(key); note(); }
seen.push(document.getElementById('play').getAttribute('aria-pressed'), document.getElementById('said').getAttribute('aria-live'));
seen.push([...document.images].every(i => i.alt.length > 40));
document.title = JSON.stringify(seen);
";

#[test]
fn the_page_plays_with_the_keyboard_and_speaks() {
    let folder = campaign("player");
    let page = std::fs::read_to_string(folder.join("index.html")).unwrap();
    let probe = folder.join("probe.html");
    std::fs::write(&probe, page.replace("</body>", &format!("<script>{PRESS}</script></body>"))).unwrap();
    let output = crate::chromium::chromium(&["--dump-dom"], &probe);
    let dom = String::from_utf8_lossy(&output.stdout).into_owned();
    let title = dom.split("<title>").nth(1).and_then(|t| t.split("</title>").next()).unwrap_or_default();
    let seen: Vec<Value> = serde_json::from_str(title).unwrap_or_else(|e| panic!("{e}: {title}"));
    let frames: Value = serde_json::from_slice(&std::fs::read(folder.join("sequence.json")).unwrap()).unwrap();
    let frames = frames["frames"].as_array().unwrap();
    let last = frames.len() - 1;
    for (at, expected) in [0, 1, last, last, last - 1, 0, 0].into_iter().enumerate() {
        let said = seen[at].as_str().unwrap();
        let (shown, words) = said.split_once(' ').unwrap();
        let only: String = (0..=last).map(|i| if i == expected { '1' } else { '0' }).collect();
        assert_eq!(shown, only, "step {at}: {said}");
        assert!(words.starts_with(frames[expected]["date"].as_str().unwrap()), "step {at}: {said}");
        assert!(words.ends_with(&expected.to_string()), "step {at}: {said}");
    }
    assert_eq!(seen[8..], [Value::from("true"), Value::from("off"), Value::from(true)]);
}

/// Decodes the animation and compares each of its frames with the frame that stands alone; what it found becomes the title.
const PLAY: &str = "
const bytes = text => Uint8Array.from(atob(text), c => c.charCodeAt(0));
const pixels = picture => {
  const canvas = document.createElement('canvas');
  [canvas.width, canvas.height] = [picture.displayWidth || picture.width, picture.displayHeight || picture.height];
  const context = canvas.getContext('2d');
  context.drawImage(picture, 0, 0);
  return context.getImageData(0, 0, canvas.width, canvas.height).data;
};
// The clock of the page stands still while this works: decoding goes on beside it.
const wait = setInterval(() => { let n = 0; for (let i = 0; i < 3e6; i++) n += i % 7; window.waited = n; }, 1);
(async () => {
  const decoder = new ImageDecoder({ data: bytes(ANIMATION), type: 'image/png' });
  await decoder.tracks.ready;
  await decoder.completed;
  const track = decoder.tracks.selectedTrack;
  const seen = { animated: track.animated, count: track.frameCount, repeats: String(track.repetitionCount), other: [], pause: [] };
  for (let i = 0; i < track.frameCount; i++) {
    const { image } = await decoder.decode({ frameIndex: i });
    const alone = await createImageBitmap(new Blob([bytes(FRAMES[i])], { type: 'image/png' }));
    const [a, b] = [pixels(image), pixels(alone)];
    let other = a.length === b.length ? 0 : 1e9;
    for (let k = 0; k < a.length; k++) if (Math.abs(a[k] - b[k]) > 1) other++;
    seen.other.push(other);
    seen.pause.push(image.duration);
  }
  document.title = JSON.stringify(seen);
})().catch(e => { document.title = JSON.stringify(String(e)); }).finally(() => clearInterval(wait));
";

#[test]
fn a_browser_plays_the_animation_frame_by_frame() {
    use std::fmt::Write as _;
    let folder = campaign("animation");
    let encoded = |path: &Path| {
        let output = crate::run("base64", &["-w0", path.to_str().unwrap()]);
        String::from_utf8(output.stdout).unwrap()
    };
    let manifest: Value = serde_json::from_slice(&std::fs::read(folder.join("sequence.json")).unwrap()).unwrap();
    let frames = manifest["frames"].as_array().unwrap();
    let mut script = format!("const ANIMATION = '{}'; const FRAMES = [", encoded(&folder.join("animation.png")));
    for frame in frames {
        let _ = write!(script, "'{}',", encoded(&folder.join(frame["png"].as_str().unwrap())));
    }
    let page = folder.join("play.html");
    std::fs::write(&page, format!("<!doctype html><title></title><script>{script}];{PLAY}</script>")).unwrap();
    let output = crate::chromium::chromium(&["--virtual-time-budget=6000", "--dump-dom"], &page);
    let dom = String::from_utf8_lossy(&output.stdout).into_owned();
    let title = dom.split("<title>").nth(1).and_then(|t| t.split("</title>").next()).unwrap_or_default();
    let seen: Value = serde_json::from_str(title).unwrap_or_else(|e| panic!("{e}: {title}"));
    assert_eq!(seen["animated"], Value::from(true), "{seen}");
    assert_eq!(seen["count"], Value::from(frames.len()), "{seen}");
    assert!(seen["other"].as_array().unwrap().iter().all(|n| *n == 0), "pixels that differ: {seen}");
    assert!(seen["pause"].as_array().unwrap().iter().all(|n| n.as_f64().is_some_and(|us| us >= 100_000.0)), "{seen}");
}
