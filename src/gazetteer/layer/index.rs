//! Sorted keys as a finite-state transducer, read where it lies.
//!
//! In: sorted keys with values. Out: the value of a key, or the states on the way to it. Never: records.
//!
//! The format is that of the crate `fst`, version 3, which also writes it. It is read here because bytes of a user's
//! layer may hold anything: every read is checked, every step leads to a smaller address, and so every way ends.

use fst::raw::Builder;

use super::LayerError;
use super::bytes::read_u64;

/// Writes sorted, distinct keys with their values.
pub(crate) fn write<'a>(entries: impl IntoIterator<Item = (&'a [u8], u64)>) -> Result<Vec<u8>, LayerError> {
    let fail = |error: fst::Error| LayerError(format!("names: {error}"));
    let mut builder = Builder::memory();
    for (key, value) in entries {
        builder.insert(key, value).map_err(fail)?;
    }
    builder.into_inner().map_err(fail)
}

/// Version of the format.
const FST_VERSION: u64 = 3;
/// Bytes of the head (version, type) and of the foot (number of keys, root, checksum).
const HEAD: usize = 16;
const FOOT: usize = 20;
/// The node without ways on, which ends a key.
const END: usize = 0;
/// Ways on from which a node carries a table of all bytes.
const TABLE_FROM: usize = 32;
/// Steps allowed for each key that is listed; honest keys are far shorter.
const STEPS_OF_KEY: usize = 256;

/// The bytes that stand in the state itself, by their number less one.
const COMMON: [u8; 63] = *b"te/oasripcnw.hlm-du012g=:bf3y5&_4v9678k%?xCDASFIBEjPTzRNM+LOqHG";

/// The keys in a section of a layer.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Index<'a> {
    bytes: &'a [u8],
    root: usize,
    count: usize,
}

/// A way into the keys: what was read of a key so far.
#[derive(Debug, Clone, Copy)]
pub(crate) struct State {
    at: usize,
    value: u64,
}

/// A node whose ways on lie in a list.
#[derive(Debug, Clone, Copy)]
struct Branch {
    ways: usize,
    /// Bytes of a target and of an output.
    target_size: usize,
    output_size: usize,
    /// Where the bytes of the ways end (the first way stands last), and before them the table, if there is one.
    inputs_end: usize,
    targets_end: usize,
    outputs_end: usize,
    /// First byte of the node; targets are told from here.
    start: usize,
}

impl<'a> Index<'a> {
    /// The keys written in `bytes`; `None` if their head and foot are not those of a transducer.
    pub(crate) fn open(bytes: &'a [u8]) -> Option<Self> {
        if bytes.len() < HEAD + FOOT || read_u64(bytes, 0)? != FST_VERSION {
            return None;
        }
        let foot = bytes.len() - FOOT;
        let count = usize::try_from(read_u64(bytes, foot)?).ok()?;
        let root = usize::try_from(read_u64(bytes, foot + 8)?).ok()?;
        let plausible = root < foot && (root == END || root + 1 == foot);
        plausible.then_some(Self { bytes, root, count })
    }

    /// The state before the first byte.
    pub(crate) const fn root(&self) -> State {
        State { at: self.root, value: 0 }
    }

    /// The state after one more byte; `None` if no key goes on so.
    pub(crate) fn step(&self, from: State, byte: u8) -> Option<State> {
        let (at, output) = self.next(from.at, byte)?;
        Some(State { at, value: from.value.wrapping_add(output) })
    }

    /// Target and output of the way on from a node by a byte.
    #[inline]
    fn next(&self, at: usize, byte: u8) -> Option<(usize, u64)> {
        if at < HEAD {
            return None;
        }
        let head = *self.bytes.get(at)?;
        match head >> 6 {
            0b11 => Some(self.single(at, head, Some(byte), false)?.1),
            0b10 => Some(self.single(at, head, Some(byte), true)?.1),
            _ => {
                let branch = self.branch(at, head)?;
                self.way(&branch, self.find(&branch, byte)?)
            }
        }
    }

    /// The byte, target and output of a node with one way on; `None` if it is not by `wanted`.
    #[inline]
    fn single(&self, at: usize, head: u8, wanted: Option<u8>, packed: bool) -> Option<(u8, (usize, u64))> {
        let common = usize::from(head & 0x3f);
        let (input, before) =
            if common == 0 { (*self.bytes.get(at - 1)?, at - 1) } else { (*COMMON.get(common - 1)?, at) };
        if wanted.is_some_and(|wanted| wanted != input) {
            return None;
        }
        if !packed {
            let target = before.checked_sub(1).filter(|&target| target >= HEAD)?;
            return Some((input, (target, 0)));
        }
        let sizes = before.checked_sub(1)?;
        let (target_size, output_size) = self.sizes(sizes)?;
        let target_at = sizes.checked_sub(target_size)?;
        let start = target_at.checked_sub(output_size)?;
        let target = Self::target(self.number(target_at, target_size)?, start)?;
        Some((input, (target, self.number(start, output_size)?)))
    }

