//! Classes of content: what a person says that an item is, before deciding on it.

use uppsikt_kernel::LegalRef;

use crate::coded::coded;
use crate::ground::GroundKind;
use crate::law::Provision;

coded! {
    /// What an item is, in the eyes of the person who judges it.
    ///
    /// The classes are those that the guidelines list for removal or ban, those of
    /// 5 § lagen (1998:112), and those that an item has which stays.
    pub enum ContentClass {
        /// Depiction of sexual abuse of a child; never copied.
        ChildSexualAbuseImage = "child-sexual-abuse-image", "skildring av sexuella övergrepp mot barn";
        /// A threat against a person.
        Threat = "threat", "hot";
        /// Somebody's private life, spread so that it hurts gravely: olaga integritetsintrång.
        UnlawfulPrivacyIntrusion = "unlawful-privacy-intrusion", "olaga integritetsintrång";
        /// A call to commit crimes.
        Incitement = "incitement", "uppvigling eller uppmaning till brott";
        /// Threat or contempt against a group of people.
        AgitationAgainstGroup = "agitation-against-group", "hets mot folkgrupp";
        /// Violence shown in a way that the law forbids to spread.
        UnlawfulDepictionOfViolence = "unlawful-depiction-of-violence", "olaga våldsskildring";
        /// A public call to terrorist crime.
        PublicProvocationToTerroristCrime = "public-provocation-to-terrorist-crime",
            "offentlig uppmaning till terroristbrott";
        /// Somebody else's work, used without leave.
        CopyrightInfringement = "copyright-infringement", "upphovsrättsintrång";
        /// Data under secrecy.
        Secrecy = "secrecy", "sekretessbelagda uppgifter";
        /// Where or who a person with protected identity is.
        ProtectedIdentity = "protected-identity", "skyddade personuppgifter";
        /// Special categories of personal data, article 9 GDPR.
        SpecialCategoryData = "special-category-data", "känsliga personuppgifter";
        /// Personal data that hurts the person whom it is about.
        OffensivePersonalData = "offensive-personal-data", "kränkande personuppgifter";
        /// A personal identity number or a coordination number.
        PersonalIdentityNumber = "personal-identity-number", "personnummer";
        /// Data on offences, article 10 GDPR.
        OffenceData = "offence-data", "uppgifter om lagöverträdelser";
        /// Salary, opinions of a person, or social circumstances.
        PrivateCircumstances = "private-circumstances",
            "uppgifter om lön, värderande omdömen eller sociala förhållanden";
        /// Other personal data without a legal basis.
        PersonalData = "personal-data", "personuppgifter utan rättslig grund";
        /// Defamation; a crime, yet not one of 5 § lagen (1998:112).
        Defamation = "defamation", "förtal";
        /// An insult or an attack on a person.
        Insult = "insult", "förolämpning eller personligt angrepp";
        /// Harassment, sexism included.
        Harassment = "harassment", "trakasserier eller sexism";
        /// Discrimination.
        Discrimination = "discrimination", "diskriminering";
        /// What can be perceived as an offence against somebody.
        Offensive = "offensive", "kränkande innehåll";
        /// Pornography.
        Pornography = "pornography", "pornografi";
        /// Anything else that is a crime in itself.
        OtherCrime = "other-crime", "annat brottsligt innehåll";
        /// Swearing and obscene words.
        Profanity = "profanity", "svordomar eller obscena ord";
        /// Advertising and commercial messages.
        Advertising = "advertising", "reklam";
        /// A message of a political party.
        PartyPolitics = "party-politics", "partipolitiskt budskap";
        /// What the guideline calls unsuitable without listing it.
        Unsuitable = "unsuitable", "annat olämpligt innehåll";
        /// Unasked-for repetition, as a rule by machine.
        Spam = "spam", "skräppost";
        /// Something else than what the post or the account is about.
        OffTopic = "off-topic", "utanför ämnet";
        /// A statement that is not true.
        Untrue = "untrue", "oriktig uppgift";
        /// Criticism of the authority, its decisions or its people in office; stays.
        Criticism = "criticism", "kritik";
        /// A question.
        Question = "question", "fråga";
        /// A view or a proposal.
        View = "view", "synpunkt";
        /// Praise and thanks.
        Praise = "praise", "beröm";
        /// None of the others.
        Other = "other", "inget av detta";
    }
}

const LAW_OR_RULE: &[GroundKind] = &[GroundKind::Law, GroundKind::HouseRule];
const DATA_OR_RULE: &[GroundKind] = &[GroundKind::SecrecyOrPersonalData, GroundKind::HouseRule];

