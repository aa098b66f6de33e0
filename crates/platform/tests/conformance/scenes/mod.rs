//! The platforms that the checks run on.

pub mod bluesky_real;
pub mod fake;
pub mod feed;
pub mod practice;
pub mod wordpress_double;
pub mod wordpress_real;

/// Text as the HTML that shows it: paragraphs, apart by an empty line.
fn html(text: &str) -> String {
    text.split("\n\n").map(|paragraph| format!("<p>{paragraph}</p>\n")).collect()
}
