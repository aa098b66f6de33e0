//! Another organisation in the same installation, where nothing has been done yet.

use uppsikt::rooms::account::Account;
use uppsikt::rooms::people::{self, NewOrganisation, NewUser, PeopleError};
use uppsikt_kernel::{Authority, Id, Role};

use super::guidelines::{Person, Town, add_account};

/// Granby kommun with one board, and its administrator's browser.
pub struct Neighbour {
    pub admin: Person,
    pub board: Id<Authority>,
}

impl Neighbour {
    pub async fn new(town: &Town) -> Self {
        let store = &town.app.store;
        let new = NewOrganisation {
            name: "Granby kommun".to_owned(),
            origin: "granby.example/uppsikt".to_owned(),
            authorities: vec!["Granby nämnd".to_owned()],
            admin: NewUser {
                login: "greta".to_owned(),
                name: "Greta Ek".to_owned(),
                roles: [Role::Administrator].into(),
            },
        };
        let beginning = people::plan(store, &new).unwrap();
        store.begin_log(beginning.organisation, &beginning.origin).await.unwrap();
        let first = beginning.actor.clone();
        let begun =
            store.write::<_, PeopleError, _>(&first, move |tx| Box::pin(people::begin(tx, beginning)));
        begun.await.unwrap();
        let actor = people::actor(store, Some("greta")).await.unwrap();
        let rows = people::authorities(&mut store.read(&actor).await.unwrap()).await.unwrap();
        Self { admin: town.enter("greta").await, board: rows[0].id }
    }

    /// An account of theirs.
    pub async fn account(&self, town: &Town) -> Account {
        let actor = people::actor(&town.app.store, Some("greta")).await.unwrap();
        add_account(&town.app, &actor, self.board, "Granby på Facebook").await
    }
}
