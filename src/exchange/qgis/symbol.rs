//! Symbols as QGIS writes them.
//!
//! In: classes with options and expressions. Out: XML text. Never: what a symbol means.

use crate::colour::Colour;
use crate::markup::push_attribute;

/// A layer of a symbol.
#[derive(Debug, Clone, Default)]
pub(super) struct Stratum {
    pub(super) class: &'static str,
    pub(super) options: Vec<(&'static str, String)>,
    /// Options that follow from an expression.
    pub(super) computed: Vec<(&'static str, String)>,
    /// A symbol inside, with its type.
    pub(super) inner: Option<(&'static str, Vec<Self>)>,
}

impl Stratum {
    pub(super) fn new(class: &'static str, options: &[(&'static str, &str)]) -> Self {
        Self { class, options: options.iter().map(|(k, v)| (*k, (*v).to_owned())).collect(), ..Self::default() }
    }

    pub(super) fn with(mut self, key: &'static str, value: impl Into<String>) -> Self {
        self.options.push((key, value.into()));
        self
    }

    pub(super) fn computing(mut self, key: &'static str, expression: &str) -> Self {
        self.computed.push((key, expression.to_owned()));
        self
    }

    pub(super) fn holding(mut self, kind: &'static str, strata: Vec<Self>) -> Self {
        self.inner = Some((kind, strata));
        self
    }
}

/// A colour as QGIS writes it.
pub(super) fn rgba(colour: Colour, opacity: u8) -> String {
    format!("{},{},{},{opacity}", colour.r, colour.g, colour.b)
}

/// Text of an expression.
pub(super) fn literal(text: &str) -> String {
    format!("'{}'", text.replace('\\', "\\\\").replace('\'', "''"))
}

/// A symbol of `kind` (`marker`, `line`, `fill`).
pub(super) fn push_symbol(out: &mut String, kind: &str, name: &str, strata: &[Stratum]) {
    out.push_str("<symbol");
    push_attribute(out, "type", kind);
    push_attribute(out, "name", name);
    out.push_str(" alpha=\"1\" clip_to_extent=\"1\" force_rhr=\"0\">");
    for (i, stratum) in strata.iter().enumerate() {
        out.push_str("<layer");
        push_attribute(out, "class", stratum.class);
        out.push_str(" enabled=\"1\" locked=\"0\" pass=\"0\"><Option type=\"Map\">");
        for (key, value) in &stratum.options {
            push_option(out, key, value);
        }
        out.push_str("</Option>");
        if !stratum.computed.is_empty() {
            out.push_str(
                "<data_defined_properties><Option type=\"Map\"><Option name=\"name\" type=\"QString\" value=\"\"/>\
                <Option name=\"properties\" type=\"Map\">",
            );
            for (key, expression) in &stratum.computed {
                push_computed(out, key, expression);
            }
            out.push_str("</Option><Option name=\"type\" type=\"QString\" value=\"collection\"/></Option></data_defined_properties>");
        }
        if let Some((kind, inner)) = &stratum.inner {
            push_symbol(out, kind, &format!("@{name}@{i}"), inner);
        }
        out.push_str("</layer>");
    }
    out.push_str("</symbol>\n");
}

/// `<Option name= type="QString" value=/>`.
pub(super) fn push_option(out: &mut String, name: &str, value: &str) {
    out.push_str("<Option");
    push_attribute(out, "name", name);
    out.push_str(" type=\"QString\"");
    push_attribute(out, "value", value);
    out.push_str("/>");
}

/// A property that follows from an expression.
pub(super) fn push_computed(out: &mut String, name: &str, expression: &str) {
    out.push_str("<Option");
    push_attribute(out, "name", name);
    out.push_str(" type=\"Map\"><Option name=\"active\" type=\"bool\" value=\"true\"/>");
    push_option(out, "expression", expression);
    out.push_str("<Option name=\"type\" type=\"int\" value=\"3\"/></Option>");
}
