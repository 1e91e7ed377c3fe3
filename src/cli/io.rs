//! The only place with files: bounded reading, whole writing.
//!
//! A file is written to a temporary name in its own folder, synced, renamed over the old one, and the folder synced. Of
//! several files, all are written before the first is renamed, so a full disk leaves the old ones as they were. A link is
//! replaced, what it leads to is left alone; a device or a pipe is written to.

use std::fs::File;
use std::io::ErrorKind;
use std::io::Read;
use std::io::Write;
use std::path::Path;
use std::path::PathBuf;

use frontline::limit::Limit;
use serde_json::json;
use sha2::Digest as _;
use sha2::Sha256;
use tempfile::NamedTempFile;

use crate::cli::bounds;
use crate::cli::failure::Failure;
use crate::cli::failure::Status;
use crate::cli::terminal;

/// Largest situation, baseline or gazetteer.
pub(crate) const FILE_LIMIT: Limit = Limit::FileBytes;

/// How many bytes of a file are read.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Most {
    /// As many as a limit of this run allows.
    Limited(Limit),
    /// A fixed number.
    Bytes(u64),
}

impl From<Limit> for Most {
    fn from(limit: Limit) -> Self {
        Self::Limited(limit)
    }
}

impl From<u64> for Most {
    fn from(bytes: u64) -> Self {
        Self::Bytes(bytes)
    }
}

impl Most {
    fn bytes(self) -> u64 {
        match self {
            Self::Limited(limit) => bounds::limits().get(limit),
            Self::Bytes(bytes) => bytes,
        }
    }

    fn exceeded(self, shown: &str, found: Option<u64>) -> Failure {
        let found = found.map_or_else(|| "too many".to_owned(), |n| n.to_string());
        match self {
            Self::Limited(limit) => bounds::limits().exceeded(limit, &found, shown).into(),
            Self::Bytes(bytes) => Failure::input(format!(
                "{shown}: larger than {} MiB, the most that is read of such a file",
                bytes >> 20
            )),
        }
    }
}

/// The bytes of a file, or of standard input for `-`.
pub(crate) fn read(path: &Path, most: impl Into<Most>) -> Result<Vec<u8>, Failure> {
    let most = most.into();
    let limit = most.bytes();
    if path == Path::new("-") {
        let mut bytes = Vec::new();
        std::io::stdin()
            .lock()
            .take(limit.saturating_add(1))
            .read_to_end(&mut bytes)
            .map_err(|e| Failure::input(format!("standard input: {}", reason(&e))))?;
        return within(bytes, "standard input", most);
    }
    let shown = path.display().to_string();
    let said = |e: std::io::Error| Failure::input(format!("{shown}: {}", reason(&e)));
    let meta = std::fs::metadata(path).map_err(said)?;
    if meta.is_dir() {
        return Err(Failure::input(format!("{shown}: is a folder; give a file, or several files")));
    }
    if meta.is_file() && meta.len() > limit {
        return Err(most.exceeded(&shown, Some(meta.len())));
    }
    #[expect(clippy::disallowed_methods, reason = "this is the place where files are opened")]
    let file = File::open(path).map_err(said)?;
    let expected = if meta.is_file() { usize::try_from(meta.len()).unwrap_or(0) } else { 0 };
    let mut bytes = Vec::with_capacity(expected.saturating_add(1));
    file.take(limit.saturating_add(1)).read_to_end(&mut bytes).map_err(said)?;
    within(bytes, &shown, most)
}

/// The text of a file in UTF-8.
pub(crate) fn read_text(path: &Path, most: impl Into<Most>) -> Result<String, Failure> {
    let bytes = read(path, most)?;
    String::from_utf8(bytes).map_err(|e| {
        Failure::input(format!("{}: not UTF-8 text (byte {})", path.display(), e.utf8_error().valid_up_to()))
    })
}

fn within(bytes: Vec<u8>, shown: &str, most: Most) -> Result<Vec<u8>, Failure> {
    if bytes.len() as u64 > most.bytes() { Err(most.exceeded(shown, None)) } else { Ok(bytes) }
}

