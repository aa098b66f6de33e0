//! Temporary folders: short paths (a socket's path has room for about 100 characters), closed to others.

use std::io::ErrorKind;
use std::os::unix::fs::DirBuilderExt;
use std::path::PathBuf;

use anyhow::{Context, Result};

use super::Keeper;

/// A new folder of mode 0700 which the keeper removes when the run ends.
///
/// # Errors
/// When the system's folder for temporary files cannot be written.
pub fn scratch(keeper: &mut Keeper, purpose: &str) -> Result<PathBuf> {
    let parent = std::env::temp_dir();
    let mut number = 0_u32;
    loop {
        let folder = parent.join(format!("uppsikt-{purpose}-{}-{number}", std::process::id()));
        match std::fs::DirBuilder::new().mode(0o700).create(&folder) {
            Ok(()) => {
                keeper.remove_at_end(&folder)?;
                return Ok(folder);
            }
            Err(error) if error.kind() == ErrorKind::AlreadyExists => number += 1,
            Err(error) => return Err(error).with_context(|| format!("skapa mappen {}", folder.display())),
        }
    }
}
