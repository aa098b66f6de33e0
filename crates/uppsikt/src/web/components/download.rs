//! The table as a file: links that stand under it.

use askama::Template;

use super::icon;

/// Links to the table above as a file.
#[derive(Debug, Clone, PartialEq, Eq, Template)]
#[template(
    ext = "html",
    source = r#"<p class="buttons small"><span class="muted">{{ self::icon("download") }} Ladda ner:</span> <a href="{{ xlsx }}" download>XLSX<span class="vh">, {{ about }}</span></a> <a href="{{ csv }}" download>CSV<span class="vh">, {{ about }}</span></a>{% if let Some(note) = note %} <span class="muted">{{ note }}</span>{% endif %}</p>"#
)]
pub struct Downloads {
    /// The table's caption, for those who hear the links alone.
    pub about: String,
    /// Address of the workbook, on this server.
    pub xlsx: String,
    /// Address of the file of values.
    pub csv: String,
    /// What the files lack that the screen has.
    pub note: Option<&'static str>,
}

impl askama::filters::HtmlSafe for Downloads {}
