//! Words and what they stand for: a definition list.

use askama::Template;

use super::Cell;

/// A list of facts.
#[derive(Debug, Clone, Default, PartialEq, Eq, Template)]
#[template(
    ext = "html",
    source = r#"<dl class="facts">{% for (word, cell) in rows %}<dt>{{ word }}</dt><dd>{{ cell }}</dd>{% endfor %}</dl>"#
)]
pub struct Facts {
    rows: Vec<(String, Cell)>,
}

impl Facts {
    /// With one more.
    #[must_use]
    pub fn with(mut self, word: impl Into<String>, cell: Cell) -> Self {
        self.rows.push((word.into(), cell));
        self
    }
}

impl askama::filters::HtmlSafe for Facts {}
