//! What the double keeps, and how WordPress writes it.

use std::collections::BTreeMap;

use serde_json::{Value, json};
use uppsikt_platform::ItemKind;

use crate::scene::Fault;
use crate::scenes::html;

/// The bytes of the one picture that the site has.
pub const PICTURE: &[u8] = b"\x89PNG\r\n\x1a\n inte mycket till bild";

/// A post or a comment.
#[derive(Debug, Clone, Default)]
pub struct Row {
    pub status: String,
    pub raw: String,
    pub author: u64,
    pub author_name: String,
    /// For a comment: the post that it hangs on, and the comment that it answers.
    pub post: u64,
    pub parent: u64,
    /// For a post: whether nobody can comment.
    pub is_closed: bool,
    /// For a post: the alt text of the picture that stands for it, if one does.
    pub picture_alt: Option<String>,
    pub seconds: u64,
}

impl Row {
    pub fn new(status: &str, text: &str) -> Self {
        Self { status: status.to_owned(), raw: text.to_owned(), ..Self::default() }
    }

    /// When it was published, as WordPress writes it.
    pub fn date(&self) -> String {
        let (minutes, seconds) = (self.seconds / 60, self.seconds % 60);
        format!("2026-11-20T{:02}:{:02}:{seconds:02}", 8 + minutes / 60, minutes % 60)
    }
}

/// The whole site.
pub struct Site {
    pub address: String,
    /// What the next request meets.
    pub fault: Option<Fault>,
    /// How often the site has fallen silent.
    pub silences: u32,
    /// Posts and comments are counted apart, so that one id may be either.
    rows: BTreeMap<(bool, u64), Row>,
    last_ids: [u64; 2],
    seconds: u64,
}

impl Site {
    pub fn new(address: String) -> Self {
        Self { address, fault: None, silences: 0, rows: BTreeMap::new(), last_ids: [0; 2], seconds: 0 }
    }

    pub fn add(&mut self, kind: ItemKind, row: Row) -> u64 {
        self.seconds += 1;
        let last_id = &mut self.last_ids[usize::from(kind == ItemKind::Comment)];
        *last_id += 1;
        let id = *last_id;
        self.rows.insert((kind == ItemKind::Comment, id), Row { seconds: self.seconds, ..row });
        id
    }

    pub fn row(&mut self, kind: ItemKind, id: u64) -> Option<&mut Row> {
        // It has no pages.
        (kind != ItemKind::Page).then(|| self.rows.get_mut(&(kind == ItemKind::Comment, id)))?
    }

    /// Every row of a kind, by id.
    pub fn rows(&self, kind: ItemKind) -> impl Iterator<Item = (u64, &Row)> {
        let comments = kind == ItemKind::Comment;
        let rows = self.rows.iter().filter(move |((comment, _), _)| *comment == comments);
        rows.filter(move |_| kind != ItemKind::Page).map(|((_, id), row)| (*id, row))
    }

    /// Gone for good, with what hangs on it.
    pub fn remove(&mut self, kind: ItemKind, id: u64) {
        if kind == ItemKind::Post {
            self.rows.retain(|(comment, _), row| !*comment || row.post != id);
        }
        self.rows.remove(&(kind == ItemKind::Comment, id));
    }

    /// A post takes its comments into the bin; they stay behind there when it is published again.
    pub fn trash(&mut self, kind: ItemKind, id: u64) {
        if kind == ItemKind::Post {
            let comments = self.rows.iter_mut().filter(|((comment, _), row)| *comment && row.post == id);
            for (_, row) in comments {
                "post-trashed".clone_into(&mut row.status);
            }
        }
        if let Some(row) = self.row(kind, id) {
            "trash".clone_into(&mut row.status);
        }
    }

    /// A row as WordPress writes it.
    pub fn write(&self, kind: ItemKind, id: u64, row: &Row, edit: bool) -> Value {
        let mut content = json!({"rendered": html(&row.raw)});
        if edit {
            content["raw"] = json!(row.raw);
        }
        let date = row.date();
        if kind == ItemKind::Comment {
            return json!({
                "id": id, "post": row.post, "parent": row.parent, "author": row.author,
                "author_name": row.author_name, "date_gmt": date, "content": content,
                "link": format!("{}/{}/#comment-{id}", self.address, row.post), "status": row.status,
                "_links": {"up": [{"post_type": "post"}]}
            });
        }
        let featured = row.picture_alt.iter().map(|alt| {
            json!({"source_url": format!("{}/bro.png", self.address), "alt_text": alt, "mime_type": "image/png"})
        });
        json!({
            "id": id, "date_gmt": date, "modified_gmt": date, "title": {"rendered": "", "raw": ""},
            "content": content, "author": row.author, "link": format!("{}/{id}/", self.address),
            "status": row.status, "comment_status": if row.is_closed { "closed" } else { "open" },
            "_embedded": {
                "author": [{"id": row.author, "name": "Kommunikation"}],
                "wp:featuredmedia": featured.collect::<Vec<_>>()
            }
        })
    }
}
