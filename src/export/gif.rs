//! An animated GIF: one palette for all frames, and of each frame only the part that changed.
//!
//! In: pictures of one size, twice: for the palette and for the frames. Out: bytes. Never: more than two frames in memory.

use std::collections::BTreeMap;

use crate::error::Error;
use crate::error::Result;
use crate::export::pixels::Pixels;
use crate::export::pixels::changed;
use crate::export::pixels::fail;
use crate::export::pixels::unwritten;

fn failed(error: &gif::EncodingError) -> Error {
    if let gif::EncodingError::Io(sink) = error { unwritten(sink) } else { fail(error) }
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
        let mut encoder = gif::Encoder::new(sink, side(size.0)?, side(size.1)?, &table).map_err(|e| failed(&e))?;
        encoder.set_repeat(gif::Repeat::Infinite).map_err(|e| failed(&e))?;
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
        self.encoder.write_frame(&frame).map_err(|e| failed(&e))?;
        self.last = Some(pixels.clone());
        Ok(())
    }
}
