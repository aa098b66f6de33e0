//! Reading line after line, and sorting what was read by account.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use serde::de::DeserializeOwned;

use super::line::{AccountLine, DecidedMeasure, DecisionLine, Head, RegistrationLine};
use super::{Import, LINE_BYTES_MAX, NDJSON_ITEM, PRACTICE_TYPES, Understood, understood};
use crate::cut::understand;
use crate::imports::pages::Pages;
use crate::imports::{ITEMS_MAX, ImportError, PROBLEMS_MAX, Problem, Why, is_id, is_plausible_date};
use crate::item::{ItemKind, NativeRef};
use crate::page::{QuarantineReason, ReadPage};

/// What a file that is being read has held so far.
#[derive(Default)]
pub(super) struct Reading<'a> {
    import: Import,
    items: BTreeMap<String, Vec<Found<'a>>>,
    /// Lines that were to be items of an account that they do not tell.
    homeless: Vec<Found<'a>>,
    items_count: usize,
    item_lines: HashMap<(String, ItemKind, String), usize>,
    registration_lines: HashMap<(String, String), usize>,
    decision_lines: HashMap<(String, String, DecidedMeasure, jiff::civil::Date), usize>,
}

/// A line that was to be an item.
struct Found<'a> {
    line: usize,
    bytes: &'a [u8],
    read: Result<Understood, QuarantineReason>,
    native_id: Option<String>,
}

impl<'a> Reading<'a> {
    pub(super) fn take(&mut self, line: usize, bytes: &'a [u8]) -> Result<(), ImportError> {
        let head = Head::read(bytes);
        match head.what.as_deref() {
            Some("item") => self.item(line, bytes, head)?,
            Some("account") => self.account(line, bytes),
            Some("registration") => self.registration(line, bytes),
            Some("decision") => self.decision(line, bytes),
            Some(practice) if PRACTICE_TYPES.contains(&practice) => {}
            Some(_) => self.problem(line, Why::Type),
            // A line that tells nothing is more often a broken item than anything else.
            None => self.item(line, bytes, head)?,
        }
        Ok(())
    }

    fn item(&mut self, line: usize, bytes: &'a [u8], head: Head) -> Result<(), ImportError> {
        self.items_count += 1;
        if self.items_count > ITEMS_MAX {
            return Err(ImportError::TooManyItems { items_max: ITEMS_MAX });
        }
        let read = understood(bytes);
        if let Ok(Understood { item, account, .. }) = &read {
            let key = (account.clone(), item.kind, item.native_id.clone());
            if let Some(first_line) = first_line(&mut self.item_lines, key, line) {
                self.problem(line, Why::Duplicate { first_line });
                return Ok(());
            }
        }
        let native_id = head.id.filter(|id| is_id(id));
        let found = Found { line, bytes, read, native_id };
        match head.account.filter(|account| is_id(account)) {
            Some(account) => self.house(account, found),
            None => self.homeless.push(found),
        }
        Ok(())
    }

    /// Gives a line to its account.
    fn house(&mut self, account: String, found: Found<'a>) {
        if let Err(reason) = &found.read {
            self.problem(found.line, Why::Quarantined(*reason));
        }
        self.items.entry(account).or_default().push(found);
    }

    fn account(&mut self, line: usize, bytes: &[u8]) {
        let Some(mut account) = self.other::<AccountLine>(line, bytes) else { return };
        if !is_id(&account.id) {
            return self.problem(line, Why::Shape { column: 0 });
        }
        if account.started_on.is_some_and(|date| !is_plausible_date(date)) {
            return self.problem(line, Why::Date);
        }
        // Accounts are few: looking through them is no work.
        if let Some(first) = self.import.accounts.iter().find(|known| known.id == account.id) {
            let first_line = first.line;
            return self.problem(line, Why::Duplicate { first_line });
        }
        account.line = line;
        self.import.accounts.push(account);
    }

    fn registration(&mut self, line: usize, bytes: &[u8]) {
        let Some(mut registration) = self.other::<RegistrationLine>(line, bytes) else { return };
        let dates = [Some(registration.registered_on), registration.secrecy.as_ref().map(|mark| mark.date)];
        if !dates.into_iter().flatten().all(is_plausible_date) {
            return self.problem(line, Why::Date);
        }
        let key = (registration.account.clone(), registration.number.clone());
        if let Some(first_line) = first_line(&mut self.registration_lines, key, line) {
            return self.problem(line, Why::Duplicate { first_line });
        }
        registration.line = line;
        self.import.registrations.push(registration);
    }

