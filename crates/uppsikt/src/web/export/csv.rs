//! A table as CSV: a byte order mark, semicolons, CRLF, and nothing that a spreadsheet would calculate.

use super::value::{Grid, Value};

/// What tells Excel that the text is UTF-8.
const BYTE_ORDER_MARK: &[u8] = b"\xEF\xBB\xBF";

/// The file's bytes.
///
/// # Errors
/// What the writer says; to memory it has nothing to fail at.
pub(super) fn bytes(grid: &Grid) -> Result<Vec<u8>, csv::Error> {
    let mut writer = csv::WriterBuilder::new()
        .delimiter(b';')
        .terminator(csv::Terminator::CRLF)
        .from_writer(BYTE_ORDER_MARK.to_vec());
    writer.write_record(grid.head.iter().map(|word| disarmed(word)))?;
    for row in &grid.rows {
        writer.write_record(row.iter().map(written))?;
    }
    writer.into_inner().map_err(|error| csv::Error::from(error.into_error()))
}

fn written(value: &Value) -> String {
    match value {
        Value::Text(text) => disarmed(text),
        // A decimal comma, as a Swedish spreadsheet reads it; a number is no formula, whatever its sign.
        Value::Number(number) => number.to_string().replace('.', ","),
        Value::Date(date) => date.to_string(),
        Value::Moment(at) => at.strftime("%Y-%m-%d %H:%M:%S").to_string(),
    }
}

/// Text that a spreadsheet takes for text.
///
/// Spreadsheets calculate what begins with one of these signs, some also after spaces or in their wide form. The
/// apostrophe is the sign for text in all of them.
fn disarmed(text: &str) -> String {
    let is_formula = text
        .trim_start_matches([' ', '\u{a0}', '\u{3000}', '\u{feff}', '\''])
        .starts_with(['=', '+', '-', '@', '\t', '\r', '\n', '|', '%', '＝', '＋', '－', '＠', '−']);
    if is_formula { format!("'{text}") } else { text.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_looks_like_a_formula_is_text() {
        for formula in ["=1+1", "+46", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", " =1", "＝1", "'=1", "−1"]
        {
            assert_eq!(disarmed(formula), format!("'{formula}"));
        }
        for text in ["Sopor vid Å-vägen", "", "3-4 veckor", "a=b", "'citat'"] {
            assert_eq!(disarmed(text), text);
        }
    }

    #[test]
    fn quotes_semicolons_and_lines_stay_within_their_cell() {
        let head = vec!["Text".to_owned(), "Antal".to_owned()];
        let text = "Han sa \"nej\";\nsedan gick hän".to_owned();
        let rows = vec![vec![Value::Text(text.clone()), Value::Number(-1.5)]];
        let bytes = bytes(&Grid { head, rows }).unwrap();
        assert!(bytes.starts_with(BYTE_ORDER_MARK));
        let mut reader = csv::ReaderBuilder::new().delimiter(b';').from_reader(&bytes[3..]);
        let row = reader.records().next().unwrap().unwrap();
        assert_eq!((&row[0], &row[1]), (text.as_str(), "-1,5"));
        assert!(bytes.ends_with(b";-1,5\r\n"));
    }
}
