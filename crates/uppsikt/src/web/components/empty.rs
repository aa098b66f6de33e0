//! What stands where a list has nothing in it: why that is so, and what to do.

use askama::Template;

/// An empty list.
#[derive(Debug, Clone, PartialEq, Eq, Template)]
#[template(
    ext = "html",
    source = r#"<div class="empty"><p class="strong">{{ said }}</p>
{% if let Some(next) = next %}<p class="muted">{{ next }}</p>{% endif %}
{% if let Some((href, word)) = link %}<p><a class="btn" href="{{ href }}">{{ word }}</a></p>{% endif %}</div>"#
)]
pub struct Empty {
    /// What is so: Allt är bedömt.
    pub said: String,
    /// What comes next: Nästa hämtning 09:15.
    pub next: Option<String>,
    /// Where to go: address on this server, and word.
    pub link: Option<(String, String)>,
}

impl askama::filters::HtmlSafe for Empty {}
