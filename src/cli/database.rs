//! GeoPackages on disk, which another program may have open at the same time.
//!
//! QGIS keeps changes in a second file (`-wal`) while it has a layer open. Reading joins them; writing over a file that is
//! open elsewhere would damage it, so it is refused.

use std::path::Path;
use std::path::PathBuf;
use std::time::Duration;

use rusqlite::Connection;
use rusqlite::ErrorCode;
use rusqlite::OpenFlags;

use crate::cli::failure::Failure;
use crate::cli::io;

const PATIENCE: Duration = Duration::from_secs(3);

/// A file beside another, such as `war.gpkg-wal`.
fn beside(path: &Path, ending: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(ending);
    PathBuf::from(name)
}

/// True if another program has left changes beside the file.
fn pending(path: &Path) -> bool {
    ["-wal", "-journal"].iter().any(|e| std::fs::metadata(beside(path, e)).is_ok_and(|m| m.len() > 0))
}

fn locked(path: &Path) -> Failure {
    Failure::input(format!(
        "{}: locked by another program that is writing to it; save and close it there, then try again",
        path.display()
    ))
}

/// The bytes of a GeoPackage as of the last change that was saved; `bytes` is what the file itself holds.
pub(crate) fn committed(path: &Path, bytes: Vec<u8>) -> Result<Vec<u8>, Failure> {
    if path == Path::new("-") {
        return Ok(bytes);
    }
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let read = || -> rusqlite::Result<Vec<u8>> {
        let connection = Connection::open_with_flags(path, flags)?;
        connection.busy_timeout(PATIENCE)?;
        connection.execute_batch("BEGIN")?;
        connection.query_row("SELECT count(*) FROM sqlite_master", [], |_| Ok(()))?;
        let bytes = connection.serialize("main")?.to_vec();
        Ok(bytes)
    };
    match read() {
        Ok(whole) => Ok(whole),
        Err(error) => match error.sqlite_error_code() {
            Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => Err(locked(path)),
            // What is wrong with a damaged file is told by who reads it.
            _ if !pending(path) => Ok(bytes),
            _ => Err(Failure::input(format!(
                "{}: another program has it open and its changes cannot be read ({error}); close it there, then try again",
                path.display()
            ))),
        },
    }
}

/// The bytes of a GeoPackage that is about to be written over, `None` if there is no such file.
pub(crate) fn before(path: &Path) -> Result<Option<Vec<u8>>, Failure> {
    if !path.exists() {
        return Ok(None);
    }
    if std::fs::metadata(path).is_ok_and(|m| m.permissions().readonly()) {
        return Err(Failure::input(format!("{}: is read-only; give another name or allow writing", path.display())));
    }
    let bytes = io::read(path, io::FILE_LIMIT)?;
    let exclusive = || -> rusqlite::Result<()> {
        let connection = Connection::open_with_flags(path, OpenFlags::SQLITE_OPEN_READ_WRITE)?;
        connection.busy_timeout(PATIENCE)?;
        connection.execute_batch("BEGIN EXCLUSIVE; ROLLBACK")
    };
    if let Err(error) = exclusive()
        && matches!(error.sqlite_error_code(), Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked))
    {
        return Err(locked(path));
    }
    // The last program to close the file takes the second file away.
    if beside(path, "-wal").exists() || pending(path) {
        return Err(Failure::input(format!(
            "{}: is open in another program (QGIS?); close it there or give another name",
            path.display()
        )));
    }
    committed(path, bytes).map(Some)
}
