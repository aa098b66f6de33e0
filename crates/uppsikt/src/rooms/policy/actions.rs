//! Adopting a guideline.

use uppsikt_kernel::{ActCode, Authority, Id, Role};
use uppsikt_store::Tx;

use super::model::{Adoption, PolicyError};
use super::store::adoption;

const GUIDELINE_ADOPTED: ActCode = ActCode::new("guideline-adopted");

/// Notes that an authority has adopted a guideline: from now on its accounts follow that profile.
///
/// # Errors
/// [`PolicyError::NotAllowed`], [`PolicyError::Unknown`].
pub async fn adopt(tx: &mut Tx, authority: Id<Authority>, profile: &str) -> Result<Adoption, PolicyError> {
    let may = [Role::Administrator, Role::Manager, Role::Communications];
    if !may.iter().any(|role| tx.actor().has_in(*role, authority)) {
        return Err(PolicyError::NotAllowed);
    }
    let adoption = Adoption { profile: profile.to_owned(), adopted_at: tx.now().get() };
    adoption.profile()?;
    let mut act = tx.act(GUIDELINE_ADOPTED, Some(authority))?;
    act.insert::<adoption::Entity>(adoption::Model {
        organisation_id: act.organisation().uuid(),
        id: act.new_id::<adoption::Entity>()?.uuid(),
        authority_id: authority.uuid(),
        profile: adoption.profile.clone(),
        adopted_at: adoption.adopted_at,
    })?;
    act.finish().await?;
    Ok(adoption)
}
