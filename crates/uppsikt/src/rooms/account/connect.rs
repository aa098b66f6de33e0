//! From an account to its platform.

use std::collections::HashMap;
use std::fmt;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use uppsikt_kernel::{Clock, Id};
use uppsikt_net::{Auth, Client, HostRule, NetError, Policy, Secret};
use uppsikt_platform::{
    Bluesky, BlueskySettings, Feed, FeedSettings, Platform, PlatformError, PlatformKind, Practice, WordPress,
    WordPressSettings,
};

use super::model::{Account, AccountError};
use super::practice::practice_file;

/// Makes connections to platforms; tests put one of their own in its place.
pub trait Platforms: Send + Sync {
    /// The account's platform, seen with its password.
    ///
    /// # Errors
    /// [`AccountError`].
    fn connect(&self, account: &Account, password: Option<&str>) -> Result<Arc<dyn Platform>, AccountError>;
}

/// The platforms outside, and the practice platform in the data folder.
#[derive(Clone)]
pub struct RealPlatforms {
    data: PathBuf,
    clock: Arc<dyn Clock>,
    /// Connections that were made: some platforms allow few sign-ins a day (Bluesky: 300).
    made: Arc<Mutex<HashMap<Id<Account>, Made>>>,
}

/// A connection, and what it was made with.
struct Made {
    account: Account,
    password: Option<Secret>,
    platform: Arc<dyn Platform>,
}

impl Made {
    /// Whether it would be made the same way now.
    fn is_of(&self, account: &Account, password: Option<&str>) -> bool {
        let same = self.account.platform == account.platform
            && self.account.address == account.address
            && self.account.view_address == account.view_address
            && self.account.login == account.login
            && self.account.is_internal == account.is_internal;
        same && self.password.as_ref().map(Secret::expose) == password
    }
}

impl fmt::Debug for RealPlatforms {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RealPlatforms").field("data", &self.data).finish_non_exhaustive()
    }
}

impl RealPlatforms {
    /// The platforms of the installation whose data folder this is.
    #[must_use]
    pub fn new(data: &Path, clock: Arc<dyn Clock>) -> Self {
        Self { data: data.to_owned(), clock, made: Arc::default() }
    }
}

fn unreachable(source: NetError) -> PlatformError {
    PlatformError::Unreachable { request: "kontots adress".to_owned(), source }
}

/// A client that may ask these addresses and no others.
fn client(account: &Account, addresses: &[&str]) -> Result<Client, PlatformError> {
    let rule = if account.is_internal { HostRule::private } else { HostRule::public };
    let rules = addresses.iter().map(|address| rule(address)).collect::<Result<_, _>>();
    Client::new(Policy::new(rules.map_err(unreachable)?)).map_err(unreachable)
}

fn auth(account: &Account, password: Option<&str>) -> Result<Auth, AccountError> {
    match (&account.login, password) {
        (None, _) => Ok(Auth::None),
        (Some(user), Some(password)) => {
            Ok(Auth::Basic { user: user.clone(), password: Secret::new(password) })
        }
        (Some(_), None) => Err(AccountError::NoPassword),
    }
}

impl Platforms for RealPlatforms {
    fn connect(&self, account: &Account, password: Option<&str>) -> Result<Arc<dyn Platform>, AccountError> {
        let mut made = self.made.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(known) = made.get(&account.id).filter(|known| known.is_of(account, password)) {
            return Ok(Arc::clone(&known.platform));
        }
        let platform = self.make(account, password)?;
        let (account, password) = (account.clone(), password.map(Secret::new));
        made.insert(account.id, Made { account, password, platform: Arc::clone(&platform) });
        Ok(platform)
    }
}

impl RealPlatforms {
    fn make(&self, account: &Account, password: Option<&str>) -> Result<Arc<dyn Platform>, AccountError> {
        let address = account.address.as_str();
        match account.platform {
            PlatformKind::WordPress => {
                let auth = auth(account, password)?;
                let client = client(account, &[address])?;
                Ok(Arc::new(WordPress::new(client, WordPressSettings::new(address, auth))?))
            }
            PlatformKind::Bluesky => self.bluesky(account, password),
            PlatformKind::Feed => {
                let settings =
                    FeedSettings { address: account.address.clone(), auth: auth(account, password)? };
                Ok(Arc::new(Feed::new(client(account, &[address])?, settings)?))
            }
            PlatformKind::Practice => {
                let file = practice_file(&self.data, account.id);
                Ok(Arc::new(Practice::open(file, Arc::clone(&self.clock))?))
            }
            PlatformKind::Fake => Err(AccountError::NotConnectable),
            _ => Err(AccountError::ByHand),
        }
    }

    /// Bluesky is always read with an app password: only then does it tell what others wrote to the account.
    fn bluesky(&self, account: &Account, password: Option<&str>) -> Result<Arc<dyn Platform>, AccountError> {
        let (Some(login), Some(password)) = (&account.login, password) else {
            return Err(AccountError::NoPassword);
        };
        let mut addresses = vec![account.address.as_str()];
        addresses.extend(account.view_address.as_deref());
        let client = client(account, &addresses)?;
        let settings = BlueskySettings {
            view_address: account.view_address.clone(),
            ..BlueskySettings::new(account.address.as_str(), login.as_str(), Secret::new(password))
        };
        Ok(Arc::new(Bluesky::new(client, Arc::clone(&self.clock), settings)?))
    }
}
