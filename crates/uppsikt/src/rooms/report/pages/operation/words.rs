//! Times and causes in words.

use uppsikt_platform::{Abilities, Hiding, ItemKind, Measure};

use crate::explain::{Explain as _, Explanation};
use crate::rooms::capture::{CaptureError, GapCause, PassReport};

const MINUTE: i64 = 60_000_000;

/// A length of time, as one says it.
pub(super) fn long(micros: i64) -> String {
    let several =
        |count: i64, one: &str, more: &str| format!("{count} {}", if count == 1 { one } else { more });
    match micros.max(0) / MINUTE {
        0 => "mindre än en minut".to_owned(),
        minutes @ 1..=119 => several(minutes, "minut", "minuter"),
        minutes if minutes < 48 * 60 => several(minutes / 60, "timme", "timmar"),
        minutes => several(minutes / (24 * 60), "dygn", "dygn"),
    }
}

/// What a cause means: what has happened, what still works, what to do.
pub(super) struct Told {
    pub happened: &'static str,
    pub works: &'static str,
    pub next: &'static str,
}

/// What is kept can be worked with, whatever the platform does.
const KEPT: &str = "Det som redan är hämtat finns kvar och går att läsa, bedöma, söka i och diarieföra.";
const KEPT_NO_DEEDS: &str = "Det som redan är hämtat finns kvar och går att läsa, bedöma, söka i och diarieföra. Det som ska göras på plattformen väntar eller görs för hand.";

/// A cause in words.
pub(super) const fn told(why: GapCause) -> Told {
    let (happened, works, next) = match why {
        GapCause::NotTried => (
            "Ingen hämtning har gjorts: servern stod stilla eller hämtningen var avstängd.",
            KEPT,
            "Hämta nu. Händer det ofta: be den som sköter servern att se efter att den är igång.",
        ),
        GapCause::Paused => ("Kontot är pausat.", KEPT, "Låt hämtningen gå vidare när skälet är borta."),
        GapCause::Unreachable => (
            "Plattformen svarade inte.",
            KEPT_NO_DEEDS,
            "Uppsikt försöker igen vid nästa hämtning. Går det inte över: prova anslutningen och kontrollera adressen.",
        ),
        GapCause::Address => (
            "På adressen finns inte den plattform som kontot säger, eller så får den inte anropas.",
            KEPT_NO_DEEDS,
            "Be en administratör att kontrollera kontots adress.",
        ),
        GapCause::Password => (
            "Plattformen godtog inte användarnamnet och lösenordet, eller så saknas lösenordet.",
            KEPT_NO_DEEDS,
            "Be en administratör att skapa ett nytt lösenord på plattformen och ange det i Uppsikt.",
        ),
        GapCause::Permission => (
            "Kontots användare på plattformen fick inte läsa allt.",
            KEPT_NO_DEEDS,
            "Be den som sköter plattformen att ge användaren rätt att läsa och moderera.",
        ),
        GapCause::Limited => (
            "Plattformen bad Uppsikt att vänta: för många frågor på kort tid.",
            KEPT,
            "Uppsikt försöker igen vid nästa hämtning. Du behöver inte göra något.",
        ),
        GapCause::Failed => (
            "Plattformen svarade med ett fel, eller med något som inte gick att tolka.",
            KEPT_NO_DEEDS,
            "Uppsikt försöker igen vid nästa hämtning. Går det inte över: prova anslutningen.",
        ),
        GapCause::Ours => (
            "Något i Uppsikt var i vägen: databasen eller datamappen.",
            KEPT,
            "Be den som sköter servern att köra uppsikt doctor.",
        ),
    };
    Told { happened, works, next }
}

/// A failure in words for whoever looks after the connection.
pub(super) fn failed(error: &CaptureError) -> Explanation {
    let explained = error.explain();
    match GapCause::of(error).map(told) {
        // Here nobody types commands: what to do is said for who sits at the page.
        Some(told) => Explanation::new(explained.exit, told.happened, told.next),
        None => explained,
    }
}

