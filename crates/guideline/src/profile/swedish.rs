//! Why a text is no profile, in the author's Swedish: what is wrong, and what was probably meant.

use super::error::{Fault, Place, ProfileError};
use super::resolve::ResolveError;

/// What the reader of TOML says, and what the author is told; the first that fits.
const SYNTAX: &[(&str, &str)] = &[
    ("duplicate key", "En tabell eller nyckel står två gånger."),
    ("recurse", "Tabellerna eller listorna ligger för djupt i varandra."),
    ("recursion", "Tabellerna eller listorna ligger för djupt i varandra."),
    ("string values must be quoted", "En text ska stå inom citattecken."),
    ("opening quote", "Ett citattecken saknas."),
    ("string", "En text inom citattecken är inte avslutad eller rätt skriven."),
    ("unclosed array", "En lista eller tabell saknar sin avslutande hakparentes."),
    ("unclosed", "En tabell saknar sin avslutande parentes."),
    ("comma", "Ett kommatecken saknas mellan två värden."),
    ("missing value", "Ett värde saknas efter likhetstecknet."),
    ("missing assignment", "Likhetstecken och värde saknas efter nyckeln."),
    ("key with no value", "Likhetstecken och värde saknas efter nyckeln."),
    ("cannot extend", "Nyckeln har redan ett värde och kan inte också vara en tabell."),
    ("key", "Nyckeln är inte rätt skriven: bokstäver a–z, siffror, _ och - går bra."),
];
/// What the author is told when nothing more is known.
const NO_TOML: &str = "Här följer filen inte TOML:s regler för hur man skriver.";

impl Place {
    /// The place in Swedish: `rad 10, kolumn 22`.
    #[must_use]
    pub fn swedish(self) -> String {
        format!("rad {}, kolumn {}", self.line, self.column)
    }
}

impl ProfileError {
    /// Where it stands, what is wrong, and what was probably meant: whole sentences after the place.
    #[must_use]
    pub fn swedish(&self) -> String {
        let mut text = format!("{}: {}", self.place.swedish(), self.fault.swedish());
        if let Some(suggestion) = self.fault.suggestion() {
            text.push(' ');
            text.push_str(&suggestion);
        }
        text
    }
}

impl ResolveError {
    /// Why guidelines cannot be laid below each other, as a whole Swedish sentence.
    #[must_use]
    pub fn swedish(&self) -> String {
        match self {
            Self::Unreadable { code, cause } => {
                format!("Riktlinjen {code} kan inte läsas: {}", cause.swedish())
            }
            Self::Missing(code) => format!("Riktlinjen {code}, som den här bygger på, finns inte."),
            Self::Cycle(code) => format!("Riktlinjen {code} bygger på sig själv."),
            Self::TooLong => "För många riktlinjer bygger på varandra.".to_owned(),
            Self::WrongOrder { lower, upper } => {
                format!("{lower} kan inte ligga under {upper}: bolaget kommer före nämnden.")
            }
        }
    }
}

impl Fault {
    /// What is wrong, as whole Swedish sentences.
    #[must_use]
    pub fn swedish(&self) -> String {
        match self {
            Self::Syntax(message) => syntax(message).to_owned(),
            Self::UnknownKey { key, .. } => format!("Nyckeln {key} finns inte i formatet."),
            Self::Missing(key) => format!("Nyckeln {key} saknas."),
            Self::WrongType { key, expected } => format!("{key} ska vara {}.", expected.swedish()),
            Self::UnknownValue { key, value, .. } => format!("{key} kan inte vara ”{value}”."),
            Self::NoSource(key) => format!("{key} har ett värde utan någon sats bakom sig."),
            Self::NotAStatement { id, last } => {
                format!("”{id}” är ingen av riktlinjens satser, som slutar med {last}.")
            }
            Self::SourcePerStep(key) => format!("{key} ska ha lika många satser som steg."),
            Self::NoOrder(key) => format!("{key} ska innehålla remove, och varje steg högst en gång."),
            Self::Stays(key) => format!("{key} är en regel om inlägg som alltid får stå kvar."),
            Self::LawDecides(key) => {
                format!("{key} är en egen regel om något som bara lagen avgör.")
            }
            Self::OutOfBounds { key, least, most } => {
                format!("{key} ska vara ett tal från {least} till {most}.")
            }
            Self::TooLong { key, most } => format!("{key} är för lång: högst {most} tecken får plats."),
            Self::Twice(id) => format!("Satsen {id} står två gånger."),
            Self::SilentAndSaid(key) => {
                format!("{key} står bland det som riktlinjen tiger om, men har också ett värde.")
            }
            Self::NotInLayer(key) => {
                format!(
                    "{key} kan inte stå i ett lager: det går inte att säga vad som är strängare eller mildare."
                )
            }
            Self::LoosensNothing(key) => {
                format!("{key} har loosens, men står inte i ett lager och har inget ovanför sig att mildra.")
            }
            Self::TooLarge(most) => format!("Filen är för stor: en profil får vara högst {most} byte."),
            Self::NoText => "Härifrån är filen ingen text i UTF-8.".to_owned(),
            Self::Format(found) => {
                format!("Profilen har format {found}, men programmet läser bara format 1.")
            }
        }
    }

    /// What was probably meant, or what to do: a whole Swedish sentence.
    #[must_use]
    pub fn suggestion(&self) -> Option<String> {
        let fixed = match self {
            Self::UnknownKey { meant: Some(meant), .. } | Self::UnknownValue { meant: Some(meant), .. } => {
                return Some(format!("Menade du {meant}?"));
            }
            Self::Syntax(_) => "Jämför med raden ovanför och med mallen.",
            Self::UnknownKey { .. } => "Nycklarna står i docs/reference/profile.md.",
            Self::UnknownValue { .. } => "Orden står i docs/reference/parameters.md.",
            Self::NoSource(_) => "Skriv source = [\"…\"]. Säger riktlinjen inget tar du bort värdet.",
            Self::NotAStatement { .. } => {
                "Skriv numret som de andra: versaler, bindestreck och lika många siffror."
            }
            Self::SourcePerStep(_) => "Skriv en sats för varje steg, i samma ordning.",
            Self::Stays(_) => "Ta bort regeln.",
            Self::LawDecides(_) => "Ta bort regeln; lagen gäller ändå.",
            Self::Twice(_) => "Ta bort den ena, eller rätta numret.",
            Self::SilentAndSaid(_) => "Ta bort det ena.",
            Self::LoosensNothing(_) => "Ta bort loosens.",
            Self::NoText => "Spara filen som UTF-8.",
            Self::Missing(_)
            | Self::WrongType { .. }
            | Self::NoOrder(_)
            | Self::OutOfBounds { .. }
            | Self::TooLong { .. }
            | Self::NotInLayer(_)
            | Self::TooLarge(_)
            | Self::Format(_) => return None,
        };
        Some(fixed.to_owned())
    }
}

fn syntax(message: &str) -> &'static str {
    SYNTAX.iter().find(|(part, _)| message.contains(part)).map_or(NO_TOML, |(_, swedish)| swedish)
}
