//! Tables as files: what a spreadsheet is given, what is never calculated, who took it out.

mod bevakning;
mod every_table;
mod one_account;

use std::io::{Cursor, Read as _};

use axum::http::StatusCode;
use uppsikt::rooms::account::{self, AccountError, NewAccount};
use uppsikt::rooms::people;
use uppsikt_kernel::Role;
use uppsikt_platform::PlatformKind;

use super::browser::{Answer, open};
use super::guidelines::{Town, is_whole};

const BYTE_ORDER_MARK: &[u8] = b"\xEF\xBB\xBF";

/// An account whose name a spreadsheet would calculate.
async fn add_formula(town: &Town) {
    let admin = people::actor(&town.app.store, Some("admin")).await.unwrap();
    let board = town.board;
    let new = NewAccount {
        name: "=HYPERLINK(\"http://x\"); Åsa".to_owned(),
        platform: PlatformKind::Facebook,
        address: "https://facebook.example/x".to_owned(),
        login: None,
        is_internal: false,
        watch_from_at: None,
        view_address: None,
        import_id: None,
    };
    let added = town.app.store.write::<_, AccountError, _>(&admin, move |tx| {
        Box::pin(async move { account::add(tx, board, new).await })
    });
    added.await.unwrap();
}

/// How often somebody has taken out a table, as the log has it.
async fn exports(town: &Town) -> usize {
    let admin = people::actor(&town.app.store, Some("admin")).await.unwrap();
    let reader = town.app.store.read(&admin).await.unwrap();
    let acts = reader.acts(None, 100).await.unwrap();
    acts.iter().filter(|act| act.code == "table-exported").count()
}

/// The rows of a file of values, its head first.
pub(crate) fn csv_rows(answer: &Answer) -> Vec<Vec<String>> {
    assert_eq!(answer.status, StatusCode::OK, "{}", answer.text());
    assert_eq!(answer.header("content-type"), "text/csv; charset=utf-8");
    let bytes = answer.bytes.strip_prefix(BYTE_ORDER_MARK).unwrap();
    let mut reader = csv::ReaderBuilder::new().delimiter(b';').has_headers(false).from_reader(bytes);
    reader.records().map(|row| row.unwrap().iter().map(str::to_owned).collect()).collect()
}

/// The parts of a workbook, by name.
fn part(answer: &Answer, name: &str) -> String {
    assert_eq!(answer.status, StatusCode::OK, "{}", answer.status);
    let mut book = zip::ZipArchive::new(Cursor::new(&answer.bytes)).unwrap();
    let mut text = String::new();
    book.by_name(name).unwrap().read_to_string(&mut text).unwrap();
    text
}

#[tokio::test]
async fn a_table_is_taken_out_as_it_stands() {
    let town = Town::new().await;
    add_formula(&town).await;
    let auditor = town.person("rut", Role::Auditor).await;
    let page = auditor.open("/konton").await;
    is_whole(&page, "Ladda ned som");
    assert!(page.text().contains("/konton?tabell=konton&#38;format=xlsx"), "{}", page.text());
    let file = auditor.open("/konton?tabell=konton&format=csv").await;
    let name = file.header("content-disposition");
    assert!(
        name.starts_with("attachment; filename=\"uppsikt-konton-20") && name.ends_with(".csv\""),
        "{name}"
    );
    let rows = csv_rows(&file);
    assert_eq!(rows[0][..3], ["Konto", "Plattform", "Myndighet"]);
    assert_eq!(rows.len(), 3, "{rows:?}");
    assert!(rows.iter().any(|row| row[0] == "'=HYPERLINK(\"http://x\"); Åsa"), "{rows:?}");
    assert!(rows.iter().any(|row| row[..3] == ["Lindholm på Facebook", "Facebook", "Kommunstyrelsen"]));
    assert_eq!(exports(&town).await, 0, "a list of accounts holds neither content nor persons");
}

