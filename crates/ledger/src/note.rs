//! Signed notes: a text with lines of signatures below it (C2SP `signed-note`).
//!
//! Reading is strict: a note that was read writes back to the very same bytes, so a changed byte
//! is either another text, another signature, or no note at all.

use std::collections::BTreeSet;
use std::fmt;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use crate::vkey::is_key_name;
use crate::{LogKey, VerifyKey};

/// The most signatures of a note: the log, a new key beside the old one, and its witnesses.
const SIGNATURES_MAX: usize = 64;
/// The most bytes of a note: 64 of the largest signatures in use, and the text.
const NOTE_BYTES_MAX: usize = 1 << 20;
/// What each line of a signature begins with: an em dash and a space.
const SIGNATURE_MARK: &str = "\u{2014} ";

/// Why a note could not be written, read or verified.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NoteError {
    /// The note is too long.
    #[error("a signed note is {found} bytes long, more than {NOTE_BYTES_MAX}")]
    Length {
        /// Bytes of the note.
        found: usize,
    },
    /// The note holds a control character other than newline.
    #[error("a signed note holds a control character other than newline")]
    ControlCharacter,
    /// The text to be signed does not end in a newline.
    #[error("the text of a signed note does not end in a newline")]
    TextEnd,
    /// There is no empty line between text and signatures, or nothing after it.
    #[error("a signed note has no signatures after an empty line")]
    NoSignatures,
    /// A line below the text is no signature.
    #[error(
        "line {line} of a signed note's signatures is not a dash, a key's name and a signature in Base64"
    )]
    SignatureLine {
        /// The line, counted from 1 below the empty line.
        line: usize,
    },
    /// There are too many signatures.
    #[error("a signed note has more than {SIGNATURES_MAX} signatures")]
    TooManySignatures,
    /// The signature of a known key is not its signature over this text.
    #[error("the signature of {name:?} on a note is wrong")]
    WrongSignature {
        /// The key's name.
        name: String,
    },
    /// No signature is by a key that the verifier was given.
    #[error("a signed note has no signature by any of the {keys} known keys")]
    NoKnownKey {
        /// How many keys the verifier was given.
        keys: usize,
    },
}

/// One signature below a note's text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NoteSignature {
    name: String,
    key_id: u32,
    bytes: Vec<u8>,
}

impl NoteSignature {
    /// The name of the key that says it signed.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The id of the key that says it signed.
    #[must_use]
    pub const fn key_id(&self) -> u32 {
        self.key_id
    }

    /// The signature, 64 bytes when the key is Ed25519.
    #[must_use]
    pub fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    fn by(key: &LogKey, text: &str) -> Self {
        let bytes = key.sign(text.as_bytes()).to_vec();
        Self { name: key.name().to_owned(), key_id: key.verify_key().key_id(), bytes }
    }

    /// Reads one line without its newline.
    fn parse(line: &str) -> Option<Self> {
        let (name, base64) = line.strip_prefix(SIGNATURE_MARK)?.split_once(' ')?;
        // The standard engine refuses missing padding and stray bits: one signature, one text.
        let decoded = STANDARD.decode(base64).ok()?;
        let (key_id, bytes) = decoded.split_first_chunk::<4>()?;
        if !is_key_name(name) || bytes.is_empty() {
            return None;
        }
        Some(Self { name: name.to_owned(), key_id: u32::from_be_bytes(*key_id), bytes: bytes.to_vec() })
    }

    fn is_by(&self, key: &VerifyKey) -> bool {
        self.key_id == key.key_id() && self.name == key.name()
    }
}

impl fmt::Display for NoteSignature {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let bytes = [&self.key_id.to_be_bytes(), self.bytes.as_slice()].concat();
        write!(f, "{SIGNATURE_MARK}{} {}", self.name, STANDARD.encode(bytes))
    }
}

/// A text and the signatures below it; its text form is what `to_string` gives.
///
/// ```
/// use uppsikt_ledger::{LogKey, SignedNote};
/// let key = LogKey::from_seed("kommun.example/log", [7; 32])?;
/// let note = SignedNote::sign("One line.\n", &[&key])?.to_string();
/// let read = SignedNote::parse(&note)?;
/// let known = [key.verify_key().clone()];
/// assert_eq!(read.verified_by(&known)?, [key.verify_key()]);
/// assert_eq!(read.text(), "One line.\n");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SignedNote {
    text: String,
    signatures: Vec<NoteSignature>,
}

