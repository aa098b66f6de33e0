//! The trace: every statement of the five documents, what enforces it, and what the list asks for.

use uppsikt_guideline::obligation::Binding;
use uppsikt_guideline::trace::{Enforced, TraceError, trace};
use uppsikt_guideline::{Profile, profiles};

fn all() -> Vec<Profile> {
    profiles::all().iter().filter_map(|(_, text)| Profile::parse(text).ok()).collect()
}

#[test]
fn every_statement_of_the_five_documents_is_there() {
    let profiles = all();
    let trace = trace(&profiles, None).unwrap();
    assert_eq!(trace.missing, Vec::<String>::new());
    assert_eq!(trace.rows.len(), 400);
    for (prefix, count) in [("OLAND", 25), ("VETLANDA", 63), ("OSBY", 52), ("FINSPANG", 212), ("SLL", 48)] {
        let of = trace.rows.iter().filter(|row| row.source.to_string().starts_with(&format!("{prefix}-")));
        assert_eq!(of.count(), count, "{prefix}");
    }
    assert_eq!(trace.bound() + trace.guided() + trace.pending(), 400);
}

#[test]
fn nothing_counts_as_enforced_while_a_part_of_it_waits() {
    for row in trace(&all(), None).unwrap().rows {
        let waits = row.obligations.iter().any(|one| one.binding == Binding::Pending);
        let bound = row.obligations.iter().any(|one| matches!(one.binding, Binding::Bound(_)));
        let expected = match (waits, bound) {
            (true, _) => Enforced::Pending,
            (false, true) => Enforced::Bound,
            (false, false) => Enforced::Guided,
        };
        assert_eq!(row.enforced, expected, "{}", row.source);
    }
}

#[test]
fn the_last_line_has_the_totals() {
    let trace = trace(&all(), None).unwrap();
    let text = trace.swedish();
    let last = text.lines().last().unwrap();
    let expected = format!(
        "Tillsammans 400 satser: {} upprätthålls, {} vägleds, {} väntar, ingen saknas",
        trace.bound(),
        trace.guided(),
        trace.pending()
    );
    assert_eq!(last, expected);
    let osby = text.lines().find(|line| line.starts_with("OSBY-08 ")).unwrap();
    assert!(osby.starts_with("OSBY-08 (ska): samråd är gjort före start ["), "{osby}");
}

#[test]
fn an_id_that_nothing_enforces_is_missing() {
    let osby = vec![Profile::parse(profiles::OSBY).unwrap()];
    let list =
        "section,id,text\n\"a, \"\"b\"\"\",OSBY-01,x\n,OSBY-53,\"rad ett\nrad två\"\n,LINDHOLM-01,\n,SLL-07,";
    let found = trace(&osby, Some(list)).unwrap();
    assert_eq!(found.missing, ["OSBY-53", "LINDHOLM-01"]);
    assert_eq!(found.elsewhere, 1, "SLL-07 is a statement of a guideline that was not asked for");
    let text = found.swedish();
    assert!(text.ends_with(", 2 saknas"), "{text}");
    assert!(text.contains("Saknas: OSBY-53, LINDHOLM-01\n"));
    let with_all = trace(&all(), Some("id\nSLL-07\nSLL-49")).unwrap();
    assert_eq!((with_all.missing, with_all.elsewhere), (vec!["SLL-49".to_owned()], 0));
}

#[test]
fn a_list_without_ids_is_refused() {
    assert_eq!(trace(&all(), Some("nummer\nOSBY-01")), Err(TraceError::NoColumn));
    assert!(TraceError::NoColumn.swedish().contains("kolumn"));
}

#[test]
fn a_statement_that_the_head_counts_and_the_file_lacks_is_missing() {
    let one_less = profiles::OSBY.replace("statements = 52", "statements = 53");
    let profile = Profile::parse(&one_less).unwrap();
    assert_eq!(trace(&[profile], None).unwrap().missing, ["OSBY-53"]);
}
