//! One act: what was done, every row that it writes, and every object that it seals.

use std::fmt;

use sea_orm::{ActiveModelTrait as _, EntityTrait, IntoActiveModel, Set};
use uppsikt_kernel::{ActCode, Authority, Id, Object};
use uppsikt_ledger::{Commitment, Entry, EntryError, EntryObject, EntryRow, Salt};
use uuid::Uuid;

use super::{State, Tx, ops};
use crate::error::StoreError;
use crate::keys::WrapContext;
use crate::object::{Body, NewObject, StagedObject, fingerprint};
use crate::row::canonical_row;
use crate::schema::Pending;
use crate::table::Stored;
use crate::tables::{act, object, pending_entry};

/// The id of an act.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ActId(pub Uuid);

impl fmt::Display for ActId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

type Operation = Box<dyn for<'a> FnOnce(&'a mut Tx) -> Pending<'a, ()> + Send>;

/// An act in the making; nothing of it is written before [`Act::finish`].
#[must_use = "an act that is not finished writes nothing"]
pub struct Act<'t> {
    tx: &'t mut Tx,
    entry: Entry,
    code: ActCode,
    salt: Salt,
    operations: Vec<Operation>,
}

impl fmt::Debug for Act<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Act").field("code", &self.code).finish_non_exhaustive()
    }
}

impl Tx {
    /// Begins an act of one authority, or of the organisation as a whole.
    ///
    /// # Errors
    /// [`StoreError::OutOfReach`] when the actor does not reach the authority; [`StoreError::Chance`].
    pub fn act(&mut self, code: ActCode, authority: Option<Id<Authority>>) -> Result<Act<'_>, StoreError> {
        if !self.scope.reaches(self.actor.organisation.uuid(), authority.map(Id::uuid)) {
            return Err(StoreError::OutOfReach("act"));
        }
        let mut salt = [0; 32];
        self.inner.chance.fill(&mut salt)?;
        let id: Id<act::Entity> = self.inner.ids.next()?;
        let entry = Entry {
            id: id.uuid(),
            act: code.as_str().to_owned(),
            actor: self.actor.user,
            at: self.now,
            authority,
            disposed: Vec::new(),
            keys: Vec::new(),
            objects: Vec::new(),
            roles: self.actor.roles_for(authority).iter().copied().collect(),
            rows: Vec::new(),
        };
        Ok(Act { tx: self, entry, code, salt: Salt::new(salt), operations: Vec::new() })
    }
}

