//! Several pictures in one file: an animated PNG or GIF that stores of each frame only what changed, and a sheet of small
//! copies.
//!
//! In: PNGs of one size, one after another. Out: bytes. Never: more than two frames in memory.

use std::collections::BTreeMap;

use png::BlendOp;
use png::DisposeOp;

use crate::error::Error;
use crate::error::Result;

/// Pixels of a picture, RGB, shared by all that is made of it.
#[derive(Debug, Clone)]
pub struct Pixels {
    width: u32,
    height: u32,
    data: std::sync::Arc<Vec<u8>>,
}

impl Pixels {
    /// Pixels in rows from above, three bytes each.
    pub(super) fn new(width: u32, height: u32, data: Vec<u8>) -> Self {
        Self { width, height, data: std::sync::Arc::new(data) }
    }

    /// The pixels of a PNG that this program wrote.
    ///
    /// # Errors
    /// Another kind of PNG.
    pub fn decode(bytes: &[u8]) -> Result<Self> {
        decode(bytes)
    }
}

fn fail(error: &dyn std::fmt::Display) -> Error {
    Error::Internal(format!("animation: {error}"))
}

fn decode(bytes: &[u8]) -> Result<Pixels> {
    let mut reader = png::Decoder::new(std::io::Cursor::new(bytes)).read_info().map_err(|e| fail(&e))?;
    let size = reader.output_buffer_size().ok_or_else(|| fail(&"too large"))?;
    let mut data = vec![0; size];
    let info = reader.next_frame(&mut data).map_err(|e| fail(&e))?;
    if info.color_type != png::ColorType::Rgb || info.bit_depth != png::BitDepth::Eight {
        return Err(fail(&"a frame is not in RGB with eight bits"));
    }
    data.truncate(info.buffer_size());
    Ok(Pixels::new(info.width, info.height, data))
}

/// The part that differs: left, upper, width, height; one pixel where nothing does.
fn changed(old: &Pixels, new: &Pixels) -> (u32, u32, u32, u32) {
    let row = new.width as usize * 3;
    let differs = |y: usize| old.data.get(y * row..(y + 1) * row) != new.data.get(y * row..(y + 1) * row);
    let rows: Vec<usize> = (0..new.height as usize).filter(|y| differs(*y)).collect();
    let (Some(&top), Some(&bottom)) = (rows.first(), rows.last()) else {
        return (0, 0, 1, 1);
    };
    let (mut left, mut right) = (row, 0);
    for &y in &rows {
        let pair = old.data[y * row..(y + 1) * row].iter().zip(&new.data[y * row..(y + 1) * row]);
        for (x, (a, b)) in pair.enumerate() {
            if a != b {
                left = left.min(x);
                right = right.max(x);
            }
        }
    }
    let (left, right) = ((left / 3) as u32, (right / 3) as u32);
    (left, top as u32, right - left + 1, (bottom - top + 1) as u32)
}

/// An animated PNG that grows frame by frame.
pub struct Animation<W: std::io::Write> {
    sink: Option<W>,
    writer: Option<png::Writer<W>>,
    last: Option<Pixels>,
    frames: u32,
    delay: (u16, u16),
}

impl<W: std::io::Write> std::fmt::Debug for Animation<W> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Animation").field("frames", &self.frames).finish_non_exhaustive()
    }
}

impl<W: std::io::Write> Animation<W> {
    /// An animation of `frames` frames, each shown for `pace` milliseconds, the last one three times as long; it plays again
    /// and again.
    pub fn new(sink: W, frames: u32, pace: u32) -> Self {
        let pace = u16::try_from(pace.clamp(20, 20_000)).unwrap_or(1000);
        Self { sink: Some(sink), writer: None, last: None, frames, delay: (pace, 1000) }
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
            encoder.set_compression(png::Compression::Balanced);
            encoder.set_animated(self.frames.max(1), 0).map_err(|e| fail(&e))?;
            encoder.set_frame_delay(self.delay.0, self.delay.1).map_err(|e| fail(&e))?;
            encoder.set_blend_op(BlendOp::Source).map_err(|e| fail(&e))?;
            encoder.set_dispose_op(DisposeOp::None).map_err(|e| fail(&e))?;
            let mut writer = encoder.write_header().map_err(|e| fail(&e))?;
            writer.write_image_data(&pixels.data).map_err(|e| fail(&e))?;
            self.writer = Some(writer);
        } else if let (Some(writer), Some(last)) = (self.writer.as_mut(), self.last.as_ref()) {
            if (last.width, last.height) != (pixels.width, pixels.height) {
                return Err(fail(&"the frames are of different sizes"));
            }
            let (x, y, width, height) = changed(last, pixels);
            writer.reset_frame_position().map_err(|e| fail(&e))?;
            writer.set_frame_dimension(width, height).map_err(|e| fail(&e))?;
            writer.set_frame_position(x, y).map_err(|e| fail(&e))?;
            let row = pixels.width as usize * 3;
            let from = x as usize * 3;
            let part: Vec<u8> = (y as usize..(y + height) as usize)
                .flat_map(|r| &pixels.data[r * row + from..r * row + from + width as usize * 3])
                .copied()
                .collect();
            writer.write_image_data(&part).map_err(|e| fail(&e))?;
        }
        self.last = Some(pixels.clone());
        Ok(())
    }

    /// Ends the animation; what it was written to stays with the caller.
    ///
    /// # Errors
    /// Fewer frames than were announced, or a failed write.
    pub fn finish(self) -> Result<()> {
        self.writer.map_or_else(|| Err(fail(&"no frames")), |w| w.finish().map_err(|e| fail(&e)))
    }
}

