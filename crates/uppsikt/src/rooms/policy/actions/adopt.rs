//! Adopting a guideline, and withdrawing one that has not taken effect.

use std::collections::BTreeMap;

use jiff::civil::Date;
use uppsikt_guideline::check::{Remark, Severity, check};
use uppsikt_guideline::{Profile, profiles, resolve_text};
use uppsikt_kernel::{ActCode, Actor, Authority, Id, Role};
use uppsikt_store::{Source, Tx};
use uuid::Uuid;

use crate::rooms::policy::error::PolicyError;
use crate::rooms::policy::model::{Adoption, day_of};
use crate::rooms::policy::store::{self, adoption_table, row_of};

const GUIDELINE_ADOPTED: ActCode = ActCode::new("guideline-adopted");
const GUIDELINE_WITHDRAWN: ActCode = ActCode::new("guideline-withdrawn");

/// What is to be adopted.
#[derive(Debug, Clone)]
pub struct NewAdoption {
    /// The code of a profile that comes with the program, or the code of `text`.
    pub profile: String,
    /// An authority's own profile.
    pub text: Option<String>,
    /// The day from which it holds; today when absent.
    pub effective_on: Option<Date>,
}

impl NewAdoption {
    /// A profile that comes with the program, from today.
    #[must_use]
    pub fn built_in(code: &str) -> Self {
        Self { profile: code.to_owned(), text: None, effective_on: None }
    }
}

/// A profile as it would be adopted: what would hold, and what its author should know first.
#[derive(Debug, Clone)]
pub struct Draft {
    /// Its code.
    pub code: String,
    /// The profile, laid over those that it extends.
    pub profile: Profile,
    /// The texts of those, by code.
    pub bases: BTreeMap<String, String>,
    /// What checking it has found; with a fault among it nobody can adopt it.
    pub remarks: Vec<Remark>,
}

impl Draft {
    /// What stands in the way of adopting it.
    pub fn faults(&self) -> impl Iterator<Item = &Remark> {
        self.remarks.iter().filter(|remark| remark.severity == Severity::Fault)
    }
}

/// Whether the actor may say which guideline an authority follows.
#[must_use]
pub fn may_adopt(actor: &Actor, authority: Id<Authority>) -> bool {
    let may = [Role::Administrator, Role::Manager, Role::Communications];
    may.iter().any(|role| actor.has_in(*role, authority))
}

/// Reads a profile's text on a day as it would be adopted; nothing is kept.
///
/// # Errors
/// [`PolicyError::NoProfile`], [`PolicyError::NotTogether`]; [`PolicyError::Unknown`] for one that it extends and
/// nobody has.
pub async fn draft(source: &mut impl Source, text: &str, today: Date) -> Result<Draft, PolicyError> {
    let mut bases = BTreeMap::new();
    let own = Profile::parse(text).map_err(PolicyError::NoProfile)?;
    let code = own.about.code.clone();
    let mut profile = own;
    while let Some(above) = profile.about.extends.filter(|above| !bases.contains_key(&above.code)) {
        let base =
            base(source, &above.code).await?.ok_or_else(|| PolicyError::Unknown(above.code.clone()))?;
        profile = Profile::parse(&base).map_err(PolicyError::NoProfile)?;
        bases.insert(above.code, base);
    }
    let profile =
        resolve_text(&code, text, &|code| bases.get(code).cloned()).map_err(PolicyError::NotTogether)?;
    let remarks = check(text, today, &|code| bases.get(code).cloned());
    Ok(Draft { code, profile, bases, remarks })
}

/// Notes that an authority has adopted a guideline: its accounts follow that profile from a day on.
///
/// The profile is kept as it stands, so that what a decision was made under can be read for as long
/// as the decision. Nothing that has been decided changes.
///
/// # Errors
/// [`PolicyError::NotAllowed`], [`PolicyError::Unknown`], [`PolicyError::NoProfile`],
/// [`PolicyError::Faulty`], [`PolicyError::Past`].
pub async fn adopt(tx: &mut Tx, authority: Id<Authority>, new: NewAdoption) -> Result<Adoption, PolicyError> {
    may(tx, authority)?;
    let today = day_of(tx.now())?;
    let effective_on = new.effective_on.unwrap_or(today);
    if effective_on < today {
        return Err(PolicyError::Past);
    }
    let text = match new.text {
        Some(text) => text,
        None => {
            let built_in = profiles::text(&new.profile);
            built_in.ok_or_else(|| PolicyError::Unknown(new.profile.clone()))?.to_owned()
        }
    };
    let draft = draft(tx, &text, today).await?;
    let faults: Vec<&str> = draft.faults().map(|remark| remark.sentence.as_str()).collect();
    if !faults.is_empty() {
        return Err(PolicyError::Faulty(faults.join(" ")));
    }
    let organisation_id = tx.scope().organisation().uuid();
    let mut act = tx.act(GUIDELINE_ADOPTED, Some(authority))?;
    let adoption = Adoption {
        id: act.new_id::<adoption_table::Entity>()?.uuid(),
        authority,
        profile: draft.code,
        text: Some(text),
        bases: draft.bases,
        effective_on,
        adopted_at: act.now().get(),
        withdrawn_at: None,
    };
    act.insert::<adoption_table::Entity>(row_of(organisation_id, &adoption))?;
    act.finish().await?;
    Ok(adoption)
}

/// The text of a profile that another extends: one that comes with the program, or the one that somebody in the
/// organisation has adopted last under that code.
async fn base(source: &mut impl Source, code: &str) -> Result<Option<String>, PolicyError> {
    match profiles::text(code) {
        Some(text) => Ok(Some(text.to_owned())),
        None => store::adopted_text(source, code).await,
    }
}

/// Withdraws an adoption that has not taken effect.
///
/// # Errors
/// [`PolicyError::NotAllowed`]; [`PolicyError::NotFound`] when there is none that is coming.
pub async fn withdraw(tx: &mut Tx, id: Uuid) -> Result<Adoption, PolicyError> {
    let adoption = store::adoption(tx, id).await?.ok_or(PolicyError::NotFound)?;
    may(tx, adoption.authority)?;
    if adoption.withdrawn_at.is_some() || adoption.effective_on <= day_of(tx.now())? {
        return Err(PolicyError::NotFound);
    }
    let organisation_id = tx.scope().organisation().uuid();
    let mut act = tx.act(GUIDELINE_WITHDRAWN, Some(adoption.authority))?;
    let withdrawn = Adoption { withdrawn_at: Some(act.now().get()), ..adoption };
    act.update::<adoption_table::Entity>(row_of(organisation_id, &withdrawn))?;
    act.finish().await?;
    Ok(withdrawn)
}

fn may(tx: &Tx, authority: Id<Authority>) -> Result<(), PolicyError> {
    if may_adopt(tx.actor(), authority) { Ok(()) } else { Err(PolicyError::NotAllowed) }
}
