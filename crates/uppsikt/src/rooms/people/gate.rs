//! Where passwords are hashed: with argon2id, beside the server's own threads, and only a few at a time.

use std::sync::{Arc, LazyLock, Mutex};

use argon2::password_hash::phc::PasswordHash;
use argon2::{Algorithm, Argon2, Params, PasswordHasher as _, PasswordVerifier as _, Version};
use tokio::sync::Semaphore;
use uppsikt_kernel::Chance;
use zeroize::Zeroizing;

use super::SignInError;
use super::model::second_factor;

/// 19 MiB and two passes, as OWASP's guidance for argon2id gives as the least.
const MEMORY_KIB: u32 = 19 * 1024;
const PASSES: u32 = 2;
/// Hashes at a time: each takes 19 MiB and a core. Whoever comes later waits.
const PARALLEL_MAX: usize = 2;
const SALT_BYTES: usize = 16;

/// The hash of a login that nobody has: to be looked at in the same way, and never right.
static NOBODY: LazyLock<String> = LazyLock::new(|| hash("nobody", &[0; SALT_BYTES]).unwrap_or_default());

/// What sign-in needs besides the store.
pub struct Gate {
    permits: Arc<Semaphore>,
    chance: Arc<dyn Chance>,
    /// What begins an empty installation; none when there is nothing to begin.
    start: Mutex<Option<String>>,
}

impl std::fmt::Debug for Gate {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Gate")
    }
}

impl Gate {
    /// A gate with this source of chance.
    #[must_use]
    pub fn new(chance: Arc<dyn Chance>) -> Self {
        Self { permits: Arc::new(Semaphore::new(PARALLEL_MAX)), chance, start: Mutex::default() }
    }

    /// Where tokens and secrets come from.
    #[must_use]
    pub fn chance(&self) -> &dyn Chance {
        &*self.chance
    }

    /// The hash of a new password, in the PHC form.
    ///
    /// # Errors
    /// [`SignInError::Hash`], [`SignInError::Chance`].
    pub async fn hash(&self, password: Zeroizing<String>) -> Result<String, SignInError> {
        let mut salt = [0; SALT_BYTES];
        self.chance.fill(&mut salt)?;
        self.work(move || hash(&password, &salt)).await?
    }

    /// Whether the password is the one of this hash. Without a hash it takes as long, and says no.
    ///
    /// # Errors
    /// [`SignInError::Hash`].
    pub async fn verify(
        &self,
        password: Zeroizing<String>,
        known: Option<String>,
    ) -> Result<bool, SignInError> {
        self.work(move || {
            let is_known = known.is_some();
            let known = known.as_deref().unwrap_or(&NOBODY);
            let known = PasswordHash::new(known).map_err(|_| SignInError::Hash)?;
            // In this order: the work is done also where the answer is no.
            Ok(argon2()?.verify_password(password.as_bytes(), &known).is_ok() && is_known)
        })
        .await?
    }

    async fn work<T: Send + 'static>(
        &self,
        work: impl FnOnce() -> T + Send + 'static,
    ) -> Result<T, SignInError> {
        let permit = Arc::clone(&self.permits).acquire_owned().await.map_err(|_| SignInError::Hash)?;
        let work = move || {
            // Held by the work itself: a caller that goes away does not make room before it has ended.
            let _permit = permit;
            work()
        };
        tokio::task::spawn_blocking(work).await.map_err(|_| SignInError::Hash)
    }

    /// Makes the code that begins an empty installation; it is told where the server was started, and nowhere else.
    ///
    /// # Errors
    /// [`SignInError::Chance`].
    pub fn offer_start(&self) -> Result<String, SignInError> {
        let code = second_factor::recovery_codes(self.chance())?.into_iter().next().unwrap_or_default();
        if let Ok(mut start) = self.start.lock() {
            *start = second_factor::recovery_digest(&code);
        }
        Ok(code)
    }

    /// Whether there is an empty installation to begin.
    #[must_use]
    pub fn can_start(&self) -> bool {
        self.start.lock().is_ok_and(|start| start.is_some())
    }

    /// Whether this is the code that begins the installation.
    #[must_use]
    pub fn is_start_code(&self, code: &str) -> bool {
        let given = second_factor::recovery_digest(code);
        given.is_some() && self.start.lock().is_ok_and(|start| *start == given)
    }

    /// Whether this is the code; it can be used once, and not at the same time twice.
    #[must_use]
    pub fn take_start(&self, code: &str) -> bool {
        let given = second_factor::recovery_digest(code);
        let Ok(mut start) = self.start.lock() else { return false };
        let is_it = given.is_some() && *start == given;
        if is_it {
            *start = None;
        }
        is_it
    }
}

fn argon2() -> Result<Argon2<'static>, SignInError> {
    let params = Params::new(MEMORY_KIB, PASSES, 1, None).map_err(|_| SignInError::Hash)?;
    Ok(Argon2::new(Algorithm::Argon2id, Version::V0x13, params))
}

fn hash(password: &str, salt: &[u8]) -> Result<String, SignInError> {
    let hash = argon2()?.hash_password_with_salt(password.as_bytes(), salt).map_err(|_| SignInError::Hash)?;
    Ok(hash.to_string())
}

#[cfg(test)]
mod tests {
    use uppsikt_kernel::OsChance;

    use super::*;

    fn text(text: &str) -> Zeroizing<String> {
        Zeroizing::new(text.to_owned())
    }

    #[tokio::test]
    async fn a_hash_knows_its_password_and_no_other() {
        let gate = Gate::new(Arc::new(OsChance));
        let hash = gate.hash(text("snö tåg gurka fjäll")).await.unwrap();
        assert!(hash.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"), "{hash}");
        assert_ne!(hash, gate.hash(text("snö tåg gurka fjäll")).await.unwrap());
        assert!(gate.verify(text("snö tåg gurka fjäll"), Some(hash.clone())).await.unwrap());
        assert!(!gate.verify(text("snö tåg gurka fjälL"), Some(hash)).await.unwrap());
        assert!(!gate.verify(text("snö tåg gurka fjäll"), None).await.unwrap());
        assert!(!gate.verify(text("nobody"), None).await.unwrap());
        assert!(gate.verify(text("a"), Some("plain".to_owned())).await.is_err());
    }

    #[test]
    fn the_start_code_is_good_once() {
        let gate = Gate::new(Arc::new(OsChance));
        assert!(!gate.can_start() && !gate.take_start(""));
        let code = gate.offer_start().unwrap();
        assert!(gate.can_start() && !gate.take_start("0000-0000-0000-0000"));
        assert!(gate.is_start_code(&code) && gate.take_start(&code) && !gate.take_start(&code));
    }
}
