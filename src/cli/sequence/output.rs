//! The files of a sequence: frames on all cores, an animation that grows with them, and the manifest last.

use std::collections::BTreeMap;
use std::collections::BTreeSet;
use std::path::Path;

use frontline::control::Change;
use frontline::exchange::csv::table;
use frontline::export::Animation;
use frontline::export::Gif;
use frontline::export::Mosaic;
use frontline::export::Page;
use frontline::export::Palette;
use frontline::export::Pixels;
use frontline::export::PngOptions;
use frontline::export::page;
use frontline::layout::series::Moment;
use frontline::layout::series::Stage;
use frontline::limit::Limit;
use frontline::pipeline;
use frontline::pipeline::sheet::Studio;
use frontline::sequence;
use frontline::sequence::FrameEntry;
use frontline::sequence::Manifest;
use frontline::sequence::State;
use indicatif::ProgressBar;
use indicatif::ProgressStyle;
use rayon::prelude::*;

use crate::cli::bounds;
use crate::cli::failure::Failure;
use crate::cli::io;
use crate::cli::io::Growing;
use crate::cli::options::SequenceArguments;
use crate::cli::sequence::press;
use crate::cli::sequence::press::Frame;
use crate::cli::sequence::press::Plan;

/// Name of the manifest.
const MANIFEST: &str = "sequence.json";
/// Names of the animations.
const PNG: &str = "animation.png";
const GIF: &str = "animation.gif";
/// Names of the contact sheet and of the page that plays the frames.
const CONTACT: &str = "contact.png";
const PLAYER: &str = "index.html";
/// Frames on the contact sheet at most; of more, every second, third … is shown.
const CONTACTS: usize = 48;
/// Part of the size of a frame that its copy there has.
const SHARE: u32 = 3;

/// Everything that is needed to write.
pub(super) struct Job<'a> {
    pub(super) typed: &'a SequenceArguments,
    pub(super) folder: &'a Path,
    pub(super) studio: &'a Studio<'a>,
    pub(super) stage: &'a Stage,
    pub(super) moments: &'a [Moment<'a>],
    pub(super) size: (f64, f64),
    pub(super) lang: &'a str,
    /// SHA-256 of the user's faces.
    pub(super) faces: String,
}

/// The manifest of an earlier run of the same inputs whose files are all there as it wrote them.
pub(super) fn up_to_date(folder: &Path, fingerprint: &str) -> Option<Manifest> {
    let manifest = earlier(folder)?;
    let same = manifest.fingerprint == fingerprint
        && manifest.files.par_iter().all(|(name, hash)| {
            io::read(&folder.join(name), u64::MAX / 2).is_ok_and(|bytes| io::hash(&bytes) == *hash)
        });
    same.then_some(manifest)
}

fn earlier(folder: &Path) -> Option<Manifest> {
    Manifest::parse(&io::read_text(&folder.join(MANIFEST), 64 << 20).ok()?)
}