impl Act<'_> {
    /// The act's id, for rows that name it.
    #[must_use]
    pub const fn id(&self) -> ActId {
        ActId(self.entry.id)
    }

    /// The organisation in whose log the act is recorded.
    #[must_use]
    pub const fn organisation(&self) -> Id<uppsikt_kernel::Organisation> {
        self.tx.actor.organisation
    }

    /// Who acts.
    #[must_use]
    pub const fn actor(&self) -> Id<uppsikt_kernel::User> {
        self.entry.actor
    }

    /// The instant of the act.
    #[must_use]
    pub const fn now(&self) -> uppsikt_kernel::Micros {
        self.entry.at
    }

    /// A new id.
    ///
    /// # Errors
    /// [`StoreError::Chance`].
    pub fn new_id<T>(&self) -> Result<Id<T>, StoreError> {
        self.tx.new_id()
    }

    /// Inserts a row.
    ///
    /// # Errors
    /// [`StoreError::OutOfReach`] when the row names somebody else's organisation or authority.
    pub fn insert<E>(&mut self, row: E::Model) -> Result<(), StoreError>
    where
        E: Stored,
        E::Model: IntoActiveModel<E::ActiveModel> + Send,
        E::ActiveModel: Send,
    {
        self.bind::<E>(&row)?;
        self.operations.push(Box::new(move |tx| {
            Box::pin(async move {
                // Read from a model it says "unchanged"; an insert must write every column.
                tx.buffer.push::<E>(row.into_active_model().reset_all());
                // Rows that might collide are written under this transaction's own savepoint.
                if !E::FRESH {
                    tx.connection().await?;
                }
                Ok(())
            })
        }));
        Ok(())
    }

    /// Replaces a row that is within reach.
    ///
    /// # Errors
    /// As [`Act::insert`]; that the row is there is checked when the act is finished.
    pub fn update<E>(&mut self, row: E::Model) -> Result<(), StoreError>
    where
        E: Stored,
        E::Model: IntoActiveModel<E::ActiveModel> + Send,
        E::ActiveModel: Send,
    {
        self.bind::<E>(&row)?;
        self.operations.push(Box::new(move |tx| {
            Box::pin(async move {
                let scope = tx.scope.clone();
                let conn = tx.connection().await?;
                ops::update::<E>(&conn, &scope, E::REACH, row).await
            })
        }));
        Ok(())
    }

    /// Deletes a row that is within reach.
    pub fn delete<E: Stored>(&mut self, id: Uuid) {
        let table = E::default().table_name();
        self.entry.rows.push(EntryRow { table: table.to_owned(), id, commitment: None });
        self.operations.push(Box::new(move |tx| {
            Box::pin(async move {
                let scope = tx.scope.clone();
                let conn = tx.connection().await?;
                match ops::delete::<E>(&conn, &scope, E::REACH, id).await? {
                    true => Ok(()),
                    false => Err(StoreError::NotFound { table, row: id.to_string() }),
                }
            })
        }));
    }

    fn bind<E: Stored>(&mut self, row: &E::Model) -> Result<(), StoreError> {
        let table = self.tx.inner.schema.table::<E>()?.name;
        ops::check_reach::<E>(&self.tx.scope, E::REACH, row)?;
        let id = ops::uuid_in::<E>(row, "id")?.ok_or(StoreError::OutOfReach(table))?;
        let bytes = canonical_row(table, ops::covered_values::<E>(row, E::EXEMPT))?;
        let commitment = Some(Commitment::row(&self.salt, table, &bytes));
        self.entry.rows.push(EntryRow { table: table.to_owned(), id, commitment });
        Ok(())
    }

    /// Seals content that is in memory; for large files see [`crate::Store::stage`].
    ///
    /// # Errors
    /// [`StoreError`] when the key cannot be had or there is no randomness.
    pub fn seal(&mut self, new: NewObject, content: &[u8]) -> Result<Id<Object>, StoreError> {
        let id = self.tx.new_id()?;
        let organisation = self.tx.actor.organisation;
        let staged = StagedObject::small(organisation, id, content, &*self.tx.inner.chance)?;
        self.place(new, staged)
    }

    /// Seals content together with a fingerprint of what counts as its content.
    ///
    /// The fingerprint is salted with the object's own salt, so that it tells nothing to whoever
    /// has only the database, and nothing to anybody once the object has been disposed of.
    ///
    /// # Errors
    /// As [`Act::seal`].
    pub fn seal_with_fingerprint(
        &mut self,
        new: NewObject,
        content: &[u8],
        content_key: &[u8],
    ) -> Result<(Id<Object>, Vec<u8>), StoreError> {
        let id = self.tx.new_id()?;
        let organisation = self.tx.actor.organisation;
        let staged = StagedObject::small(organisation, id, content, &*self.tx.inner.chance)?;
        let fingerprint = fingerprint(&staged.secret.salt, content_key);
        Ok((self.place(new, staged)?, fingerprint))
    }

    /// Binds content that was encrypted beforehand.
    ///
    /// # Errors
    /// As [`Act::seal`]; [`StoreError::OutOfReach`] for another organisation's content or without an authority.
    pub fn place(&mut self, new: NewObject, staged: StagedObject) -> Result<Id<Object>, StoreError> {
        let organisation = self.tx.actor.organisation;
        let (Some(authority), true) = (self.entry.authority, staged.organisation == organisation) else {
            return Err(StoreError::OutOfReach("object"));
        };
        let inner = &self.tx.inner;
        let year = inner.year(self.entry.at);
        let kek = inner
            .keys
            .for_sealing(authority, &new.class, year, || Ok(inner.ids.next::<act::Entity>()?.uuid()))?;
        let context = WrapContext {
            organisation,
            authority,
            object: staged.id,
            item: new.item,
            version: new.version,
            act: self.entry.id,
            key: kek.id,
            content_bytes: staged.content_bytes,
            media_type: &new.media_type,
        };
        let wrapped = staged.secret.wrap(&kek, &context, &*inner.chance)?;
        let version = u32::try_from(new.version).map_err(|_| StoreError::OutOfReach("object"))?;
        self.entry.objects.push(EntryObject {
            commitment: staged.commitment,
            id: staged.id,
            item: new.item,
            version,
        });
        let row = object::ActiveModel {
            organisation_id: Set(organisation.uuid()),
            id: Set(staged.id.uuid()),
            authority_id: Set(authority.uuid()),
            item_id: Set(new.item),
            version: Set(new.version),
            act_id: Set(self.entry.id),
            key_id: Set(kek.id),
            wrapped: Set(Some(wrapped)),
            media_type: Set(new.media_type),
            content_bytes: Set(staged.content_bytes),
            body: Set(match staged.body {
                Body::Inline(body) => Some(body),
                Body::Blob => None,
            }),
            disposed_at: Set(None),
        };
        let version = (organisation.uuid(), new.item, new.version);
        self.operations.push(Box::new(move |tx| Box::pin(async move { tx.push_object(version, row).await })));
        Ok(staged.id)
    }

    /// Names an object whose key, salt and bytes this act destroys.
    pub(crate) fn dispose(&mut self, id: Id<Object>) {
        self.entry.disposed.push(id);
    }

    /// Names a signing key that is valid from this act on.
    pub(crate) fn announce_key(&mut self, vkey: String) {
        self.entry.keys.push(vkey);
    }

    fn push<E: EntityTrait>(&mut self, row: E::ActiveModel)
    where
        E::ActiveModel: Send,
    {
        self.operations.push(Box::new(move |tx| {
            Box::pin(async move {
                tx.buffer.push::<E>(row);
                Ok(())
            })
        }));
    }

    /// Writes everything and lays the entry before the sequencer.
    ///
    /// # Errors
    /// [`StoreError::ActTooLarge`] for more than about 500 rows and objects; whatever the database refuses.
    pub async fn finish(mut self) -> Result<ActId, StoreError> {
        let entry = self.entry.to_bytes().map_err(|error| match error {
            EntryError::TooLong { .. } => StoreError::ActTooLarge,
            other => StoreError::LogDamaged(other.to_string()),
        })?;
        let organisation_id = self.tx.actor.organisation.uuid();
        self.push::<act::Entity>(act::ActiveModel {
            organisation_id: Set(organisation_id),
            id: Set(self.entry.id),
            authority_id: Set(self.entry.authority.map(Id::uuid)),
            code: Set(self.code.as_str().to_owned()),
            recorded_at: Set(self.entry.at.get()),
            salt: Set(self.salt.as_bytes().to_vec()),
            leaf_index: Set(None),
        });
        self.push::<pending_entry::Entity>(pending_entry::ActiveModel {
            seq: sea_orm::NotSet,
            organisation_id: Set(organisation_id),
            act_id: Set(self.entry.id),
            entry: Set(entry),
        });
        let before = std::mem::replace(&mut self.tx.state, State::Half);
        for operation in self.operations {
            let outcome = operation(self.tx).await;
            self.tx.spoiled_by(outcome)?;
        }
        self.tx.state = before;
        Ok(ActId(self.entry.id))
    }
}
