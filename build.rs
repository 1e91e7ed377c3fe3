//! Compiles the hand-kept tables: those of `data/tables` into a layer of the gazetteer, so that a change of one line
//! never touches the shipped base; those of `data/toponym` into the form the geoparser reads. No network, no clock.

#![expect(clippy::disallowed_methods, reason = "a build script reads files and the variables that cargo sets")]

use std::error::Error;
use std::fs;
use std::path::Path;
use std::path::PathBuf;

#[path = "src/gazetteer/layer/mod.rs"]
#[allow(dead_code, unreachable_pub, reason = "the library's own code, of which the build needs a part")]
mod layer;

#[path = "src/toponym/knowledge/mod.rs"]
#[allow(dead_code, unreachable_pub, reason = "the library's own code, of which the build needs a part")]
mod knowledge;

fn main() -> Result<(), Box<dyn Error>> {
    println!("cargo::rerun-if-changed=build.rs");
    println!("cargo::rerun-if-changed=src/gazetteer/layer");
    println!("cargo::rerun-if-changed=src/toponym/knowledge");
    let root = PathBuf::from(std::env::var("CARGO_MANIFEST_DIR")?);
    let out = PathBuf::from(std::env::var("OUT_DIR")?);
    compile_words(&root, &out)?;
    if std::env::var_os("CARGO_FEATURE_BUNDLED_DATA").is_some() {
        compile_tables(&root, &out)?;
    }
    Ok(())
}

/// Writes `words.bin` and `weights.bin`.
fn compile_words(root: &Path, out: &Path) -> Result<(), Box<dyn Error>> {
    println!("cargo::rerun-if-changed=data/toponym");
    let read = |name: &str| fs::read_to_string(root.join("data/toponym").join(name));
    let texts = [read("words.tsv")?, read("given_names.tsv")?, read("cues.tsv")?, read("weights.tsv")?];
    let [words, given_names, cues, weights] = &texts;
    match knowledge::compile(words, given_names, cues, weights) {
        Ok((words, weights)) => {
            fs::write(out.join("words.bin"), words)?;
            Ok(fs::write(out.join("weights.bin"), weights)?)
        }
        Err(error) => {
            println!("cargo::error=data/toponym: {error}");
            Err(error.into())
        }
    }
}

/// Writes `hand_kept.bin`.
fn compile_tables(root: &Path, out: &Path) -> Result<(), Box<dyn Error>> {
    println!("cargo::rerun-if-changed=data/tables");
    println!("cargo::rerun-if-changed=data/gazetteer/base.bin");
    let base = layer::read::Layer::open(fs::read(root.join("data/gazetteer/base.bin"))?)?;
    let mut files = Vec::new();
    for folder in ["data/tables", "data/tables/places"] {
        for entry in fs::read_dir(root.join(folder))? {
            let path = entry?.path();
            let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default().to_owned();
            let is_table = folder.ends_with("places") || layer::tables::kind_of(&name).is_some();
            if path.extension().is_some_and(|kind| kind == "tsv") && is_table {
                files.push((name, fs::read_to_string(&path)?));
            }
        }
    }
    files.sort();
    match layer::hand_kept::compile_tables(&files, &base) {
        Ok(bytes) => Ok(fs::write(out.join("hand_kept.bin"), bytes)?),
        Err(error) => {
            for line in error.to_string().lines() {
                println!("cargo::error=data/tables: {line}");
            }
            Err(error.into())
        }
    }
}
