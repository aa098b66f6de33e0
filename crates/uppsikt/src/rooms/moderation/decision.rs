//! What a person decides, and where that decision is in its life.

use std::fmt;
use std::str::FromStr;

use uppsikt_guideline::decide::Measure;
use uppsikt_guideline::{ContentClass, Ground};
use uppsikt_kernel::{Authority, Id, Object, User};
use uppsikt_store::StoreError;
use uuid::Uuid;

use super::store::decision;
use crate::rooms::account::Account;

/// Where a decision is in its life.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DecisionState {
    /// It can be taken back.
    Waiting,
    /// Its steps are being taken.
    Running,
    /// All is done and confirmed.
    Done,
    /// The item had changed: nothing was done to it, and the person decides anew.
    Back,
    /// A step failed, its outcome is unknown, or a person has something left to do.
    Stuck,
    /// It was taken back before anything was done.
    Withdrawn,
}

impl DecisionState {
    /// Every state.
    pub const ALL: [Self; 6] =
        [Self::Waiting, Self::Running, Self::Done, Self::Back, Self::Stuck, Self::Withdrawn];

    /// The code in the database.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Waiting => "waiting",
            Self::Running => "running",
            Self::Done => "done",
            Self::Back => "back",
            Self::Stuck => "stuck",
            Self::Withdrawn => "withdrawn",
        }
    }

    /// Whether there are steps to take.
    #[must_use]
    pub const fn is_under_way(self) -> bool {
        matches!(self, Self::Waiting | Self::Running)
    }
}

impl FromStr for DecisionState {
    type Err = ();
    fn from_str(code: &str) -> Result<Self, ()> {
        Self::ALL.into_iter().find(|state| state.code() == code).ok_or(())
    }
}

impl fmt::Display for DecisionState {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Waiting => "väntar, kan ångras",
            Self::Running => "pågår",
            Self::Done => "klart",
            Self::Back => "tillbaka: inslaget hade ändrats",
            Self::Stuck => "väntar på dig",
            Self::Withdrawn => "ångrat",
        })
    }
}

/// How the person who wrote is told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NoticeWay {
    /// As an answer in the thread, in the account's name.
    Reply,
    /// By a person, who says when it is done.
    ByHand,
    /// Not at all; the note says why.
    None,
}

impl NoticeWay {
    /// The code in the database and on the command line.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Reply => "reply",
            Self::ByHand => "by-hand",
            Self::None => "none",
        }
    }
}

impl FromStr for NoticeWay {
    type Err = ();
    fn from_str(code: &str) -> Result<Self, ()> {
        [Self::Reply, Self::ByHand, Self::None].into_iter().find(|way| way.code() == code).ok_or(())
    }
}

/// A decision that is to be made.
#[derive(Clone)]
pub struct NewDecision {
    /// The item.
    pub item: Uuid,
    /// The version that the person has read; the newest when absent.
    pub version: Option<i32>,
    /// What the person says that it is.
    pub class: ContentClass,
    /// What is to be done.
    pub measure: Measure,
    /// Why.
    pub ground: Option<Ground>,
    /// Why the measure is proportionate; for what must never be copied, the description in words.
    pub note: String,
    /// Whether the whole conversation is broken off.
    pub breaks_off_thread: bool,
    /// How the person who wrote is told.
    pub notice: NoticeWay,
}

impl fmt::Debug for NewDecision {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("NewDecision")
            .field("item", &self.item)
            .field("class", &self.class)
            .field("measure", &self.measure)
            .finish_non_exhaustive()
    }
}

/// A decision.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decision {
    /// Its id.
    pub id: Uuid,
    /// Whose it is.
    pub authority: Id<Authority>,
    /// The account that shows the item.
    pub account: Id<Account>,
    /// The item.
    pub item: Uuid,
    /// The version that was judged.
    pub version: i32,
    /// That version's sealed bytes.
    pub object: Id<Object>,
    /// What is to be done.
    pub measure: Measure,
    /// What the item is.
    pub class: ContentClass,
    /// Why.
    pub ground: Option<Ground>,
    /// The profile that it was made under; none where the law stood alone.
    pub profile: Option<String>,
    /// Its adoption, which keeps the profile as it stood.
    pub adoption: Option<Uuid>,
    /// What the person wrote, sealed.
    pub note: Id<Object>,
    /// How the person who wrote is told.
    pub notice: NoticeWay,
    /// Where it is in its life.
    pub state: DecisionState,
    /// Who decided.
    pub decided_by: Id<User>,
    /// When, in microseconds.
    pub decided_at: i64,
    /// When its steps begin, in microseconds.
    pub acts_at: i64,
    /// When it ended, in microseconds.
    pub ended_at: Option<i64>,
}

impl Decision {
    pub(super) fn of_row(row: decision::Model) -> Result<Self, StoreError> {
        let bad =
            |column| StoreError::BadRow { table: "moderation_decision", row: row.id.to_string(), column };
        Ok(Self {
            id: row.id,
            authority: Id::from_uuid(row.authority_id),
            account: Id::from_uuid(row.account_id),
            item: row.item_id,
            version: row.version_number,
            object: Id::from_uuid(row.object_id),
            measure: row.measure.parse().map_err(|_| bad("measure"))?,
            class: row.class.parse().map_err(|_| bad("class"))?,
            ground: row.ground.as_deref().map(str::parse).transpose().map_err(|_| bad("ground"))?,
            profile: row.profile.clone(),
            adoption: row.adoption_id,
            note: Id::from_uuid(row.note_object_id),
            notice: row.notice.parse().map_err(|()| bad("notice"))?,
            state: row.state.parse().map_err(|()| bad("state"))?,
            decided_by: Id::from_uuid(row.decided_by),
            decided_at: row.decided_at,
            acts_at: row.acts_at,
            ended_at: row.ended_at,
        })
    }

    pub(super) fn to_row(&self, organisation_id: Uuid) -> decision::Model {
        decision::Model {
            organisation_id,
            id: self.id,
            authority_id: self.authority.uuid(),
            account_id: self.account.uuid(),
            item_id: self.item,
            version_number: self.version,
            object_id: self.object.uuid(),
            measure: self.measure.code().to_owned(),
            class: self.class.code().to_owned(),
            ground_kind: self.ground.as_ref().map(|ground| ground.kind().code().to_owned()),
            ground: self.ground.as_ref().map(Ground::code),
            profile: self.profile.clone(),
            adoption_id: self.adoption,
            note_object_id: self.note.uuid(),
            notice: self.notice.code().to_owned(),
            state: self.state.code().to_owned(),
            decided_by: self.decided_by.uuid(),
            decided_at: self.decided_at,
            acts_at: self.acts_at,
            ended_at: self.ended_at,
        }
    }
}
