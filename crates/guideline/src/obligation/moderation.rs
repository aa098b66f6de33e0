//! Obligations: moderation.
//!
//! What happens to an item happens through a decision, and the decision keeps the order. No clock
//! counts how long an item has stood before somebody decides; that the entry of `removed-in-time` says.

use super::{Assess, Binding, Capability, Obligation};
use crate::evaluate::{Case, Outcome};

pub(super) static ALL: &[Obligation] = &[
    Obligation {
        code: "removed-in-time",
        swedish: "det som ska bort tas bort i tid",
        capability: Capability::Moderation,
        binding: Binding::Bound(
            "rooms/moderation: det brådskande ligger överst och ett beslut utförs inom sekunder, men tiden fram till beslutet räknas inte",
        ),
        lacking: "",
        remedy: "",
        assess: Assess::Items,
    },
    Obligation {
        code: "removed-stays-record",
        swedish: "det som tas bort finns kvar som handling",
        capability: Capability::Moderation,
        binding: Binding::Bound("rooms/capture, rooms/moderation: det borttagna ligger kvar säkrat"),
        lacking: "",
        remedy: "",
        assess: Assess::Items,
    },
    Obligation {
        code: "evidence-before-removal",
        swedish: "beviset är säkrat före borttagningen",
        capability: Capability::Moderation,
        binding: Binding::Bound(
            "rooms/moderation/carry_out/seal: plattformen anropas inte utan bevis för att inlägget är säkrat",
        ),
        lacking: "",
        remedy: "",
        assess: Assess::Items,
    },
    Obligation {
        code: "registered-before-removal",
        swedish: "diarienumret är reserverat före borttagningen",
        capability: Capability::Moderation,
        binding: Binding::Bound(
            "decide, rooms/moderation/carry_out/register: numret reserveras före åtgärden",
        ),
        lacking: "",
        remedy: "",
        assess: Assess::Items,
    },
    Obligation {
        code: "criticism-stays",
        swedish: "kritik står kvar",
        capability: Capability::Moderation,
        binding: Binding::Bound("decide/refusal: beslut att ta bort kritik nekas"),
        lacking: "",
        remedy: "",
        assess: Assess::Items,
    },
    Obligation {
        code: "answerable-for-others",
        swedish: "myndigheten svarar för andras inlägg som den råder över",
        capability: Capability::Moderation,
        binding: Binding::Pending,
        lacking: "Ingen läser vad andra skriver på kontot.",
        remedy: "Se till att andras inlägg läses, eller stäng av möjligheten att skriva.",
        assess: Assess::Account(answers_for_others),
    },
    Obligation {
        code: "thread-broken-off",
        swedish: "konversationen avbryts",
        capability: Capability::Moderation,
        binding: Binding::Bound("rooms/moderation/carry_out: hela konversationen avbryts och säkras"),
        lacking: "",
        remedy: "",
        assess: Assess::Items,
    },
];

/// Where others can write, the authority can take away what they write.
fn answers_for_others(case: &Case<'_>) -> Outcome {
    let scope = &case.facts.scope;
    if scope.is_running() && scope.others_can_write {
        Outcome::kept(case.facts.notice.others_posts_read)
    } else {
        Outcome::NotApplicable
    }
}
