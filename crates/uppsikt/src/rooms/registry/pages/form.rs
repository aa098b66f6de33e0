//! What a registrar has written about an entry, and what the page shows of it.

use serde::Deserialize;
use uppsikt_kernel::Digest;

use crate::rooms::registry::{Description, Protected, Registration, RegistryError};

/// Every form on an entry's page, as browsers send it.
#[derive(Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct EntryForm {
    /// What the entry looked like when the page was made.
    #[serde(rename = "fore")]
    pub before: String,
    #[serde(rename = "beskrivning")]
    pub public: String,
    /// Case numbers with commas or line breaks between them.
    #[serde(rename = "arende")]
    pub cases: String,
    #[serde(rename = "motpart")]
    pub counterpart: String,
    #[serde(rename = "skyddad")]
    pub protected: String,
    #[serde(rename = "skal")]
    pub reason: String,
    /// A provision from the list.
    #[serde(rename = "bestammelse")]
    pub provision: String,
    /// Another one.
    #[serde(rename = "annan")]
    pub other_provision: String,
}

// What is written may be protected.
impl std::fmt::Debug for EntryForm {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("EntryForm").field("before", &self.before).finish_non_exhaustive()
    }
}

fn given(text: &str) -> Option<String> {
    let text = text.trim().replace("\r\n", "\n");
    (!text.is_empty()).then_some(text)
}

impl EntryForm {
    /// The description. A counterpart without a protected description goes with the public one: both parts of what
    /// only some may read lie in one sealed text.
    pub(super) fn description(&self) -> Result<Description, (&'static str, String)> {
        let public = given(&self.public);
        if public.is_none() {
            return Err((
                "beskrivning",
                "Skriv vad handlingen rör, så att vem som helst kan läsa det.".to_owned(),
            ));
        }
        let (text, counterpart) = (given(&self.protected), given(&self.counterpart));
        let protected = match (text, counterpart) {
            (None, None) => None,
            (text, counterpart) => {
                let description = text.or_else(|| public.clone()).unwrap_or_default();
                Some(Protected { description, counterpart })
            }
        };
        Ok(Description { public, protected })
    }

    /// The case numbers.
    pub(super) fn cases(&self) -> Vec<String> {
        self.cases.split([',', ';', '\n']).filter_map(given).collect()
    }

    /// The provision: what was written goes before what was chosen.
    pub(super) fn provision(&self) -> String {
        given(&self.other_provision).unwrap_or_else(|| self.provision.trim().to_owned())
    }
}

/// What an entry looked like when a page was made, in a few characters.
pub(super) fn fingerprint(entry: &Registration) -> String {
    let marks: Vec<&str> = entry
        .secrecy
        .iter()
        .filter(|mark| mark.lifted_at.is_none())
        .map(|mark| mark.provision.as_str())
        .collect();
    let text = format!(
        "{}\n{:?}\n{:?}\n{:?}\n{marks:?}",
        entry.state.stage().code(),
        entry.public_description,
        entry.protected,
        entry.cases
    );
    Digest::of(text.as_bytes()).to_string().chars().take(16).collect()
}

/// What is wrong with a text, at its field; `None` for what is no fault of the form's.
pub(super) fn wrong(error: &RegistryError) -> Option<(&'static str, String)> {
    let (field, said) = match error {
        RegistryError::PublicDescription => {
            ("beskrivning", "Skriv den offentliga beskrivningen på en rad, med högst 500 tecken.")
        }
        RegistryError::NoDescription => ("beskrivning", "Skriv vad handlingen rör."),
        RegistryError::Text => ("skyddad", "En skyddad text får ha högst 10 000 tecken och inga styrtecken."),
        RegistryError::CaseNumber => {
            ("arende", "Ett ärendenummer är en rad med högst 60 tecken. Skriv komma mellan flera.")
        }
        RegistryError::NoCase => ("arende", "Skriv ärendets nummer."),
        RegistryError::TooMany => ("arende", "En post kan höra till högst 50 ärenden."),
        RegistryError::Provision => {
            ("bestammelse", "Välj en bestämmelse, eller skriv en med paragraf, till exempel 26 kap. 1 § OSL.")
        }
        RegistryError::MarkedAlready => ("bestammelse", "Posten har redan den sekretessmarkeringen."),
        _ => return None,
    };
    Some((field, said.to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_counterpart_goes_with_a_description() {
        let form =
            EntryForm { public: " Kommentar ".into(), counterpart: "Kim".into(), ..EntryForm::default() };
        let description = form.description().unwrap();
        assert_eq!(description.public.as_deref(), Some("Kommentar"));
        let protected = description.protected.unwrap();
        assert_eq!(
            (protected.description.as_str(), protected.counterpart.as_deref()),
            ("Kommentar", Some("Kim"))
        );
        let form = EntryForm { public: "x".into(), ..EntryForm::default() };
        assert_eq!(form.description().unwrap().protected, None);
        assert_eq!(EntryForm::default().description().unwrap_err().0, "beskrivning");
    }

    #[test]
    fn cases_stand_apart_by_commas_and_lines() {
        let form =
            EntryForm { cases: "KS 2026/3, BUN 2026/9\r\n ; KS 2026/4".into(), ..EntryForm::default() };
        assert_eq!(form.cases(), ["KS 2026/3", "BUN 2026/9", "KS 2026/4"]);
    }

    #[test]
    fn what_is_written_goes_before_what_is_chosen() {
        let mut form = EntryForm { provision: "26 kap. 1 § OSL".into(), ..EntryForm::default() };
        assert_eq!(form.provision(), "26 kap. 1 § OSL");
        form.other_provision = "39 kap. 3 § OSL".into();
        assert_eq!(form.provision(), "39 kap. 3 § OSL");
    }
}
