//! Where the program may go, and how much it may take home.

use std::time::Duration;

use url::{Host, Origin, Url};

use crate::error::{NetError, Place};

/// One origin (scheme, host and port) that may be asked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HostRule {
    origin: Origin,
    host: Host<String>,
    private: bool,
}

impl HostRule {
    /// An origin on the public internet; `https` only, and never at a private address.
    ///
    /// # Errors
    /// [`NetError::Rule`] when the address is no `https` address with a host.
    pub fn public(base: &str) -> Result<Self, NetError> {
        Self::read(base, &["https"], false)
    }

    /// An origin that somebody has chosen on their own network or machine; `http` is allowed.
    ///
    /// # Errors
    /// [`NetError::Rule`] when the address is no `http` or `https` address with a host.
    pub fn private(base: &str) -> Result<Self, NetError> {
        Self::read(base, &["http", "https"], true)
    }

    fn read(base: &str, schemes: &'static [&'static str], private: bool) -> Result<Self, NetError> {
        let url = Url::parse(base).map_err(|_| NetError::Rule { schemes })?;
        match url.host() {
            Some(host) if schemes.contains(&url.scheme()) => {
                Ok(Self { origin: url.origin(), host: host.to_owned(), private })
            }
            _ => Err(NetError::Rule { schemes }),
        }
    }
}

/// The limits of one [`Client`](crate::Client).
#[derive(Debug, Clone)]
pub struct Policy {
    /// The origins that may be asked; every other is refused.
    pub allowed: Vec<HostRule>,
    /// Largest body taken in, in bytes after decompression.
    pub body_bytes_max: usize,
    /// Longest time for one request with its redirects, from first look-up to last byte.
    pub timeout: Duration,
    /// Longest time until a connection stands.
    pub connect_timeout: Duration,
    /// How the program presents itself.
    pub user_agent: String,
}

impl Policy {
    /// A page of a hundred long comments is a few megabytes; more is not an answer to our question.
    const BODY_BYTES_MAX: usize = 32 << 20;
    /// Slow shared hosting answers large pages within this; a job tries again later.
    const TIMEOUT: Duration = Duration::from_secs(60);
    /// A host that is up accepts a connection well within this.
    const CONNECT_TIMEOUT: Duration = Duration::from_secs(10);

    /// The ordinary limits (32 MiB, 60 seconds, 10 seconds to connect) for these origins.
    #[must_use]
    pub fn new(allowed: Vec<HostRule>) -> Self {
        Self {
            allowed,
            body_bytes_max: Self::BODY_BYTES_MAX,
            timeout: Self::TIMEOUT,
            connect_timeout: Self::CONNECT_TIMEOUT,
            user_agent: concat!("Uppsikt/", env!("CARGO_PKG_VERSION")).to_owned(),
        }
    }

    /// Refuses an address that no rule names, carries credentials, or is a private number without leave.
    pub(crate) fn check(&self, url: &Url) -> Result<(), NetError> {
        let place = Place::of(url);
        if !url.username().is_empty() || url.password().is_some() {
            return Err(NetError::CredentialsInUrl { place });
        }
        let origin = url.origin();
        let Some(rule) = self.allowed.iter().find(|rule| rule.origin == origin) else {
            return Err(NetError::NotAllowed { place });
        };
        let address = match rule.host {
            Host::Ipv4(address) => std::net::IpAddr::from(address),
            Host::Ipv6(address) => std::net::IpAddr::from(address),
            // Names are looked up, and their addresses checked, when the connection is made.
            Host::Domain(_) => return Ok(()),
        };
        if rule.private || crate::address::is_public(address) {
            return Ok(());
        }
        Err(NetError::PrivateAddress { place })
    }

    /// Whether a name may point at private addresses: only where every rule for it says so.
    pub(crate) fn may_be_private(&self, name: &str) -> bool {
        let mut rules = self
            .allowed
            .iter()
            .filter(|rule| matches!(&rule.host, Host::Domain(domain) if domain.eq_ignore_ascii_case(name)))
            .peekable();
        rules.peek().is_some() && rules.all(|rule| rule.private)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(policy: &Policy, url: &str) -> Result<(), NetError> {
        policy.check(&Url::parse(url).unwrap())
    }

    #[test]
    fn only_the_named_origin_may_be_asked() {
        let policy = Policy::new(vec![HostRule::public("https://www.lindholm.example/nyheter").unwrap()]);
        assert!(check(&policy, "https://WWW.lindholm.example:443/annat").is_ok());
        for url in [
            "http://www.lindholm.example/",
            "https://www.lindholm.example:8443/",
            "https://lindholm.example/",
            "https://www.lindholm.example.evil.example/",
        ] {
            assert!(matches!(check(&policy, url), Err(NetError::NotAllowed { .. })), "{url}");
        }
        let with_password = check(&policy, "https://anna:hemligt@www.lindholm.example/");
        assert!(matches!(with_password, Err(NetError::CredentialsInUrl { .. })));
    }

    #[test]
    fn a_private_number_needs_a_private_rule_however_it_is_written() {
        let public = Policy::new(vec![HostRule::public("https://127.0.0.1/").unwrap()]);
        for url in ["https://127.0.0.1/", "https://2130706433/", "https://0x7f.1/"] {
            assert!(matches!(check(&public, url), Err(NetError::PrivateAddress { .. })), "{url}");
        }
        let private = Policy::new(vec![HostRule::private("http://127.0.0.1:8090").unwrap()]);
        assert!(check(&private, "http://127.0.0.1:8090/wp-json/").is_ok());
    }

    #[test]
    fn rules_for_the_internet_demand_https() {
        assert!(HostRule::public("http://www.lindholm.example").is_err());
        assert!(HostRule::private("file:///etc/passwd").is_err());
        assert!(HostRule::private("no address").is_err());
    }

    #[test]
    fn a_name_is_private_only_when_all_its_rules_are() {
        let mixed = Policy::new(vec![
            HostRule::public("https://wp.example").unwrap(),
            HostRule::private("http://wp.example:8080").unwrap(),
            HostRule::private("http://inre.example").unwrap(),
        ]);
        assert!(!mixed.may_be_private("wp.example"));
        assert!(mixed.may_be_private("INRE.example"));
        assert!(!mixed.may_be_private("okand.example"));
    }
}
