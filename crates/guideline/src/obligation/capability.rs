//! Capabilities: the parts of the product that guidelines ask for.

use crate::coded::coded;

coded! {
    /// A part of the product that statements of guidelines ask for.
    pub enum Capability {
        /// Kontoregister.
        AccountRegister = "account-register", "kontoregister";
        /// Beslut om att starta konto.
        AccountApproval = "account-approval", "beslut om att starta konto";
        /// Bemanning.
        StaffingCoverage = "staffing-coverage", "bemanning";
        /// Inloggningsuppgifter.
        Credentials = "credentials", "inloggningsuppgifter";
        /// Tillsyn.
        SupervisionClock = "supervision-clock", "tillsyn";
        /// Svarstid.
        AnswerClock = "answer-clock", "svarstid";
        /// Publicering.
        Publishing = "publishing", "publicering";
        /// Insamling.
        Capture = "capture", "insamling";
        /// Granskning.
        Screening = "screening", "granskning";
        /// Moderering.
        Moderation = "moderation", "moderering";
        /// Diarieföring.
        Registration = "registration", "diarieföring";
        /// Gallring.
        Disposal = "disposal", "gallring";
        /// Ögonblicksbild.
        Snapshot = "snapshot", "ögonblicksbild";
        /// Utlämnande.
        Disclosure = "disclosure", "utlämnande";
        /// Samtycke.
        Consent = "consent", "samtycke";
        /// Tillgänglighet.
        Accessibility = "accessibility", "tillgänglighet";
        /// Information till besökare.
        VisitorNotice = "visitor-notice", "information till besökare";
        /// Förteckning.
        PublicList = "public-list", "förteckning";
        /// Avsändare.
        SenderIdentity = "sender-identity", "avsändare";
        /// Avslut.
        Closing = "closing", "avslut";
        /// Kris.
        Crisis = "crisis", "kris";
        /// E-plikt.
        LegalDeposit = "legal-deposit", "e-plikt";
        /// Uppföljning.
        Reporting = "reporting", "uppföljning";
        /// Vägledning.
        Guidance = "guidance", "vägledning";
        /// Styrdokument.
        Policy = "policy", "styrdokument";
    }
}
