//! Finds personal identity numbers, coordination numbers and interim numbers.
//!
//! A number is found when its date is a date, its check digit is right, and what stands around it does
//! not say that it is something else. `groups.rs` finds runs of digits, `shape.rs` the ways in which
//! people write the number, `surroundings.rs` what speaks against, `number.rs` is the arithmetic.

mod groups;
mod number;
mod shape;
mod surroundings;

use self::number::NumberKind;
use super::Sink;
use crate::finding::{Category, RuleId, Urgency};
use crate::rule::{Rule, RuleContext};
use crate::text::Reading;

/// The rule.
pub(super) const RULE: Rule = Rule {
    id: RuleId("personal-identity-number"),
    category: Category("personal-identity-number"),
    name: "Personnummer",
    finds: "Personnummer, samordningsnummer och tillfälliga nummer (T-nummer) med tio eller tolv siffror, med \
            bindestreck, plustecken, punkt, mellanslag eller ingenting emellan, också när siffrorna är \
            isärskrivna eller blandade med osynliga tecken. Datumet ska finnas och kontrollsiffran stämma.",
    leaves: "Siffror som hör till ett telefonnummer, ett ärende- eller ordernummer, ett IBAN, ett belopp, en \
             webbadress eller en tidpunkt. Organisationsnummer, utom enskilda firmors: de är ägarens \
             personnummer.",
    known_misses: &[
        "Siffror som är skrivna med bokstäver (”åttio elva…”) hittas inte, och inte heller nummer där en siffra \
         är fel eller utelämnad.",
        "Tio siffror i följd som börjar med 0 efter ord som ”ring” och ”mobil” räknas som telefonnummer.",
        "Ungefär vart fyrtionde telefonnummer som börjar med 070 och skrivs som tio siffror i följd, utan något \
         ord som säger att det är ett telefonnummer, ser ut som ett personnummer och hittas.",
        "Ett samordningsnummer som börjar med 07 hittas bara med bindestreck eller när texten säger vad det är.",
        "Vårdens reservnummer hittas inte: de saknar gemensam kontroll.",
    ],
    source: &["FINSPANG-120", "3 kap. 10 § lagen (2018:218)"],
    run,
};

const DIGITS_MIN: usize = 9;

fn run(reading: &Reading<'_>, context: &RuleContext<'_>, sink: &mut Sink<'_>) {
    let text = reading.folded();
    sink.step(text.len());
    if text.bytes().filter(u8::is_ascii_digit).take(DIGITS_MIN).count() < DIGITS_MIN {
        return;
    }
    let groups = groups::find(text);
    for found in shape::find(reading, &groups, context.today, sink) {
        let explanation = match found.kind {
            NumberKind::Person => {
                "Det ser ut som ett personnummer: datumet finns och kontrollsiffran stämmer. Kontrollera om det \
                 hör till en person och får stå kvar."
            }
            NumberKind::Coordination => {
                "Det ser ut som ett samordningsnummer: datumet finns och kontrollsiffran stämmer. Kontrollera om \
                 det hör till en person och får stå kvar."
            }
            NumberKind::Interim => {
                "Det ser ut som ett tillfälligt personnummer (T-nummer): datumet finns och kontrollsiffran \
                 stämmer. Kontrollera om det hör till en person och får stå kvar."
            }
        };
        sink.find(found.start, found.end, Urgency::Acute, explanation);
        if sink.is_full() {
            return;
        }
    }
}