/// What a reading found, in words.
pub(super) fn found(report: &PassReport) -> String {
    if report.is_unchanged() {
        return format!("Inget var nytt. {} inlägg var som förut.", report.unchanged);
    }
    let parts: Vec<String> = [
        (report.new, "ny", "nya"),
        (report.edited, "ändrad", "ändrade"),
        (report.gone, "försvunnen", "försvunna"),
        (report.returned, "visas igen", "visas igen"),
        (report.quarantined, "gick inte att tolka", "gick inte att tolka"),
        (report.unchanged, "som förut", "som förut"),
    ]
    .into_iter()
    .filter(|(count, _, _)| *count > 0)
    .map(|(count, one, many)| format!("{count} {}", if count == 1 { one } else { many }))
    .collect();
    format!("Inlägg: {}.", parts.join(", "))
}

/// What a connection can do: word and list.
pub(super) fn abilities(able: &Abilities) -> Vec<(&'static str, String)> {
    let kinds: Vec<&str> = able.reads.iter().map(|kind| kind_word(*kind)).collect();
    let on_others: Vec<&str> = able.measures.iter().map(|measure| measure_word(*measure)).collect();
    let on_own: Vec<&str> = able.measures_on_own.iter().map(|measure| measure_word(*measure)).collect();
    let list = |words: Vec<&str>| if words.is_empty() { "inget".to_owned() } else { words.join(", ") };
    let hiding = match able.hiding {
        Hiding::None => "går inte",
        Hiding::FromEverybody => "ingen utomstående ser inlägget",
        Hiding::FoldedOnly => "inlägget fälls ihop men går att läsa; det ersätter aldrig att ta bort",
    };
    vec![
        ("Läser", list(kinds)),
        ("Åtgärder mot andras inlägg", list(on_others)),
        ("Åtgärder mot egna inlägg", list(on_own)),
        ("Att dölja betyder", hiding.to_owned()),
        ("Svarar", if able.replies { "ja" } else { "nej, svar skrivs på plattformen" }.to_owned()),
        (
            "Vet att något är borta",
            if able.tells_gone {
                "ja, plattformen svarar för varje inlägg"
            } else {
                "nej, bara att det inte syns"
            }
            .to_owned(),
        ),
        (
            "Plattformen meddelar ändringar",
            if able.announces { "ja, inom någon minut" } else { "nej, de upptäcks vid nästa hämtning" }
                .to_owned(),
        ),
    ]
}

const fn kind_word(kind: ItemKind) -> &'static str {
    match kind {
        ItemKind::Post => "inlägg",
        ItemKind::Page => "sidor",
        ItemKind::Comment => "kommentarer",
        ItemKind::Message => "direktmeddelanden",
    }
}

const fn measure_word(measure: Measure) -> &'static str {
    match measure {
        Measure::Hide => "dölja",
        Measure::Spam => "märka som skräp",
        Measure::Trash => "lägga i papperskorgen",
        Measure::Delete => "ta bort",
        Measure::Restore => "visa igen",
        Measure::Block => "blockera den som skrev",
        Measure::CloseThread => "stänga tråden",
        Measure::Report => "anmäla till plattformen",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_said_as_one_says_them() {
        for (minutes, words) in [
            (0, "mindre än en minut"),
            (1, "1 minut"),
            (90, "90 minuter"),
            (120, "2 timmar"),
            (47 * 60, "47 timmar"),
            (49 * 60, "2 dygn"),
        ] {
            assert_eq!(long(minutes * MINUTE), words);
        }
    }

    #[test]
    fn what_a_reading_found_is_told() {
        let report = PassReport { new: 1, gone: 2, unchanged: 5, ..PassReport::default() };
        assert_eq!(found(&report), "Inlägg: 1 ny, 2 försvunna, 5 som förut.");
    }
}
