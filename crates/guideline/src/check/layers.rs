//! Layers that loosen in silence, and guidelines that cannot stand below each other.

use std::collections::BTreeSet;

use super::Draft;
use crate::diff::capital;
use crate::effective::{Context, Effective, Fate};
use crate::profile::{Layer, Mode, Profile, ResolveError, Scope, resolve_text};

/// More layers than any authority has; each pair of them is tried.
const LAYERS_MAX: usize = 64;

pub(super) fn look(draft: &mut Draft<'_>, text: &str, lookup: &dyn Fn(&str) -> Option<String>) {
    let code = draft.profile.about.code.as_str();
    let whole = if draft.profile.about.extends.is_some() {
        match resolve_text(code, text, lookup) {
            Ok(whole) => whole,
            Err(error) => {
                draft.fault("", error.swedish(), suggestion(&error));
                return;
            }
        }
    } else {
        draft.profile.clone()
    };
    if whole.layers.len() > LAYERS_MAX {
        let sentence = format!("Riktlinjen har {} lager; högst {LAYERS_MAX} prövas.", whole.layers.len());
        draft.fault("", sentence, "Slå ihop dem som gäller samma konton.");
        return;
    }
    let bare = without_statements(whole);
    let mut refused = BTreeSet::new();
    for context in contexts(&bare.layers) {
        refused.extend(loosening(&bare, &context, code));
    }
    for (path, sentence) in refused {
        let suggestion = "Skriv ett strängare värde. Är det meningen att mildra, och tillåter lagen det, skriver du loosens = true.";
        draft.fault(&path, sentence, suggestion);
    }
}

/// Contexts in which every layer, and every two that can hold together, do so.
fn contexts(layers: &[Layer]) -> Vec<Context> {
    let mut found: Vec<Context> = Vec::new();
    for (at, layer) in layers.iter().enumerate() {
        found.extend(together(&[layer]));
        found.extend(layers.iter().skip(at + 1).filter_map(|other| together(&[layer, other])));
    }
    let mut different: Vec<Context> = Vec::new();
    for context in found {
        if !different.contains(&context) {
            different.push(context);
        }
    }
    different
}

/// The context in which these hold, when there is one.
fn together(layers: &[&Layer]) -> Option<Context> {
    let mut context = Context::default();
    for scope in layers.iter().flat_map(|layer| &layer.scopes) {
        match scope {
            Scope::Company(name) => context.company = Some(name.clone()),
            Scope::Board(name) => context.board = Some(name.clone()),
            Scope::Class(class) => context.class = Some(*class),
            Scope::Platform(service) => context.service = Some(*service),
            Scope::Mode(mode) => context.in_crisis = *mode == Mode::Crisis,
        }
    }
    layers.iter().all(|layer| context.has(layer)).then_some(context)
}

/// What a layer of this file loosens without saying so: where it stands, and what is wrong.
fn loosening(whole: &Profile, context: &Context, code: &str) -> Vec<(String, String)> {
    let rules = Effective::at(whole, context, &[]);
    let mut found = Vec::new();
    for (setting, steps) in rules.all_steps() {
        for (at, step) in
            steps.iter().enumerate().filter(|(_, step)| matches!(step.fate, Fate::Refused | Fate::BelowLaw))
        {
            let mut layers = whole.layers.iter().filter(|layer| layer.document == code);
            let Some(layer) = layers.find(|layer| layer.swedish() == step.layer_name) else { continue };
            let above = steps.iter().take(at).rev().find(|above| above.took_effect());
            let (holds, from) = above
                .map_or_else(Default::default, |above| (above.value.swedish(), above.layer_name.clone()));
            let path = setting.path();
            let path = if layer.path.is_empty() { path } else { format!("{}.{path}", layer.path) };
            let name = capital(&step.layer_name);
            let value = format!("{} ({})", step.value.swedish(), setting.path());
            let sentence = if step.fate == Fate::BelowLaw {
                format!("{name}: {value} är mildare än lagen, som gäller ändå.")
            } else {
                format!(
                    "{name}: {value} är mildare än {holds} enligt {from}, och det säger lagret inte öppet."
                )
            };
            found.push((path, sentence));
        }
    }
    found
}

/// The same without statements, which layers do not change and which would be copied for each context.
fn without_statements(mut bare: Profile) -> Profile {
    bare.requirements.clear();
    for layer in &mut bare.layers {
        layer.requirements.clear();
    }
    bare
}

fn suggestion(error: &ResolveError) -> &'static str {
    match error {
        ResolveError::Unreadable { .. } => "Granska den riktlinjen först.",
        ResolveError::Missing(_) => "Rätta extends, eller lägg filen i samma mapp.",
        ResolveError::Cycle(_) | ResolveError::TooLong | ResolveError::WrongOrder { .. } => "Rätta extends.",
    }
}
