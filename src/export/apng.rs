//! An animated PNG that stores of each frame only the part that changed, and there one see-through colour for all pixels
//! that stay.
//!
//! In: pictures of one size, one after another. Out: bytes. Never: more than two frames in memory.

use png::BlendOp;
use png::DisposeOp;

use crate::error::Error;
use crate::error::Result;
use crate::export::pixels::Pixels;
use crate::export::pixels::changed;
use crate::export::pixels::fail;
use crate::export::pixels::unwritten;

fn failed(error: &png::EncodingError) -> Error {
    if let png::EncodingError::IoError(sink) = error { unwritten(sink) } else { fail(error) }
}

/// Stands for pixels that stay. A pixel that really has it becomes [`BESIDE`], which nobody can tell apart.
const STAYS: [u8; 3] = [1, 254, 3];
const BESIDE: [u8; 3] = [1, 254, 2];

/// The colour that is stored for a pixel.
fn stored(pixel: [u8; 3]) -> [u8; 3] {
    if pixel == STAYS { BESIDE } else { pixel }
}

/// An animated PNG that grows frame by frame.
pub struct Animation<W: std::io::Write> {
    sink: Option<W>,
    writer: Option<png::Writer<W>>,
    last: Option<Pixels>,
    frames: u32,
    delay: (u16, u16),
    title: String,
}

impl<W: std::io::Write> std::fmt::Debug for Animation<W> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Animation").field("frames", &self.frames).finish_non_exhaustive()
    }
}

impl<W: std::io::Write> Animation<W> {
    /// An animation of `frames` frames, each shown for `pace` milliseconds, the last one three times as long; it plays again
    /// and again. The title is for those who ask the file.
    pub fn new(sink: W, frames: u32, pace: u32, title: &str) -> Self {
        let pace = u16::try_from(pace.clamp(20, 20_000)).unwrap_or(1000);
        Self { sink: Some(sink), writer: None, last: None, frames, delay: (pace, 1000), title: title.to_owned() }
    }

    /// Adds the next frame.
    ///
    /// # Errors
    /// A picture of another size, or a failed write.
    pub fn add(&mut self, pixels: &Pixels) -> Result<()> {
        if let Some(sink) = self.sink.take() {
            let mut encoder = png::Encoder::new(sink, pixels.width, pixels.height);
            encoder.set_color(png::ColorType::Rgb);
            encoder.set_depth(png::BitDepth::Eight);
            encoder.set_trns(STAYS.map(|c| [0, c]).concat());
            encoder.set_compression(png::Compression::Balanced);
            // Flat colours in long rows need no filter: half the size.
            encoder.set_filter(png::Filter::NoFilter);
            encoder.set_animated(self.frames.max(1), 0).map_err(|e| failed(&e))?;
            encoder.set_frame_delay(self.delay.0, self.delay.1).map_err(|e| failed(&e))?;
            encoder.set_blend_op(BlendOp::Source).map_err(|e| failed(&e))?;
            encoder.set_dispose_op(DisposeOp::None).map_err(|e| failed(&e))?;
            if !self.title.is_empty() {
                encoder.add_itxt_chunk("Title".to_owned(), self.title.clone()).map_err(|e| failed(&e))?;
            }
            let mut writer = encoder.write_header().map_err(|e| failed(&e))?;
            let all: Vec<u8> = pixels.data.as_chunks::<3>().0.iter().flat_map(|p| stored(*p)).collect();
            writer.write_image_data(&all).map_err(|e| failed(&e))?;
            self.writer = Some(writer);
        } else if let (Some(writer), Some(last)) = (self.writer.as_mut(), self.last.as_ref()) {
            if (last.width, last.height) != (pixels.width, pixels.height) {
                return Err(fail(&"the frames are of different sizes"));
            }
            let (x, y, width, height) = changed(last, pixels);
            writer.reset_frame_position().map_err(|e| failed(&e))?;
            writer.set_frame_dimension(width, height).map_err(|e| failed(&e))?;
            writer.set_frame_position(x, y).map_err(|e| failed(&e))?;
            writer.set_blend_op(BlendOp::Over).map_err(|e| failed(&e))?;
            let row = pixels.width as usize * 3;
            let mut part = Vec::with_capacity(width as usize * height as usize * 3);
            let rows = last.data.chunks_exact(row).zip(pixels.data.chunks_exact(row));
            for (before, now) in rows.skip(y as usize).take(height as usize) {
                let pairs = before.as_chunks::<3>().0.iter().zip(now.as_chunks::<3>().0);
                for (before, now) in pairs.skip(x as usize).take(width as usize) {
                    part.extend(if before == now { STAYS } else { stored(*now) });
                }
            }
            writer.write_image_data(&part).map_err(|e| failed(&e))?;
        }
        self.last = Some(pixels.clone());
        Ok(())
    }

    /// Ends the animation; what it was written to stays with the caller.
    ///
    /// # Errors
    /// Fewer frames than were announced, or a failed write.
    pub fn finish(self) -> Result<()> {
        self.writer.map_or_else(|| Err(fail(&"no frames")), |w| w.finish().map_err(|e| failed(&e)))
    }
}
