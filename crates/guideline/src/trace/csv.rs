//! The one column of a CSV file that the trace needs.

/// The cells of the column with this name in the first row, without empty ones; `None` when there is none.
///
/// Cells may stand in quotation marks and hold commas, line breaks and doubled quotation marks. A
/// semicolon or a tab between cells is understood as well, and a byte order mark is passed over.
pub(super) fn column(text: &str, name: &str) -> Option<Vec<String>> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let first = text.lines().next().unwrap_or_default();
    let between = [',', ';', '\t'].into_iter().max_by_key(|mark| first.matches(*mark).count()).unwrap_or(',');
    let mut rows = rows(text, between).into_iter();
    let place = rows.next()?.iter().position(|cell| cell.trim().eq_ignore_ascii_case(name))?;
    let cells = rows.filter_map(|row| row.get(place).map(|cell| cell.trim().to_owned()));
    Some(cells.filter(|cell| !cell.is_empty()).collect())
}

fn rows(text: &str, between: char) -> Vec<Vec<String>> {
    let mut rows = Vec::new();
    let mut row = Vec::new();
    let mut cell = String::new();
    let mut in_quotes = false;
    let mut letters = text.chars().peekable();
    while let Some(letter) = letters.next() {
        match letter {
            '"' if in_quotes && letters.peek() == Some(&'"') => {
                cell.push('"');
                letters.next();
            }
            '"' if in_quotes => in_quotes = false,
            '"' if cell.trim().is_empty() => {
                cell.clear();
                in_quotes = true;
            }
            '\r' | '\n' if !in_quotes => {
                row.push(std::mem::take(&mut cell));
                rows.push(std::mem::take(&mut row));
            }
            other if other == between && !in_quotes => row.push(std::mem::take(&mut cell)),
            other => cell.push(other),
        }
    }
    row.push(cell);
    rows.push(row);
    rows
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_may_hold_what_stands_between_cells() {
        let ids = |text: &str| column(text, "id");
        let expected = |ids: &[&str]| Some(ids.iter().map(ToString::to_string).collect::<Vec<_>>());
        assert_eq!(ids("id,text\nA-01,\"ett, två\"\nA-02,x\n"), expected(&["A-01", "A-02"]));
        assert_eq!(
            ids("text,id\r\n\"rad ett\r\nrad \"\"två\"\"\",A-01\r\n,A-02"),
            expected(&["A-01", "A-02"])
        );
        assert_eq!(ids("\u{feff}\"ID\";n\n \"A-01\" ;1\n"), expected(&["A-01"]));
        assert_eq!(ids("id\n\nA-01\n\n"), expected(&["A-01"]));
        assert_eq!(ids("nummer,text\nA-01,x"), None);
        assert_eq!(ids(""), None);
        assert_eq!(ids("id,text\n\"A-01"), expected(&["A-01"]), "a quotation mark that never ends");
    }
}
