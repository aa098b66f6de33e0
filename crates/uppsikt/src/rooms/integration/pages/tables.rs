//! The tables of one integration, on the page and as files: its tokens, and what it has been told.

use uppsikt_kernel::Id;
use uppsikt_store::{Reader, StoreError};
use uuid::Uuid;

use crate::rooms::integration::model::{Delivery, DeliveryState, Integration, TokenRow, Webhook};
use crate::rooms::integration::store;
use crate::web::components::{Badge, Cell, Downloads, Filed, Moment, Table, Tone};
use crate::web::export::{Download, Sheet};

/// Deliveries that are shown of each webhook.
const DELIVERIES_SHOWN: u64 = 20;

/// A token, on a row of its own.
pub(super) struct TokenLine {
    pub id: Uuid,
    /// The end of the id, by which people tell tokens apart.
    pub end: String,
    pub state: Badge,
    pub created: Moment,
    pub expires: Moment,
    pub used: Option<Moment>,
    pub is_good: bool,
}

impl TokenLine {
    pub(super) fn of(token: &TokenRow, integration: &Integration, now: i64) -> Self {
        let is_good = token.is_good(now) && integration.ended_at.is_none();
        let state = match (is_good, token.revoked_at) {
            (true, _) => Badge::new(Tone::Fine, "gäller"),
            (false, Some(_)) => Badge::new(Tone::Neutral, "återkallad"),
            (false, None) => Badge::new(Tone::Neutral, "gäller inte längre"),
        };
        Self {
            id: token.id,
            end: token.id.simple().to_string().chars().skip(26).collect(),
            state,
            created: Moment::new(token.created_at, now),
            expires: Moment::new(token.expires_at, now),
            used: token.used_at.map(|at| Moment::new(at, now)),
            is_good,
        }
    }
}

/// The tokens as they are taken out: by their ends, as on the page, and never a secret.
pub(super) fn tokens(lines: &[TokenLine]) -> Table {
    let row = |line: &TokenLine| {
        vec![
            Cell::text(format!("…{}", line.end)),
            Cell::part(&line.state),
            Cell::part(&line.created),
            Cell::part(&line.expires),
            line.used.as_ref().map_or_else(|| Cell::text("aldrig"), Cell::part),
        ]
    };
    Table {
        caption: "Nycklar".to_owned(),
        head: ["Nyckel", "Läge", "Skapad", "Gäller till", "Senast använd"].map(str::to_owned).to_vec(),
        rows: lines.iter().map(row).collect(),
    }
}

pub(super) const fn tokens_sheet(table: &Table) -> Sheet<'_> {
    Sheet::new("nycklar", table)
}

/// The links under the tokens.
pub(super) fn tokens_links(id: Id<Integration>, lines: &[TokenLine]) -> Downloads {
    Download::at(&format!("/drift/integrationer/{id}")).links(&tokens_sheet(&tokens(lines)))
}

/// The newest deliveries of a webhook: ids of events and answers, nothing that anybody wrote.
pub(super) async fn deliveries(
    reader: &mut Reader,
    webhook: Uuid,
    url: &str,
    (limit, now): (u64, i64),
) -> Result<Table, StoreError> {
    let row = |delivery: &Delivery| {
        let state = match delivery.state {
            DeliveryState::Delivered => Badge::new(Tone::Fine, "mottagen"),
            DeliveryState::Waiting if delivery.attempts == 0 => Badge::new(Tone::Neutral, "väntar"),
            DeliveryState::Waiting => Badge::new(Tone::Warning, "görs om"),
            DeliveryState::Dead => Badge::new(Tone::Danger, "uppgiven"),
        };
        let next = (delivery.state == DeliveryState::Waiting)
            .then(|| Cell::part(&Moment::new(delivery.next_at, now)));
        vec![
            Cell::text(delivery.event.swedish()),
            Cell::part(&Moment::new(delivery.happened_at, now)),
            Cell::part(&state),
            Cell::Number(delivery.attempts.to_string()),
            Cell::text(delivery.answer.clone().unwrap_or_default()),
            next.unwrap_or_else(|| Cell::text("")),
        ]
    };
    let head = ["Vad som hände", "När", "Läge", "Försök", "Svar", "Nästa försök"];
    Ok(Table {
        caption: format!("Senaste aviseringarna till {url}"),
        head: head.map(str::to_owned).to_vec(),
        rows: store::deliveries(reader, webhook, limit).await?.iter().map(row).collect(),
    })
}

pub(super) const fn deliveries_sheet(table: &Table) -> Sheet<'_> {
    Sheet::new("aviseringar", table)
}

/// The newest deliveries as the page shows them, with links to more of them; none where nothing has been told.
pub(super) async fn shown(
    reader: &mut Reader,
    webhook: &Webhook,
    now: i64,
) -> Result<Option<Filed>, StoreError> {
    let table = deliveries(reader, webhook.id, &webhook.url, (DELIVERIES_SHOWN, now)).await?;
    let path = format!("/drift/integrationer/{}", webhook.integration);
    let download = Download::with(&path, &format!("avisering={}", webhook.id));
    Ok((!table.rows.is_empty()).then(|| download.filed(&deliveries_sheet(&table))))
}
