//! Looking names up, and refusing those that point inwards.

use std::error::Error;
use std::net::SocketAddr;
use std::sync::Arc;

use reqwest::dns::{Addrs, Name, Resolve, Resolving};

use crate::address::is_public;
use crate::policy::Policy;

/// Gives the addresses of a name.
pub(crate) trait Lookup: Send + Sync + 'static {
    /// Looks `name` up; ports are of no meaning.
    fn lookup(&self, name: String) -> Resolving;
}

/// The machine's own resolver.
pub(crate) struct SystemLookup;

impl Lookup for SystemLookup {
    fn lookup(&self, name: String) -> Resolving {
        Box::pin(async move {
            let found: Vec<SocketAddr> = tokio::net::lookup_host((name, 0)).await?.collect();
            Ok(Box::new(found.into_iter()) as Addrs)
        })
    }
}

/// All addresses of a name are private, and the policy does not allow that.
#[derive(Debug, thiserror::Error)]
#[error("the name has private addresses only")]
struct PrivateOnly;

/// Stands between reqwest and the look-up, so that the address checked is the address connected to.
pub(crate) struct GuardedResolver {
    lookup: Arc<dyn Lookup>,
    policy: Arc<Policy>,
}

impl GuardedResolver {
    pub(crate) fn new(lookup: Arc<dyn Lookup>, policy: Arc<Policy>) -> Self {
        Self { lookup, policy }
    }
}

impl Resolve for GuardedResolver {
    fn resolve(&self, name: Name) -> Resolving {
        let may_be_private = self.policy.may_be_private(name.as_str());
        let found = self.lookup.lookup(name.as_str().to_owned());
        Box::pin(async move {
            let found: Vec<SocketAddr> = found.await?.collect();
            let usable: Vec<SocketAddr> =
                found.iter().copied().filter(|address| may_be_private || is_public(address.ip())).collect();
            if usable.is_empty() && !found.is_empty() {
                return Err(PrivateOnly.into());
            }
            Ok(Box::new(usable.into_iter()) as Addrs)
        })
    }
}

/// Whether an error came of a name that points inwards.
pub(crate) fn refused(error: &reqwest::Error) -> bool {
    let mut cause: Option<&dyn Error> = Some(error);
    while let Some(error) = cause {
        if error.is::<PrivateOnly>() {
            return true;
        }
        cause = error.source();
    }
    false
}
