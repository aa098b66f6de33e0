//! What a key takes: for faults, in the program's English and in the author's Swedish.

use std::fmt;

macro_rules! expected {
    ($($(#[$doc:meta])* $name:ident = $english:literal, $swedish:literal;)+) => {
        /// What a key of a profile takes.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub enum Expected { $($(#[$doc])* $name,)+ }

        impl Expected {
            /// What the author reads, in Swedish and within a sentence.
            #[must_use]
            pub const fn swedish(self) -> &'static str {
                match self { $(Self::$name => $swedish),+ }
            }
        }

        impl fmt::Display for Expected {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(match self { $(Self::$name => $english),+ })
            }
        }
    };
}

expected! {
    /// A table.
    Table = "a table", "en tabell inom hakparenteser";
    /// An array of tables.
    Tables = "tables, each in [[ ]]", "tabeller, var och en inom dubbla hakparenteser";
    /// Ids of statements.
    Statements = "a list of statements", "en lista med satser, som [\"LINDHOLM-01\"]";
    /// A code.
    Word = "a word", "ett ord inom citattecken";
    /// Codes.
    Words = "a list of words", "en lista med ord, som [\"ett\", \"två\"]";
    /// A number.
    WholeOrZero = "a whole number from 0 to 65535", "ett heltal från 0 till 65535";
    /// A number that is not zero.
    Whole = "a whole number from 1 to 65535", "ett heltal från 1 till 65535";
    /// True or false.
    TrueOrFalse = "true or false", "true eller false, utan citattecken";
    /// A text.
    Text = "a text", "en text inom citattecken, som inte är tom";
    /// Texts.
    Texts = "a list of texts", "en lista med texter";
    /// A day.
    FullDay = "a day, as in \"2026-01-31\"", "en dag inom citattecken, som \"2026-01-31\"";
    /// A day, a month or a year.
    Day = "a day, a month or a year, as in 2023-01", "en dag, en månad eller ett år, som \"2023-01\"";
    /// What statements' ids begin with.
    Prefix = "1 to 16 capital letters A-Z", "1 till 16 versaler A–Z";
    /// A length of time.
    Span = "a length of time, as in \"6 months\", at most ten years",
        "en tid som \"6 months\" eller \"1 working-days\", högst tio år";
    /// No word twice.
    OnceEach = "each word once", "varje ord högst en gång";
    /// An address on the web.
    Address = "an address on the web", "en adress på webben";
    /// A table that is read elsewhere.
    OwnShape = "a table of its own shape", "en tabell med en egen form";
    /// What a guideline of its own can be below another.
    Overlay = "company or board", "company eller board";
    /// What a layer is called when it is not one of a list.
    LayerName = "a short name of small letters, digits and hyphens", "ett kort namn av gemener, siffror och bindestreck";
}
