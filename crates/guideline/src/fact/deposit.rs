//! Facts: what is delivered to the National Library.

use super::facts;
use crate::coded::coded;

coded! {
    /// What somebody has judged about a publication.
    pub enum DepositJudgement {
        /// It is delivered.
        Deliver = "deliver", "ska levereras";
        /// It is not.
        LeaveOut = "leave-out", "ska inte levereras";
    }
}

facts! {
    /// What is delivered to the National Library.
    pub struct DepositFacts {
        /// Whether a publication is spread through the account.
        publication: bool = "en publikation sprids";
        /// Whether it is of a kind that used to be printed.
        publication_like_print: bool = "publikationen är av det slag som förr trycktes";
        /// Whether it is one file or a few in a sequence.
        publication_few_files: bool = "publikationen är en eller några filer";
        /// Whether it is news or a similar notice.
        publication_is_news: bool = "publikationen är en nyhet";
        /// Whether it belongs to a case.
        publication_in_case: bool = "publikationen hör till ett ärende";
        /// What somebody has judged.
        deposit_judged: Option<DepositJudgement> = "leveransplikten är bedömd som";
        /// Whether it is delivered.
        publication_delivered: bool = "publikationen är levererad";
    }
}
