//! What can be done with an entry, by whoever looks at it.

use uppsikt_kernel::{Actor, Role};

use super::form::{EntryForm, fingerprint};
use super::record::Record;
use super::words::{self, PROVISIONS};
use crate::rooms::registry::{Protected, Registration, Stage};
use crate::web::components::{Errors, Field, FieldKind};

/// The main form: where it goes, what its button says, and its fields.
pub(super) struct Main {
    pub action: &'static str,
    pub button: &'static str,
    pub fields: Vec<Field>,
}

/// Everything that can be done.
pub(super) struct Panel {
    pub before: String,
    pub errors: Errors,
    pub main: Option<Main>,
    pub decline: Option<Field>,
    pub link: Option<Field>,
    pub secrecy: Option<[Field; 2]>,
    /// Which of the folded forms is open, since something in it is wrong.
    pub is_decline_open: bool,
    pub is_secrecy_open: bool,
}

/// What a form said, and what is wrong with it.
#[derive(Default)]
pub(super) struct Filled {
    pub form: Option<EntryForm>,
    pub wrong: Option<(&'static str, String)>,
}

/// The panel of an entry.
pub(super) fn panel(
    actor: &Actor,
    entry: &Registration,
    records: &[Record],
    protected: Option<&Protected>,
    filled: &Filled,
) -> Panel {
    let is_registrar = actor.has_in(Role::Registrar, entry.authority);
    let is_editor = actor.has_in(Role::Editor, entry.authority);
    let stage = entry.state.stage();
    let form = filled.form.clone().unwrap_or_else(|| prefilled(entry, records, protected));
    let (action, button) = match stage {
        Stage::Reserved if is_registrar => ("registrera", "Diarieför"),
        Stage::Declined if is_registrar => ("registrera", "Diarieför ändå"),
        Stage::Completed if is_registrar => ("beskriv", "Spara beskrivningen"),
        Stage::Reserved if is_editor => ("beskriv", "Spara beskrivningen"),
        _ => ("", ""),
    };
    let has_cases = action == "registrera";
    let mut main = (!action.is_empty()).then(|| Main {
        action,
        button,
        fields: main_fields(&form, entry, has_cases, protected.is_some()),
    });
    let mut decline =
        (is_registrar && stage == Stage::Reserved).then(|| lines("skal", "Skäl", &form.reason, true));
    let mut link =
        (is_registrar && !has_cases).then(|| line("arende", "Ärendets nummer", form.cases.clone(), true));
    let mut secrecy = is_registrar.then(|| secrecy_fields(&form));
    let fields = main.iter_mut().flat_map(|main| &mut main.fields);
    let all = fields.chain(&mut decline).chain(&mut link).chain(secrecy.iter_mut().flatten());
    let (mut is_decline_open, mut is_secrecy_open) = (false, false);
    let mut wrong = Vec::new();
    for field in all {
        let Some((_, said)) = filled.wrong.as_ref().filter(|(name, _)| *name == field.name) else { continue };
        field.error = Some(said.clone());
        is_decline_open |= field.name == "skal";
        is_secrecy_open |= field.name == "bestammelse";
        wrong.push(field.clone());
    }
    let before = fingerprint(entry);
    Panel {
        before,
        errors: Errors::of(&wrong),
        main,
        decline,
        link,
        secrecy,
        is_decline_open,
        is_secrecy_open,
    }
}

/// The draft: what is known already, so that it can be accepted as it stands.
fn prefilled(entry: &Registration, records: &[Record], protected: Option<&Protected>) -> EntryForm {
    let known = protected.map(|protected| protected.description.clone());
    let counterpart = protected.and_then(|protected| protected.counterpart.clone());
    let author = records.iter().find_map(|record| record.author.clone());
    EntryForm {
        public: public(entry, records),
        cases: String::new(),
        // What has been sealed already is not written over by a suggestion.
        counterpart: counterpart.or_else(|| author.filter(|_| entry.protected.is_none())).unwrap_or_default(),
        protected: known.unwrap_or_default(),
        ..EntryForm::default()
    }
}

/// What anybody may read: what a person has written, or what sort of record it is. Never who wrote it or what it says.
fn public(entry: &Registration, records: &[Record]) -> String {
    if let Some(said) = words::written_by_person(entry) {
        return said.to_owned();
    }
    let said = entry.public_description.clone().unwrap_or_default();
    let Some(record) = records.iter().find(|record| !record.account.is_empty()) else { return said };
    let kind = record.title.split(' ').next().unwrap_or_default();
    let more = match entry.items.len() {
        0 | 1 => String::new(),
        count => format!(", med {} till i samma tråd", count - 1),
    };
    let ours = record.ours.map_or_else(String::new, |ours| format!(", {ours}"));
    format!("{kind} på kontot {}{more}{ours}", record.account)
}

fn line(name: &'static str, label: &str, value: String, is_required: bool) -> Field {
    Field { value, is_required, ..Field::new(name, FieldKind::Line("text"), label) }
}

fn lines(name: &'static str, label: &str, value: &str, is_required: bool) -> Field {
    Field { value: value.to_owned(), is_required, ..Field::new(name, FieldKind::Lines, label) }
}

fn main_fields(form: &EntryForm, entry: &Registration, has_cases: bool, is_opened: bool) -> Vec<Field> {
    let public = line("beskrivning", "Offentlig beskrivning", form.public.clone(), true);
    let hint = "Vem som helst får läsa den. Nämn ingen enskild.".to_owned();
    let mut fields = vec![Field { hint: Some(hint), ..public }];
    if has_cases {
        let hint = "Flera skrivs med komma emellan.".to_owned();
        let cases = line("arende", "Ärendets nummer", form.cases.clone(), false);
        fields.push(Field { hint: Some(hint), ..cases });
    }
    let sealed = entry.protected.is_some() && !is_opened;
    let hint = if sealed {
        "Posten har redan en skyddad del. Skriv här bara om den ska ersättas."
    } else {
        "Säkras skyddat. Varje läsning antecknas."
    };
    let counterpart = line("motpart", "Avsändare eller mottagare", form.counterpart.clone(), false);
    fields.push(Field { hint: Some(hint.to_owned()), ..counterpart });
    fields.push(lines("skyddad", "Skyddad beskrivning", &form.protected, false));
    fields
}

fn secrecy_fields(form: &EntryForm) -> [Field; 2] {
    let none = (String::new(), "Välj".to_owned());
    let known = PROVISIONS.map(|(provision, about)| (provision.to_owned(), format!("{provision}, {about}")));
    let choices = [none].into_iter().chain(known).collect();
    let choose = Field::new("bestammelse", FieldKind::Choice(choices), "Bestämmelse");
    let other = line("annan", "Annan bestämmelse", form.other_provision.clone(), false);
    [Field { value: form.provision.clone(), is_required: false, ..choose }, other]
}
