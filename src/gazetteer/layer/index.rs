//! Sorted keys as a finite-state transducer, read where it lies.
//!
//! In: sorted keys with values. Out: the value of a key, or the states on the way to it. Never: records.
//!
//! The transducer trusts its bytes. Those of the program are covered by a test, those of a user by [`Index::verify`]
//! before the first walk.

use fst::raw::{Builder, Fst};
use fst::{IntoStreamer, Streamer};

use super::LayerError;

/// Writes sorted, distinct keys with their values.
pub(crate) fn write<'a>(entries: impl IntoIterator<Item = (&'a [u8], u64)>) -> Result<Vec<u8>, LayerError> {
    let fail = |error: fst::Error| LayerError(format!("names: {error}"));
    let mut builder = Builder::memory();
    for (key, value) in entries {
        builder.insert(key, value).map_err(fail)?;
    }
    builder.into_inner().map_err(fail)
}

/// The keys in a section of a layer.
pub(crate) struct Index<'a>(Fst<&'a [u8]>);

impl std::fmt::Debug for Index<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_tuple("Index").field(&self.count()).finish()
    }
}

/// A way into the keys: what was read of a key so far.
#[derive(Debug, Clone, Copy)]
pub(crate) struct State {
    at: usize,
    value: u64,
}

impl<'a> Index<'a> {
    /// The keys written in `bytes`; `None` if their head and foot are not those of a transducer.
    pub(crate) fn open(bytes: &'a [u8]) -> Option<Self> {
        Fst::new(bytes).ok().map(Self)
    }

    /// True if the checksum of the transducer agrees with its bytes.
    pub(crate) fn verify(&self) -> bool {
        self.0.verify().is_ok()
    }

    /// The state before the first byte.
    pub(crate) fn root(&self) -> State {
        State { at: self.0.root().addr(), value: 0 }
    }

    /// The state after one more byte; `None` if no key goes on so.
    pub(crate) fn step(&self, from: State, byte: u8) -> Option<State> {
        let node = self.0.node(from.at);
        let transition = node.transition(node.find_input(byte)?);
        Some(State { at: transition.addr, value: from.value.wrapping_add(transition.out.value()) })
    }

    /// The state after more bytes.
    pub(crate) fn walk(&self, from: State, bytes: &[u8]) -> Option<State> {
        bytes.iter().try_fold(from, |state, &byte| self.step(state, byte))
    }

    /// The value of the key that ends here, if one does.
    pub(crate) fn value(&self, state: State) -> Option<u64> {
        let node = self.0.node(state.at);
        node.is_final().then(|| state.value.wrapping_add(node.final_output().value()))
    }

    /// The value of `key`.
    pub(crate) fn get(&self, key: &[u8]) -> Option<u64> {
        self.walk(self.root(), key).and_then(|state| self.value(state))
    }

    /// The keys that begin with `prefix`, in order, at most `limit`.
    pub(crate) fn with_prefix(&self, prefix: &[u8], limit: usize) -> Vec<(Vec<u8>, u64)> {
        let mut found = Vec::new();
        if self.walk(self.root(), prefix).is_none() {
            return found;
        }
        let mut keys = self.0.range().ge(prefix).into_stream();
        while let Some((key, value)) = keys.next() {
            if found.len() >= limit || !key.starts_with(prefix) {
                break;
            }
            found.push((key.to_vec(), value.value()));
        }
        found
    }

    /// Number of keys.
    pub(crate) fn count(&self) -> usize {
        self.0.len()
    }
}
