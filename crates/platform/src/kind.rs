//! The platforms that are known, and the way to each.

use std::fmt;
use std::str::FromStr;

/// The platforms that are known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum PlatformKind {
    /// A WordPress site of the authority's own, over its REST interface.
    WordPress,
    /// Bluesky, or another server of the AT protocol.
    Bluesky,
    /// RSS or Atom, for a channel that has nothing else.
    Feed,
    /// The practice platform: invented content in a file, so that measures can be tried.
    Practice,
    /// A platform in memory, for tests.
    Fake,
    /// Facebook.
    Facebook,
    /// Instagram.
    Instagram,
    /// X, formerly Twitter.
    X,
    /// YouTube.
    YouTube,
    /// LinkedIn.
    LinkedIn,
    /// TikTok.
    TikTok,
    /// Mastodon.
    Mastodon,
    /// Any other.
    Other,
}

/// How an account on a platform is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Way {
    /// By the program, over the platform's interface.
    Interface,
    /// By a person: registered by hand or brought in from a file.
    ByHand,
}

/// A text names no platform that is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the text names no known platform")]
pub struct UnknownPlatformKind;

impl PlatformKind {
    /// Every platform.
    pub const ALL: [Self; 13] = [
        Self::WordPress,
        Self::Bluesky,
        Self::Feed,
        Self::Practice,
        Self::Fake,
        Self::Facebook,
        Self::Instagram,
        Self::X,
        Self::YouTube,
        Self::LinkedIn,
        Self::TikTok,
        Self::Mastodon,
        Self::Other,
    ];

    /// The stable code, as in the database.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::WordPress => "wordpress",
            Self::Bluesky => "bluesky",
            Self::Feed => "feed",
            Self::Practice => "practice",
            Self::Fake => "fake",
            Self::Facebook => "facebook",
            Self::Instagram => "instagram",
            Self::X => "x",
            Self::YouTube => "youtube",
            Self::LinkedIn => "linkedin",
            Self::TikTok => "tiktok",
            Self::Mastodon => "mastodon",
            Self::Other => "other",
        }
    }

    /// The platform's name as people write it.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::WordPress => "WordPress",
            Self::Bluesky => "Bluesky",
            Self::Feed => "RSS-flöde",
            Self::Practice => "Övningsplattform",
            Self::Fake => "Låtsasplattform",
            Self::Facebook => "Facebook",
            Self::Instagram => "Instagram",
            Self::X => "X",
            Self::YouTube => "YouTube",
            Self::LinkedIn => "LinkedIn",
            Self::TikTok => "TikTok",
            Self::Mastodon => "Mastodon",
            Self::Other => "annan plattform",
        }
    }

    /// How an account there is read.
    #[must_use]
    pub const fn way(self) -> Way {
        match self {
            Self::WordPress | Self::Bluesky | Self::Feed | Self::Practice | Self::Fake => Way::Interface,
            _ => Way::ByHand,
        }
    }
}

impl FromStr for PlatformKind {
    type Err = UnknownPlatformKind;

    fn from_str(code: &str) -> Result<Self, UnknownPlatformKind> {
        Self::ALL.into_iter().find(|kind| kind.code() == code).ok_or(UnknownPlatformKind)
    }
}

impl fmt::Display for PlatformKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}
