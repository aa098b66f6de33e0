//! Facts: where it is listed.

use super::facts;

facts! {
    /// Where it is listed.
    pub struct ListingFacts {
        /// Whether it stands on the list of the authority's website.
        listed: bool = "står på webbplatsens lista";
        /// Whether the list links to it.
        list_links: bool = "listan länkar till kontot";
    }
}