    #[inline]
    fn branch(&self, at: usize, head: u8) -> Option<Branch> {
        let count = usize::from(head & 0x3f);
        let (ways, before) = match count {
            0 => match *self.bytes.get(at - 1)? {
                1 => (256, at - 1),
                more => (usize::from(more), at - 1),
            },
            _ => (count, at),
        };
        let sizes = before.checked_sub(1)?;
        let (target_size, output_size) = self.sizes(sizes)?;
        let is_final = head & 0x40 != 0;
        let inputs_end = sizes.checked_sub(if ways > TABLE_FROM { 256 } else { 0 })?;
        let targets_end = inputs_end.checked_sub(ways)?;
        let outputs_end = targets_end.checked_sub(ways * target_size)?;
        let finals = if is_final { output_size } else { 0 };
        let start = outputs_end.checked_sub(ways * output_size + finals)?;
        Some(Branch { ways, target_size, output_size, inputs_end, targets_end, outputs_end, start })
    }

    /// Number of the way on by a byte.
    #[inline]
    fn find(&self, branch: &Branch, byte: u8) -> Option<usize> {
        if branch.ways > TABLE_FROM {
            let way = usize::from(*self.bytes.get(branch.inputs_end + usize::from(byte))?);
            return (way < branch.ways).then_some(way);
        }
        let inputs = self.bytes.get(branch.targets_end..branch.inputs_end)?;
        inputs.iter().position(|&input| input == byte).map(|back| branch.ways - back - 1)
    }

    /// Target and output of a way on.
    #[inline]
    fn way(&self, branch: &Branch, way: usize) -> Option<(usize, u64)> {
        let target_at = branch.targets_end.checked_sub((way + 1) * branch.target_size)?;
        let target = Self::target(self.number(target_at, branch.target_size)?, branch.start)?;
        let output_at = branch.outputs_end.checked_sub((way + 1) * branch.output_size)?;
        Some((target, self.number(output_at, branch.output_size)?))
    }

    /// Bytes of a target and of an output, from one byte.
    #[inline]
    fn sizes(&self, at: usize) -> Option<(usize, usize)> {
        let sizes = *self.bytes.get(at)?;
        let (target, output) = (usize::from(sizes >> 4), usize::from(sizes & 15));
        (target <= 8 && output <= 8).then_some((target, output))
    }

    /// The address so many bytes before the start of a node.
    #[inline]
    fn target(back: u64, start: usize) -> Option<usize> {
        if back == 0 {
            return Some(END);
        }
        start.checked_sub(usize::try_from(back).ok()?).filter(|&target| target >= HEAD)
    }

    /// A little-endian number of at most 8 bytes.
    #[inline]
    fn number(&self, at: usize, size: usize) -> Option<u64> {
        if size == 0 {
            return Some(0);
        }
        // The foot lies behind every number, so that eight bytes can be read at once.
        Some(read_u64(self.bytes, at)? & u64::MAX >> (64 - 8 * size))
    }

    /// The state after more bytes.
    pub(crate) fn walk(&self, from: State, bytes: &[u8]) -> Option<State> {
        let State { mut at, mut value } = from;
        for &byte in bytes {
            let (target, output) = self.next(at, byte)?;
            at = target;
            value = value.wrapping_add(output);
        }
        Some(State { at, value })
    }

    /// The value of the key that ends here, if one does.
    pub(crate) fn value(&self, state: State) -> Option<u64> {
        if state.at == END {
            return Some(state.value);
        }
        let head = *self.bytes.get(state.at)?;
        if head >> 6 != 0b01 {
            return None;
        }
        let branch = self.branch(state.at, head)?;
        Some(state.value.wrapping_add(self.number(branch.start, branch.output_size)?))
    }

    /// The value of `key`.
    pub(crate) fn get(&self, key: &[u8]) -> Option<u64> {
        self.walk(self.root(), key).and_then(|state| self.value(state))
    }

    /// The bytes by which keys go on from here, rising, with the states behind them.
    fn ways(&self, from: State) -> Vec<(u8, State)> {
        let on = |(at, output): (usize, u64)| State { at, value: from.value.wrapping_add(output) };
        let Some(&head) = self.bytes.get(from.at).filter(|_| from.at >= HEAD) else {
            return Vec::new();
        };
        if head >> 6 >= 0b10 {
            let single = self.single(from.at, head, None, head >> 6 == 0b10);
            return single.map(|(input, way)| (input, on(way))).into_iter().collect();
        }
        let Some(branch) = self.branch(from.at, head) else {
            return Vec::new();
        };
        let input = |way: usize| self.bytes.get(branch.inputs_end.checked_sub(way + 1)?).copied();
        (0..branch.ways).filter_map(|way| Some((input(way)?, on(self.way(&branch, way)?)))).collect()
    }

    /// The keys that begin with `prefix`, in order, at most `limit`.
    pub(crate) fn with_prefix(&self, prefix: &[u8], limit: usize) -> Vec<(Vec<u8>, u64)> {
        let mut found = Vec::new();
        let Some(from) = self.walk(self.root(), prefix) else {
            return found;
        };
        let mut key = prefix.to_vec();
        // Ways still to go: length of the key before them, their byte, the state behind it.
        let mut open = vec![(None, from)];
        for _ in 0..limit.saturating_mul(STEPS_OF_KEY) {
            let Some((way, state)) = open.pop() else { break };
            if let Some((length, byte)) = way {
                key.truncate(length);
                key.push(byte);
            }
            if let Some(value) = self.value(state) {
                found.push((key.clone(), value));
                if found.len() >= limit {
                    break;
                }
            }
            let length = key.len();
            open.extend(self.ways(state).into_iter().rev().map(|(byte, state)| (Some((length, byte)), state)));
        }
        found
    }

    /// Number of keys.
    pub(crate) const fn count(&self) -> usize {
        self.count
    }
}
