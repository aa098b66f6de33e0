//! Small parts of these pages: a link whose words are the same in every row, and how many stand in which way.

use askama::Template;
use uppsikt_guideline::evaluate::{Finding, Standing};

use super::words::{badge, counted};
use crate::web::components::{Badge, Tone};

/// A link with a short word, and for those who hear it alone what it is about.
#[derive(Debug, Clone, PartialEq, Eq, Template)]
#[template(
    ext = "html",
    source = r#"<a href="{{ href }}">{{ word }}<span class="vh">: {{ about }}</span></a>"#
)]
pub(super) struct ShortLink {
    pub href: String,
    pub word: &'static str,
    pub about: String,
}

impl askama::filters::HtmlSafe for ShortLink {}

/// How many statements are broken, how many have a remark, how many are kept; what there is none of is left out.
pub(super) fn summary<'f>(findings: impl Iterator<Item = &'f Finding<'f>> + Clone) -> Vec<Badge> {
    let count = |wanted: Standing| findings.clone().filter(|found| found.standing == wanted).count();
    let told = |standing: Standing| match (standing, count(standing)) {
        (Standing::Breach, 0) => Some(Badge::new(Tone::Fine, "Inga avvikelser")),
        (_, 0) => None,
        (_, count) => Some(Badge { word: counted(standing, count), ..badge(standing) }),
    };
    [Standing::Breach, Standing::Remark, Standing::Met].into_iter().filter_map(told).collect()
}
