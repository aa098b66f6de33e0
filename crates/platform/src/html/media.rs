//! Pictures, films and sound that a piece of HTML shows.

use super::entities;
use super::tags::{Tag, next_tag};

/// A picture, film or sound in HTML, as it stands there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct ShownMedia {
    /// Its address, which may be relative.
    pub(crate) source: String,
    /// The text that stands for it; an empty one where somebody has said that it is decoration.
    pub(crate) alt: Option<String>,
}

/// Elements that show what their `src` names.
const SHOWING: [&str; 4] = ["img", "video", "audio", "source"];

/// Everything that is shown by its address, in order; what the markup itself holds (`data:`) is left out.
pub(crate) fn media_in(html: &str) -> Vec<ShownMedia> {
    let (mut found, mut rest) = (Vec::new(), html);
    while let Some(at) = rest.find('<') {
        rest = &rest[at..];
        let length = match next_tag(rest) {
            Tag::None => 1,
            Tag::Skipped(length) => length,
            Tag::Named { name, closing, length } => {
                if !closing && SHOWING.contains(&name.as_str()) {
                    found.extend(shown(&rest[1 + name.len()..length]));
                }
                length
            }
        };
        rest = &rest[length..];
    }
    found
}

/// What a tag shows, from what stands after its name.
fn shown(attributes: &str) -> Option<ShownMedia> {
    let (mut source, mut alt) = (None, None);
    let mut rest = attributes;
    while let Some((name, value, after)) = next_attribute(rest) {
        // As in a browser, the first of two attributes with one name counts.
        match name.to_ascii_lowercase().as_str() {
            "src" if source.is_none() => source = Some(decoded(value).trim().to_owned()),
            "alt" if alt.is_none() => alt = Some(decoded(value)),
            _ => {}
        }
        rest = after;
    }
    let source = source.filter(|source| !source.is_empty() && !source.starts_with("data:"))?;
    Some(ShownMedia { source, alt })
}

/// The first attribute's name and value, and what follows it.
fn next_attribute(rest: &str) -> Option<(&str, &str, &str)> {
    let space = |c: char| c.is_ascii_whitespace();
    let rest = rest.trim_start_matches(|c: char| space(c) || c == '/');
    let end = rest.find(|c: char| space(c) || matches!(c, '=' | '>' | '/')).unwrap_or(rest.len());
    if end == 0 {
        // A stray sign; it is passed over, unless the tag ends here.
        let sign = rest.chars().next().filter(|sign| *sign != '>')?;
        return Some(("", "", &rest[sign.len_utf8()..]));
    }
    let (name, after) = rest.split_at(end);
    let Some(value) = after.trim_start_matches(space).strip_prefix('=') else {
        return Some((name, "", after));
    };
    let value = value.trim_start_matches(space);
    let (value, after) = match value.chars().next() {
        Some(quote @ ('"' | '\'')) => value[1..].split_once(quote).unwrap_or((&value[1..], "")),
        _ => value.split_at(value.find(|c: char| space(c) || c == '>').unwrap_or(value.len())),
    };
    Some((name, value, after))
}

/// A value with its entities read.
fn decoded(value: &str) -> String {
    let (mut text, mut rest) = (String::new(), value);
    while let Some(at) = rest.find('&') {
        text.push_str(&rest[..at]);
        rest = &rest[at..];
        let (character, length) = entities::decode(rest).unwrap_or(('&', 1));
        text.push(character);
        rest = &rest[length..];
    }
    text.push_str(rest);
    text
}

#[cfg(test)]
mod tests {
    use super::media_in;

    #[test]
    fn what_is_shown_is_found_with_its_text() {
        for (html, expected) in [
            ("<p>Ingen bild, 1 < 2</p>", vec![]),
            ("<img src=\"/a.png\" alt=\"En bro\">", vec![("/a.png", Some("En bro"))]),
            ("<IMG class=x ALT='' SRC=b.png />", vec![("b.png", Some(""))]),
            ("<img src=a.png>", vec![("a.png", None)]),
            (
                "<img src='a.png?x=1&amp;y=2' alt='&Aring; &quot;x&quot;'>",
                vec![("a.png?x=1&y=2", Some("Å \"x\""))],
            ),
            ("<img alt=\"a > b\" src = \"a.png\" src=\"c.png\">", vec![("a.png", Some("a > b"))]),
            ("<img src=\"data:image/png;base64,AAAA\" alt=x><img alt=x>", vec![]),
            ("<!-- <img src=a> --><script>'<img src=b>'</script>", vec![]),
            (
                "<video src=v.mp4></video><audio><source src=s.ogg></audio>",
                vec![("v.mp4", None), ("s.ogg", None)],
            ),
            ("<img src=\"a.png", vec![("a.png", None)]),
            ("<img = == \"x\" src=å.png alt", vec![("å.png", Some(""))]),
            ("<img", vec![]),
        ] {
            let found = media_in(html);
            let found: Vec<_> =
                found.iter().map(|media| (media.source.as_str(), media.alt.as_deref())).collect();
            assert_eq!(found, expected, "{html:?}");
        }
    }
}