#[tokio::test]
async fn a_workbook_opens_and_calculates_nothing() {
    let town = Town::new().await;
    add_formula(&town).await;
    let auditor = town.person("rut", Role::Auditor).await;
    let book = auditor.open("/konton?format=xlsx").await;
    assert!(book.header("content-type").contains("spreadsheetml"), "{}", book.header("content-type"));
    let sheet = part(&book, "xl/worksheets/sheet1.xml");
    assert!(sheet.starts_with("<?xml") && sheet.ends_with("</worksheet>"), "{sheet}");
    assert!(!sheet.contains("<f>") && sheet.contains("t=\"s\""), "{sheet}");
    let strings = part(&book, "xl/sharedStrings.xml");
    assert!(strings.contains("=HYPERLINK(\"http://x\"); Åsa"), "{strings}");
    assert!(strings.contains("Hämtad av") && strings.contains("inget urval"), "{strings}");
    assert!(part(&book, "xl/workbook.xml").contains("name=\"Om filen\""));
}

#[tokio::test]
async fn filters_go_with_the_file() {
    let town = Town::new().await;
    let auditor = town.person("rut", Role::Auditor).await;
    let all = format!("/efterlevnad?myndighet={}&visa=alla", town.board);
    let page = auditor.open(&all).await;
    let link =
        format!("/efterlevnad?myndighet={}&#38;visa=alla&#38;tabell=efterlevnad&#38;format=csv", town.board);
    assert!(page.text().contains(&link), "{}", page.text());
    let whole = csv_rows(&auditor.open(&format!("{all}&format=csv")).await);
    let lacking = csv_rows(&auditor.open("/efterlevnad?format=csv").await);
    assert!(whole.len() > lacking.len() && lacking.len() > 1, "{} {}", whole.len(), lacking.len());
    let guideline = csv_rows(&auditor.open(&format!("/riktlinjer/{}?format=csv", town.board)).await);
    assert_eq!(guideline.iter().filter(|row| row[0].starts_with("OSBY-")).count(), 52);
    assert!(guideline.iter().any(|row| row[6].contains('\n')), "lines stay within their cell");
}

#[tokio::test]
async fn whoever_takes_out_names_of_persons_stands_in_the_log() {
    let town = Town::new().await;
    let admin = town.person("berit", Role::Administrator).await;
    let editor = town.person("erik", Role::Editor).await;
    assert_eq!(editor.open("/drift/anvandare?format=csv").await.status, StatusCode::FORBIDDEN);
    assert_eq!(exports(&town).await, 0);
    let users = csv_rows(&admin.open("/drift/anvandare?format=csv").await);
    assert_eq!(users[0], ["Namn", "Användarnamn", "Inloggningar nu", "Senast använd"]);
    assert!(users.iter().any(|row| row[1] == "erik"), "{users:?}");
    assert_eq!(exports(&town).await, 1);
    part(&admin.open("/drift/anvandare?format=xlsx").await, "xl/worksheets/sheet1.xml");
    assert_eq!(exports(&town).await, 2);
}

#[tokio::test]
async fn there_are_two_formats_and_only_for_who_may_see_the_page() {
    let town = Town::new().await;
    let auditor = town.person("rut", Role::Auditor).await;
    let wrong = auditor.open("/konton?format=pdf").await;
    assert_eq!(wrong.status, StatusCode::BAD_REQUEST);
    assert!(wrong.text().contains("XLSX och CSV"), "{}", wrong.text());
    let nobody = open(&town.router, "/konton?format=csv").await;
    assert_eq!(nobody.status, StatusCode::SEE_OTHER);
    let other = auditor.open(&format!("/riktlinjer/{}?format=csv", town.other)).await;
    assert_eq!(other.status, StatusCode::NOT_FOUND);
    // The other table of a page is not this one: the page comes as it is.
    is_whole(&auditor.open("/konton?tabell=annan&format=csv").await, "<h1>Konton</h1>");
}
