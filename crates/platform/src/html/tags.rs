//! Tags: how long they are, what they hide, and which break they make.

/// White space between two pieces of text, from weakest to strongest.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub(super) enum Break {
    /// Nothing.
    #[default]
    None,
    /// A space.
    Space,
    /// A new line, because a block such as a list item begins or ends.
    Line,
    /// A new line that was asked for; two of them make a paragraph.
    NewLine,
    /// An empty line.
    Paragraph,
}

impl Break {
    pub(super) const fn as_str(self) -> &'static str {
        match self {
            Self::None => "",
            Self::Space => " ",
            Self::Line | Self::NewLine => "\n",
            Self::Paragraph => "\n\n",
        }
    }
}

/// What stands where a tag may begin.
pub(super) enum Tag {
    /// No tag: a less-than sign in the text.
    None,
    /// So many bytes that show nothing.
    Skipped(usize),
    /// A tag of so many bytes.
    Named { name: String, closing: bool, length: usize },
}

/// Elements whose content is not shown.
const HIDDEN: [&str; 4] = ["script", "style", "template", "title"];

/// Reads the tag at the front of `rest`, which begins with a less-than sign.
pub(super) fn next_tag(rest: &str) -> Tag {
    let inner = &rest[1..];
    if inner.starts_with("!--") {
        return Tag::Skipped(rest.find("-->").map_or(rest.len(), |at| at + "-->".len()));
    }
    if inner.starts_with(['!', '?']) {
        return Tag::Skipped(length_of(rest));
    }
    let closing = inner.starts_with('/');
    let named = inner.strip_prefix('/').unwrap_or(inner);
    if !named.starts_with(|first: char| first.is_ascii_alphabetic()) {
        return Tag::None;
    }
    let end = named.find(|c: char| c.is_ascii_whitespace() || c == '>' || c == '/').unwrap_or(named.len());
    let name = named[..end].to_ascii_lowercase();
    let length = length_of(rest);
    if !closing && HIDDEN.contains(&name.as_str()) {
        return Tag::Skipped(length + hidden_length(&rest[length..], &name));
    }
    Tag::Named { name, closing, length }
}

/// The break that a tag makes where it begins and where it ends.
pub(super) fn break_of(name: &str) -> Break {
    match name {
        "br" => Break::NewLine,
        "p" | "div" | "h1" | "h2" | "h3" | "h4" | "h5" | "h6" | "ul" | "ol" | "dl" | "blockquote" | "pre"
        | "table" | "figure" | "section" | "article" | "aside" | "header" | "footer" | "nav" | "form"
        | "hr" | "address" | "details" => Break::Paragraph,
        "li" | "tr" | "dt" | "dd" | "figcaption" | "caption" | "option" | "summary" | "legend" => Break::Line,
        "td" | "th" => Break::Space,
        _ => Break::None,
    }
}

/// The length of a tag up to the greater-than sign that no quotation marks enclose.
fn length_of(tag: &str) -> usize {
    let mut quote = None;
    for (at, byte) in tag.bytes().enumerate() {
        match (quote, byte) {
            (None, b'>') => return at + 1,
            (None, b'"' | b'\'') => quote = Some(byte),
            (Some(open), _) if open == byte => quote = None,
            _ => {}
        }
    }
    tag.len()
}

/// The length of what an element hides, with its closing tag.
fn hidden_length(rest: &str, name: &str) -> usize {
    let closes = |at: &usize| {
        let after = &rest.as_bytes()[at + 2..];
        after.len() >= name.len() && after[..name.len()].eq_ignore_ascii_case(name.as_bytes())
    };
    let close = rest.match_indices("</").map(|(at, _)| at).find(closes);
    close.map_or(rest.len(), |at| at + length_of(&rest[at..]))
}
