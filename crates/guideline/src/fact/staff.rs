//! Facts: who looks after an account.

use jiff::civil::Date;

use super::{CodedSet, facts};
use crate::coded::coded;
use crate::parameter::Party;

coded! {
    /// A task that somebody is in charge of.
    pub enum StaffDuty {
        /// What is to be said, and when.
        Planning = "planning", "planering";
        /// To publish.
        Publishing = "publishing", "publicering";
        /// To keep the account up to date.
        Updating = "updating", "uppdatering";
        /// To see whether the goals are reached.
        FollowUp = "follow-up", "uppföljning";
        /// To watch what others write.
        Supervision = "supervision", "uppsikt";
        /// To judge what others write.
        Moderation = "moderation", "moderering";
        /// To answer.
        Answering = "answering", "svar";
        /// To register.
        Registration = "registration", "diarieföring";
        /// To dispose of.
        Disposal = "disposal", "gallring";
        /// To take the pictures for the archive.
        Snapshot = "snapshot", "ögonblicksbilder";
    }
}

coded! {
    /// What an editor knows.
    pub enum Knowledge {
        /// Public records.
        PublicRecords = "public-records", "allmänna handlingar";
        /// Secrecy.
        Secrecy = "secrecy", "sekretess";
        /// Protection of personal data.
        DataProtection = "data-protection", "dataskydd";
        /// Copyright.
        Copyright = "copyright", "upphovsrätt";
        /// Freedom of expression.
        FreedomOfExpression = "freedom-of-expression", "yttrandefrihet";
        /// Accessibility.
        Accessibility = "accessibility", "tillgänglighet";
        /// The medium and those who use it.
        Medium = "medium", "mediet och dess målgrupper";
    }
}

coded! {
    /// What a manager sees to that there is.
    pub enum Resource {
        /// As much as is needed, in the manager's judgement.
        Enough = "enough", "tillräckliga resurser";
        /// Time.
        Time = "time", "tid";
        /// Knowledge.
        Knowledge = "knowledge", "kunskap";
        /// Routines.
        Routines = "routines", "rutiner";
    }
}

facts! {
    /// Who looks after it.
    pub struct StaffFacts {
        /// How many can administer the account on the service itself.
        administrators: u16 = "antal administratörer";
        /// How many are named as responsible for it.
        responsible_persons: u16 = "antal ansvariga";
        /// How many are named as substitutes.
        substitutes: u16 = "antal ersättare";
        /// How many of the responsible and the substitutes are away today.
        absent: u16 = "antal frånvarande";
        /// The tasks that somebody is in charge of.
        duties: CodedSet<StaffDuty> = "uppgifter med ansvarig";
        /// The last working day of somebody responsible who leaves.
        leaving_on: Option<Date> = "en ansvarig slutar";
        /// Whether that person has handed over.
        handed_over: bool = "uppgifterna överlämnade";
        /// What is set aside for the account.
        resources: CodedSet<Resource> = "avsatt för kontot";
        /// What every editor knows.
        knowledge: CodedSet<Knowledge> = "redaktörens kunskaper";
        /// Who appointed the editors.
        editors_appointed_by: Option<Party> = "redaktörerna utsedda av";
        /// Whether a responsible person is a politician in that capacity.
        responsible_is_politician: bool = "en politiker är ansvarig";
        /// Whether a manager has decided who may speak for the unit.
        spokespersons_decided: bool = "talespersoner beslutade";
    }
}
