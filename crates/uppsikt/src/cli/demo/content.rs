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
const WORK: &str = include_str!("../../../demo/work.ndjson");
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

/// When something happened, reckoned from the moment at which the demonstration is made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum When<'a> {
    /// So many days before the content's last day, which is a Tuesday; and the time of day.
    Days(i64, &'a str),
    /// So many working days before today, 1 to 4; and the time of day.
    Workdays(i64, &'a str),
    /// So many minutes ago.
    Minutes(i64),
}

/// An item, some time before the demonstration is made.
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
    published_days_ago: Option<i64>,
    published_workdays_ago: Option<i64>,
    published_minutes_ago: Option<i64>,
    published_time: Option<String>,
    edited_days_ago: Option<i64>,
    edited_workdays_ago: Option<i64>,
    edited_time: Option<String>,
    gone_days_ago: Option<i64>,
    gone_time: Option<String>,
    pub state: ItemState,
    pub language: Option<String>,
    #[serde(default)]
    pub media: Vec<Media>,
    #[serde(default)]
    pub versions: Vec<Wording>,
}

fn when(
    days: Option<i64>,
    workdays: Option<i64>,
    minutes: Option<i64>,
    time: Option<&String>,
) -> Option<When<'_>> {
    let at = time.map(String::as_str);
    let days = days.zip(at).map(|(days, at)| When::Days(days, at));
    let workdays = workdays.zip(at).map(|(days, at)| When::Workdays(days, at));
    days.or(workdays).or(minutes.map(When::Minutes))
}

impl Item {
    /// When it was published; a test rules out that it is not said.
    pub(super) fn published(&self) -> When<'_> {
        let (days, workdays) = (self.published_days_ago, self.published_workdays_ago);
        when(days, workdays, self.published_minutes_ago, self.published_time.as_ref())
            .unwrap_or(When::Minutes(0))
    }

    /// When it came to say what it says now.
    pub(super) fn edited(&self) -> Option<When<'_>> {
        when(self.edited_days_ago, self.edited_workdays_ago, None, self.edited_time.as_ref())
    }

    /// When it was shown no longer, though nobody of ours had done anything.
    pub(super) fn gone(&self) -> Option<When<'_>> {
        when(self.gone_days_ago, None, None, self.gone_time.as_ref())
    }
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

/// What the people of the demonstration do about what is written to them.
#[derive(Deserialize)]
#[serde(tag = "type", rename_all = "kebab-case")]
pub(super) enum Work {
    /// The editor lets items stand.
    Keep { account: String, class: String, items: Vec<String> },
    /// Something is done to an item.
    Measure(Measure),
    /// An item is registered though it stays.
    Register(Register),
}

#[derive(Deserialize)]
pub(super) struct Measure {
    pub account: String,
    pub item: String,
    pub measure: String,
    pub class: String,
    /// Who decides, by login.
    pub by: String,
    pub notice: String,
    pub note: String,
    /// Whether the step that a person has to take is not taken yet.
    #[serde(default)]
    pub left: bool,
}

#[derive(Deserialize)]
pub(super) struct Register {
    pub account: String,
    pub item: String,
    pub description: String,
    pub secrecy: Option<String>,
    pub registrar: Registrar,
    pub reason: Option<String>,
}

/// What the registrar has done about a number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(super) enum Registrar {
    /// Nothing yet.
    Draft,
    Completed,
    Declined,
}

/// Everything.
pub(super) struct Content {
    pub accounts: Vec<Account>,
    pub items: Vec<Item>,
    pub registrations: Vec<Registration>,
    pub decisions: Vec<Decision>,
    pub work: Vec<Work>,
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
            work: lines(WORK)?,
        })
    }

    /// Whether an account is there to practise on.
    pub(super) fn is_practice(&self, account: &str) -> bool {
        let known = self.accounts.iter().find(|known| known.id == account);
        known.is_some_and(|known| known.rest.get("platform").and_then(Value::as_str) == Some("practice"))
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
        assert!(content.accounts.len() >= 16 && content.items.len() >= 1_200);
        let practice = content.accounts.iter().filter(|account| account.rest["platform"] == "practice");
        for account in practice {
            assert!(account.rest["name"].as_str().unwrap().ends_with("(övning)"), "{}", account.id);
        }
        for item in &content.items {
            assert!(content.accounts.iter().any(|account| account.id == item.account), "{}", item.account);
            for media in &item.media {
                assert!(PICTURES.iter().any(|(name, _)| *name == media.file), "{}", media.file);
            }
            let fits = match item.published() {
                When::Days(days, _) => (7..=365).contains(&days),
                When::Workdays(days, _) => (1..=4).contains(&days),
                When::Minutes(minutes) => (30..=180).contains(&minutes),
            };
            assert!(fits, "{} {}", item.account, item.id);
        }
        assert_eq!(content.authorities().len(), 6);
    }

    /// How deep an item lies in its thread; what begins one lies at 1.
    fn depth(content: &Content, item: &Item) -> usize {
        let parent = item.parent.as_ref().and_then(|parent| {
            content.items.iter().find(|other| other.account == item.account && &other.id == parent)
        });
        parent.map_or(1, |parent| depth(content, parent) + 1)
    }

    #[test]
    fn each_kind_of_item_is_there() {
        let content = Content::read().unwrap();
        let count = |is: &dyn Fn(&Item) -> bool| content.items.iter().filter(|item| is(item)).count();
        for language in ["fi", "so", "ar", "en", "se", "pl"] {
            assert!(count(&|item| item.language.as_deref() == Some(language)) > 0, "{language}");
        }
        let storm = count(&|item| matches!(item.published(), When::Minutes(_)));
        assert!((140..=170).contains(&storm), "{storm}");
        assert!(count(&|item| !item.text.chars().any(char::is_alphanumeric)) >= 15, "only signs");
        assert!(count(&|item| !item.versions.is_empty()) >= 8, "edited");
        assert!(count(&|item| item.gone().is_some()) >= 8, "taken away by others than us");
        assert!(count(&|item| item.kind == ItemKind::Message) >= 60, "messages");
        assert!(count(&|item| !item.media.is_empty()) >= 20, "pictures");
        assert!(count(&|item| item.own && item.parent.is_some()) >= 200, "answers");
        assert!(content.items.iter().filter(|item| depth(&content, item) >= 4).count() >= 20, "deep threads");
    }

    #[test]
    fn every_class_is_one_that_the_guidelines_know() {
        let content = Content::read().unwrap();
        for decision in &content.decisions {
            assert!(decision.class().is_some(), "{}", decision.class);
        }
        for work in &content.work {
            let class = match work {
                Work::Keep { class, .. } => class,
                Work::Measure(measure) => &measure.class,
                Work::Register(_) => continue,
            };
            assert!(class.parse::<ContentClass>().is_ok(), "{class}");
        }
    }
}
