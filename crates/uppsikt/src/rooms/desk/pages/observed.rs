//! The form of what a person has seen: its fields, and how it is read.

use bytes::Bytes;
use uppsikt_platform::ItemKind;
use uppsikt_platform::QuarantineReason;
use uppsikt_platform::imports::ndjson::ItemState;
use uuid::Uuid;

use crate::rooms::capture::{Observation, ObservationError, Picture, published_time};
use crate::rooms::desk::words;
use crate::web::components::{Field, FieldKind};
use crate::web::upload::Upload;

/// Who wrote it, as the form says it.
const OURS: &str = "vi";
const SHOWN: &str = "visas";
const HIDDEN: &str = "dolt";
const GONE: &str = "borta";

/// What is filled in. It has no `Debug`: it is content.
#[derive(Default)]
pub(super) struct Form {
    pub item: String,
    kind: String,
    address: String,
    parent: String,
    by: String,
    author: String,
    text: String,
    published: String,
    state: String,
    alt: String,
    attested: String,
}

/// What is wrong, beside its field.
#[derive(Default)]
pub(super) struct Wrong {
    kind: Option<String>,
    address: Option<String>,
    parent: Option<String>,
    text: Option<String>,
    published: Option<String>,
    pictures: Option<String>,
    pub attested: Option<String>,
}

impl Wrong {
    pub(super) fn is_any(&self) -> bool {
        let all = [
            &self.kind,
            &self.address,
            &self.parent,
            &self.text,
            &self.published,
            &self.pictures,
            &self.attested,
        ];
        all.iter().any(|wrong| wrong.is_some())
    }
}

fn filled(text: &str) -> Option<String> {
    Some(text.trim().to_owned()).filter(|text| !text.is_empty())
}

impl Form {
    pub(super) fn of(upload: &Upload) -> Self {
        let field = |name| upload.field(name);
        Self {
            item: field("inslag"),
            kind: field("slag"),
            address: field("adress"),
            parent: field("under"),
            by: field("vem"),
            author: field("namn"),
            text: field("text"),
            published: field("publicerat"),
            state: field("lage"),
            alt: field("bildtext"),
            attested: field("intygar"),
        }
    }

    /// What the person has seen; or what is wrong with what was filled in.
    pub(super) fn read(
        &self,
        again: Option<(Uuid, ItemKind)>,
        pictures: Vec<Bytes>,
    ) -> Result<Observation, Box<Wrong>> {
        let mut wrong = Wrong::default();
        let kind = again.map(|(_, kind)| kind).or_else(|| self.kind.parse().ok());
        let published = filled(&self.published).map(|text| published_time(&text));
        let text = Some(self.text.clone()).filter(|text| !text.trim().is_empty());
        let state = match self.state.as_str() {
            HIDDEN => ItemState::Hidden,
            GONE => ItemState::Removed,
            _ => ItemState::Shown,
        };
        if kind.is_none() {
            wrong.kind = Some("Välj vad det är.".to_owned());
        }
        if published == Some(None) {
            wrong.published = Some("Ange dag och klockslag, som 2026-03-01 08:15.".to_owned());
        }
        if again.is_none() && text.is_none() {
            wrong.text = Some(NO_TEXT.to_owned());
        }
        if again.is_none() && published.is_none() {
            wrong.published = Some(NO_TIME.to_owned());
        }
        if self.attested.is_empty() {
            wrong.attested =
                Some("Kryssa i att du har sett det själv. Annars kan det inte sparas.".to_owned());
        }
        let Some(kind) = kind.filter(|_| !wrong.is_any()) else { return Err(Box::new(wrong)) };
        let alt = filled(&self.alt);
        Ok(Observation {
            kind,
            address: filled(&self.address),
            item: again.map(|(item, _)| item),
            text,
            author: filled(&self.author),
            own: again.is_none().then_some(self.by == OURS),
            parent: filled(&self.parent),
            published_at: published.flatten(),
            state,
            pictures: pictures.into_iter().map(|bytes| Picture { bytes, alt: alt.clone() }).collect(),
        })
    }
}

const NO_TEXT: &str = "Skriv vad som står i inslaget. Är det bara en bild, beskriv den.";
const NO_TIME: &str = "Ange när plattformen säger att det publicerades. Då räknas det som inkommet.";

