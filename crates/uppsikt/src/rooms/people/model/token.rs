//! What is known to one browser or one person only: the key of a session, a link of an invitation.
//!
//! The token says where its row lies, and proves that whoever shows it was given it. The database has only the digest of
//! the secret: whoever reads the database can sign in as nobody. The secret has 256 bits of chance, so that a fast
//! digest is enough.

use std::fmt;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use uppsikt_kernel::{Chance, ChanceError, Digest, Id, Organisation};
use uuid::Uuid;
use zeroize::Zeroizing;

const SECRET_BYTES: usize = 32;
const BYTES: usize = 16 + 16 + SECRET_BYTES;

/// A token.
#[derive(Clone, PartialEq, Eq)]
pub struct Token {
    /// The organisation of the row.
    pub organisation: Id<Organisation>,
    /// The row.
    pub id: Uuid,
    secret: Zeroizing<[u8; SECRET_BYTES]>,
}

impl fmt::Debug for Token {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Token").field("id", &self.id).finish_non_exhaustive()
    }
}

impl Token {
    /// A new one.
    ///
    /// # Errors
    /// [`ChanceError`] when there is no randomness.
    pub fn new(organisation: Id<Organisation>, id: Uuid, chance: &dyn Chance) -> Result<Self, ChanceError> {
        let mut secret = Zeroizing::new([0; SECRET_BYTES]);
        chance.fill(&mut *secret)?;
        Ok(Self { organisation, id, secret })
    }

    /// Reads what [`Token::text`] wrote; `None` for everything else.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let bytes = Zeroizing::new(URL_SAFE_NO_PAD.decode(text).ok()?);
        if bytes.len() != BYTES {
            return None;
        }
        let id = |from: usize| Uuid::from_slice(bytes.get(from..from + 16)?).ok();
        let secret = Zeroizing::new(bytes.get(32..)?.try_into().ok()?);
        Some(Self { organisation: Id::from_uuid(id(0)?), id: id(16)?, secret })
    }

    /// 86 letters, digits, hyphens and underscores, for a cookie or a link.
    #[must_use]
    pub fn text(&self) -> Zeroizing<String> {
        let mut bytes = Zeroizing::new(Vec::with_capacity(BYTES));
        bytes.extend_from_slice(self.organisation.uuid().as_bytes());
        bytes.extend_from_slice(self.id.as_bytes());
        bytes.extend_from_slice(&*self.secret);
        Zeroizing::new(URL_SAFE_NO_PAD.encode(&*bytes))
    }

    /// What the database keeps.
    #[must_use]
    pub fn digest(&self) -> String {
        Digest::of(&*self.secret).to_base64()
    }
}

#[cfg(test)]
mod tests {
    use uppsikt_kernel::SeededChance;

    use super::*;

    #[test]
    fn a_token_reads_back_and_nothing_else_does() {
        let organisation = Id::from_uuid(Uuid::from_u128(7));
        let token = Token::new(organisation, Uuid::from_u128(9), &SeededChance::new(1)).unwrap();
        let text = token.text();
        assert_eq!(text.len(), 86);
        assert_eq!(Token::parse(&text), Some(token.clone()));
        assert!(!format!("{token:?}").contains(&token.digest()));
        for bad in ["", "a", &text[1..], &format!("{}A", *text), &text.replace(|_| true, "å")] {
            assert_eq!(Token::parse(bad), None);
        }
    }
}
