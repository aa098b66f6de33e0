//! Obligations: guidance.
//!
//! What `guidance::at` shows at the right moment; no page shows it yet.

use super::day::begins;
use super::{Assess, Binding, Capability, Obligation};
use crate::evaluate::{Case, Outcome};

pub(super) static ALL: &[Obligation] = &[
    Obligation {
        code: "guided",
        swedish: "vägledningen visas",
        capability: Capability::Guidance,
        binding: Binding::Guided,
        lacking: "",
        remedy: "",
        assess: Assess::Nothing,
    },
    Obligation {
        code: "school-notice-sent",
        swedish: "vårdnadshavarna har fått brevet om foton",
        capability: Capability::Guidance,
        binding: Binding::Pending,
        lacking: "Vårdnadshavarna har inte fått brevet om foton.",
        remedy: "Skicka brevet om foton till vårdnadshavarna före skolans högtid.",
        assess: Assess::Account(school_notice),
    },
];

fn school_notice(case: &Case<'_>) -> Outcome {
    let facts = &case.facts.picture;
    let Some(ceremony) = facts.school_ceremony else { return Outcome::NotApplicable };
    if facts.school_notice_sent {
        return Outcome::Kept;
    }
    begins(ceremony).map_or(Outcome::Lacking, |at| case.by(at))
}
