//! A platform as two letters in a square: no trademark is shown.

use askama::Template;
use uppsikt_platform::PlatformKind;

/// The square, with the platform's name for those who do not see it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Template)]
#[template(
    ext = "html",
    source = r#"<span class="pf" title="{{ kind.name() }}"><span aria-hidden="true">{{ self.letters() }}</span><span class="vh">{{ kind.name() }}</span></span>"#
)]
pub struct PlatformSquare {
    /// The platform.
    pub kind: PlatformKind,
}

impl PlatformSquare {
    const fn letters(&self) -> &'static str {
        match self.kind {
            PlatformKind::WordPress => "WP",
            PlatformKind::Bluesky => "BS",
            PlatformKind::Feed => "RS",
            PlatformKind::Practice => "ÖV",
            PlatformKind::Fake => "LÅ",
            PlatformKind::Facebook => "FB",
            PlatformKind::Instagram => "IG",
            PlatformKind::X => "X",
            PlatformKind::YouTube => "YT",
            PlatformKind::LinkedIn => "LI",
            PlatformKind::TikTok => "TT",
            PlatformKind::Mastodon => "MA",
            PlatformKind::Other => "AN",
        }
    }
}

impl askama::filters::HtmlSafe for PlatformSquare {}
