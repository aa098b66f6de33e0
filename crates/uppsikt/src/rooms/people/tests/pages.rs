//! Signing in through the browser.

use std::sync::Arc;

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::{HeaderMap, Request, StatusCode, header};
use jiff::SignedDuration;
use tower::ServiceExt as _;
use uppsikt_kernel::{Actor, OsChance};
use uppsikt_store::Store;

use super::house::{GOOD, House, OTHER};
use super::on_both;
use super::place::{Backend, Place};
use crate::app::App;
use crate::config::Config;
use crate::rooms::account::RealPlatforms;
use crate::rooms::schema;
use crate::web;

on_both!(
    in_and_out_again,
    only_who_may_gets_further,
    what_went_wrong_is_said,
    an_app_is_connected,
    users_are_invited
);

/// A browser with one cookie.
struct Browser {
    routes: Router,
    host: &'static str,
    cookie: Option<String>,
}

/// What came back.
struct Seen {
    status: StatusCode,
    headers: HeaderMap,
    text: String,
}

impl Seen {
    fn goes_to(&self) -> &str {
        assert_eq!(self.status, StatusCode::SEE_OTHER, "{}", self.text);
        self.headers[header::LOCATION].to_str().unwrap()
    }

    /// What follows the first place where `before` stands, up to the next quotation mark or angle bracket.
    fn after(&self, before: &str) -> String {
        let at = self.text.find(before).unwrap_or_else(|| panic!("{before} in {}", self.text)) + before.len();
        self.text[at..].split(['"', '<']).next().unwrap().to_owned()
    }
}

impl Browser {
    fn new(house: &House) -> Self {
        Self { routes: web::router(Arc::clone(&house.app)), host: "localhost:8090", cookie: None }
    }

    async fn send(&mut self, method: &str, path: &str, form: Option<String>) -> Seen {
        let mut request = Request::builder()
            .method(method)
            .uri(path)
            .header(header::HOST, self.host)
            .header(header::ACCEPT, "text/html")
            .header(header::USER_AGENT, "Firefox/140 (Linux)");
        if let Some(cookie) = &self.cookie {
            request = request.header(header::COOKIE, format!("annan=1; {cookie}"));
        }
        if form.is_some() {
            let form_type = "application/x-www-form-urlencoded";
            request = request.header(header::CONTENT_TYPE, form_type).header("sec-fetch-site", "same-origin");
        }
        let request = request.body(Body::from(form.unwrap_or_default())).unwrap();
        let response = self.routes.clone().oneshot(request).await.unwrap();
        let (parts, body) = response.into_parts();
        if let Some(cookie) = parts.headers.get(header::SET_COOKIE) {
            let pair = cookie.to_str().unwrap().split(';').next().unwrap().to_owned();
            self.cookie = (!pair.ends_with('=')).then_some(pair);
        }
        let bytes = to_bytes(body, usize::MAX).await.unwrap();
        let text = String::from_utf8(bytes.to_vec()).unwrap();
        Seen { status: parts.status, headers: parts.headers, text }
    }

    async fn get(&mut self, path: &str) -> Seen {
        self.send("GET", path, None).await
    }

    async fn post(&mut self, path: &str, fields: &[(&str, &str)]) -> Seen {
        let form = url::form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish();
        self.send("POST", path, Some(form)).await
    }

    async fn sign_in(&mut self, login: &str, password: &str) -> Seen {
        self.post("/logga-in", &[("login", login), ("password", password)]).await
    }

    async fn signed_in(house: &House, user: &Actor, login: &str) -> Self {
        house.give_password(user, GOOD).await;
        let mut browser = Self::new(house);
        assert_eq!(browser.sign_in(login, GOOD).await.goes_to(), "/");
        browser
    }
}

