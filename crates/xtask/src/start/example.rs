//! What the invented Lindholms kommun and its invented visitors write. No name belongs to a real person.

use anyhow::{Context, Result};
use serde_json::{Value, json};

use crate::servers::Site;

const POSTS: &str = "/wp-json/wp/v2/posts";
const COMMENTS: &str = "/wp-json/wp/v2/comments";

/// A post of the municipality and what visitors wrote under it.
struct Post {
    title: &'static str,
    text: &'static str,
    comments: &'static [(&'static str, &'static str)],
}

const STORY: &[Post] = &[
    Post {
        title: "Badplatsen vid Lindsjön öppnar",
        text: "Bryggan är lagad och vattnet är provtaget. Välkomna att bada från och med lördag.",
        comments: &[
            ("Påhittade Pelle", "Äntligen. Finns det parkering för rullstolsburna?"),
            ("Exempel-Eva", "Bryggan var trasig hela förra sommaren. Det är dåligt skött."),
        ],
    },
    Post {
        title: "Bron över Lillån stängs",
        text: "Bron stängs för reparation i tre veckor. Gående och cyklister leds om via Kvarnvägen.",
        comments: &[("Fiktiva Frida", "Hur kommer skolbussen fram under tiden?")],
    },
    Post {
        title: "Föreslå namn på den nya parken",
        text: "Parken vid stationen ska få ett namn. Skriv ditt förslag i en kommentar.",
        comments: &[
            ("Testa Testsson", "Lindparken."),
            ("Påhittade Pelle", "Stationsparken, så att man hittar dit."),
        ],
    },
];

/// Two comments of this run: one that its author regrets in part, one that goes.
#[derive(Debug)]
pub struct Visit {
    edited: u64,
    deleted: u64,
}

/// Fills a site that has no posts.
///
/// # Errors
/// When the site refuses.
pub fn fill(site: &Site, visitor: &Site) -> Result<()> {
    if site.get(POSTS)?.as_array().is_some_and(|posts| !posts.is_empty()) {
        return Ok(());
    }
    for post in STORY {
        let body = json!({"title": post.title, "content": post.text, "status": "publish"});
        let id = number(&site.post(POSTS, &body)?)?;
        for (author, text) in post.comments {
            comment(visitor, id, author, text)?;
        }
    }
    Ok(())
}

/// Two visitors comment the newest post.
///
/// # Errors
/// When the site refuses.
pub fn visit(visitor: &Site) -> Result<Visit> {
    let posts = visitor.get(POSTS)?;
    // A post whose conversation was broken off takes no more comments.
    let is_open = |post: &&Value| post["comment_status"] == "open";
    let open = posts.as_array().and_then(|posts| posts.iter().find(is_open));
    let newest = number(open.context("webbplatsen har inget inlägg som går att kommentera")?)?;
    Ok(Visit {
        edited: comment(visitor, newest, "Exempel-Eva", "Bänkar behövs. Och belysning.")?,
        deleted: comment(visitor, newest, "Fiktiva Frida", "Ni bryr er ändå aldrig om vad vi skriver.")?,
    })
}

/// What a visitor tells of somebody else under a new post; it may not stay.
pub const TOLD: &str = "Grannen mittemot har fått beslut om hemtjänst, det vet hela trappuppgången.";

/// The municipality posts something more, and a visitor tells under it what is under secrecy.
///
/// # Errors
/// When the site refuses.
pub fn tell_secret(site: &Site, visitor: &Site) -> Result<()> {
    let body = json!({
        "title": "Hemtjänsten söker sommarvikarier",
        "content": "Vill du arbeta hos oss i sommar? Ansökan är öppen till och med april.",
        "status": "publish",
    });
    let post = number(&site.post(POSTS, &body)?)?;
    comment(visitor, post, "Testa Testsson", TOLD).map(drop)
}

/// One comment is changed, the other disappears.
///
/// # Errors
/// When the site refuses.
pub fn regret(site: &Site, visit: &Visit) -> Result<()> {
    let changed = "Bänkar behövs. (Ändrat: och mer belysning längs gångvägen.)";
    site.post(&format!("{COMMENTS}/{}", visit.edited), &json!({"content": changed}))?;
    site.delete(&format!("{COMMENTS}/{}?force=true", visit.deleted))?;
    Ok(())
}

fn comment(visitor: &Site, post: u64, author: &str, text: &str) -> Result<u64> {
    let body = json!({
        "post": post,
        "author_name": author,
        "author_email": "besokare@example.org",
        "content": text,
    });
    number(&visitor.post(COMMENTS, &body)?)
}

fn number(answer: &Value) -> Result<u64> {
    answer["id"].as_u64().context("WordPress svarade utan id")
}
