//! A table as a workbook: the rows on the first sheet, where they come from on the second.

use jiff::civil::{Date, DateTime};
use rust_xlsxwriter::{ExcelDateTime, Format, Workbook, Worksheet, XlsxError};

use super::value::{Grid, Value};

/// Columns are as wide as their text, up to this many pixels.
const WIDTH_PIXELS_MAX: u32 = 480;
/// What a cell of a workbook holds at the most, in characters; the format says so.
const CELL_CHARS_MAX: usize = 32_767;

/// The file's bytes.
///
/// # Errors
/// What the writer says, for example about too many rows.
pub(super) fn bytes(grid: &Grid, about: &[(String, String)]) -> Result<Vec<u8>, XlsxError> {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    sheet.set_name("Tabell")?;
    rows(sheet, grid)?;
    let sheet = book.add_worksheet();
    sheet.set_name("Om filen")?;
    for (at, (word, said)) in (0..).zip(about) {
        sheet.write_string_with_format(at, 0, word, &Format::new().set_bold())?;
        sheet.write_string(at, 1, within(said))?;
    }
    sheet.set_autofit_max_width(WIDTH_PIXELS_MAX).autofit();
    book.save_to_buffer()
}

fn rows(sheet: &mut Worksheet, grid: &Grid) -> Result<(), XlsxError> {
    let bold = Format::new().set_bold();
    let date = Format::new().set_num_format("yyyy-mm-dd");
    let moment = Format::new().set_num_format("yyyy-mm-dd hh:mm");
    for (column, word) in (0_u16..).zip(&grid.head) {
        sheet.write_string_with_format(0, column, within(word), &bold)?;
    }
    for (at, row) in (1_u32..).zip(&grid.rows) {
        for (column, value) in (0_u16..).zip(row) {
            match value {
                Value::Text(text) if text.is_empty() => {}
                // Typed as text, so that no formula in it is ever calculated.
                Value::Text(text) => drop(sheet.write_string(at, column, within(text))?),
                Value::Number(number) => drop(sheet.write_number(at, column, *number)?),
                Value::Date(day) => match of_date(*day) {
                    Ok(day) => drop(sheet.write_datetime_with_format(at, column, &day, &date)?),
                    Err(_) => drop(sheet.write_string(at, column, day.to_string())?),
                },
                Value::Moment(when) => match of_moment(*when) {
                    Ok(when) => drop(sheet.write_datetime_with_format(at, column, &when, &moment)?),
                    Err(_) => drop(sheet.write_string(at, column, when.to_string())?),
                },
            }
        }
    }
    sheet.set_freeze_panes(1, 0)?;
    let last_row = u32::try_from(grid.rows.len()).unwrap_or(u32::MAX);
    let last_column = u16::try_from(grid.head.len().saturating_sub(1)).unwrap_or(u16::MAX);
    sheet.autofilter(0, 0, last_row, last_column)?;
    sheet.set_autofit_max_width(WIDTH_PIXELS_MAX).autofit();
    Ok(())
}

/// The text as far as a cell holds it.
fn within(text: &str) -> String {
    text.chars().take(CELL_CHARS_MAX).collect()
}

/// Workbooks know days from 1900 on.
fn of_date(day: Date) -> Result<ExcelDateTime, XlsxError> {
    let part = |number: i8| u8::try_from(number).unwrap_or(1);
    ExcelDateTime::from_ymd(u16::try_from(day.year()).unwrap_or(0), part(day.month()), part(day.day()))
}

fn of_moment(at: DateTime) -> Result<ExcelDateTime, XlsxError> {
    let part = |number: i8| u8::try_from(number).unwrap_or(0);
    let seconds = f64::from(part(at.second()));
    of_date(at.date())?.and_hms(u16::from(part(at.hour())), part(at.minute()), seconds)
}
