//! Facts: which routines there are.

use super::{CodedSet, facts};
use crate::coded::coded;
use crate::parameter::Party;

coded! {
    /// What a routine is for.
    pub enum Routine {
        /// Registration.
        Registration = "registration", "diarieföring";
        /// Disposal.
        Disposal = "disposal", "gallring";
        /// Archiving.
        Archiving = "archiving", "arkivering";
        /// Unsuitable and secret posts.
        UnsuitableAndSecret = "unsuitable-and-secret", "olämpliga och sekretessbelagda inlägg";
    }
}

facts! {
    /// Which routines there are.
    pub struct RoutineFacts {
        /// What the account's owner has working routines for.
        routines: CodedSet<Routine> = "rutiner för";
        /// Who adopted the routines that supplement the guideline.
        routines_adopted_by: Option<Party> = "kompletterande rutiner antagna av";
        /// Whether a company has routines of its own.
        company_has_routines: bool = "bolaget har egna rutiner";
        /// Who adopted those.
        company_routines_adopted_by: Option<Party> = "bolagets rutiner antagna av";
    }
}
