//! Items page by page.

use sea_orm::ColumnTrait as _;
use uppsikt_kernel::Id;
use uppsikt_platform::ItemKind;
use uppsikt_store::{Scoped, Source, StoreError};
use uuid::Uuid;

use super::{item, item_of};
use crate::rooms::account::Account;
use crate::rooms::capture::model::CapturedItem;

/// A page of items, newest first, older than `before`; of one account or one kind, where that is asked for.
///
/// # Errors
/// [`StoreError`].
pub async fn page_of(
    source: &mut impl Source,
    (account, kind): (Option<Id<Account>>, Option<ItemKind>),
    before: Option<Uuid>,
    limit: u64,
) -> Result<Vec<CapturedItem>, StoreError> {
    let mut query = Scoped::<item::Entity>::stored(source).descending(item::Column::Id);
    if let Some(account) = account {
        query = query.filter(item::Column::AccountId.eq(account.uuid()));
    }
    if let Some(kind) = kind {
        query = query.filter(item::Column::Kind.eq(kind.code()));
    }
    if let Some(before) = before {
        query = query.filter(item::Column::Id.lt(before));
    }
    query.list(source, limit).await?.into_iter().map(item_of).collect()
}
