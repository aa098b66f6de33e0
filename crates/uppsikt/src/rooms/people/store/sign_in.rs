//! The tables of sign-in, and the migration that makes them.

use sea_orm::sea_query::{
    ColumnDef, Index, PostgresQueryBuilder, SqliteQueryBuilder, Table, TableCreateStatement,
};
use uppsikt_store::{Migration, Reach, Schema, SqlBackend, protect};

/// Passwords: the row's id is the user's.
pub mod user_password {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "user_password")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub organisation_id: Uuid,
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        /// Argon2id in the PHC form, which says its own parameters.
        pub hash: String,
        pub set_at: i64,
    }
    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}
    impl ActiveModelBehavior for ActiveModel {}
    impl uppsikt_store::Stored for Entity {
        const REACH: uppsikt_store::Reach = uppsikt_store::Reach::Organisation;
    }
}

/// Connected apps: the row's id is the user's.
pub mod user_totp {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "user_totp")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub organisation_id: Uuid,
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        /// Where the secret lies in the key store.
        pub secret_id: Uuid,
        pub confirmed_at: i64,
    }
    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}
    impl ActiveModelBehavior for ActiveModel {}
    impl uppsikt_store::Stored for Entity {
        const REACH: uppsikt_store::Reach = uppsikt_store::Reach::Organisation;
    }
}

/// Recovery codes.
pub mod user_recovery_code {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "user_recovery_code")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub organisation_id: Uuid,
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub user_id: Uuid,
        pub digest: String,
        pub used_at: Option<i64>,
    }
    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}
    impl ActiveModelBehavior for ActiveModel {}
    impl uppsikt_store::Stored for Entity {
        const REACH: uppsikt_store::Reach = uppsikt_store::Reach::Organisation;
    }
}

/// Invitations: the row's id is the invited user's, so that a new one replaces the last.
pub mod user_invitation {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "user_invitation")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub organisation_id: Uuid,
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub digest: String,
        pub invited_at: i64,
        pub expires_at: i64,
        pub used_at: Option<i64>,
    }
    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}
    impl ActiveModelBehavior for ActiveModel {}
    impl uppsikt_store::Stored for Entity {
        const REACH: uppsikt_store::Reach = uppsikt_store::Reach::Organisation;
    }
}

/// Sessions.
pub mod user_session {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "user_session")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub organisation_id: Uuid,
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub user_id: Uuid,
        pub digest: String,
        pub stage: String,
        pub device: String,
        pub created_at: i64,
        pub seen_at: i64,
    }
    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}
    impl ActiveModelBehavior for ActiveModel {}
    impl uppsikt_store::Housekeeping for Entity {
        const REACH: uppsikt_store::Reach = uppsikt_store::Reach::Organisation;
        const REASON: &'static str =
            "a session is no handling; it lasts a working day, and what is done in it is recorded as acts";
        // Restored from a backup, a session that was ended would be alive again.
        const DERIVED: bool = true;
    }
}

/// Brakes on guessing: for a login, an address, or (with the user's id) a second factor.
pub mod sign_in_brake {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "sign_in_brake")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub organisation_id: Uuid,
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub failures: i32,
        pub last_at: i64,
        pub blocked_until_at: i64,
        /// The last step of the app's codes that was used; 0 when none.
        pub code_step: i64,
    }
    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}
    impl ActiveModelBehavior for ActiveModel {}
    impl uppsikt_store::Housekeeping for Entity {
        const REACH: uppsikt_store::Reach = uppsikt_store::Reach::Organisation;
        const REASON: &'static str = "how often somebody has guessed today; forgotten after a day";
        const DERIVED: bool = true;
    }
}

/// Turns at a brake or at a user's sessions: 256 rows, shared.
pub mod sign_in_turn {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "sign_in_turn")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub organisation_id: Uuid,
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub taken_at: i64,
    }
    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}
    impl ActiveModelBehavior for ActiveModel {}
    impl uppsikt_store::Housekeeping for Entity {
        const REACH: uppsikt_store::Reach = uppsikt_store::Reach::Organisation;
        const REASON: &'static str =
            "a lock and no record: whoever counts a try or changes a session holds its row until the commit";
        const DERIVED: bool = true;
    }
}

