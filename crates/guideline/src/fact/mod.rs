//! Facts: what is known about an account when its duties are judged.
//!
//! A struct for each part of a guideline, each fact with its name in code and the Swedish words that
//! situations and screens use. A fact that nobody has recorded is absent, `false` or zero; whether
//! that is a breach the obligation says, not the fact. Nothing here knows where facts come from.

mod read;
mod set;

mod access;
mod answers;
mod approval;
mod closing;
mod crisis;
mod deposit;
mod disclosure;
mod disposal;
mod follow_up;
mod identity;
mod listing;
mod notice;
mod picture;
mod plan;
mod publishing;
mod routines;
mod scope;
mod snapshot;
mod staff;
mod watch;

pub use read::{FactError, FactValue};
pub use set::CodedSet;

pub use access::AccessFacts;
pub use answers::AnswerFacts;
pub use approval::ApprovalFacts;
pub use closing::ClosingFacts;
pub use crisis::CrisisFacts;
pub use deposit::{DepositFacts, DepositJudgement};
pub use disclosure::DisclosureFacts;
pub use disposal::DisposalFacts;
pub use follow_up::FollowUpFacts;
pub use identity::{IdentityFacts, SenderSign};
pub use listing::ListingFacts;
pub use notice::{NoticeElement, NoticeFacts};
pub use picture::{ConsentKeeper, Depicted, PictureFacts, PictureGround};
pub use plan::PlanFacts;
pub use publishing::{AccessAid, DraftContent, PublishingFacts, Signature};
pub use routines::{Routine, RoutineFacts};
pub use scope::{AccountClass, AccountState, ScopeFacts, Service};
pub use snapshot::{SnapshotFacts, SnapshotFormat};
pub use staff::{Knowledge, Resource, StaffDuty, StaffFacts};
pub use watch::WatchFacts;

/// Declares facts with their Swedish words, so that they can be read by name.
macro_rules! facts {
    ($(#[$about:meta])* pub struct $name:ident { $($(#[$doc:meta])* $field:ident: $type:ty = $swedish:literal;)* }) => {
        $(#[$about])*
        #[derive(Debug, Clone, PartialEq, Eq, Default)]
        pub struct $name { $($(#[$doc])* pub $field: $type,)* }

        impl $name {
            /// The facts: name in code, Swedish words, what is written there.
            pub const NAMES: &'static [(&'static str, &'static str, &'static str)] =
                &[$((stringify!($field), $swedish, <$type as $crate::fact::FactValue>::WRITTEN)),*];

            /// Sets the fact that is called `name`, in code or in Swedish; `None` when there is none here.
            pub(crate) fn set(&mut self, name: &str, text: &str) -> Option<Result<(), $crate::fact::FactError>> {
                $(
                    if name == stringify!($field) || name == $swedish {
                        let read = <$type as $crate::fact::FactValue>::read(text);
                        return Some(read.map(|value| self.$field = value));
                    }
                )*
                let _ = (name, text);
                None
            }
        }
    };
}
use facts;

/// Everything that is known about an account.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Facts {
    /// What sort of account it is.
    pub scope: ScopeFacts,
    /// What its plan says.
    pub plan: PlanFacts,
    /// How it was decided on.
    pub approval: ApprovalFacts,
    /// Who looks after it.
    pub staff: StaffFacts,
    /// How it can be reached.
    pub access: AccessFacts,
    /// When it was watched.
    pub watch: WatchFacts,
    /// What waits for an answer.
    pub answers: AnswerFacts,
    /// What goes out.
    pub publishing: PublishingFacts,
    /// What visitors are told.
    pub notice: NoticeFacts,
    /// How it presents itself.
    pub identity: IdentityFacts,
    /// Where it is listed.
    pub listing: ListingFacts,
    /// Which pictures of it are kept.
    pub snapshot: SnapshotFacts,
    /// What is decided on disposal.
    pub disposal: DisposalFacts,
    /// How records are given out.
    pub disclosure: DisclosureFacts,
    /// How it is closed.
    pub closing: ClosingFacts,
    /// What holds in a crisis.
    pub crisis: CrisisFacts,
    /// A picture that is to be used.
    pub picture: PictureFacts,
    /// What is delivered to the National Library.
    pub deposit: DepositFacts,
    /// How it is followed up.
    pub follow_up: FollowUpFacts,
    /// Which routines there are.
    pub routines: RoutineFacts,
}

impl Facts {
    /// Sets the fact that is called `name`, in code (`purpose_recorded`) or in Swedish.
    ///
    /// # Errors
    /// [`FactError`] when there is no such fact, or the text is none of its values.
    pub fn set(&mut self, name: &str, text: &str) -> Result<(), FactError> {
        let set = None
            .or_else(|| self.scope.set(name, text))
            .or_else(|| self.plan.set(name, text))
            .or_else(|| self.approval.set(name, text))
            .or_else(|| self.staff.set(name, text))
            .or_else(|| self.access.set(name, text))
            .or_else(|| self.watch.set(name, text))
            .or_else(|| self.answers.set(name, text))
            .or_else(|| self.publishing.set(name, text))
            .or_else(|| self.notice.set(name, text))
            .or_else(|| self.identity.set(name, text))
            .or_else(|| self.listing.set(name, text))
            .or_else(|| self.snapshot.set(name, text))
            .or_else(|| self.disposal.set(name, text))
            .or_else(|| self.disclosure.set(name, text))
            .or_else(|| self.closing.set(name, text))
            .or_else(|| self.crisis.set(name, text))
            .or_else(|| self.picture.set(name, text))
            .or_else(|| self.deposit.set(name, text))
            .or_else(|| self.follow_up.set(name, text))
            .or_else(|| self.routines.set(name, text));
        set.unwrap_or_else(|| Err(FactError::Unknown(name.to_owned())))
    }

    /// Every fact: name in code, Swedish words, what is written there.
    pub fn names() -> impl Iterator<Item = (&'static str, &'static str, &'static str)> {
        [
            ScopeFacts::NAMES,
            PlanFacts::NAMES,
            ApprovalFacts::NAMES,
            StaffFacts::NAMES,
            AccessFacts::NAMES,
            WatchFacts::NAMES,
            AnswerFacts::NAMES,
            PublishingFacts::NAMES,
            NoticeFacts::NAMES,
            IdentityFacts::NAMES,
            ListingFacts::NAMES,
            SnapshotFacts::NAMES,
            DisposalFacts::NAMES,
            DisclosureFacts::NAMES,
            ClosingFacts::NAMES,
            CrisisFacts::NAMES,
            PictureFacts::NAMES,
            DepositFacts::NAMES,
            FollowUpFacts::NAMES,
            RoutineFacts::NAMES,
        ]
        .into_iter()
        .flatten()
        .copied()
    }
}
