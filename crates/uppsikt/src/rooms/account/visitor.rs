//! Somebody who practises, seen as a visitor of a practice account: writes there, rewords it and takes it away.
//!
//! Nothing of it is written here: it changes the file of the practice account, as a visitor changes a platform, and
//! is kept when the account is read the next time. Each person has one visitor, whatever name that visitor gives.

use std::path::Path;
use std::sync::Arc;

use uppsikt_kernel::{Id, ManualClock, Micros, User};
use uppsikt_platform::imports::ndjson::{ItemLine, ItemState};
use uppsikt_platform::{
    AddError, Item, ItemKind, NativeRef, Platform as _, PlatformError, PlatformKind, Practice, PracticeError,
    VisitError,
};
use uuid::Uuid;

use super::model::Account;
use super::practice::practice_file;
use crate::explain::{Exit, Explain, Explanation};

/// What a visitor may write, in characters: as much as the common platforms take.
pub const VISITOR_TEXT_CHARS_MAX: usize = 8_000;
/// A visitor's name, in characters.
pub const VISITOR_NAME_CHARS_MAX: usize = 60;
/// Posts that a visitor may answer.
const POSTS_SHOWN_MAX: usize = 12;
/// A practice account has fewer pages than this.
const PAGES_MAX: usize = 1_000;

