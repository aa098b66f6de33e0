//! The frame of all pages, asked as a browser asks: headers, errors, limits, files, colours.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on should stop")]

mod accounts;
mod browser;
mod colours;
mod desk;
mod errors;
mod frame;
mod guidelines;
mod headers;
mod house;
mod source;
mod statics;