/// Writes one file whole, or standard output for `-`.
pub(crate) fn write(path: &Path, bytes: &[u8]) -> Result<(), Failure> {
    if path == Path::new("-") {
        return print_bytes(bytes);
    }
    write_all(&[(path.to_path_buf(), bytes)])
}

/// Writes several files whole, as [`write_all`] does, without waiting for the disk: for files whose hashes a manifest tells
/// afterwards, so that what a power cut spoils is noticed and made again.
pub(crate) fn put_all(files: &[(PathBuf, &[u8])]) -> Result<(), Failure> {
    for (path, bytes) in files {
        place(prepare(path, bytes, false)?, path)?;
    }
    Ok(())
}

fn place(file: NamedTempFile, path: &Path) -> Result<(), Failure> {
    file.persist(path).map(|_| ()).map_err(|e| unwritten(path, &e.error))
}

/// Writes several files: all to temporary names first, then all into place.
pub(crate) fn write_all(files: &[(PathBuf, &[u8])]) -> Result<(), Failure> {
    let mut ready = Vec::new();
    for (path, bytes) in files {
        let file = if is_special(path) { None } else { Some(prepare(path, bytes, true)?) };
        ready.push((file, path, *bytes));
    }
    let mut folders = std::collections::BTreeSet::new();
    for (file, path, bytes) in ready {
        let Some(file) = file else {
            pour(path, bytes).map_err(|e| unwritten(path, &e))?;
            continue;
        };
        place(file, path)?;
        folders.insert(folder(path).to_path_buf());
    }
    for folder in folders {
        sweep(&folder);
        sync(&folder);
    }
    Ok(())
}

fn unwritten(path: &Path, error: &std::io::Error) -> Failure {
    Failure::input(format!("{}: cannot be written: {}", path.display(), reason(error)))
}

/// A device or a pipe, which is written to and never replaced: `-o /dev/stdout`, `-o >(gzip)`.
fn is_special(path: &Path) -> bool {
    std::fs::metadata(path).is_ok_and(|m| !m.is_file() && !m.is_dir())
}

fn pour(path: &Path, bytes: &[u8]) -> std::io::Result<()> {
    let mut file = std::fs::OpenOptions::new().write(true).open(path)?;
    file.write_all(bytes).and_then(|()| file.flush())
}

/// Syncs a folder so that a rename in it lasts. Some file systems cannot; the files are in place anyway.
fn sync(folder: &Path) {
    #[expect(clippy::disallowed_methods, reason = "this is the place where files are opened")]
    if let Ok(open) = File::open(folder) {
        let _ = open.sync_all();
    }
}

/// How a file is called before it is in place.
const UNFINISHED: &str = ".frontline-";

/// Removes what a run that was killed left behind, unless it is so young that the run may still go on.
fn sweep(folder: &Path) {
    const HOUR: std::time::Duration = std::time::Duration::from_secs(3600);
    let Ok(entries) = std::fs::read_dir(folder) else {
        return;
    };
    for entry in entries.flatten() {
        let ours = entry.file_name().to_str().is_some_and(|name| name.starts_with(UNFINISHED));
        let old = || entry.metadata().ok().filter(std::fs::Metadata::is_file)?.modified().ok()?.elapsed().ok();
        if ours && old().is_some_and(|age| age > HOUR) {
            // What cannot be removed is no fault of this run.
            let _ = std::fs::remove_file(entry.path());
        }
    }
}

/// `manifest.json`: name, length and SHA-256 of every file of a set, written after them, so that a reader can tell a
/// whole set from one that was being replaced.
pub(crate) fn manifest(folder: &Path, files: &[(PathBuf, &[u8])]) -> String {
    let rows: Vec<serde_json::Value> = files
        .iter()
        .map(|(path, bytes)| {
            let name = path.strip_prefix(folder).unwrap_or(path).to_string_lossy().replace('\\', "/");
            json!({"name": name, "bytes": bytes.len(), "sha256": hash(bytes)})
        })
        .collect();
    format!("{:#}\n", json!({ "files": rows }))
}

