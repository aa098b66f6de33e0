//! The tour: capture, change, capture again, show, prove, verify.

use std::fs;
use std::os::unix::fs::OpenOptionsExt;
use std::path::Path;

use anyhow::{Context, Result, ensure};
use serde_json::Value;

use super::example;
use super::home::Home;
use super::product::Product;
use crate::servers::{Site, WordPress};

/// The account's name in the example.
const ACCOUNT: &str = "webbplatsen";
/// Whose the account is; it follows the guideline that demands most.
const AUTHORITY: &str = "Kommunstyrelsen";
/// The authority's diary series for social media in the demonstration.
const SERIES: &str = "KS-SM";
/// Who judges in the example.
const EDITOR: &str = "redaktor.ks";

/// Runs the tour and tells it.
///
/// # Errors
/// When a command of the product fails, or the site refuses.
pub fn tell(home: &Home, product: &Product, wordpress: &WordPress) -> Result<()> {
    let (site, visitor) = (wordpress.administrator(), Site::new(wordpress.port));
    example::fill(&site, &visitor).context("fylla exempelkommunens webbplats")?;
    let visit = example::visit(&visitor).context("skriva besökarnas kommentarer")?;
    add_account(home, product, wordpress)?;

    let before = product.json(&["capture", "--account", ACCOUNT])?;
    println!("Första hämtningen:  {}", counted(&before));
    example::regret(&site, &visit).context("ändra och ta bort kommentarer på webbplatsen")?;
    println!("På webbplatsen har nu en kommentar ändrats och en tagits bort.");
    let after = product.json(&["capture", "--account", ACCOUNT])?;
    println!("Andra hämtningen:   {}", counted(&after));

    ensure!(
        sum(&after, "edited") > 0 && sum(&after, "gone") > 0,
        "den andra hämtningen såg inte kommentaren som ändrades och den som togs bort"
    );
    let again = product.json(&["capture", "--account", ACCOUNT])?;
    println!("Tredje hämtningen:  {} (inget skrivs när inget har hänt)", counted(&again));
    let item = items(&after).into_iter().next().context("den andra hämtningen nämner ingen handling")?;
    println!(
        "\nEn av handlingarna, med alla sina versioner:\n{}",
        product.text(&["show", &item])?.trim_end()
    );
    judge(product, &site, &visitor)?;
    let checkpoint = product.text(&["checkpoint"])?;
    let kept = home.file("kontrollvarde.txt");
    fs::write(&kept, &checkpoint).with_context(|| format!("skriva {}", kept.display()))?;
    let package = home.file("bevispaket.zip");
    write_closed(&package, &product.bytes(&["prove", &item])?)?;
    println!("\nKontroll av bevispaketet:\n{}", product.verify(&package)?.trim_end());
    println!("\nKontroll av allt som sparats:\n{}", product.verify(&home.data())?.trim_end());
    tell_how_to_check(home, product, &item);
    Ok(())
}

/// Something under secrecy is written, judged, registered and removed, and the one who wrote is told.
fn judge(product: &Product, site: &Site, visitor: &Site) -> Result<()> {
    example::tell_secret(site, visitor).context("skriva en kommentar som inte får stå kvar")?;
    product.json(&["capture", "--account", ACCOUNT])?;
    let found = product.json(&["search", example::TOLD, "--account", ACCOUNT])?;
    let hits = found["hits"].as_array().map(Vec::as_slice).unwrap_or_default();
    let item = hits
        .iter()
        .find_map(|hit| hit["item"].as_str())
        .context("kommentaren finns inte bland det hämtade")?;
    println!("\nEn besökare skriver nu något som omfattas av sekretess. En redaktör beslutar:");
    let note =
        "Uppgift om en enskilds personliga förhållanden inom socialtjänsten. Att dölja en del räcker inte.";
    let what = ["--measure", "ta-bort", "--class", "secrecy", "--secrecy", "26:1", "--note", note];
    let decided = product.text_as(EDITOR, &[["decide", item].as_slice(), &what].concat())?;
    println!("{}", decided.trim_end());
    println!("\nDiariet:\n{}", product.text(&["registry", "list", "--series", SERIES])?.trim_end());
    Ok(())
}

