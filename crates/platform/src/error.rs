//! Why a platform gave no usable answer.

use std::time::Duration;

use uppsikt_net::NetError;

/// A platform could not be read; says nothing about whether any item is still shown.
#[derive(Debug, thiserror::Error)]
pub enum PlatformError {
    /// The site could not be reached, or its answer did not arrive whole.
    #[error("asking {request} failed: the platform could not be reached or its answer broke off")]
    Unreachable {
        /// What was asked, without secrets.
        request: String,
        /// Why.
        #[source]
        source: NetError,
    },
    /// User name and password were not accepted.
    #[error("asking {request} failed: the platform does not accept the user name and password")]
    WrongPassword {
        /// What was asked, without secrets.
        request: String,
    },
    /// The account is not permitted to read this.
    #[error("asking {request} failed: the platform does not let the account read this (status {status})")]
    NotPermitted {
        /// What was asked, without secrets.
        request: String,
        /// The HTTP status.
        status: u16,
    },
    /// We have asked too often.
    #[error("asking {request} failed: the platform asks us to wait")]
    RateLimited {
        /// What was asked, without secrets.
        request: String,
        /// For how long, where the platform says so.
        retry_after: Option<Duration>,
    },
    /// The platform answered with an error of its own.
    #[error("asking {request} failed: the platform answered with status {status}")]
    Failed {
        /// What was asked, without secrets.
        request: String,
        /// The HTTP status.
        status: u16,
        /// How long to wait, where the platform says so.
        retry_after: Option<Duration>,
    },
    /// The answer is not what the platform documents.
    #[error("reading the answer to {request} failed: it is not the JSON that the platform documents")]
    Malformed {
        /// What was asked, without secrets.
        request: String,
        /// The line where reading stopped, from 1; 0 when unknown.
        line: usize,
        /// The column where reading stopped.
        column: usize,
    },
    /// Something answers at the address, but not this platform.
    #[error("asking {request} failed: what answers there is not this platform")]
    OtherPlatform {
        /// What was asked, without secrets.
        request: String,
    },
    /// A kept cursor is not one of this platform's.
    #[error("reading a page was to begin at a cursor that is not one of this platform's")]
    Cursor,
    /// An id cannot be an id of this platform.
    #[error("an item was asked for by an id that cannot be one of this platform's")]
    NativeId,
    /// The platform has no way to be asked this.
    #[error("the platform cannot be asked this")]
    NotAble,
    /// A file is larger than the limit for it.
    #[error("fetching a file broke off: it is larger than {bytes_max} bytes")]
    TooLarge {
        /// The limit.
        bytes_max: u64,
    },
    /// The platform's address cannot be used.
    #[error("the platform's address must be a full http or https address")]
    Address,
}

impl PlatformError {
    /// Whether trying again later may help without anybody doing anything.
    #[must_use]
    pub const fn is_temporary(&self) -> bool {
        match self {
            Self::Unreachable { source, .. } => !matches!(
                source,
                NetError::NotAllowed { .. } | NetError::PrivateAddress { .. } | NetError::Redirect { .. }
            ),
            Self::RateLimited { .. } | Self::Malformed { .. } => true,
            Self::Failed { status, .. } => *status >= 500,
            _ => false,
        }
    }

    /// How long the platform asks us to wait, where it says so.
    #[must_use]
    pub const fn retry_after(&self) -> Option<Duration> {
        match self {
            Self::RateLimited { retry_after, .. } | Self::Failed { retry_after, .. } => *retry_after,
            _ => None,
        }
    }
}
