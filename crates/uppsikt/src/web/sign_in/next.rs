//! Where somebody goes after signing in: to a page of ours, never elsewhere.

/// The page that was asked for before signing in; the start page for everything that is no path of ours.
pub(super) fn local(asked: &str) -> String {
    let is_path = asked.starts_with('/') && !asked.starts_with("//") && asked.len() <= 2_000;
    // A backslash or a tab in an address means a slash or nothing to some browsers.
    let is_plain = asked.bytes().all(|byte| byte.is_ascii_graphic() && byte != b'\\');
    let is_door = asked.starts_with("/logga-");
    if is_path && is_plain && !is_door { asked.to_owned() } else { "/".to_owned() }
}

/// A path with the page that comes after it.
pub(super) fn with(path: &str, next: &str) -> String {
    if next == "/" {
        return path.to_owned();
    }
    let mut query = url::form_urlencoded::Serializer::new(String::new());
    format!("{path}?{}", query.append_pair("nasta", next).finish())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_paths_of_our_own_are_followed() {
        for good in ["/", "/bevakning", "/sok?q=sn%C3%B6&fran=2026", "/handlingar/1#version"] {
            assert_eq!(local(good), good);
        }
        for bad in [
            "",
            "https://example.org/",
            "//example.org/",
            "/\\example.org/",
            "/\t/example.org/",
            "javascript:alert(1)",
            "/logga-in",
            "/logga-ut",
            "/bad\r\nSet-Cookie: a=b",
            &format!("/{}", "a".repeat(3_000)),
        ] {
            assert_eq!(local(bad), "/", "{bad:?}");
        }
        assert_eq!(with("/logga-in/kod", "/"), "/logga-in/kod");
        assert_eq!(with("/logga-in/kod", "/sok?q=a b"), "/logga-in/kod?nasta=%2Fsok%3Fq%3Da+b");
    }
}