    fn decision(&mut self, line: usize, bytes: &[u8]) {
        let Some(mut decision) = self.other::<DecisionLine>(line, bytes) else { return };
        if !is_plausible_date(decision.decided_on) {
            return self.problem(line, Why::Date);
        }
        let (account, item) = (decision.account.clone(), decision.item.clone());
        let key = (account, item, decision.measure, decision.decided_on);
        if let Some(first_line) = first_line(&mut self.decision_lines, key, line) {
            return self.problem(line, Why::Duplicate { first_line });
        }
        decision.line = line;
        self.import.decisions.push(decision);
    }

    /// Understands a line that is no item, or notes why it cannot be understood.
    fn other<T: DeserializeOwned>(&mut self, line: usize, bytes: &[u8]) -> Option<T> {
        if bytes.len() > LINE_BYTES_MAX {
            self.problem(line, Why::TooLong);
            return None;
        }
        let why = match understand(bytes) {
            Ok(understood) => return Some(understood),
            Err(QuarantineReason::Shape { column, .. }) => Why::Shape { column },
            Err(_) => Why::NotText,
        };
        self.problem(line, why);
        None
    }

    fn problem(&mut self, line: usize, why: Why) {
        self.import.problems_total += 1;
        if self.import.problems.len() < PROBLEMS_MAX {
            self.import.problems.push(Problem { line, why });
        }
    }

    pub(super) fn finish(mut self) -> Import {
        self.settle();
        self.import.pages_by_account = std::mem::take(&mut self.items)
            .into_iter()
            .map(|(account, found)| {
                let pages = pages(&account, found);
                (account, pages)
            })
            .collect();
        self.import.problems.sort_by_key(|problem| problem.line);
        self.import
    }

    /// Gives lines that name no account to the file's only one; to guess among several could hand an authority
    /// what another one has received.
    fn settle(&mut self) {
        let mut accounts: BTreeSet<String> = self.items.keys().cloned().collect();
        accounts.extend(self.import.accounts.iter().map(|account| account.id.clone()));
        let homeless = std::mem::take(&mut self.homeless);
        match (accounts.len(), accounts.pop_first()) {
            (1, Some(only)) => {
                homeless.into_iter().for_each(|found| self.house(only.clone(), found));
                self.items.entry(only).or_default().sort_by_key(|found| found.line);
            }
            _ => homeless.iter().for_each(|found| self.problem(found.line, Why::Account)),
        }
    }
}

/// The line at which the same thing stood before; notes this one when it is the first.
fn first_line<K: std::hash::Hash + Eq>(lines: &mut HashMap<K, usize>, key: K, line: usize) -> Option<usize> {
    let first = *lines.entry(key).or_insert(line);
    (first != line).then_some(first)
}

fn pages(account: &str, found: Vec<Found<'_>>) -> Vec<ReadPage> {
    let kinds = Kinds::of(found.iter().filter_map(|found| Some(found.read.as_ref().ok()?.item.native_ref())));
    let mut pages = Pages::new(NDJSON_ITEM, format!("import:ndjson/{account}"));
    for found in found {
        let read = found.read.map(|mut understood| {
            kinds.settle(&mut understood);
            understood.item
        });
        pages.push(found.bytes, read, found.native_id);
        pages.between(b"\n");
    }
    pages.finish()
}

/// Which kind the item with an id is; of several, the one that stands first in [`ItemKind::ALL`].
pub(crate) struct Kinds(HashMap<String, ItemKind>);

impl Kinds {
    pub(crate) fn of(items: impl Iterator<Item = NativeRef>) -> Self {
        let mut kinds = HashMap::new();
        for item in items {
            let kind = kinds.entry(item.id).or_insert(item.kind);
            *kind = item.kind.min(*kind);
        }
        Self(kinds)
    }

    /// Puts the right kind where only a guess stood.
    pub(crate) fn settle(&self, understood: &mut Understood) {
        if let (true, Some(parent)) = (understood.guessed_parent, &mut understood.item.parent) {
            parent.kind = self.0.get(&parent.id).copied().unwrap_or(parent.kind);
        }
    }
}
