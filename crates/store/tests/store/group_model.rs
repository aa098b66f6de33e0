//! Whatever transactions go to the disk together, the outcome is as if each had gone alone, in turn.

use std::collections::BTreeMap;
use std::time::Duration;

use proptest::prelude::*;
use proptest::test_runner::TestCaseError;
use sea_orm::entity::prelude::*;
use uppsikt_store::{
    Migration, Reach, Schema, Scoped, Settings, SqlBackend, Store, StoreError, Stored, protect,
};

use crate::support::*;

/// Rows that may wait for the group's flush; `note` has those that may not.
mod leaf {
    use super::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "leaf")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub organisation_id: Uuid,
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub count: i64,
    }
    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}
    impl ActiveModelBehavior for ActiveModel {}
    impl Stored for Entity {
        const REACH: Reach = Reach::Organisation;
        const FRESH: bool = true;
    }
}

fn with_leaves() -> Schema {
    fn statements(backend: SqlBackend) -> Vec<String> {
        let mut all = vec![
            "CREATE TABLE leaf (organisation_id uuid_blob NOT NULL, id uuid_blob NOT NULL, count BIGINT NOT NULL, \
             PRIMARY KEY (organisation_id, id))"
                .to_owned(),
        ];
        all.extend(protect(backend, "leaf", Reach::Organisation));
        all
    }
    let mut schema = schema();
    schema.migration(Migration { room: "leaf", version: 1, name: "leaves", statements });
    schema.stored::<leaf::Entity>();
    schema
}

/// One thing that an act does. Keys are few, so that transactions meet.
#[derive(Debug, Clone)]
enum Op {
    /// A row whose id nobody else uses.
    Fresh,
    /// A row that may be there already.
    Insert(u8),
    Update(u8),
    Delete(u8),
    /// Changes the fresh row that was inserted so many back, where there is one.
    UpdateFresh(u8),
    /// A version of an item that may be there already.
    Seal(u8),
}

#[derive(Debug, Clone)]
enum Step {
    Act(Vec<Op>),
    /// An act that is dropped unfinished.
    Drop(Vec<Op>),
    /// Every row that this transaction sees.
    Read,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum End {
    Keep,
    Refuse,
    Panic,
}

#[derive(Debug, Clone)]
struct Transaction {
    steps: Vec<Step>,
    end: End,
}

fn transactions() -> impl Strategy<Value = Vec<Transaction>> {
    let op = prop_oneof![
        4 => Just(Op::Fresh),
        3 => (0..12_u8).prop_map(Op::Insert),
        2 => (0..12_u8).prop_map(Op::Update),
        1 => (0..12_u8).prop_map(Op::Delete),
        2 => (0..4_u8).prop_map(Op::UpdateFresh),
        2 => (0..12_u8).prop_map(Op::Seal),
    ];
    let ops = prop::collection::vec(op, 0..5);
    let step = prop_oneof![5 => ops.clone().prop_map(Step::Act), 1 => ops.prop_map(Step::Drop), 2 => Just(Step::Read)];
    let end = prop_oneof![8 => Just(End::Keep), 1 => Just(End::Refuse), 1 => Just(End::Panic)];
    let one = (prop::collection::vec(step, 0..4), end).prop_map(|(steps, end)| Transaction { steps, end });
    prop::collection::vec(one, 1..40)
}

/// Every row: notes by key, leaves by number.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
struct Rows {
    notes: BTreeMap<u8, i64>,
    leaves: BTreeMap<u64, i64>,
}

/// What a transaction came to, with everything that it read.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Outcome {
    Kept(Vec<Rows>),
    Refused,
    Clashed,
    Missed,
    Panicked,
}

#[derive(Debug, Clone, Default)]
struct Model {
    rows: Rows,
    items: BTreeMap<u8, ()>,
    acts: u64,
}

/// The number of a fresh row: its transaction, and which one in it.
fn number(transaction: usize, fresh: usize) -> u64 {
    (transaction * 100 + fresh) as u64
}

impl Model {
    fn run(&mut self, at: usize, transaction: &Transaction) -> Outcome {
        let before = self.clone();
        let outcome = self.attempt(at, transaction);
        if !matches!(outcome, Outcome::Kept(_)) {
            *self = before;
        }
        outcome
    }

