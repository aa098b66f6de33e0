//! Every table of every page can be taken out: found by following the links of the demonstration, so that a new table
//! cannot be forgotten.

use std::collections::{BTreeMap, BTreeSet};

use axum::http::StatusCode;
use uppsikt::rooms::search;
use uppsikt::web::routes;

use super::csv_rows;
use crate::live::{Person, Town};

/// Tables without a file, by caption, and why.
const WITHOUT: &[(&str, &str)] = &[
    // In a program that was built without what is made for browsers there is none.
    ("Namn och licenser", "four rows about the program itself, open to everybody and in its source"),
    ("Där du är inloggad", "one's own browsers, for ending them; nobody else's list"),
    (
        "Vad kontrollen har sett, och varför det spelar roll",
        "one contribution, beside its words; the list has it",
    ),
    ("Kvitton", "one record's versions: the evidence bundle is their file, and can be verified"),
    ("Versioner", "one record's versions: the evidence bundle is their file, and can be verified"),
    ("Bevisvägen, steg för steg", "a drawing in words; whole in the evidence bundle"),
];

/// Tables of which a page shows the newest and the file has more.
const PAGE_SHOWS_SOME: &[&str] = &[
    "Poster, de senaste först",
    "Det senaste som gjorts hos dina myndigheter",
    "Kontrollvärden, de senaste först",
];

/// Where the crawl begins; what is behind a form is asked for here.
const STARTS: &[&str] = &[
    "/",
    "/om",
    "/jag",
    "/sok?q=sn%C3%B6*",
    "/efterlevnad?visa=alla",
    "/diarium/poster",
    "/diarium/poster?sok=KS",
    "/diarium/serier",
    "/drift/anvandare",
    "/drift/integrationer",
];

/// Pages of a kind that are looked at.
const SAMPLES: usize = 3;

/// A table as a page shows it.
#[derive(Debug)]
struct Shown {
    caption: String,
    rows: usize,
}

/// Links to a table as a file, by what they say that they are about.
type Links = BTreeMap<String, Vec<String>>;

fn plain(html: &str) -> String {
    let signs =
        [("&#38;", "&"), ("&amp;", "&"), ("&#34;", "\""), ("&#39;", "'"), ("&#60;", "<"), ("&#62;", ">")];
    signs.iter().fold(html.to_owned(), |text, (sign, plain)| text.replace(sign, plain))
}

fn tables(text: &str) -> Vec<Shown> {
    let each = text.split("<table").skip(1).map(|rest| rest.split("</table>").next().unwrap());
    let shown = each.map(|table| {
        let caption = table.split("<caption").nth(1).unwrap_or_else(|| panic!("no caption: {table}"));
        let caption = caption.split_once('>').unwrap().1.split("</caption>").next().unwrap();
        let body = table.split("<tbody>").nth(1).unwrap();
        Shown { caption: plain(caption), rows: body.matches("<tr").count() }
    });
    shown.collect()
}

fn links(text: &str) -> Links {
    let mut links = Links::new();
    for link in text.split("<a href=\"").skip(1).filter(|link| link.contains("\" download>")) {
        let (href, rest) = link.split_once("\" download>").unwrap();
        let Some((_, about)) = rest.split_once("<span class=\"vh\">, ") else { continue };
        let about = plain(about.split("</span>").next().unwrap());
        links.entry(about).or_default().push(plain(href));
    }
    links
}

/// Where a page leads within the house.
fn leads(text: &str) -> Vec<String> {
    let hrefs = text.split(" href=\"").skip(1).map(|rest| plain(rest.split('"').next().unwrap()));
    let hrefs = hrefs.map(|href| href.split('#').next().unwrap().to_owned());
    hrefs.filter(|href| href.starts_with('/') && !href.contains("format=")).collect()
}

