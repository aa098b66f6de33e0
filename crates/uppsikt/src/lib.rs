//! Uppsikt: the system with which a Swedish public authority runs its social media lawfully.
//!
//! What a platform shows is kept in every version, sealed in a log that a stranger can check, and
//! given back with proof. The rooms hold what the guidelines speak of; the command line and the
//! server are the ways in.

pub mod app;
pub mod cli;
pub mod config;
pub mod derived;
pub mod explain;
pub mod jobs;
pub mod rooms;
pub mod web;
