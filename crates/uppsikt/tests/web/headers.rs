//! Headers on every response, whatever it is.

use axum::body::Body;
use axum::http::{Method, StatusCode};

use super::browser::{Answer, BROWSER, ask, open};
use super::house::{House, faulty};

fn is_guarded(answer: &Answer, what: &str) {
    for (name, value) in [
        ("x-content-type-options", "nosniff"),
        ("x-frame-options", "DENY"),
        ("referrer-policy", "same-origin"),
        ("cross-origin-opener-policy", "same-origin"),
        ("cross-origin-resource-policy", "same-origin"),
        ("x-robots-tag", "noindex, nofollow"),
    ] {
        assert_eq!(answer.header(name), value, "{what}");
    }
    assert!(answer.header("permissions-policy").contains("camera=()"), "{what}");
    let policy = answer.header("content-security-policy");
    assert!(policy.starts_with("default-src 'none'; script-src 'nonce-"), "{what}: {policy}");
    for part in [
        "base-uri 'none'",
        "frame-ancestors 'none'",
        "form-action 'self'",
        "require-trusted-types-for 'script'",
    ] {
        assert!(policy.contains(part), "{what}: {policy}");
    }
    for bad in ["unsafe", "http:", "https:", "*", "data:", "blob:"] {
        assert!(!policy.contains(bad), "{what}: {policy}");
    }
}

#[tokio::test]
async fn every_response_bears_them() {
    let (house, faulty) = (House::new().await, faulty());
    for path in ["/om", "/tillganglighet", "/healthz", "/finns-inte", "/static/0/uppsikt.css"] {
        is_guarded(&open(&house.router, path).await, path);
    }
    for path in ["/panic", "/explained", "/api/explained", "/count?count=x", "/form"] {
        is_guarded(&open(&faulty, path).await, path);
    }
}

#[tokio::test]
async fn a_nonce_is_used_once_and_every_script_bears_it() {
    let house = House::new().await;
    let (one, other) = (open(&house.router, "/om").await, open(&house.router, "/om").await);
    let nonce = |answer: &Answer| {
        let policy = answer.header("content-security-policy").to_owned();
        policy.split("'nonce-").nth(1).unwrap().split('\'').next().unwrap().to_owned()
    };
    assert!(nonce(&one).len() >= 22 && nonce(&one) != nonce(&other));
    let text = one.text();
    let scripts: Vec<&str> = text.split("<script").skip(1).collect();
    assert!(!scripts.is_empty());
    for script in scripts {
        let tag = script.split('>').next().unwrap();
        assert!(
            tag.contains(&format!("nonce=\"{}\"", nonce(&one))) && tag.contains(" src=\"/static/"),
            "{tag}"
        );
    }
}

#[tokio::test]
async fn pages_are_kept_by_nobody_and_https_stays_https() {
    let house = House::new().await;
    let plain = open(&house.router, "/om").await;
    assert_eq!((plain.header("cache-control"), plain.header("strict-transport-security")), ("no-store", ""));
    let headers = [BROWSER, ("x-forwarded-proto", "https")];
    let safe = ask(&house.router, Method::GET, "/om", &headers, Body::empty()).await;
    assert_eq!(safe.header("strict-transport-security"), "max-age=31536000");
}

#[tokio::test]
async fn head_is_get_without_a_body() {
    let house = House::new().await;
    for (path, status) in [("/om", StatusCode::OK), ("/finns-inte", StatusCode::NOT_FOUND)] {
        let answer = ask(&house.router, Method::HEAD, path, &[BROWSER], Body::empty()).await;
        assert_eq!((answer.status, answer.bytes.len()), (status, 0), "{path}");
        is_guarded(&answer, path);
    }
}

#[tokio::test]
async fn pages_are_compressed_where_that_is_understood() {
    let house = House::new().await;
    let headers = [BROWSER, ("accept-encoding", "gzip")];
    let answer = ask(&house.router, Method::GET, "/om", &headers, Body::empty()).await;
    assert_eq!(answer.header("content-encoding"), "gzip");
    // The budget for a page without pictures.
    assert!(answer.bytes.len() < 12 * 1024, "{}", answer.bytes.len());
}
