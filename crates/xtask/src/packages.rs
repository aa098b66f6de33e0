//! The system packages that starting and testing need, and how they get onto the machine.

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Result, bail};

use crate::workspace;

/// A program or a file, and the Debian packages that bring it.
#[derive(Debug, Clone, Copy)]
pub struct Need {
    found_by: Probe,
    packages: &'static str,
}

#[derive(Debug, Clone, Copy)]
enum Probe {
    Program(&'static str),
    File(&'static str),
    PhpModule(&'static str),
    PythonModule(&'static str),
    Postgres,
    Chromium,
}

const COMPILER: Need = Need { found_by: Probe::Program("cc"), packages: "gcc libc6-dev" };
/// Only the server's programs: the package `mariadb-server` would also start one for the whole machine.
const MARIADB: Need = Need { found_by: Probe::Program("mariadbd"), packages: "mariadb-server-core" };
const MARIADB_SETUP: Need =
    Need { found_by: Probe::Program("my_print_defaults"), packages: "mariadb-client-core" };
const PHP: Need = Need { found_by: Probe::Program("php"), packages: "php-cli" };
const PHP_MYSQL: Need = Need { found_by: Probe::PhpModule("mysqli"), packages: "php-mysql" };
const PHP_GD: Need = Need { found_by: Probe::PhpModule("gd"), packages: "php-gd" };
const PHP_XML: Need = Need { found_by: Probe::PhpModule("xml"), packages: "php-xml" };
const PHP_MBSTRING: Need = Need { found_by: Probe::PhpModule("mbstring"), packages: "php-mbstring" };
const PHP_INTL: Need = Need { found_by: Probe::PhpModule("intl"), packages: "php-intl" };
const WORDPRESS: Need =
    Need { found_by: Probe::File("/usr/share/wordpress/wp-load.php"), packages: "wordpress" };
const POSTGRES: Need = Need { found_by: Probe::Postgres, packages: "postgresql" };
const OPENSSL: Need = Need { found_by: Probe::Program("openssl"), packages: "openssl" };
/// Debian cuts what makes a folder of Python's packages out of its Python.
const VENV: Need = Need { found_by: Probe::PythonModule("ensurepip"), packages: "python3-venv" };
/// Debian's package may start a server for the whole machine as well; the one that is measured has settings of its own.
const NGINX: Need = Need { found_by: Probe::Program("nginx"), packages: "nginx-light" };
const PYTHON: Need = Need { found_by: Probe::Program("python3"), packages: "python3" };

const NODE: Need = Need { found_by: Probe::Program("node"), packages: "nodejs" };
/// The package `nodejs` of others than Debian brings npm with it.
const NPM: Need = Need { found_by: Probe::Program("npm"), packages: "npm" };
/// Bluesky's servers bring a database that is compiled when it is installed.
const CXX: Need = Need { found_by: Probe::Program("g++"), packages: "g++" };
const MAKE: Need = Need { found_by: Probe::Program("make"), packages: "make" };
/// The one without windows: the tests need no more.
const CHROMIUM: Need = Need { found_by: Probe::Chromium, packages: "chromium-headless-shell" };

/// What `cargo xtask start` needs.
pub const START: &[Need] =
    &[COMPILER, MARIADB, MARIADB_SETUP, PHP, PHP_MYSQL, PHP_GD, PHP_XML, PHP_MBSTRING, PHP_INTL, WORDPRESS];
/// What an empty start needs: a compiler.
pub const BUILD: &[Need] = &[COMPILER];
/// What `cargo xtask bench` needs.
pub const BENCH: &[Need] = &[COMPILER, POSTGRES, PYTHON, VENV, NGINX];
/// What `cargo xtask test` needs beyond [`START`]; openssl and python3 check evidence without our own code.
pub const TEST: &[Need] = &[POSTGRES, OPENSSL, PYTHON, VENV, NODE, NPM, CXX, MAKE, CHROMIUM];

impl Need {
    fn is_met(&self) -> bool {
        match self.found_by {
            Probe::Program(name) => program(name).is_some(),
            Probe::File(path) => Path::new(path).exists(),
            Probe::PhpModule(name) => {
                let modules = Command::new("php").arg("-m").output();
                modules.is_ok_and(|output| {
                    String::from_utf8_lossy(&output.stdout)
                        .lines()
                        .any(|line| line.eq_ignore_ascii_case(name))
                })
            }
            Probe::PythonModule(name) => {
                let found = Command::new("python3").args(["-c", &format!("import {name}")]).output();
                found.is_ok_and(|output| output.status.success())
            }
            Probe::Postgres => postgres_programs().is_some(),
            Probe::Chromium => chromium().is_some(),
        }
    }
}

/// The path of a program: the folders of `PATH`, then those where servers lie.
pub fn program(name: &str) -> Option<PathBuf> {
    let path = std::env::var_os("PATH").unwrap_or_default();
    let folders = std::env::split_paths(&path).chain(["/usr/sbin".into(), "/sbin".into()]);
    folders.map(|folder| folder.join(name)).find(|file| file.is_file())
}

/// A Chromium, without windows or with.
pub fn chromium() -> Option<PathBuf> {
    ["chromium-headless-shell", "chromium"].into_iter().find_map(program)
}

/// The folder with the programs of the newest PostgreSQL.
pub fn postgres_programs() -> Option<PathBuf> {
    let versions = std::fs::read_dir("/usr/lib/postgresql").into_iter().flatten().flatten();
    let mut found: Vec<(u32, PathBuf)> = versions
        .filter_map(|entry| Some((entry.file_name().to_str()?.parse().ok()?, entry.path().join("bin"))))
        .filter(|(_, folder)| folder.join("initdb").is_file())
        .collect();
    found.sort();
    found.pop().map(|(_, folder)| folder).or_else(|| program("initdb")?.parent().map(Path::to_path_buf))
}

/// Installs what is missing, or says exactly which command does.
///
/// # Errors
/// When something is missing that cannot be installed from here.
pub fn ensure(needs: &[&[Need]]) -> Result<()> {
    let missing = missing(needs);
    if missing.is_empty() {
        println!("Alla program som behövs finns.");
        return Ok(());
    }
    let list = missing.join(" ");
    let Some(apt) = apt() else {
        if program("apt-get").is_some() {
            bail!(
                "Det här saknas: {list}\nKör först:\n  sudo apt-get update && sudo apt-get install --no-install-recommends {list}"
            );
        }
        bail!(
            "Det här saknas (Debians paketnamn): {list}\nInstallera motsvarande med datorns egen pakethanterare och försök igen."
        );
    };
    println!("Installerar {list} …");
    if missing.contains(&"wordpress") {
        println!("(Paketet wordpress kan ta med sig en egen webbserver. Uppsikt använder den inte.)");
    }
    workspace::run(&mut apt_get(&apt, &["update", "-qq"]))?;
    let mut arguments = vec!["install", "-y", "-qq", "--no-install-recommends"];
    arguments.extend(&missing);
    workspace::run(&mut apt_get(&apt, &arguments))?;
    let left = self::missing(needs);
    if !left.is_empty() {
        bail!("Det här saknas fortfarande efter installationen: {}", left.join(" "));
    }
    Ok(())
}

fn missing(needs: &[&[Need]]) -> Vec<&'static str> {
    let unmet = needs.iter().copied().flatten().filter(|need| !need.is_met());
    let mut packages: Vec<_> = unmet.flat_map(|need| need.packages.split(' ')).collect();
    packages.sort_unstable();
    packages.dedup();
    packages
}

/// The words before `apt-get`, when this user may install at all.
fn apt() -> Option<Vec<&'static str>> {
    program("apt-get")?;
    if is_root() {
        return Some(vec![]);
    }
    let sudo = Command::new("sudo").args(["-n", "true"]).output();
    sudo.is_ok_and(|output| output.status.success()).then(|| vec!["sudo", "-n"])
}

fn apt_get(prefix: &[&str], arguments: &[&str]) -> Command {
    let words: Vec<&str> =
        [prefix, &["env", "DEBIAN_FRONTEND=noninteractive", "apt-get"], arguments].concat();
    let mut command = Command::new(words.first().copied().unwrap_or("env"));
    command.args(words.iter().skip(1)).stdin(std::process::Stdio::null());
    command
}

/// Whether the user of this process is root; servers that refuse root then run as their own user.
pub fn is_root() -> bool {
    user_number("-u", None) == Some(0)
}

/// A number from `id`: `-u` for the user, `-g` for the group, of `user` or of this process.
pub fn user_number(which: &str, user: Option<&str>) -> Option<u32> {
    let output = Command::new("id").arg(which).args(user).output().ok()?;
    String::from_utf8_lossy(&output.stdout).trim().parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn missing_packages_are_named_once() {
        const NOWHERE: Need = Need { found_by: Probe::Program("uppsikt-no-such-program"), packages: "b a" };
        assert_eq!(missing(&[&[NOWHERE], &[NOWHERE]]), ["a", "b"]);
    }

    #[test]
    fn what_every_machine_has_is_found() {
        assert!(Need { found_by: Probe::Program("sh"), packages: "dash" }.is_met());
        assert!(Need { found_by: Probe::File("/"), packages: "base-files" }.is_met());
    }
}
