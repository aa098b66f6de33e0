//! The form of the page, as it stands in the address.

use std::collections::BTreeMap;

use jiff::civil::Date;
use serde::Deserialize;
use uppsikt_kernel::{Micros, stockholm};
use uppsikt_platform::ItemKind;
use uppsikt_store::search::Query;

use crate::rooms::account::Account;
use crate::rooms::search::explained::kind_word;
use crate::rooms::search::{Order, SearchRequest, Side, State};
use crate::web::components::{Field, FieldKind};

/// Hits on a page.
pub(super) const HITS: usize = 20;
/// Pages that one can leaf through; whoever needs more narrows the search.
pub(super) const PAGES_MAX: usize = 500;

/// What is asked for in the address.
#[derive(Debug, Default, Clone, Deserialize)]
#[serde(default)]
pub(crate) struct Asked {
    pub q: String,
    #[serde(rename = "konto")]
    pub account: String,
    #[serde(rename = "riktning")]
    pub side: String,
    #[serde(rename = "slag")]
    pub kind: String,
    #[serde(rename = "lage")]
    pub state: String,
    #[serde(rename = "nummer")]
    pub number: String,
    #[serde(rename = "fran")]
    pub from: String,
    #[serde(rename = "till")]
    pub until: String,
    #[serde(rename = "ordning")]
    pub order: String,
    /// Which page, from 1.
    #[serde(rename = "sida")]
    pub page_number: Option<usize>,
}

/// The search that a form stands for, and what is wrong in it.
pub(super) struct Read {
    pub request: SearchRequest,
    pub wrong: BTreeMap<&'static str, String>,
}

impl Asked {
    /// Which page, from 0.
    pub fn page(&self) -> usize {
        self.page_number.unwrap_or(1).clamp(1, PAGES_MAX) - 1
    }

    pub fn read(&self, accounts: &[Account]) -> Read {
        let mut wrong = BTreeMap::new();
        let query = Query::parse(&self.q).unwrap_or_else(|_| {
            wrong.insert("q", "Sökningen är för lång. Skriv högst 32 ord och 1 000 tecken.".to_owned());
            Query::default()
        });
        let mut chosen = |name: &'static str, value: &str, is_known: bool| {
            if !value.is_empty() && !is_known {
                wrong.insert(name, "Det valet finns inte. Välj ett i listan.".to_owned());
            }
        };
        let account = accounts.iter().find(|account| account.id.to_string() == self.account);
        let (side, kind, state) = (self.side.parse().ok(), self.kind.parse().ok(), self.state.parse().ok());
        chosen("konto", &self.account, account.is_some());
        chosen("riktning", &self.side, side.is_some());
        chosen("slag", &self.kind, kind.is_some());
        chosen("lage", &self.state, state.is_some());
        let mut instant = |name: &'static str, text: &str, is_end: bool| match day(text, is_end) {
            Ok(at) => at,
            Err(said) => {
                wrong.insert(name, said);
                None
            }
        };
        let (from_at, until_at) = (instant("fran", &self.from, false), instant("till", &self.until, true));
        if let (Some(from), Some(until)) = (from_at, until_at)
            && from >= until
        {
            wrong.insert("till", "Den sista dagen ligger före den första.".to_owned());
        }
        let number = self.number.trim();
        let request = SearchRequest {
            query,
            account: account.map(|account| account.id),
            side,
            kind,
            state,
            number: (!number.is_empty()).then(|| number.to_owned()),
            from_at,
            until_at,
            order: if self.order == "bast" { Order::Best } else { Order::Newest },
            skip: self.page() * HITS,
            take: HITS,
        };
        Read { request, wrong }
    }

    /// The address of another page of the same search.
    pub fn path(&self, page: usize) -> String {
        let mut query = url::form_urlencoded::Serializer::new(String::new());
        for (name, value) in self.pairs() {
            if !value.is_empty() {
                query.append_pair(name, value);
            }
        }
        if page > 0 {
            query.append_pair("sida", &(page + 1).to_string());
        }
        format!("/sok?{}", query.finish())
    }

    fn pairs(&self) -> [(&'static str, &str); 9] {
        [
            ("q", &self.q),
            ("konto", &self.account),
            ("riktning", &self.side),
            ("slag", &self.kind),
            ("lage", &self.state),
            ("nummer", &self.number),
            ("fran", &self.from),
            ("till", &self.until),
            ("ordning", &self.order),
        ]
    }

    /// The fields beside the words, with what is wrong in them.
    pub fn fields(&self, accounts: &[Account], wrong: &BTreeMap<&'static str, String>) -> Vec<Field> {
        let accounts = accounts.iter().map(|account| (account.id.to_string(), account.name.clone()));
        let sides = Side::ALL.map(|side| (side.code().to_owned(), side.word().to_owned()));
        let kinds = ItemKind::ALL.map(|kind| (kind.code().to_owned(), kind_word(kind).to_owned()));
        let states = State::ALL.map(|state| (state.code().to_owned(), state.word().to_owned()));
        let orders = vec![pair("", "Nyast först"), pair("bast", "Bäst träff först")];
        let mut fields = vec![
            Field::new("konto", choice("Alla konton", accounts), "Konto"),
            Field::new("riktning", choice("Båda", sides), "Riktning"),
            Field::new("slag", choice("Alla slag", kinds), "Slag"),
            Field::new("lage", choice("Alla lägen", states), "Läge"),
            Field::new("fran", FieldKind::Line("date"), "Publicerat från och med"),
            Field::new("till", FieldKind::Line("date"), "Till och med"),
            Field::new("nummer", FieldKind::Line("text"), "Diarie- eller ärendenummer"),
            Field::new("ordning", FieldKind::Choice(orders), "Ordning"),
        ];
        for field in &mut fields {
            let value = self.pairs().into_iter().find(|(name, _)| *name == field.name);
            field.value = value.map(|(_, value)| value.to_owned()).unwrap_or_default();
            field.error = wrong.get(field.name).cloned();
            field.is_required = false;
        }
        fields
    }
}

fn pair(code: &str, word: &str) -> (String, String) {
    (code.to_owned(), word.to_owned())
}

fn choice(none: &str, all: impl IntoIterator<Item = (String, String)>) -> FieldKind {
    FieldKind::Choice(std::iter::once(pair("", none)).chain(all).collect())
}

/// The beginning of a day in Sweden, or its end; in microseconds.
fn day(text: &str, is_end: bool) -> Result<Option<i64>, String> {
    let text = text.trim();
    if text.is_empty() {
        return Ok(None);
    }
    let wrong = || "Skriv dagen som 2026-03-01.".to_owned();
    let date: Date = text.parse().map_err(|_| wrong())?;
    let date = if is_end { date.tomorrow().map_err(|_| wrong())? } else { date };
    let at = stockholm().ok().and_then(|zone| date.to_zoned(zone).ok()).ok_or_else(wrong)?;
    Ok(Some(Micros::from(at.timestamp()).get()))
}