async fn in_and_out_again(house: House) {
    house.give_password(&house.editor, GOOD).await;
    let mut browser = Browser::new(&house);
    assert_eq!(browser.get("/jag").await.goes_to(), "/logga-in?nasta=%2Fjag");
    let page = browser.get("/logga-in?nasta=%2Fjag").await;
    assert_eq!((page.status, page.after("name=\"nasta\" value=\"")), (StatusCode::OK, "/jag".to_owned()));
    let fields = [("login", "erik"), ("password", GOOD), ("nasta", "/jag")];
    let seen = browser.post("/logga-in", &fields).await;
    assert_eq!(seen.goes_to(), "/jag");
    let cookie = seen.headers[header::SET_COOKIE].to_str().unwrap();
    assert!(
        cookie.starts_with("uppsikt=") && cookie.ends_with("; Path=/; HttpOnly; SameSite=Lax"),
        "{cookie}"
    );
    let first = browser.cookie.clone();
    let me = browser.get("/jag").await;
    assert!(me.text.contains("erik Ek") && me.text.contains("Kommunstyrelsen"), "{}", me.text);
    assert!(me.text.contains("Firefox, Linux (den här)") && me.text.contains("redaktör"));
    assert_eq!(me.headers[header::CACHE_CONTROL], "no-store");
    // Signing in anew gives a new token and ends the session from before.
    assert_eq!(browser.sign_in("erik", GOOD).await.goes_to(), "/");
    assert!(browser.cookie.is_some() && browser.cookie != first);
    let mut stolen = Browser::new(&house);
    stolen.cookie = first;
    assert!(stolen.get("/jag").await.goes_to().starts_with("/logga-in"));
    let second = browser.cookie.clone();
    let out = browser.post("/logga-ut", &[]).await;
    assert_eq!(out.goes_to(), "/logga-in?klart=ut");
    assert!(browser.cookie.is_none());
    stolen.cookie = second;
    assert!(stolen.get("/jag").await.goes_to().starts_with("/logga-in"));
    // Behind https the cookie is bound to the host, and one that was given otherwise counts for nothing.
    let mut outside = Browser { host: "uppsikt.lindholm.example", ..Browser::new(&house) };
    let seen = outside.sign_in("erik", GOOD).await;
    let cookie = seen.headers[header::SET_COOKIE].to_str().unwrap();
    assert!(cookie.starts_with("__Host-uppsikt=") && cookie.ends_with("; Secure"), "{cookie}");
    assert_eq!(outside.get("/jag").await.status, StatusCode::OK);
    outside.cookie = outside.cookie.map(|cookie| cookie.replace("__Host-", ""));
    assert!(outside.get("/jag").await.goes_to().starts_with("/logga-in"));
    // A session that nobody has used for half an hour has ended.
    assert_eq!(browser.sign_in("erik", GOOD).await.goes_to(), "/");
    house.wait(SignedDuration::from_mins(20));
    assert_eq!(browser.get("/jag").await.status, StatusCode::OK);
    house.wait(SignedDuration::from_mins(20));
    assert_eq!(browser.get("/jag").await.status, StatusCode::OK);
    house.wait(SignedDuration::from_mins(30));
    assert!(browser.get("/jag").await.goes_to().starts_with("/logga-in"));
    house.finish().await;
}

async fn only_who_may_gets_further(house: House) {
    let mut editor = Browser::signed_in(&house, &house.editor, "erik").await;
    let mut admin = Browser::signed_in(&house, &house.admin, "anna").await;
    let mut other = Browser::signed_in(&house, &house.other_admin, "olle").await;
    let invite = |user: &Actor| format!("/drift/anvandare/{}/inbjudan", user.user);
    for path in ["/drift/anvandare".to_owned(), invite(&house.admin)] {
        let method = if path.ends_with("inbjudan") { "POST" } else { "GET" };
        let form = (method == "POST").then(String::new);
        let refused = editor.send(method, &path, form).await;
        assert_eq!(refused.status, StatusCode::FORBIDDEN, "{path}");
        assert!(refused.text.contains("Du har inte behörighet") && !refused.text.contains("inbjudan"));
    }
    let users = admin.get("/drift/anvandare").await;
    assert!(users.text.contains("olle Ek") && users.text.contains("erik Ek"));
    // Somebody of another board, of another organisation, and nobody at all.
    assert!(other.post(&invite(&house.editor), &[]).await.status.is_client_error());
    assert!(admin.post(&invite(&house.stranger), &[]).await.status.is_client_error());
    assert_eq!(admin.post("/drift/anvandare/nonsense/inbjudan", &[]).await.status, StatusCode::BAD_REQUEST);
    // Somebody else's session, as if it were one's own.
    let id = {
        let mut reader = house.app.store.read(&house.editor).await.unwrap();
        let now = house.app.store.now();
        let user = Some(house.editor.user);
        crate::rooms::people::sessions(&mut reader, user, now).await.unwrap()[0].id
    };
    for browser in [&mut admin, &mut other] {
        let refused = browser.post(&format!("/jag/inloggningar/{id}/avsluta"), &[]).await;
        assert_eq!(refused.status, StatusCode::NOT_FOUND);
    }
    assert_eq!(editor.get("/jag").await.status, StatusCode::OK);
    assert_eq!(
        admin.post(&format!("/drift/anvandare/{}/avsluta", house.editor.user), &[]).await.status,
        StatusCode::OK
    );
    assert!(editor.get("/jag").await.goes_to().starts_with("/logga-in"));
    // A form that another site sends in the person's name is refused before anything else.
    let forged = Request::builder()
        .method("POST")
        .uri("/logga-ut")
        .header(header::HOST, "localhost:8090")
        .header("sec-fetch-site", "cross-site")
        .header(header::COOKIE, admin.cookie.clone().unwrap())
        .body(Body::empty())
        .unwrap();
    let response = admin.routes.clone().oneshot(forged).await.unwrap();
    assert_eq!(response.status(), StatusCode::FORBIDDEN);
    assert_eq!(admin.get("/jag").await.status, StatusCode::OK);
    house.finish().await;
}

