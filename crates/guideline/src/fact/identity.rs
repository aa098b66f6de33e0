//! Facts: how it presents itself.

use super::{CodedSet, facts};
use crate::coded::coded;
use crate::parameter::Party;

coded! {
    /// Something by which one sees whose account it is.
    pub enum SenderSign {
        /// The authority's name.
        AuthorityName = "authority-name", "myndighetens namn";
        /// The unit's name.
        UnitName = "unit-name", "verksamhetens namn";
        /// That the unit belongs to the authority.
        Belonging = "belonging", "att verksamheten hör till myndigheten";
        /// The logo.
        Logo = "logo", "logotypen";
        /// The authority's name in the description of the profile.
        NameInDescription = "name-in-description", "namnet i beskrivningen";
        /// A link to the authority's website.
        WebsiteLink = "website-link", "länk till webbplatsen";
        /// The visual identity that holds for the account: the authority's, or the company's own.
        VisualIdentity = "visual-identity", "rätt grafisk profil";
        /// The picture that is approved as profile picture: the authority's, or the company's own.
        ApprovedProfilePicture = "approved-profile-picture", "rätt profilbild";
    }
}

facts! {
    /// How it presents itself.
    pub struct IdentityFacts {
        /// What its profile shows.
        profile_shows: CodedSet<SenderSign> = "profilen visar";
        /// Whether the platform leaves no room for the visual identity.
        platform_hinders_identity: bool = "plattformen hindrar den grafiska profilen";
        /// Who granted it an exception from the rule on profile pictures, if anybody did.
        picture_exception_by: Option<Party> = "undantag för profilbilden beviljat av";
        /// Whether it has a cover picture.
        has_cover: bool = "omslagsbild finns";
        /// Whether somebody can be recognised on the cover picture.
        cover_shows_somebody: bool = "omslagsbilden visar någon som går att känna igen";
        /// Whether the communications department has settled its design and functions.
        designed_by_communications: bool = "kommunikation har bestämt utformningen";
    }
}