/// SHA-256 in hexadecimal digits.
pub(crate) fn hash(bytes: &[u8]) -> String {
    hex(&Sha256::digest(bytes))
}

/// Lower-case hexadecimal digits.
pub(crate) fn hex(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    let digit = |n: u8| char::from(DIGITS[usize::from(n & 15)]);
    bytes.iter().flat_map(|b| [digit(b >> 4), digit(*b)]).collect()
}

fn prepare(path: &Path, bytes: &[u8], sync: bool) -> Result<NamedTempFile, Failure> {
    let said = |e: std::io::Error| unwritten(path, &e);
    if path.is_dir() {
        return Err(Failure::input(format!("{}: is a folder; give the name of a file", path.display())));
    }
    let folder = folder(path);
    std::fs::create_dir_all(folder).map_err(said)?;
    let mut builder = tempfile::Builder::new();
    builder.prefix(UNFINISHED);
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        builder.permissions(std::fs::Permissions::from_mode(0o644));
    }
    let mut file = builder.tempfile_in(folder).map_err(said)?;
    file.write_all(bytes).and_then(|()| file.flush()).map_err(said)?;
    if sync {
        file.as_file().sync_all().map_err(said)?;
    }
    Ok(file)
}

/// A file that is written piece by piece and put into place at the end.
#[derive(Debug)]
pub(crate) struct Growing {
    file: std::io::BufWriter<NamedTempFile>,
    path: PathBuf,
}

impl Growing {
    /// Begins a file.
    pub(crate) fn begin(path: &Path) -> Result<Self, Failure> {
        Ok(Self { file: std::io::BufWriter::new(prepare(path, &[], false)?), path: path.to_path_buf() })
    }

    /// Puts the file into place.
    pub(crate) fn finish(self) -> Result<(), Failure> {
        let file = self.file.into_inner().map_err(|e| unwritten(&self.path, e.error()))?;
        place(file, &self.path)
    }
}

impl Growing {
    /// An error that names the file and not its temporary name.
    fn named(path: &Path, error: &std::io::Error) -> std::io::Error {
        std::io::Error::new(error.kind(), format!("{}: cannot be written: {}", path.display(), reason(error)))
    }
}

impl Write for Growing {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.file.write(bytes).map_err(|e| Self::named(&self.path, &e))
    }

    fn flush(&mut self) -> std::io::Result<()> {
        self.file.flush().map_err(|e| Self::named(&self.path, &e))
    }
}

/// The files of a folder, by name; folders in it are not entered.
pub(crate) fn files_of(folder: &Path) -> Result<Vec<PathBuf>, Failure> {
    let said = |e: std::io::Error| Failure::input(format!("{}: {}", folder.display(), reason(&e)));
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).map_err(said)? {
        let path = entry.map_err(said)?.path();
        // A link to nothing is found, too: reading it says what is wrong.
        if path.is_file() || path.is_symlink() && !path.exists() {
            found.push(path);
        }
    }
    found.sort();
    Ok(found)
}

/// The name of a folder made of a slug: on Windows some words are devices.
pub(crate) fn harmless(slug: &str) -> String {
    let port = |text: &str| matches!(text.as_bytes(), [b'c', b'o', b'm', _] | [b'l', b'p', b't', _]);
    if matches!(slug, "con" | "nul" | "aux" | "prn") || port(slug) { format!("{slug}-map") } else { slug.to_owned() }
}

fn folder(path: &Path) -> &Path {
    path.parent().filter(|p| !p.as_os_str().is_empty()).unwrap_or_else(|| Path::new("."))
}

/// Text to standard output. A reader that has gone away ends the program in silence.
pub(crate) fn print(text: &str) -> Result<(), Failure> {
    print_bytes(text.as_bytes())
}