/// A path without what varies: its route, and the names in its query.
fn kind(routes: &[&'static str], path: &str) -> String {
    let (path, query) = path.split_once('?').unwrap_or((path, ""));
    let fits = |route: &&&str| {
        let (route, path): (Vec<&str>, Vec<&str>) = (route.split('/').collect(), path.split('/').collect());
        route.len() == path.len()
            && route.iter().zip(path).all(|(part, other)| part.starts_with('{') || *part == other)
    };
    let route = routes.iter().find(fits).map_or(path, |route| *route);
    let names: BTreeSet<&str> = query.split('&').filter_map(|pair| pair.split('=').next()).collect();
    format!("{route}?{}", names.into_iter().collect::<Vec<_>>().join("&"))
}

/// Every page that somebody is shown, a few of each kind.
async fn crawl(person: &Person<'_>) -> Vec<(String, String)> {
    let mut routes: Vec<&'static str> =
        routes::table().iter().filter(|route| route.method == "GET").map(|route| route.path).collect();
    routes.sort_by_key(|path| path.matches('{').count());
    let mut waiting: Vec<String> = STARTS.iter().map(|path| (*path).to_owned()).collect();
    let (mut seen, mut samples, mut pages) = (BTreeSet::new(), BTreeMap::<String, usize>::new(), Vec::new());
    while let Some(path) = waiting.pop() {
        let count = samples.entry(kind(&routes, &path)).or_default();
        // A stream has no end, and files for browsers are no pages.
        let is_page = !path.starts_with("/static/") && !path.starts_with("/bevakning/strom");
        if !is_page || *count >= SAMPLES || !seen.insert(path.clone()) {
            continue;
        }
        *count += 1;
        let answer = person.open(&path).await;
        if answer.status == StatusCode::OK && answer.header("content-type").starts_with("text/html") {
            waiting.extend(leads(&answer.text()));
            pages.push((path, answer.text()));
        }
    }
    pages
}

/// Takes out the table and holds it against what the page shows.
async fn taken_out(person: &Person<'_>, path: &str, shown: &Shown, links: &[String]) -> Result<(), String> {
    let caption = &shown.caption;
    for (format, media_type) in [
        ("csv", "text/csv; charset=utf-8"),
        ("xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    ] {
        let Some(link) = links.iter().find(|link| link.ends_with(&format!("format={format}"))) else {
            return Err(format!("{path}: »{caption}« has no link to {format}"));
        };
        let file = person.open(link).await;
        if file.status != StatusCode::OK || file.header("content-type") != media_type {
            return Err(format!("{link}: {} {}", file.status, file.header("content-type")));
        }
        if format == "csv" {
            let rows = csv_rows(&file).len() - 1;
            let is_some = PAGE_SHOWS_SOME.contains(&caption.as_str()) && rows >= shown.rows;
            if rows != shown.rows && !is_some {
                return Err(format!("{link}: {rows} rows, and {} of »{caption}« on {path}", shown.rows));
            }
        }
    }
    Ok(())
}

#[tokio::test]
async fn every_table_can_be_taken_out() {
    let town = Town::new().await;
    let machine = town.machine().await;
    town.app.store.seal(machine.organisation).await.unwrap();
    search::catch_up(&town.app, &machine, |_| {}).await.unwrap();
    let admin = town.person("admin").await;
    let authority = first_authority(&admin.open("/drift/integrationer").await.text());
    let added =
        admin.send("/drift/integrationer", format!("name=Diariet&role=auditor&authority={authority}")).await;
    let token = format!("{}/nyckel", added.header("location"));
    assert_eq!(admin.send(&token, "days=30".to_owned()).await.status, StatusCode::OK);

    let (mut met, mut wrong, mut pages) = (BTreeSet::new(), Vec::new(), 0);
    for login in ["admin", "registrator", "redaktor.ks"] {
        let person = town.person(login).await;
        for (path, text) in crawl(&person).await {
            pages += 1;
            let (tables, mut links) = (tables(&text), links(&text));
            for shown in tables {
                let caption = shown.caption.clone();
                // One sample of a file for each person is enough.
                let is_new = met.insert((login, caption.clone()));
                if WITHOUT.iter().any(|(without, _)| *without == caption) {
                    continue;
                }
                let Some(found) = links.remove(&caption) else {
                    wrong.push(format!("{path}: »{caption}« has no file of its own"));
                    continue;
                };
                if is_new && let Err(said) = taken_out(&person, &path, &shown, &found).await {
                    wrong.push(format!("{login}: {said}"));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
    let captions: BTreeSet<&str> = met.iter().map(|(_, caption)| caption.as_str()).collect();
    assert!(pages > 150 && captions.len() > 20, "{pages} {captions:?}");
    // What is behind a form, in a drawing or only there for some, so that the crawl is known to come as far.
    let far = ["Träffar per månad", "Ur tidigare diarium", "Nycklar", "Uppgifter som avgör", "Användare"];
    for caption in WITHOUT.iter().skip(1).map(|(caption, _)| *caption).chain(far) {
        assert!(captions.contains(caption), "»{caption}« is nowhere: {captions:?}");
    }
}

fn first_authority(page: &str) -> String {
    page.split("name=\"authority\" value=\"").nth(1).unwrap().split('"').next().unwrap().to_owned()
}
