//! The demonstration's content, as it lies in `crates/uppsikt/demo` and comes with the program.

use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::Value;
use uppsikt_guideline::ContentClass;
use uppsikt_platform::ItemKind;
use uppsikt_platform::imports::ndjson::ItemState;

macro_rules! items {
    ($($name:literal)+) => { [$(include_str!(concat!("../../../demo/items/", $name, ".ndjson"))),+] };
}
macro_rules! pictures {
    ($($name:literal)+) => {
        &[$((concat!("bilder/", $name, ".png"), include_bytes!(concat!("../../../demo/bilder/", $name, ".png")))),+]
    };
}

const ACCOUNTS: &str = include_str!("../../../demo/accounts.ndjson");
const REGISTRATIONS: &str = include_str!("../../../demo/registrations.ndjson");
const DECISIONS: &str = include_str!("../../../demo/decisions.ndjson");
const ITEMS: [&str; 16] = items![
    "fb-bibliotek" "fb-bostader" "fb-bygg" "fb-kommun" "fb-omsorg" "fb-skola" "ig-ekskolan" "ig-kommun"
    "li-kommun" "ovning-fritid" "ovning-kommun" "ovning-omsorg" "ovning-skola" "tt-ung" "x-trafik" "yt-kommun"
];

/// The pictures, by the names that items give them.
pub(super) const PICTURES: &[(&str, &[u8])] = pictures![
    "an" "atervinning" "bad" "badplats" "bibliotek" "blommor" "brasa" "buss" "flagga" "hamn" "host" "hund"
    "idrottsdag" "isbana" "kommunhus" "lagenhet" "lekplats" "pulka" "skola" "skolmat" "snoplog" "sporthall"
    "torg"
];

/// An account: handed on as it stands, for it has no time of its own.
#[derive(Deserialize)]
pub(super) struct Account {
    pub id: String,
    pub address: String,
    pub authority: String,
    #[serde(flatten)]
    pub rest: serde_json::Map<String, Value>,
}

/// An item, some days before the day that the year ends with.
#[derive(Deserialize)]
pub(super) struct Item {
    pub account: String,
    pub id: String,
    pub kind: ItemKind,
    pub parent: Option<String>,
    pub author: String,
    pub author_id: String,
    pub own: bool,
    pub title: Option<String>,
    pub text: String,
    pub published_days_ago: i64,
    pub published_time: String,
    pub edited_days_ago: Option<i64>,
    pub edited_time: Option<String>,
    pub state: ItemState,
    pub language: Option<String>,
    #[serde(default)]
    pub media: Vec<Media>,
    #[serde(default)]
    pub versions: Vec<Wording>,
}

#[derive(Deserialize)]
pub(super) struct Media {
    pub file: String,
    pub alt: Option<String>,
    pub media_type: String,
}

/// What an item said before it was edited.
#[derive(Deserialize)]
pub(super) struct Wording {
    pub text: String,
}

#[derive(Deserialize)]
pub(super) struct Registration {
    pub account: String,
    pub number: String,
    pub items: Vec<String>,
    pub registered_days_ago: i64,
    pub description: String,
    pub direction: String,
    pub secrecy: Option<Secrecy>,
}

#[derive(Deserialize)]
pub(super) struct Secrecy {
    pub provision: String,
    pub days_ago: i64,
}

#[derive(Deserialize)]
pub(super) struct Decision {
    pub account: String,
    pub item: String,
    pub measure: String,
    pub class: String,
    pub ground: String,
    pub decided_days_ago: i64,
    pub by: String,
    pub note: String,
}

impl Decision {
    /// What the item was judged to be.
    pub(super) fn class(&self) -> Option<ContentClass> {
        self.class.parse().ok()
    }
}

/// Everything.
pub(super) struct Content {
    pub accounts: Vec<Account>,
    pub items: Vec<Item>,
    pub registrations: Vec<Registration>,
    pub decisions: Vec<Decision>,
}

impl Content {
    /// Reads what comes with the program.
    ///
    /// # Errors
    /// When it is not what it should be, which a test rules out.
    pub(super) fn read() -> Result<Self, serde_json::Error> {
        let mut items = Vec::new();
        for file in ITEMS {
            items.extend(lines(file)?);
        }
        Ok(Self {
            accounts: lines(ACCOUNTS)?,
            items,
            registrations: lines(REGISTRATIONS)?,
            decisions: lines(DECISIONS)?,
        })
    }

    /// The authorities, in the order in which their accounts stand.
    pub(super) fn authorities(&self) -> Vec<String> {
        let mut names: Vec<String> = Vec::new();
        for account in &self.accounts {
            if !names.contains(&account.authority) {
                names.push(account.authority.clone());
            }
        }
        names
    }
}

fn lines<T: DeserializeOwned>(file: &str) -> Result<Vec<T>, serde_json::Error> {
    file.lines().filter(|line| !line.trim().is_empty()).map(serde_json::from_str).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_is_whole() {
        let content = Content::read().unwrap();
        assert!(content.accounts.len() >= 16 && content.items.len() >= 300);
        let practice = content.accounts.iter().filter(|account| account.rest["platform"] == "practice");
        for account in practice {
            assert!(account.rest["name"].as_str().unwrap().ends_with("(övning)"), "{}", account.id);
        }
        for item in &content.items {
            assert!(content.accounts.iter().any(|account| account.id == item.account), "{}", item.account);
            for media in &item.media {
                assert!(PICTURES.iter().any(|(name, _)| *name == media.file), "{}", media.file);
            }
            assert!((1..=365).contains(&item.published_days_ago), "{} {}", item.account, item.id);
        }
        assert_eq!(content.authorities().len(), 6);
    }

    #[test]
    fn every_class_is_one_that_the_guidelines_know() {
        for decision in Content::read().unwrap().decisions {
            assert!(decision.class().is_some(), "{}", decision.class);
        }
    }
}
