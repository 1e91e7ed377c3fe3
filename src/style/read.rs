//! From TOML to the schema, with the line and column of what is wrong.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::ops::Range;

use toml::Spanned;
use toml::de::DeTable;
use toml::de::DeValue;

use crate::colour::Colour;
use crate::error::Error;
use crate::error::Result;
use crate::error::meant;
use crate::style::Affiliation;
use crate::style::Worldview;

/// What is wrong, and where in the text.
pub(super) type Fault = (Range<usize>, String);

/// A value that a TOML value can be laid over.
pub(super) trait Apply {
    fn apply(&mut self, value: &Spanned<DeValue<'_>>) -> std::result::Result<(), Fault>;

    /// Adds every key below `path`.
    fn keys(&self, path: &str, keys: &mut Vec<String>) {
        keys.push(path.to_owned());
    }
}

fn wrong(value: &Spanned<DeValue<'_>>, expected: &str) -> Fault {
    let found = match value.get_ref() {
        DeValue::String(s) => format!("`{}`", s.chars().take(40).collect::<String>()),
        other => other.type_str().to_owned(),
    };
    (value.span(), format!("expected {expected}, found {found}"))
}

impl Apply for Colour {
    fn apply(&mut self, value: &Spanned<DeValue<'_>>) -> std::result::Result<(), Fault> {
        let DeValue::String(text) = value.get_ref() else {
            return Err(wrong(value, "a colour such as \"#1c1b19\""));
        };
        *self = Self::parse(text).ok_or_else(|| wrong(value, "a colour such as \"#1c1b19\""))?;
        Ok(())
    }
}

impl Apply for f64 {
    fn apply(&mut self, value: &Spanned<DeValue<'_>>) -> std::result::Result<(), Fault> {
        let read = match value.get_ref() {
            DeValue::Integer(n) => n.as_str().parse::<Self>().ok(),
            DeValue::Float(n) => n.as_str().parse::<Self>().ok(),
            _ => None,
        };
        *self = read
            .filter(|n| n.is_finite() && (0.0..=10_000.0).contains(n))
            .ok_or_else(|| wrong(value, "a number from 0 to 10000"))?;
        Ok(())
    }
}

impl Apply for bool {
    fn apply(&mut self, value: &Spanned<DeValue<'_>>) -> std::result::Result<(), Fault> {
        let DeValue::Boolean(flag) = value.get_ref() else {
            return Err(wrong(value, "true or false"));
        };
        *self = *flag;
        Ok(())
    }
}

impl Apply for String {
    fn apply(&mut self, value: &Spanned<DeValue<'_>>) -> std::result::Result<(), Fault> {
        let DeValue::String(text) = value.get_ref() else {
            return Err(wrong(value, "a text"));
        };
        text.as_ref().clone_into(self);
        Ok(())
    }
}

impl Apply for Worldview {
    fn apply(&mut self, value: &Spanned<DeValue<'_>>) -> std::result::Result<(), Fault> {
        let named = match value.get_ref() {
            DeValue::String(text) => Self::NAMES.iter().find(|(name, _)| *name == text.as_ref()),
            _ => None,
        };
        *self = named.ok_or_else(|| wrong(value, "default or de-facto"))?.1;
        Ok(())
    }
}

impl Apply for Affiliation {
    fn apply(&mut self, value: &Spanned<DeValue<'_>>) -> std::result::Result<(), Fault> {
        let DeValue::String(text) = value.get_ref() else {
            return Err(wrong(value, "none, friend, hostile, neutral or unknown"));
        };
        let known = Self::NAMES.iter().find(|(name, _)| *name == text.as_ref());
        *self = known.ok_or_else(|| wrong(value, "none, friend, hostile, neutral or unknown"))?.1;
        Ok(())
    }
}

impl Apply for Vec<f64> {
    fn apply(&mut self, value: &Spanned<DeValue<'_>>) -> std::result::Result<(), Fault> {
        let DeValue::Array(items) = value.get_ref() else {
            return Err(wrong(value, "a list of numbers"));
        };
        let mut read = Self::new();
        for item in items {
            let mut number = 0.0;
            number.apply(item)?;
            read.push(number);
        }
        *self = read;
        Ok(())
    }
}

impl<T: Apply + Default + Clone> Apply for BTreeMap<String, T> {
    fn apply(&mut self, value: &Spanned<DeValue<'_>>) -> std::result::Result<(), Fault> {
        let DeValue::Table(table) = value.get_ref() else {
            return Err(wrong(value, "a table"));
        };
        for (key, item) in table {
            self.entry(key.get_ref().to_string()).or_default().apply(item)?;
        }
        Ok(())
    }
}

/// Lays the keys of a table over the fields of a struct; an unknown key is named with those that exist.
pub(super) fn unknown(key: &Spanned<Cow<'_, str>>, known: &[&str]) -> Fault {
    let remark = meant(key.get_ref(), known.iter().copied());
    (key.span(), format!("unknown key `{}`; expected one of {}{remark}", key.get_ref(), known.join(", ")))
}

/// A struct whose fields are the keys of a table.
macro_rules! table {
    ($(#[$meta:meta])* $name:ident { $($(#[$fmeta:meta])* $field:ident : $type:ty,)+ }) => {
        $(#[$meta])*
        pub struct $name { $($(#[$fmeta])* pub $field: $type,)+ }

        impl crate::style::read::Apply for $name {
            fn apply(&mut self, value: &toml::Spanned<toml::de::DeValue<'_>>) -> Result<(), crate::style::read::Fault> {
                let toml::de::DeValue::Table(table) = value.get_ref() else {
                    return Err((value.span(), "expected a table".to_owned()));
                };
                for (key, item) in table {
                    match key.get_ref().as_ref() {
                        $(stringify!($field) => crate::style::read::Apply::apply(&mut self.$field, item)?,)+
                        _ => return Err(crate::style::read::unknown(key, &[$(stringify!($field)),+])),
                    }
                }
                Ok(())
            }

            fn keys(&self, path: &str, keys: &mut Vec<String>) {
                let dot = if path.is_empty() { "" } else { "." };
                $(crate::style::read::Apply::keys(&self.$field, &format!("{path}{dot}{}", stringify!($field)), keys);)+
            }
        }
    };
}
pub(super) use table;

fn at_line(file: &str, text: &str, span: &Range<usize>, message: &str) -> Error {
    let before = text.get(..span.start).unwrap_or(text);
    let line = before.matches('\n').count() + 1;
    let column = before.rsplit('\n').next().unwrap_or("").chars().count() + 1;
    Error::Input { file: file.to_owned(), message: format!("line {line}, column {column}: {message}") }
}

fn parse<'a>(file: &str, text: &'a str) -> Result<Spanned<DeTable<'a>>> {
    DeTable::parse(text).map_err(|e| at_line(file, text, &e.span().unwrap_or(0..0), e.message()))
}

/// The style that this one extends.
pub(super) fn extends(file: &str, text: &str) -> Result<Option<String>> {
    let table = parse(file, text)?;
    let Some(value) = table.get_ref().get("extends") else {
        return Ok(None);
    };
    let mut name = String::new();
    name.apply(value).map_err(|(span, message)| at_line(file, text, &span, &message))?;
    Ok(Some(name))
}

/// Lays a style over another.
pub(super) fn apply(file: &str, text: &str, style: &mut impl Apply) -> Result<()> {
    let table = parse(file, text)?;
    let span = table.span();
    let value = Spanned::new(span, DeValue::Table(table.into_inner()));
    style.apply(&value).map_err(|(span, message)| at_line(file, text, &span, &message))
}
