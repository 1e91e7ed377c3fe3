//! The shipped data: what `data/README.md` says about each file is so.

use std::path::Path;

use sha2::Digest;
use sha2::Sha256;

/// Rows of tables whose first cell names a file of `data/` and that hold a sha256 of 64 hexadecimal digits.
#[test]
fn files_are_what_the_notes_say() {
    let data = Path::new(env!("CARGO_MANIFEST_DIR")).join("data");
    let notes = std::fs::read_to_string(data.join("README.md")).unwrap();
    let mut checked = Vec::new();
    for line in notes.lines().filter(|line| line.starts_with('|')) {
        let cells: Vec<String> = line.split('|').map(|cell| cell.trim().trim_matches('`').to_owned()).collect();
        let sum = cells.iter().find(|cell| cell.len() == 64 && cell.bytes().all(|b| b.is_ascii_hexdigit()));
        let (Some(file), Some(sum)) = (cells.get(1), sum) else {
            continue;
        };
        let path = data.join(file);
        if !file.contains('/') && !path.exists() {
            continue; // an input of the recipe, not shipped
        }
        let bytes = std::fs::read(&path).unwrap_or_else(|error| panic!("data/{file}: {error}"));
        let found: String =
            Sha256::digest(&bytes).iter().fold(String::new(), |text, byte| text + &format!("{byte:02x}"));
        assert_eq!(&found, sum, "data/{file}: sha256");
        for count in cells.iter().filter_map(|cell| cell.replace(',', "").parse::<usize>().ok()) {
            assert_eq!(bytes.len(), count, "data/{file}: bytes");
        }
        checked.push(file.clone());
    }
    assert!(checked.iter().any(|file| file == "gazetteer/base.bin"), "checked only {checked:?}");
}
