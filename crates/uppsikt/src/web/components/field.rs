//! A field of a form: label, hint, and a place for what is wrong.

use askama::Template;

use super::icon;

/// What the field takes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FieldKind {
    /// One line; the text is the `type`: text, password, email, date, search.
    Line(&'static str),
    /// Several lines.
    Lines,
    /// Pictures from the person's own machine.
    Pictures,
    /// One of these: value and word.
    Choice(Vec<(String, String)>),
}

/// A field.
#[derive(Debug, Clone, PartialEq, Eq, Template)]
#[template(path = "web/components/field.html")]
pub struct Field {
    /// The name in the form, and its id on the page.
    pub name: &'static str,
    /// What it takes.
    pub kind: FieldKind,
    /// The label.
    pub label: String,
    /// A sentence of help below the label.
    pub hint: Option<String>,
    /// What stands in it now; never for passwords.
    pub value: String,
    /// What is wrong with that.
    pub error: Option<String>,
    /// What browsers may fill in, for example `username`; `off` where nothing.
    pub autocomplete: &'static str,
    /// Whether it must be filled in.
    pub is_required: bool,
}

impl Field {
    /// An empty field that must be filled in.
    pub fn new(name: &'static str, kind: FieldKind, label: impl Into<String>) -> Self {
        let (hint, value, error) = (None, String::new(), None);
        Self { name, kind, label: label.into(), hint, value, error, autocomplete: "off", is_required: true }
    }

    /// The ids of what describes the field, for screen readers.
    fn described_by(&self) -> String {
        let hint = self.hint.as_ref().map(|_| format!("{}-hint", self.name));
        let error = self.error.as_ref().map(|_| format!("{}-error", self.name));
        [error, hint].into_iter().flatten().collect::<Vec<_>>().join(" ")
    }
}

impl askama::filters::HtmlSafe for Field {}

/// What is wrong in a form, on top of it, each with a link to its field.
#[derive(Debug, Clone, PartialEq, Eq, Template)]
#[template(
    ext = "html",
    source = r##"{% if !wrong.is_empty() %}<div class="errors" role="alert" tabindex="-1"><h2>{{ self::icon("octagon-alert") }}Rätta till det här</h2><ul>
{% for (name, said) in wrong %}<li><a href="#{{ name }}">{{ said }}</a></li>{% endfor %}</ul></div>{% endif %}"##
)]
pub struct Errors {
    wrong: Vec<(&'static str, String)>,
}

impl Errors {
    /// The errors of these fields.
    pub fn of<'f>(fields: impl IntoIterator<Item = &'f Field>) -> Self {
        let wrong = |field: &'f Field| Some((field.name, field.error.clone()?));
        Self { wrong: fields.into_iter().filter_map(wrong).collect() }
    }
}

impl askama::filters::HtmlSafe for Errors {}
