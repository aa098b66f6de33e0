//! What a person saw on a platform that the program cannot read, registered by hand.
//!
//! It is kept as an item like any other, with versions, pictures and proofs: the person's account stands in the
//! place of the platform's bytes, and who attests it is the actor of the act. Seen again with another text it is a
//! new version; seen gone it is a disappearance.

use std::collections::HashMap;
use std::sync::Mutex;

use bytes::Bytes;
use uppsikt_kernel::{Actor, Authority, Id, Role};
use uppsikt_platform::imports::ndjson::{ItemLine, ItemState, item_line, parse_item};
use uppsikt_platform::imports::{ImportError, NDJSON_ITEM};
use uppsikt_platform::{Item, ItemKind, NativeRef, ReadItem, ReadPage};
use uppsikt_store::Reader;
use uuid::Uuid;

use super::from_file::FromFile;
use super::known::{Known, KnownItem};
use super::model::{CaptureError, CausedBy, Origin, Presence};
use super::observation::{Observation, ObservationError, named, not_ahead};
use super::pass::Pass;
use super::reads;
use crate::app::App;
use crate::rooms::account::Account;

/// Roles that may attest what they have seen.
pub const OBSERVERS: &[Role] = &[Role::Editor, Role::Communications, Role::Manager, Role::Registrar];

/// What a registration by hand became.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Observed {
    /// The item.
    pub item: Uuid,
    /// Its last version.
    pub version: i32,
    /// What is new about it.
    pub seen: Seen,
}

/// What is new about something that was seen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Seen {
    /// It was not known before.
    New,
    /// It has changed.
    Changed,
    /// It is as it was, and nothing was kept.
    Same,
    /// It is shown no longer.
    Gone,
}

/// Whether the actor may register by hand what somebody has written there.
///
/// # Errors
/// [`CaptureError::WrongRole`].
pub fn may_observe(actor: &Actor, authority: Id<Authority>, kind: ItemKind) -> Result<(), CaptureError> {
    let may = OBSERVERS.iter().any(|role| actor.has_in(*role, authority));
    if may && reads::may_read(actor, authority, kind) {
        Ok(())
    } else if may {
        Err(CaptureError::WrongRole("en redaktör, chef eller registrator"))
    } else {
        Err(CaptureError::WrongRole("en redaktör, kommunikatör, chef eller registrator"))
    }
}

/// Keeps what a person has seen and attests.
///
/// # Errors
/// [`CaptureError::WrongRole`], [`CaptureError::Observation`], [`CaptureError::Store`].
pub async fn observe(
    app: &App,
    actor: &Actor,
    account: &Account,
    seen: Observation,
) -> Result<Observed, CaptureError> {
    may_observe(actor, account.authority, seen.kind)?;
    let pictures = named(&seen.pictures)?;
    let _busy = app.begin_pass(account.id.uuid()).ok_or(CaptureError::Busy)?;
    let mut reader = app.store.read(actor).await?;
    let before = before(&mut reader, account, &seen).await?;
    let (native, known) = match &before {
        Some((known, all)) => {
            (NativeRef { kind: known.item.kind, id: known.item.native_id.clone() }, all.clone())
        }
        None => {
            let id = match &seen.address {
                Some(address) => address.clone(),
                None => format!("hand-{}", app.store.new_id::<Observed>()?),
            };
            (NativeRef { kind: seen.kind, id }, Known::default())
        }
    };
    let line = match &before {
        // Only that it is gone: what it said is known.
        Some(_) if seen.state == ItemState::Removed && seen.text.is_none() => None,
        before => Some(line(&mut reader, app, account, before, &seen, &native).await?),
    };
    let bytes: HashMap<String, Bytes> =
        pictures.iter().map(|(media, bytes)| (media.source.clone(), bytes.clone())).collect();
    let mut find = |name: &str| -> Result<Option<Bytes>, ImportError> { Ok(bytes.get(name).cloned()) };
    let file = FromFile { kind: account.platform, pages: Vec::new(), find: Mutex::new(&mut find) };
    let mut pass = Pass::begin(app, actor, account, &file, Origin::Hand, known, &mut reader).await?;
    drop(reader);
    match (line, &before) {
        (Some(mut line), _) => {
            if !pictures.is_empty() {
                line.media = pictures.into_iter().map(|(media, _)| media).collect();
            }
            pass.page(page(&line)?).await?;
            pass.media().await?;
        }
        (None, Some((known, _))) => {
            pass.gone(known, Presence::Gone, "observed".to_owned(), CausedBy::Unknown).await?;
        }
        (None, None) => {}
    }
    let last = pass.known.only().ok_or(CaptureError::NotFound)?;
    let seen = match (&before, pass.report.is_unchanged()) {
        (_, true) => Seen::Same,
        (None, _) => Seen::New,
        (Some(_), _) if last.last.presence == Presence::Gone => Seen::Gone,
        _ => Seen::Changed,
    };
    Ok(Observed { item: last.item.id, version: last.last.number, seen })
}

