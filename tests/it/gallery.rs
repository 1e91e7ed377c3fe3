//! The gallery is what the program draws, and it draws the same bytes whatever the number of threads.

use std::path::Path;
use std::path::PathBuf;
use std::process::Command;

use crate::pixels::decode;

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// Name and arguments of each map.
fn rows() -> Vec<(String, Vec<String>)> {
    let text = std::fs::read_to_string(root().join("output/gallery/maps.tsv")).unwrap();
    let rows: Vec<_> = text
        .lines()
        .filter(|l| !l.starts_with('#') && !l.is_empty())
        .map(|l| {
            let (name, arguments) = l.split_once('\t').unwrap();
            (name.to_owned(), arguments.split(' ').map(str::to_owned).collect())
        })
        .collect();
    assert!(rows.len() >= 5, "the list of the gallery is too short");
    rows
}

fn draw(arguments: &[String], folder: &Path, threads: &str) {
    let _ = std::fs::remove_dir_all(folder);
    let output = Command::new(env!("CARGO_BIN_EXE_frontline"))
        .current_dir(root())
        .env("RAYON_NUM_THREADS", threads)
        .arg("map")
        .args(arguments)
        .arg("-o")
        .arg(folder)
        .output()
        .unwrap();
    assert!(output.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
}

/// A picture of the difference: what is equal in grey, what differs in red.
fn show_difference(a: &(u32, u32, Vec<[u8; 3]>), b: &(u32, u32, Vec<[u8; 3]>), path: &Path) {
    std::fs::create_dir_all(path.parent().unwrap()).unwrap();
    let mut encoder = png::Encoder::new(std::fs::File::create(path).unwrap(), a.0, a.1);
    encoder.set_color(png::ColorType::Rgb);
    let data: Vec<u8> =
        a.2.iter()
            .zip(&b.2)
            .flat_map(|(p, q)| {
                let far = p.iter().zip(q).any(|(x, y)| x.abs_diff(*y) > 16);
                let grey = 128 + p[1] / 2;
                if far { [220, 0, 0] } else { [grey, grey, grey] }
            })
            .collect();
    encoder.write_header().unwrap().write_image_data(&data).unwrap();
}

#[test]
fn gallery_is_what_the_program_draws() {
    let bless = std::env::var("BLESS").is_ok();
    let gallery = root().join("output/gallery");
    let mut wrong = Vec::new();
    for (name, arguments) in rows() {
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("gallery").join(&name);
        draw(&arguments, &folder, "2");
        for extension in ["svg", "png"] {
            let (new, old) = (folder.join(format!("map.{extension}")), gallery.join(format!("{name}.{extension}")));
            if bless {
                std::fs::copy(&new, &old).unwrap();
                continue;
            }
            if !old.exists() {
                wrong.push(format!("{} is missing; BLESS=1 writes it", old.display()));
            } else if extension == "svg" && std::fs::read(&new).unwrap() != std::fs::read(&old).unwrap() {
                wrong.push(format!("{name}.svg differs from {}", new.display()));
            } else if extension == "png" {
                let (a, b) = (decode(&old), decode(&new));
                let far =
                    a.2.iter()
                        .zip(&b.2)
                        .filter(|(p, q)| p.iter().zip(q.iter()).any(|(x, y)| x.abs_diff(*y) > 16))
                        .count();
                if (a.0, a.1) != (b.0, b.1) || far * 1000 > a.2.len() {
                    let picture = root().join("target/golden-diff").join(format!("{name}.png"));
                    if (a.0, a.1) == (b.0, b.1) {
                        show_difference(&a, &b, &picture);
                    }
                    wrong.push(format!("{name}.png differs in {far} pixels; see {}", picture.display()));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn one_thread_or_two_twice_the_same_bytes() {
    let (_, arguments) = rows().remove(0);
    let base = Path::new(env!("CARGO_TARGET_TMPDIR")).join("threads");
    let runs = ["1", "2", "2"];
    for (i, threads) in runs.iter().enumerate() {
        draw(&arguments, &base.join(i.to_string()), threads);
    }
    let mut files = Vec::new();
    for folder in ["", "layers"] {
        for entry in std::fs::read_dir(base.join("0").join(folder)).unwrap() {
            let path = entry.unwrap().path();
            if path.is_file() {
                files.push(path.strip_prefix(base.join("0")).unwrap().to_owned());
            }
        }
    }
    assert!(files.len() >= 5, "{files:?}");
    for file in files {
        let first = std::fs::read(base.join("0").join(&file)).unwrap();
        for i in 1..runs.len() {
            assert!(
                first == std::fs::read(base.join(i.to_string()).join(&file)).unwrap(),
                "{} differs",
                file.display()
            );
        }
    }
}

/// The campaign of the README: `syria-2024.png` moves; `syria-2024.json` says what each frame shows, with a hash of its drawing.
#[test]
fn campaign_is_what_the_program_draws() {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("gallery/syria-2024");
    let _ = std::fs::remove_dir_all(&folder);
    let arguments =
        ["data/articles/syria-2024", "--baseline", "data/baselines/syria-2024-11-26.tsv", "--size", "800x600"];
    let output = Command::new(env!("CARGO_BIN_EXE_frontline"))
        .current_dir(root())
        .arg("sequence")
        .args(arguments)
        .arg("-o")
        .arg(&folder)
        .output()
        .unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let manifest: serde_json::Value =
        serde_json::from_slice(&std::fs::read(folder.join("sequence.json")).unwrap()).unwrap();
    let frames: Vec<String> = manifest["frames"]
        .as_array()
        .unwrap()
        .iter()
        .map(|f| format!("  {}", serde_json::json!([f["date"], f["headline"], f["stale"], f["drawing"]])))
        .collect();
    let said = format!("[\n{}\n]\n", frames.join(",\n"));
    let gallery = root().join("output/gallery");
    if std::env::var("BLESS").is_ok() {
        std::fs::write(gallery.join("syria-2024.json"), &said).unwrap();
        std::fs::copy(folder.join("animation.png"), gallery.join("syria-2024.png")).unwrap();
    }
    let known = std::fs::read_to_string(gallery.join("syria-2024.json")).unwrap_or_default();
    assert_eq!(said, known, "the frames differ; look at {}, then BLESS=1", folder.display());
    assert!(gallery.join("syria-2024.png").exists(), "the animation is missing; BLESS=1 writes it");
}
