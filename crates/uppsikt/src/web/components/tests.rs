//! What the parts write, above all that text of strangers stays text.

use uppsikt_platform::PlatformKind;

use super::*;

const HOSTILE: &str = "<script>x</script>\"'&";

fn is_escaped(html: &str) -> bool {
    !html.contains("<script>") && html.contains("script") && !html.contains("\"'&\"")
}

#[test]
fn text_is_escaped_in_every_part() {
    let badge = Badge::new(Tone::Warning, HOSTILE);
    let empty = Empty { said: HOSTILE.into(), next: Some(HOSTILE.into()), link: None };
    let pager = Pager { previous: Some(HOSTILE.into()), shown: HOSTILE.into(), next: None };
    let cells = vec![Cell::text(HOSTILE), Cell::link(HOSTILE, HOSTILE), Cell::part(&badge)];
    let table = Table { caption: HOSTILE.into(), head: vec![HOSTILE.into()], rows: vec![cells] };
    let facts = Facts::default().with(HOSTILE, Cell::text(HOSTILE));
    let mut field = Field::new("x", FieldKind::Lines, HOSTILE);
    (field.hint, field.error, field.value) = (Some(HOSTILE.into()), Some(HOSTILE.into()), HOSTILE.into());
    let errors = Errors::of([&field]);
    let choice = Field::new("y", FieldKind::Choice(vec![(HOSTILE.into(), HOSTILE.into())]), HOSTILE);
    let all = [
        badge.to_string(),
        empty.to_string(),
        pager.to_string(),
        table.to_string(),
        facts.to_string(),
        field.to_string(),
        errors.to_string(),
        choice.to_string(),
    ];
    for html in all {
        assert!(is_escaped(&html), "{html}");
    }
}

#[test]
fn a_part_in_a_table_is_written_once() {
    let badge = Badge::new(Tone::Sealed, "Säkrad");
    let table = Table {
        caption: "Handlingar".into(),
        head: vec!["Nummer".into(), "Läge".into()],
        rows: vec![vec![Cell::Number("KS 2026/1".into()), Cell::part(&badge)]],
    };
    let html = table.to_string();
    assert!(
        html.contains("<caption>Handlingar</caption>") && html.contains(r#"<td><span class="tag seal">"#)
    );
    assert!(html.contains(r#"<th scope="row"><span class="num">KS 2026/1</span></th>"#), "{html}");
}

#[test]
fn every_platform_has_letters_and_its_name() {
    for kind in PlatformKind::ALL {
        let html = PlatformSquare { kind }.to_string();
        assert!(html.contains(kind.name()), "{html}");
    }
}

#[test]
fn a_field_with_an_error_points_to_it() {
    let mut field = Field::new("login", FieldKind::Line("text"), "Användarnamn");
    assert!(!field.to_string().contains("aria-invalid"));
    assert_eq!(Errors::of([&field]).to_string(), "");
    field.error = Some("Fyll i användarnamnet.".into());
    let html = field.to_string();
    assert!(html.contains(r#"aria-describedby="login-error""#) && html.contains(r#"aria-invalid="true""#));
    assert!(Errors::of([&field]).to_string().contains(r##"href="#login""##));
}
