//! An index in a folder of its own, and documents to put in.

use std::path::Path;
use std::sync::Arc;

use uppsikt_kernel::{Authorities, Authority, Id, Organisation};
use uppsikt_store::Scope;
use uppsikt_store::search::{Ask, Document, Hits, Index, Order, Query};
use uuid::Uuid;

/// The organisation of most tests.
pub fn organisation(number: u128) -> Id<Organisation> {
    Id::from_uuid(Uuid::from_u128(0xA000 + number))
}

/// An authority.
pub fn authority(number: u128) -> Id<Authority> {
    Id::from_uuid(Uuid::from_u128(0xB000 + number))
}

/// The id of the document of this number.
pub fn id(number: u128) -> Uuid {
    Uuid::from_u128(0xC000_0000 + number)
}

/// An instant in microseconds.
pub fn at(text: &str) -> i64 {
    text.parse::<jiff::Timestamp>().unwrap().as_microsecond()
}

/// A document with one text.
pub fn document(number: u128, text: &str) -> Document {
    Document {
        id: id(number),
        organisation: organisation(1),
        authority: authority(1),
        at: at("2026-01-15T12:00:00Z") + i64::try_from(number).unwrap() * 60_000_000,
        texts: vec![text.to_owned()],
        keys: Vec::new(),
    }
}

/// A search of somebody who reaches the first authority.
pub fn ask(text: &str) -> Ask {
    let only = Authorities::Only([authority(1)].into());
    Ask {
        scope: scope(1, only),
        query: Query::parse(text).unwrap(),
        conditions: Vec::new(),
        from_at: None,
        until_at: None,
        order: Order::Newest,
        skip: 0,
        take: 1_000,
    }
}

/// What an actor of the organisation reaches.
pub fn scope(number: u128, authorities: Authorities) -> Scope {
    Scope::of(&uppsikt_kernel::Actor {
        user: Id::from_uuid(Uuid::from_u128(9)),
        organisation: organisation(number),
        authorities,
        roles: Default::default(),
        roles_in: Default::default(),
    })
}

/// Opens the index in a folder.
pub fn open(folder: &Path) -> Arc<Index> {
    Index::open(&folder.join("search")).unwrap()
}

/// Puts documents in, in one commit.
pub async fn fill(index: &Arc<Index>, documents: &[Document], watermark: &str) {
    let writer = index.writer().await.unwrap();
    for document in documents {
        writer.put(document).unwrap();
    }
    writer.commit(watermark).await.unwrap().finish().await.unwrap();
}

/// The numbers of what was found, in their order.
pub fn numbers(hits: &Hits) -> Vec<u128> {
    hits.ids.iter().map(|id| id.as_u128() - 0xC000_0000).collect()
}
