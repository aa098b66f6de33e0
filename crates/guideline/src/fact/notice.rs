//! Facts: what visitors are told, and how what they write is met.

use super::{CodedSet, facts};
use crate::coded::coded;

coded! {
    /// Something that visitors of a channel are told.
    pub enum NoticeElement {
        /// Who provides the channel.
        Responsible = "responsible", "vem som svarar för kanalen";
        /// Which unit.
        Unit = "unit", "vilken verksamhet som svarar för kanalen";
        /// What the channel is for.
        Purpose = "purpose", "vad kanalen är till för";
        /// What its comments are for.
        UseOfComments = "use-of-comments", "vad kommentarerna är till för";
        /// That posts become public records.
        PublicRecord = "public-record", "att inlägg blir allmänna handlingar";
        /// That others can read what one writes.
        VisibleToOthers = "visible-to-others", "att andra kan läsa";
        /// What may not be posted.
        ForbiddenContent = "forbidden-content", "vad som inte får läggas ut";
        /// What happens if it is.
        Consequence = "consequence", "vad som händer med otillåtna inlägg";
        /// That visitors answer for what they say being true.
        TruthIsYours = "truth-is-yours", "att besökaren svarar för sina uppgifter";
        /// That posts have to follow the law and the rules of one's own organisation.
        LawApplies = "law-applies", "att inlägg ska följa lagen";
        /// How to reach whoever is in charge.
        Contact = "contact", "hur man når ansvarig";
        /// Please report what should not stand there.
        Report = "report", "att man gärna anmäler";
        /// What will be communicated.
        WhatIsCommunicated = "what-is-communicated", "vad som kommer att stå i kanalen";
        /// How soon one gets an answer.
        AnswerTarget = "answer-target", "hur snabbt man får svar";
    }
}

facts! {
    /// What visitors are told, and how what they write is met.
    pub struct NoticeFacts {
        /// What they are told.
        notice_shown: CodedSet<NoticeElement> = "besökarna får veta";
        /// Whether what others write in the account is read.
        others_posts_read: bool = "andras inlägg läses";
        /// Whether something is done to prevent violations, and recorded.
        prevention_recorded: bool = "förebyggande arbete antecknat";
        /// Whether the account is looked at more strictly because it is a school's.
        stricter_screening: bool = "skärpt granskning";
        /// Whether it links to what employees or elected members do in private.
        links_to_private: bool = "länkar till privat verksamhet";
        /// Whether such links carry a disclaimer.
        private_links_disclaimed: bool = "förbehåll vid privata länkar";
    }
}
