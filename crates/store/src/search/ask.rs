//! A search as the index understands it, and its answer.

use std::ops::Bound;

use tantivy::collector::TopDocs;
use tantivy::query::{
    AllQuery, BooleanQuery, ConstScoreQuery, EmptyQuery, InvertedIndexRangeQuery, Occur, PhraseQuery, Query,
    RangeQuery, TermQuery,
};
use tantivy::schema::{Field, IndexRecordOption, Value as _};
use tantivy::{DocAddress, Order as TimeOrder, Searcher, TantivyDocument, Term};
use uppsikt_kernel::Authorities;
use uuid::Uuid;

use super::error::SearchError;
use super::model::{Ask, Condition, Hits, Order};
use super::months::ByMonth;
use super::query::{Part, Wanted};
use super::schema::{AT, AUTHORITY, Fields, ORGANISATION, keyword, month, pair};
use super::swedish;
use super::within::Within;

/// Words that a beginning may stand for; more are not looked at.
const BEGINNING_WORDS_MAX: u64 = 2_000;
/// Bytes of an ending that makes a beginning a word of its own: skolorna* is skola, but trafiks* is not trafik.
const ENDING_BYTES_MIN: usize = 2;
/// Hits that are passed over at most: nobody leafs further, and each would be held in memory.
const SKIP_MAX: usize = 10_000;

type Clause = (Occur, Box<dyn Query>);

/// Does a search.
pub(super) fn ask(searcher: &Searcher, fields: &Fields, ask: &Ask) -> Result<Hits, SearchError> {
    let query = whole(fields, ask);
    let page = TopDocs::with_limit(ask.take.max(1)).and_offset(ask.skip.min(SKIP_MAX));
    let (addresses, tally): (Vec<DocAddress>, _) = match ask.order {
        Order::Best => {
            let (found, tally) = searcher.search(&query, &(page.order_by_score(), ByMonth))?;
            (found.into_iter().map(|(_, at)| at).collect(), tally)
        }
        Order::Newest => {
            let page = page.order_by_fast_field::<i64>(AT, TimeOrder::Desc);
            let (found, tally) = searcher.search(&query, &(page, ByMonth))?;
            (found.into_iter().map(|(_, at)| at).collect(), tally)
        }
    };
    let mut ids = Vec::with_capacity(addresses.len());
    for address in addresses.into_iter().take(ask.take) {
        let document: TantivyDocument = searcher.doc(address)?;
        let bytes = document.get_first(fields.id).and_then(|value| value.as_bytes().map(<[u8]>::to_vec));
        let id = bytes.as_deref().and_then(|bytes| bytes.get(16..)).and_then(|id| Uuid::from_slice(id).ok());
        ids.push(id.ok_or_else(|| SearchError::Damaged("a document without an id".to_owned()))?);
    }
    let months =
        tally.months.into_iter().filter_map(|(number, count)| Some((month(number)?, count))).collect();
    Ok(Hits { ids, total: tally.total, months })
}

/// Everything that must hold: whose it is stands in the query and not behind it.
fn whole(fields: &Fields, ask: &Ask) -> BooleanQuery {
    let mut clauses: Vec<Clause> = vec![(Occur::Must, Box::new(reach(ask)))];
    for condition in &ask.conditions {
        match condition {
            // Beside the others, and not as a set of its own that would have to be walked through.
            Condition::None(all) => {
                clauses.extend(all.iter().map(|one| (Occur::MustNot, kept(fields, one))));
            }
            other => clauses.push((Occur::Must, unscored(kept(fields, other)))),
        }
    }
    if ask.from_at.is_some() || ask.until_at.is_some() {
        let bound = |at: Option<i64>, is_in: fn(Term) -> Bound<Term>| {
            at.map_or(Bound::Unbounded, |at| is_in(Term::from_field_i64(fields.at, at)))
        };
        let range =
            RangeQuery::new(bound(ask.from_at, Bound::Included), bound(ask.until_at, Bound::Excluded));
        clauses.push((Occur::Must, unscored(Box::new(range))));
    }
    for part in &ask.query.parts {
        clauses.push(part_of(fields, part));
    }
    BooleanQuery::new(clauses)
}

