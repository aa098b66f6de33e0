//! How a receiver knows that it was we who told it.
//!
//! Source: the Standard Webhooks specification, section on signatures: HMAC-SHA-256 over id, time and body.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use hmac::{Hmac, KeyInit as _, Mac as _};
use sha2::Sha256;
use uppsikt_kernel::{Chance, ChanceError};
use zeroize::Zeroizing;

/// What stands before the secret of a webhook.
const SECRET_PREFIX: &str = "whsec_";
const SECRET_BYTES: usize = 32;

/// A new secret of 256 random bits.
pub(in super::super) fn new_secret(chance: &dyn Chance) -> Result<Zeroizing<String>, ChanceError> {
    let mut bytes = Zeroizing::new([0; SECRET_BYTES]);
    chance.fill(&mut *bytes)?;
    Ok(Zeroizing::new(format!("{SECRET_PREFIX}{}", STANDARD.encode(bytes.as_slice()))))
}

/// The value of `webhook-signature`; `None` when the secret is none.
///
/// `seconds` is the value of `webhook-timestamp`, `id` that of `webhook-id`.
#[must_use]
pub fn signature(secret: &str, id: &str, seconds: i64, body: &str) -> Option<String> {
    let key = Zeroizing::new(STANDARD.decode(secret.strip_prefix(SECRET_PREFIX)?).ok()?);
    let mut mac = Hmac::<Sha256>::new_from_slice(&key).ok()?;
    mac.update(format!("{id}.{seconds}.{body}").as_bytes());
    Some(format!("v1,{}", STANDARD.encode(mac.finalize().into_bytes())))
}

#[cfg(test)]
mod tests {
    use uppsikt_kernel::SeededChance;

    use super::*;

    #[test]
    fn a_signature_is_as_the_specification_has_it() {
        // The example of the specification's own libraries.
        let secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
        let signed =
            signature(secret, "msg_p5jXN8AQM9LWM0D4loKWxJek", 1_614_265_330, "{\"test\": 2432232314}");
        assert_eq!(signed.unwrap(), "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
        assert_eq!(signature("MfKQ", "a", 1, ""), None);
    }

    #[test]
    fn secrets_differ() {
        let chance = SeededChance::new(3);
        let (one, next) = (new_secret(&chance).unwrap(), new_secret(&chance).unwrap());
        assert!(one.starts_with("whsec_") && one != next);
    }
}
