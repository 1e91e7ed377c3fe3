//! Pixels of a picture, and what differs between two of them.
//!
//! In: pixels from the renderer, or a PNG that this program wrote. Out: [`Pixels`]. Never: the format of an animation.

use crate::error::Error;
use crate::error::Result;

/// Pixels of a picture, RGB, shared by all that is made of it.
#[derive(Debug, Clone)]
pub struct Pixels {
    pub(super) width: u32,
    pub(super) height: u32,
    pub(super) data: std::sync::Arc<Vec<u8>>,
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

/// What went wrong with a picture or what is made of several.
pub(super) fn fail(error: &dyn std::fmt::Display) -> Error {
    Error::Internal(format!("animation: {error}"))
}

/// A receiver that takes no more bytes is no fault of the program.
pub(super) fn unwritten(sink: &std::io::Error) -> Error {
    Error::Write { message: sink.to_string() }
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
pub(super) fn changed(old: &Pixels, new: &Pixels) -> (u32, u32, u32, u32) {
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
