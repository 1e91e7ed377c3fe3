//! GDAL reads every GeoJSON file without a warning and finds the right types.

use std::path::Path;

fn information(file: &Path) -> String {
    let output = crate::run("ogrinfo", &["-ro", "-al", "-so", file.to_str().unwrap()]);
    let (out, err) =
        (String::from_utf8_lossy(&output.stdout).into_owned(), String::from_utf8_lossy(&output.stderr).into_owned());
    assert!(output.status.success(), "{}: {err}", file.display());
    assert!(err.is_empty() && !out.to_lowercase().contains("warning"), "{}: {err}{out}", file.display());
    out
}

#[test]
fn situation_and_layers_open_without_a_warning() {
    for article in crate::articles() {
        let name = format!("gdal-{}", article.file_stem().unwrap().to_str().unwrap());
        let folder = crate::mapped(&article, &name);
        let whole = information(&folder.join("situation.geojson"));
        assert!(whole.contains("WGS 84"), "{whole}");
        let mut layers = 0;
        for entry in std::fs::read_dir(folder.join("layers")).unwrap() {
            let path = entry.unwrap().path();
            if path.extension().is_some_and(|e| e == "geojson") {
                layers += 1;
                let text = information(&path);
                assert!(!text.contains("Geometry: Unknown"), "{}: mixed geometry\n{text}", path.display());
                assert!(!text.contains("Feature Count: 0"), "{}: empty layer\n{text}", path.display());
            }
        }
        assert!(layers >= 2, "{}: {layers} layers", folder.display());
    }
}

#[test]
fn dates_of_the_event_layer_are_dates() {
    let folder = crate::mapped(&crate::example(), "gdal-dates");
    let event = information(&folder.join("layers/event.geojson"));
    assert!(event.contains("date_start: Date"), "{event}");
    assert!(event.contains("date_end: Date"), "{event}");
    assert!(event.contains("geo_precision: Integer"), "{event}");
    assert!(event.contains("confidence: Real"), "{event}");
}
