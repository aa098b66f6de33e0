//! Sessions, and what becomes of them.

use jiff::SignedDuration;
use uppsikt_kernel::{Actor, Id, Micros, User};
use uuid::Uuid;

use super::AuthorityRow;

/// A session that nobody uses ends after this.
pub const IDLE_MAX: SignedDuration = SignedDuration::from_mins(30);
/// Every session ends after this: a working day and a little more.
pub const SESSION_MAX: SignedDuration = SignedDuration::from_hours(10);
/// How long the second factor may take after the password.
pub const HALF_MAX: SignedDuration = SignedDuration::from_mins(10);
/// A session in use is noted as used at most so often: writing takes longer than reading.
pub const NOTED_EVERY: SignedDuration = SignedDuration::from_mins(1);
/// An invitation can be used so long.
pub const INVITATION_MAX: SignedDuration = SignedDuration::from_hours(7 * 24);
/// The protected log of sign-ins is kept so long, enough to look into what is found out late.
pub const EVENT_MAX: SignedDuration = SignedDuration::from_hours(180 * 24);

/// How far somebody has come in signing in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stage {
    /// The password was right; the second factor is still to come. Opens nothing.
    Password,
    /// Signed in.
    Full,
}

impl Stage {
    /// As in the database.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Password => "password",
            Self::Full => "full",
        }
    }

    /// Everything that is not plainly a whole session is none.
    #[must_use]
    pub fn of(code: &str) -> Self {
        if code == Self::Full.code() { Self::Full } else { Self::Password }
    }
}

/// A session.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Session {
    /// Its id, which is no secret.
    pub id: Uuid,
    /// Whose it is.
    pub user: Id<User>,
    /// How far it has come.
    pub stage: Stage,
    /// The browser and the system in two words, for example Firefox, Windows.
    pub device: String,
    /// When it began.
    pub created_at: Micros,
    /// When it was last noted as used.
    pub seen_at: Micros,
}

impl Session {
    /// Whether it still is one.
    #[must_use]
    pub fn is_alive(&self, now: Micros) -> bool {
        let age = micros_between(self.created_at, now);
        match self.stage {
            Stage::Password => age < HALF_MAX,
            Stage::Full => age < SESSION_MAX && micros_between(self.seen_at, now) < IDLE_MAX,
        }
    }

    /// Whether its use should be noted.
    #[must_use]
    pub fn is_to_be_noted(&self, now: Micros) -> bool {
        self.stage == Stage::Full && micros_between(self.seen_at, now) >= NOTED_EVERY
    }
}

fn micros_between(from: Micros, to: Micros) -> SignedDuration {
    SignedDuration::from_micros(to.get().saturating_sub(from.get()))
}

/// Later by so much.
#[must_use]
pub(crate) fn later(at: Micros, by: SignedDuration) -> Micros {
    let micros = i64::try_from(by.as_micros()).unwrap_or(i64::MAX);
    Micros::new(at.get().saturating_add(micros)).unwrap_or(at)
}

/// Somebody with a session, and everything that a page needs to know of that person.
#[derive(Debug, Clone)]
pub struct Visitor {
    /// The session.
    pub session: Session,
    /// The person with all roles.
    pub actor: Actor,
    /// What the person signs in as.
    pub login: String,
    /// The person's own name.
    pub name: String,
    /// The organisation's name.
    pub organisation: String,
    /// The authorities where the person has a role, by name.
    pub authorities: Vec<AuthorityRow>,
    /// Whether an app has been connected.
    pub has_second_factor: bool,
    /// Whether single letters are keys.
    pub has_letter_keys: bool,
}

/// What the protected log of sign-ins notes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SignInEvent {
    /// Somebody signed in.
    SignedIn,
    /// A wrong password, or a login that nobody has.
    WrongPassword,
    /// A wrong code, or one that had been used.
    WrongCode,
    /// So many failures that the next try has to wait.
    Braked,
    /// A session was ended by the person.
    SignedOut,
    /// Sessions were ended from elsewhere: by an administrator, or because the password changed.
    Ended,
}

