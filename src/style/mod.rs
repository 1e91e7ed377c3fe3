//! The look of a sheet: colours, widths, sizes and type, read from TOML with `extends`.
//!
//! In: TOML text and a way to find the style it extends. Out: [`Style`]. Never: drawing, geography.

mod read;
mod schema;

pub use schema::Affiliation;
pub use schema::Arrows;
pub use schema::Colours;
pub use schema::Lines;
pub use schema::MapLook;
pub use schema::Page;
pub use schema::SideLook;
pub use schema::Style;
pub use schema::Symbols;
pub use schema::TextLook;
pub use schema::Texts;
pub use schema::Worldview;

use crate::error::Error;
use crate::error::Result;

/// How many styles may extend one another.
const MAX_DEPTH: usize = 8;

impl Style {
    /// Reads the style called `name`; `find` gives the text of a style by its name. A style that extends nothing is complete in itself.
    ///
    /// # Errors
    /// A style that is not there, goes round in a circle or has a mistake; it is named with line and column.
    pub fn load(name: &str, find: &dyn Fn(&str) -> Option<String>) -> Result<Self> {
        let mut chain: Vec<(String, String)> = Vec::new();
        let mut next = Some(name.to_owned());
        while let Some(current) = next {
            if chain.iter().any(|(seen, _)| *seen == current) {
                return Err(Error::Input {
                    file: name.to_owned(),
                    message: format!("`extends` goes round in a circle at `{current}`"),
                });
            }
            if chain.len() >= MAX_DEPTH {
                return Err(Error::Limit {
                    file: name.to_owned(),
                    message: format!("`extends` is more than {MAX_DEPTH} styles deep"),
                });
            }
            let text = find(&current).ok_or_else(|| {
                let by = chain.last().map_or_else(String::new, |(by, _)| format!(", which `{by}` extends"));
                Error::Input { file: name.to_owned(), message: format!("there is no style `{current}`{by}") }
            })?;
            next = read::extends(&current, &text)?;
            chain.push((current, text));
        }
        let mut style = Self::default();
        for (file, text) in chain.iter().rev() {
            read::apply(file, text, &mut style)?;
        }
        name.clone_into(&mut style.name);
        Ok(style)
    }

    /// Every key of the schema, as `section.key`, for documentation and for a check that the default sets them all.
    pub fn keys() -> Vec<String> {
        let mut keys = Vec::new();
        read::Apply::keys(&Self::default(), "", &mut keys);
        keys
    }

    /// The colours of a side: of its role if the style has it, else the neutral set of this rank, counted from 0.
    pub fn side(&self, role: Option<&str>, rank: usize) -> SideLook {
        if let Some(look) = role.and_then(|r| self.sides.get(r)) {
            return *look;
        }
        let neutral: Vec<&SideLook> =
            self.sides.iter().filter(|(k, _)| k.starts_with("neutral")).map(|(_, v)| v).collect();
        if neutral.is_empty() {
            return SideLook::default();
        }
        neutral.get(rank % neutral.len()).map_or_else(SideLook::default, |look| **look)
    }
}
