//! Where a file lies among the rooms of `crates/uppsikt/src/rooms`.

use super::tree::File;

/// The rooms in their order: a room may import the rooms above it.
pub const ROOMS: [&str; 17] = [
    "people",
    "policy",
    "evidence",
    "account",
    "capture",
    "registry",
    "moderation",
    "watch",
    "snapshot",
    "retention",
    "disclosure",
    "consent",
    "publication",
    "integration",
    "search",
    "report",
    "desk",
];

/// The folder of the rooms.
const FOLDER: &str = "crates/uppsikt/src/rooms/";

/// The place of a file in a room.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Place<'f> {
    /// The room's name.
    pub room: &'f str,
    /// The first part below the room, without `.rs`: `actions` for `actions.rs` and for `actions/seal.rs`;
    /// `mod` for `mod.rs`.
    pub layer: &'f str,
}

/// Where a file lies, when it lies in a room.
pub fn place(file: &File) -> Option<Place<'_>> {
    let (room, rest) = file.path.strip_prefix(FOLDER)?.split_once('/')?;
    let layer = rest.split('/').next().unwrap_or(rest);
    Some(Place { room, layer: layer.strip_suffix(".rs").unwrap_or(layer) })
}

/// The module path of a file of the program: `crate`, `rooms`, `capture`, `actions`.
pub fn module(file: &File) -> Vec<&str> {
    let inside = file.path.strip_prefix("crates/uppsikt/src/").unwrap_or(&file.path);
    let inside = inside.strip_suffix(".rs").unwrap_or(inside);
    let mut parts = vec!["crate"];
    parts.extend(inside.split('/').filter(|part| !matches!(*part, "mod" | "lib" | "main")));
    parts
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_know_their_room_and_layer() {
        let file = |path: &str| File { path: path.into(), text: String::new() };
        let seal = file("crates/uppsikt/src/rooms/capture/actions/seal.rs");
        assert_eq!(place(&seal), Some(Place { room: "capture", layer: "actions" }));
        assert_eq!(module(&seal), ["crate", "rooms", "capture", "actions", "seal"]);
        let room = file("crates/uppsikt/src/rooms/capture/mod.rs");
        assert_eq!(place(&room), Some(Place { room: "capture", layer: "mod" }));
        assert_eq!(module(&room), ["crate", "rooms", "capture"]);
        assert_eq!(place(&file("crates/uppsikt/src/rooms/mod.rs")), None);
        assert_eq!(place(&file("crates/store/src/lib.rs")), None);
    }
}
