//! What the person who wrote is told: what was done, why, and how to have it looked at again.
//!
//! A notice never repeats what was written, and never says more of a secret than that there was
//! one: the section that protects a thing can give it away. That a person has protected identity
//! is not told at all. None of the guidelines that come with the crate asks for notices; the text is the product's own.

use jiff::civil::Date;

use uppsikt_kernel::LegalRef;

use crate::class::ContentClass;
use crate::decide::Measure;
use crate::ground::{Ground, GroundKind, PersonalDataGround};
use crate::law::{self, LawGround, Provision};
use crate::profile::Profile;
use crate::source::Source;

/// The text of a notice, except for what only the single case knows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NoticeText {
    authority: String,
    kind: GroundKind,
    reason: String,
    sources: Vec<Source>,
}

/// What a notice needs from the single case.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NoticeFields<'n> {
    /// What was done; a notice of [`Measure::Keep`] says that nothing was.
    pub measure: Measure,
    /// The day on which the item was published, in Sweden.
    pub published_on: Date,
    /// The account's name as visitors see it.
    pub account: &'n str,
    /// Where to turn: an address, a telephone number or a mail address of the authority.
    pub contact: &'n str,
    /// The number in the registry, where there is one that may be told.
    pub registry_number: Option<&'n str>,
}

const MONTHS: [&str; 12] = [
    "januari",
    "februari",
    "mars",
    "april",
    "maj",
    "juni",
    "juli",
    "augusti",
    "september",
    "oktober",
    "november",
    "december",
];

/// The notice for a class that was acted on for a ground.
///
/// `None` where no notice is given: for what must never be copied the police come first, and where
/// the ground is no ground for the class there is nothing to tell.
///
/// ```
/// use uppsikt_guideline::decide::Measure;
/// use uppsikt_guideline::{ContentClass, Profile, notice, profiles};
/// let osby = Profile::parse(profiles::OSBY)?;
/// let rule = "house-rule OSBY-31".parse()?;
/// let text = notice::template(&osby, &rule, ContentClass::Profanity).ok_or("no notice")?;
/// let fields = notice::NoticeFields {
///     measure: Measure::Remove,
///     published_on: "2026-11-20".parse()?,
///     account: "Lindholms bibliotek",
///     contact: "kontaktcenter@lindholm.example",
///     registry_number: None,
/// };
/// assert!(text.fill(&fields).starts_with("Vi har tagit bort det du skrev den 20 november 2026 på Lindholms bibliotek."));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[must_use]
pub fn template(profile: &Profile, ground: &Ground, class: ContentClass) -> Option<NoticeText> {
    if class.copying_is_crime() || !ground.fits(class) {
        return None;
    }
    let (reason, sources) = match ground {
        Ground::Law(grounds) => (because_of_law(*grounds), ground.sources()),
        Ground::Secrecy(_) => (because_of_secrecy(), Vec::new()),
        // Naming the rule would tell that there is a protected identity; it reads like any other secret.
        Ground::PersonalData(_) if class == ContentClass::ProtectedIdentity => {
            (because_of_secrecy(), Vec::new())
        }
        Ground::PersonalData(ground) => {
            (because_of_personal_data(*ground), ground.source().into_iter().collect())
        }
        Ground::HouseRule { statement } => {
            let rule = profile.remove.house_rule(class, statement)?;
            let reason = format!(
                "Skälet är en regel i {}: {} Regeln är vår egen och inte en lag. Kritik mot oss får stå kvar.",
                quoted(&profile.about.title),
                rule.text
            );
            (reason, vec![Source::Statement(statement.clone())])
        }
    };
    Some(NoticeText { authority: profile.about.authority.clone(), kind: ground.kind(), reason, sources })
}

fn because_of_law(ground: LawGround) -> String {
    let of = |place: Option<LegalRef>, before: &str| {
        place.map(|place| format!("{before}{}", law::in_words(place))).unwrap_or_default()
    };
    format!(
        "Skälet är lag. Vi bedömer att innehållet uppenbart är sådant som avses med {}{}. \
         Då ska vi ta bort det eller hindra att det sprids{}.",
        ground.swedish(),
        of(ground.section(), " i "),
        of(Provision::DutyToRemove.place(None), ", enligt ")
    )
}

fn because_of_secrecy() -> String {
    "Skälet är att det innehöll uppgifter som vi inte får låta spridas här. Av hänsyn till den som det gäller \
     säger vi inte mer om uppgifterna."
        .to_owned()
}

fn because_of_personal_data(ground: PersonalDataGround) -> String {
    format!(
        "Skälet är reglerna om personuppgifter{}. Vi bedömer att det innehöll {}.",
        ground.source().map(|source| format!(", {source}")).unwrap_or_default(),
        ground.swedish()
    )
}

fn quoted(title: &str) -> String {
    format!("”{title}”")
}

impl NoticeText {
    /// Which kind of ground the notice names.
    #[must_use]
    pub const fn kind(&self) -> GroundKind {
        self.kind
    }

    /// The paragraph that says why.
    #[must_use]
    pub fn reason(&self) -> &str {
        &self.reason
    }

    /// The rule or the law that the notice names; empty where naming it would give a secret away.
    #[must_use]
    pub fn sources(&self) -> &[Source] {
        &self.sources
    }

