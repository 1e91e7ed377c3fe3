//! The contact sheet: small copies of pictures in rows.
//!
//! In: pictures. Out: a PNG. Never: the pictures themselves, only their copies.

use crate::error::Result;
use crate::export::pixels::Pixels;
use crate::export::pixels::fail;

/// A small copy of a picture.
#[derive(Debug, Clone)]
pub struct Tile {
    width: u32,
    height: u32,
    data: Vec<u8>,
}

impl Tile {
    /// A copy of one `share`-th the size.
    pub fn of(pixels: &Pixels, share: u32) -> Self {
        let factor = share.max(1) as usize;
        let (width, height) = (pixels.width as usize / factor, pixels.height as usize / factor);
        let row = pixels.width as usize * 3;
        let mut data = Vec::with_capacity(width * height * 3);
        let mut sums = vec![[0_u32; 3]; width];
        for band in pixels.data.chunks_exact(row * factor) {
            sums.fill([0; 3]);
            for line in band.chunks_exact(row) {
                for (sum, cell) in sums.iter_mut().zip(line.chunks_exact(factor * 3)) {
                    for pixel in cell.as_chunks::<3>().0 {
                        sum.iter_mut().zip(pixel).for_each(|(s, p)| *s += u32::from(*p));
                    }
                }
            }
            let count = (factor * factor) as u32;
            data.extend(sums.iter().flatten().map(|s| (s / count) as u8));
        }
        Self { width: width as u32, height: height as u32, data }
    }
}

/// A sheet of small copies, in rows.
#[derive(Debug, Default)]
pub struct Mosaic {
    columns: u32,
    gap: u32,
    tiles: Vec<Tile>,
}

impl Mosaic {
    /// A sheet of so many columns.
    pub fn new(columns: u32) -> Self {
        Self { columns: columns.max(1), gap: 12, tiles: Vec::new() }
    }

    /// Adds a copy.
    pub fn add(&mut self, tile: Tile) {
        self.tiles.push(tile);
    }

    /// The PNG of all copies, with a title for those who ask the file.
    ///
    /// # Errors
    /// No copies, or a failed write.
    pub fn finish(&self, ground: [u8; 3], title: &str) -> Result<Vec<u8>> {
        let Some(first) = self.tiles.first() else {
            return Err(fail(&"no frames"));
        };
        let (tile_width, tile_height) = (first.width, first.height);
        let count = self.tiles.len() as u32;
        let columns = self.columns.min(count);
        let rows = count.div_ceil(columns);
        let (width, height) =
            (columns * (tile_width + self.gap) + self.gap, rows * (tile_height + self.gap) + self.gap);
        let mut data = Vec::with_capacity((width * height * 3) as usize);
        (0..width * height).for_each(|_| data.extend(ground));
        for (i, Tile { width: w, height: h, data: tile }) in self.tiles.iter().enumerate() {
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
        if !title.is_empty() {
            encoder.add_itxt_chunk("Title".to_owned(), title.to_owned()).map_err(|e| fail(&e))?;
        }
        let mut writer = encoder.write_header().map_err(|e| fail(&e))?;
        writer.write_image_data(&data).map_err(|e| fail(&e))?;
        writer.finish().map_err(|e| fail(&e))?;
        Ok(out)
    }
}
