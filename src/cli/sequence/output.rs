//! The files of a sequence: frames on all cores, an animation that grows with them, and the manifest last.

use std::collections::BTreeMap;
use std::path::Path;
use std::path::PathBuf;

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
use frontline::pipeline;
use frontline::pipeline::sheet;
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

/// Name of the manifest.
const MANIFEST: &str = "sequence.json";
/// Names of the animations.
const PNG: &str = "animation.png";
const GIF: &str = "animation.gif";
/// Frames on the contact sheet at most; of more, every second, third … is shown.
const CONTACTS: usize = 48;

/// Everything that is needed to write.
pub(super) struct Job<'a> {
    pub(super) typed: &'a SequenceArguments,
    pub(super) folder: &'a Path,
    pub(super) studio: &'a Studio<'a>,
    pub(super) stage: &'a Stage,
    pub(super) moments: &'a [Moment<'a>],
    pub(super) size: (f64, f64),
    pub(super) lang: &'a str,
}

/// A frame, drawn or taken over.
struct Frame {
    entry: FrameEntry,
    svg: String,
    png: Vec<u8>,
    pixels: Pixels,
    alt: String,
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
        let bar = progress(indices.len(), self.typed.talk.quiet);
        let mut file = if whole { Some(Growing::begin(&self.folder.join(PNG))?) } else { None };
        let mut animation = file.as_mut().map(|f| Animation::new(f, indices.len() as u32, self.typed.pace));
        let every = indices.len().div_ceil(CONTACTS).max(1);
        let mut contacts = Mosaic::new(4, 3);
        let mut pages = Vec::new();
        let chunks: Vec<&[usize]> = indices.chunks(rayon::current_num_threads().max(1) * 2).collect();
        let draw = |round: usize| -> Result<Vec<Frame>, Failure> {
            let chunk = chunks.get(round).copied().unwrap_or_default();
            chunk.par_iter().map(|i| self.frame(*i, &known, &hashes)).collect()
        };
        let mut ready = draw(0)?;
        let mut number = 0;
        for round in 1..=chunks.len() {
            // While these are written and strung together, the next are drawn.
            let frames = std::mem::take(&mut ready);
            let mut keep = || -> Result<(), Failure> {
                let files: Vec<(PathBuf, &[u8])> = frames
                    .iter()
                    .flat_map(|f| {
                        let svg = (self.folder.join(&f.entry.svg), f.svg.as_bytes());
                        [svg, (self.folder.join(&f.entry.png), f.png.as_slice())]
                    })
                    .collect();
                io::write_all(&files)?;
                for frame in &frames {
                    if let Some(animation) = &mut animation {
                        animation.add(&frame.pixels)?;
                    }
                    if usize::is_multiple_of(number, every) {
                        contacts.add(&frame.pixels);
                    }
                    number += 1;
                    manifest.files.push((frame.entry.svg.clone(), io::hash(frame.svg.as_bytes())));
                    manifest.files.push((frame.entry.png.clone(), io::hash(&frame.png)));
                    pages.push((frame.entry.png.clone(), caption(&frame.entry), frame.alt.clone()));
                    manifest.frames.push(frame.entry.clone());
                    bar.inc(1);
                    bounds::finished();
                }
                Ok(())
            };
            let (next, kept) = std::thread::scope(|scope| {
                let drawn = scope.spawn(|| draw(round));
                let kept = keep();
                (drawn.join(), kept)
            });
            kept?;
            ready = next.unwrap_or_else(|panic| std::panic::resume_unwind(panic))?;
        }
        bar.finish_and_clear();
        if !whole {
            return Ok(());
        }
        animation.map_or(Ok(()), Animation::finish)?;
        if let Some(file) = file {
            file.finish()?;
        }
        if self.typed.gif {
            self.gif(manifest)?;
        }
        let contact = contacts.finish([0xf4, 0xf2, 0xee])?;
        self.beside((states, changes), manifest, pages, &contact)
    }

    fn frame(
        &self,
        index: usize,
        known: &BTreeMap<&str, &FrameEntry>,
        hashes: &BTreeMap<&str, &str>,
    ) -> Result<Frame, Failure> {
        let moment = &self.moments[index];
        let sheet = self.studio.frame(self.stage, index, self.moments)?;
        let svg = sheet::svg(&sheet);
        let digits = self.moments.len().to_string().len().max(3);
        let stem = format!("frames/{:0digits$}-{}", index + 1, moment.day);
        let entry = FrameEntry {
            date: moment.day.to_string(),
            headline: self.stage.title(index),
            stale: moment.stale.is_some(),
            drawing: io::hash(format!("{}{svg}", self.typed.look.scale).as_bytes()),
            svg: format!("{stem}.svg"),
            png: format!("{stem}.png"),
        };
        let kept = known
            .get(entry.date.as_str())
            .filter(|old| old.drawing == entry.drawing)
            .and_then(|old| io::read(&self.folder.join(&old.png), 1 << 30).ok().map(|bytes| (old, bytes)))
            .filter(|(old, bytes)| hashes.get(old.png.as_str()).is_some_and(|hash| *hash == io::hash(bytes)));
        let (png, pixels) = if let Some((_, bytes)) = kept {
            let pixels = Pixels::decode(&bytes)?;
            (bytes, pixels)
        } else {
            let options = PngOptions { zoom: self.typed.look.scale, ..PngOptions::default() };
            self.studio.picture(&svg, &sheet, options)?
        };
        Ok(Frame { entry, svg, png, pixels, alt: sheet.scene.description })
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

    /// Everything beside the frames, and the manifest when all is in place.
    fn beside(
        &self,
        (states, changes): (&[State], &[Vec<Change>]),
        manifest: &mut Manifest,
        pages: Vec<(String, String, String)>,
        contact: &[u8],
    ) -> Result<(), Failure> {
        let title = self.typed.folding.title.clone().unwrap_or_else(|| title(manifest));
        let page = page(&Page {
            title,
            lang: self.lang.to_owned(),
            pace: self.typed.pace,
            size: self.pixels(),
            frames: pages,
        });
        let mut files: Vec<(String, Vec<u8>)> = vec![
            ("contact.png".into(), contact.to_vec()),
            ("timeline.geojson".into(), sequence::timeline(states).into_bytes()),
            ("control.csv".into(), sequence::control_table(states, changes).into_bytes()),
            ("index.html".into(), page.into_bytes()),
        ];
        if let Some(last) = states.last() {
            files.push(("events.csv".into(), table(&last.situation, false).into_bytes()));
        }
        for state in states {
            let text = pipeline::document(&state.situation, &state.derived).situation;
            files.push((format!("situations/{}.geojson", state.step.day), text.into_bytes()));
        }
        let borrowed: Vec<(PathBuf, &[u8])> =
            files.iter().map(|(name, bytes)| (self.folder.join(name), bytes.as_slice())).collect();
        io::write_all(&borrowed)?;
        for name in [PNG].into_iter().chain(self.typed.gif.then_some(GIF)) {
            manifest.files.push((name.into(), io::hash(&io::read(&self.folder.join(name), u64::MAX / 2)?)));
        }
        manifest.files.extend(files.iter().map(|(name, bytes)| (name.clone(), io::hash(bytes))));
        io::write(&self.folder.join(MANIFEST), manifest.text().as_bytes())
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