impl SignedNote {
    /// Signs a text with each of the keys. The text ends in a newline.
    ///
    /// # Errors
    /// [`NoteError::TextEnd`], [`NoteError::ControlCharacter`], [`NoteError::Length`],
    /// [`NoteError::TooManySignatures`], and [`NoteError::NoSignatures`] when there are no keys.
    pub fn sign(text: &str, keys: &[&LogKey]) -> Result<Self, NoteError> {
        if !text.ends_with('\n') {
            return Err(NoteError::TextEnd);
        }
        let signatures = keys.iter().map(|key| NoteSignature::by(key, text)).collect();
        Self { text: text.to_owned(), signatures }.checked()
    }

    /// Reads a note. Nothing is verified: until [`SignedNote::verified_by`] has said so, the text
    /// is only a claim.
    ///
    /// # Errors
    /// Every [`NoteError`] about form and limits.
    pub fn parse(note: &str) -> Result<Self, NoteError> {
        if note.len() > NOTE_BYTES_MAX {
            return Err(NoteError::Length { found: note.len() });
        }
        // The last empty line divides, because the text may hold empty lines itself.
        let gap = note.rfind("\n\n").ok_or(NoteError::NoSignatures)?;
        let (text, lines) = (&note[..=gap], &note[gap + 2..]);
        let lines = lines.strip_suffix('\n').ok_or(NoteError::NoSignatures)?;
        let signatures = lines
            .split('\n')
            .take(SIGNATURES_MAX + 1)
            .enumerate()
            .map(|(at, line)| NoteSignature::parse(line).ok_or(NoteError::SignatureLine { line: at + 1 }))
            .collect::<Result<_, _>>()?;
        Self { text: text.to_owned(), signatures }.checked()
    }

    /// The signed text, with its last newline.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The signatures in the order of their lines.
    #[must_use]
    pub fn signatures(&self) -> &[NoteSignature] {
        &self.signatures
    }

    /// Adds one line which another signer made, with or without its newline.
    ///
    /// # Errors
    /// [`NoteError::SignatureLine`], [`NoteError::TooManySignatures`], [`NoteError::Length`].
    pub fn add_signature_line(&mut self, line: &str) -> Result<(), NoteError> {
        let line = line.strip_suffix('\n').unwrap_or(line);
        let number = self.signatures.len() + 1;
        let signature = NoteSignature::parse(line).ok_or(NoteError::SignatureLine { line: number })?;
        let mut longer = self.clone();
        longer.signatures.push(signature);
        *self = longer.checked()?;
        Ok(())
    }

    /// The known keys whose signatures the note bears, each once, in the order of `keys`.
    ///
    /// Signatures of unknown keys are passed over: witnesses and keys to come may sign too.
    ///
    /// # Errors
    /// [`NoteError::WrongSignature`] as soon as one known key's signature is wrong, and
    /// [`NoteError::NoKnownKey`] when none is there.
    pub fn verified_by<'k>(&self, keys: &'k [VerifyKey]) -> Result<Vec<&'k VerifyKey>, NoteError> {
        let mut verified = BTreeSet::new();
        for signature in &self.signatures {
            let named: Vec<usize> = (0..keys.len()).filter(|&at| signature.is_by(&keys[at])).collect();
            let by = named.iter().find(|&&at| keys[at].verifies(self.text.as_bytes(), signature.bytes()));
            match by {
                Some(&at) => {
                    verified.insert(at);
                }
                None if named.is_empty() => {}
                None => return Err(NoteError::WrongSignature { name: signature.name.clone() }),
            }
        }
        if verified.is_empty() {
            return Err(NoteError::NoKnownKey { keys: keys.len() });
        }
        Ok(verified.into_iter().map(|at| &keys[at]).collect())
    }

    /// The limits that hold for every note, however it came about.
    fn checked(self) -> Result<Self, NoteError> {
        if self.text.contains(|c: char| c < ' ' && c != '\n') {
            return Err(NoteError::ControlCharacter);
        }
        match self.signatures.len() {
            0 => return Err(NoteError::NoSignatures),
            found if found > SIGNATURES_MAX => return Err(NoteError::TooManySignatures),
            _ => {}
        }
        let found = self.to_string().len();
        if found > NOTE_BYTES_MAX { Err(NoteError::Length { found }) } else { Ok(self) }
    }
}

impl fmt::Display for SignedNote {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{}", self.text)?;
        self.signatures.iter().try_for_each(|signature| writeln!(f, "{signature}"))
    }
}
