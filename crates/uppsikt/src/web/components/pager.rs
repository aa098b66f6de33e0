//! The way through a long list, a page at a time.

use askama::Template;

use super::icon;

/// Links to the previous and the next page of a list.
#[derive(Debug, Clone, PartialEq, Eq, Template)]
#[template(
    ext = "html",
    source = r#"<nav class="pager" aria-label="Bläddra i listan">
{% if let Some(previous) = previous %}<a class="btn sm" rel="prev" href="{{ previous }}">{{ self::icon("chevron-left") }}Föregående</a>{% endif %}
<span class="muted small num">{{ shown }}</span>
{% if let Some(next) = next %}<a class="btn sm" rel="next" href="{{ next }}">Nästa{{ self::icon("chevron-right") }}</a>{% endif %}
</nav>"#
)]
pub struct Pager {
    /// Address of the previous page, on this server.
    pub previous: Option<String>,
    /// What is shown, for example 51–100 av 240.
    pub shown: String,
    /// Address of the next page, on this server.
    pub next: Option<String>,
}

impl askama::filters::HtmlSafe for Pager {}
