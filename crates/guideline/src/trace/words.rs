//! The trace as text: a line for each statement, the sums of each capability, and the total last.

use std::fmt::Write as _;

use super::{Enforced, Row, Trace};
use crate::obligation::{Binding, Capability, Obligation};

impl Trace {
    /// The whole trace in Swedish; its last line has the totals.
    #[must_use]
    pub fn swedish(&self) -> String {
        let mut text = String::new();
        for row in &self.rows {
            let _ = writeln!(text, "{}", row.swedish());
        }
        for capability in Capability::ALL {
            let of: Vec<&Row> = self.rows.iter().filter(|row| row.capability == *capability).collect();
            if !of.is_empty() {
                let _ = writeln!(text, "{}: {}", capability.swedish(), sums(&of));
            }
        }
        if self.elsewhere > 0 {
            let _ =
                writeln!(text, "{} satser i listan hör till riktlinjer som inte visas här.", self.elsewhere);
        }
        if !self.missing.is_empty() {
            let _ = writeln!(text, "Saknas: {}", self.missing.join(", "));
        }
        let all: Vec<&Row> = self.rows.iter().collect();
        let missing = match self.missing.len() {
            0 => "ingen saknas".to_owned(),
            count => format!("{count} saknas"),
        };
        let _ = write!(text, "Tillsammans {} satser: {}, {missing}", all.len(), sums(&all));
        text
    }
}

impl Row {
    /// The statement, how strongly it is put, and what enforces it, in one Swedish line.
    #[must_use]
    pub fn swedish(&self) -> String {
        let by: Vec<String> = self.obligations.iter().map(|obligation| enforced(obligation)).collect();
        format!("{} ({}): {}", self.source, self.strength.swedish(), by.join("; "))
    }
}

fn enforced(obligation: &Obligation) -> String {
    let how = match obligation.binding {
        Binding::Bound(place) => format!("upprätthålls i {place}"),
        Binding::Guided => "vägleds".to_owned(),
        Binding::Pending => format!("väntar på {}", obligation.capability.swedish()),
    };
    format!("{} [{how}]", obligation.swedish)
}

fn sums(rows: &[&Row]) -> String {
    let count = |wanted: Enforced| rows.iter().filter(|row| row.enforced == wanted).count();
    let words: Vec<String> =
        Enforced::ALL.iter().map(|wanted| format!("{} {}", count(*wanted), wanted.swedish())).collect();
    words.join(", ")
}
