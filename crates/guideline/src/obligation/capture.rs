//! Obligations: capture.
//!
//! Kept by the product itself, item by item; no account is asked about them.

use super::{Assess, Binding, Capability, Obligation};

pub(super) static ALL: &[Obligation] = &[
    Obligation {
        code: "posts-kept-as-records",
        swedish: "inlägg hanteras som allmänna handlingar",
        capability: Capability::Capture,
        binding: Binding::Bound("rooms/capture: varje version som kontot visar säkras"),
        lacking: "",
        remedy: "",
        assess: Assess::Items,
    },
    Obligation {
        code: "drawn-up-on-publication",
        swedish: "eget inlägg är upprättat när det publiceras",
        capability: Capability::Capture,
        binding: Binding::Bound(
            "rooms/capture, rooms/registry: publiceringstiden sparas för sig och blir tiden då handlingen upprättades",
        ),
        lacking: "",
        remedy: "",
        assess: Assess::Items,
    },
    Obligation {
        code: "received-on-publication",
        swedish: "andras inlägg är inkommet när det publiceras",
        capability: Capability::Capture,
        binding: Binding::Bound(
            "rooms/capture, rooms/registry: publiceringstiden sparas för sig och blir tiden då handlingen kom in",
        ),
        lacking: "",
        remedy: "",
        assess: Assess::Items,
    },
    Obligation {
        code: "login-view-left-out",
        swedish: "det som bara syns genom inloggning tas inte in",
        capability: Capability::Capture,
        binding: Binding::Bound(
            "platform, rooms/capture: bara det egna kontot läses, aldrig inloggningens flöde",
        ),
        lacking: "",
        remedy: "",
        assess: Assess::Items,
    },
    Obligation {
        code: "own-words-elsewhere-kept",
        swedish: "egna inlägg på andras sidor tas med",
        capability: Capability::Capture,
        binding: Binding::Bound(
            "platform/bluesky och rooms/capture: egna svar hos andra läses på Bluesky, från övriga tjänster tas de in för hand",
        ),
        lacking: "",
        remedy: "",
        assess: Assess::Items,
    },
];
