//! Insets, outlined letters, military codes and legends on sheets drawn with the shipped data.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use frontline::bundled;
use frontline::export::PngOptions;
use frontline::layout::Sheet;
use frontline::layout::SheetOptions;
use frontline::pipeline::sheet;
use frontline::pipeline::sheet::Studio;
use frontline::situation::geojson;

/// An event: name, longitude, latitude, type, side.
type Row = (&'static str, f64, f64, &'static str, &'static str);

/// Towns of one river valley; the last four stand apart.
const VALLEY: [Row; 8] = [
    ("Alma", 32.53, 15.55, "capture", "army"),
    ("Borun", 32.48, 15.64, "capture", "army"),
    ("Alma North", 32.55, 15.64, "clash", "army"),
    ("Sobet", 32.63, 15.51, "shelling", "army"),
    ("Wadir", 33.52, 14.4, "capture", "army"),
    ("Fashir", 26.35, 13.63, "siege", "rebels"),
    ("Obada", 30.22, 13.18, "clash", "rebels"),
    ("Merova", 31.83, 18.45, "strike", "rebels"),
];

fn situation(rows: &[Row], more: &str) -> String {
    let mut features = String::new();
    for (name, lon, lat, event, side) in rows {
        let comma = if features.is_empty() { "" } else { "," };
        // Places of one day have no order of their own; the advance begins here.
        let day = if *name == "Wadir" { 18 } else { 20 };
        let _ = write!(
            features,
            "{comma}{{\"type\":\"Feature\",\"geometry\":{{\"type\":\"Point\",\"coordinates\":[{lon},{lat}]}},\"properties\":{{\
             \"layer\":\"event\",\"name\":\"{name}\",\"event_type\":\"{event}\",\"assertion\":\"asserted\",\"actor_side\":\"{side}\",\
             \"date\":\"2025-03-{day}\",\"feature_class\":\"P\",\"country\":\"SD\"}}}}"
        );
    }
    format!(
        "{{\"type\":\"FeatureCollection\",\"frontline\":{{\"as_of\":\"2025-03-23\",\"attacker\":\"army\",\"defender\":\"rebels\",\
         \"advance\":[\"Wadir\",\"Alma\"]}},\"features\":[{features}{more}]}}"
    )
}

/// The sheet and its SVG in a style.
fn draw(studio: &Studio<'_>, text: &str, style: &str) -> (Sheet, String) {
    let situation = geojson::read("valley.geojson", text).unwrap();
    let derived = studio.derive(&situation);
    let style = bundled::style(style).unwrap();
    let sheet = studio.sheet(&situation, &derived, &style, &SheetOptions::default()).unwrap();
    let svg = sheet::svg(&sheet);
    (sheet, svg)
}

fn ids(svg: &str) -> Vec<&str> {
    svg.split(" id=\"").skip(1).filter_map(|rest| rest.split('"').next()).collect()
}

#[test]
fn places_that_crowd_get_an_inset_and_others_none() {
    let gazetteer = bundled::gazetteer().unwrap();
    let studio = Studio::open(&gazetteer).unwrap();
    for (rows, insets) in [(&VALLEY[..], 1), (&VALLEY[3..], 0)] {
        let (sheet, svg) = draw(&studio, &situation(rows, ""), "default");
        let m = sheet.metrics;
        assert_eq!((m.required, m.placed_required), (rows.len(), rows.len()), "{m:?}");
        assert_eq!((m.overlapping, m.on_marks), (0, 0), "{m:?}");
        let all = ids(&svg);
        let once: BTreeSet<&str> = all.iter().copied().collect();
        assert_eq!(once.len(), all.len(), "an id stands twice");
        assert_eq!(usize::from(once.contains("inset-1")) + usize::from(once.contains("inset-2")), insets);
        for (name, ..) in rows {
            for id in frontline::layout::place_groups(name) {
                assert!(once.contains(id.as_str()), "{id} is missing");
            }
        }
        // A frame on the map, a name and a scale bar of its own.
        assert_eq!(once.contains("inset-frames"), insets > 0);
        assert_eq!(svg.contains("Around Alma"), insets > 0);
        assert_eq!(once.contains("inset-1-scale"), insets > 0);
    }
}

#[test]
fn outlined_letters_give_the_same_picture() {
    let gazetteer = bundled::gazetteer().unwrap();
    let studio = Studio::open(&gazetteer).unwrap();
    let (sheet, live) = draw(&studio, &situation(&VALLEY, ""), "default");
    let outlined = studio.outlined_svg(&sheet).unwrap();
    assert!(live.contains("<text") && !outlined.contains("<text") && !outlined.contains("font-family"));
    for kept in ["<title id=\"title\">", "<desc id=\"desc\">", "aria-label=\"Alma\"", "aria-label=\"Around Alma\""] {
        assert!(outlined.contains(kept), "{kept} is missing");
    }
    assert_eq!(studio.outlined_svg(&sheet).unwrap(), outlined, "not the same bytes twice");
    let pixels = |svg: &str| {
        let bytes = studio.png(svg, &sheet, PngOptions::default()).unwrap();
        let mut reader = png::Decoder::new(std::io::Cursor::new(bytes)).read_info().unwrap();
        let mut buffer = vec![0; reader.output_buffer_size().unwrap()];
        reader.next_frame(&mut buffer).unwrap();
        buffer
    };
    let (a, b) = (pixels(&live), pixels(&outlined));
    assert_eq!(a.len(), b.len());
    let apart = a.iter().zip(&b).filter(|(x, y)| x.abs_diff(**y) > 24).count();
    assert!(apart * 2000 < a.len(), "{apart} of {} values differ", a.len());
}

#[test]
fn military_marks_have_frames_and_codes() {
    let gazetteer = bundled::gazetteer().unwrap();
    let studio = Studio::open(&gazetteer).unwrap();
    let (_, plain) = draw(&studio, &situation(&VALLEY, ""), "default");
    assert!(!plain.contains("data-sidc"));
    let (_, svg) = draw(&studio, &situation(&VALLEY, ""), "military");
    let codes: Vec<&str> = svg.split("data-sidc=\"").skip(1).filter_map(|rest| rest.split('"').next()).collect();
    assert!(codes.len() >= 4, "{codes:?}");
    for code in &codes {
        // Version 10, real, friend or hostile, land units or control measures, present or planned.
        let digits = code.len() == 20 && code.bytes().all(|b| b.is_ascii_digit());
        assert!(digits && code.starts_with("100"), "{code}");
        assert!(matches!(&code[3..4], "3" | "6" | "4" | "1") && matches!(&code[4..6], "10" | "25"), "{code}");
    }
    // An axis of advance is that of one's own main or supporting attack, or an enemy's.
    let axes: Vec<&&str> = codes.iter().filter(|c| &c[4..6] == "25").collect();
    assert!(!axes.is_empty(), "no axis of advance in {codes:?}");
    for code in axes {
        let own = ["151403", "151404", "151405"].contains(&&code[10..16]);
        let enemy = ["151407", "151408"].contains(&&code[10..16]);
        assert!(if &code[3..4] == "6" { enemy } else { own }, "{code}");
    }
}

/// A movement too short to be drawn at this scale is not explained either.
#[test]
fn the_legend_lists_only_what_is_drawn() {
    let gazetteer = bundled::gazetteer().unwrap();
    let studio = Studio::open(&gazetteer).unwrap();
    let flight = |to: [f64; 2]| {
        format!(
            ",{{\"type\":\"Feature\",\"geometry\":{{\"type\":\"LineString\",\"coordinates\":[[33.52,14.4],[{},{}]]}},\"properties\":{{\
             \"layer\":\"movement\",\"event_type\":\"displacement\",\"assertion\":\"asserted\",\"from\":\"Wadir\",\"to\":\"Camp\"}}}}",
            to[0], to[1]
        )
    };
    for (to, listed) in [([31.0, 16.8], true), ([33.5, 14.43], false)] {
        let (_, svg) = draw(&studio, &situation(&VALLEY[4..], &flight(to)), "default");
        assert_eq!(svg.contains(">Displacement reported<"), listed, "{to:?}");
        assert_eq!(svg.contains("id=\"movement-"), listed, "{to:?}");
    }
}
