//! Other systems that are let in: a diary system, an archive, a statistics tool.
//!
//! An *integration* is one such system, with a name, the authorities that it may see and the roles that it acts with.
//! An administrator of all those authorities adds it, and gives it *tokens*: keys of 256 random bits, shown once, of
//! which only a digest is kept. Through `/api/v1` it reads what its roles may read, by the same rules for authorities,
//! secrecy marks and direct messages as the pages have, and a registrar's token completes reserved numbers.
//!
//! What it deliberately cannot: decide. Behind every measure stands a person, so there is no way for a token to judge,
//! hide or remove; the roles on offer are the auditor's, who reads, and the registrar's.
//!
//! Each call that gives content is an act of the integration, with the items that were read in [`note_read`]'s rows.
//!
//! A *webhook* tells a system that something has happened: the kind of event and ids, no content and no names, signed
//! so that the receiver knows who says it. What it may not read it is not told of either: events are read as the
//! integration itself. A *delivery* goes waiting → delivered, or after the last attempt → dead; a person then sees it
//! on the page. Addresses in one's own network are called only where the server's settings name them.
//!
//! States: an integration is open → ended, which ends its tokens and webhooks at once; a token good → expired or
//! revoked; a webhook open → ended.
//!
//! It answers no statement of the guidelines by itself; offentlighets- och sekretesslagen 8 kap. (secrecy holds towards
//! other authorities, and between independent branches of one) is why an integration names its authorities.

mod actions;
mod jobs;
mod model;
pub(crate) mod pages;
mod store;

pub use actions::{
    add, add_webhook, end, end_webhook, issue_token, may_administer, new_webhook_secret, note_read, note_use,
    revoke_token,
};
pub use jobs::{Delivered, deliver_due};
pub use model::{
    Caller, Delivery, DeliveryState, EventKind, Integration, IntegrationError, NewIntegration, NewWebhook,
    ReadKind, TOKEN_DAYS_MAX, TokenRow, Webhook, role_of, signature, token_of, token_text,
};
pub use store::{
    by_id, by_name, caller, declare, deliveries, list, token_by_id, tokens, webhook_by_id, webhooks,
};
