//! From an account to its platform.

use uppsikt_net::{Auth, Client, HostRule, Policy, Secret};
use uppsikt_platform::{Platform, PlatformError, PlatformKind, WordPress, WordPressSettings};

use super::model::{Account, AccountError};

/// Makes connections to platforms; tests put one of their own in its place.
pub trait Platforms: Send + Sync {
    /// The account's platform, seen with its password.
    ///
    /// # Errors
    /// [`AccountError`].
    fn connect(&self, account: &Account, password: Option<&str>) -> Result<Box<dyn Platform>, AccountError>;
}

/// The platforms outside.
#[derive(Debug, Clone, Copy, Default)]
pub struct RealPlatforms;

impl Platforms for RealPlatforms {
    fn connect(&self, account: &Account, password: Option<&str>) -> Result<Box<dyn Platform>, AccountError> {
        let unreachable =
            |source| PlatformError::Unreachable { request: "kontots adress".to_owned(), source };
        let auth = match (&account.login, password) {
            (None, _) => Auth::None,
            (Some(user), Some(password)) => {
                Auth::Basic { user: user.clone(), password: Secret::new(password) }
            }
            (Some(_), None) => return Err(AccountError::NoPassword),
        };
        match account.platform {
            PlatformKind::WordPress => {
                let rule = if account.is_internal {
                    HostRule::private(&account.address)
                } else {
                    HostRule::public(&account.address)
                };
                let client =
                    Client::new(Policy::new(vec![rule.map_err(unreachable)?])).map_err(unreachable)?;
                Ok(Box::new(WordPress::new(client, WordPressSettings::new(account.address.as_str(), auth))?))
            }
            PlatformKind::Fake => Err(AccountError::NotConnectable),
        }
    }
}