    fn attempt(&mut self, at: usize, transaction: &Transaction) -> Outcome {
        let (mut seen, mut fresh) = (Vec::new(), 0);
        for step in &transaction.steps {
            match step {
                Step::Read => seen.push(self.rows.clone()),
                Step::Drop(ops) => fresh += ops.len(),
                Step::Act(ops) => {
                    for op in ops {
                        fresh += 1;
                        if let Err(outcome) = self.operate(number(at, fresh), op) {
                            return outcome;
                        }
                    }
                    self.acts += 1;
                }
            }
        }
        match transaction.end {
            End::Keep => Outcome::Kept(seen),
            End::Refuse => Outcome::Refused,
            End::Panic => Outcome::Panicked,
        }
    }

    fn operate(&mut self, number: u64, op: &Op) -> Result<(), Outcome> {
        let count = i64::try_from(number).unwrap();
        let clash = |new: bool| if new { Ok(()) } else { Err(Outcome::Clashed) };
        let miss = |there: bool| if there { Ok(()) } else { Err(Outcome::Missed) };
        match op {
            Op::Fresh => clash(self.rows.leaves.insert(number, count).is_none()),
            Op::Insert(key) => clash(self.rows.notes.insert(*key, count).is_none()),
            Op::Update(key) => miss(self.rows.notes.insert(*key, count).is_some()),
            Op::Delete(key) => miss(self.rows.notes.remove(key).is_some()),
            Op::UpdateFresh(back) => {
                let named = self.fresh(*back);
                miss(self.rows.leaves.insert(named, count).is_some())
            }
            Op::Seal(key) => clash(self.items.insert(*key, ()).is_none()),
        }
    }

    /// A fresh row of an earlier transaction, as the model has it; 0 is none.
    fn fresh(&self, back: u8) -> u64 {
        self.rows.leaves.keys().rev().nth(usize::from(back)).copied().unwrap_or(0)
    }
}

/// The same id for the same key in every transaction of a case.
fn id(kind: u64, number: u64) -> Uuid {
    Uuid::from_u64_pair(kind, number)
}

/// What a transaction is to do, with the fresh rows that it changes already named.
type Named = Vec<(Step, Vec<u64>)>;

async fn carry_out(store: Store, house: House, at: usize, steps: Named, end: End) -> Outcome {
    let own = house.clone();
    let outcome =
        store.write::<_, StoreError, _>(&house.actor, move |tx| Box::pin(work(tx, own, at, steps, end)));
    match outcome.await {
        Ok(seen) => Outcome::Kept(seen),
        Err(StoreError::NotSealed) => Outcome::Refused,
        Err(StoreError::Database(_)) => Outcome::Clashed,
        Err(StoreError::NotFound { .. }) => Outcome::Missed,
        Err(StoreError::TaskEnded) => Outcome::Panicked,
        Err(error) => panic!("{error:?}"),
    }
}

async fn work(
    tx: &mut uppsikt_store::Tx,
    house: House,
    at: usize,
    steps: Named,
    end: End,
) -> Result<Vec<Rows>, StoreError> {
    let (mut seen, mut fresh) = (Vec::new(), 0);
    for (step, named) in steps {
        let ops = match &step {
            Step::Read => {
                seen.push(rows(tx).await?);
                continue;
            }
            Step::Act(ops) | Step::Drop(ops) => ops,
        };
        let mut act = tx.act(NOTE_WRITTEN, Some(house.authority))?;
        for (op, named) in ops.iter().zip(named) {
            fresh += 1;
            operate(&mut act, &house, number(at, fresh), op, named)?;
        }
        match step {
            Step::Act(_) => drop(act.finish().await?),
            _ => drop(act),
        }
    }
    match end {
        End::Keep => Ok(seen),
        End::Refuse => Err(StoreError::NotSealed),
        End::Panic => panic!("a room's work panics, as this test wants"),
    }
}

fn operate(
    act: &mut uppsikt_store::Act<'_>,
    house: &House,
    number: u64,
    op: &Op,
    named: u64,
) -> Result<(), StoreError> {
    let count = i64::try_from(number).unwrap();
    let organisation_id = house.organisation.uuid();
    let note = |key: &u8| note::Model { count, ..house.note(id(1, u64::from(*key)), "model") };
    let leaf = |number: u64| leaf::Model { organisation_id, id: id(2, number), count };
    match op {
        Op::Fresh => act.insert::<leaf::Entity>(leaf(number)),
        Op::Insert(key) => act.insert::<note::Entity>(note(key)),
        Op::Update(key) => act.update::<note::Entity>(note(key)),
        Op::Delete(key) => {
            act.delete::<note::Entity>(id(1, u64::from(*key)));
            Ok(())
        }
        Op::UpdateFresh(_) => act.update::<leaf::Entity>(leaf(named)),
        Op::Seal(key) => act.seal(new_object(id(3, u64::from(*key)), 1), &[*key]).map(|_| ()),
    }
}

