//! The steps of `cargo xtask test`, their order and what each needs.

use anyhow::{Context, Result};

/// One step.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// Install system packages.
    Packages,
    /// Check the formatting.
    Format,
    /// Lints, warnings denied.
    Clippy,
    /// The shape of the code.
    Tidy,
    /// Licences of dependencies.
    Licences,
    /// A throwaway PostgreSQL.
    Postgres,
    /// A throwaway WordPress.
    WordPress,
    /// A throwaway Bluesky.
    Bluesky,
    /// All tests, on both databases.
    Tests,
    /// The pages in a browser.
    Browser,
    /// The interface for other systems, asked from its own description.
    Api,
    /// A newcomer's first command.
    Start,
    /// Generated pages are up to date.
    Generated,
}

/// Cheap before dear, and servers just before what needs them.
const ORDER: [Step; 13] = [
    Step::Packages,
    Step::Format,
    Step::Clippy,
    Step::Tidy,
    Step::Licences,
    Step::Postgres,
    Step::WordPress,
    Step::Bluesky,
    Step::Tests,
    Step::Browser,
    Step::Api,
    Step::Start,
    Step::Generated,
];

impl Step {
    /// The name on the command line.
    pub fn name(self) -> &'static str {
        match self {
            Self::Packages => "packages",
            Self::Format => "fmt",
            Self::Clippy => "clippy",
            Self::Tidy => "tidy",
            Self::Licences => "licences",
            Self::Postgres => "postgres",
            Self::WordPress => "wordpress",
            Self::Bluesky => "bluesky",
            Self::Tests => "tests",
            Self::Browser => "browser",
            Self::Api => "api",
            Self::Start => "start",
            Self::Generated => "generated",
        }
    }

    /// What the step does, in Swedish.
    pub fn purpose(self) -> &'static str {
        match self {
            Self::Packages => "program som behövs finns på datorn",
            Self::Format => "koden är formaterad",
            Self::Clippy => "kompilatorn och clippy varnar inte",
            Self::Tidy => "koden har rätt form",
            Self::Licences => "beroendenas licenser är tillåtna",
            Self::Postgres => "starta en tillfällig PostgreSQL",
            Self::WordPress => "starta en tillfällig WordPress",
            Self::Bluesky => "starta en tillfällig Bluesky",
            Self::Tests => "alla tester",
            Self::Browser => "sidorna fungerar i en webbläsare, för alla",
            Self::Api => "gränssnittet för andra system svarar som det är beskrivet",
            Self::Start => "en nykomlings första kommando, två gånger",
            Self::Generated => "genererade sidor är aktuella",
        }
    }

    /// All names, for a message.
    pub fn names() -> String {
        ORDER.map(Self::name).join(", ")
    }

    /// The step with a name.
    ///
    /// # Errors
    /// When there is none.
    pub fn named(name: &str) -> Result<Self> {
        let found = ORDER.into_iter().find(|step| step.name() == name);
        found.with_context(|| format!("steget ”{name}” finns inte; stegen är {}", Self::names()))
    }

    fn needs(self) -> &'static [Self] {
        match self {
            Self::Tests => &[Self::Packages, Self::Postgres, Self::WordPress, Self::Bluesky],
            Self::Bluesky => &[Self::Packages, Self::Postgres],
            Self::Postgres | Self::WordPress | Self::Browser | Self::Api => &[Self::Packages],
            _ => &[],
        }
    }
}

/// The steps to run, in order: all, or one with what it needs.
pub fn plan(only: Option<Step>) -> Vec<Step> {
    let is_wanted = |step: &Step| only.is_none_or(|only| only == *step || only.needs().contains(step));
    ORDER.into_iter().filter(is_wanted).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_step_brings_what_it_needs() {
        assert_eq!(plan(None).len(), 13);
        assert_eq!(plan(Some(Step::Tidy)), [Step::Tidy]);
        assert_eq!(plan(Some(Step::Bluesky)), [Step::Packages, Step::Postgres, Step::Bluesky]);
        let tests = [Step::Packages, Step::Postgres, Step::WordPress, Step::Bluesky, Step::Tests];
        assert_eq!(plan(Some(Step::Tests)), tests);
    }

    #[test]
    fn every_step_is_found_by_its_name() {
        for step in ORDER {
            assert_eq!(Step::named(step.name()).unwrap(), step);
        }
        assert!(Step::named("x").unwrap_err().to_string().contains("packages, fmt"));
    }
}
