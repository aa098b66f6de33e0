//! What the authority's own guideline says about what somebody is about to do.

use uppsikt_guideline::guidance;
use uppsikt_guideline::requirement::Moment;
use uppsikt_kernel::Micros;
use uppsikt_store::Reader;

use crate::rooms::capture::CapturedItem;
use crate::rooms::moderation::{ModerationError, Rules};

/// Sentences that stand open; the rest is folded away.
const SHOWN: usize = 2;

/// One sentence of the guideline.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Sentence {
    pub source: String,
    pub text: String,
}

/// What the guideline says at a moment.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Advice {
    pub first: Vec<Sentence>,
    pub rest: Vec<Sentence>,
    /// Whom to ask.
    pub ask: Vec<String>,
}

impl Advice {
    /// Whether the guideline says nothing.
    pub(super) fn is_empty(&self) -> bool {
        self.first.is_empty()
    }
}

/// What the guideline in force for an item's account says at some moments, the strongest first.
pub(super) async fn at(
    reader: &mut Reader,
    now: Micros,
    item: &CapturedItem,
    moments: &[Moment],
) -> Result<Advice, ModerationError> {
    let (rules, scope) = Rules::new(now)?.of(reader, item).await?;
    let mut all: Vec<Sentence> = Vec::new();
    let mut ask: Vec<String> = Vec::new();
    for moment in moments {
        for guidance in guidance::at(&rules, *moment, &scope) {
            let one = Sentence { source: guidance.source.to_string(), text: guidance.text.to_owned() };
            if !all.contains(&one) {
                all.push(one);
            }
            for name in guidance.ask {
                if !ask.contains(&name) {
                    ask.push(name);
                }
            }
        }
    }
    let rest = all.split_off(all.len().min(SHOWN));
    Ok(Advice { first: all, rest, ask })
}
