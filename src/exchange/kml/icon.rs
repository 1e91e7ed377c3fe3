//! Icons of places inside a .kmz: a disc and a ring in white, which Google Earth tints.
//!
//! In: nothing. Out: the bytes of a PNG. Never: colours.

/// Width and height, pixels.
const SIZE: u32 = 48;

/// A disc, or a ring with this share of the radius left open.
pub(super) fn png(open: f64) -> Vec<u8> {
    let mut rows = Vec::new();
    for y in 0..SIZE {
        // No filter.
        rows.push(0);
        for x in 0..SIZE {
            let from_centre = |v: u32| f64::from(v) + 0.5 - f64::from(SIZE) / 2.0;
            let radius = libm::hypot(from_centre(x), from_centre(y));
            let outer = f64::from(SIZE) / 2.0 - 2.0;
            let share = (outer - radius + 0.5).clamp(0.0, 1.0) * (radius - outer * open + 0.5).clamp(0.0, 1.0);
            let share = if open == 0.0 { (outer - radius + 0.5).clamp(0.0, 1.0) } else { share };
            rows.extend([255, 255, 255, (share * 255.0).round() as u8]);
        }
    }
    let mut out = b"\x89PNG\r\n\x1a\n".to_vec();
    let mut head = SIZE.to_be_bytes().to_vec();
    head.extend(SIZE.to_be_bytes());
    // Eight bits, colour with alpha.
    head.extend([8, 6, 0, 0, 0]);
    chunk(&mut out, *b"IHDR", &head);
    chunk(&mut out, *b"IDAT", &stored(&rows));
    chunk(&mut out, *b"IEND", &[]);
    out
}

fn chunk(out: &mut Vec<u8>, name: [u8; 4], data: &[u8]) {
    out.extend((data.len() as u32).to_be_bytes());
    let mut body = name.to_vec();
    body.extend(data);
    out.extend(&body);
    out.extend(crate::exchange::archive::crc32(&body).to_be_bytes());
}

/// A zlib stream of stored blocks.
fn stored(data: &[u8]) -> Vec<u8> {
    let mut out = vec![0x78, 0x01];
    let blocks: Vec<&[u8]> = data.chunks(65_535).collect();
    for (i, block) in blocks.iter().enumerate() {
        out.push(u8::from(i + 1 == blocks.len()));
        let length = block.len() as u16;
        out.extend(length.to_le_bytes());
        out.extend((!length).to_le_bytes());
        out.extend(*block);
    }
    let (mut a, mut b) = (1_u32, 0_u32);
    for byte in data {
        a = (a + u32::from(*byte)) % 65_521;
        b = (b + a) % 65_521;
    }
    out.extend(((b << 16) | a).to_be_bytes());
    out
}