fn add_account(home: &Home, product: &Product, wordpress: &WordPress) -> Result<()> {
    // The trial site makes a new password at each start; the account's name and address stay.
    let password = home.file("wordpress-password");
    write_closed(&password, wordpress.application_password.as_bytes())?;
    let accounts = product.json(&["account", "list"])?;
    let (url, file) = (wordpress.url(), password.display().to_string());
    if accounts.to_string().contains(&format!("\"{ACCOUNT}\"")) {
        return product.json(&["account", "password", ACCOUNT, "--password-file", &file]).map(drop);
    }
    let what =
        ["account", "add", ACCOUNT, "--platform", "wordpress", "--address", &url, "--authority", AUTHORITY];
    // The trial site is on this machine and has no https.
    let login = ["--internal", "--login", &wordpress.login, "--password-file", &file];
    product.json(&[what.as_slice(), &login].concat()).map(drop)
}

fn tell_how_to_check(home: &Home, product: &Product, item: &str) {
    println!("\n5. Det här finns nu kvar, också det som inte längre syns på webbplatsen");
    println!("Varje inlägg och kommentar är sparad med alla versioner och säkrad i liggaren.");
    println!("Kommentaren som ändrades finns i båda sina lydelser. Den som togs bort finns kvar.");
    println!("\nSe vad som väntar på bedömning hos hela Lindholms kommun, som är påhittad:");
    println!("  {}", product.shown("queue"));
    println!("\nKontrollera själv:");
    println!("  {}", product.shown("show"));
    println!("  {}", product.shown(&format!("show {item}")));
    println!("  {} verify {}", product.program(), home.file("bevispaket.zip").display());
    println!("  {}", product.shown("verify"));
    println!("\nDagens kontrollvärde ligger i {}.", home.file("kontrollvarde.txt").display());
    println!("Lämna det till någon utanför: utan det syns inte om allt har rullats tillbaka.");
    println!("Ta bort mappen {} om du vill börja om från början.", home.file("").display());
}

/// What a capture saw, in words.
fn counted(capture: &Value) -> String {
    format!(
        "{} nya, {} ändrade, {} försvunna, {} oförändrade, {} i karantän",
        sum(capture, "new"),
        sum(capture, "edited"),
        sum(capture, "gone"),
        sum(capture, "unchanged"),
        sum(capture, "quarantined")
    )
}

/// The sum of a figure over all accounts.
fn sum(capture: &Value, key: &str) -> u64 {
    let accounts = capture["accounts"].as_array().map(Vec::as_slice).unwrap_or_default();
    accounts.iter().filter_map(|account| account[key].as_u64()).sum()
}

fn items(capture: &Value) -> Vec<String> {
    let accounts = capture["accounts"].as_array().map(Vec::as_slice).unwrap_or_default();
    let items = accounts.iter().filter_map(|account| account["items"].as_array()).flatten();
    items.filter_map(|item| item.as_str().map(str::to_owned)).collect()
}

/// Writes a file that only its owner may read, over an older one.
fn write_closed(path: &Path, bytes: &[u8]) -> Result<()> {
    let open = fs::OpenOptions::new().write(true).create(true).truncate(true).mode(0o600).open(path);
    let mut file = open.with_context(|| format!("skriva {}", path.display()))?;
    std::io::Write::write_all(&mut file, bytes).with_context(|| format!("skriva {}", path.display()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_capture_is_counted_over_all_accounts() {
        let capture = serde_json::json!({"accounts": [
            {"account": "a", "new": 3, "edited": 1, "gone": 0, "unchanged": 2, "quarantined": 0, "items": ["x"]},
            {"account": "b", "new": 1, "edited": 0, "gone": 1, "unchanged": 0, "quarantined": 0, "items": ["y"]},
        ]});
        assert_eq!(counted(&capture), "4 nya, 1 ändrade, 1 försvunna, 2 oförändrade, 0 i karantän");
        assert_eq!(items(&capture), ["x", "y"]);
    }
}
