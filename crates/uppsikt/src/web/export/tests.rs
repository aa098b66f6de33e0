//! What a request asks for, what is kept of it in the log, and when persons are left out.

use super::*;
use crate::web::components::Cell;

fn table() -> Table {
    let row = vec![Cell::text("Hej"), Cell::text("Åke Ö"), Cell::text("hot")];
    Table {
        caption: "Inlägg".to_owned(),
        head: ["Text", "Av", "Bedömning"].map(str::to_owned).to_vec(),
        rows: vec![row],
    }
}

fn download(query: &str) -> Download {
    Download::of("/sok", query).unwrap()
}

#[test]
fn links_carry_the_filters_and_not_the_page() {
    let table = table();
    let sheet = Sheet::new("sok", &table);
    let links = download("q=sn%C3%B6&sida=3&konto=7&tom=&klart=ja&format=csv").links(&sheet);
    assert_eq!(links.xlsx, "/sok?q=sn%C3%B6&konto=7&tabell=sok&format=xlsx");
    assert_eq!(links.csv, "/sok?q=sn%C3%B6&konto=7&tabell=sok&format=csv");
    assert_eq!(links.note, None);
}

#[test]
fn only_two_formats_exist() {
    assert_eq!(download("").format, None);
    assert_eq!(download("format=xlsx").format, Some(Format::Xlsx));
    assert!(Download::of("/sok", "format=pdf").is_err());
}

#[test]
fn the_log_keeps_codes_and_no_words() {
    let table = table();
    let sheet = Sheet::new("sok", &table).with_codes(&["konto", "klass"]);
    let noted = |query: &str| download(query).noted_filters(&sheet);
    assert_eq!(noted("q=Anna+Andersson&konto=7&klass=hot"), "q konto=7 klass=hot");
    assert_eq!(noted("konto=Anna+Andersson"), "konto");
    assert_eq!(noted("Anna+Andersson=1"), "");
}

#[test]
fn a_file_with_classes_names_nobody() {
    let table = table();
    let sheet = Sheet::new("sok", &table).with_persons(&["Av"]);
    assert!(download("klass=hot").left_out(&sheet).is_empty());
    let filtered = sheet.with_classes(&[], &["klass"]);
    assert_eq!(download("klass=hot").left_out(&filtered), [1]);
    assert!(download("klass=").left_out(&filtered).is_empty());
    let told = sheet.with_classes(&["Bedömning"], &["klass"]);
    let links = download("").links(&told);
    assert_eq!(download("").left_out(&told), [1]);
    assert_eq!(links.note, Some(NO_PERSONS_SHORT));
    let grid = Grid::of(&table, &[1]);
    assert_eq!(grid.head, ["Text", "Bedömning"]);
    assert_eq!(grid.rows.len(), 1);
}

#[test]
fn columns_that_only_lead_on_are_not_in_the_file() {
    let table = table();
    let sheet = Sheet::new("sok", &table).with_persons(&["Av"]).without(&["Bedömning"]);
    assert_eq!(download("").left_out(&sheet), [2]);
    assert_eq!(download("").links(&sheet).note, None, "nothing is said of what nobody misses");
    assert_eq!(download("").filed(&sheet).table, table, "the page has them");
}
