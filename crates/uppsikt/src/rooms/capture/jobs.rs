//! A pass over an account, and over all of them.

use uppsikt_kernel::Actor;
use uppsikt_platform::{OneAnswer, Platform, ReadPage};
use uppsikt_store::{Reader, StoreError};

use super::actions;
use super::model::{CaptureError, KeptBytes, PassReport, Presence};
use super::pass::{Known, KnownItem, Meaning};
use super::store;
use crate::app::App;
use crate::rooms::account::{self, Account};

/// Reads every account within the actor's reach, or the one that is named; an account that fails
/// does not keep the others from being read.
///
/// # Errors
/// [`CaptureError`] when there is no such account; what went wrong with single accounts comes beside their names.
pub async fn pass_all(
    app: &App,
    actor: &Actor,
    named: Option<&str>,
    mut told: impl FnMut(&str) + Send,
) -> Result<Vec<(String, Result<PassReport, CaptureError>)>, CaptureError> {
    let accounts = {
        let mut reader = app.store.read(actor).await?;
        match named {
            None => account::list(&mut reader).await?,
            Some(name) => {
                let found = account::named(&mut reader, name).await?;
                vec![found.ok_or_else(|| account::AccountError::Unknown(name.to_owned()))?]
            }
        }
    };
    let reachable = accounts.len();
    let accounts: Vec<Account> =
        accounts.into_iter().filter(|account| actor.may_write_in(account.authority)).collect();
    // To read an account is to record; an auditor only reads what is recorded.
    if accounts.is_empty() && (reachable > 0 || !actor.roles.iter().any(|role| role.may_write())) {
        return Err(CaptureError::NotAllowed);
    }
    let mut reports = Vec::new();
    for account in accounts {
        told(&account.name);
        let report = pass(app, actor, &account).await;
        reports.push((account.name, report));
    }
    Ok(reports)
}

/// One pass: everything that the account shows, then what it no longer shows.
///
/// # Errors
/// [`CaptureError`]; what had been kept by then is kept, and the next pass goes on from there.
pub async fn pass(app: &App, actor: &Actor, account: &Account) -> Result<PassReport, CaptureError> {
    let _busy = app.begin_pass(account.id.uuid()).ok_or(CaptureError::Busy)?;
    let password = app.store.secret(account.id.uuid())?;
    let platform = app.platforms.connect(account, password.as_ref().map(|secret| secret.as_str()))?;
    let (known, last_seen_at, quarantined) = {
        let mut reader = app.store.read(actor).await?;
        let known = Known::load(&mut reader, account).await?;
        let complete_at = store::complete_at(&mut reader, account.id).await?;
        (known, complete_at, store::quarantined(&mut reader, account.id).await?)
    };
    let report = PassReport { account: account.name.clone(), ..PassReport::default() };
    let mut pass = Pass { app, actor, account, platform, known, quarantined, last_seen_at, report };
    let began_at = app.store.now().get();
    pass.pages().await?;
    pass.missing().await?;
    let noted = account.clone();
    app.store
        .write::<_, CaptureError, _>(actor, move |tx| {
            Box::pin(async move { actions::note_complete(tx, &noted, began_at).await })
        })
        .await?;
    Ok(pass.report)
}

struct Pass<'a> {
    app: &'a App,
    actor: &'a Actor,
    account: &'a Account,
    platform: Box<dyn Platform>,
    known: Known,
    quarantined: Vec<KeptBytes>,
    last_seen_at: Option<i64>,
    report: PassReport,
}

