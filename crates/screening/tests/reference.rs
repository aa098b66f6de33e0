//! Writes `docs/reference/screening.md` from the rules, and holds it against them.

use std::path::Path;

use uppsikt_screening::{RuleSet, Screening, UnreadReason};

const REASONS: [UnreadReason; 8] = [
    UnreadReason::OtherLanguage,
    UnreadReason::ImageWithoutText,
    UnreadReason::Sound,
    UnreadReason::Film,
    UnreadReason::Sticker,
    UnreadReason::Attachment,
    UnreadReason::TooLong,
    UnreadReason::Empty,
];

fn page() -> String {
    let mut page = format!(
        "# Automatisk kontroll\n\n\
         Gjord ur reglerna; ändra inte här. `UPPSIKT_WRITE=1 cargo test -p uppsikt-screening --test reference` skriver \
         sidan på nytt.\n\n\
         Kontrollen läser det som någon har skrivit och säger vad en människa bör titta på. Den avgör ingenting, och \
         inget tas bort för att kontrollen har hittat något. Det den inte kan läsa säger den. Regelverket har \
         version {}. En regel ger högst {} iakttagelser för ett inslag.\n\n",
        RuleSet::VERSION,
        Screening::FINDINGS_MAX
    );
    page.push_str("| Kod | Regel | Klass | Källa |\n|---|---|---|---|\n");
    for rule in RuleSet::standard().rules() {
        let source = rule.source.join(", ");
        page += &format!("| `{}` | {} | `{}` | {source} |\n", rule.id, rule.name, rule.category);
    }
    for rule in RuleSet::standard().rules() {
        page += &format!(
            "\n## {}\n\nKod: `{}`. Fallen som regeln prövas mot står i \
             [{}.md](../../crates/screening/tests/cases/{}.md).\n\n**Hittar.** {}\n\n**Lämnar.** {}\n\n**Kända \
             brister.**\n\n",
            rule.name, rule.id, rule.id, rule.id, rule.finds, rule.leaves
        );
        for miss in rule.known_misses {
            page += &format!("- {miss}\n");
        }
    }
    page.push_str(
        "\n## Inte läst av kontrollen\n\nReglerna prövar all text som finns: rubrik, text och bildbeskrivningar. Det \
         här sägs när något är kvar för en människa att läsa:\n\n",
    );
    for reason in REASONS {
        page += &format!("- {}\n", reason.explanation());
    }
    page.push_str(
        "\nSpråket känns igen på skriften och på vanliga småord. En text på några få ord räknas som svensk. Vad en \
         bild föreställer läses aldrig, inte heller när den har en beskrivning.\n",
    );
    page
}

#[test]
fn the_reference_says_what_the_rules_say() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/reference/screening.md");
    let page = page();
    if std::env::var_os("UPPSIKT_WRITE").is_some() {
        std::fs::write(&path, &page).expect("the page is written");
    }
    let written = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(written == page, "docs/reference/screening.md is not up to date: run with UPPSIKT_WRITE=1");
}
