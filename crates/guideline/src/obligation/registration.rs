//! Obligations: registration.
//!
//! What is removed, is secret or stood in a conversation that was broken off gets its number with the
//! decision. For the other reasons a person registers by hand: `register::duty` knows the answer, but
//! nothing asks it about an item yet, and nothing objects when something is registered that should not be.

use super::{Assess, Binding, Capability, Obligation};

pub(super) static ALL: &[Obligation] = &[
    Obligation {
        code: "secrecy-registered",
        swedish: "det sekretessbelagda diarieförs",
        capability: Capability::Registration,
        binding: Binding::Bound("rooms/moderation/carry_out/register: numret reserveras med beslutet"),
        lacking: "",
        remedy: "",
        assess: Assess::Items,
    },
    Obligation {
        code: "removed-registered",
        swedish: "det borttagna diarieförs",
        capability: Capability::Registration,
        binding: Binding::Bound("rooms/moderation/carry_out/register: numret reserveras med beslutet"),
        lacking: "",
        remedy: "",
        assess: Assess::Items,
    },
    Obligation {
        code: "registered-by-character",
        swedish: "det som ska diarieföras diarieförs",
        capability: Capability::Registration,
        binding: Binding::Pending,
        lacking: "",
        remedy: "",
        assess: Assess::Items,
    },
    Obligation {
        code: "registrar-gets-extract",
        swedish: "registratorn får ett utdrag",
        capability: Capability::Registration,
        binding: Binding::Bound("rooms/registry: posten bär det säkrade inlägget"),
        lacking: "",
        remedy: "",
        assess: Assess::Items,
    },
    Obligation {
        code: "kept-ordered-instead",
        swedish: "det som är ordnat behöver inte diarieföras",
        capability: Capability::Registration,
        binding: Binding::Bound("rooms/registry: allt som kontona har visat går att söka fram"),
        lacking: "",
        remedy: "",
        assess: Assess::Items,
    },
    Obligation {
        code: "left-out-of-registry",
        swedish: "det som inte ska diarieföras hålls utanför",
        capability: Capability::Registration,
        binding: Binding::Pending,
        lacking: "",
        remedy: "",
        assess: Assess::Items,
    },
    Obligation {
        code: "broken-off-thread-registered",
        swedish: "den avbrutna konversationen diarieförs",
        capability: Capability::Registration,
        binding: Binding::Bound("rooms/moderation/carry_out/register: hela konversationen får ett nummer"),
        lacking: "",
        remedy: "",
        assess: Assess::Items,
    },
    Obligation {
        code: "political-question-moved",
        swedish: "politiska frågor går till vanlig ärendehantering",
        capability: Capability::Registration,
        binding: Binding::Guided,
        lacking: "",
        remedy: "",
        assess: Assess::Nothing,
    },
];
