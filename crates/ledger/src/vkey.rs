//! The log's key: its public half as a line of text, its secret half as something only to sign with.
//!
//! The text form and the key id are those of C2SP `signed-note`, for Ed25519 (type `0x01`) alone.

use std::fmt;
use std::str::FromStr;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use ed25519_dalek::{Signature, Signer as _, SigningKey, VerifyingKey};
use uppsikt_kernel::Digest;
use zeroize::Zeroizing;

/// The type byte of an Ed25519 key that signs the note's own text. Source: C2SP `signed-note`.
const ED25519: u8 = 0x01;

/// What is wrong with a key.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum KeyError {
    /// The name is empty or holds a space, a plus sign or a control character.
    #[error("naming a key {name:?}: a name is not empty and has no space, plus sign or control character")]
    Name {
        /// The refused name.
        name: String,
    },
    /// A text is not `name+id+key`.
    #[error("reading a verifier key: it is not name+id+key, the id in hexadecimal and the key in Base64")]
    Form,
    /// The key is of another type than Ed25519.
    #[error(
        "reading the verifier key of {name:?}: its type is {found:#04x}, and only Ed25519 (0x01) is known"
    )]
    Type {
        /// The key's name.
        name: String,
        /// The type byte that was found.
        found: u8,
    },
    /// The public key is no point of the curve, or one of those that verify anything.
    #[error("reading the verifier key of {name:?}: its 32 bytes are no usable Ed25519 public key")]
    Point {
        /// The key's name.
        name: String,
    },
    /// The written id is not the id of the written name and key.
    #[error("reading the verifier key of {name:?}: its id is {said:08x}, but should be {computed:08x}")]
    Id {
        /// The key's name.
        name: String,
        /// The id that the text says.
        said: u32,
        /// The id computed from name and key.
        computed: u32,
    },
}

/// The public half of a log's key: a name and an Ed25519 public key.
///
/// ```
/// use uppsikt_ledger::{LogKey, VerifyKey};
/// let secret = LogKey::from_seed("kommun.example/log", [7; 32])?;
/// let line = secret.verify_key().to_string();
/// assert_eq!(line.parse::<VerifyKey>()?, *secret.verify_key());
/// # Ok::<(), uppsikt_ledger::KeyError>(())
/// ```
#[derive(Clone, PartialEq, Eq)]
pub struct VerifyKey {
    name: String,
    id: u32,
    key: VerifyingKey,
}

impl VerifyKey {
    /// A key from its name and the 32 bytes of RFC 8032.
    ///
    /// # Errors
    /// [`KeyError::Name`] and [`KeyError::Point`].
    pub fn new(name: &str, public_key: &[u8; 32]) -> Result<Self, KeyError> {
        check_name(name)?;
        let point = || KeyError::Point { name: name.to_owned() };
        let key = VerifyingKey::from_bytes(public_key).map_err(|_| point())?;
        if key.is_weak() {
            return Err(point());
        }
        Ok(Self { name: name.to_owned(), id: key_id(name, public_key), key })
    }

    /// The key's name; for a log's key it is the log's origin.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The first four bytes of the digest of name and key. It names the key and proves nothing.
    #[must_use]
    pub const fn key_id(&self) -> u32 {
        self.id
    }

    /// The 32 bytes of the public key, as in RFC 8032.
    #[must_use]
    pub fn public_key(&self) -> &[u8; 32] {
        self.key.as_bytes()
    }

    /// Whether `signature` is this key's Ed25519 signature over `message`.
    ///
    /// Strict: of the encodings that lax verifiers accept for one signature, only one passes.
    #[must_use]
    pub fn verifies(&self, message: &[u8], signature: &[u8]) -> bool {
        Signature::from_slice(signature)
            .is_ok_and(|signature| self.key.verify_strict(message, &signature).is_ok())
    }
}

impl fmt::Display for VerifyKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut bytes = [ED25519; 33];
        bytes[1..].copy_from_slice(self.key.as_bytes());
        write!(f, "{}+{:08x}+{}", self.name, self.id, STANDARD.encode(bytes))
    }
}
impl fmt::Debug for VerifyKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "VerifyKey({self})")
    }
}
impl FromStr for VerifyKey {
    type Err = KeyError;
    fn from_str(text: &str) -> Result<Self, KeyError> {
        // Base64 may hold a plus sign itself: only the first two divide.
        let mut parts = text.splitn(3, '+');
        let (Some(name), Some(id), Some(key)) = (parts.next(), parts.next(), parts.next()) else {
            return Err(KeyError::Form);
        };
        check_name(name)?;
        let said = read_id(id).ok_or(KeyError::Form)?;
        let typed = STANDARD.decode(key).map_err(|_| KeyError::Form)?;
        let (&found, public_key) = typed.split_first().ok_or(KeyError::Form)?;
        if found != ED25519 {
            return Err(KeyError::Type { name: name.to_owned(), found });
        }
        let key = Self::new(name, public_key.try_into().map_err(|_| KeyError::Form)?)?;
        if key.id != said {
            return Err(KeyError::Id { name: name.to_owned(), said, computed: key.id });
        }
        Ok(key)
    }
}

