//! Which accounts an obligation concerns: where an account stands in its life, and who stands in for whom.

use crate::evaluate::{Case, Outcome};
use crate::fact::{AccountClass, AccountState};
use crate::parameter::{Key, Party};

/// What is to be in place before an account starts.
///
/// It does not concern closed accounts. Of accounts that existed before the guideline it speaks only
/// where the guideline says that they are covered (README of the requirements, FINSPANG-038).
pub(super) fn at_start(case: &Case<'_>, judge: impl FnOnce() -> Outcome) -> Outcome {
    let scope = &case.facts.scope;
    if scope.state == Some(AccountState::Closed) {
        return Outcome::NotApplicable;
    }
    match case.yes(Key::ScopeExistingAccounts) {
        Some(false) if scope.existed_before => Outcome::NotApplicable,
        None if scope.existed_before => Outcome::Silent,
        _ => judge(),
    }
}

/// What is to hold from the application until the account is closed.
pub(super) fn until_closed(case: &Case<'_>, judge: impl FnOnce() -> Outcome) -> Outcome {
    if case.facts.scope.state == Some(AccountState::Closed) { Outcome::NotApplicable } else { judge() }
}

/// What is to hold while an account is in use.
pub(super) fn in_use(case: &Case<'_>, judge: impl FnOnce() -> Outcome) -> Outcome {
    if case.facts.scope.is_running() { judge() } else { Outcome::NotApplicable }
}

/// What is to be done with an account that is being closed, or is closed.
pub(super) fn at_closing(case: &Case<'_>, judge: impl FnOnce() -> Outcome) -> Outcome {
    let closing = &case.facts.closing;
    let is_asked = closing.closing_decided_by.is_some() || closing.closes_on.is_some();
    let is_state = matches!(case.facts.scope.state, Some(AccountState::Closing | AccountState::Closed));
    if is_asked || is_state { judge() } else { Outcome::NotApplicable }
}

/// Whether the account is a municipal company's.
pub(super) fn is_company(case: &Case<'_>) -> bool {
    case.facts.scope.class == Some(AccountClass::Company)
}

/// Whether somebody is one of those whom a key names; anybody will do where it names nobody.
pub(super) fn is_named(case: &Case<'_>, key: Key, found: Option<Party>) -> bool {
    found.is_some_and(|found| case.parties(key).is_none_or(|named| is_among(case, named, found)))
}

/// Whether somebody is among those who are named.
///
/// In a municipal company its head stands in for the manager, and the company's own communicator for
/// the communications department (FINSPANG-041, 079).
pub(super) fn is_among(case: &Case<'_>, named: &[Party], found: Party) -> bool {
    let stands_for = match found {
        Party::CompanyHead => Some(Party::Manager),
        Party::Company => Some(Party::Communications),
        _ => None,
    };
    let stands_in = stands_for.is_some_and(|one| is_company(case) && named.contains(&one));
    named.contains(&found) || stands_in
}
