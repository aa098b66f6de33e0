//! `cargo xtask start`: a newcomer's first command.
//!
//! Installs what is missing, builds the program, starts a WordPress of the invented Lindholms kommun, lets
//! Uppsikt capture it before and after a comment is changed and another is deleted, tells in Swedish what was
//! kept and how to check it, and leaves the server running. Everything it makes lies in one folder outside
//! the checkout; a second run goes on from there.

mod example;
mod home;
mod product;
mod story;
mod welcome;

use std::process::Stdio;

use anyhow::{Result, bail, ensure};
use home::Home;
pub use product::Product;
use welcome::Demonstration;

use crate::servers::{Ending, Keeper, WordPress, prefer};
use crate::workspace::Workspace;
use crate::{assets, packages};

/// The port that the server listens on when it is free.
const SERVER_PORT: u16 = 8090;

/// What the user chose.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Options {
    /// No WordPress and no example.
    is_empty: bool,
    /// Stop when everything has been shown.
    is_once: bool,
}

impl Options {
    /// Reads `--empty` and `--once`.
    ///
    /// # Errors
    /// When there is another word.
    pub fn parse(arguments: &[&str]) -> Result<Self> {
        let mut options = Self::default();
        for argument in arguments {
            match *argument {
                "--empty" => options.is_empty = true,
                "--once" => options.is_once = true,
                other => bail!("cargo xtask start tar bara --empty och --once, inte {other}"),
            }
        }
        Ok(options)
    }
}

/// Sets up, shows and serves.
///
/// # Errors
/// When something cannot be installed, built or started; the text says what.
pub fn run(workspace: &Workspace, options: Options) -> Result<()> {
    println!("1. Program som behövs");
    packages::ensure(&[if options.is_empty { packages::BUILD } else { packages::START }])?;
    let home = Home::open(workspace)?;
    assets::run_or_say(workspace);
    println!("\n2. Bygger Uppsikt (första gången tar det några minuter)");
    let product = Product::build(workspace, home.data())?;
    let mut keeper = Keeper::start(workspace)?;
    if options.is_empty {
        let address = address()?;
        println!("\n{}", welcome::empty(&address, product.is_made()));
        return if options.is_once { Ok(()) } else { serve(&product, &mut keeper, &address, &["--empty"]) };
    }
    let told = product.make_demonstration()?;
    let demonstration = Demonstration::of(told, &home.file("demo.json"))?;
    println!("Lindholms kommun, som är påhittad: {}", demonstration.made());
    println!("\n3. Startar en påhittad kommuns webbplats (WordPress)");
    let port = home.wordpress_port()?;
    let wordpress = WordPress::start(workspace, &mut keeper, &home.wordpress(), port, "Lindholms kommun")?;
    println!(
        "{}  (logga in på /wp-admin/ som {}, lösenord {})",
        wordpress.url(),
        wordpress.login,
        wordpress.password
    );
    println!("\n4. Uppsikt hämtar, säkrar och kontrollerar");
    story::tell(&home, &product, &wordpress)?;
    if options.is_once {
        return Ok(());
    }
    let address = address()?;
    println!("\n{}", demonstration.welcome(&address));
    serve(&product, &mut keeper, &address, &[])
}

fn address() -> Result<String> {
    Ok(format!("127.0.0.1:{}", prefer(SERVER_PORT)?))
}

/// Runs the server until it ends, which Ctrl-C makes it do: the signal reaches it directly.
fn serve(product: &Product, keeper: &mut Keeper, address: &str, how: &[&str]) -> Result<()> {
    let mut server = product.command(&[&["serve", "--listen", address], how].concat());
    server.stdin(Stdio::null());
    keeper.spawn(&mut server, Ending::Process("TERM"))?;
    let status = keeper.wait_for_last()?;
    ensure!(status.success(), "uppsikt serve avslutades med fel ({status})");
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn options_are_read_and_others_refused() {
        assert_eq!(Options::parse(&[]).unwrap(), Options::default());
        assert_eq!(
            Options::parse(&["--once", "--empty"]).unwrap(),
            Options { is_empty: true, is_once: true }
        );
        assert!(Options::parse(&["--fast"]).is_err());
    }
}