/// The log's secret key. It shows its name, never its secret, and wipes the secret when it goes.
pub struct LogKey {
    // `SigningKey` wipes itself when dropped.
    secret: SigningKey,
    public: VerifyKey,
}

impl LogKey {
    /// A key from its name and its 32 secret bytes, which must come from a good source of chance.
    ///
    /// # Errors
    /// [`KeyError::Name`].
    pub fn from_seed(name: &str, seed: [u8; 32]) -> Result<Self, KeyError> {
        let seed = Zeroizing::new(seed);
        let secret = SigningKey::from_bytes(&seed);
        let public = VerifyKey::new(name, secret.verifying_key().as_bytes())?;
        Ok(Self { secret, public })
    }

    /// The key's name; for a log's key it is the log's origin.
    #[must_use]
    pub fn name(&self) -> &str {
        self.public.name()
    }

    /// The public half, which verifies what this key signs.
    #[must_use]
    pub const fn verify_key(&self) -> &VerifyKey {
        &self.public
    }

    pub(crate) fn sign(&self, message: &[u8]) -> [u8; 64] {
        self.secret.sign(message).to_bytes()
    }
}

impl fmt::Debug for LogKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "LogKey({}+{:08x})", self.public.name, self.public.id)
    }
}

/// Whether a text can name a key. Source: C2SP `signed-note`; control characters could not stand in
/// a note's signature line either.
pub(crate) fn is_key_name(name: &str) -> bool {
    !name.is_empty() && !name.contains(|c: char| c == '+' || c.is_whitespace() || c.is_control())
}

fn check_name(name: &str) -> Result<(), KeyError> {
    if is_key_name(name) { Ok(()) } else { Err(KeyError::Name { name: name.to_owned() }) }
}

fn key_id(name: &str, public_key: &[u8; 32]) -> u32 {
    let digest = Digest::of_parts(&[name.as_bytes(), b"\n", &[ED25519], public_key]);
    let [a, b, c, d, ..] = *digest.as_bytes();
    u32::from_be_bytes([a, b, c, d])
}

/// Reads eight lowercase hexadecimal digits; others would give one key two texts.
fn read_id(text: &str) -> Option<u32> {
    let id = u32::from_str_radix(text, 16).ok()?;
    (format!("{id:08x}") == text).then_some(id)
}

#[cfg(test)]
mod tests {
    use super::*;

    const EXAMPLE: &str = "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k";

    #[test]
    fn the_published_key_reads_and_writes_back() {
        let key: VerifyKey = EXAMPLE.parse().unwrap();
        assert_eq!((key.name(), key.key_id()), ("example.com/foo", 0x530d_903a));
        assert_eq!(key.to_string(), EXAMPLE);
    }

    #[test]
    fn a_key_with_any_character_changed_is_another_key_or_none() {
        let key: VerifyKey = EXAMPLE.parse().unwrap();
        for at in 0..EXAMPLE.len() {
            for replacement in ['A', 'z', '0', '+', ' ', '\n', 'é'] {
                let mut text = EXAMPLE.to_owned();
                text.replace_range(at..=at, &replacement.to_string());
                if text != EXAMPLE {
                    assert_ne!(text.parse::<VerifyKey>().ok(), Some(key.clone()), "{text}");
                }
            }
        }
    }

    #[test]
    fn bad_names_types_and_weak_points_are_refused() {
        for name in ["", "a b", "a+b", "a\u{a0}b", "a\nb", "a\u{1}b"] {
            assert!(matches!(LogKey::from_seed(name, [1; 32]), Err(KeyError::Name { .. })), "{name:?}");
        }
        assert!(matches!("a+00000000+BAAA".parse::<VerifyKey>(), Err(KeyError::Type { found: 4, .. })));
        let mut identity = [0; 32];
        identity[0] = 1;
        assert!(matches!(VerifyKey::new("a", &identity), Err(KeyError::Point { .. })));
        assert_eq!(EXAMPLE.replace("530d903a", "530D903A").parse::<VerifyKey>(), Err(KeyError::Form));
        assert!(matches!(EXAMPLE.replace("530d", "530e").parse::<VerifyKey>(), Err(KeyError::Id { .. })));
    }

    #[test]
    fn a_secret_key_shows_no_secret() {
        let key = LogKey::from_seed("kommun.example/log", [0xab; 32]).unwrap();
        let shown = format!("{key:?}");
        assert!(shown.starts_with("LogKey(kommun.example/log+"));
        assert!(!shown.to_lowercase().contains("abab") && !shown.contains("171"));
    }
}
