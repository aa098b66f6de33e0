//! Facts: which pictures of an account are kept.

use jiff::civil::Date;

use super::{CodedSet, facts};
use crate::coded::coded;
use crate::parameter::Party;

coded! {
    /// In what form a picture of an account is kept.
    pub enum SnapshotFormat {
        /// A file in PDF/A.
        PdfA = "pdf-a", "PDF/A";
        /// Another file in PDF.
        Pdf = "pdf", "PDF";
        /// A web archive (WARC or WACZ).
        WebArchive = "web-archive", "webbarkiv";
        /// A picture of the screen.
        Screenshot = "screenshot", "skärmbild";
        /// Another digital format.
        Digital = "digital", "något digitalt format";
        /// A format that the archive has approved.
        ArchiveApproved = "archive-approved", "ett format som arkivet godkänner";
        /// On paper.
        Paper = "paper", "papper";
    }
}

facts! {
    /// Which pictures of it are kept.
    pub struct SnapshotFacts {
        /// The day of the last one.
        last_snapshot: Option<Date> = "senaste ögonblicksbild";
        /// The day of the one before.
        previous_snapshot: Option<Date> = "föregående ögonblicksbild";
        /// The day of the last or the next larger change of the account.
        change_on: Option<Date> = "större förändring";
        /// The day of the picture that shows the account as it was before that change.
        before_change_on: Option<Date> = "bild före förändringen";
        /// The day of the picture that shows the account as it is after that change.
        after_change_on: Option<Date> = "bild efter förändringen";
        /// The forms in which the last one is kept.
        formats: CodedSet<SnapshotFormat> = "bilden sparad som";
        /// Who took the last one.
        taken_by: Option<Party> = "bilden tagen av";
        /// Whether it shows the layout.
        shows_layout: bool = "bilden visar utseendet";
        /// Whether it shows the content.
        shows_content: bool = "bilden visar innehållet";
        /// The day on which the content was last appraised.
        content_appraised_on: Option<Date> = "innehållet senast värderat";
        /// Whether what is worth keeping is selected.
        worth_keeping_selected: bool = "det som är värt att bevara är utvalt";
        /// Whether method and scope of preservation are settled with the archive authority.
        settled_with_archive: bool = "bevarandet bestämt med arkivmyndigheten";
    }
}
