//! The form of a new account: its fields, and what of it can be read before anybody asks the platform.

use jiff::civil::Date;
use serde::Deserialize;
use uppsikt_kernel::stockholm;
use uppsikt_platform::{PlatformKind, Way};

use crate::rooms::people::AuthorityRow;
use crate::web::components::{Field, FieldKind};
use crate::web::sign_in::Hidden;

/// Longest address and user name.
const LINE_CHARS_MAX: usize = 500;

/// What is filled in. It has no `Debug`: a password is in it.
#[derive(Default, Deserialize)]
pub(crate) struct AccountForm {
    #[serde(default, rename = "plattform")]
    pub platform: String,
    #[serde(default, rename = "myndighet")]
    pub authority: String,
    #[serde(default, rename = "namn")]
    pub name: String,
    #[serde(default, rename = "adress")]
    pub address: String,
    #[serde(default, rename = "anvandare")]
    pub login: String,
    #[serde(default, rename = "losenord")]
    pub password: Hidden,
    #[serde(default, rename = "laser")]
    pub view: String,
    #[serde(default, rename = "bevakas")]
    pub watch_from: String,
    /// Ticked where the account is to be added although the platform did not let us in.
    #[serde(default, rename = "anda")]
    pub anyway: String,
}

/// What is wrong, beside its field.
#[derive(Default)]
pub(super) struct Wrong {
    pub platform: Option<String>,
    pub authority: Option<String>,
    pub name: Option<String>,
    pub address: Option<String>,
    pub login: Option<String>,
    pub password: Option<String>,
    pub view: Option<String>,
    pub watch_from: Option<String>,
}

impl Wrong {
    /// Whether there is anything.
    pub fn is_any(&self) -> bool {
        let all = [
            &self.platform,
            &self.authority,
            &self.name,
            &self.address,
            &self.login,
            &self.password,
            &self.view,
            &self.watch_from,
        ];
        all.iter().any(|wrong| wrong.is_some())
    }
}

/// What was filled in, once it can be read.
pub(super) struct Read {
    pub platform: PlatformKind,
    pub address: String,
    pub login: Option<String>,
    pub view: Option<String>,
    /// In microseconds; from now where it is absent.
    pub watch_from_at: Option<i64>,
}

/// The platforms that an account can be added on.
fn platforms() -> impl Iterator<Item = PlatformKind> {
    PlatformKind::ALL.into_iter().filter(|kind| *kind != PlatformKind::Fake)
}

/// What was filled in; or what is wrong with it.
pub(super) fn read(form: &AccountForm) -> Result<Read, Box<Wrong>> {
    let mut wrong = Wrong::default();
    let platform = platforms().find(|kind| kind.code() == form.platform);
    let Some(platform) = platform else {
        wrong.platform = Some("Välj en plattform.".to_owned());
        return Err(Box::new(wrong));
    };
    let filled = |text: &str| Some(text.trim().to_owned()).filter(|text| !text.is_empty());
    let (login, view) = (filled(&form.login), filled(&form.view));
    let address = filled(&form.address).unwrap_or_default();
    if platform != PlatformKind::Practice {
        wrong.address = wrong_address(platform, &address);
    }
    wrong.view = view.as_ref().and_then(|view| match platform {
        PlatformKind::Bluesky => wrong_address(platform, view),
        _ => Some("Lämnas tomt utom för Bluesky.".to_owned()),
    });
    (wrong.login, wrong.password) = wrong_login(platform, login.as_deref(), !form.password.0.is_empty());
    let day = filled(&form.watch_from).map(|day| day.parse::<Date>().ok().and_then(midnight));
    if day == Some(None) {
        wrong.watch_from = Some("Ange en dag, till exempel 2026-01-01, eller lämna fältet tomt.".to_owned());
    }
    if wrong.is_any() {
        return Err(Box::new(wrong));
    }
    Ok(Read { platform, address, login, view, watch_from_at: day.flatten() })
}

/// The day's beginning in Sweden, in microseconds.
fn midnight(day: Date) -> Option<i64> {
    Some(day.to_zoned(stockholm().ok()?).ok()?.timestamp().as_microsecond())
}

/// What is read over its interface lies behind https; what is registered by hand is only shown.
fn wrong_address(platform: PlatformKind, address: &str) -> Option<String> {
    let url = url::Url::parse(address).ok().filter(|_| address.chars().count() <= LINE_CHARS_MAX);
    let Some(url) = url.filter(|url| url.host().is_some() && matches!(url.scheme(), "http" | "https")) else {
        return Some("Ange hela adressen, till exempel https://www.lindholm.se/.".to_owned());
    };
    if !url.username().is_empty() || url.password().is_some() {
        return Some("Adressen ska inte ha något lösenord i sig. Det har ett eget fält.".to_owned());
    }
    let is_open = platform.way() == Way::Interface && url.scheme() != "https";
    is_open.then(|| {
        "Adressen ska börja med https://. En webbplats i ert eget nät, eller utan https, läggs till av den som sköter servern."
            .to_owned()
    })
}

