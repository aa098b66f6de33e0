//! A search in words, so that whoever asks sees how it was understood.

use jiff::Zoned;
use uppsikt_kernel::{Micros, stockholm};
use uppsikt_store::search::{Order, Wanted};

use super::model::SearchRequest;

/// How a search was understood, as sentences after one another. `account` is the name of the account, where one was
/// chosen.
#[must_use]
pub fn explained(request: &SearchRequest, account: Option<&str>) -> String {
    let mut said: Vec<String> = Vec::new();
    let words = |is_not: bool| -> Vec<String> {
        let parts = request.query.parts.iter().filter(|part| part.is_not == is_not);
        parts.map(|part| wanted(&part.wanted)).collect()
    };
    let (with, without) = (words(false), words(true));
    if !with.is_empty() {
        let all = if with.len() > 1 { "Alla ord ska finnas, i någon form: " } else { "I någon form: " };
        said.push(format!("{all}{}", with.join(", ")));
    }
    if !without.is_empty() {
        said.push(format!("inte {}", without.join(", inte ")));
    }
    said.extend(account.map(|name| format!("kontot {name}")));
    said.extend(request.side.map(|side| side.word().to_lowercase()));
    said.extend(request.kind.map(|kind| kind_word(kind).to_lowercase()));
    said.extend(request.state.map(|state| state.word().to_lowercase()));
    said.extend(request.number.as_ref().map(|number| format!("numret {number}")));
    let (from, until) = (request.from_at.and_then(day), request.until_at.map(|at| at - 1).and_then(day));
    said.extend(match (from, until) {
        (Some(from), Some(until)) if from == until => Some(format!("publicerat {from}")),
        (Some(from), Some(until)) => Some(format!("publicerat mellan {from} och {until}")),
        (Some(from), None) => Some(format!("publicerat {from} eller senare")),
        (None, Some(until)) => Some(format!("publicerat {until} eller tidigare")),
        (None, None) => None,
    });
    if said.is_empty() {
        said.push("Allt som kontona har visat".to_owned());
    }
    said.push(match request.order {
        Order::Newest => "nyast först".to_owned(),
        Order::Best => "bäst träff först".to_owned(),
    });
    let text = said.join("; ");
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| format!("{}{}.", first.to_uppercase(), letters.as_str()))
}

/// The kind of an item, as a word.
pub(super) const fn kind_word(kind: uppsikt_platform::ItemKind) -> &'static str {
    use uppsikt_platform::ItemKind;
    match kind {
        ItemKind::Post => "Inlägg",
        ItemKind::Page => "Sida",
        ItemKind::Comment => "Kommentar",
        ItemKind::Message => "Meddelande",
    }
}

fn wanted(wanted: &Wanted) -> String {
    match wanted {
        Wanted::Word(word) => word.clone(),
        Wanted::Phrase(phrase) => format!("frasen ”{phrase}”"),
        Wanted::Beginning(start) => format!("ord som börjar på {start}"),
    }
}

/// A day as `2026-03-01`, in Sweden.
fn day(at: i64) -> Option<String> {
    let local: Zoned = Micros::new(at).ok()?.timestamp().to_zoned(stockholm().ok()?);
    Some(local.date().to_string())
}

#[cfg(test)]
mod tests {
    use uppsikt_store::search::Query;

    use super::*;
    use crate::rooms::search::model::{Side, State};

    #[test]
    fn a_search_is_told_in_words() {
        let query = Query::parse("snö väg -buss ”öppna simhallen” skol*").unwrap();
        let request = SearchRequest { query, side: Some(Side::Received), ..SearchRequest::default() };
        assert_eq!(
            explained(&request, Some("webbplatsen")),
            "Alla ord ska finnas, i någon form: snö, väg, frasen ”öppna simhallen”, ord som börjar på skol; inte buss; kontot webbplatsen; inkommen; nyast först."
        );
        let request =
            SearchRequest { state: Some(State::Gone), order: Order::Best, ..SearchRequest::default() };
        assert_eq!(explained(&request, None), "Försvunnet av andra skäl; bäst träff först.");
        assert_eq!(explained(&SearchRequest::default(), None), "Allt som kontona har visat; nyast först.");
    }
}
