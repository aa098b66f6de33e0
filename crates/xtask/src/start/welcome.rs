//! What a newcomer is told last: where it runs, whom to sign in as, and what to try first.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result};
use serde_json::{Value, json};

/// What the program told when it made the demonstration, kept for those who start again.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Demonstration(Value);

impl Demonstration {
    /// What the program has told now, or what it told before.
    ///
    /// # Errors
    /// When it cannot be kept.
    pub fn of(told: Option<Value>, file: &Path) -> Result<Self> {
        let Some(told) = told else {
            let kept = fs::read_to_string(file).ok().and_then(|text| serde_json::from_str(&text).ok());
            return Ok(Self(kept.unwrap_or(Value::Null)));
        };
        let of = |key: &str| told[key].clone();
        let kept = json!({
            "password": of("password"), "accounts": of("accounts"), "items": of("items"), "waiting": of("waiting"),
        });
        fs::write(file, kept.to_string()).with_context(|| format!("skriva {}", file.display()))?;
        Ok(Self(kept))
    }

    /// What was made, in a line.
    pub fn made(&self) -> String {
        let of = |key: &str| self.0[key].as_u64();
        match (of("accounts"), of("items"), of("waiting")) {
            (Some(accounts), Some(items), Some(waiting)) => format!(
                "{accounts} konton med {items} inslag; {waiting} väntar där kontrollen har sett något"
            ),
            _ => "den finns sedan förut".to_owned(),
        }
    }

    /// The last lines.
    pub fn welcome(&self, address: &str) -> String {
        let password = self.0["password"].as_str().unwrap_or("det som uppsikt demo berättade");
        format!(
            "Uppsikt körs på http://{address}/ (avsluta med Ctrl-C; allt som sparats finns kvar).\n\
             Logga in som redaktor.ks (bedömer), registrator (diariet) eller chef (överblicken). Lösenord: {password}\n\
             Prova först: Bevakning. Välj det översta inslaget, läs varför det ligger där, och låt det stå eller ta bort det.\n\
             Prova sedan: Konton, Lindholms kommun (övning), Prova som besökare. Skriv något, och se det komma i Bevakning.\n\
             Allt och alla i Lindholm är påhittade. Det du gör på övningskontona syns ingen annanstans."
        )
    }
}

/// The last lines where there is nothing yet.
pub fn empty(address: &str, is_made: bool) -> String {
    let first = if is_made {
        "Installationen är redan uppsatt. Logga in som den administratör som du lade upp."
    } else {
        "Öppna adressen som servern skriver härnäst, /start, och ange engångskoden som står bredvid."
    };
    format!(
        "Uppsikt körs på http://{address}/ (avsluta med Ctrl-C; allt som sparats finns kvar).\n\
         {first}\n\
         Där anger du organisationen, dess myndigheter och den första administratören.\n\
         Anta sedan en riktlinje för varje myndighet i ett annat fönster: uppsikt guideline adopt\n\
         Lägg till det första kontot: uppsikt account add. Det syns sedan under Konton."
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_told_is_told_again_at_the_next_start() {
        let folder = std::env::temp_dir().join(format!("uppsikt-welcome-{}", std::process::id()));
        fs::create_dir_all(&folder).unwrap();
        let file = folder.join("demo.json");
        let told = serde_json::json!({
            "password": "hemligt", "accounts": 16, "items": 1_200, "waiting": 40, "users": ["admin"]
        });
        let first = Demonstration::of(Some(told), &file).unwrap();
        assert_eq!(Demonstration::of(None, &file).unwrap(), first);
        let lines = first.welcome("127.0.0.1:8090");
        assert_eq!(lines.lines().count(), 5);
        assert!(lines.contains("hemligt") && lines.contains("registrator") && lines.contains("besökare"));
        assert_eq!(empty("127.0.0.1:8090", false).lines().count(), 5);
        fs::remove_dir_all(folder).unwrap();
    }
}
