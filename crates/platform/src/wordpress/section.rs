//! The lists that WordPress keeps, in the order in which a pass goes through them.

use crate::item::ItemKind;

/// One list of a site.
///
/// A comment that moves from one list to another during a pass may be missed in that pass. It is
/// then asked for by its id, or found in the next one; a comment that visitors see all the while
/// stays in one list and is never missed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Section {
    /// Published posts.
    Posts,
    /// Published pages.
    Pages,
    /// Comments that are approved or wait for approval; without login, the approved.
    Comments,
    /// Comments marked as spam.
    Spam,
    /// Comments in the bin.
    Trash,
    /// Comments hidden with the post that they are on, while that is in the bin.
    PostTrashed,
}

impl Section {
    const ALL: [Self; 6] =
        [Self::Posts, Self::Pages, Self::Comments, Self::Spam, Self::Trash, Self::PostTrashed];

    /// The word for it in a cursor.
    pub(super) const fn code(self) -> &'static str {
        match self {
            // Words that cursors had before there was more than one list of comments.
            Self::Posts => "post",
            Self::Pages => "page",
            Self::Comments => "comment",
            Self::Spam => "spam",
            Self::Trash => "trash",
            Self::PostTrashed => "post-trashed",
        }
    }

    pub(super) fn parse(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|section| section.code() == code)
    }

    /// What sort of item it lists.
    pub(super) const fn kind(self) -> ItemKind {
        match self {
            Self::Posts => ItemKind::Post,
            Self::Pages => ItemKind::Page,
            Self::Comments | Self::Spam | Self::Trash | Self::PostTrashed => ItemKind::Comment,
        }
    }

    /// WordPress's word for the state to ask for; none where it is asked for without.
    pub(super) const fn status(self, signed_in: bool) -> Option<&'static str> {
        match self {
            Self::Posts | Self::Pages => Some("publish"),
            // In WordPress's interface this means approved and held.
            Self::Comments if signed_in => Some("all"),
            Self::Comments => None,
            Self::Spam => Some("spam"),
            Self::Trash => Some("trash"),
            Self::PostTrashed => Some("post-trashed"),
        }
    }

    /// Whether only somebody with a login is shown this list.
    pub(super) const fn needs_login(self) -> bool {
        matches!(self, Self::Spam | Self::Trash | Self::PostTrashed)
    }

    /// The list after this one; none after the last that may be read.
    pub(super) fn next(self, signed_in: bool) -> Option<Self> {
        let at = Self::ALL.iter().position(|section| *section == self)?;
        Self::ALL.get(at + 1).copied().filter(|section| signed_in || !section.needs_login())
    }
}
