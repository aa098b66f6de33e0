//! Every job: what it is, when it is due, how long it may take, how often it is tried.

/// A job that comes again and again.
#[derive(Debug, Clone, Copy)]
pub(super) struct Scheduled {
    /// Its kind, by which a worker knows what to do.
    pub kind: &'static str,
    /// How long one attempt may hold the job, in seconds.
    pub lease_seconds: i64,
    /// How often it is tried before a person has to look at it.
    pub attempts_max: i32,
}

/// Reads every account of an organisation. Due every `capture.interval_minutes`.
pub(super) const CAPTURE: Scheduled = Scheduled { kind: "capture", lease_seconds: 1_800, attempts_max: 3 };

/// How often the automatic control reads what is new and decisions are carried out, in seconds. The undo time is
/// thirty seconds, and a threat does not wait for a capture. No queue: what is to be done stands in the decisions.
pub(super) const MODERATION_SECONDS: u64 = 2;

/// How often a platform that announces changes is listened to, in seconds. A deletion is then known within a minute
/// or two, and a platform that counts questions is spared. No queue: the cursor says what is left.
pub(super) const LISTEN_SECONDS: u64 = 60;

/// How often it is noted which exceptions from guidelines have ended, in minutes. Their days are looked at wherever
/// they matter; this only puts the end into the log. No queue: the days say what is left.
pub(super) const EXCEPTIONS_MINUTES: i64 = 60;