/// What is wrong with user name and password: which of them each platform needs.
fn wrong_login(
    platform: PlatformKind,
    login: Option<&str>,
    has_password: bool,
) -> (Option<String>, Option<String>) {
    let said = |text: &str| Some(text.to_owned());
    let too_long = login.is_some_and(|login| login.chars().count() > LINE_CHARS_MAX);
    match (platform, login.is_some(), has_password) {
        _ if too_long => (said("Användarnamnet är för långt."), None),
        (PlatformKind::WordPress | PlatformKind::Feed, true, false) => {
            (None, said("Skriv lösenordet som hör till användarnamnet."))
        }
        (PlatformKind::WordPress | PlatformKind::Feed | PlatformKind::Bluesky, false, true) => {
            (said("Skriv användarnamnet som lösenordet hör till."), None)
        }
        (PlatformKind::Bluesky, false, false) => {
            (said("Bluesky läses alltid inloggat: skriv kontots namn där."), said("Skriv ett applösenord."))
        }
        (PlatformKind::Bluesky, true, false) => (None, said("Skriv ett applösenord.")),
        (PlatformKind::WordPress | PlatformKind::Feed | PlatformKind::Bluesky, ..) | (_, false, false) => {
            (None, None)
        }
        (_, is_named, _) => {
            let text = "Lämnas tomt: Uppsikt loggar inte in på den plattformen och ska inte ha uppgifterna.";
            (is_named.then(|| text.to_owned()), has_password.then(|| text.to_owned()))
        }
    }
}

/// The fields in their order, with what was filled in; never the password.
pub(super) fn fields(form: &AccountForm, wrong: Wrong, authorities: &[&AuthorityRow]) -> Vec<Field> {
    let line = |name, label: &str, value: &str, error| Field {
        value: value.to_owned(),
        error,
        ..Field::new(name, FieldKind::Line("text"), label)
    };
    let optional =
        |field: Field, hint: &str| Field { hint: Some(hint.to_owned()), is_required: false, ..field };
    let hinted = |field: Field, hint: &str| Field { hint: Some(hint.to_owned()), ..field };
    let choice = |name, label: &str, choices, value: &str, error| Field {
        value: value.to_owned(),
        error,
        ..Field::new(name, FieldKind::Choice(choices), label)
    };
    let kinds = platforms().map(|kind| (kind.code().to_owned(), kind_words(kind))).collect();
    let boards = authorities.iter().map(|row| (row.id.to_string(), row.name.clone())).collect();
    vec![
        choice("plattform", "Plattform", kinds, &form.platform, wrong.platform),
        choice("myndighet", "Myndighet", boards, &form.authority, wrong.authority),
        hinted(
            line("namn", "Namn", &form.name, wrong.name),
            "Vad kontot kallas hos er, till exempel webbplatsen.",
        ),
        optional(
            line("adress", "Adress", &form.address, wrong.address),
            "Till exempel https://www.lindholm.se/. Bara ett övningskonto kan vara utan.",
        ),
        optional(
            line("anvandare", "Användarnamn på plattformen", &form.login, wrong.login),
            "WordPress: utan det läses bara det som alla ser. Bluesky: kontots namn där.",
        ),
        Field {
            hint: Some(
                "WordPress: ett applikationslösenord. Bluesky: ett applösenord. Det ligger i nyckelförrådet och visas aldrig igen."
                    .to_owned(),
            ),
            is_required: false,
            error: wrong.password,
            ..Field::new("losenord", FieldKind::Line("password"), "Lösenord på plattformen")
        },
        optional(
            line("laser", "Adress där andras inlägg läses", &form.view, wrong.view),
            "Bara för Bluesky, och bara där den är en annan än kontots egen.",
        ),
        Field {
            value: form.watch_from.clone(),
            error: wrong.watch_from,
            ..optional(
                Field::new("bevakas", FieldKind::Line("date"), "Bevakas från och med"),
                "Det som är publicerat tidigare sparas utan att ge uppgifter. Tomt betyder från nu.",
            )
        },
    ]
}

/// A platform by name, with how accounts there are read where that is not by itself.
fn kind_words(kind: PlatformKind) -> String {
    match (kind, kind.way()) {
        (PlatformKind::Practice, _) => "Övningskonto, för att prova: syns inte för någon utanför".to_owned(),
        (_, Way::ByHand) => format!("{}, registreras för hand", super::words::capital(kind.name())),
        _ => kind.name().to_owned(),
    }
}