/// Most colours of a GIF.
const COLOURS: usize = 256;
/// Colours that are kept as they are, the commonest: the flat areas of a map.
const EXACT: usize = 160;
/// Distinct colours that are counted exactly; beyond it the last bits are left out.
const COUNTED: usize = 1 << 19;

/// The colours of all frames, from which one palette is made.
#[derive(Debug, Default)]
pub struct Palette {
    counts: BTreeMap<[u8; 3], u32>,
}

impl Palette {
    /// Counts the colours of a frame.
    pub fn add(&mut self, pixels: &Pixels) {
        for pixel in pixels.data.as_chunks::<3>().0 {
            let full = self.counts.len() >= COUNTED;
            let colour = if full { pixel.map(|c| c & 0xf8) } else { *pixel };
            *self.counts.entry(colour).or_default() += 1;
        }
    }

    /// At most 256 colours: the commonest as they are, the rest by a network that learns from the others.
    fn colours(&self) -> Vec<[u8; 3]> {
        let mut common: Vec<(&[u8; 3], &u32)> = self.counts.iter().collect();
        common.sort_by(|a, b| b.1.cmp(a.1).then(a.0.cmp(b.0)));
        if common.len() <= COLOURS {
            return common.into_iter().map(|(c, _)| *c).collect();
        }
        let mut colours: Vec<[u8; 3]> = common.iter().take(EXACT).map(|(c, _)| **c).collect();
        // Each other colour weighs by the number of its digits.
        let rest: Vec<u8> = common
            .iter()
            .skip(EXACT)
            .flat_map(|(c, n)| std::iter::repeat_n([c[0], c[1], c[2], 255], n.ilog2() as usize + 1))
            .flatten()
            .collect();
        let learnt = color_quant::NeuQuant::new(3, COLOURS - EXACT, &rest).color_map_rgb();
        colours.extend(learnt.as_chunks::<3>().0);
        colours.truncate(COLOURS);
        colours
    }
}

/// An animated GIF with one palette for all frames.
pub struct Gif<W: std::io::Write> {
    encoder: gif::Encoder<W>,
    colours: Vec<[u8; 3]>,
    nearest: BTreeMap<[u8; 3], u8>,
    last: Option<Pixels>,
    delay: u16,
}

impl<W: std::io::Write> std::fmt::Debug for Gif<W> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Gif").field("colours", &self.colours.len()).finish_non_exhaustive()
    }
}

impl<W: std::io::Write> Gif<W> {
    /// A GIF of this size in pixels, each frame shown for `pace` milliseconds; it plays again and again.
    ///
    /// # Errors
    /// More than 65,535 pixels a side, or a failed write.
    pub fn new(sink: W, size: (u32, u32), palette: &Palette, pace: u32) -> Result<Self> {
        let side = |n: u32| u16::try_from(n).map_err(|e| fail(&e));
        let colours = palette.colours();
        let table: Vec<u8> = colours.iter().flatten().copied().collect();
        let mut encoder = gif::Encoder::new(sink, side(size.0)?, side(size.1)?, &table).map_err(|e| fail(&e))?;
        encoder.set_repeat(gif::Repeat::Infinite).map_err(|e| fail(&e))?;
        let delay = u16::try_from(pace.div_ceil(10)).unwrap_or(u16::MAX);
        Ok(Self { encoder, colours, nearest: BTreeMap::new(), last: None, delay })
    }

