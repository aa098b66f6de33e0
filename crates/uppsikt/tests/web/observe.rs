//! Registering by hand on the page, over the demonstration: what is kept, what is refused, and a picture with an
//! attestation.

use axum::http::{Method, StatusCode};
use uppsikt::rooms::capture::{self, Origin, Presence};
use uppsikt::rooms::moderation;
use uppsikt::web;

use crate::browser::{Answer, BROWSER, ask};
use crate::desk::between;
use crate::visitor::Town;

const MULTIPART: (&str, &str) = ("content-type", "multipart/form-data; boundary=grans");
const WORDS: &str = "Det är ju för jävligt hur ni plogar <här>!";

/// A part of a form: a field, or a file of that name.
enum Part<'p> {
    Field(&'p str, &'p str),
    File(&'p str, &'p [u8]),
}
use Part::{Field, File};

fn body(parts: &[Part<'_>]) -> Vec<u8> {
    let mut body = Vec::new();
    for part in parts {
        let (head, content) = match part {
            Field(name, value) => (format!("name=\"{name}\""), value.as_bytes()),
            File(name, bytes) => {
                (format!("name=\"{name}\"; filename=\"bild.png\"\r\ncontent-type: image/png"), *bytes)
            }
        };
        body.extend(format!("--grans\r\ncontent-disposition: form-data; {head}\r\n\r\n").into_bytes());
        body.extend_from_slice(content);
        body.extend(b"\r\n");
    }
    body.extend(b"--grans--\r\n");
    body
}

fn png() -> Vec<u8> {
    let mut png = std::io::Cursor::new(Vec::new());
    image::RgbImage::from_pixel(8, 8, image::Rgb([200, 30, 30]))
        .write_to(&mut png, image::ImageFormat::Png)
        .unwrap();
    png.into_inner()
}

impl Town {
    async fn post(&self, cookie: &str, path: &str, parts: &[Part<'_>]) -> Answer {
        let headers = [BROWSER, MULTIPART, ("cookie", cookie)];
        ask(&self.router, Method::POST, path, &headers, body(parts)).await
    }

    /// Entries that are recorded.
    async fn recorded(&self) -> u64 {
        let log = self.app.store.read(&self.admin).await.unwrap().log().await.unwrap();
        log.size + log.waiting
    }
}

#[tokio::test]
async fn what_a_person_sees_is_registered_with_its_picture_and_seen_again() {
    let town = Town::new().await;
    let account = town.account("Lindholms kommun").await;
    let editor = town.sign_in("redaktor.ks").await;
    let page = town.open(&editor, &format!("/konton/{}", account.id)).await.text();
    assert!(page.contains("Registrera det du ser"), "{page}");
    let here = format!("/konton/{}/registrera", account.id);
    let page = town.open(&editor, &here).await;
    assert_eq!(page.status, StatusCode::OK, "{}", page.text());
    let picture = png();
    let sent = [
        Field("slag", "comment"),
        Field("vem", "annan"),
        Field("namn", "Prov Provsson"),
        Field("text", WORDS),
        Field("publicerat", "2026-03-01T08:15"),
        Field("lage", "visas"),
        Field("bildtext", "En röd ruta"),
        Field("intygar", "ja"),
        File("bilder", &picture),
    ];
    let done = town.post(&editor, &here, &sent).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.text());
    let told = town.open(&editor, done.header("location")).await.text();
    assert!(told.contains("Inslaget är registrerat."), "{told}");
    let item = between(&told, "<a href=\"/handlingar/", "\"").to_owned();

    let record = town.open(&editor, &format!("/handlingar/{item}")).await.text();
    assert!(record.contains("Kommentar från Prov Provsson") && record.contains("&#60;här&#62;"), "{record}");
    assert!(record.contains("En röd ruta") && record.contains("Registrera hur det ser ut nu"), "{record}");
    let drawn = town.open(&editor, &format!("/handlingar/{item}/bild/1")).await;
    assert!(drawn.header("content-type").starts_with("image/") && drawn.bytes != picture, "drawn anew");
    moderation::screen_new(&town.app, &town.admin).await.unwrap();
    let judged = town.open(&editor, &format!("/bevakning/{item}")).await.text();
    assert!(judged.contains("svordomar"), "the control reads it like anything else: {judged}");

    let again = format!("{here}?inslag={item}");
    let page = town.open(&editor, &again).await.text();
    assert!(page.contains("Registrera hur det ser ut nu") && !page.contains(WORDS), "{page}");
    let attested = [Field("inslag", &item), Field("lage", "visas"), Field("intygar", "ja")];
    let same = town.post(&editor, &here, &attested).await;
    assert!(same.header("location").contains("klart=samma"), "{}", same.text());
    let other = [Field("text", "Tack, nu är det plogat."), Field("inslag", &item), Field("intygar", "ja")];
    let changed = town.post(&editor, &here, &other).await;
    assert!(changed.header("location").contains("klart=andrat"), "{}", changed.text());
    let gone = [Field("inslag", &item), Field("lage", "borta"), Field("intygar", "ja")];
    let gone = town.post(&editor, &here, &gone).await;
    assert!(gone.header("location").contains("klart=borta"), "{}", gone.text());
    let mut reader = town.app.store.read(&town.admin).await.unwrap();
    let (_, versions) = capture::versions(&mut reader, item.parse().unwrap()).await.unwrap().unwrap();
    let all: Vec<_> = versions.iter().map(|version| (version.presence, version.origin)).collect();
    let shown = (Presence::Shown, Origin::Hand);
    assert_eq!(all, [shown, shown, (Presence::Gone, Origin::Hand)]);
}

#[tokio::test]
async fn what_is_lacking_is_told_beside_its_field_and_nothing_is_kept() {
    let town = Town::new().await;
    let account = town.account("Lindholms kommun").await;
    let editor = town.sign_in("redaktor.ks").await;
    let here = format!("/konton/{}/registrera", account.id);
    let before = town.recorded().await;
    let whole = [Field("slag", "comment"), Field("text", WORDS), Field("publicerat", "2026-03-01T08:15")];
    let [kind, text, published] = whole;
    let attests = Field("intygar", "ja");
    let film = File("bilder", b"RIFF----AVI ingen bild");
    let ahead = Field("publicerat", "2098-03-01T08:15");
    for (sent, words) in [
        (vec![&kind, &text, &published], "Kryssa i att du har sett det själv."),
        (vec![&kind, &published, &attests], "Skriv vad som står i inslaget."),
        (vec![&kind, &text, &attests], "Ange när plattformen säger att det publicerades."),
        (vec![&text, &published, &attests], "Välj vad det är."),
        (vec![&kind, &text, &ahead, &attests], "Tiden har inte varit ännu."),
        (vec![&kind, &text, &published, &attests, &film], "En av filerna är ingen bild"),
    ] {
        let parts: Vec<Part<'_>> = sent
            .into_iter()
            .map(|part| match part {
                Field(name, value) => Field(name, value),
                File(name, bytes) => File(name, bytes),
            })
            .collect();
        let answer = town.post(&editor, &here, &parts).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{words}");
        assert!(answer.text().contains(words), "{words}: {}", answer.text());
    }
    assert_eq!(town.recorded().await, before);

    let large = vec![0_u8; web::BODY_BYTES_MAX + 1];
    let answer = town.post(&editor, &here, &[kind, text, published, attests, File("bilder", &large)]).await;
    assert_eq!(answer.status, StatusCode::PAYLOAD_TOO_LARGE);
    let headers = [BROWSER, MULTIPART, ("cookie", editor.as_str())];
    let broken = ask(&town.router, Method::POST, &here, &headers, "--grans\r\ninget").await;
    assert!(broken.status.is_client_error() && broken.text().contains("Inget har"), "{}", broken.text());
    assert_eq!(town.recorded().await, before);
}

#[tokio::test]
async fn only_those_who_may_attest_there_and_only_its_own_items() {
    let town = Town::new().await;
    let account = town.account("Lindholms kommun").await;
    let here = format!("/konton/{}/registrera", account.id);
    let elsewhere = town.sign_in("redaktor.kfn").await;
    assert_eq!(town.open(&elsewhere, &here).await.status, StatusCode::NOT_FOUND);
    let sent = [
        Field("slag", "comment"),
        Field("text", WORDS),
        Field("publicerat", "2026-03-01T08:15"),
        Field("intygar", "ja"),
    ];
    assert_eq!(town.post(&elsewhere, &here, &sent).await.status, StatusCode::NOT_FOUND);
    for login in ["revisor", "arkivarie", "dso"] {
        let cookie = town.sign_in(login).await;
        assert_eq!(town.post(&cookie, &here, &sent).await.status, StatusCode::FORBIDDEN, "{login}");
    }
    // An item of another account of the same authority.
    let editor = town.sign_in("redaktor.ks").await;
    let other = town.account("Lindholms kommun på Instagram").await;
    let mut reader = town.app.store.read(&town.admin).await.unwrap();
    let items = capture::latest(&mut reader, 50_000).await.unwrap();
    let item = items.iter().find(|item| item.account == other.id).unwrap().id;
    drop(reader);
    assert_eq!(town.open(&editor, &format!("{here}?inslag={item}")).await.status, StatusCode::NOT_FOUND);
}
