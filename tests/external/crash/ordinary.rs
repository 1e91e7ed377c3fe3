//! The whole suite once more as an ordinary user, where root runs it.

use std::os::unix::fs::MetadataExt;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::process::Command;

/// A user without rights, whether or not it has a name.
const NOBODY: &str = "65534";

#[test]
fn the_suite_passes_as_an_ordinary_user() {
    let user = Path::new("/proc/self").metadata().unwrap().uid();
    if user != 0 {
        // This very run is that of an ordinary user: what only root may do is refused.
        assert!(Command::new("setpriv").args(["--reuid", "0", "true"]).status().is_ok_and(|s| !s.success()));
        return;
    }
    let folder = tempfile::tempdir_in(std::env::temp_dir()).unwrap();
    let open = |path: &Path, mode| std::fs::set_permissions(path, std::fs::Permissions::from_mode(mode)).unwrap();
    let (tests, program, scratch) =
        (folder.path().join("tests"), folder.path().join("frontline"), folder.path().join("scratch"));
    std::fs::copy(std::env::current_exe().unwrap(), &tests).unwrap();
    std::fs::copy(super::program(), &program).unwrap();
    std::fs::create_dir(&scratch).unwrap();
    open(folder.path(), 0o755);
    open(&scratch, 0o777);
    let output = Command::new("setpriv")
        .args(["--reuid", NOBODY, "--regid", NOBODY, "--clear-groups", "--no-new-privs"])
        .arg(&tests)
        .arg("crash::")
        .current_dir(&scratch)
        .env("FRONTLINE", &program)
        .env("FRONTLINE_SCRATCH", &scratch)
        .env("HOME", &scratch)
        .output()
        .unwrap();
    let text = String::from_utf8_lossy(&output.stdout);
    assert!(output.status.success(), "{text}\n{}", String::from_utf8_lossy(&output.stderr));
    let ran = text.lines().filter(|l| l.starts_with("test ") && l.ends_with(" ok")).count();
    assert!(ran >= 15, "only {ran} tests ran as an ordinary user");
}