/// The organisation, and the authorities within reach; none of them reaches nothing.
fn reach(ask: &Ask) -> Within {
    let organisation = ask.scope.organisation.uuid();
    match &ask.scope.authorities {
        Authorities::All => Within::new(ORGANISATION, vec![organisation.as_bytes().to_vec()]),
        Authorities::Only(ids) => {
            Within::new(AUTHORITY, ids.iter().map(|id| pair(organisation, id.uuid()).to_vec()).collect())
        }
    }
}

fn kept(fields: &Fields, condition: &Condition) -> Box<dyn Query> {
    match condition {
        Condition::Has(name, value) => term(Term::from_field_text(fields.key, &keyword(name, value))),
        Condition::Any(all) => any(all.iter().map(|one| kept(fields, one)).collect()),
        Condition::None(all) => {
            let mut clauses: Vec<Clause> = vec![(Occur::Must, Box::new(AllQuery))];
            clauses.extend(all.iter().map(|one| (Occur::MustNot, kept(fields, one))));
            Box::new(BooleanQuery::new(clauses))
        }
    }
}

fn part_of(fields: &Fields, part: &Part) -> Clause {
    let query = match &part.wanted {
        Wanted::Word(words) | Wanted::Phrase(words) => side_by_side(fields.text, words),
        Wanted::Beginning(start) => beginning(fields.text, start),
    };
    match &part.wanted {
        _ if !part.is_not => (Occur::Must, query),
        // A phrase is asked on after its last hit when it stands alone behind "not", which it does not allow; as one
        // of two it is never asked so.
        Wanted::Word(_) | Wanted::Phrase(_) => {
            (Occur::MustNot, Box::new(BooleanQuery::union(vec![query.box_clone(), query])))
        }
        Wanted::Beginning(_) => (Occur::MustNot, query),
    }
}

/// One term, or several side by side.
fn side_by_side(field: Field, words: &str) -> Box<dyn Query> {
    let placed = swedish::asked(words);
    let mut terms: Vec<(usize, Term)> =
        placed.into_iter().map(|placed| (placed.place, Term::from_field_text(field, &placed.term))).collect();
    if terms.len() > 1 {
        return Box::new(PhraseQuery::new_with_offset(terms));
    }
    match terms.pop() {
        Some((_, term)) => Box::new(TermQuery::new(term, IndexRecordOption::WithFreqs)),
        None => Box::new(EmptyQuery),
    }
}

/// Words that begin so. A stem is shorter than its word: the beginning itself may be a whole word with an ending.
fn beginning(field: Field, start: &str) -> Box<dyn Query> {
    let Some(start) = swedish::beginning(start) else { return Box::new(EmptyQuery) };
    // No term has this sign, so everything that begins as asked comes before it.
    let end = format!("{start}\u{10ffff}");
    let mut words = InvertedIndexRangeQuery::new(
        Bound::Included(Term::from_field_text(field, &start)),
        Bound::Excluded(Term::from_field_text(field, &end)),
    );
    words.limit(BEGINNING_WORDS_MAX);
    let mut ways: Vec<Box<dyn Query>> = vec![Box::new(words)];
    let is_shorter = |stem: &String| stem.len() + ENDING_BYTES_MIN <= start.len();
    let stems = swedish::asked(&start).into_iter().map(|placed| placed.term).filter(is_shorter);
    ways.extend(stems.map(|stem| term(Term::from_field_text(field, &stem))));
    any(ways)
}

fn term(term: Term) -> Box<dyn Query> {
    Box::new(TermQuery::new(term, IndexRecordOption::Basic))
}

fn any(mut ways: Vec<Box<dyn Query>>) -> Box<dyn Query> {
    match ways.len() {
        0 => Box::new(EmptyQuery),
        1 => ways.pop().unwrap_or_else(|| Box::new(EmptyQuery)),
        _ => Box::new(BooleanQuery::union(ways)),
    }
}

/// What only lets through says nothing of how well a document fits.
fn unscored(query: Box<dyn Query>) -> Box<dyn Query> {
    Box::new(ConstScoreQuery::new(query, 0.0))
}