impl SignInEvent {
    /// All of them.
    pub const ALL: [Self; 6] =
        [Self::SignedIn, Self::WrongPassword, Self::WrongCode, Self::Braked, Self::SignedOut, Self::Ended];

    /// As in the database.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::SignedIn => "signed-in",
            Self::WrongPassword => "wrong-password",
            Self::WrongCode => "wrong-code",
            Self::Braked => "braked",
            Self::SignedOut => "signed-out",
            Self::Ended => "ended",
        }
    }

    /// What a person reads.
    #[must_use]
    pub const fn words(self) -> &'static str {
        match self {
            Self::SignedIn => "Loggade in",
            Self::WrongPassword => "Fel lösenord",
            Self::WrongCode => "Fel engångskod",
            Self::Braked => "För många försök: inloggningen stängdes en stund",
            Self::SignedOut => "Loggade ut",
            Self::Ended => "Inloggningen avslutades från ett annat håll",
        }
    }
}

/// One line of the protected log.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SignInNote {
    /// What happened.
    pub event: SignInEvent,
    /// When.
    pub at: Micros,
}

/// The browser and the system in two words; strangers' text goes no further than this.
#[must_use]
pub fn device(user_agent: &str) -> String {
    let find = |names: &[(&str, &'static str)]| {
        names.iter().find(|(mark, _)| user_agent.contains(mark)).map(|(_, name)| *name)
    };
    // In this order: Edge and Opera also say Chrome, and Chrome also says Safari.
    let browsers = [
        ("Edg", "Edge"),
        ("OPR", "Opera"),
        ("Firefox", "Firefox"),
        ("Chrom", "Chrome"),
        ("Safari", "Safari"),
    ];
    let systems = [
        ("Android", "Android"),
        ("iPhone", "iPhone"),
        ("iPad", "iPad"),
        ("Windows", "Windows"),
        ("Mac OS", "Mac"),
        ("Linux", "Linux"),
    ];
    match (find(&browsers), find(&systems)) {
        (Some(browser), Some(system)) => format!("{browser}, {system}"),
        (Some(one), None) | (None, Some(one)) => one.to_owned(),
        (None, None) => "Okänd webbläsare".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sessions_end_by_idleness_and_by_age() {
        let at = |minutes: i64| Micros::new(minutes * 60_000_000).unwrap();
        let session = |stage, seen: i64| Session {
            id: Uuid::nil(),
            user: Id::from_uuid(Uuid::nil()),
            stage,
            device: String::new(),
            created_at: at(0),
            seen_at: at(seen),
        };
        assert!(session(Stage::Full, 0).is_alive(at(29)) && !session(Stage::Full, 0).is_alive(at(30)));
        assert!(session(Stage::Full, 599).is_alive(at(599)) && !session(Stage::Full, 599).is_alive(at(600)));
        assert!(session(Stage::Password, 0).is_alive(at(9)) && !session(Stage::Password, 9).is_alive(at(10)));
        assert!(
            session(Stage::Full, 0).is_to_be_noted(at(1)) && !session(Stage::Full, 1).is_to_be_noted(at(1))
        );
        assert_eq!(Stage::of("something else"), Stage::Password);
    }

    #[test]
    fn browsers_are_told_in_two_words() {
        for (agent, words) in [
            ("Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0", "Firefox, Linux"),
            (
                "Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/140 Safari/537.36 Edg/140",
                "Edge, Windows",
            ),
            (
                "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Version/18 Safari/604.1",
                "Safari, iPhone",
            ),
            ("curl/8.0", "Okänd webbläsare"),
            ("<script>", "Okänd webbläsare"),
        ] {
            assert_eq!(device(agent), words);
        }
    }
}