fn print_bytes(bytes: &[u8]) -> Result<(), Failure> {
    let json = bytes.starts_with(b"{") || bytes.starts_with(b"[");
    let text = if json { std::str::from_utf8(bytes).ok() } else { None };
    let safe = text.map(terminal::safe_json);
    let mut out = std::io::stdout().lock();
    out.write_all(safe.as_ref().map_or(bytes, |text| text.as_bytes()))
        .and_then(|()| out.flush())
        .map_err(|e| stdout_failure(&e))
}

/// What a failed write to standard output means.
pub(crate) fn stdout_failure(error: &std::io::Error) -> Failure {
    if error.kind() == ErrorKind::BrokenPipe {
        // What `head` leaves behind: the status of a process that SIGPIPE ended would be 141; 0 keeps pipelines quiet.
        return Failure::Quiet(Status::Done);
    }
    Failure::input(format!("standard output: {}", reason(error)))
}

/// A reason without the number of the error.
fn reason(error: &std::io::Error) -> String {
    match error.kind() {
        ErrorKind::NotFound => "no such file".to_owned(),
        ErrorKind::PermissionDenied => "permission denied".to_owned(),
        _ => {
            let text = error.to_string();
            text.split(" (os error").next().unwrap_or("").to_lowercase()
        }
    }
}

/// Removes files of an earlier run that this one no longer writes: `.geojson` and `.qml` files of a `layers/` folder, nothing else.
pub(crate) fn remove_others(folder: &Path, keep: &[&str]) -> Result<(), Failure> {
    let Ok(entries) = std::fs::read_dir(folder) else {
        return Ok(());
    };
    for entry in entries.flatten() {
        let name = entry.file_name().to_string_lossy().into_owned();
        let stem = name.strip_suffix(".geojson").or_else(|| name.strip_suffix(".qml")).unwrap_or("");
        let layer = stem.strip_suffix("_undated").unwrap_or(stem);
        let ours = ["event", "place", "advance", "movement", "control", "front_line", "change"].contains(&layer);
        if ours && !keep.contains(&name.as_str()) {
            std::fs::remove_file(entry.path()).map_err(|e| {
                Failure::input(format!("{}: cannot be removed: {}", entry.path().display(), reason(&e)))
            })?;
        }
    }
    Ok(())
}

/// Removes a file that a manifest names if it lies right in a folder or in a folder of it and is as it was written; what cannot
/// be removed stays.
pub(crate) fn remove_own(folder: &Path, name: &str, written: &str) {
    let plain = |part: std::path::Component<'_>| matches!(part, std::path::Component::Normal(_));
    let parts = Path::new(name).components();
    let path = folder.join(name);
    let real = || path.canonicalize().ok().zip(folder.canonicalize().ok()).is_some_and(|(p, f)| p.starts_with(f));
    if parts.clone().all(plain) && parts.count() <= 2 && real() {
        let ours = read(&path, 1 << 30).is_ok_and(|bytes| hash(&bytes) == written);
        if ours {
            let _ = std::fs::remove_file(&path);
        }
    }
}

/// A file opened for reading line by line.
pub(crate) fn open(path: &Path) -> Result<File, Failure> {
    let said = |e: std::io::Error| Failure::input(format!("{}: {}", path.display(), reason(&e)));
    if path.is_dir() {
        return Err(Failure::input(format!("{}: is a folder; give a file", path.display())));
    }
    #[expect(clippy::disallowed_methods, reason = "this is the place where files are opened")]
    File::open(path).map_err(said)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_panic_while_writing_leaves_the_old_file() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.svg");
        write(&path, b"old").unwrap();
        let stopped = std::panic::catch_unwind(|| {
            let _half = prepare(&path, b"half", true).unwrap();
            panic!("stopped in the middle")
        });
        assert!(stopped.is_err());
        assert_eq!(read(&path, 100).unwrap(), b"old");
        assert_eq!(files_of(folder.path()).unwrap(), [path], "an unfinished file is left");
    }
}
