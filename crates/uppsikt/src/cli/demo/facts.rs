//! What somebody has noted about the accounts of the demonstration.

use crate::app::App;
use crate::explain::{Explanation, told};
use crate::rooms::account::{self, AccountError};
use uppsikt_kernel::Actor;

/// Account (or `alla`), fact, value; a line each, with tabs between.
const FACTS: &str = include_str!("../../../demo/facts.tsv");
/// The word for every account.
const ALL: &str = "alla";

/// The facts, each with the account that it is about.
fn lines() -> impl Iterator<Item = (&'static str, &'static str, &'static str)> {
    FACTS.lines().filter_map(|line| {
        let (account, rest) = line.split_once('\t')?;
        let (name, value) = rest.split_once('\t')?;
        Some((account, name, value))
    })
}

/// Notes them, in one go.
pub(super) async fn note(app: &App, admin: &Actor) -> Result<(), Explanation> {
    let accounts = {
        let mut reader = app.store.read(admin).await.map_err(told)?;
        account::list(&mut reader).await.map_err(told)?
    };
    app.store
        .write::<_, AccountError, _>(admin, move |tx| {
            Box::pin(async move {
                for account in &accounts {
                    for (of, name, value) in lines() {
                        if of == ALL || of == account.name {
                            account::note_fact(tx, account, name, value).await?;
                        }
                    }
                }
                Ok(())
            })
        })
        .await
        .map_err(told)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_line_is_a_fact_that_can_be_noted() {
        assert_eq!(lines().count(), FACTS.lines().count());
        for (_, name, value) in lines() {
            let mut facts = uppsikt_guideline::fact::Facts::default();
            assert_eq!(facts.set(name, value), Ok(()), "{name}");
        }
    }
}
