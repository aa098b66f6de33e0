//! Diary series.

use uppsikt_kernel::{ActCode, Authority, Id, Role};
use uppsikt_store::{Source as _, Tx};

use super::has_any;
use crate::rooms::people;
use crate::rooms::registry::model::{
    NewSeries, PATTERN_DEFAULT, RegistryError, Series, checked_series, code_for,
};
use crate::rooms::registry::store::{self, series_table};

const REGISTRY_SERIES_ADDED: ActCode = ActCode::new("registry-series-added");

/// Adds a diary series to an authority; for an administrator or a registrar.
///
/// # Errors
/// [`RegistryError::NotAllowed`], [`RegistryError::SeriesTaken`], [`RegistryError::SeriesCode`],
/// [`RegistryError::Pattern`].
pub async fn add_series(
    tx: &mut Tx,
    authority: Id<Authority>,
    new: NewSeries,
) -> Result<Series, RegistryError> {
    if !has_any(tx.actor(), &[Role::Administrator, Role::Registrar], authority) {
        return Err(RegistryError::NotAllowed("en administratör eller registrator"));
    }
    let new = checked_series(new)?;
    store::take_turn(tx, authority).await?;
    if store::series(tx, Some(authority)).await?.iter().any(|series| series.code == new.code) {
        return Err(RegistryError::SeriesTaken);
    }
    insert(tx, authority, new).await
}

/// The series of this code, or the authority's oldest; the turn has been taken.
pub(super) async fn named_or_default(
    tx: &mut Tx,
    authority: Id<Authority>,
    code: Option<&str>,
) -> Result<Series, RegistryError> {
    let all = store::series(tx, Some(authority)).await?;
    match code {
        Some(code) => all
            .into_iter()
            .find(|series| series.code == code)
            .ok_or_else(|| RegistryError::UnknownSeries(code.to_owned())),
        None => match all.into_iter().next() {
            Some(oldest) => Ok(oldest),
            None => make_default(tx, authority).await,
        },
    }
}

/// A number is not refused because nobody has laid up a series yet.
async fn make_default(tx: &mut Tx, authority: Id<Authority>) -> Result<Series, RegistryError> {
    let name = authority_name(tx, authority).await?;
    let new =
        NewSeries { code: code_for(&name), name: "Diarium".to_owned(), pattern: PATTERN_DEFAULT.to_owned() };
    insert(tx, authority, new).await
}

/// The authority's name; empty when it has none within reach.
pub(super) async fn authority_name(tx: &mut Tx, authority: Id<Authority>) -> Result<String, RegistryError> {
    let all = people::authorities(tx).await?;
    Ok(all.into_iter().find(|row| row.id == authority).map(|row| row.name).unwrap_or_default())
}

async fn insert(tx: &mut Tx, authority: Id<Authority>, new: NewSeries) -> Result<Series, RegistryError> {
    let organisation_id = tx.scope().organisation().uuid();
    let mut act = tx.act(REGISTRY_SERIES_ADDED, Some(authority))?;
    let series =
        Series { id: act.new_id()?, authority, code: new.code, name: new.name, pattern: new.pattern };
    act.insert::<series_table::Entity>(series_table::Model {
        organisation_id,
        id: series.id.uuid(),
        authority_id: authority.uuid(),
        code: series.code.clone(),
        name: series.name.clone(),
        pattern: series.pattern.clone(),
        created_at: act.now().get(),
    })?;
    act.finish().await?;
    Ok(series)
}
