//! The floor for speed: a finished SVG to PNG with resvg alone and the same faces. `floor MAP.svg OUT.png`
#![expect(clippy::disallowed_methods, reason = "a measuring program reads and writes files")]

use std::sync::Arc;

use resvg::tiny_skia::Pixmap;
use resvg::tiny_skia::Transform;
use resvg::usvg;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut arguments = std::env::args().skip(1);
    let (Some(input), Some(output)) = (arguments.next(), arguments.next()) else {
        return Err("usage: floor MAP.svg OUT.png".into());
    };
    let mut options = usvg::Options::default();
    let faces = Arc::make_mut(&mut options.fontdb);
    for face in frontline::bundled::fonts()?.faces() {
        faces.load_font_data(face.bytes.to_vec());
    }
    let tree = usvg::Tree::from_str(&std::fs::read_to_string(input)?, &options)?;
    let size = tree.size().to_int_size();
    let mut pixmap = Pixmap::new(size.width(), size.height()).ok_or("no room for the pixels")?;
    resvg::render(&tree, Transform::identity(), &mut pixmap.as_mut());
    let rgb: Vec<u8> = pixmap.data().chunks_exact(4).flat_map(|p| [p[0], p[1], p[2]]).collect();
    let mut encoder = png::Encoder::new(std::fs::File::create(output)?, size.width(), size.height());
    encoder.set_color(png::ColorType::Rgb);
    encoder.set_compression(png::Compression::Fast);
    encoder.write_header()?.write_image_data(&rgb)?;
    Ok(())
}
