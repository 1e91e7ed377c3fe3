//! A sorted dictionary of byte keys, front-coded in blocks, read where it lies.
//!
//! A block holds 16 keys: the first whole, the others as the part they share with the one before and the rest.
//! A lookup is a binary search over the first keys and a walk through one block; damaged bytes yield "not found".

use super::bytes::{read_u32, read_varint, write_varint};

/// Keys in a block.
const BLOCK: usize = 16;

/// Writes sorted, distinct keys with their values.
pub(crate) fn write<'a>(entries: impl IntoIterator<Item = (&'a [u8], u64)>) -> Vec<u8> {
    let mut starts = Vec::new();
    let mut data = Vec::new();
    let mut last: &[u8] = &[];
    for (n, (key, value)) in entries.into_iter().enumerate() {
        let shared = if n % BLOCK == 0 {
            starts.push(data.len() as u32);
            0
        } else {
            key.iter().zip(last).take_while(|(a, b)| a == b).count()
        };
        let rest = key.get(shared..).unwrap_or_default();
        data.push((shared.min(15) as u8) << 4 | rest.len().min(15) as u8);
        if shared >= 15 {
            write_varint(&mut data, shared as u64);
        }
        if rest.len() >= 15 {
            write_varint(&mut data, rest.len() as u64);
        }
        data.extend_from_slice(rest);
        write_varint(&mut data, value);
        last = key;
    }
    let mut out = (starts.len() as u32).to_le_bytes().to_vec();
    for start in starts {
        out.extend_from_slice(&start.to_le_bytes());
    }
    out.extend_from_slice(&data);
    out
}

/// A dictionary in a section of a layer.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Dictionary<'a> {
    starts: &'a [u8],
    data: &'a [u8],
}

impl<'a> Dictionary<'a> {
    /// The dictionary written in `bytes`; `None` if they are too few for what their head says.
    pub(crate) fn open(bytes: &'a [u8]) -> Option<Self> {
        let blocks = read_u32(bytes, 0)? as usize;
        let (starts, data) = bytes.get(4..)?.split_at_checked(blocks.checked_mul(4)?)?;
        Some(Self { starts, data })
    }

    /// Number of blocks.
    fn blocks(&self) -> usize {
        self.starts.len() / 4
    }

    /// The value of `key`.
    pub(crate) fn get(&self, key: &[u8]) -> Option<u64> {
        let mut walk = self.from(key);
        walk.step().filter(|_| walk.key == key)
    }

    /// True if some key begins with `prefix`.
    pub(crate) fn has_prefix(&self, prefix: &[u8]) -> bool {
        let mut walk = self.from(prefix);
        walk.step().is_some() && walk.key.starts_with(prefix)
    }

    /// The keys that begin with `prefix`, in order, at most `limit`.
    pub(crate) fn with_prefix(&self, prefix: &[u8], limit: usize) -> Vec<(Vec<u8>, u64)> {
        let mut walk = self.from(prefix);
        let mut found = Vec::new();
        while found.len() < limit {
            match walk.step() {
                Some(value) if walk.key.starts_with(prefix) => {
                    found.push((walk.key.clone(), value));
                }
                _ => break,
            }
        }
        found
    }

    /// Number of keys; reads the whole dictionary.
    pub(crate) fn count(&self) -> usize {
        let mut walk = self.walk(0);
        std::iter::from_fn(|| walk.step()).count()
    }

    fn walk(&self, block: usize) -> Walk<'a> {
        Walk { dictionary: *self, block, at: 0, left: 0, key: Vec::with_capacity(64), pending: None }
    }

    /// A walk that begins at the first key that is not less than `key`.
    fn from(&self, key: &[u8]) -> Walk<'a> {
        // The last block whose first key is not greater than `key`.
        let (mut low, mut high) = (0, self.blocks());
        while low < high {
            let middle = usize::midpoint(low, high);
            let mut probe = self.walk(middle);
            if probe.step().is_some() && probe.key.as_slice() <= key {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        let mut walk = self.walk(low.saturating_sub(1));
        while let Some(value) = walk.step() {
            if walk.key.as_slice() >= key {
                walk.pending = Some(value);
                break;
            }
        }
        walk
    }
}

/// A position in a dictionary; `key` is the key of the value last returned.
struct Walk<'a> {
    dictionary: Dictionary<'a>,
    block: usize,
    at: usize,
    left: usize,
    key: Vec<u8>,
    pending: Option<u64>,
}

impl Walk<'_> {
    fn step(&mut self) -> Option<u64> {
        if let Some(value) = self.pending.take() {
            return Some(value);
        }
        if self.left == 0 {
            self.at = read_u32(self.dictionary.starts, self.block.checked_mul(4)?)? as usize;
            self.block += 1;
            self.left = BLOCK;
            self.key.clear();
        }
        let data = self.dictionary.data;
        let head = *data.get(self.at)?;
        self.at += 1;
        let mut shared = usize::from(head >> 4);
        let mut rest = usize::from(head & 15);
        if shared == 15 {
            shared = usize::try_from(read_varint(data, &mut self.at)?).ok()?;
        }
        if rest == 15 {
            rest = usize::try_from(read_varint(data, &mut self.at)?).ok()?;
        }
        let end = self.at.checked_add(rest)?;
        let bytes = data.get(self.at..end)?;
        self.key.truncate(shared);
        self.key.extend_from_slice(bytes);
        self.at = end;
        self.left -= 1;
        read_varint(data, &mut self.at)
    }
}
