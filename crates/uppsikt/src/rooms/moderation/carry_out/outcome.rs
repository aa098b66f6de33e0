//! How a step ended, for now, and what the person reads of it.

use std::time::Duration;

use uppsikt_net::NetError;
use uppsikt_platform::{MeasureError, PlatformError};
use uuid::Uuid;

use crate::explain::Explain as _;
use crate::rooms::capture::CaptureError;

/// A platform that asks for more patience than this is asked again all the same: somebody is hurt meanwhile.
const RETRY_AFTER_MAX: Duration = Duration::from_secs(3_600);

/// How a step ended, for now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Outcome {
    /// It is done.
    Done {
        /// The platform's word, or why nothing was needed.
        answer: String,
        /// What it made.
        reference: Option<Uuid>,
    },
    /// A person has to do it.
    ByHand(String),
    /// It is tried again later: it was certainly not done, or whether it was cannot be seen now.
    Later {
        /// Why.
        answer: String,
        /// Whether it may have been done.
        is_unknown: bool,
        /// How long the platform asks us to wait.
        retry_after: Option<Duration>,
    },
    /// It will not work, however often it is tried.
    Failed(String),
    /// The item has changed: the person decides anew.
    Back,
}

impl Outcome {
    pub(super) fn done(answer: impl Into<String>) -> Self {
        Self::Done { answer: answer.into(), reference: None }
    }

    /// It was certainly not done, and is tried again.
    pub(super) fn not_done(answer: impl Into<String>) -> Self {
        Self::Later { answer: answer.into(), is_unknown: false, retry_after: None }
    }

    /// The platform's error keeps it waiting.
    pub(super) fn after(error: &PlatformError, is_unknown: bool) -> Self {
        let retry_after = error.retry_after().map(|wait| wait.min(RETRY_AFTER_MAX));
        Self::Later { answer: why(error), is_unknown, retry_after }
    }

    /// A change that was asked for keeps it waiting.
    pub(super) fn because(error: &MeasureError, is_unknown: bool) -> Self {
        match error {
            MeasureError::NotDone(error) | MeasureError::Unknown(error) => Self::after(error, is_unknown),
            MeasureError::NotAble | MeasureError::OtherItem => Self::Later {
                answer: "plattformen kan inte göra det".to_owned(),
                is_unknown,
                retry_after: None,
            },
        }
    }

    /// The item could not be read, so nothing is known of it.
    pub(super) fn unread(error: &CaptureError) -> Self {
        match error {
            CaptureError::Platform(error) => Self::after(error, false),
            other => Self::not_done(other.explain().happened),
        }
    }

    /// What cannot be seen now may have been done, if it was begun before.
    pub(super) fn unknown_if(self, was_started: bool) -> Self {
        match self {
            Self::Later { answer, is_unknown, retry_after } => {
                Self::Later { answer, is_unknown: is_unknown || was_started, retry_after }
            }
            other => other,
        }
    }
}

/// Why the platform keeps a step waiting, as it stands behind the step.
pub(in crate::rooms::moderation) fn why(error: &PlatformError) -> String {
    match error {
        PlatformError::Unreachable { source, .. } => match source {
            NetError::NotAllowed { .. } | NetError::PrivateAddress { .. } | NetError::Redirect { .. } => {
                "plattformen hänvisar till en adress som inte får anropas".to_owned()
            }
            NetError::TimedOut { .. } => "plattformen svarade inte i tid".to_owned(),
            NetError::Broken { .. } => "plattformens svar bröts".to_owned(),
            _ => "plattformen svarar inte".to_owned(),
        },
        PlatformError::WrongPassword { .. } => "plattformen godtar inte lösenordet".to_owned(),
        PlatformError::NotPermitted { status, .. } => {
            format!("kontots användare får inte det på plattformen, status {status}")
        }
        PlatformError::RateLimited { .. } => "plattformen ber oss vänta".to_owned(),
        PlatformError::Failed { status, .. } => format!("plattformen svarade med status {status}"),
        PlatformError::Malformed { .. } => "plattformens svar går inte att tolka".to_owned(),
        PlatformError::OtherPlatform { .. } => "på adressen svarar något annat än plattformen".to_owned(),
        other => other.explain().happened,
    }
}
