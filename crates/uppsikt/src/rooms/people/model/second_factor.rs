//! The second factor: codes from an app (RFC 6238), and recovery codes for the day when the telephone is gone.

use qrcode::{Color, EcLevel, QrCode};
use totp_rs::{Algorithm, Builder, Secret, Totp};
use uppsikt_kernel::{Chance, ChanceError, Digest, Micros};
use zeroize::Zeroizing;

/// 160 bits, as RFC 4226 section 4 recommends.
const SECRET_BYTES: usize = 20;
/// Seconds for which a code is shown.
const STEP_SECONDS: u64 = 30;
/// One step before and one after: telephones do not keep time to the second.
const SKEW_STEPS: u16 = 1;
/// Recovery codes that are given at a time.
pub const RECOVERY_CODES: usize = 10;
/// 80 bits: nobody guesses one, so that a fast digest is enough.
const RECOVERY_BYTES: usize = 10;
/// Letters and digits that nobody mistakes for others: no i, l, o, u.
const ALPHABET: &[u8; 32] = b"0123456789abcdefghjkmnpqrstvwxyz";

/// What an app and the server share.
pub struct SharedSecret(Totp, Zeroizing<String>);

impl std::fmt::Debug for SharedSecret {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("SharedSecret")
    }
}

impl SharedSecret {
    /// A new one.
    ///
    /// # Errors
    /// [`ChanceError`] when there is no randomness.
    pub fn new(chance: &dyn Chance) -> Result<Self, ChanceError> {
        let mut bytes = Zeroizing::new([0; SECRET_BYTES]);
        chance.fill(&mut *bytes)?;
        // Twenty bytes are always enough for the library.
        Self::of(Secret::from(*bytes)).ok_or(ChanceError)
    }

    /// Reads what [`SharedSecret::text`] wrote; `None` for everything else.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let plain: String = text.chars().filter(|letter| !letter.is_whitespace()).collect();
        let secret = Secret::try_from_base32(plain).ok()?;
        if secret.as_ref().len() == SECRET_BYTES { Self::of(secret) } else { None }
    }

    fn of(secret: Secret) -> Option<Self> {
        let text = Zeroizing::new(secret.to_base32());
        // What every app can do: SHA-1 is no weakness in an HMAC, and many apps ignore every other choice.
        let builder = Builder::new().with_algorithm(Algorithm::SHA1).with_digits(6).with_skew(SKEW_STEPS);
        Some(Self(builder.with_step_duration(STEP_SECONDS).with_secret(secret).build().ok()?, text))
    }

    /// 32 letters and digits in Base32, to type into an app.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.1
    }

    /// The step whose code this is; `None` when it is none of those that are good now.
    ///
    /// The caller takes a step only once and only upward (RFC 6238 section 5.2).
    #[must_use]
    pub fn step_of(&self, code: &str, now: Micros) -> Option<i64> {
        let digits: String = code.chars().filter(|letter| !letter.is_whitespace()).collect();
        if digits.len() != 6 || !digits.bytes().all(|digit| digit.is_ascii_digit()) {
            return None;
        }
        let seconds = u64::try_from(now.get() / 1_000_000).ok()?;
        i64::try_from(self.0.check(&digits, seconds)?).ok()
    }

    /// The code that an app shows now.
    #[must_use]
    pub fn code(&self, now: Micros) -> String {
        self.0.generate(u64::try_from(now.get() / 1_000_000).unwrap_or_default()).to_string()
    }

    /// What an app reads from the picture: `otpauth://totp/…`.
    #[must_use]
    pub fn address(&self, login: &str, organisation: &str) -> String {
        let issuer = format!("Uppsikt {organisation}").replace(':', " ");
        let mut url = String::from("otpauth://totp/");
        url.push_str(&percent(&format!("{issuer}:{login}")));
        let query = [("secret", self.text()), ("issuer", &issuer), ("digits", "6"), ("period", "30")];
        for (number, (name, value)) in query.into_iter().enumerate() {
            url.push(if number == 0 { '?' } else { '&' });
            url.push_str(name);
            url.push('=');
            url.push_str(&percent(value));
        }
        url
    }
}

/// Everything but letters, digits and `-._~` as `%XX`; apps know no `+` for a space.
fn percent(text: &str) -> String {
    let mut out = String::new();
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            out.push(char::from(byte));
        } else {
            out.push_str(&format!("%{byte:02X}"));
        }
    }
    out
}

/// A picture of black squares: its side, quiet zone included, and the `d` of an SVG path.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct QrPicture {
    /// Squares along one side.
    pub side: usize,
    /// One `M…h1v1h-1z` for each black run.
    pub path: String,
}

/// Light squares around the picture; readers need four.
const QUIET: usize = 4;