async fn what_went_wrong_is_said(house: House) {
    house.give_password(&house.editor, GOOD).await;
    let mut browser = Browser::new(&house);
    let wrong = browser.sign_in("erik", OTHER).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(wrong.text.contains("Användarnamnet eller lösenordet stämmer inte."));
    assert!(!wrong.text.contains(OTHER) && browser.cookie.is_none());
    assert_eq!(wrong.after("name=\"login\" type=\"text\" value=\""), "erik");
    let unknown = browser.sign_in("nobody", OTHER).await;
    let words = |seen: &Seen| seen.text.replace("nobody", "erik").split("<main").nth(1).unwrap().to_owned();
    assert_eq!(words(&wrong), words(&unknown));
    for _ in 0..4 {
        browser.sign_in("erik", OTHER).await;
    }
    let braked = browser.sign_in("erik", GOOD).await;
    assert_eq!(braked.status, StatusCode::TOO_MANY_REQUESTS);
    assert!(braked.text.contains("efter klockan 09.01"));
    // Strangers' text is text, and the way back leads nowhere else.
    let strange = browser.sign_in("\"><script>alert(1)</script>", "x").await;
    assert!(!strange.text.contains("<script>alert"));
    house.wait(SignedDuration::from_mins(2));
    let fields = [("login", "erik"), ("password", GOOD), ("nasta", "//example.org/")];
    assert_eq!(browser.post("/logga-in", &fields).await.goes_to(), "/");
    browser.cookie = Some("uppsikt=nonsense".to_owned());
    assert!(browser.get("/jag").await.goes_to().starts_with("/logga-in"));
    house.finish().await;
}

async fn an_app_is_connected(house: House) {
    let house = house.requiring_second_factor();
    house.give_password(&house.editor, GOOD).await;
    let mut browser = Browser::new(&house);
    assert_eq!(browser.sign_in("erik", GOOD).await.goes_to(), "/logga-in/app");
    // The password alone opens nothing.
    assert!(browser.get("/jag").await.goes_to().starts_with("/logga-in"));
    let page = browser.get("/logga-in/app").await;
    assert!(page.text.contains("<svg") && page.text.contains("QR-kod"));
    let secret = page.after("name=\"secret\" value=\"");
    let code = crate::rooms::people::SharedSecret::parse(&secret).unwrap().code(house.app.store.now());
    let wrong = browser.post("/logga-in/app", &[("secret", &secret), ("code", "12")]).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(wrong.after("name=\"secret\" value=\""), secret);
    let half = browser.cookie.clone();
    let codes = browser.post("/logga-in/app", &[("secret", &secret), ("code", &code)]).await;
    assert_eq!(codes.status, StatusCode::OK);
    assert_ne!(browser.cookie, half);
    let recovery = codes.after("<li>");
    assert_eq!(recovery.len(), 19);
    let me = browser.get("/jag").await;
    assert!(me.text.contains("<span class=\"num\">10</span> reservkoder"), "{}", me.text);
    // Next time a code is asked for; one of the recovery codes will do.
    let mut next = Browser::new(&house);
    assert_eq!(next.sign_in("erik", GOOD).await.goes_to(), "/logga-in/kod");
    assert_eq!(next.get("/logga-in/app").await.goes_to(), "/logga-in/kod");
    assert_eq!(next.get("/logga-in/kod").await.status, StatusCode::OK);
    let wrong = next.post("/logga-in/kod", &[("code", "000000")]).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    let right = next.post("/logga-in/kod", &[("code", &recovery), ("nasta", "/jag")]).await;
    assert_eq!(right.goes_to(), "/jag");
    assert!(next.get("/jag").await.text.contains("<span class=\"num\">9</span>"));
    // What is of importance asks for the password again.
    let refused = next.post("/jag/koder", &[("password", OTHER)]).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(next.post("/jag/koder", &[("password", GOOD)]).await.status, StatusCode::OK);
    let done = next.post("/jag/losenord", &[("password", GOOD), ("nytt", OTHER)]).await;
    assert_eq!(done.goes_to(), "/jag?klart=losenord");
    assert!(browser.get("/jag").await.goes_to().starts_with("/logga-in"));
    let done = next.post("/jag/app/koppla-bort", &[("password", OTHER)]).await;
    assert_eq!(done.goes_to(), "/jag?klart=bortkopplad");
    let done = next.post("/jag/tangenter", &[]).await;
    assert_eq!(done.goes_to(), "/jag?klart=tangenter");
    assert!(next.get("/jag").await.text.contains("data-letter-keys=\"off\""));
    house.finish().await;
}

