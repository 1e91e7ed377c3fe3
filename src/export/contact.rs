//! The contact sheet: small copies of pictures in rows.
//!
//! In: pictures. Out: a PNG. Never: the pictures themselves, only their copies.

use crate::error::Result;
use crate::export::pixels::Pixels;
use crate::export::pixels::fail;

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
        let share = self.share as usize;
        let (width, height) = (pixels.width / self.share, pixels.height / self.share);
        let row = pixels.width as usize * 3;
        let mut small = Vec::with_capacity((width * height * 3) as usize);
        let mut sums = vec![[0_u32; 3]; width as usize];
        for band in pixels.data.chunks_exact(row * share) {
            sums.fill([0; 3]);
            for line in band.chunks_exact(row) {
                for (sum, cell) in sums.iter_mut().zip(line.chunks_exact(share * 3)) {
                    for pixel in cell.as_chunks::<3>().0 {
                        sum.iter_mut().zip(pixel).for_each(|(s, p)| *s += u32::from(*p));
                    }
                }
            }
            small.extend(sums.iter().flatten().map(|s| (s / (self.share * self.share)) as u8));
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
        encoder.set_compression(png::Compression::Fast);
        let mut writer = encoder.write_header().map_err(|e| fail(&e))?;
        writer.write_image_data(&data).map_err(|e| fail(&e))?;
        writer.finish().map_err(|e| fail(&e))?;
        Ok(out)
    }
}