impl Job<'_> {
    /// Draws and writes everything.
    pub(super) fn write(
        &self,
        states: &[State],
        changes: &[Vec<Change>],
        manifest: &mut Manifest,
    ) -> Result<(), Failure> {
        if !self.typed.only.is_empty() {
            return self.frames(manifest).map(|_| ());
        }
        // What is told in tables does not wait for the pictures.
        let (tables, frames) = std::thread::scope(|scope| {
            let tables = scope.spawn(|| self.tables(states, changes));
            let frames = self.frames(manifest);
            (tables.join(), frames)
        });
        let pages = frames?;
        let tables = tables.unwrap_or_else(|panic| std::panic::resume_unwind(panic))?;
        self.beside(tables, manifest, pages)
    }

    /// The frames, the animations and the contact sheet; for each frame the file, the caption and the description.
    fn frames(&self, manifest: &mut Manifest) -> Result<Vec<(String, String, String)>, Failure> {
        let old = if self.typed.fresh { None } else { earlier(self.folder) };
        let known: BTreeMap<&str, &FrameEntry> =
            old.iter().flat_map(|m| &m.frames).map(|f| (f.date.as_str(), f)).collect();
        let hashes: BTreeMap<&str, &str> =
            old.iter().flat_map(|m| &m.files).map(|(name, hash)| (name.as_str(), hash.as_str())).collect();
        let whole = self.typed.only.is_empty();
        let indices: Vec<usize> =
            (0..self.moments.len()).filter(|i| whole || self.typed.only.contains(&self.moments[*i].day)).collect();
        if indices.is_empty() {
            return Err(Failure::input("--only: none of these days has a frame"));
        }
        let named = manifest.title.clone().unwrap_or_default();
        let named = named.as_str();
        let bar = progress(indices.len(), self.typed.talk.quiet);
        let mut file = if whole { Some(Growing::begin(&self.folder.join(PNG))?) } else { None };
        let mut animation = file.as_mut().map(|f| Animation::new(f, indices.len() as u32, self.typed.pace, named));
        let every = indices.len().div_ceil(CONTACTS).max(1);
        let mut contacts = Mosaic::new(4);
        let mut pages = Vec::new();
        let painter = self.studio.painter(PngOptions {
            zoom: self.typed.look.scale,
            max_pixels: bounds::limits().get(Limit::Pixels),
            ..PngOptions::default()
        });
        let mut number = 0;
        let mut keep = |frame: Frame| -> Result<(), Failure> {
            let Frame { entry, svg, png, hashes, pixels, alt, tile } = frame;
            io::put_all(&[(self.folder.join(&entry.svg), svg.as_bytes()), (self.folder.join(&entry.png), &png)])?;
            if let Some(animation) = &mut animation {
                animation.add(&pixels)?;
            }
            if usize::is_multiple_of(number, every) {
                contacts.add(tile);
            }
            number += 1;
            manifest.files.push((entry.svg.clone(), hashes.0));
            manifest.files.push((entry.png.clone(), hashes.1));
            pages.push((entry.png.clone(), caption(&entry), alt));
            manifest.frames.push(entry);
            bar.inc(1);
            bounds::finished();
            Ok(())
        };
        let plan = |number: usize| self.plan(indices.get(number).copied().unwrap_or(0), &known, &hashes);
        press::print(indices.len(), SHARE, &painter, &plan, &mut keep)?;
        bar.finish_and_clear();
        if !whole {
            return Ok(pages);
        }
        animation.map_or(Ok(()), Animation::finish)?;
        if let Some(file) = file {
            file.finish()?;
        }
        if self.typed.gif {
            self.gif(manifest)?;
        }
        let contact = contacts.finish([0xf4, 0xf2, 0xee], named)?;
        io::put_all(&[(self.folder.join(CONTACT), &contact)])?;
        Ok(pages)
    }

    fn plan(
        &self,
        index: usize,
        known: &BTreeMap<&str, &FrameEntry>,
        hashes: &BTreeMap<&str, &str>,
    ) -> Result<Plan, Failure> {
        let moment = &self.moments[index];
        let frame = self.studio.frame(self.stage, index, self.moments)?;
        let digits = self.moments.len().to_string().len().max(3);
        let svg = if self.typed.look.outline_text { self.studio.outlined(&frame)? } else { frame.svg.clone() };
        let stem = format!("frames/{:0digits$}-{}", index + 1, moment.day);
        let entry = FrameEntry {
            date: moment.day.to_string(),
            headline: self.stage.title(index),
            stale: moment.stale.is_some(),
            corrected: moment.corrected.map(|day| day.to_string()),
            drawing: io::hash(format!("{}{}{svg}", self.typed.look.scale, self.faces).as_bytes()),
            svg: format!("{stem}.svg"),
            png: format!("{stem}.png"),
        };
        let kept = known
            .get(entry.date.as_str())
            .filter(|old| old.drawing == entry.drawing)
            .and_then(|old| io::read(&self.folder.join(&old.png), 1 << 30).ok().map(|bytes| (old, bytes)))
            .filter(|(old, bytes)| hashes.get(old.png.as_str()).is_some_and(|hash| *hash == io::hash(bytes)))
            .map(|(_, bytes)| bytes);
        Ok(Plan { frame, entry, svg, kept })
    }

    /// The GIF: the palette needs all frames before the first is written.
    fn gif(&self, manifest: &Manifest) -> Result<(), Failure> {
        let pictures = || manifest.frames.iter().map(|f| io::read(&self.folder.join(&f.png), u64::MAX / 2));
        let mut palette = Palette::default();
        for picture in pictures() {
            palette.add(&Pixels::decode(&picture?)?);
        }
        let mut file = Growing::begin(&self.folder.join(GIF))?;
        let mut gif = Gif::new(&mut file, self.pixels(), &palette, self.typed.pace)?;
        for picture in pictures() {
            gif.add(&Pixels::decode(&picture?)?)?;
        }
        drop(gif);
        file.finish()
    }

    fn pixels(&self) -> (u32, u32) {
        let scaled = |side: f64| (side * self.typed.look.scale).round() as u32;
        (scaled(self.size.0), scaled(self.size.1))
    }

    /// The files that hold no pictures; name and hash of each.
    fn tables(&self, states: &[State], changes: &[Vec<Change>]) -> Result<Vec<(String, String)>, Failure> {
        let put = |name: String, text: &str| -> Result<(String, String), Failure> {
            io::put_all(&[(self.folder.join(&name), text.as_bytes())])?;
            let hash = io::hash(text.as_bytes());
            Ok((name, hash))
        };
        let mut written = vec![
            put("timeline.geojson".into(), &sequence::timeline(states))?,
            put("control.csv".into(), &sequence::control_table(states, changes))?,
        ];
        if let Some(last) = states.last() {
            written.push(put("events.csv".into(), &table(&last.dated().0, false))?);
        }
        let all: Result<Vec<(String, String)>, Failure> = states
            .par_iter()
            .map(|state| {
                let (situation, derived) = state.dated();
                let text = pipeline::state(&situation, &derived);
                put(format!("situations/{}.geojson", state.step.day), &text)
            })
            .collect();
        written.extend(all?);
        Ok(written)
    }

    /// The player, and the manifest when all is in place.
    fn beside(
        &self,
        tables: Vec<(String, String)>,
        manifest: &mut Manifest,
        frames: Vec<(String, String, String)>,
    ) -> Result<(), Failure> {
        let title = manifest.title.clone().unwrap_or_else(|| title(manifest));
        let (lang, pace) = (self.lang.to_owned(), self.typed.pace);
        let page = page(&Page { title, lang, pace, size: self.pixels(), frames });
        io::put_all(&[(self.folder.join(PLAYER), page.as_bytes())])?;
        for name in [PNG, CONTACT, PLAYER].into_iter().chain(self.typed.gif.then_some(GIF)) {
            manifest.files.push((name.into(), io::hash(&io::read(&self.folder.join(name), u64::MAX / 2)?)));
        }
        manifest.files.extend(tables);
        let old = earlier(self.folder);
        io::write(&self.folder.join(MANIFEST), manifest.text().as_bytes())?;
        // Frames and states of days that are no longer shown, as far as they are as an earlier run wrote them.
        let written: BTreeSet<&str> = manifest.files.iter().map(|(name, _)| name.as_str()).collect();
        for (name, hash) in old.iter().flat_map(|m| &m.files).filter(|(name, _)| !written.contains(name.as_str())) {
            io::remove_own(self.folder, name, hash);
        }
        Ok(())
    }
}

fn caption(entry: &FrameEntry) -> String {
    let stale = if entry.stale { " (no new report)" } else { "" };
    format!("{} · {}{stale}", entry.date, entry.headline)
}

fn title(manifest: &Manifest) -> String {
    let dates = manifest.frames.first().zip(manifest.frames.last());
    dates.map_or_else(|| "Sequence".to_owned(), |(a, b)| format!("{} to {}", a.date, b.date))
}

/// A bar on a terminal, nothing elsewhere.
fn progress(frames: usize, quiet: bool) -> ProgressBar {
    if quiet {
        return ProgressBar::hidden();
    }
    let bar = ProgressBar::new(frames as u64);
    let style = ProgressStyle::with_template("{bar:32} {pos} of {len} frames, {eta} left");
    if let Ok(style) = style {
        bar.set_style(style);
    }
    bar
}