/// Why a visitor could not do something.
#[derive(Debug, thiserror::Error)]
pub enum VisitorError {
    /// The account is a real one.
    #[error("a visitor was refused: the account is not there to practise on")]
    NotPractice,
    /// There is no text, or no name, or it is too long.
    #[error("a visitor was refused: there is no text or no name, or it is too long")]
    Words,
    /// The practice platform does not take it.
    #[error(transparent)]
    Add(#[from] AddError),
    /// The practice platform does not change it.
    #[error(transparent)]
    Change(#[from] VisitError),
    /// The practice platform's file cannot be used.
    #[error(transparent)]
    File(#[from] PracticeError),
    /// The practice platform cannot be read.
    #[error(transparent)]
    Read(#[from] PlatformError),
}

impl Explain for VisitorError {
    fn explain(&self) -> Explanation {
        let told = |exit, happened: &str, next: &str| Explanation::new(exit, happened, next);
        match self {
            Self::NotPractice => told(
                Exit::Usage,
                "Kontot är ett riktigt konto. Som besökare provar man bara på övningskonton.",
                "Välj ett konto vars namn slutar på (övning).",
            ),
            Self::Words => told(
                Exit::Usage,
                "Namn och text behövs, och de får inte vara hur långa som helst. Inget har skrivits.",
                "Skriv ett namn på högst 60 tecken och en text på högst 8 000.",
            ),
            Self::Add(AddError::Blocked) => told(
                Exit::NotAllowed,
                "Besökaren är blockerad på övningskontot. Inget har skrivits.",
                "Så ser det ut för den som har blivit blockerad. Någon annan kan fortfarande skriva.",
            ),
            Self::Add(AddError::Closed) => told(
                Exit::NotAllowed,
                "Kommentarerna på inlägget är stängda. Inget har skrivits.",
                "Välj ett annat inlägg.",
            ),
            Self::Change(VisitError::Gone) => told(
                Exit::Usage,
                "Kommentaren visas inte längre på övningskontot. Inget har ändrats.",
                "Kanske har någon redan tagit bort den. Se efter i Bevakning.",
            ),
            Self::Change(VisitError::NotTheirs) => told(
                Exit::NotAllowed,
                "Kommentaren är skriven av någon annan. Inget har ändrats.",
                "Som besökare ändrar man bara det man själv har skrivit.",
            ),
            Self::Add(AddError::Taken | AddError::File(_))
            | Self::Change(VisitError::File(_))
            | Self::File(_)
            | Self::Read(_) => told(
                Exit::Passing,
                "Övningskontots fil gick inte att använda just nu. Inget har ändrats.",
                "Försök igen om en stund.",
            ),
        }
    }
}

/// What a visitor sees: the newest posts, and what the visitor has written.
#[derive(Debug, Clone, Default)]
pub struct Seen {
    /// The account's posts, newest first.
    pub posts: Vec<Item>,
    /// What the visitor has written and that is still shown, newest first.
    pub own: Vec<Item>,
}

/// A visitor of a practice account.
#[derive(Debug)]
pub struct Visit {
    practice: Practice,
    account: String,
    visitor: String,
    now: Micros,
}

impl Visit {
    /// A person's visitor.
    ///
    /// # Errors
    /// [`VisitorError::NotPractice`], [`VisitorError::File`].
    pub fn open(data: &Path, account: &Account, person: Id<User>, now: Micros) -> Result<Self, VisitorError> {
        if account.platform != PlatformKind::Practice {
            return Err(VisitorError::NotPractice);
        }
        let clock = Arc::new(ManualClock::at(now.timestamp()));
        let practice = Practice::open(practice_file(data, account.id), clock)?;
        let named = account.import_id.clone().unwrap_or_else(|| account.id.to_string());
        Ok(Self { practice, account: named, visitor: format!("besok-{person}"), now })
    }

    /// What the visitor sees.
    ///
    /// # Errors
    /// [`VisitorError::Read`].
    pub async fn sees(&self) -> Result<Seen, VisitorError> {
        let (mut seen, mut next) = (Seen::default(), None);
        for _ in 0..PAGES_MAX {
            let page = self.practice.read(next.take()).await?;
            let shown = page.items.into_iter().map(|read| read.item).filter(|item| item.is_shown);
            for item in shown {
                if item.own && item.kind == ItemKind::Post {
                    seen.posts.push(item);
                } else if item.author_native_id.as_deref() == Some(self.visitor.as_str()) {
                    seen.own.push(item);
                }
            }
            next = page.next;
            if next.is_none() {
                break;
            }
        }
        let newest_first = |all: &mut Vec<Item>| all.sort_by_key(|item| std::cmp::Reverse(item.published_at));
        newest_first(&mut seen.posts);
        newest_first(&mut seen.own);
        seen.posts.truncate(POSTS_SHOWN_MAX);
        Ok(seen)
    }

    /// The visitor comments on a post.
    ///
    /// # Errors
    /// [`VisitorError::Words`], [`VisitorError::Add`].
    pub fn comment(&self, id: Uuid, post: &str, name: &str, text: &str) -> Result<(), VisitorError> {
        let (name, text) = (checked(name, VISITOR_NAME_CHARS_MAX)?, checked(text, VISITOR_TEXT_CHARS_MAX)?);
        self.practice.add(&ItemLine {
            account: self.account.clone(),
            id: format!("besok-{id}"),
            kind: ItemKind::Comment,
            parent: Some(NativeRef { kind: ItemKind::Post, id: post.to_owned() }),
            author: Some(name.to_owned()),
            author_id: Some(self.visitor.clone()),
            own: false,
            title: None,
            text: text.to_owned(),
            published_at: self.now,
            edited_at: None,
            state: ItemState::Shown,
            address: None,
            language: None,
            media: Vec::new(),
        })?;
        Ok(())
    }

    /// The visitor writes something else in place of what was written.
    ///
    /// # Errors
    /// [`VisitorError::Words`], [`VisitorError::Change`].
    pub fn reword(&self, comment: &str, text: &str) -> Result<(), VisitorError> {
        let text = checked(text, VISITOR_TEXT_CHARS_MAX)?;
        Ok(self.practice.reword(ItemKind::Comment, comment, &self.visitor, text)?)
    }

    /// The visitor takes away what was written.
    ///
    /// # Errors
    /// [`VisitorError::Change`].
    pub fn withdraw(&self, comment: &str) -> Result<(), VisitorError> {
        Ok(self.practice.withdraw(ItemKind::Comment, comment, &self.visitor)?)
    }
}

fn checked(words: &str, chars_max: usize) -> Result<&str, VisitorError> {
    let words = words.trim();
    let fits = !words.is_empty() && words.chars().count() <= chars_max && !words.contains('\0');
    if fits { Ok(words) } else { Err(VisitorError::Words) }
}
