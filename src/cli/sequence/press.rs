//! Frames laid out and drawn ahead on all cores, and handed over in their order.
//!
//! In: plans by number. Out: frames in order. Never: files; more than some frames at a time, whatever their number.

use std::any::Any;
use std::collections::BTreeMap;
use std::panic::AssertUnwindSafe;
use std::sync::Arc;
use std::sync::mpsc;

use frontline::export::Canvas;
use frontline::export::Pixels;
use frontline::export::Tile;
use frontline::pipeline::series;
use frontline::pipeline::series::Painter;
use frontline::sequence::FrameEntry;

use crate::cli::failure::Failure;
use crate::cli::io;

/// A frame laid out, and its picture if an earlier run has left it.
pub(super) struct Plan {
    pub(super) frame: series::Frame,
    pub(super) entry: FrameEntry,
    pub(super) svg: String,
    pub(super) kept: Option<Vec<u8>>,
}

/// A frame, drawn or taken over.
pub(super) struct Frame {
    pub(super) entry: FrameEntry,
    pub(super) svg: String,
    pub(super) png: Vec<u8>,
    /// SHA-256 of the vector and of the pixel picture.
    pub(super) hashes: (String, String),
    pub(super) pixels: Pixels,
    pub(super) alt: String,
    pub(super) tile: Tile,
}

/// What a worker has done.
enum News {
    Planned(usize, Result<Plan, Failure>),
    Mapped(usize, Result<Canvas, Failure>),
    Drawn(usize, Result<Frame, Failure>),
    Written(Result<(), Failure>),
    Panicked(Box<dyn Any + Send>),
}

/// Does a piece of work and tells of it; a panic goes to the one who waits.
fn tell(to: &mpsc::Sender<News>, work: impl FnOnce() -> News) {
    let news = std::panic::catch_unwind(AssertUnwindSafe(work)).unwrap_or_else(News::Panicked);
    // Nobody listens any more after an error.
    let _ = to.send(news);
}

/// The frames on their way: a map that several days in a row have is drawn once.
#[derive(Default)]
struct Line {
    /// Laid out, waiting for those before.
    planned: BTreeMap<usize, Plan>,
    /// So many have been given their map.
    joined: usize,
    /// The newest map: its number, a frame that has it, and the drawing.
    newest: Option<(usize, Arc<Plan>, Option<Canvas>)>,
    /// Frames that wait for a map.
    waiting: BTreeMap<usize, Vec<(usize, Arc<Plan>)>>,
    /// Drawn, waiting for those before.
    drawn: BTreeMap<usize, Frame>,
    handed: usize,
}

/// Draws `count` frames and gives them to `write` in their order. Copies for the contact sheet have one `share`-th the size.
pub(super) fn print(
    count: usize,
    share: u32,
    painter: &Painter<'_>,
    plan: &(dyn Fn(usize) -> Result<Plan, Failure> + Sync),
    write: &mut (dyn FnMut(Frame) -> Result<(), Failure> + Send),
) -> Result<(), Failure> {
    let ahead = (rayon::current_num_threads() * 3 + 2).min(64);
    let (send, news) = mpsc::channel();
    std::thread::scope(|threads| {
        let (hand, frames) = mpsc::channel();
        let told = send.clone();
        threads.spawn(move || frames.into_iter().for_each(|frame| tell(&told, || News::Written(write(frame)))));
        rayon::in_place_scope(|tasks| {
            let lay_out = |i: usize| {
                let send = send.clone();
                tasks.spawn(move |_| tell(&send, || News::Planned(i, plan(i))));
            };
            let map = |i: usize, plan: Arc<Plan>| {
                let send = send.clone();
                tasks.spawn(move |_| {
                    tell(&send, || News::Mapped(i, painter.map(&plan.frame).map_err(Failure::from)));
                });
            };
            let draw = |i: usize, plan: Arc<Plan>, map: Option<Canvas>| {
                let send = send.clone();
                tasks.spawn(move |_| tell(&send, || News::Drawn(i, picture(&plan, map.as_ref(), painter, share))));
            };
            let mut line = Line::default();
            let (mut begun, mut written) = (0, 0);
            while written < count {
                while begun < count.min(written + ahead) {
                    lay_out(begun);
                    begun += 1;
                }
                match news.recv() {
                    Ok(News::Planned(i, plan)) => {
                        line.planned.insert(i, plan?);
                        line.join(&map, &draw);
                    }
                    Ok(News::Mapped(number, canvas)) => {
                        let canvas = canvas?;
                        for (i, plan) in line.waiting.remove(&number).unwrap_or_default() {
                            draw(i, plan, Some(canvas.clone()));
                        }
                        if let Some((_, _, place)) = line.newest.as_mut().filter(|n| n.0 == number) {
                            *place = Some(canvas);
                        }
                    }
                    Ok(News::Drawn(i, frame)) => {
                        line.drawn.insert(i, frame?);
                        while let Some(frame) = line.drawn.remove(&line.handed) {
                            line.handed += 1;
                            let _ = hand.send(frame);
                        }
                    }
                    Ok(News::Written(result)) => {
                        result?;
                        written += 1;
                    }
                    Ok(News::Panicked(panic)) => std::panic::resume_unwind(panic),
                    Err(mpsc::RecvError) => break,
                }
            }
            Ok(())
        })
    })
}

impl Line {
    /// Gives each frame whose turn it is its map, or has the map drawn.
    fn join(&mut self, map: &dyn Fn(usize, Arc<Plan>), draw: &dyn Fn(usize, Arc<Plan>, Option<Canvas>)) {
        while let Some(plan) = self.planned.remove(&self.joined) {
            let (i, plan) = (self.joined, Arc::new(plan));
            self.joined += 1;
            if plan.kept.is_some() {
                draw(i, plan, None);
                continue;
            }
            match self.newest.as_ref().filter(|(_, other, _)| other.frame.has_map_of(&plan.frame)) {
                Some((_, _, Some(canvas))) => draw(i, plan, Some(canvas.clone())),
                Some((number, _, None)) => self.waiting.entry(*number).or_default().push((i, plan)),
                None => {
                    self.newest = Some((i, Arc::clone(&plan), None));
                    self.waiting.insert(i, vec![(i, Arc::clone(&plan))]);
                    map(i, plan);
                }
            }
        }
    }
}

/// The picture of a frame on its map.
fn picture(plan: &Plan, map: Option<&Canvas>, painter: &Painter<'_>, share: u32) -> Result<Frame, Failure> {
    let (png, pixels) = match (&plan.kept, map) {
        (Some(bytes), _) => (bytes.clone(), Pixels::decode(bytes)?),
        (None, Some(map)) => painter.picture(&plan.frame, map)?,
        (None, None) => painter.picture(&plan.frame, &painter.map(&plan.frame)?)?,
    };
    Ok(Frame {
        entry: plan.entry.clone(),
        hashes: (io::hash(plan.svg.as_bytes()), io::hash(&png)),
        svg: plan.svg.clone(),
        tile: Tile::of(&pixels, share),
        png,
        pixels,
        alt: plan.frame.sheet.scene.description.clone(),
    })
}
