//! Facts: what sort of account it is.

use super::facts;
use crate::coded::coded;

coded! {
    /// Where an account stands in its life.
    pub enum AccountState {
        /// Somebody has applied for it.
        Applied = "applied", "ansökt";
        /// It is in use.
        Active = "active", "aktivt";
        /// It is being closed, and says so.
        Closing = "closing", "under avslut";
        /// It is closed.
        Closed = "closed", "avslutat";
    }
}

coded! {
    /// Which sort of account, where a guideline tells sorts apart.
    pub enum AccountClass {
        /// A unit's own.
        Unit = "unit", "verksamhetens konto";
        /// For the whole municipality.
        MunicipalityWide = "municipality-wide", "kommungemensamt konto";
        /// A school's or preschool's.
        School = "school", "skolans konto";
        /// A municipal company's.
        Company = "company", "bolagets konto";
    }
}

coded! {
    /// On what an account stands, where a guideline or law tells them apart.
    pub enum Service {
        /// Facebook.
        Facebook = "facebook", "Facebook";
        /// Instagram.
        Instagram = "instagram", "Instagram";
        /// X, called Twitter in older guidelines.
        X = "x", "X";
        /// LinkedIn.
        LinkedIn = "linkedin", "LinkedIn";
        /// YouTube.
        YouTube = "youtube", "YouTube";
        /// TikTok.
        TikTok = "tiktok", "TikTok";
        /// Snapchat.
        Snapchat = "snapchat", "Snapchat";
        /// Flickr.
        Flickr = "flickr", "Flickr";
        /// Bluesky.
        Bluesky = "bluesky", "Bluesky";
        /// Mastodon.
        Mastodon = "mastodon", "Mastodon";
        /// A blog.
        Blog = "blog", "blogg";
        /// A forum or a chat.
        Forum = "forum", "forum eller chatt";
        /// The authority's own website.
        OwnWebsite = "own-website", "egen webbplats";
        /// Another one.
        Other = "other", "annan tjänst";
    }
}

facts! {
    /// What sort of account it is.
    pub struct ScopeFacts {
        /// Where it stands in its life; an account that nobody has said anything about is in use.
        state: Option<AccountState> = "kontot är";
        /// Which sort.
        class: Option<AccountClass> = "slags konto";
        /// On what it stands.
        service: Option<Service> = "tjänst";
        /// Whether others than the authority can write there.
        others_can_write: bool = "andra kan skriva";
        /// Whether it is meant for the public.
        is_public: bool = "riktat till allmänheten";
        /// Whether it existed before the guideline was adopted.
        existed_before: bool = "fanns före riktlinjen";
        /// Whether the authority is in crisis mode for it.
        in_crisis: bool = "krisläge";
    }
}

impl ScopeFacts {
    /// Whether the account is in use, also while it is being closed.
    #[must_use]
    pub fn is_running(&self) -> bool {
        matches!(self.state, None | Some(AccountState::Active | AccountState::Closing))
    }
}