async fn rows(source: &mut impl uppsikt_store::Source) -> Result<Rows, StoreError> {
    let notes =
        Scoped::<note::Entity>::stored(source).ascending(note::Column::Id).list(source, 1_000).await?;
    let leaves =
        Scoped::<leaf::Entity>::stored(source).ascending(leaf::Column::Id).list(source, 10_000).await?;
    let low = |id: Uuid| id.as_u64_pair().1;
    Ok(Rows {
        notes: notes.into_iter().map(|row| (u8::try_from(low(row.id)).unwrap(), row.count)).collect(),
        leaves: leaves.into_iter().map(|row| (low(row.id), row.count)).collect(),
    })
}

/// Runs the model, noting which fresh row each `UpdateFresh` means.
fn expect(transactions: &[Transaction]) -> (Model, Vec<Named>, Vec<Outcome>) {
    let (mut model, mut named, mut outcomes) = (Model::default(), Vec::new(), Vec::new());
    for (at, transaction) in transactions.iter().enumerate() {
        // Named as the transaction would see them one operation after the other.
        let mut ahead = model.clone();
        let mut fresh = 0;
        let mut steps = Vec::new();
        for step in &transaction.steps {
            let mut names = Vec::new();
            if let Step::Act(ops) | Step::Drop(ops) = step {
                for op in ops {
                    fresh += 1;
                    names.push(if let Op::UpdateFresh(back) = op { ahead.fresh(*back) } else { 0 });
                    if matches!(step, Step::Act(_)) {
                        // What fails ends the transaction, and what comes after it is never reached.
                        let _ = ahead.operate(number(at, fresh), op);
                    }
                }
            }
            steps.push((step.clone(), names));
        }
        named.push(steps);
        outcomes.push(model.run(at, transaction));
    }
    (model, named, outcomes)
}

async fn case(transactions: Vec<Transaction>, group_max: usize) -> Result<(), TestCaseError> {
    let dir = tempfile::tempdir().unwrap();
    let settings = Settings { group_max, ..Settings::sqlite(dir.path().join("data")) };
    let (clock, chance) = (uppsikt_kernel::SystemClock, uppsikt_kernel::OsChance);
    let store =
        Store::create(settings, with_leaves(), std::sync::Arc::new(clock), std::sync::Arc::new(chance))
            .await
            .unwrap();
    let house = House::begin(&store, "model.example/uppsikt").await;
    let (model, named, expected) = expect(&transactions);
    // One that takes its time, so that the rest come while it is written and go together.
    let holding = store.write::<_, StoreError, _>(&house.actor, |_| {
        Box::pin(async {
            tokio::time::sleep(Duration::from_millis(5)).await;
            Ok(())
        })
    });
    let all = named.into_iter().zip(&transactions).enumerate().map(|(at, (steps, transaction))| {
        carry_out(store.clone(), house.clone(), at, steps, transaction.end)
    });
    // Polled in this order, they are laid before the writer in this order.
    let (held, outcomes) = futures_util::future::join(holding, futures_util::future::join_all(all)).await;
    held.unwrap();
    prop_assert_eq!(outcomes, expected);
    let mut reader = store.read(&house.actor).await.unwrap();
    prop_assert_eq!(rows(&mut reader).await.unwrap(), model.rows.clone());
    for key in 0..12 {
        let versions = reader.versions(id(3, key)).await.unwrap();
        prop_assert_eq!(versions.len(), usize::from(model.items.contains_key(&u8::try_from(key).unwrap())));
    }
    drop(reader);
    store.seal(house.organisation).await.unwrap();
    let report = house.report(&store).await;
    prop_assert_eq!(report.findings, vec![]);
    prop_assert_eq!(report.entries, model.acts + 1);
    prop_assert_eq!(report.rows, (model.rows.notes.len() + model.rows.leaves.len()) as u64);
    store.close().await;
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 60, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_group_is_as_one_after_the_other(transactions in transactions(), group_max in prop_oneof![1..8_usize, Just(512)]) {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        runtime.block_on(case(transactions, group_max))?;
    }
}
