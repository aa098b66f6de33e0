//! Who did something, by name: a person, or another system that is let in.
//!
//! It lies here and not in a room, since pages of rooms that know nothing of integrations show who acted too.

use uppsikt_kernel::{Id, User};
use uppsikt_store::{Source, StoreError};

use crate::rooms::{integration, people};

/// The name of whoever acted; `None` for the program itself.
///
/// # Errors
/// [`StoreError`].
pub async fn name_of(source: &mut impl Source, id: Id<User>) -> Result<Option<String>, StoreError> {
    if let Some(person) = people::user(source, id).await? {
        return Ok(Some(person.name));
    }
    // An integration's acts name it where a person's name that person.
    let system = integration::by_id(source, Id::from_uuid(id.uuid())).await?;
    Ok(system.map(|system| format!("Integrationen {}", system.name)))
}
