//! What a person has chosen and filled in about many items at once, and what it says.

use uppsikt_guideline::decide::Measure;
use uppsikt_guideline::{ContentClass, Ground};
use uppsikt_kernel::{Chance, ChanceError};
use uuid::Uuid;

use crate::rooms::moderation::{BatchRegistration, ChosenItem, NewBatch, NoticeWay};

/// Longest reason, in bytes: some ten pages.
const NOTE_BYTES_MAX: usize = 32 * 1024;
/// Items that are taken from a form: more than a batch holds, so that what is left out can be told.
const ITEMS_MAX: usize = 400;

/// The form, as browsers send it: in an address or in a body.
#[derive(Clone, Default)]
pub(super) struct BulkForm {
    /// The batch's id, from the preview.
    pub id: Option<Uuid>,
    pub items: Vec<ChosenItem>,
    pub class: String,
    pub measure: String,
    pub ground: String,
    pub note: String,
    pub notice: String,
    pub thread: bool,
    pub together: bool,
    /// Whether the class is to be changed, and nothing proposed yet.
    pub is_choosing: bool,
    /// The item whose likes are gathered, and what they have in common.
    pub like: Option<(Uuid, String)>,
}

// What is written may describe a crime and name people.
impl std::fmt::Debug for BulkForm {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("BulkForm").field("items", &self.items.len()).finish_non_exhaustive()
    }
}

impl BulkForm {
    /// Reads the form; what it does not know is left out.
    pub(super) fn parse(text: &[u8]) -> Self {
        let (mut form, mut som, mut lika) = (Self::default(), None, None);
        for (name, value) in url::form_urlencoded::parse(text) {
            match &*name {
                "inslag" if form.items.len() < ITEMS_MAX => form.items.extend(chosen(&value)),
                "samling" => form.id = Uuid::try_parse(&value).ok(),
                "class" => form.class = value.into_owned(),
                "measure" => form.measure = value.into_owned(),
                "ground" => form.ground = value.into_owned(),
                "note" => form.note = value.replace("\r\n", "\n"),
                "notice" => form.notice = value.into_owned(),
                "thread" => form.thread = true,
                "together" => form.together = true,
                "gor" => form.is_choosing = value == "klass",
                "som" => som = Uuid::try_parse(&value).ok(),
                "lika" => lika = Some(value.into_owned()),
                _ => {}
            }
        }
        form.like = som.map(|som| (som, lika.unwrap_or_default()));
        form
    }

    /// The class that was chosen.
    pub(super) fn class(&self) -> Option<ContentClass> {
        self.class.parse().ok()
    }

    /// How those who wrote are told.
    pub(super) fn notice(&self) -> NoticeWay {
        self.notice.parse().unwrap_or(NoticeWay::Reply)
    }

    /// The judgement; what is missing or unknown, by field and in a sentence.
    pub(super) fn batch(&self) -> Result<NewBatch, (&'static str, String)> {
        let wrong = |field, said: &str| (field, said.to_owned());
        if self.items.is_empty() {
            return Err(wrong("inslag", "Välj minst ett inslag."));
        }
        let class = self.class().ok_or_else(|| wrong("class", "Välj vad det är."))?;
        if class.copying_is_crime() {
            let why =
                "Det som aldrig får kopieras beskrivs i ord, ett inslag i taget. Öppna varje inslag för sig.";
            return Err(wrong("class", why));
        }
        let measure: Measure = self.measure.parse().map_err(|_| wrong("measure", "Välj en åtgärd."))?;
        if measure == Measure::Keep {
            return Err(wrong("measure", "Välj en åtgärd."));
        }
        let ground: Ground = self.ground.parse().map_err(|_| wrong("ground", "Välj en grund."))?;
        if self.note.trim().is_empty() {
            return Err(wrong("note", "Skriv varför åtgärden behövs och räcker."));
        }
        if self.note.len() > NOTE_BYTES_MAX {
            return Err(wrong("note", "Motiveringen är för lång. Korta den till högst tio sidor."));
        }
        Ok(NewBatch {
            id: self.id.unwrap_or_default(),
            items: self.items.clone(),
            class,
            measure,
            ground,
            note: self.note.clone(),
            notice: self.notice(),
            breaks_off_threads: self.thread,
            registration: if self.together { BatchRegistration::Together } else { BatchRegistration::Each },
        })
    }
}

/// An item as forms write it: its id, or `id.version.decided` from a page that showed these.
fn chosen(text: &str) -> Option<ChosenItem> {
    let mut parts = text.splitn(3, '.');
    let item = Uuid::try_parse(parts.next()?).ok()?;
    let version = parts.next().map(str::parse).transpose().ok()?;
    let decided = parts.next().map(str::parse).transpose().ok()?;
    Some(ChosenItem { item, version, decided })
}

/// An item as forms write it.
pub(super) fn code(item: Uuid, version: i32, decided: usize) -> String {
    format!("{item}.{version}.{decided}")
}

/// The id of a batch that is about to be shown.
pub(super) fn new_id(chance: &dyn Chance) -> Result<Uuid, ChanceError> {
    let mut bytes = [0; 16];
    chance.fill(&mut bytes)?;
    Ok(uuid::Builder::from_random_bytes(bytes).into_uuid())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn items_keep_what_the_page_showed() {
        let id = Uuid::from_u128(7);
        let form = BulkForm::parse(format!("inslag={id}.2.1&inslag={id}&inslag=x&inslag={id}.y").as_bytes());
        let seen = ChosenItem { item: id, version: Some(2), decided: Some(1) };
        assert_eq!(form.items, [seen, ChosenItem { item: id, version: None, decided: None }]);
        assert_eq!(chosen(&code(id, 2, 1)), Some(seen));
    }

    #[test]
    fn what_is_missing_is_said_at_its_field() {
        let whole = format!(
            "inslag={}&class=threat&measure=remove&ground=law+incitement&note=D%C3%A4rf%C3%B6r.&together=ja",
            Uuid::from_u128(7)
        );
        let batch = BulkForm::parse(whole.as_bytes()).batch().unwrap();
        assert_eq!((batch.note.as_str(), batch.registration), ("Därför.", BatchRegistration::Together));
        for (field, cut) in [
            ("inslag", "inslag="),
            ("class", "class=threat"),
            ("measure", "measure=remove"),
            ("ground", "ground=law+incitement"),
            ("note", "note=D%C3%A4rf%C3%B6r."),
        ] {
            let form = BulkForm::parse(whole.replace(cut, "x=").as_bytes());
            assert_eq!(form.batch().unwrap_err().0, field);
        }
    }
}