    fn index(&mut self, colour: [u8; 3]) -> u8 {
        if let Some(index) = self.nearest.get(&colour) {
            return *index;
        }
        let far =
            |other: &[u8; 3]| -> u32 { colour.iter().zip(other).map(|(a, b)| u32::from(a.abs_diff(*b)).pow(2)).sum() };
        let found = self.colours.iter().enumerate().min_by_key(|(i, c)| (far(c), *i)).map_or(0, |(i, _)| i);
        let index = u8::try_from(found).unwrap_or(0);
        self.nearest.insert(colour, index);
        index
    }

    /// Adds the next frame.
    ///
    /// # Errors
    /// A picture of another size, or a failed write.
    pub fn add(&mut self, pixels: &Pixels) -> Result<()> {
        let (x, y, width, height) = match &self.last {
            Some(last) if (last.width, last.height) != (pixels.width, pixels.height) => {
                return Err(fail(&"the frames are of different sizes"));
            }
            Some(last) => changed(last, pixels),
            None => (0, 0, pixels.width, pixels.height),
        };
        let row = pixels.width as usize * 3;
        let mut buffer = Vec::with_capacity((width * height) as usize);
        for line in pixels.data.chunks_exact(row).skip(y as usize).take(height as usize) {
            for pixel in line.as_chunks::<3>().0.iter().skip(x as usize).take(width as usize) {
                buffer.push(self.index(*pixel));
            }
        }
        let side = |n: u32| u16::try_from(n).map_err(|e| fail(&e));
        let frame = gif::Frame {
            delay: self.delay,
            dispose: gif::DisposalMethod::Keep,
            left: side(x)?,
            top: side(y)?,
            width: side(width)?,
            height: side(height)?,
            buffer: buffer.into(),
            ..gif::Frame::default()
        };
        self.encoder.write_frame(&frame).map_err(|e| fail(&e))?;
        self.last = Some(pixels.clone());
        Ok(())
    }
}

/// A sheet of small copies, in rows.
#[derive(Debug, Default)]
pub struct Mosaic {
    columns: u32,
    gap: u32,
    share: u32,
    tiles: Vec<(u32, u32, Vec<u8>)>,
}

impl Mosaic {
    /// Copies of one `share`-th the size, in so many columns.
    pub fn new(columns: u32, share: u32) -> Self {
        Self { columns: columns.max(1), gap: 12, share: share.max(1), tiles: Vec::new() }
    }

    /// Adds a copy.
    pub fn add(&mut self, pixels: &Pixels) {
        let (width, height, share) = (pixels.width / self.share, pixels.height / self.share, self.share as usize);
        let row = pixels.width as usize * 3;
        let mut small = Vec::with_capacity((width * height * 3) as usize);
        for y in 0..height as usize {
            for x in 0..width as usize {
                for channel in 0..3 {
                    let mut sum = 0_u32;
                    for dy in 0..share {
                        let start = (y * share + dy) * row + x * share * 3 + channel;
                        sum += (0..share).map(|dx| u32::from(pixels.data[start + dx * 3])).sum::<u32>();
                    }
                    small.push((sum / (self.share * self.share)) as u8);
                }
            }
        }
        self.tiles.push((width, height, small));
    }

    /// The PNG of all copies.
    ///
    /// # Errors
    /// No copies, or a failed write.
    pub fn finish(&self, ground: [u8; 3]) -> Result<Vec<u8>> {
        let Some((tile_width, tile_height, _)) = self.tiles.first() else {
            return Err(fail(&"no frames"));
        };
        let count = self.tiles.len() as u32;
        let columns = self.columns.min(count);
        let rows = count.div_ceil(columns);
        let (width, height) =
            (columns * (tile_width + self.gap) + self.gap, rows * (tile_height + self.gap) + self.gap);
        let mut data = Vec::with_capacity((width * height * 3) as usize);
        (0..width * height).for_each(|_| data.extend(ground));
        for (i, (w, h, tile)) in self.tiles.iter().enumerate() {
            let left = self.gap + (i as u32 % columns) * (tile_width + self.gap);
            let top = self.gap + (i as u32 / columns) * (tile_height + self.gap);
            for y in 0..*h {
                let to = (((top + y) * width + left) * 3) as usize;
                let from = (y * w * 3) as usize;
                let length = (w * 3) as usize;
                data[to..to + length].copy_from_slice(&tile[from..from + length]);
            }
        }
        let mut out = Vec::new();
        let mut encoder = png::Encoder::new(&mut out, width, height);
        encoder.set_color(png::ColorType::Rgb);
        encoder.set_depth(png::BitDepth::Eight);
        let mut writer = encoder.write_header().map_err(|e| fail(&e))?;
        writer.write_image_data(&data).map_err(|e| fail(&e))?;
        writer.finish().map_err(|e| fail(&e))?;
        Ok(out)
    }
}
