//! The frame of all pages, asked as a browser asks: headers, errors, limits, files, colours.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on should stop")]

mod accounts;
mod api;
mod browser;
mod bulk;
mod colours;
mod desk;
mod errors;
mod export;
mod frame;
mod guidelines;
mod headers;
mod house;
mod ledger;
mod live;
mod matrix;
mod operation;
mod registry;
mod search;
mod source;
mod statics;
mod visitor;
