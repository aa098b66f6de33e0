//! Every act's code is declared once and explained in `docs/reference/acts.md`, and nothing else is.

use std::collections::BTreeMap;

use super::Violation;
use super::room::place;
use super::source::calls;
use super::tree::{File, Tree};

/// The table of acts: code, room, what it says in Swedish.
const PAGE: &str = "docs/reference/acts.md";

/// Checks the codes against each other and against the page.
pub fn check(tree: &Tree) -> Vec<Violation> {
    let mut violations = Vec::new();
    let mut declared: BTreeMap<&str, &File> = BTreeMap::new();
    for file in tree.rust().filter(|file| !file.is_test() && !file.path.starts_with("crates/kernel/")) {
        for call in calls(file.production(), "ActCode::new") {
            let (line, code) = (call.line, call.text);
            if let Some(first) = declared.insert(code, file) {
                let why = format!("handlingskoden {code} finns redan i {}", first.path);
                violations.push(Violation::new(&file.path, line, why));
            }
            if !rows(tree).any(|row| row.code == code) {
                let why = format!("koden {code} saknas i {PAGE}");
                violations.push(Violation::new(&file.path, line, why));
            }
        }
    }
    let mut seen = Vec::new();
    for row in rows(tree) {
        let why = match declared.get(row.code) {
            None => Some(format!("koden {} finns inte i programmet", row.code)),
            Some(_) if seen.contains(&row.code) => Some(format!("koden {} står två gånger", row.code)),
            Some(_) if row.says.is_empty() => Some(format!("koden {} förklaras inte", row.code)),
            Some(file) => place(file).filter(|place| place.room != row.room).map(|place| {
                format!("koden {} hör till rummet {}, inte till ”{}”", row.code, place.room, row.room)
            }),
        };
        seen.push(row.code);
        violations.extend(why.map(|why| Violation::new(PAGE, row.line, why)));
    }
    violations
}

struct Row<'p> {
    line: usize,
    code: &'p str,
    room: &'p str,
    says: &'p str,
}

/// The rows whose first cell is a code in backticks.
fn rows(tree: &Tree) -> impl Iterator<Item = Row<'_>> {
    let page = tree.text(PAGE).unwrap_or_default();
    page.lines().enumerate().filter_map(|(number, line)| {
        let mut cells = line.trim().strip_prefix('|')?.trim_end_matches('|').split('|').map(str::trim);
        let code = cells.next()?.strip_prefix('`')?.strip_suffix('`')?;
        let room = cells.next().unwrap_or_default().trim_matches('`');
        Some(Row { line: number + 1, code, room, says: cells.next().unwrap_or_default() })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const CODE: &str = "const SEEN: ActCode = ActCode::new(\"item-seen\");";

    fn whys(page: &str, code: &str) -> Vec<String> {
        let tree = Tree::of(&[(PAGE, page), ("crates/uppsikt/src/rooms/capture/actions.rs", code)]);
        check(&tree).into_iter().map(|found| found.why).collect()
    }

    #[test]
    fn code_and_page_agree() {
        assert_eq!(
            whys("| Kod | Rum | Säger |\n|---|---|---|\n| `item-seen` | capture | Sågs |", CODE),
            [""; 0]
        );
        assert_eq!(whys("", ""), [""; 0]);
    }

    #[test]
    fn each_disagreement_is_told() {
        let twice = format!("{CODE}\n{CODE}");
        for (page, code, expected) in [
            ("", CODE, "saknas"),
            ("| `item-seen` | capture | Sågs |", "", "finns inte i programmet"),
            ("| `item-seen` | desk | Sågs |", CODE, "hör till rummet capture"),
            ("| `item-seen` | capture | |", CODE, "förklaras inte"),
            ("| `item-seen` | capture | A |\n| `item-seen` | capture | B |", CODE, "står två gånger"),
            ("| `item-seen` | capture | Sågs |", &twice, "finns redan"),
        ] {
            let whys = whys(page, code);
            assert!(whys.len() == 1 && whys[0].contains(expected), "{page} {whys:?}");
        }
    }
}
