//! Facts: what waits for an answer, and what was never given one.

use uppsikt_kernel::Micros;

use super::facts;

facts! {
    /// What waits for an answer.
    pub struct AnswerFacts {
        /// When the oldest question that waits for an answer came.
        oldest_question: Option<Micros> = "äldsta obesvarade fråga";
        /// When the oldest view, criticism or praise that waits for an answer came.
        oldest_view: Option<Micros> = "äldsta obesvarade synpunkt";
        /// Questions that somebody has decided to leave without an answer.
        questions_left: u16 = "frågor lämnade utan svar";
        /// Views, criticism and praise that somebody has decided to leave without an answer.
        views_left: u16 = "synpunkter lämnade utan svar";
        /// How many of all these were left without a reason.
        left_without_reason: u16 = "lämnade utan svar och utan skäl";
        /// Questions that the editor cannot answer and that have gone no further.
        questions_not_passed_on: u16 = "frågor som inte skickats vidare";
        /// Criticism and views that have not gone to those whom they concern.
        views_not_passed_on: u16 = "synpunkter som inte nått dem de rör";
        /// Whether an answer that is about to be given needs somebody who knows the subject.
        needs_expert: bool = "svaret behöver sakkunskap";
        /// Whether such a person has gone through it.
        expert_reviewed: bool = "sakkunnig har granskat svaret";
        /// The answer target that the channel has, in hours; zero where it has none.
        target_hours: u16 = "svarsmål i timmar";
    }
}
