//! What is wrong with a file that was brought in, and with single lines of it.

/// A file cannot be brought in at all; nothing of it was taken.
#[derive(Debug, thiserror::Error)]
pub enum ImportError {
    /// The file is larger than a file may be.
    #[error("reading the file to import was refused: it is larger than {bytes_max} bytes")]
    TooLarge {
        /// The limit.
        bytes_max: usize,
    },
    /// The file has more items than a file may have.
    #[error("reading the file to import was refused: it holds more than {items_max} items")]
    TooManyItems {
        /// The limit.
        items_max: usize,
    },
    /// The file is of another form than the one it was read as.
    #[error("reading the file to import was refused: it is not {expected}")]
    OtherFormat {
        /// The form that it was read as.
        expected: &'static str,
    },
    /// The file is text in another encoding than UTF-8.
    #[error("reading the file to import was refused: it is not UTF-8 text")]
    Encoding,
    /// The XML has a document type or entities of its own, which can make a small file fill a memory.
    #[error("reading the XML file was refused: it declares a document type or entities, at line {line}")]
    Doctype {
        /// The line, from 1.
        line: usize,
    },
    /// The XML is nested deeper than any export.
    #[error(
        "reading the XML file was refused: it is nested deeper than {depth_max} elements, at line {line}"
    )]
    TooDeep {
        /// The limit.
        depth_max: usize,
        /// The line, from 1.
        line: usize,
    },
    /// The file could not be read from disk.
    #[error("reading the file to import from disk failed")]
    File(#[source] std::io::Error),
    /// The ZIP file is broken.
    #[error("reading the ZIP file failed: it is broken or not a ZIP file")]
    Zip(#[source] zip::result::ZipError),
    /// A file in the ZIP is encrypted.
    #[error("reading the ZIP file was refused: file number {number} in it is encrypted")]
    Encrypted {
        /// Its number within the archive, from 1.
        number: usize,
    },
    /// A name in the ZIP leads out of it.
    #[error("reading the ZIP file was refused: the name of file number {number} leads out of it")]
    NameLeadsOut {
        /// Its number within the archive, from 1.
        number: usize,
    },
    /// The ZIP unpacks to more than an honest one does, or hands out the same bytes twice.
    #[error("reading the ZIP file was refused: file number {number} unpacks to more than it may")]
    Bomb {
        /// Its number within the archive, from 1; 0 when it is the archive as a whole.
        number: usize,
    },
    /// The ZIP has no file that holds items.
    #[error("reading the ZIP file was refused: it holds no .ndjson or .xml file")]
    NoMainFile,
    /// The ZIP has several files that hold items.
    #[error("reading the ZIP file was refused: it holds {count} .ndjson or .xml files where one is expected")]
    SeveralMainFiles {
        /// How many.
        count: usize,
    },
}

/// Something in a file that was not taken as it stands; the rest was.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Problem {
    /// The line in the file, from 1.
    pub line: usize,
    /// Why.
    pub why: Why,
}

/// Why a line or an element was not taken; holds nothing of what it says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Why {
    /// It was to be an item, and its bytes lie in quarantine.
    #[error("the item could not be understood and lies in quarantine: {0}")]
    Quarantined(crate::QuarantineReason),
    /// It is no JSON, or a field is missing or of the wrong type.
    #[error("a field is missing or of the wrong type, seen at column {column}")]
    Shape {
        /// The column, from 1; 0 when unknown.
        column: usize,
    },
    /// It is no UTF-8.
    #[error("the bytes are not UTF-8 text")]
    NotText,
    /// It is longer than a line may be.
    #[error("the line is too long")]
    TooLong,
    /// It is of a type that is not known.
    #[error("the type of the line is not known")]
    Type,
    /// It does not say which account it belongs to, and the file has not exactly one.
    #[error("the line does not say which account it belongs to")]
    Account,
    /// Its date lies where no date of a record can lie.
    #[error("a date is not between 1990 and 2099")]
    Date,
    /// The same thing stood earlier in the file; the earlier one counts.
    #[error("the same thing stands already at line {first_line}, which counts")]
    Duplicate {
        /// The earlier line, from 1.
        first_line: usize,
    },
    /// The file ends before the element does; what was whole before it is kept.
    #[error("the file breaks off here")]
    BrokenOff,
    /// The XML is broken here; reading went on at the next item.
    #[error("the XML is broken here")]
    Xml,
}
