//! What a person's hand has changed in a file.

use std::fmt;

/// One change.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Edit {
    /// Layer of the feature.
    pub layer: String,
    /// Its id; empty for a new feature without one.
    pub id: String,
    /// Its name, empty for none.
    pub name: String,
    /// What was changed, such as `moved 3.2 km`.
    pub what: String,
}

impl fmt::Display for Edit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.layer)?;
        if !self.name.is_empty() {
            write!(f, " \"{}\"", self.name)?;
        }
        if !self.id.is_empty() {
            write!(f, " ({})", self.id)?;
        }
        write!(f, ": {}", self.what)
    }
}
