//! Facts: what goes out.

use uppsikt_kernel::Micros;

use super::{CodedSet, facts};
use crate::coded::coded;

coded! {
    /// What a person has found in something that is to go out.
    pub enum DraftContent {
        /// Data under secrecy.
        Secrecy = "secrecy", "sekretessbelagda uppgifter";
        /// Personal data of any kind.
        PersonalData = "personal-data", "personuppgifter";
        /// Special categories of personal data, article 9 GDPR.
        SpecialCategoryData = "special-category-data", "känsliga personuppgifter";
        /// Data that hurts the person whom it is about.
        OffensivePersonalData = "offensive-personal-data", "kränkande personuppgifter";
        /// A personal identity number or a coordination number.
        PersonalIdentityNumber = "personal-identity-number", "personnummer";
        /// Data on offences.
        OffenceData = "offence-data", "uppgifter om lagöverträdelser";
        /// What somebody earns.
        Salary = "salary", "löneuppgifter";
        /// An opinion of a person.
        Evaluation = "evaluation", "värderande omdömen";
        /// Somebody's social circumstances.
        SocialCircumstances = "social-circumstances", "sociala förhållanden";
        /// Something that discriminates.
        Discrimination = "discrimination", "diskriminerande uppgifter";
        /// A message of a political party.
        PartyPolitics = "party-politics", "partipolitik";
    }
}

coded! {
    /// With what an answer is signed.
    pub enum Signature {
        /// The administrator's own name and title.
        Administrator = "administrator", "administratörens namn och titel";
        /// The name and title of the expert who answers.
        Expert = "expert", "sakkunnigs namn och titel";
        /// A name without a title.
        NameOnly = "name-only", "bara ett namn";
        /// Nothing.
        Unsigned = "unsigned", "ingenting";
    }
}

coded! {
    /// Help for those who cannot see or hear, which not every platform has room for.
    pub enum AccessAid {
        /// A text that stands in for an image.
        AltText = "alt-text", "alternativtext";
        /// Captions.
        Captions = "captions", "textning";
        /// A description of what is seen.
        Description = "description", "syntolkning";
    }
}

facts! {
    /// What goes out: a draft at hand, and what has been published.
    pub struct PublishingFacts {
        /// Whether something is to be published now.
        draft_waits: bool = "något ska publiceras";
        /// What a person has found in it.
        draft_contains: CodedSet<DraftContent> = "utkastet innehåller";
        /// Whether a legal basis for its personal data is recorded.
        draft_basis_recorded: bool = "rättslig grund för utkastets personuppgifter";
        /// Whether it answers somebody.
        draft_is_answer: bool = "utkastet är ett svar";
        /// With what the answer is signed.
        signed_with: Option<Signature> = "svaret är undertecknat med";
        /// Whether the answer is given as the account, and not as a private person.
        answers_as_account: bool = "svaret ges som kontot";
        /// Whether the communications department publishes in the account.
        publisher_is_communications: bool = "kommunikation publicerar";
        /// When something of the authority's own was last published.
        last_own_post: Option<Micros> = "senaste egna inlägg";
        /// Pictures published in the time that was looked at.
        images: u16 = "antal bilder";
        /// Those of them without alternative text.
        images_without_alt: u16 = "bilder utan alternativtext";
        /// Films published in the time that was looked at.
        films: u16 = "antal filmer";
        /// Those of them without captions.
        films_without_captions: u16 = "filmer utan textning";
        /// Pictures and films whose content is described nowhere.
        visuals_undescribed: u16 = "bilder och filmer utan syntolkning";
        /// What the platform has no room for.
        platform_lacks: CodedSet<AccessAid> = "plattformen saknar stöd för";
    }
}
