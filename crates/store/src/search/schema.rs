//! The fields of the index, and how a text becomes its terms there.

use tantivy::TantivyDocument;
use tantivy::schema::{
    BytesOptions, FAST, Field, INDEXED, IndexRecordOption, STORED, STRING, Schema, TextFieldIndexing,
    TextOptions,
};
use tantivy::tokenizer::{Token, TokenStream, Tokenizer};
use uppsikt_kernel::{Micros, stockholm};
use uuid::Uuid;

use super::model::{Document, Month};
use super::swedish::{Analyser, PlacedTerm};

/// The analyser's name in the schema.
pub(super) const SWEDISH: &str = "swedish";
/// The month of an instant that no calendar has.
const NO_MONTH: u64 = 0;

/// The fields.
#[derive(Debug, Clone, Copy)]
pub(super) struct Fields {
    /// Organisation and document: what a document is replaced by.
    pub id: Field,
    pub organisation: Field,
    /// Organisation and authority.
    pub authority: Field,
    /// `name=value`.
    pub key: Field,
    pub at: Field,
    pub month: Field,
    pub text: Field,
}

pub(super) const ORGANISATION: &str = "organisation";
pub(super) const AUTHORITY: &str = "authority";
pub(super) const AT: &str = "at";
pub(super) const MONTH: &str = "month";

pub(super) fn schema() -> (Schema, Fields) {
    let mut schema = Schema::builder();
    let text = TextFieldIndexing::default()
        .set_tokenizer(SWEDISH)
        .set_index_option(IndexRecordOption::WithFreqsAndPositions);
    let fields = Fields {
        id: schema.add_bytes_field("id", BytesOptions::from(STORED) | INDEXED),
        organisation: schema.add_bytes_field(ORGANISATION, FAST),
        authority: schema.add_bytes_field(AUTHORITY, FAST),
        key: schema.add_text_field("key", STRING),
        at: schema.add_i64_field(AT, FAST),
        month: schema.add_u64_field(MONTH, FAST),
        text: schema.add_text_field("text", TextOptions::default().set_indexing_options(text)),
    };
    (schema.build(), fields)
}

/// Two ids as one term.
pub(super) fn pair(one: Uuid, other: Uuid) -> [u8; 32] {
    let mut both = [0; 32];
    both[..16].copy_from_slice(one.as_bytes());
    both[16..].copy_from_slice(other.as_bytes());
    both
}

/// A keyword as one term.
pub(super) fn keyword(name: &str, value: &str) -> String {
    format!("{name}={value}")
}

impl Fields {
    pub fn document(&self, document: &Document) -> TantivyDocument {
        let organisation = document.organisation.uuid();
        let mut fields = TantivyDocument::new();
        fields.add_bytes(self.id, &pair(organisation, document.id));
        fields.add_bytes(self.organisation, organisation.as_bytes());
        fields.add_bytes(self.authority, &pair(organisation, document.authority.uuid()));
        fields.add_i64(self.at, document.at);
        fields.add_u64(self.month, month_of(document.at));
        for (name, value) in &document.keys {
            fields.add_text(self.key, keyword(name, value));
        }
        for text in &document.texts {
            fields.add_text(self.text, text);
        }
        fields
    }
}

/// The month as a number that counts on.
fn month_of(at: i64) -> u64 {
    let local = Micros::new(at).ok().zip(stockholm().ok());
    local.map_or(NO_MONTH, |(at, zone)| {
        let at = at.timestamp().to_zoned(zone);
        u64::try_from(i64::from(at.year()) * 12 + i64::from(at.month()) - 1).unwrap_or(NO_MONTH)
    })
}

/// The month that a number stands for.
pub(super) fn month(number: u64) -> Option<Month> {
    if number == NO_MONTH {
        return None;
    }
    Some(Month { year: i16::try_from(number / 12).ok()?, month: i8::try_from(number % 12 + 1).ok()? })
}

/// The analyser as tantivy asks for it.
#[derive(Clone, Default)]
pub(super) struct SwedishTokenizer(Analyser);

impl Tokenizer for SwedishTokenizer {
    type TokenStream<'a> = Terms;

    fn token_stream<'a>(&'a mut self, text: &'a str) -> Terms {
        Terms { left: self.0.all(text).into_iter(), token: Token::default() }
    }
}

/// The terms of one text.
pub(super) struct Terms {
    left: std::vec::IntoIter<PlacedTerm>,
    token: Token,
}

impl TokenStream for Terms {
    fn advance(&mut self) -> bool {
        let Some(PlacedTerm { place, term }) = self.left.next() else { return false };
        self.token = Token { position: place, text: term, position_length: 1, ..Token::default() };
        true
    }

    fn token(&self) -> &Token {
        &self.token
    }

    fn token_mut(&mut self) -> &mut Token {
        &mut self.token
    }
}
