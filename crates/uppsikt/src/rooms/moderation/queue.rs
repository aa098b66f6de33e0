//! What the automatic control saw, and what of it waits for a person.

use std::fmt;
use std::str::FromStr;

use uppsikt_kernel::{Authority, Id};
use uppsikt_platform::{Item, ItemKind};
use uppsikt_screening::{
    Attachment, AttachmentKind, RuleSet, Screening, Subject, SubjectKind, UnreadReason, Urgency, screen,
};
use uppsikt_store::StoreError;
use uuid::Uuid;

use super::store::queue;
use crate::rooms::account::Account;

/// Whether an item waits for a person.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum QueueState {
    /// It waits.
    Open,
    /// A person has judged this version.
    Judged,
    /// The platform shows it no longer.
    Gone,
    /// It was published before the account was watched.
    Earlier,
}

impl QueueState {
    const ALL: [Self; 4] = [Self::Open, Self::Judged, Self::Gone, Self::Earlier];

    /// The code in the database.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Judged => "judged",
            Self::Gone => "gone",
            Self::Earlier => "earlier",
        }
    }
}

impl FromStr for QueueState {
    type Err = ();
    fn from_str(code: &str) -> Result<Self, ()> {
        Self::ALL.into_iter().find(|state| state.code() == code).ok_or(())
    }
}

impl fmt::Display for QueueState {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Open => "väntar på bedömning",
            Self::Judged => "bedömt",
            Self::Gone => "visas inte längre",
            Self::Earlier => "publicerat innan kontot bevakades",
        })
    }
}

/// An item as the automatic control saw its newest version.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Queued {
    /// The item.
    pub item: Uuid,
    /// Whose it is.
    pub authority: Id<Authority>,
    /// The account that shows it.
    pub account: Id<Account>,
    /// The version that was read.
    pub version: i32,
    /// Whether it waits.
    pub state: QueueState,
    /// 0 is the most urgent; see [`word`].
    pub urgency: i32,
    /// The rules that found something.
    pub rules: Vec<String>,
    /// What they saw, as classes of content.
    pub categories: Vec<String>,
    /// What could not be read.
    pub unread: Vec<String>,
    /// Which rules were asked.
    pub rule_set: String,
    /// When it was published, in microseconds.
    pub published_at: i64,
    /// When it was read, in microseconds.
    pub screened_at: i64,
}

/// The order of the queue; what nothing was found in comes last.
const NOTHING_FOUND: i32 = 9;

/// How soon a person should look, in a word.
#[must_use]
pub const fn word(urgency: i32) -> &'static str {
    match urgency {
        0 => "genast",
        1 => "snart",
        2 => "i turordning",
        3 => "för kännedom",
        _ => "inget funnet",
    }
}

fn split(text: &str) -> Vec<String> {
    text.split(',').filter(|part| !part.is_empty()).map(str::to_owned).collect()
}

impl Queued {
    pub(super) fn of_row(row: queue::Model) -> Result<Self, StoreError> {
        let bad = |column| StoreError::BadRow { table: "moderation_queue", row: row.id.to_string(), column };
        Ok(Self {
            item: row.id,
            authority: Id::from_uuid(row.authority_id),
            account: Id::from_uuid(row.account_id),
            version: row.version_number,
            state: row.state.parse().map_err(|()| bad("state"))?,
            urgency: row.urgency,
            rules: split(&row.rules),
            categories: split(&row.categories),
            unread: split(&row.unread),
            rule_set: row.rule_set,
            published_at: row.published_at,
            screened_at: row.screened_at,
        })
    }

    pub(super) fn to_row(&self, organisation_id: Uuid) -> queue::Model {
        queue::Model {
            organisation_id,
            id: self.item,
            authority_id: self.authority.uuid(),
            account_id: self.account.uuid(),
            version_number: self.version,
            state: self.state.code().to_owned(),
            urgency: self.urgency,
            rules: self.rules.join(","),
            categories: self.categories.join(","),
            unread: self.unread.join(","),
            rule_set: self.rule_set.clone(),
            published_at: self.published_at,
            screened_at: self.screened_at,
        }
    }

    /// Whether it is to be looked at before the rest of the queue.
    #[must_use]
    pub const fn is_urgent(&self) -> bool {
        self.urgency <= 1
    }
}

/// What the automatic control sees in an item as it stands: where in its text, and why it matters.
#[must_use]
pub fn screened(item: &Item) -> Screening {
    read(item, &RuleSet::standard())
}

/// Reads an item as the automatic control does.
#[must_use]
pub(super) fn read(item: &Item, rules: &RuleSet) -> Screening {
    let attachments: Vec<Attachment<'_>> = item
        .media
        .iter()
        .map(|media| Attachment { kind: kind_of(media.media_type.as_deref()), alt: media.alt.as_deref() })
        .collect();
    let kind = match item.kind {
        ItemKind::Post => SubjectKind::Post,
        ItemKind::Page => SubjectKind::Page,
        ItemKind::Comment => SubjectKind::Comment,
        ItemKind::Message => SubjectKind::Message,
    };
    // The item's text begins with its title.
    let subject = Subject {
        title: None,
        text: &item.text,
        language: item.language.as_deref(),
        attachments: &attachments,
        is_own: item.own,
        kind,
    };
    screen(&subject, rules)
}

fn kind_of(media_type: Option<&str>) -> AttachmentKind {
    match media_type.and_then(|media_type| media_type.split('/').next()) {
        Some("video") => AttachmentKind::Film,
        Some("audio") => AttachmentKind::Sound,
        Some("image") | None => AttachmentKind::Image,
        Some(_) => AttachmentKind::Other,
    }
}

/// The most urgent of what was found; what could not be read is looked at in turn.
pub(super) fn urgency(screening: &Screening) -> i32 {
    let found = screening.findings.iter().map(|finding| finding.urgency).min();
    let unread = (!screening.unread.is_empty()).then_some(Urgency::Normal);
    match [found, unread].into_iter().flatten().min() {
        Some(Urgency::Acute) => 0,
        Some(Urgency::Soon) => 1,
        Some(Urgency::Normal) => 2,
        Some(Urgency::Note) => 3,
        None => NOTHING_FOUND,
    }
}

/// The code under which the queue keeps what could not be read; [`unread_reason`] reads it back.
pub(super) const fn unread_code(reason: UnreadReason) -> &'static str {
    match reason {
        UnreadReason::OtherLanguage => "other-language",
        UnreadReason::ImageWithoutText => "image-without-text",
        UnreadReason::Sound => "sound",
        UnreadReason::Film => "film",
        UnreadReason::Sticker => "sticker",
        UnreadReason::Attachment => "attachment",
        UnreadReason::TooLong => "too-long",
        UnreadReason::Empty => "empty",
    }
}

const UNREAD: [UnreadReason; 8] = [
    UnreadReason::OtherLanguage,
    UnreadReason::ImageWithoutText,
    UnreadReason::Sound,
    UnreadReason::Film,
    UnreadReason::Sticker,
    UnreadReason::Attachment,
    UnreadReason::TooLong,
    UnreadReason::Empty,
];

/// What a code of the queue says was not read.
#[must_use]
pub fn unread_reason(code: &str) -> Option<UnreadReason> {
    UNREAD.into_iter().find(|reason| unread_code(*reason) == code)
}

/// Codes without repetition, in the order in which they came.
pub(super) fn codes<'c>(all: impl Iterator<Item = &'c str>) -> Vec<String> {
    let mut codes: Vec<String> = Vec::new();
    for code in all {
        if codes.iter().all(|known| known != code) {
            codes.push(code.to_owned());
        }
    }
    codes
}
