//! Files that browsers are given.

use axum::body::Body;
use axum::http::{Method, StatusCode};
use uppsikt::web::asset;

use super::browser::{ask, open};
use super::house::House;

#[tokio::test]
async fn files_are_kept_for_good_and_told_apart() {
    let house = House::new().await;
    for name in asset::names() {
        let path = asset::address(name).unwrap();
        let answer = open(&house.router, &path).await;
        assert_eq!(answer.status, StatusCode::OK, "{path}");
        assert_eq!(answer.header("cache-control"), "public, max-age=31536000, immutable");
        assert!(!answer.header("content-type").contains("octet-stream"), "{name}");
        let etag = answer.header("etag").to_owned();
        let known = ask(&house.router, Method::GET, &path, &[("if-none-match", &etag)], Body::empty()).await;
        assert_eq!((known.status, known.bytes.len()), (StatusCode::NOT_MODIFIED, 0), "{name}");
        let gzip =
            ask(&house.router, Method::GET, &path, &[("accept-encoding", "gzip")], Body::empty()).await;
        if gzip.header("content-encoding") == "gzip" {
            assert!(gzip.bytes.len() < answer.bytes.len() && gzip.header("etag") != etag, "{name}");
        } else {
            assert!(name.ends_with(".woff2"), "{name}");
        }
    }
}

#[tokio::test]
async fn another_versions_files_and_other_files_are_not_there() {
    let house = House::new().await;
    for path in ["/static/0/uppsikt.css", "/static/../Cargo.toml", "/static/0/..%2FCargo.toml", "/static/"] {
        assert_eq!(open(&house.router, path).await.status, StatusCode::NOT_FOUND, "{path}");
    }
}

#[test]
fn our_own_files_are_always_there_and_small() {
    let names: Vec<&str> = asset::names().collect();
    for name in ["uppsikt.css", "keys.js", "palette.js", "fonts.css", "mark.svg"] {
        assert!(names.contains(&name), "{name}");
    }
    for script in
        [include_str!("../../src/web/static/keys.js"), include_str!("../../src/web/static/palette.js")]
    {
        assert!(script.len() <= 4096);
    }
}
