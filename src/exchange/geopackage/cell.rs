//! Values of properties as cells of a table, and back.
//!
//! In: JSON values, types of columns. Out: cells; what two cells have in common. Never: a database.

use serde_json::Value;

use crate::exchange::table::ColumnKind;
use crate::exchange::table::is_day;

/// A value as a database holds it.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Cell {
    Null,
    Text(String),
    Integer(i64),
    Real(f64),
}

/// The cell of a value. Control characters, which no table shows, are left out.
pub(super) fn cell(value: Option<&Value>, kind: ColumnKind) -> Cell {
    let plain = |s: &str| s.chars().filter(|c| !c.is_control() || matches!(c, '\n' | '\t')).collect::<String>();
    let Some(value) = value.filter(|v| !v.is_null()) else {
        return Cell::Null;
    };
    match (kind, value) {
        (ColumnKind::Truth, Value::Bool(b)) => Cell::Integer(i64::from(*b)),
        (ColumnKind::Integer, Value::Number(n)) if n.is_i64() => n.as_i64().map_or(Cell::Null, Cell::Integer),
        (ColumnKind::Real, Value::Number(n)) => n.as_f64().map_or(Cell::Null, Cell::Real),
        (ColumnKind::Day, Value::String(s)) if s.is_empty() => Cell::Null,
        (ColumnKind::Day, Value::String(s)) if is_day(s) => Cell::Text(format!("{s}T00:00:00.000Z")),
        (_, Value::String(s)) if kind != ColumnKind::Json => Cell::Text(plain(s)),
        (_, other) => Cell::Text(plain(&other.to_string())),
    }
}

/// The value that a cell means in a column.
pub(super) fn value(cell: &Cell, kind: ColumnKind, by_before: Option<&Value>) -> Value {
    match (kind, cell) {
        (_, Cell::Null) => Value::Null,
        (ColumnKind::Truth, Cell::Integer(n)) => Value::Bool(*n != 0),
        (_, Cell::Integer(n)) => Value::from(*n),
        (_, Cell::Real(x)) => Value::from(*x),
        (ColumnKind::Day, Cell::Text(t)) => Value::from(day_of(t).unwrap_or(t)),
        (ColumnKind::Json, Cell::Text(t)) => serde_json::from_str(t).unwrap_or_else(|_| Value::from(t.as_str())),
        (_, Cell::Text(t)) => {
            // A number or list that shares its column with text keeps its type.
            let typed = by_before.is_some_and(|v| !v.is_string() && !v.is_null());
            let parsed = if typed { serde_json::from_str(t).ok() } else { None };
            parsed.unwrap_or_else(|| Value::from(t.as_str()))
        }
    }
}

/// The day of `2024-12-05T00:00:00.000Z`, `2024-12-05 00:00:00+00` or `2024/12/05`.
fn day_of(text: &str) -> Option<&str> {
    text.get(..10).filter(|d| is_day(d))
}

/// True if two cells of a column say the same: empty text is as good as none, a day is a day at any hour.
pub(super) fn same(a: &Cell, b: &Cell, kind: ColumnKind) -> bool {
    let text = |c: &Cell| match c {
        Cell::Null => String::new(),
        Cell::Text(t) if kind == ColumnKind::Day => day_of(t).unwrap_or(t).to_owned(),
        Cell::Text(t) => t.clone(),
        Cell::Integer(n) => n.to_string(),
        Cell::Real(x) => x.to_string(),
    };
    if let (Cell::Real(x), Cell::Real(y)) = (a, b) {
        return (x - y).abs() <= 1e-9 * x.abs().max(1.0);
    }
    text(a) == text(b)
}
