//! The table as a file: links that stand under it, on one line.

use askama::Template;

use super::{Table, icon};

/// Links to the table above as a file.
#[derive(Debug, Clone, PartialEq, Eq, Template)]
#[template(
    ext = "html",
    source = r#"<p class="downloads"><span class="nowrap">{{ self::icon("download") }} Ladda ned som <a href="{{ xlsx }}" download>Excel<span class="vh">, {{ about }}</span></a> · <a href="{{ csv }}" download>CSV<span class="vh">, {{ about }}</span></a></span>{% if let Some(note) = note %} <span>{{ note }}</span>{% endif %}</p>"#
)]
pub struct Downloads {
    /// The table's caption, for those who hear the links alone.
    pub about: String,
    /// Address of the workbook, on this server.
    pub xlsx: String,
    /// Address of the file of values.
    pub csv: String,
    /// What the files lack that the screen has, in a few words.
    pub note: Option<&'static str>,
}

impl askama::filters::HtmlSafe for Downloads {}

/// A table with the links to it as a file.
#[derive(Debug, Clone, PartialEq, Eq, Template)]
#[template(ext = "html", source = "{{ table }}{{ links }}")]
pub struct Filed {
    /// The table.
    pub table: Table,
    /// The links under it.
    pub links: Downloads,
}

impl askama::filters::HtmlSafe for Filed {}
