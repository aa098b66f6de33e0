//! Names in the AT protocol: of records, and of posts on the web.

use url::Url;

/// The collection of posts and replies.
pub(super) const POST: &str = "app.bsky.feed.post";
/// The collection of rules for threads.
pub(super) const GATE: &str = "app.bsky.feed.threadgate";
/// The collection of blocks.
pub(super) const BLOCK: &str = "app.bsky.graph.block";

/// A record's name: whose repository, which collection, which key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct AtUri<'a> {
    pub(super) repo: &'a str,
    pub(super) collection: &'a str,
    pub(super) rkey: &'a str,
}

impl<'a> AtUri<'a> {
    /// Reads the full name of a record.
    pub(super) fn parse(text: &'a str) -> Option<Self> {
        let mut parts = text.strip_prefix("at://")?.split('/');
        let (repo, collection, rkey) = (parts.next()?, parts.next()?, parts.next()?);
        let is_whole = parts.next().is_none();
        let are_names = [repo, collection, rkey].iter().all(|part| is_name(part));
        (is_whole && are_names).then_some(Self { repo, collection, rkey })
    }

    /// Reads the name of a post whose repository is named for good, by its DID.
    pub(super) fn post(text: &'a str) -> Option<Self> {
        Self::parse(text).filter(|uri| uri.collection == POST && uri.repo.starts_with("did:"))
    }

    /// The post's address on the web.
    pub(super) fn permalink(&self) -> String {
        format!("https://bsky.app/profile/{}/post/{}", self.repo, self.rkey)
    }
}

/// Whether a record's name says that it lies in the repository of `did`.
pub(super) fn is_of(uri: &str, did: &str) -> bool {
    AtUri::parse(uri).is_some_and(|uri| uri.repo == did)
}

/// The name of the post that an address means: `at://…`, or a page of bsky.app or another such site.
pub(super) fn of_address(address: &str) -> Option<String> {
    if let Some(uri) = AtUri::parse(address) {
        return (uri.collection == POST).then(|| address.to_owned());
    }
    let url = Url::parse(address).ok().filter(|url| url.scheme() == "https")?;
    let parts: Vec<&str> = url.path_segments()?.filter(|part| !part.is_empty()).collect();
    let ["profile", whose, "post", rkey] = parts[..] else { return None };
    let uri = format!("at://{whose}/{POST}/{rkey}");
    AtUri::parse(&uri).is_some().then_some(uri)
}

/// Only what stands in names: nothing that could lead a question elsewhere.
fn is_name(text: &str) -> bool {
    const LENGTH_MAX: usize = 512;
    let is_letter = |letter: u8| letter.is_ascii_alphanumeric() || b".-_:~%".contains(&letter);
    (1..=LENGTH_MAX).contains(&text.len()) && text.bytes().all(is_letter) && !matches!(text, "." | "..")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_posts_are_read_and_others_refused() {
        let uri = AtUri::post("at://did:plc:abc/app.bsky.feed.post/3k2a").unwrap();
        assert_eq!((uri.repo, uri.rkey), ("did:plc:abc", "3k2a"));
        assert_eq!(uri.permalink(), "https://bsky.app/profile/did:plc:abc/post/3k2a");
        for bad in [
            "",
            "at://did:plc:abc",
            "at://did:plc:abc/app.bsky.feed.post/",
            "at://did:plc:abc/app.bsky.feed.post/a/b",
            "at://did:plc:abc/app.bsky.feed.post/..",
            "at://did:plc:abc/app.bsky.feed.post/a?b",
            "at://did:plc:abc/app.bsky.feed.like/3k2a",
            "at://lindholm.example/app.bsky.feed.post/3k2a",
        ] {
            assert_eq!(AtUri::post(bad), None, "{bad}");
        }
    }

    #[test]
    fn addresses_on_the_web_name_posts() {
        let uri = Some("at://lindholm.example/app.bsky.feed.post/3k2a".to_owned());
        assert_eq!(of_address("https://bsky.app/profile/lindholm.example/post/3k2a"), uri);
        assert_eq!(of_address("https://bsky.app/profile/lindholm.example/post/3k2a/?ref=x"), uri);
        assert_eq!(of_address("at://lindholm.example/app.bsky.feed.post/3k2a"), uri);
        for bad in [
            "http://bsky.app/profile/a/post/b",
            "https://bsky.app/profile/a",
            "at://a/app.bsky.feed.like/b",
            "x",
        ] {
            assert_eq!(of_address(bad), None, "{bad}");
        }
    }
}
