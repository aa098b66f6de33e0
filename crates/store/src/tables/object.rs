//! Sealed objects: ciphertext (or where it lies), and the wrapped key and salt.

use sea_orm::entity::prelude::*;

/// One sealed object.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "object")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub organisation_id: Uuid,
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub authority_id: Uuid,
    /// What the object is a version of.
    pub item_id: Uuid,
    pub version: i32,
    pub act_id: Uuid,
    pub key_id: Uuid,
    /// Key and salt under the key-encryption key; gone when disposed of.
    #[sea_orm(column_type = "Blob", nullable)]
    pub wrapped: Option<Vec<u8>>,
    pub media_type: String,
    pub content_bytes: i64,
    /// Ciphertext of small objects; large ones lie in the object store under their id.
    #[sea_orm(column_type = "Blob", nullable)]
    pub body: Option<Vec<u8>>,
    pub disposed_at: Option<i64>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
