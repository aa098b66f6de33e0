//! A form that may bring files: its fields as text, its files as bytes, all of it within the longest body.

use axum::extract::multipart::MultipartError;
use axum::extract::{FromRequest, Multipart, RawForm, Request};
use axum::http::{StatusCode, header};
use axum::response::IntoResponse as _;
use bytes::Bytes;

use super::Fault;

/// What was sent. It has no `Debug`: it may be content.
#[derive(Default)]
pub(crate) struct Upload {
    fields: Vec<(String, String)>,
    files: Vec<(String, Bytes)>,
}

impl Upload {
    /// The field of this name, with lines that end as ours do; empty where there is none.
    pub(crate) fn field(&self, name: &str) -> String {
        let found = self.fields.iter().find(|(field, _)| field == name);
        found.map(|(_, value)| value.replace("\r\n", "\n")).unwrap_or_default()
    }

    /// The files of this name, in their order; one that was not chosen is none.
    pub(crate) fn files(&self, name: &str) -> Vec<Bytes> {
        self.files.iter().filter(|(field, _)| field == name).map(|(_, bytes)| bytes.clone()).collect()
    }
}

impl<S: Send + Sync> FromRequest<S> for Upload {
    type Rejection = Fault;

    async fn from_request(request: Request, state: &S) -> Result<Self, Fault> {
        let media_type = request.headers().get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok());
        if media_type.is_some_and(|media_type| media_type.starts_with("multipart/form-data")) {
            return parts(request, state).await;
        }
        let form = RawForm::from_request(request, state).await;
        let RawForm(bytes) = form.map_err(|refused| Fault::of_status(refused.into_response().status()))?;
        let fields = url::form_urlencoded::parse(&bytes).into_owned().collect();
        Ok(Self { fields, files: Vec::new() })
    }
}

async fn parts<S: Send + Sync>(request: Request, state: &S) -> Result<Upload, Fault> {
    let parts = Multipart::from_request(request, state).await;
    let mut parts = parts.map_err(|refused| Fault::of_status(refused.status()))?;
    let mut upload = Upload::default();
    while let Some(part) = parts.next_field().await.map_err(|error| broken(&error))? {
        let name = part.name().unwrap_or_default().to_owned();
        let is_file = part.file_name().is_some();
        let bytes = part.bytes().await.map_err(|error| broken(&error))?;
        if !is_file {
            let text = String::from_utf8(bytes.to_vec());
            upload.fields.push((name, text.map_err(|_| Fault::of_status(StatusCode::BAD_REQUEST))?));
        } else if !bytes.is_empty() {
            upload.files.push((name, bytes));
        }
    }
    Ok(upload)
}

/// Why the form could not be read to its end.
fn broken(error: &MultipartError) -> Fault {
    let status = error.status();
    // The body could not be read: it was cut off where the longest ends. Whose connection broke hears nothing anyway.
    let is_cut = status.is_server_error();
    Fault::of_status(if is_cut { StatusCode::PAYLOAD_TOO_LARGE } else { status })
}
