//! The layers that a value has come through.

use super::{head, reading, statements};
use crate::effective::{Effective, Fate, Setting, Step};
use crate::parameter::Direction;
use crate::profile::LayerKind;

/// What holds, with all that led there.
pub(super) fn lines(setting: Setting, rules: &Effective) -> Vec<String> {
    let steps = rules.steps(setting);
    let Some(holds) = steps.iter().rev().find(|step| step.took_effect()) else { return Vec::new() };
    let mut lines = vec![
        head(&setting.swedish(), &setting.path(), &holds.value),
        format!("Styrka: {}.", holds.strength.swedish()),
        format!("Värdet kommer från {}.", holds.layer_name),
    ];
    lines.extend(statements(&holds.sources, rules));
    match (holds.layer, holds.reading.as_deref()) {
        (LayerKind::Law, Some(text)) => lines.push(format!("Lagen säger: {text}")),
        (LayerKind::Exception, _) | (_, None) => (),
        (_, Some(text)) => lines.push(reading(text)),
    }
    if steps.len() > 1 || holds.layer == LayerKind::Exception {
        lines.push("Lagren, uppifrån och ned:".to_owned());
        lines.extend(steps.iter().map(|step| format!("  {}", in_words(step))));
    }
    lines
}

/// What one layer says, and what became of it.
fn in_words(step: &Step) -> String {
    let sources: Vec<String> = step.sources.iter().map(ToString::to_string).collect();
    let sources = if sources.is_empty() { String::new() } else { format!(" ({})", sources.join(", ")) };
    let reason = match (&step.reading, step.layer) {
        (Some(reason), LayerKind::Exception) => format!(" Skäl: {reason}"),
        _ => String::new(),
    };
    let value = format!("{} {}", step.strength.swedish(), step.value.swedish());
    let layer = crate::diff::capital(&step.layer_name);
    format!("{layer}: {value}{sources}{}{reason}", became(step))
}

fn became(step: &Step) -> &'static str {
    match (step.fate, step.direction) {
        (Fate::BelowLaw, _) => "; gäller inte, eftersom lagen kräver mer.",
        (Fate::Refused, _) => "; mildare utan att det sägs öppet, och gäller därför inte.",
        (Fate::Loosened, _) => "; mildare än det som stod ovanför, vilket sägs öppet.",
        (Fate::Held, Some(Direction::Tighter)) => "; strängare än det som stod ovanför.",
        (Fate::Held, Some(Direction::Same)) => "; samma som ovanför.",
        (Fate::Held, Some(_)) => "; i stället för det som stod ovanför.",
        (Fate::Held, None) => ".",
    }
}
