//! The limits of this run, and the watch that ends a run in which nothing is finished any more.

use std::sync::OnceLock;
use std::sync::atomic::AtomicU64;
use std::sync::atomic::Ordering;
use std::time::Duration;

use frontline::error::meant;
use frontline::limit::Limit;
use frontline::limit::Limits;

use crate::cli::failure::Status;
use crate::cli::report;
use crate::cli::terminal;

/// What was typed holds for the whole process.
static LIMITS: OnceLock<Limits> = OnceLock::new();

/// Things finished so far.
static FINISHED: AtomicU64 = AtomicU64::new(0);

/// The limits of this run.
pub(crate) fn limits() -> Limits {
    *LIMITS.get_or_init(Limits::default)
}

/// Sets the limits of this run and starts the watch.
pub(crate) fn begin(typed: &[(Limit, u64)]) {
    let limits = typed.iter().fold(Limits::default(), |all, (limit, value)| all.with(*limit, *value));
    let _ = LIMITS.set(limits);
    let patience = Duration::from_secs(limits.get(Limit::Seconds));
    let watch = move || {
        loop {
            let before = FINISHED.load(Ordering::Relaxed);
            std::thread::sleep(patience);
            if FINISHED.load(Ordering::Relaxed) == before {
                give_up(&limits);
            }
        }
    };
    // Without a thread to spare there is no watch, and the run goes on.
    let _ = std::thread::Builder::new().name("watch".to_owned()).stack_size(64 << 10).spawn(watch);
}

/// An article, a frame or a picture is finished.
pub(crate) fn finished() {
    FINISHED.fetch_add(1, Ordering::Relaxed);
}

#[expect(
    clippy::exit,
    reason = "nothing else ends a computation that does not come back; files in place stay as they are"
)]
fn give_up(limits: &Limits) -> ! {
    let message = format!(
        "nothing was finished for {} seconds; divide the input, or wait longer (raise it with --limit {}=N)",
        limits.get(Limit::Seconds),
        Limit::Seconds.name()
    );
    terminal::error(&message);
    if report::wanted() {
        report::print(Status::Input, &message);
    }
    std::process::exit(i32::from(Status::Input as u8))
}

/// `NAME=N` of the command line.
pub(crate) fn parse(text: &str) -> Result<(Limit, u64), String> {
    let names = || Limit::ALL.map(Limit::name).join(", ");
    let (name, value) = text.split_once('=').ok_or_else(|| format!("expected NAME=N with a name of {}", names()))?;
    let limit = Limit::ALL.into_iter().find(|l| l.name() == name.trim()).ok_or_else(|| {
        let remark = meant(name.trim(), Limit::ALL.map(Limit::name));
        format!("there is no limit \"{name}\"; expected one of {}{remark}", names())
    })?;
    let value: u64 = value.trim().replace('_', "").parse().map_err(|e| {
        format!("\"{value}\" is no whole number ({e}); expected such as {}={}", limit.name(), limit.usual())
    })?;
    if value == 0 {
        return Err(format!("{} must be 1 or more", limit.name()));
    }
    if value > limit.most() {
        return Err(format!("{} must be {} or less", limit.name(), limit.most()));
    }
    Ok((limit, value))
}