/// What the room would not take, beside its field.
pub(super) fn wrong(error: ObservationError) -> Wrong {
    let said = |text: &str| Some(text.to_owned());
    let none = Wrong::default();
    match error {
        ObservationError::NoText => Wrong { text: said(NO_TEXT), ..none },
        ObservationError::NoTime => Wrong { published: said(NO_TIME), ..none },
        ObservationError::Ahead => Wrong { published: said("Tiden har inte varit ännu."), ..none },
        ObservationError::OtherItem => Wrong { parent: said("Kontot har inget sådant inslag."), ..none },
        ObservationError::OtherKind => {
            Wrong { kind: said("Inslaget med den adressen är registrerat som ett annat slag."), ..none }
        }
        ObservationError::NoPicture => Wrong {
            pictures: said("En av filerna är ingen bild i PNG, JPEG, WebP eller GIF. Välj bilderna igen."),
            ..none
        },
        ObservationError::TooMany => Wrong { pictures: said("Välj högst 20 bilder."), ..none },
        ObservationError::TooLarge => {
            Wrong { pictures: said("En bild är för stor. Ta en skärmbild."), ..none }
        }
        ObservationError::Unreadable(QuarantineReason::TooLong) => {
            Wrong { text: said("Texten är längre än något inslag på någon plattform."), ..none }
        }
        ObservationError::Unreadable(QuarantineReason::Time) => {
            Wrong { published: said("Tiden ska ligga mellan 1990 och 2099."), ..none }
        }
        ObservationError::Unreadable(_) => Wrong {
            address: said("Adressen är för lång eller har tecken som inte går att skriva."),
            ..none
        },
    }
}

fn choice(name: &'static str, label: &str, all: &[(&str, &str)], value: &str) -> Field {
    let all = all.iter().map(|(code, word)| ((*code).to_owned(), (*word).to_owned())).collect();
    Field { value: value.to_owned(), ..Field::new(name, FieldKind::Choice(all), label) }
}

fn state(form: &Form) -> Field {
    let all = [
        (SHOWN, "Visas för alla"),
        (HIDDEN, "Dolt, men finns kvar på plattformen"),
        (GONE, "Borttaget, visas inte längre"),
    ];
    choice("lage", "Hur det ser ut nu", &all, &form.state)
}

fn text(form: &Form, error: Option<String>, is_required: bool) -> Field {
    let hint = if is_required {
        "Ordagrant, med stavfel och allt."
    } else {
        "Bara om texten har ändrats: hela den nya lydelsen, ordagrant."
    };
    Field {
        hint: Some(hint.to_owned()),
        value: form.text.clone(),
        error,
        is_required,
        ..Field::new("text", FieldKind::Lines, "Vad som står i det")
    }
}

/// The fields of pictures: they are chosen again when something was wrong, for a browser forgets them.
fn pictures(form: &Form, error: Option<String>) -> [Field; 2] {
    let pictures = Field {
        hint: Some("PNG, JPEG, WebP eller GIF, högst 10 MB tillsammans.".to_owned()),
        error,
        is_required: false,
        ..Field::new("bilder", FieldKind::Pictures, "Skärmbilder, eller bilder i inslaget")
    };
    let alt = Field {
        hint: Some("Vad bilderna visar, för den som inte ser dem.".to_owned()),
        value: form.alt.clone(),
        is_required: false,
        ..Field::new("bildtext", FieldKind::Line("text"), "Bildbeskrivning")
    };
    [pictures, alt]
}

/// The fields of something new.
pub(super) fn fields(
    form: &Form,
    wrong: Wrong,
    kinds: impl Iterator<Item = ItemKind>,
    posts: Vec<(String, String)>,
) -> Vec<Field> {
    let kinds = kinds.map(|kind| (kind.code().to_owned(), words::kind(kind).to_owned())).collect();
    let kind = Field::new("slag", FieldKind::Choice(kinds), "Vad det är");
    let mut under = vec![(String::new(), "Inget av dem, eller okänt".to_owned())];
    under.extend(posts);
    let line = |name, kind, label: &str, value: &str| Field {
        value: value.to_owned(),
        ..Field::new(name, FieldKind::Line(kind), label)
    };
    let mut fields = vec![
        Field { value: form.kind.clone(), error: wrong.kind, ..kind },
        choice("vem", "Vem som har skrivit", &[("annan", "Någon annan"), (OURS, "Vi själva")], &form.by),
        Field {
            hint: Some("Som det står på plattformen.".to_owned()),
            is_required: false,
            ..line("namn", "text", "Namnet på den som har skrivit", &form.author)
        },
        text(form, wrong.text, true),
        Field {
            hint: Some("Svensk tid, som plattformen visar den.".to_owned()),
            error: wrong.published,
            ..line("publicerat", "datetime-local", "När det publicerades", &form.published)
        },
        Field {
            value: form.parent.clone(),
            error: wrong.parent,
            is_required: false,
            ..Field::new("under", FieldKind::Choice(under), "Under vilket av kontots inlägg")
        },
        Field {
            hint: Some("Länken till just det inslaget, om plattformen ger en.".to_owned()),
            error: wrong.address,
            is_required: false,
            ..line("adress", "url", "Adress", &form.address)
        },
        state(form),
    ];
    fields.extend(pictures(form, wrong.pictures));
    fields
}

/// The fields of something that is seen again.
pub(super) fn fields_again(form: &Form, wrong: Wrong) -> Vec<Field> {
    let mut fields = vec![state(form), text(form, wrong.text, false)];
    fields.extend(pictures(form, wrong.pictures));
    fields
}
