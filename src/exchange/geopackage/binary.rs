//! Geometry as a GeoPackage stores it: a short header before well-known binary.
//!
//! In: forms, or bytes of anybody's file. Out: bytes, or a [`Form`]. Never: properties.

use serde_json::Value;
use serde_json::json;

use crate::exchange::form::Form;
use crate::exchange::form::Position;
use crate::exchange::form::six;

impl Form {
    /// The geometry of a GeoJSON feature.
    pub(super) fn from_json(geometry: &Value) -> Option<Self> {
        let list = |v: &Value| v.as_array().cloned().unwrap_or_default();
        let at = |v: &Value| Some([v.get(0)?.as_f64()?, v.get(1)?.as_f64()?]);
        let line = |v: &Value| list(v).iter().map(at).collect::<Option<Vec<Position>>>();
        let polygon = |v: &Value| list(v).iter().map(line).collect::<Option<Vec<_>>>();
        let coordinates = geometry.get("coordinates")?;
        Some(match geometry.get("type")?.as_str()? {
            "Point" => Self::Points(vec![at(coordinates)?]),
            "MultiPoint" => Self::Points(line(coordinates)?),
            "LineString" => Self::Lines(vec![line(coordinates)?]),
            "MultiLineString" => Self::Lines(polygon(coordinates)?),
            "Polygon" => Self::Areas(vec![polygon(coordinates)?]),
            "MultiPolygon" => Self::Areas(list(coordinates).iter().map(polygon).collect::<Option<Vec<_>>>()?),
            _ => return None,
        })
    }

    /// As GeoJSON.
    pub(super) fn to_json(&self) -> Value {
        match self {
            Self::Points(all) => match all.as_slice() {
                [one] => json!({"type": "Point", "coordinates": one}),
                _ => json!({"type": "MultiPoint", "coordinates": all}),
            },
            Self::Lines(all) => match all.as_slice() {
                [one] => json!({"type": "LineString", "coordinates": one}),
                _ => json!({"type": "MultiLineString", "coordinates": all}),
            },
            Self::Areas(all) => match all.as_slice() {
                [one] => json!({"type": "Polygon", "coordinates": one}),
                _ => json!({"type": "MultiPolygon", "coordinates": all}),
            },
        }
    }

    /// True if both show the same on a map: rings may start elsewhere and turn the other way.
    pub(super) fn same(&self, other: &Self) -> bool {
        self.normal() == other.normal()
    }

    /// Positions in ten-millionths of a degree, rings from their least position in the lesser direction.
    fn normal(&self) -> Vec<Vec<[i64; 2]>> {
        let units = |p: &Position| [(p[0] * 1e6).round() as i64, (p[1] * 1e6).round() as i64];
        match self {
            Self::Points(all) => vec![all.iter().map(units).collect()],
            Self::Lines(all) => all.iter().map(|l| l.iter().map(units).collect()).collect(),
            Self::Areas(all) => {
                let mut rings: Vec<Vec<[i64; 2]>> = all
                    .iter()
                    .flatten()
                    .map(|ring| {
                        let mut units: Vec<[i64; 2]> = ring.iter().map(units).collect();
                        if units.len() > 1 && units.first() == units.last() {
                            units.pop();
                        }
                        let least = units.iter().enumerate().min_by_key(|(_, p)| **p).map_or(0, |(i, _)| i);
                        units.rotate_left(least);
                        let mut back = units.clone();
                        if let Some(rest) = back.get_mut(1..) {
                            rest.reverse();
                        }
                        units.min(back)
                    })
                    .collect();
                rings.sort();
                rings
            }
        }
    }

    /// The bytes of a column; areas always as MultiPolygon.
    pub(super) fn encode(&self) -> Vec<u8> {
        let mut out = b"GP\0".to_vec();
        let envelope = if matches!(self, Self::Points(_)) { None } else { self.bounds() };
        out.push(if envelope.is_some() { 0b0000_0011 } else { 1 });
        out.extend(4326_i32.to_le_bytes());
        if let Some([west, south, east, north]) = envelope {
            for v in [west, east, south, north] {
                out.extend(v.to_le_bytes());
            }
        }
        self.push_wkb(&mut out);
        out
    }
}

/// The geometry of a column; `None` for an empty one. `room` is the number of positions that may still be read.
pub(super) fn decode(bytes: &[u8], room: &mut usize) -> Result<Option<Form>, String> {
    let mut reader = Reader { rest: bytes, little: true, room };
    if reader.take(2)? != b"GP" {
        return Err("the geometry does not begin with GP".to_owned());
    }
    let (_, flags) = (reader.byte()?, reader.byte()?);
    if flags & 0b10_0000 != 0 {
        return Err("an extended geometry type".to_owned());
    }
    let envelope = match (flags >> 1) & 7 {
        0 => 0,
        1 => 32,
        2 | 3 => 48,
        4 => 64,
        other => return Err(format!("an envelope of kind {other}")),
    };
    reader.take(4 + envelope)?;
    if flags & 0b1_0000 != 0 {
        return Ok(None);
    }
    reader.geometry(0)
}

struct Reader<'a, 'b> {
    rest: &'a [u8],
    little: bool,
    room: &'b mut usize,
}

