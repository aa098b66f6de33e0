//! The value that an exception gives a parameter: the field for each kind, and how it is written in a profile.

use uppsikt_guideline::parameter::{Choice, Kind, Parameter, Party, Unit, Value};

use super::note::Tick;
use super::words::capital;
use crate::web::components::{Field, FieldKind};

/// What was filled in: one or several words, and for lengths of time what they are counted in.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Given {
    pub values: Vec<String>,
    pub unit: String,
}

impl Given {
    /// The value that holds, as it would be filled in.
    pub fn of(value: &Value) -> Self {
        let one = |text: String| vec![text];
        let values = match value {
            Value::Bool(value) => one(value.to_string()),
            Value::Count(count) => one(count.to_string()),
            Value::Span(span) => {
                return Self { values: one(span.count().to_string()), unit: span.unit().code().to_owned() };
            }
            Value::Day(text) | Value::Text(text) => one(text.clone()),
            Value::Word(choice) => one(choice.code.to_owned()),
            Value::Words(choices) => choices.iter().map(|choice| choice.code.to_owned()).collect(),
            Value::Party(party) => one(party.code().to_owned()),
            Value::Parties(parties) => parties.iter().map(|party| party.code().to_owned()).collect(),
            Value::Texts(texts) => one(texts.join("\n")),
        };
        Self { values, unit: String::new() }
    }

    fn first(&self) -> &str {
        self.values.first().map_or("", |value| value.trim())
    }

    /// As a profile would write it.
    pub fn written(&self, kind: Kind) -> String {
        let first = self.first();
        match kind {
            Kind::Bool if matches!(first, "true" | "false") => first.to_owned(),
            Kind::Count { .. } if !first.is_empty() && first.bytes().all(|digit| digit.is_ascii_digit()) => {
                first.to_owned()
            }
            Kind::Span => quoted(&format!("{first} {}", self.unit)),
            Kind::Words(_) | Kind::Parties => list(self.values.iter().map(String::as_str)),
            Kind::Texts => list(first.lines().map(str::trim).filter(|line| !line.is_empty())),
            _ => quoted(first),
        }
    }
}

/// A text as profiles write it: their strings are those of JSON.
fn quoted(text: &str) -> String {
    serde_json::to_string(text).unwrap_or_default()
}

fn list<'t>(texts: impl Iterator<Item = &'t str>) -> String {
    format!("[{}]", texts.map(quoted).collect::<Vec<_>>().join(", "))
}

/// What can be filled in, within a sentence.
pub(super) fn expected(kind: Kind) -> String {
    match kind {
        Kind::Count { least, most } => format!("ett heltal från {least} till {most}"),
        Kind::Span => "ett antal, tillsammans högst tio år".to_owned(),
        Kind::Day => "en dag, en månad eller ett år, till exempel 2026-05-28, 2026-05 eller 2026".to_owned(),
        Kind::Text => "en text på högst 2 000 tecken".to_owned(),
        Kind::Texts => "en text på varje rad, var och en på högst 300 tecken".to_owned(),
        Kind::Address => "en adress som börjar med https://".to_owned(),
        Kind::Words(_) | Kind::Parties => "minst ett av valen".to_owned(),
        Kind::Bool | Kind::Word(_) | Kind::Party | Kind::Shaped => "ett av valen".to_owned(),
    }
}

/// The words that can be chosen: code and what people read.
fn words(parameter: &Parameter) -> Vec<(&'static str, String)> {
    match parameter.kind {
        Kind::Bool => vec![("true", "Ja".to_owned()), ("false", "Nej".to_owned())],
        Kind::Party | Kind::Parties => {
            Party::ALL.iter().map(|party| (party.code(), capital(party.swedish()))).collect()
        }
        _ => parameter.words().iter().map(|Choice { code, swedish }| (*code, capital(swedish))).collect(),
    }
}

/// The words that can be ticked; none where one value is filled in.
pub(super) fn ticks(parameter: &Parameter, given: &Given) -> Vec<Tick> {
    if !matches!(parameter.kind, Kind::Words(_) | Kind::Parties) {
        return Vec::new();
    }
    let tick = |(at, (word, label)): (usize, (&'static str, String))| Tick {
        id: if at == 0 { "varde".to_owned() } else { format!("varde-{at}") },
        word,
        label,
        is_ticked: given.values.iter().any(|value| value == word),
    };
    words(parameter).into_iter().enumerate().map(tick).collect()
}

/// The field for one value.
pub(super) fn field(parameter: &Parameter, given: &Given) -> Field {
    let kind = match parameter.kind {
        Kind::Bool | Kind::Word(_) | Kind::Party => FieldKind::Choice(
            words(parameter).into_iter().map(|(code, word)| (code.to_owned(), word)).collect(),
        ),
        Kind::Texts => FieldKind::Lines,
        _ => FieldKind::Line("text"),
    };
    let hint = matches!(kind, FieldKind::Line(_) | FieldKind::Lines);
    Field {
        hint: hint.then(|| format!("Skriv {}.", expected(parameter.kind))),
        value: given.first().to_owned(),
        ..Field::new("varde", kind, "Gäller i stället")
    }
}

/// What a length of time is counted in; for lengths of time only.
pub(super) fn unit(parameter: &Parameter, given: &Given) -> Option<Field> {
    let choices = Unit::ALL.iter().map(|unit| (unit.code().to_owned(), capital(unit.swedish())));
    (parameter.kind == Kind::Span).then(|| Field {
        value: given.unit.clone(),
        ..Field::new("enhet", FieldKind::Choice(choices.collect()), "Räknat i")
    })
}

#[cfg(test)]
mod tests {
    use uppsikt_guideline::parameter;
    use uppsikt_guideline::{parse_value, profiles};

    use super::*;

    /// What holds under every guideline can be filled in as it is, and means the same again.
    #[test]
    fn every_value_can_be_filled_in() {
        let mut count = 0;
        for (code, _) in profiles::all() {
            let profile = profiles::named(code).unwrap().unwrap();
            for (key, stated) in &profile.values {
                let (Some(value), Some(parameter)) = (stated.value(), parameter::about(*key)) else {
                    continue;
                };
                let written = Given::of(value).written(parameter.kind);
                assert_eq!(parse_value(*key, &written).as_ref(), Ok(value), "{key}: {written}");
                count += 1;
            }
        }
        assert!(count > 100, "{count}");
    }

    #[test]
    fn what_is_filled_in_stays_one_value() {
        let given = Given { values: vec!["2\nx = 3".to_owned()], unit: String::new() };
        assert_eq!(given.written(Kind::Count { least: 1, most: 9 }), r#""2\nx = 3""#);
        assert_eq!(given.written(Kind::Text), r#""2\nx = 3""#);
    }
}
