//! `uppsikt observe`: registers by hand what a person has seen on a platform, step by step.

use std::fmt;
use std::io::Read as _;
use std::path::{Path, PathBuf};

use bytes::Bytes;
use clap::Args;
use serde::{Deserialize, Serialize};
use serde_json::json;
use uppsikt_kernel::{Actor, Micros};
use uppsikt_platform::ItemKind;
use uppsikt_platform::imports::ndjson::ItemState;

use super::answer::Answer;
use super::command::Command;
use super::show::{kind_word, parse};
use crate::app::App;
use crate::explain::{Exit, Explain as _, Explanation, told};
use crate::rooms::account::{self, AccountError};
use crate::rooms::capture::{self, Observation, PICTURE_BYTES_MAX, PICTURES_MAX, Picture, Seen};

/// What a person attests with `--attest`.
const ATTESTED: &str =
    "att du själv har sett det här på plattformen, och att text, tid, avsändare och bilder stämmer med det";

/// Longest text file, in bytes; no platform allows a tenth of it.
const TEXT_BYTES_MAX: u64 = 1_500_000;

/// What was seen.
#[derive(Args)]
pub(super) struct ObserveArguments {
    /// Kontot där det syns
    #[arg(value_name = "KONTO")]
    account: String,
    /// Slag: post (inlägg), page (sida), comment (kommentar) eller message (meddelande)
    #[arg(long, value_name = "SLAG")]
    kind: String,
    /// Inslagets egen adress; samma adress igen är samma inslag
    #[arg(long, value_name = "ADRESS")]
    address: Option<String>,
    /// Inslagets id här, om det saknar adress och registreras igen
    #[arg(long, value_name = "ID", conflicts_with = "address")]
    item: Option<String>,
    /// Vad som står
    #[arg(long, value_name = "TEXT")]
    text: Option<String>,
    /// Samma, ur en fil
    #[arg(long, value_name = "FIL", conflicts_with = "text")]
    text_file: Option<PathBuf>,
    /// Vem som skrev, så som namnet visas
    #[arg(long, value_name = "NAMN")]
    author: Option<String>,
    /// Det är myndighetens eget
    #[arg(long)]
    own: bool,
    /// Vad det svarar på: id eller adress
    #[arg(long, value_name = "ID")]
    parent: Option<String>,
    /// När det publicerades, svensk tid: "2026-03-01 08:15"
    #[arg(long, value_name = "TID")]
    published: Option<String>,
    /// Läge: shown (visas), hidden (dolt) eller removed (borttaget)
    #[arg(long, value_name = "LÄGE", default_value = "shown", hide_default_value = true)]
    state: String,
    /// Skärmbild, eller bild som hör till (får anges flera gånger)
    #[arg(long = "picture", value_name = "FIL")]
    pictures: Vec<PathBuf>,
    /// Bildbeskrivning, en för varje bild i samma ordning
    #[arg(long = "alt", value_name = "TEXT")]
    alts: Vec<String>,
    /// Jag intygar att jag själv har sett det på plattformen, och att uppgifterna stämmer
    #[arg(long)]
    attest: bool,
}

/// What was seen, as it goes to the server.
#[derive(Clone, Serialize, Deserialize)]
pub struct ObserveRequest {
    account: String,
    kind: String,
    address: Option<String>,
    item: Option<String>,
    text: Option<String>,
    text_file: Option<PathBuf>,
    author: Option<String>,
    own: bool,
    parent: Option<String>,
    published: Option<String>,
    state: String,
    pictures: Vec<PathBuf>,
    alts: Vec<String>,
    attest: bool,
}

// What somebody has written stands in them: neither form of the command tells anything of it.
impl fmt::Debug for ObserveArguments {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ObserveArguments").field("account", &self.account).finish_non_exhaustive()
    }
}
impl fmt::Debug for ObserveRequest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ObserveRequest").field("account", &self.account).finish_non_exhaustive()
    }
}

impl ObserveArguments {
    pub(super) fn into_command(self) -> Result<Command, Explanation> {
        Ok(Command::Observe(ObserveRequest {
            account: self.account,
            kind: self.kind,
            address: self.address,
            item: self.item,
            text: self.text,
            text_file: self.text_file.map(|path| super::absolute(&path)).transpose()?,
            author: self.author,
            own: self.own,
            parent: self.parent,
            published: self.published,
            state: self.state,
            pictures: self.pictures.iter().map(|path| super::absolute(path)).collect::<Result<_, _>>()?,
            alts: self.alts,
            attest: self.attest,
        }))
    }
}

fn usage(happened: &str, next: &str) -> Explanation {
    Explanation::new(Exit::Usage, format!("{happened} Inget har sparats."), next)
}

