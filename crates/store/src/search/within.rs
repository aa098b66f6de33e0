//! Whose a document is, looked up in a column beside the texts.
//!
//! Whoever reaches everything that a part of the index holds pays nothing for the question there; for others it is one
//! look-up for each document that would otherwise be a hit. As terms among the others it would cost every search a walk
//! over all documents.

use tantivy::columnar::{Cardinality, Column};
use tantivy::query::{
    AllScorer, ConstScorer, EmptyScorer, EnableScoring, Explanation, Query, Scorer, Weight,
};
use tantivy::{DocId, DocSet, Score, SeekDangerResult, SegmentReader, TERMINATED, TantivyError};

/// Documents whose bytes in a column are among some.
#[derive(Debug, Clone)]
pub(super) struct Within {
    column: &'static str,
    wanted: Vec<Vec<u8>>,
}

impl Within {
    /// Nothing is wanted where nothing is named.
    pub(super) fn new(column: &'static str, wanted: Vec<Vec<u8>>) -> Self {
        Self { column, wanted }
    }
}

impl Query for Within {
    fn weight(&self, _: EnableScoring<'_>) -> tantivy::Result<Box<dyn Weight>> {
        Ok(Box::new(self.clone()))
    }
}

impl Weight for Within {
    fn scorer(&self, reader: &SegmentReader, boost: Score) -> tantivy::Result<Box<dyn Scorer>> {
        let Some(bytes) = reader.fast_fields().bytes(self.column)? else { return Ok(Box::new(EmptyScorer)) };
        let mut is_wanted = vec![false; bytes.num_terms()];
        for one in &self.wanted {
            let number = bytes.dictionary().term_ord(one)?.and_then(|number| usize::try_from(number).ok());
            if let Some(known) = number.and_then(|number| is_wanted.get_mut(number)) {
                *known = true;
            }
        }
        let column = bytes.ords().clone();
        if !is_wanted.contains(&true) {
            return Ok(Box::new(EmptyScorer));
        }
        if column.get_cardinality() == Cardinality::Full && !is_wanted.contains(&false) {
            return Ok(Box::new(AllScorer::new(reader.max_doc())));
        }
        Ok(Box::new(ConstScorer::new(Documents::new(column, is_wanted, reader.max_doc()), boost)))
    }

    fn explain(&self, reader: &SegmentReader, doc: DocId) -> tantivy::Result<Explanation> {
        let mut scorer = self.scorer(reader, 1.0)?;
        if scorer.doc() > doc || scorer.seek(doc) != doc {
            return Err(TantivyError::InvalidArgument(format!("document {doc} is out of reach")));
        }
        Ok(Explanation::new("within reach", scorer.score()))
    }
}

/// The documents of one part of the index.
struct Documents {
    column: Column<u64>,
    /// By the number that the part has given to the bytes.
    is_wanted: Vec<bool>,
    doc: DocId,
    end: DocId,
}

impl Documents {
    fn new(column: Column<u64>, is_wanted: Vec<bool>, end: DocId) -> Self {
        let mut documents = Self { column, is_wanted, doc: 0, end };
        documents.seek(0);
        documents
    }

    fn has(&self, doc: DocId) -> bool {
        let number = self.column.first(doc).and_then(|number| usize::try_from(number).ok());
        number.and_then(|number| self.is_wanted.get(number)).copied().unwrap_or(false)
    }
}

impl DocSet for Documents {
    fn advance(&mut self) -> DocId {
        if self.doc == TERMINATED { TERMINATED } else { self.seek(self.doc + 1) }
    }

    fn seek(&mut self, target: DocId) -> DocId {
        self.doc = (target..self.end).find(|doc| self.has(*doc)).unwrap_or(TERMINATED);
        self.doc
    }

    /// Without looking for the next one: whoever asks goes on with documents of their own.
    fn seek_danger(&mut self, target: DocId) -> SeekDangerResult {
        if target >= self.end {
            self.doc = TERMINATED;
            return SeekDangerResult::SeekLowerBound(TERMINATED);
        }
        self.doc = target;
        if self.has(target) { SeekDangerResult::Found } else { SeekDangerResult::SeekLowerBound(target + 1) }
    }

    fn doc(&self) -> DocId {
        self.doc
    }

    /// As many as there may be: so others, which know their documents, lead.
    fn size_hint(&self) -> u32 {
        self.end
    }
}
