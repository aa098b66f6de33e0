//! How the reading of one account stands.

use uppsikt_platform::Way;
use uppsikt_store::{Source, StoreError};

use super::words::long;
use crate::app::App;
use crate::rooms::account::{Account, Pause};
use crate::rooms::capture::{self, Gap, GapCause};
use crate::web::components::{Badge, Moment, Tone};

/// How far back the pages look, in days: a month of rounds.
pub(super) const DAYS: i64 = 30;
const DAY: i64 = 86_400_000_000;
/// Gaps of one account that are shown.
const GAPS_MAX: u64 = 200;

/// How the reading of an account stands.
pub(super) struct Reading {
    /// When it was last read as a whole.
    pub read_at: Option<i64>,
    /// Gaps of the last days, newest first; one that has not ended is the first.
    pub gaps: Vec<Gap>,
    /// After how long there is a gap, in microseconds.
    gap_after: i64,
    now: i64,
}

impl Reading {
    /// Reads it.
    pub(super) async fn of(
        app: &App,
        source: &mut impl Source,
        account: &Account,
        now: i64,
    ) -> Result<Self, StoreError> {
        let read_at = capture::complete_at(source, account.id).await?;
        let mut gaps = capture::gaps(source, Some(account.id), now - DAYS * DAY, GAPS_MAX).await?;
        let gap_after = capture::gap_after(app.config.capture_interval_minutes());
        let is_open = gaps.first().is_some_and(|gap| gap.until.is_none());
        // Nobody has tried, so nobody has noted it yet.
        if let Some(from) = read_at.filter(|at| !is_open && is_read(account) && now - at > gap_after) {
            let why = if account.paused.is_some() { GapCause::Paused } else { GapCause::NotTried };
            gaps.insert(0, Gap { account: account.id, from, until: None, why, tries: 0, failed_at: None });
        }
        Ok(Self { read_at, gaps, gap_after, now })
    }

    /// The gap that has not ended.
    pub(super) fn open(&self) -> Option<&Gap> {
        self.gaps.first().filter(|gap| gap.until.is_none())
    }

    /// How long ago the account was read, in words.
    pub(super) fn lag(&self) -> Option<String> {
        self.read_at.map(|at| long(self.now - at))
    }

    /// How much of the last days was not read, in microseconds.
    pub(super) fn unread(&self) -> i64 {
        let start = self.now - DAYS * DAY;
        let of = |gap: &Gap| (gap.until.unwrap_or(self.now) - gap.from.max(start)).max(0);
        self.gaps.iter().map(of).sum()
    }

    /// The state in a word.
    pub(super) fn state(&self, account: &Account) -> Badge {
        let since = |at: i64| Moment::new(at, self.now).words().to_owned();
        match (&account.paused, self.open()) {
            _ if account.platform.way() == Way::ByHand => Badge::new(Tone::Neutral, "Registreras för hand"),
            (Some(Pause { why, .. }), _) if why == "import" => Badge::new(Tone::Neutral, "Inläst ur fil"),
            (Some(pause), _) if pause.reason().is_some() => {
                Badge::new(Tone::Warning, format!("Pausad sedan {}", since(pause.at)))
            }
            (Some(pause), _) => Badge::new(Tone::Danger, format!("Stoppad sedan {}", since(pause.at))),
            (None, Some(gap)) if gap.tries > 0 => Badge::new(Tone::Danger, "Hämtningen misslyckas"),
            (None, Some(_)) => Badge::new(Tone::Warning, "Har inte hämtats i tid"),
            (None, None) if self.read_at.is_none() => Badge::new(Tone::Neutral, "Inte hämtad än"),
            (None, None) => Badge::new(Tone::Fine, "Hämtas"),
        }
    }

    /// After how long without a reading there is a gap, in words.
    pub(super) fn patience(&self) -> String {
        long(self.gap_after)
    }
}

/// Whether the program reads the account at all.
pub(super) fn is_read(account: &Account) -> bool {
    let is_from_file = account.paused.as_ref().is_some_and(|pause| pause.why == "import");
    account.platform.way() != Way::ByHand && !is_from_file
}