pub(super) async fn run(app: &App, actor: &Actor, request: ObserveRequest) -> Result<Answer, Explanation> {
    let kind: ItemKind = request
        .kind
        .parse()
        .map_err(|_| usage("Det är inget slag av inslag.", "Slag: post, page, comment eller message."))?;
    let account = {
        let mut reader = app.store.read(actor).await.map_err(told)?;
        let found = account::named(&mut reader, &request.account).await.map_err(told)?;
        found.ok_or_else(|| AccountError::Unknown(request.account.clone()).explain())?
    };
    // Before any file is opened: whoever may not attest is told nothing of them.
    capture::may_observe(actor, account.authority, kind).map_err(told)?;
    if !request.attest {
        let next = format!("Lägg till --attest. Då intygar du {ATTESTED}; ditt namn står i loggen.");
        return Err(usage("Den som registrerar för hand måste intyga vad den har sett.", &next));
    }
    let seen = observation(&request, kind)?;
    let observed = capture::observe(app, actor, &account, seen).await.map_err(told)?;
    let (word, item) = (kind_word(kind), observed.item);
    let text = match observed.seen {
        Seen::New => format!("{word} är registrerat på {}: {item}", account.name),
        Seen::Changed => format!("{word} hade ändrats. Version {} är sparad: {item}", observed.version),
        Seen::Same => format!("{word} är som förut. Inget nytt är sparat: {item}"),
        Seen::Gone => format!("Att {} inte längre visas är sparat: {item}", word.to_lowercase()),
    };
    let outcome = match observed.seen {
        Seen::New => "new",
        Seen::Changed => "changed",
        Seen::Same => "same",
        Seen::Gone => "gone",
    };
    Ok(Answer::new(text, json!({"item": item, "version": observed.version, "outcome": outcome})))
}

fn observation(request: &ObserveRequest, kind: ItemKind) -> Result<Observation, Explanation> {
    let state = match request.state.as_str() {
        "shown" => ItemState::Shown,
        "hidden" => ItemState::Hidden,
        "removed" => ItemState::Removed,
        _ => return Err(usage("Det är inget läge.", "Lägen: shown, hidden eller removed.")),
    };
    if request.pictures.len() > PICTURES_MAX || request.alts.len() > request.pictures.len() {
        return Err(usage(
            "Det är för många bilder, eller fler bildbeskrivningar än bilder.",
            "Högst 20 bilder, och en --alt för varje --picture i samma ordning.",
        ));
    }
    let text = match &request.text_file {
        Some(path) => Some(text_in(path)?),
        None => request.text.clone(),
    };
    let mut pictures = Vec::with_capacity(request.pictures.len());
    for (at, path) in request.pictures.iter().enumerate() {
        // One byte more than allowed, by which it is refused.
        let bytes = Bytes::from(read(path, PICTURE_BYTES_MAX + 1)?);
        pictures
            .push(Picture { bytes, alt: request.alts.get(at).filter(|alt| !alt.trim().is_empty()).cloned() });
    }
    Ok(Observation {
        kind,
        address: request.address.as_deref().map(str::trim).filter(|text| !text.is_empty()).map(str::to_owned),
        item: request.item.as_deref().map(parse).transpose()?,
        text,
        author: request.author.clone(),
        own: request.own.then_some(true),
        parent: request.parent.clone(),
        published_at: request.published.as_deref().map(time).transpose()?,
        state,
        pictures,
    })
}

fn read(path: &Path, bytes_max: u64) -> Result<Vec<u8>, Explanation> {
    let unreadable = |error: std::io::Error| {
        usage(&format!("{} kan inte läsas: {error}.", path.display()), "Kontrollera sökvägen.")
    };
    let file = std::fs::File::open(path).map_err(unreadable)?;
    let mut bytes = Vec::new();
    file.take(bytes_max).read_to_end(&mut bytes).map_err(unreadable)?;
    Ok(bytes)
}

fn text_in(path: &Path) -> Result<String, Explanation> {
    let bytes = read(path, TEXT_BYTES_MAX + 1)?;
    if bytes.len() as u64 > TEXT_BYTES_MAX {
        return Err(usage("Textfilen är större än 1,5 MB.", "Spara den som en fil med: uppsikt record FIL"));
    }
    let text = String::from_utf8(bytes).map_err(|_| {
        usage("Textfilen är inte text i UTF-8.", "Spara den som UTF-8, eller ange --text TEXT.")
    })?;
    Ok(text.strip_suffix('\n').map(str::to_owned).unwrap_or(text))
}

fn time(text: &str) -> Result<Micros, Explanation> {
    let wrong = || usage("Tiden går inte att förstå.", "Skriv den så här: --published \"2026-03-01 08:15\"");
    capture::published_time(text).ok_or_else(wrong)
}
