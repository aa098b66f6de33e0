//! Facts: a picture that is to be used.

use jiff::civil::Date;

use super::{CodedSet, facts};
use crate::coded::coded;

coded! {
    /// Who can be recognised on a picture.
    pub enum Depicted {
        /// Somebody employed.
        Staff = "staff", "anställd";
        /// An elected member.
        Elected = "elected", "förtroendevald";
        /// Somebody else who is grown up.
        Resident = "resident", "invånare";
        /// A child below the age of upper secondary school.
        Child = "child", "barn";
        /// A pupil of upper secondary school, or of that age.
        UpperSecondary = "upper-secondary", "gymnasieelev";
    }
}

coded! {
    /// The legal ground on which a picture with personal data rests; article 6 GDPR.
    pub enum PictureGround {
        /// A task of public interest.
        PublicInterest = "public-interest", "allmänt intresse";
        /// Consent.
        Consent = "consent", "samtycke";
        /// An agreement.
        Contract = "contract", "avtal";
        /// A legal obligation.
        LegalObligation = "legal-obligation", "rättslig förpliktelse";
    }
}

coded! {
    /// Where consents are kept.
    pub enum ConsentKeeper {
        /// With the communications department.
        Communications = "communications", "kommunikation";
        /// With the unit.
        Unit = "unit", "verksamheten";
    }
}

facts! {
    /// A picture or a film that is to be used.
    pub struct PictureFacts {
        /// Whether there is one.
        picture_waits: bool = "en bild ska användas";
        /// Who can be recognised on it, also by clothes, place or voice.
        identifiable: CodedSet<Depicted> = "igenkännbara på bilden";
        /// The age of the youngest child, 0 when nobody has recorded it.
        youngest_age: u16 = "yngsta barnets ålder";
        /// On what it rests.
        picture_ground: Option<PictureGround> = "rättslig grund för bilden";
        /// Whether the ground was tested for this very publication.
        ground_tested: bool = "grunden är prövad för denna publicering";
        /// Whether those who are shown consent to social media.
        social_media_consent: bool = "samtycke för sociala medier";
        /// Whether those who are shown have approved the picture.
        picture_approved: bool = "den som syns har godkänt bilden";
        /// Whether those who are shown know that it leaves the EU.
        third_country_told: bool = "den som syns vet att bilden lämnar EU";
        /// Whether a guardian has consented.
        guardian_consent: bool = "vårdnadshavaren har samtyckt";
        /// Whether the child has.
        child_consent: bool = "barnet har samtyckt";
        /// Whether the consent is about this picture.
        consent_for_this_picture: bool = "samtycket gäller just denna bild";
        /// Whether a consent has been taken back.
        consent_withdrawn: bool = "samtycket är återkallat";
        /// Where the consents are kept.
        consents_kept_by: Option<ConsentKeeper> = "samtyckena förvaras hos";
        /// Whether the resident has signed a model agreement.
        model_agreement: bool = "modellavtal undertecknat";
        /// Whether faces were blurred to get round consent.
        faces_blurred: bool = "ansikten är suddade";
        /// Whether a manager has made an exception in writing.
        manager_exception: bool = "chefens skriftliga undantag för bilden";
        /// Whether the picture shows sensitive data about somebody.
        shows_sensitive: bool = "bilden visar känsliga uppgifter";
        /// Whether the person has consented explicitly to sensitive data being published.
        explicit_consent: bool = "uttryckligt samtycke finns";
        /// The day of the school's next ceremony, if one is planned.
        school_ceremony: Option<Date> = "skolans nästa högtid";
        /// Whether the guardians have been told how pictures may be used.
        school_notice_sent: bool = "vårdnadshavarna är informerade";
    }
}
