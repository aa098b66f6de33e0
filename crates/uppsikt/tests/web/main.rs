//! The frame of all pages, asked as a browser asks: headers, errors, limits, files, colours.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on should stop")]

mod accounts;
mod adoption;
mod answered;
mod api;
mod browser;
mod bulk;
mod colours;
mod desk;
mod errors;
mod exception;
mod export;
mod first_steps;
mod frame;
mod guidelines;
mod headers;
mod house;
mod ledger;
mod live;
mod matrix;
mod neighbour;
mod new_account;
mod observe;
mod operation;
mod registry;
mod search;
mod source;
mod statics;
mod visitor;
mod who;
