//! How the accounts stand by their rules, an authority a row; those where all is well are left out.

use uppsikt_guideline::evaluate::{Now, Standing};
use uppsikt_kernel::{Workdays, WorkdaysSettings};
use uppsikt_store::Reader;

use crate::app::App;
use crate::explain::told;
use crate::rooms::{policy, report};
use crate::web::Fault;
use crate::web::components::{Cell, Filed, Table};
use crate::web::export::{Download, Sheet};
use crate::web::session::SignedIn;

/// Numbers of statements: nothing of what anybody wrote.
pub(super) const fn sheet(table: &Table) -> Sheet<'_> {
    Sheet::new("avvikelser", table)
}

/// The table with its links; none where nothing is lacking.
pub(super) async fn filed(app: &App, reader: &mut Reader, me: &SignedIn) -> Result<Option<Filed>, Fault> {
    let workdays = Workdays::new(WorkdaysSettings::default());
    let at = app.store.now();
    let now = Now { at, today: policy::day_of(at).map_err(told)?, workdays: &workdays };
    let mut rows = Vec::new();
    for authority in &me.visitor.authorities {
        let accounts = report::standing(reader, authority.id, at).await.map_err(told)?;
        let (mut breaches, mut remarks) = (0_usize, 0_usize);
        for account in &accounts {
            for finding in account.findings(now) {
                breaches += usize::from(finding.standing == Standing::Breach);
                remarks += usize::from(finding.standing == Standing::Remark);
            }
        }
        if breaches + remarks > 0 {
            let mut row = vec![Cell::text(authority.name.clone())];
            row.extend([accounts.len(), breaches, remarks].map(|count| Cell::Number(count.to_string())));
            rows.push(row);
        }
    }
    let table = Table {
        caption: "Avvikelser och påpekanden för varje myndighet".to_owned(),
        head: ["Myndighet", "Konton", "Avvikelser", "Påpekanden"].map(str::to_owned).to_vec(),
        rows,
    };
    Ok((!table.rows.is_empty()).then(|| Download::at("/").filed(&sheet(&table))))
}