/// The protected log of sign-ins.
pub mod sign_in_event {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "sign_in_event")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub organisation_id: Uuid,
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        /// Whose sign-in; none where nobody has the login. What was typed is never kept.
        pub user_id: Option<Uuid>,
        pub event: String,
        pub happened_at: i64,
    }
    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}
    impl ActiveModelBehavior for ActiveModel {}
    impl uppsikt_store::Housekeeping for Entity {
        const REACH: uppsikt_store::Reach = uppsikt_store::Reach::Organisation;
        const REASON: &'static str =
            "the protected log of sign-ins: for finding misuse only, read by few, gone after 180 days";
        const DERIVED: bool = false;
    }
}

/// How a person wants the pages: the row's id is the user's.
pub mod user_preference {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "user_preference")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub organisation_id: Uuid,
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub has_letter_keys: bool,
    }
    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}
    impl ActiveModelBehavior for ActiveModel {}
    impl uppsikt_store::Housekeeping for Entity {
        const REACH: uppsikt_store::Reach = uppsikt_store::Reach::Organisation;
        const REASON: &'static str = "how a person wants the pages is no handling";
        const DERIVED: bool = false;
    }
}

/// Declares the tables of sign-in.
pub fn declare(schema: &mut Schema) {
    schema.migration(Migration {
        room: "people",
        version: 2,
        name: "passwords, second factors, invitations, sessions",
        statements: second,
    });
    schema.stored::<user_password::Entity>();
    schema.stored::<user_totp::Entity>();
    schema.stored::<user_recovery_code::Entity>();
    schema.stored::<user_invitation::Entity>();
    schema.housekeeping::<user_session::Entity>();
    schema.housekeeping::<sign_in_brake::Entity>();
    schema.housekeeping::<sign_in_turn::Entity>();
    schema.housekeeping::<sign_in_event::Entity>();
    schema.housekeeping::<user_preference::Entity>();
}

fn id(name: &'static str) -> ColumnDef {
    ColumnDef::new(name).uuid().not_null().take()
}

fn text(name: &'static str) -> ColumnDef {
    ColumnDef::new(name).text().not_null().take()
}

fn number(name: &'static str) -> ColumnDef {
    ColumnDef::new(name).big_integer().not_null().take()
}

fn table(name: &'static str, columns: impl IntoIterator<Item = ColumnDef>) -> TableCreateStatement {
    let mut table = Table::create();
    table.table(name).col(id("organisation_id")).col(id("id"));
    for column in columns {
        table.col(column);
    }
    table.primary_key(Index::create().col("organisation_id").col("id")).take()
}

fn second(backend: SqlBackend) -> Vec<String> {
    let optional = |name: &'static str| ColumnDef::new(name).big_integer().take();
    let tables = [
        ("user_password", vec![text("hash"), number("set_at")]),
        ("user_totp", vec![id("secret_id"), number("confirmed_at")]),
        ("user_recovery_code", vec![id("user_id"), text("digest"), optional("used_at")]),
        (
            "user_invitation",
            vec![text("digest"), number("invited_at"), number("expires_at"), optional("used_at")],
        ),
        (
            "user_session",
            vec![
                id("user_id"),
                text("digest"),
                text("stage"),
                text("device"),
                number("created_at"),
                number("seen_at"),
            ],
        ),
        (
            "sign_in_brake",
            vec![
                ColumnDef::new("failures").integer().not_null().take(),
                number("last_at"),
                number("blocked_until_at"),
                number("code_step"),
            ],
        ),
        ("sign_in_turn", vec![number("taken_at")]),
        (
            "sign_in_event",
            vec![ColumnDef::new("user_id").uuid().take(), text("event"), number("happened_at")],
        ),
        ("user_preference", vec![ColumnDef::new("has_letter_keys").boolean().not_null().take()]),
    ];
    let mut all = Vec::new();
    for (name, columns) in tables {
        all.push(backend.create(&table(name, columns)));
        all.extend(protect(backend, name, Reach::Organisation));
    }
    // The one table here that grows: read newest first, swept oldest first.
    let index = Index::create()
        .name("sign_in_event_time")
        .table("sign_in_event")
        .col("organisation_id")
        .col("happened_at")
        .take();
    all.push(match backend {
        SqlBackend::Sqlite => index.to_string(SqliteQueryBuilder),
        SqlBackend::Postgres => index.to_string(PostgresQueryBuilder),
    });
    all
}
