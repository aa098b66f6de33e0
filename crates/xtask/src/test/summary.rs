//! The table that ends a test run.

use std::fmt;
use std::time::Duration;

use super::Step;

/// What was run, how long it took and how it went.
#[derive(Debug, Default)]
pub struct Summary {
    rows: Vec<(Step, Duration, bool)>,
}

impl Summary {
    /// Adds a step that has ended.
    pub fn add(&mut self, step: Step, time: Duration, is_good: bool) {
        self.rows.push((step, time, is_good));
    }
}

impl fmt::Display for Summary {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{:<12}{:>9}  Resultat", "Steg", "Tid")?;
        for (step, time, is_good) in &self.rows {
            let result = if *is_good { "klart" } else { "FEL" };
            writeln!(f, "{:<12}{:>7.1} s  {result}", step.name(), time.as_secs_f64())?;
        }
        let total: Duration = self.rows.iter().map(|(_, time, _)| *time).sum();
        write!(f, "{:<12}{:>7.1} s", "Tillsammans", total.as_secs_f64())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_shows_each_step_and_the_sum() {
        let mut summary = Summary::default();
        summary.add(Step::Format, Duration::from_millis(1500), true);
        summary.add(Step::Clippy, Duration::from_secs(20), false);
        let text = summary.to_string();
        assert!(text.contains("fmt             1.5 s  klart"), "{text}");
        assert!(text.contains("clippy         20.0 s  FEL"), "{text}");
        assert!(text.ends_with("21.5 s"), "{text}");
    }
}