/// The item that was seen again, if it was known.
async fn before(
    reader: &mut Reader,
    account: &Account,
    seen: &Observation,
) -> Result<Option<(KnownItem, Known)>, CaptureError> {
    let item = match (seen.item, &seen.address) {
        (Some(id), _) => {
            let item = reads::item(reader, id).await?.filter(|item| item.account == account.id);
            Some(item.ok_or(ObservationError::OtherItem)?)
        }
        (None, Some(address)) => reads::by_native(reader, account.id, address).await?,
        (None, None) => None,
    };
    let Some(item) = item else { return Ok(None) };
    if item.kind != seen.kind {
        return Err(ObservationError::OtherKind.into());
    }
    let known = Known::load_one(reader, item.id).await?.ok_or(CaptureError::NotFound)?;
    let last = known.only().ok_or(CaptureError::NotFound)?;
    Ok(Some((last, known)))
}

/// What was seen as a line, with what was known before where nothing else is said.
async fn line(
    reader: &mut Reader,
    app: &App,
    account: &Account,
    before: &Option<(KnownItem, Known)>,
    seen: &Observation,
    native: &NativeRef,
) -> Result<ItemLine, CaptureError> {
    let earlier: Option<Item> = match before {
        Some((known, _)) => {
            reads::last_content(reader, account.platform, &known.item).await?.map(|(_, item)| item)
        }
        None => None,
    };
    let parent = match &seen.parent {
        Some(parent) => Some(answered(reader, account, seen.kind, parent).await?),
        None => earlier.as_ref().and_then(|item| item.parent.clone()),
    };
    let text = seen.text.clone().or_else(|| {
        let body = |item: &Item| item.source.clone().unwrap_or_else(|| item.text.clone());
        earlier.as_ref().map(body)
    });
    let published_at = seen.published_at.or(earlier.as_ref().map(|item| item.published_at));
    Ok(ItemLine {
        account: account.id.to_string(),
        id: native.id.clone(),
        kind: seen.kind,
        parent,
        author: seen.author.clone().or(earlier.as_ref().and_then(|item| item.author_name.clone())),
        author_id: earlier.as_ref().and_then(|item| item.author_native_id.clone()),
        own: seen.own.or(earlier.as_ref().map(|item| item.own)).unwrap_or(false),
        title: earlier.as_ref().and_then(|item| item.title.clone()),
        text: text.ok_or(ObservationError::NoText)?,
        published_at: not_ahead(published_at.ok_or(ObservationError::NoTime)?, app.store.now())?,
        edited_at: None,
        state: seen.state,
        address: seen.address.clone().or(earlier.as_ref().and_then(|item| item.permalink.clone())),
        language: earlier.as_ref().and_then(|item| item.language.clone()),
        media: earlier.map(|item| item.media).unwrap_or_default(),
    })
}

/// What an id or an address stands for; what nobody has registered is taken for the likeliest kind.
async fn answered(
    reader: &mut Reader,
    account: &Account,
    kind: ItemKind,
    parent: &str,
) -> Result<NativeRef, CaptureError> {
    let item = match Uuid::try_parse(parent) {
        Ok(id) => {
            let item = reads::item(reader, id).await?.filter(|item| item.account == account.id);
            Some(item.ok_or(ObservationError::OtherItem)?)
        }
        Err(_) => reads::by_native(reader, account.id, parent).await?,
    };
    let likely = if kind == ItemKind::Message { ItemKind::Message } else { ItemKind::Post };
    Ok(match item {
        Some(item) => NativeRef { kind: item.kind, id: item.native_id },
        None => NativeRef { kind: likely, id: parent.to_owned() },
    })
}

/// The page of which the line is the only item.
fn page(line: &ItemLine) -> Result<ReadPage, CaptureError> {
    let bytes = Bytes::from(item_line(line));
    let item = parse_item(&bytes).map_err(ObservationError::Unreadable)?;
    Ok(ReadPage {
        items: vec![ReadItem { range: 0..bytes.len(), item }],
        bytes,
        media_type: NDJSON_ITEM,
        request: "observed".to_owned(),
        quarantined: Vec::new(),
        next: None,
        total: None,
    })
}