/// The picture of a text; `None` when the text is too long for one.
#[must_use]
pub fn qr_picture(text: &str) -> Option<QrPicture> {
    let code = QrCode::with_error_correction_level(text, EcLevel::M).ok()?;
    let width = code.width();
    let mut path = String::new();
    for (row, colors) in code.to_colors().chunks(width).enumerate() {
        let mut column = 0;
        for run in colors.chunk_by(|one, next| one == next) {
            if run.first() == Some(&Color::Dark) {
                path.push_str(&format!(
                    "M{} {}h{}v1h-{}z",
                    column + QUIET,
                    row + QUIET,
                    run.len(),
                    run.len()
                ));
            }
            column += run.len();
        }
    }
    Some(QrPicture { side: width + 2 * QUIET, path })
}

/// New recovery codes, as a person writes them down: `xxxx-xxxx-xxxx-xxxx`.
///
/// # Errors
/// [`ChanceError`] when there is no randomness.
pub fn recovery_codes(chance: &dyn Chance) -> Result<Vec<String>, ChanceError> {
    (0..RECOVERY_CODES).map(|_| recovery_code(chance)).collect()
}

fn recovery_code(chance: &dyn Chance) -> Result<String, ChanceError> {
    let mut bytes = [0; 16];
    chance.fill(bytes.get_mut(..RECOVERY_BYTES).ok_or(ChanceError)?)?;
    let mut bits = u128::from_le_bytes(bytes);
    let mut code = String::with_capacity(19);
    for position in 0..16 {
        if position > 0 && position % 4 == 0 {
            code.push('-');
        }
        let letter = usize::try_from(bits & 31).unwrap_or_default();
        code.push(ALPHABET.get(letter).copied().map_or('0', char::from));
        bits >>= 5;
    }
    Ok(code)
}

/// What the database keeps of a recovery code; `None` when the text cannot be one.
///
/// Forgives capital letters, spaces, hyphens, and letters that look like digits.
#[must_use]
pub fn recovery_digest(code: &str) -> Option<String> {
    let mut plain = String::new();
    for letter in code.chars().filter(|letter| !letter.is_whitespace() && *letter != '-') {
        plain.push(match letter.to_ascii_lowercase() {
            'o' => '0',
            'i' | 'l' => '1',
            other => other,
        });
    }
    let good = plain.len() == 16 && plain.bytes().all(|byte| ALPHABET.contains(&byte));
    good.then(|| Digest::of(plain.as_bytes()).to_base64())
}

#[cfg(test)]
mod tests {
    use uppsikt_kernel::SeededChance;

    use super::*;

    /// Appendix B of RFC 6238 gives eight digits; apps show the last six.
    #[test]
    fn codes_are_those_of_the_standard() {
        let secret = SharedSecret::parse("GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ").unwrap();
        for (seconds, code) in [(59, "287082"), (1_111_111_109, "081804"), (2_000_000_000, "279037")] {
            let now = Micros::new(seconds * 1_000_000).unwrap();
            assert_eq!(secret.code(now), code);
            assert_eq!(secret.step_of(code, now), Some(seconds / 30));
            let later = Micros::new((seconds + 30) * 1_000_000).unwrap();
            assert_eq!(secret.step_of(code, later), Some(seconds / 30));
            assert_eq!(secret.step_of(code, Micros::new((seconds + 90) * 1_000_000).unwrap()), None);
        }
        let now = Micros::new(59_000_000).unwrap();
        assert!(secret.step_of(" 287 082 ", now).is_some());
        for bad in ["", "28708", "2870822", "28708a", "٢٨٧٠٨٢"] {
            assert_eq!(secret.step_of(bad, now), None, "{bad}");
        }
    }

    #[test]
    fn a_secret_reads_back_and_short_ones_are_refused() {
        let secret = SharedSecret::new(&SeededChance::new(1)).unwrap();
        assert_eq!(SharedSecret::parse(secret.text()).unwrap().text(), secret.text());
        assert!(SharedSecret::parse("GEZDGNBV").is_none() && SharedSecret::parse("å").is_none());
        let address = secret.address("anna", "Lindholms kommun: söder");
        assert!(
            address.starts_with("otpauth://totp/Uppsikt%20Lindholms%20kommun%20%20s%C3%B6der%3Aanna?secret=")
        );
        let picture = qr_picture(&address).unwrap();
        assert!(picture.side > 29 && picture.path.starts_with("M4 4h7v1h-7z"), "{}", picture.path);
        assert!(qr_picture(&"a".repeat(5_000)).is_none());
    }

    #[test]
    fn recovery_codes_forgive_how_they_are_written() {
        let codes = recovery_codes(&SeededChance::new(1)).unwrap();
        assert_eq!(codes.len(), RECOVERY_CODES);
        let code = &codes[0];
        assert_eq!(code.len(), 19);
        let digest = recovery_digest(code).unwrap();
        assert_eq!(recovery_digest(&code.to_uppercase().replace('-', " ")), Some(digest.clone()));
        assert_eq!(recovery_digest(&code.replace('0', "O").replace('1', "l")), Some(digest));
        assert_eq!(recovery_digest("123456"), None);
        assert_eq!(recovery_digest(&"u".repeat(16)), None);
    }
}
