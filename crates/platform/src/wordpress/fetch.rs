//! The bytes of a picture, film or sound.

use bytes::Bytes;
use uppsikt_net::{Auth, NetError};
use url::Url;

use super::WordPress;
use super::able::MEDIA_BYTES_MAX;
use crate::error::PlatformError;
use crate::item::Media;

impl WordPress {
    /// Fetches what everybody may fetch, from an origin that the policy allows.
    pub(super) async fn fetch(&self, media: &Media) -> Result<Bytes, PlatformError> {
        let url = Url::parse(&media.source).map_err(|_| PlatformError::Address)?;
        if !matches!(url.scheme(), "http" | "https") {
            return Err(PlatformError::Address);
        }
        // The query may be a ticket of its own.
        let request = url.path().to_owned();
        // Never with the password: the address is whatever an editor or a comment has written.
        let response = match self.client.get(url, &Auth::None).await {
            Ok(response) => response,
            Err(NetError::TooLarge { bytes_max, .. }) => {
                return Err(PlatformError::TooLarge { bytes_max: bytes_max as u64 });
            }
            Err(source) => return Err(PlatformError::Unreachable { request, source }),
        };
        let retry_after = response.retry_after();
        match response.status {
            200 if response.body.len() as u64 > MEDIA_BYTES_MAX => {
                Err(PlatformError::TooLarge { bytes_max: MEDIA_BYTES_MAX })
            }
            200 => Ok(response.body),
            status @ (401 | 403) => Err(PlatformError::NotPermitted { request, status }),
            429 => Err(PlatformError::RateLimited { request, retry_after }),
            status => Err(PlatformError::Failed { request, status, retry_after }),
        }
    }
}
