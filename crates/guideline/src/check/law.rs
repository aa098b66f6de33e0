//! Values that ask for less than law does.
//!
//! Law holds whatever a guideline says, so the program does not follow such values. Whoever reads
//! the guideline would, and that is why it cannot be adopted. What law asks for stands in the book
//! of law; only what a guideline leaves out, or protects from removal, is looked for here.

use super::Draft;
use crate::effective::{Context, Effective, Fate};
use crate::fact::NoticeElement;
use crate::ground::GroundKind;
use crate::law::{self, Law};
use crate::parameter::{Key, Value};
use crate::stated::Stated;

/// What visitors must be told according to the provision with this code.
const INFORM_USERS: (&str, [NoticeElement; 2]) =
    ("inform-users", [NoticeElement::Responsible, NoticeElement::VisibleToOthers]);
/// The provision on what must be removed.
const DUTY_TO_REMOVE: &str = "duty-to-remove";
/// Below this age no law that we know of lets a child decide alone.
const CONSENT_AGE_LEAST: u16 = 13;

pub(super) fn look(draft: &mut Draft<'_>) {
    floors(draft);
    protected(draft);
    notice(draft);
    age(draft);
}

/// Values below those that the book of law gives.
fn floors(draft: &mut Draft<'_>) {
    let rules = Effective::at(draft.profile, &Context { on: Some(draft.today), ..Context::default() }, &[]);
    for (setting, steps) in rules.all_steps() {
        let law = steps.iter().skip_while(|step| step.fate != Fate::BelowLaw).nth(1);
        let Some((below, law)) = steps.iter().find(|step| step.fate == Fate::BelowLaw).zip(law) else {
            continue;
        };
        let path = setting.path();
        let places: Vec<String> = law.sources.iter().map(ToString::to_string).collect();
        let sentence = format!(
            "{path} är ”{}”, och det är mildare än lagen, som säger ”{}” ({}). {}",
            below.value.swedish(),
            law.value.swedish(),
            places.join(", "),
            law.reading.as_deref().unwrap_or_default()
        );
        draft.fault(&path, sentence.trim_end(), "Ändra värdet. Lagen gäller vad riktlinjen än säger.");
    }
}

/// Classes that the guideline never removes and law does.
fn protected(draft: &mut Draft<'_>) {
    let Some(law) = law::book().find(DUTY_TO_REMOVE, Some(draft.today)) else { return };
    let never = draft.profile.remove.never.value().into_iter().flatten();
    for class in never.filter(|class| class.must_go() || class.ground_kinds().contains(&GroundKind::Law)) {
        let sentence = format!(
            "remove.never skyddar {}, men sådant kan lagen kräva att ni tar bort ({}).",
            class.swedish(),
            law.source
        );
        draft.fault("remove.never", sentence, "Stryk klassen. Lagen gäller vad riktlinjen än säger.");
    }
}

/// A list of what visitors are told, without what law asks for; law speaks besides, so it is no fault.
fn notice(draft: &mut Draft<'_>) {
    let (code, elements) = INFORM_USERS;
    let Some(law) = law::book().find(code, Some(draft.today)) else { return };
    let Some(Value::Words(words)) = value(draft, Key::NoticeRequired) else { return };
    let without: Vec<&str> = elements
        .iter()
        .filter(|element| words.iter().all(|word| word.code != element.code()))
        .map(|element| element.swedish())
        .collect();
    if !without.is_empty() {
        let Law { source, .. } = law;
        let sentence = format!(
            "notice.required nämner inte {}, som lagen kräver att besökaren får veta ({source}).",
            without.join(" och ")
        );
        draft.doubt("notice.required", sentence, "Lagen gäller ändå. Skriv in det när riktlinjen ses över.");
    }
}

/// A very low age of consent: no single section sets one for pictures, so it is for a person to judge.
fn age(draft: &mut Draft<'_>) {
    if matches!(value(draft, Key::ImageGuardianAge), Some(Value::Count(age)) if *age < CONSENT_AGE_LEAST) {
        let sentence = format!(
            "image.guardian_age är under {CONSENT_AGE_LEAST}: för så unga barn är det vårdnadshavarna som bestämmer."
        );
        draft.doubt("image.guardian_age", sentence, "Låt dataskyddsombudet bedöma åldern.");
    }
}

fn value<'d>(draft: &Draft<'d>, key: Key) -> Option<&'d Value> {
    draft.profile.values.get(&key).and_then(Stated::value)
}
