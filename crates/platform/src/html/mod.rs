//! From a platform's HTML to the plain text that a reader sees.
//!
//! Not a browser: no styles, no scripts. Blocks become paragraphs, lines become lines, runs
//! of white space become one space, and what is not shown (comments, scripts, styles) is
//! left out. Broken markup gives some text and never an error.

mod entities;
mod media;
mod tags;

pub(crate) use media::media_in;

use tags::{Break, Tag, next_tag};

/// The text of a piece of HTML: paragraphs apart by an empty line, lines by a line break.
///
/// ```
/// let text = uppsikt_platform::to_text("<p>Vattnet stängs<br />kl.&nbsp;10&#8211;12.</p>\n<p>V&auml;lkommen</p>");
/// assert_eq!(text, "Vattnet stängs\nkl.\u{a0}10–12.\n\nVälkommen");
/// ```
#[must_use]
pub fn to_text(html: &str) -> String {
    let mut text = Text::default();
    let mut rest = html;
    while let Some(at) = rest.find(['<', '&']) {
        text.push_str(&rest[..at]);
        rest = &rest[at..];
        rest = if rest.starts_with('&') { entity(rest, &mut text) } else { tag(rest, &mut text) };
    }
    text.push_str(rest);
    text.out
}

/// Takes an entity, or the lone ampersand, from the front of `rest`.
fn entity<'a>(rest: &'a str, text: &mut Text) -> &'a str {
    match entities::decode(rest) {
        Some((decoded, length)) => {
            text.push(decoded);
            &rest[length..]
        }
        None => {
            text.push('&');
            &rest[1..]
        }
    }
}

/// Takes a tag with what it hides, or the lone less-than sign, from the front of `rest`.
fn tag<'a>(rest: &'a str, text: &mut Text) -> &'a str {
    match next_tag(rest) {
        Tag::None => {
            text.push('<');
            &rest[1..]
        }
        Tag::Skipped(length) => &rest[length..],
        Tag::Named { name, closing, length } => {
            if name == "pre" {
                text.preformatted = !closing;
            }
            text.end(tags::break_of(&name));
            &rest[length..]
        }
    }
}

/// Text in the making, which holds white space back until something follows it.
#[derive(Default)]
struct Text {
    out: String,
    pending: Break,
    preformatted: bool,
}

impl Text {
    fn push_str(&mut self, part: &str) {
        part.chars().for_each(|character| self.push(character));
    }

    fn push(&mut self, character: char) {
        match character {
            '\n' if self.preformatted => self.end(Break::NewLine),
            ' ' | '\t' | '\n' | '\r' | '\x0c' if !self.preformatted => self.end(Break::Space),
            '\0' | '\r' => {}
            _ => {
                if !self.out.is_empty() {
                    self.out.push_str(self.pending.as_str());
                }
                self.pending = Break::None;
                self.out.push(character);
            }
        }
    }

    /// Notes a break; the strongest one before the next character counts, and two new lines are a paragraph.
    fn end(&mut self, what: Break) {
        let doubled = what == Break::NewLine && self.pending >= Break::NewLine;
        self.pending = if doubled { Break::Paragraph } else { self.pending.max(what) };
    }
}

#[cfg(test)]
mod tests {
    use super::to_text;

    #[test]
    fn html_becomes_the_text_that_is_read() {
        for (html, text) in [
            ("", ""),
            ("Hej", "Hej"),
            ("<p>Hej  <b>på</b>\n dig</p>", "Hej på dig"),
            ("<p>Ett</p>\n\n<p>Två</p>", "Ett\n\nTvå"),
            ("Ett<br />\nTvå<br><br>Tre", "Ett\nTvå\n\nTre"),
            ("<ul>\n<li>Ett</li>\n<li><p>Två</p></li></ul>Tre", "Ett\n\nTvå\n\nTre"),
            ("<ul><li>Ett</li><li>Två</li></ul>", "Ett\nTvå"),
            ("<table><tr><td>A</td><td>B</td></tr><tr><td>C</td></tr></table>", "A B\nC"),
            ("a < b && c > d &okänd; &", "a < b && c > d &okänd; &"),
            ("&lt;b&gt; &amp;amp; &#229;&#xE4;&ouml;", "<b> &amp; åäö"),
            ("<!-- wp:paragraph --><p>Hej</p><!-- /wp:paragraph -->", "Hej"),
            ("<script>if (a < b) { alert('<p>') }</script>Hej<style>p { }</style>", "Hej"),
            ("<SCRIPT>x</ScRiPt >Hej", "Hej"),
            ("<a title=\"a > b\" href='x>y'>länk</a>", "länk"),
            ("Hej<img src=", "Hej"),
            ("Hej<!-- aldrig slut", "Hej"),
            ("<script>aldrig slut", ""),
            ("<pre>a\n  b\n\nc</pre>d", "a\n  b\n\nc\n\nd"),
            ("&#0;&#xD800;&#99999999;", "\u{fffd}\u{fffd}\u{fffd}"),
            ("&#8211;&#150;", "––"),
            ("&aring;&Aring;&eacute;&hellip;&euro;&ndash;&rdquo;&nbsp;x", "åÅé…€–”\u{a0}x"),
            ("&amp", "&"),
            ("<", "<"),
        ] {
            assert_eq!(to_text(html), text, "{html:?}");
        }
    }
}