impl Pass<'_> {
    async fn pages(&mut self) -> Result<(), CaptureError> {
        let mut cursor = None;
        loop {
            let mut page = self.platform.read(cursor).await?;
            cursor = page.next.take();
            self.page(page, Presence::Shown).await?;
            if cursor.is_none() {
                return Ok(());
            }
        }
    }

    async fn page(&mut self, page: ReadPage, presence: Presence) -> Result<(), CaptureError> {
        let reader = self.app.store.read(self.actor).await?;
        let meanings = self.known.meanings(&reader, &page, presence).await?;
        let bad = self.quarantined(&reader, &page).await?;
        drop(reader);
        self.count(&meanings);
        let changed = meanings.iter().any(|meaning| matches!(meaning, Meaning::New | Meaning::Changed(_)));
        let new_bad = bad.iter().filter(|kept| kept.is_none()).count();
        if !changed && new_bad == 0 {
            return Ok(());
        }
        let account = self.account.clone();
        let (kept, bad) = self
            .app
            .store
            .write::<_, CaptureError, _>(self.actor, move |tx| {
                Box::pin(async move {
                    let bad = actions::keep_quarantined(tx, &account, &page, bad).await?;
                    Ok((actions::keep_page(tx, &account, &page, &meanings, &bad, presence).await?, bad))
                })
            })
            .await?;
        self.report.quarantined += new_bad as u64;
        self.quarantined.extend(bad);
        for known in kept {
            self.report.items.push(known.item.id);
            self.known.kept(known);
        }
        Ok(())
    }

    fn count(&mut self, meanings: &[Meaning]) {
        for meaning in meanings {
            match meaning {
                Meaning::New => self.report.new += 1,
                Meaning::Same => self.report.unchanged += 1,
                Meaning::Again => {}
                Meaning::Changed(known) if known.last.presence == Presence::Shown => self.report.edited += 1,
                Meaning::Changed(_) => self.report.returned += 1,
            }
        }
    }

    /// For each thing that could not be understood: where its bytes are kept, if they are.
    async fn quarantined(
        &self,
        reader: &Reader,
        page: &ReadPage,
    ) -> Result<Vec<Option<KeptBytes>>, CaptureError> {
        let mut all = Vec::with_capacity(page.quarantined.len());
        for bad in &page.quarantined {
            let bytes = page.bytes.get(bad.range.clone()).ok_or(CaptureError::Cut)?;
            let mut found = None;
            for kept in &self.quarantined {
                match reader.has_fingerprint(kept.object, &kept.fingerprint, bytes).await {
                    Ok(true) => found = Some(kept.clone()),
                    // What has been disposed of cannot be compared any more.
                    Ok(false) | Err(StoreError::Disposed) => {}
                    Err(error) => return Err(error.into()),
                }
            }
            all.push(found);
        }
        Ok(all)
    }

    /// Asks for each thing that was there and was not read.
    async fn missing(&mut self) -> Result<(), CaptureError> {
        for known in self.known.missing() {
            match self.platform.read_one(known.item.kind, &known.item.native_id).await? {
                OneAnswer::Shown(page) => self.page(page, Presence::Shown).await?,
                OneAnswer::Withheld { page: Some(page), .. } => self.withheld(page, &known).await?,
                OneAnswer::Withheld { status, page: None } => {
                    self.gone(&known, Presence::Withheld, status).await?
                }
                OneAnswer::Gone { status } => self.gone(&known, Presence::Gone, status.to_string()).await?,
            }
        }
        Ok(())
    }

    /// Withheld, but we may still read it: the bytes are kept as they are now.
    async fn withheld(&mut self, page: ReadPage, known: &KnownItem) -> Result<(), CaptureError> {
        let before = self.report.clone();
        self.page(page, Presence::Withheld).await?;
        if self.report.items.len() > before.items.len() {
            // Counted by its bytes; to whoever reads the report it is gone from view, or changed while it was.
            let was_shown = known.last.presence == Presence::Shown;
            self.report.returned = before.returned;
            self.report.edited = before.edited + u64::from(!was_shown);
            self.report.gone = before.gone + u64::from(was_shown);
        }
        Ok(())
    }

    async fn gone(
        &mut self,
        known: &KnownItem,
        presence: Presence,
        answer: String,
    ) -> Result<(), CaptureError> {
        if known.last.presence == presence {
            return Ok(());
        }
        let (account, was) = (self.account.clone(), known.clone());
        // Its last version may be younger than the last whole pass, or there may have been none.
        let last_seen_at = self.last_seen_at.max(Some(known.last.captured_at));
        let kept = self
            .app
            .store
            .write::<_, CaptureError, _>(self.actor, move |tx| {
                Box::pin(async move {
                    actions::keep_disappearance(tx, &account, &was, presence, answer, last_seen_at).await
                })
            })
            .await?;
        self.report.gone += 1;
        self.report.items.push(kept.item.id);
        self.known.kept(kept);
        Ok(())
    }
}