async fn users_are_invited(house: House) {
    let mut admin = Browser::signed_in(&house, &house.admin, "anna").await;
    let page = admin.get("/drift/anvandare").await;
    let board = page.after("<option value=\"");
    let new = [("login", "siv"), ("name", "Siv Ek"), ("role", "registrar"), ("authority", board.as_str())];
    let seen = admin.post("/drift/anvandare", &new).await;
    assert_eq!(seen.status, StatusCode::OK, "{}", seen.text);
    let link = seen.after("http://localhost:8090");
    assert!(link.starts_with("/inbjudan/") && link.len() == 96, "{link}");
    let taken = admin.post("/drift/anvandare", &new).await;
    assert_eq!(taken.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(taken.text.contains("Användarnamnet är upptaget"));
    let mut siv = Browser::new(&house);
    let page = siv.get(&link).await;
    assert!(page.text.contains("Siv Ek, du har bjudits in till Uppsikt hos Lindholms kommun"));
    let weak = siv.post(&link, &[("nytt", "Sommaren2026!")]).await;
    assert_eq!(weak.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(weak.text.contains("lätt att gissa"));
    assert_eq!(siv.post(&link, &[("nytt", GOOD)]).await.goes_to(), "/logga-in?klart=losenord");
    for used in [link.as_str(), "/inbjudan/nonsense"] {
        let seen = siv.get(used).await;
        assert!(seen.status == StatusCode::NOT_FOUND && seen.text.contains("gäller en gång"), "{used}");
    }
    assert_eq!(siv.sign_in("siv", GOOD).await.goes_to(), "/");
    assert!(siv.get("/jag").await.text.contains("registrator"));
    house.finish().await;
}

/// An empty folder, begun in the browser by whoever has read what the server printed.
#[tokio::test]
async fn an_empty_installation_is_begun_once() {
    let place = Place::fresh(Backend::Sqlite).await.unwrap();
    let store = Store::create(
        place.settings.clone(),
        schema(),
        Arc::new(uppsikt_kernel::SystemClock),
        Arc::new(OsChance),
    );
    let config = Config::new(&place.settings.folder, None, None);
    let platforms = RealPlatforms::new(config.folder(), Arc::new(uppsikt_kernel::SystemClock));
    let app = Arc::new(App::with(store.await.unwrap(), config, Arc::new(platforms)));
    let mut browser = Browser { routes: web::router(Arc::clone(&app)), host: "localhost:8090", cookie: None };
    assert_eq!(browser.get("/start").await.status, StatusCode::NOT_FOUND);
    let code = app.gate.offer_start().unwrap();
    assert_eq!(browser.get("/logga-in").await.goes_to(), "/start");
    assert_eq!(browser.get("/start").await.status, StatusCode::OK);
    let fields = |code: &str, authorities: &str| {
        [
            ("code", code.to_owned()),
            ("organisation", "Lindholms kommun".to_owned()),
            ("authorities", authorities.to_owned()),
            ("name", "Åsa Ek".to_owned()),
            ("login", "asa".to_owned()),
            ("nytt", GOOD.to_owned()),
        ]
    };
    for (code, authorities) in [("0000-0000-0000-0000", "Kommunstyrelsen"), (code.as_str(), " \n ")] {
        let fields = fields(code, authorities);
        let fields: Vec<_> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
        let refused = browser.post("/start", &fields).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(refused.text.contains("value=\"Lindholms kommun\""));
    }
    assert!(app.store.organisations().await.unwrap().is_empty());
    let fields = fields(&code, "Kommunstyrelsen\r\nSocialnämnden\r\n");
    let fields: Vec<_> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
    assert_eq!(browser.post("/start", &fields).await.goes_to(), "/logga-in?klart=start");
    assert_eq!(browser.post("/start", &fields).await.status, StatusCode::NOT_FOUND);
    assert_eq!(browser.get("/start").await.status, StatusCode::NOT_FOUND);
    assert_eq!(browser.sign_in("asa", GOOD).await.goes_to(), "/logga-in/app");
    for organisation in app.store.organisations().await.unwrap() {
        app.store.seal(organisation.id).await.unwrap();
    }
    app.store.clone().close().await;
}
