//! Rows and columns, with a caption that says what they are.

use askama::Template;
use askama::filters::HtmlSafe;

/// One place in a table or a list of facts: text, a link, or another component. Text is escaped.
#[derive(Debug, Clone, PartialEq, Eq, Template)]
#[template(
    ext = "html",
    source = "{% match self %}{% when Self::Text(text) %}{{ text }}{% when Self::Number(text) %}<span class=\"num\">{{ text }}</span>{% when Self::Link { href, text } %}<a href=\"{{ href }}\">{{ text }}</a>{% when Self::Part(html) %}{{ html|safe }}{% endmatch %}"
)]
pub enum Cell {
    /// Text.
    Text(String),
    /// A number, a date or an identifier, in figures of equal width.
    Number(String),
    /// A link within this server.
    Link {
        /// Its address.
        href: String,
        /// Its words.
        text: String,
    },
    /// A component, as the HTML that it wrote; made with [`Cell::part`].
    Part(String),
}

impl Cell {
    /// Text.
    pub fn text(text: impl Into<String>) -> Self {
        Self::Text(text.into())
    }

    /// A link within this server.
    pub fn link(href: impl Into<String>, text: impl Into<String>) -> Self {
        Self::Link { href: href.into(), text: text.into() }
    }

    /// A component: nothing else is taken unescaped.
    pub fn part(part: &impl HtmlSafe) -> Self {
        Self::Part(part.to_string())
    }
}

impl HtmlSafe for Cell {}

/// A table.
#[derive(Debug, Clone, PartialEq, Eq, Template)]
#[template(
    ext = "html",
    source = r#"<div class="scroll-x" role="region" aria-label="{{ caption }}" tabindex="0"><table>
<caption>{{ caption }}</caption>
<thead><tr>{% for word in head %}<th scope="col">{{ word }}</th>{% endfor %}</tr></thead>
<tbody>{% for row in rows %}<tr data-row>{% for cell in row %}{% if loop.first %}<th scope="row">{{ cell }}</th>{% else %}<td>{{ cell }}</td>{% endif %}{% endfor %}</tr>{% endfor %}</tbody>
</table></div>"#
)]
pub struct Table {
    /// What the rows are.
    pub caption: String,
    /// The words of the columns.
    pub head: Vec<String>,
    /// The rows; the first cell of each names it.
    pub rows: Vec<Vec<Cell>>,
}

impl HtmlSafe for Table {}
