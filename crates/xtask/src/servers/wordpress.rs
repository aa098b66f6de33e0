//! Debian's WordPress under PHP's built-in server, with a database of its own.

use std::fs;
use std::os::unix::fs::{DirBuilderExt, PermissionsExt};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::{Context, Result, ensure};
use serde_json::Value;

use super::{Ending, Keeper, Site, mariadb, wait_until_ready};
use crate::workspace::{self, Workspace};

/// Where Debian's package puts the program.
const PROGRAM: &str = "/usr/share/wordpress";

/// A running site; it ends with the [`Keeper`], its data stay in the folder it was given.
#[derive(Debug)]
pub struct WordPress {
    /// The port on the loopback address.
    pub port: u16,
    /// The administrator's name.
    pub login: String,
    /// The administrator's password for signing in with a browser; new at every start.
    pub password: String,
    /// An application password for the API.
    pub application_password: String,
}

impl WordPress {
    /// Starts the site that lies in `folder`, or a new one with the title.
    ///
    /// # Errors
    /// When a program is missing, the port is taken, or WordPress cannot be set up.
    pub fn start(
        workspace: &Workspace,
        keeper: &mut Keeper,
        folder: &Path,
        port: u16,
        title: &str,
    ) -> Result<Self> {
        let data = folder.join("database");
        fs::DirBuilder::new().recursive(true).mode(0o700).create(&data).context("skapa WordPress mapp")?;
        fs::set_permissions(folder, fs::Permissions::from_mode(0o700)).context("stänga WordPress mapp")?;
        let program = lay_out(workspace, folder)?;
        let socket = mariadb::start(keeper, &data)?;
        let php = |arguments: &[&str]| {
            let mut php = Command::new("php");
            php.args(["-d", "display_errors=stderr"]).args(arguments).stdin(Stdio::null());
            php.env("UPPSIKT_WORDPRESS_PORT", port.to_string()).env("UPPSIKT_WORDPRESS_SOCKET", &socket);
            php
        };
        let install = workspace.path("e2e/wordpress/install.php");
        let said = workspace::output(php(&[]).arg(install).arg(&program).arg(title))
            .context("ställa in WordPress")?;
        let logins: Value = serde_json::from_str(said.lines().last().unwrap_or_default())
            .with_context(|| format!("läsa inloggningen till WordPress\n{}", workspace::tail(&said)))?;

        let log = folder.join("php-log");
        let out = fs::File::create(&log).context("skapa loggen för PHP")?;
        let mut server = php(&["-S", &format!("127.0.0.1:{port}"), "-t"]);
        server.arg(&program).arg(workspace.path("e2e/wordpress/router.php"));
        server.env("PHP_CLI_SERVER_WORKERS", "4").stdout(out.try_clone()?).stderr(out);
        // The workers are processes of their own: the whole group is ended.
        let child = keeper.spawn(&mut server, Ending::Group("TERM"))?;
        let site = Site::new(port);
        wait_until_ready("WordPress", child, &log, || site.get("/wp-json/").is_ok())?;
        let text = |name: &str| logins[name].as_str().unwrap_or_default().to_owned();
        Ok(Self {
            port,
            login: text("login"),
            password: text("password"),
            application_password: text("application_password"),
        })
    }

    /// The site's address.
    pub fn url(&self) -> String {
        format!("http://127.0.0.1:{}", self.port)
    }

    /// The API as the administrator.
    pub fn administrator(&self) -> Site {
        Site::new(self.port).signed_in(&self.login, &self.application_password)
    }
}

/// Copies the program (its files find their settings beside themselves) and lays our files in it.
fn lay_out(workspace: &Workspace, folder: &Path) -> Result<PathBuf> {
    let program = folder.join("program");
    if !program.join("wp-load.php").is_file() {
        ensure!(Path::new(PROGRAM).join("wp-load.php").exists(), "WordPress är inte installerat");
        // Symbolic links to other packages' files are followed.
        workspace::output(Command::new("cp").arg("-rL").arg(PROGRAM).arg(&program))
            .context("kopiera WordPress")?;
    }
    let ours = workspace.path("e2e/wordpress");
    for (from, to) in [
        ("wp-config.php", "wp-config.php"),
        ("visitors.php", "wp-content/mu-plugins/visitors.php"),
        ("theme/index.php", "wp-content/themes/uppsikt-example/index.php"),
        ("theme/style.css", "wp-content/themes/uppsikt-example/style.css"),
    ] {
        let to = program.join(to);
        if let Some(parent) = to.parent() {
            fs::create_dir_all(parent).with_context(|| format!("skapa {}", parent.display()))?;
        }
        let text = fs::read(ours.join(from)).with_context(|| format!("läsa e2e/wordpress/{from}"))?;
        fs::write(&to, text).with_context(|| format!("skriva {}", to.display()))?;
    }
    fs::create_dir_all(program.join("wp-content/uploads")).context("skapa mappen för WordPress bilder")?;
    Ok(program)
}
