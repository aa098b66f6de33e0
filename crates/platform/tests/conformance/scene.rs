//! A platform with somebody behind it.

use uppsikt_platform::{NativeRef, Platform};

/// A way to fail, once, at the next question (or, for [`Fault::Silent`], the next change).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fault {
    /// The platform asks us to wait, and says for how long: 30 seconds.
    RateLimit,
    /// The answer ends in the middle.
    HalfAnswer,
    /// The platform is down.
    Down,
    /// The password that was right is so no longer.
    WrongPassword,
    /// The answer sends us to an address of the inner network.
    RedirectInward,
    /// The first item of the next page cannot be understood; the others can.
    MalformedItem,
    /// The first item of the next page holds bytes that are no text.
    InvalidText,
    /// The first item of the next page is dated in the year 9999.
    FutureItem,
    /// The platform's clock, in the headers of its answer, is wrong by half a day.
    WrongClock,
    /// What was asked for is done, and no answer comes.
    Silent,
}

/// What a scene can do beside posting, reading and editing.
#[derive(Debug, Clone, Copy)]
pub struct Can {
    /// Visitors comment.
    pub comment: bool,
    /// What is deleted goes away for good.
    pub delete: bool,
    /// An item is hidden from visitors, and shown again.
    pub withhold: bool,
}

/// A platform with somebody behind it who does what the checks ask for.
///
/// What changes the platform goes past the connector, as the platform's own users do.
pub trait Scene: Sized {
    /// The platform, ready; nothing (said on stderr) where the environment names none.
    async fn set_up() -> Option<Self>;

    /// The connector as the account uses it, with few items on a page.
    fn platform(&self) -> Box<dyn Platform>;

    /// The connector with a password that is not right; nothing where there are no passwords.
    fn with_wrong_password(&self) -> Option<Box<dyn Platform>>;

    /// What this scene can do.
    fn can(&self) -> Can;

    /// Bytes of the longest text that a visitor can write there.
    fn text_bytes_max(&self) -> usize {
        1 << 20
    }

    /// The account posts.
    async fn post(&self, text: &str) -> NativeRef;

    /// A visitor comments; nothing where the platform does not let them.
    async fn comment(&self, on: &NativeRef, author: &str, text: &str) -> Option<NativeRef>;

    /// Waits until visitors meet what the account has done so far; a platform of several servers lags.
    async fn catch_up(&self) {}

    /// The item says something else from now on.
    async fn edit(&self, item: &NativeRef, text: &str);

    /// The item is gone for good.
    async fn delete(&self, item: &NativeRef);

    /// The item is hidden from visitors.
    async fn withhold(&self, item: &NativeRef);

    /// A hidden item is shown again.
    async fn show(&self, item: &NativeRef);

    /// The next question meets this; false where the scene cannot make it.
    async fn fail_next(&self, fault: Fault) -> bool;

    /// Posts a picture with this alt text; gives the post and the picture's bytes.
    async fn picture(&self, _alt: &str) -> Option<(NativeRef, Vec<u8>)> {
        None
    }

    /// The deepest contribution that the scene can make: a visitor's comment on a new post, or a post.
    async fn contribution(&self, text: &str) -> NativeRef {
        if !self.can().comment {
            return self.post(text).await;
        }
        let post = self.post("Vattnet stängs på Storgatan").await;
        self.comment(&post, "Åsa", text).await.expect("visitors comment")
    }
}
