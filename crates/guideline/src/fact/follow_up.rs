//! Facts: how an account is followed up.

use jiff::civil::Date;

use super::facts;

facts! {
    /// How it is followed up.
    pub struct FollowUpFacts {
        /// The day on which results were last held against the goals.
        goals_followed_up_on: Option<Date> = "målen senast uppföljda";
        /// The day on which the audience and its needs were last analysed.
        audience_analysed_on: Option<Date> = "målgruppen senast analyserad";
        /// Whether information goes out as it should.
        information_flows: bool = "informationen flödar";
        /// Whether what was found not to follow the rules is still open.
        rules_broken: bool = "brister mot reglerna är öppna";
    }
}