impl<'a> Reader<'a, '_> {
    fn take(&mut self, count: usize) -> Result<&'a [u8], String> {
        let (head, rest) = self.rest.split_at_checked(count).ok_or("the geometry breaks off")?;
        self.rest = rest;
        Ok(head)
    }

    fn byte(&mut self) -> Result<u8, String> {
        Ok(self.take(1)?.first().copied().unwrap_or(0))
    }

    fn number(&mut self) -> Result<u32, String> {
        let bytes: [u8; 4] = self.take(4)?.try_into().map_err(|e| format!("{e}"))?;
        Ok(if self.little { u32::from_le_bytes(bytes) } else { u32::from_be_bytes(bytes) })
    }

    fn coordinate(&mut self) -> Result<f64, String> {
        let bytes: [u8; 8] = self.take(8)?.try_into().map_err(|e| format!("{e}"))?;
        let value = if self.little { f64::from_le_bytes(bytes) } else { f64::from_be_bytes(bytes) };
        if value.is_finite() { Ok(six(value)) } else { Err(format!("a coordinate is {value}")) }
    }

    /// A position; heights and measures are dropped.
    fn position(&mut self, extra: usize) -> Result<Position, String> {
        *self.room = self.room.checked_sub(1).ok_or(TOO_MANY)?;
        let at = [self.coordinate()?, self.coordinate()?];
        self.take(8 * extra)?;
        Ok(at)
    }

    fn positions(&mut self, extra: usize) -> Result<Vec<Position>, String> {
        let count = self.number()?;
        (0..count).map(|_| self.position(extra)).collect()
    }

    fn geometry(&mut self, depth: usize) -> Result<Option<Form>, String> {
        if depth > 4 {
            return Err("geometries inside one another".to_owned());
        }
        self.little = self.byte()? != 0;
        let code = self.number()?;
        // Heights and measures: ISO adds 1000, 2000 or 3000, older programs set high bits.
        let (iso, old) = ((code & 0xffff) / 1000, (code >> 31) + ((code >> 30) & 1));
        let extra = if iso == 3 { 2 } else { usize::from(iso > 0) }.max(old as usize);
        let mut parts = Vec::new();
        match (code & 0xffff) % 1000 {
            1 => {
                // An empty point is written with coordinates that are no numbers.
                let empty = self.rest.get(..8).is_some_and(|b| {
                    let raw: [u8; 8] = b.try_into().unwrap_or_default();
                    (if self.little { f64::from_le_bytes(raw) } else { f64::from_be_bytes(raw) }).is_nan()
                });
                if empty {
                    return Ok(None);
                }
                return Ok(Some(Form::Points(vec![self.position(extra)?])));
            }
            2 => return Ok(Some(Form::Lines(vec![self.positions(extra)?]))),
            3 => {
                let count = self.number()?;
                let rings: Result<Vec<_>, String> = (0..count).map(|_| self.positions(extra)).collect();
                return Ok(Some(Form::Areas(vec![rings?])).filter(|_| count > 0));
            }
            4..=7 => {
                let count = self.number()?;
                for _ in 0..count {
                    parts.extend(self.geometry(depth + 1)?);
                }
            }
            8..=12 => return Err("a curve; expected straight lines (ogr2ogr -nlt CONVERT_TO_LINEAR)".to_owned()),
            other => return Err(format!("a geometry of kind {other}")),
        }
        let mut all = parts.into_iter();
        let Some(mut first) = all.next() else { return Ok(None) };
        for next in all {
            match (&mut first, next) {
                (Form::Points(a), Form::Points(b)) => a.extend(b),
                (Form::Lines(a), Form::Lines(b)) => a.extend(b),
                (Form::Areas(a), Form::Areas(b)) => a.extend(b),
                _ => return Err("points, lines and areas in one geometry".to_owned()),
            }
        }
        Ok(Some(first))
    }
}

/// Said when the room for positions is used up.
pub(super) const TOO_MANY: &str = "too many positions";

#[cfg(test)]
mod tests {
    use super::decode;
    use crate::exchange::form::Form;

    #[test]
    fn forms_come_back() {
        let ring = vec![[0.0, 0.0], [2.0, 0.0], [2.0, 2.0], [0.0, 0.0]];
        for form in [
            Form::Points(vec![[36.75783, 35.13179]]),
            Form::Lines(vec![vec![[-1.5, 2.25], [3.0, 4.000001]]]),
            Form::Areas(vec![
                vec![ring.clone()],
                vec![ring.iter().map(|p| [p[0] + 5.0, p[1]]).collect(), ring.clone()],
            ]),
        ] {
            let bytes = form.encode();
            let mut room = 100;
            let back = decode(&bytes, &mut room).unwrap().unwrap();
            assert_eq!(back, form);
            assert_eq!(Form::from_json(&form.to_json()).unwrap(), form);
            for cut in 0..bytes.len() {
                assert!(decode(&bytes[..cut], &mut 100).is_err(), "{cut} bytes of {}", bytes.len());
            }
            assert!(decode(&bytes, &mut 0).is_err());
        }
    }

    #[test]
    fn rings_may_turn_and_start_elsewhere() {
        let a = Form::Areas(vec![vec![vec![[0.0, 0.0], [2.0, 0.0], [2.0, 2.0], [0.0, 0.0]]]]);
        let b = Form::Areas(vec![vec![vec![[2.0, 2.0], [2.0, 0.0], [0.0, 0.0], [2.0, 2.0]]]]);
        let c = Form::Areas(vec![vec![vec![[2.0, 2.0], [2.0, 0.1], [0.0, 0.0], [2.0, 2.0]]]]);
        assert!(a.same(&b));
        assert!(!a.same(&c));
    }

    #[test]
    fn heights_and_the_other_byte_order_are_read() {
        let mut big = b"GP\0\0\0\0\x10\xe6".to_vec();
        big.extend([0, 0, 0, 0x03, 0xe9]);
        for v in [1.5_f64, -2.5, 99.0] {
            big.extend(v.to_be_bytes());
        }
        assert_eq!(decode(&big, &mut 10).unwrap().unwrap(), Form::Points(vec![[1.5, -2.5]]));
    }
}