    /// The notice, in paragraphs with an empty line between them.
    #[must_use]
    pub fn fill(&self, fields: &NoticeFields<'_>) -> String {
        let mut again = format!(
            "Tycker du att det blev fel kan du be oss pröva saken på nytt. Då ser någon annan på den. Vänd dig till {}.",
            fields.contact
        );
        if let Some(number) = fields.registry_number {
            again.push_str(&format!(" Ange vårt diarienummer {number}."));
        }
        let greeting = format!("Hälsningar\n{}", self.authority);
        [done(fields), self.reason.clone(), again, greeting].join("\n\n")
    }
}

fn done(fields: &NoticeFields<'_>) -> String {
    let date = fields.published_on;
    let month = usize::try_from(date.month()).ok().and_then(|month| MONTHS.get(month.wrapping_sub(1)));
    let day = format!("den {} {} {}", date.day(), month.copied().unwrap_or_default(), date.year());
    let account = fields.account;
    match fields.measure {
        Measure::Keep => format!("Vi har låtit det du skrev {day} på {account} stå kvar."),
        Measure::Hide => format!("Vi har dolt det du skrev {day} på {account}."),
        Measure::Remove => format!("Vi har tagit bort det du skrev {day} på {account}."),
        Measure::Block => format!("Vi har blockerat dig från {account}, efter det du skrev {day}."),
        Measure::CloseThread => format!("Vi har avbrutit konversationen på {account} där du skrev {day}."),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::profiles;

    fn fields(measure: Measure) -> NoticeFields<'static> {
        NoticeFields {
            measure,
            published_on: jiff::civil::date(2026, 11, 20),
            account: "Lindholms bibliotek",
            contact: "kontaktcenter@lindholm.example",
            registry_number: None,
        }
    }

    fn filled(ground: &str, class: ContentClass, fields: &NoticeFields<'_>) -> Option<String> {
        let profile = Profile::parse(profiles::FINSPANG).unwrap();
        template(&profile, &ground.parse().unwrap(), class).map(|text| text.fill(fields))
    }

    #[test]
    fn a_notice_says_what_why_and_how_to_have_it_looked_at_again() {
        let fields = NoticeFields { registry_number: Some("KS 2026/412"), ..fields(Measure::Remove) };
        assert_eq!(
            filled("house-rule FINSPANG-171", ContentClass::Advertising, &fields).as_deref(),
            Some(
                "Vi har tagit bort det du skrev den 20 november 2026 på Lindholms bibliotek.\n\n\
                 Skälet är en regel i ”Riktlinjer för sociala medier”: Vi tar bort reklam för varor och tjänster. \
                 Regeln är vår egen och inte en lag. Kritik mot oss får stå kvar.\n\n\
                 Tycker du att det blev fel kan du be oss pröva saken på nytt. Då ser någon annan på den. \
                 Vänd dig till kontaktcenter@lindholm.example. Ange vårt diarienummer KS 2026/412.\n\n\
                 Hälsningar\nFinspångs kommun"
            )
        );
    }

    #[test]
    fn law_is_called_law_and_names_its_section() {
        let text = filled("law unlawful-threat", ContentClass::Threat, &fields(Measure::Remove)).unwrap();
        assert!(text.contains("Skälet är lag. Vi bedömer att innehållet uppenbart är sådant som avses med olaga hot i 4 kap. 5 § brottsbalken."));
        assert!(
            text.contains("5 § första stycket lagen (1998:112) om ansvar för elektroniska anslagstavlor")
        );
    }

    #[test]
    fn a_notice_gives_no_secret_away() {
        let texts = [
            ("secrecy 26:1", ContentClass::Secrecy),
            ("secrecy 21:3", ContentClass::ProtectedIdentity),
            ("secrecy 21:7", ContentClass::PersonalData),
            ("personal-data no-legal-basis", ContentClass::ProtectedIdentity),
        ]
        .map(|(ground, class)| filled(ground, class, &fields(Measure::Remove)).unwrap());
        assert!(texts.iter().all(|text| *text == texts[0]), "they cannot be told apart");
        assert!(!texts[0].contains("kap.") && !texts[0].contains("skydd") && !texts[0].contains("sekretess"));
    }

    #[test]
    fn where_there_is_nothing_to_tell_there_is_no_notice() {
        let now = fields(Measure::Remove);
        assert_eq!(filled("law child-sexual-abuse-image", ContentClass::ChildSexualAbuseImage, &now), None);
        assert_eq!(filled("house-rule FINSPANG-171", ContentClass::Profanity, &now), None);
        assert_eq!(filled("house-rule FINSPANG-171", ContentClass::Criticism, &now), None);
    }

    #[test]
    fn each_measure_has_its_words() {
        let first = |measure| {
            let text = filled("house-rule FINSPANG-169", ContentClass::Profanity, &fields(measure)).unwrap();
            text.lines().next().unwrap_or_default().to_owned()
        };
        let said: Vec<String> = Measure::ALL.iter().copied().map(first).collect();
        assert_eq!(
            said,
            [
                "Vi har låtit det du skrev den 20 november 2026 på Lindholms bibliotek stå kvar.",
                "Vi har dolt det du skrev den 20 november 2026 på Lindholms bibliotek.",
                "Vi har tagit bort det du skrev den 20 november 2026 på Lindholms bibliotek.",
                "Vi har blockerat dig från Lindholms bibliotek, efter det du skrev den 20 november 2026.",
                "Vi har avbrutit konversationen på Lindholms bibliotek där du skrev den 20 november 2026.",
            ]
        );
    }
}
