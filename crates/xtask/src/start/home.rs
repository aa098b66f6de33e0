//! The folder that holds everything a start makes: data, keys, the trial WordPress and what was proved.

use std::fs;
use std::os::unix::fs::DirBuilderExt;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};

use crate::servers::prefer;
use crate::workspace::Workspace;

/// The port that the trial WordPress listens on when it is free.
const WORDPRESS_PORT: u16 = 8088;

/// The folder, closed to others.
#[derive(Debug)]
pub struct Home {
    folder: PathBuf,
}

impl Home {
    /// `UPPSIKT_HOME`, or `uppsikt/start` among the user's data.
    ///
    /// # Errors
    /// When the folder lies in the checkout, where what it holds could be committed, or cannot be made.
    pub fn open(workspace: &Workspace) -> Result<Self> {
        let folder = std::path::absolute(chosen()?).context("läsa UPPSIKT_HOME")?;
        refuse_checkout(&folder, workspace.root())?;
        let mut builder = fs::DirBuilder::new();
        builder
            .recursive(true)
            .mode(0o700)
            .create(&folder)
            .with_context(|| format!("skapa {}", folder.display()))?;
        Ok(Self { folder })
    }

    /// The product's data folder.
    pub fn data(&self) -> PathBuf {
        self.folder.join("data")
    }

    /// The trial WordPress.
    pub fn wordpress(&self) -> PathBuf {
        self.folder.join("wordpress")
    }

    /// Another file of the folder.
    pub fn file(&self, name: &str) -> PathBuf {
        self.folder.join(name)
    }

    /// The port of the trial WordPress. It is kept, since the site's address stands in what was captured.
    ///
    /// # Errors
    /// When the kept port is taken by another program.
    pub fn wordpress_port(&self) -> Result<u16> {
        let file = self.file("wordpress-port");
        let Some(kept) = fs::read_to_string(&file).ok().and_then(|text| text.trim().parse().ok()) else {
            let port = prefer(WORDPRESS_PORT)?;
            fs::write(&file, format!("{port}\n")).with_context(|| format!("skriva {}", file.display()))?;
            return Ok(port);
        };
        if prefer(kept)? != kept {
            bail!(
                "port {kept} används av ett annat program, och exempelkommunens webbplats har den som adress.\n\
                 Avsluta det programmet, eller välj en ny mapp: UPPSIKT_HOME=… cargo xtask start"
            );
        }
        Ok(kept)
    }
}

fn chosen() -> Result<PathBuf> {
    let folder = |name| std::env::var_os(name).filter(|value| !value.is_empty()).map(PathBuf::from);
    if let Some(home) = folder("UPPSIKT_HOME") {
        return Ok(home);
    }
    let data = folder("XDG_DATA_HOME").or_else(|| Some(folder("HOME")?.join(".local/share")));
    Ok(data.context("varken UPPSIKT_HOME eller HOME är satt")?.join("uppsikt/start"))
}

fn refuse_checkout(folder: &Path, root: &Path) -> Result<()> {
    if folder.starts_with(root) {
        bail!("{} ligger i källkodens mapp; välj en annan med UPPSIKT_HOME", folder.display());
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_checkout_is_refused() {
        let root = Path::new("/checkout");
        assert!(refuse_checkout(Path::new("/checkout/data"), root).is_err());
        assert!(refuse_checkout(Path::new("/checkout-data"), root).is_ok());
    }
}