impl ContentClass {
    /// The kinds of ground that a measure against this class can rest on; empty for what stays.
    #[must_use]
    pub const fn ground_kinds(self) -> &'static [GroundKind] {
        match self {
            Self::ChildSexualAbuseImage => &[GroundKind::Law],
            Self::Threat
            | Self::UnlawfulPrivacyIntrusion
            | Self::Incitement
            | Self::AgitationAgainstGroup
            | Self::UnlawfulDepictionOfViolence
            | Self::PublicProvocationToTerroristCrime
            | Self::CopyrightInfringement => LAW_OR_RULE,
            Self::Secrecy | Self::ProtectedIdentity => &[GroundKind::SecrecyOrPersonalData],
            Self::SpecialCategoryData
            | Self::OffensivePersonalData
            | Self::PersonalIdentityNumber
            | Self::OffenceData
            | Self::PrivateCircumstances
            | Self::PersonalData => DATA_OR_RULE,
            Self::Criticism | Self::Question | Self::View | Self::Praise | Self::Other => &[],
            _ => &[GroundKind::HouseRule],
        }
    }

    /// Which of the three the person who wrote is told that it is about, where a ground of that kind is chosen.
    ///
    /// `None` for what stays.
    #[must_use]
    pub const fn named_as(self) -> Option<GroundKind> {
        match self.ground_kinds() {
            [first, ..] => Some(*first),
            [] => None,
        }
    }

    /// Whether having a copy is a crime, so that no copy may be made or kept; 16 kap. 10 a § brottsbalken.
    #[must_use]
    pub const fn copying_is_crime(self) -> bool {
        matches!(self, Self::ChildSexualAbuseImage)
    }

    /// Whether a decision takes effect at once; others wait for [`UNDO_SECONDS`](crate::decide::UNDO_SECONDS).
    #[must_use]
    pub const fn acts_at_once(self) -> bool {
        matches!(self, Self::Secrecy | Self::ProtectedIdentity | Self::Threat) || self.copying_is_crime()
    }

    /// Whether the class itself says that the item may not stay.
    #[must_use]
    pub const fn must_go(self) -> bool {
        matches!(self, Self::Secrecy | Self::ProtectedIdentity) || self.copying_is_crime()
    }

    /// Whether the class is data under secrecy.
    #[must_use]
    pub const fn is_secrecy(self) -> bool {
        matches!(self, Self::Secrecy | Self::ProtectedIdentity)
    }

    /// Whether the class is personal data of one of the kinds that article 6, 9 or 10 GDPR is about.
    #[must_use]
    pub const fn is_personal_data(self) -> bool {
        matches!(
            self,
            Self::SpecialCategoryData
                | Self::OffensivePersonalData
                | Self::PersonalIdentityNumber
                | Self::OffenceData
                | Self::PrivateCircumstances
                | Self::PersonalData
        )
    }

    /// Whether such content is forbidden by law, so that a general rule against unlawful posts covers it.
    #[must_use]
    pub const fn is_unlawful(self) -> bool {
        matches!(self.ground_kinds(), [GroundKind::Law, ..])
            || self.is_personal_data()
            || matches!(self, Self::Defamation | Self::Insult | Self::OtherCrime)
    }

    /// The section on the crime of a class that is a crime but not one of 5 § lagen (1998:112).
    ///
    /// For those that are, see [`LawGround::section`](crate::LawGround::section).
    #[must_use]
    pub fn crime_outside_catalogue(self) -> Option<LegalRef> {
        match self {
            Self::Defamation => Provision::Defamation.place(None),
            Self::Insult => Provision::Insult.place(None),
            _ => None,
        }
    }

    /// Whether the authority owes an answer to it when its guideline covers it.
    #[must_use]
    pub const fn can_be_answered(self) -> bool {
        matches!(
            self,
            Self::Criticism
                | Self::Question
                | Self::View
                | Self::Praise
                | Self::OffTopic
                | Self::Untrue
                | Self::Other
        )
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use uppsikt_kernel::ActCode;

    use super::*;

    #[test]
    fn codes_are_unique_and_kebab_case() {
        let codes: BTreeSet<&str> = ContentClass::ALL.iter().map(|class| class.code()).collect();
        let words: BTreeSet<&str> = ContentClass::ALL.iter().map(|class| class.swedish()).collect();
        assert_eq!((codes.len(), words.len()), (ContentClass::ALL.len(), ContentClass::ALL.len()));
        for class in ContentClass::ALL {
            assert!(ActCode::check(class.code()).is_ok(), "{class}");
            assert_eq!(class.code().parse(), Ok(*class));
        }
    }

    #[test]
    fn only_one_class_is_never_copied_and_few_act_at_once() {
        let those = |holds: fn(ContentClass) -> bool| -> Vec<&str> {
            ContentClass::ALL.iter().filter(|class| holds(**class)).map(|class| class.code()).collect()
        };
        assert_eq!(those(ContentClass::copying_is_crime), ["child-sexual-abuse-image"]);
        assert_eq!(
            those(ContentClass::acts_at_once),
            ["child-sexual-abuse-image", "threat", "secrecy", "protected-identity"]
        );
        assert_eq!(
            those(|class| class.ground_kinds().is_empty()),
            ["criticism", "question", "view", "praise", "other"]
        );
    }
}
