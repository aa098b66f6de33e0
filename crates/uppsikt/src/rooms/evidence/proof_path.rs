//! The way from an entry to the root of a checkpoint, computed anew and drawn.
//!
//! Nothing of it is believed: every value on the way is computed from the entry's bytes and the siblings, and the
//! drawing is only made where the last of them is the checkpoint's root.

use askama::Template;
use askama::filters::HtmlSafe;
use uppsikt_kernel::Digest;
use uppsikt_ledger::{Checkpoint, TlogProof, VerifyKey, leaf_hash, node_hash};

use super::model::EvidenceError;
use crate::web::components::{Cell, Table, spaced};

/// A level's height in the drawing.
const LEVEL: usize = 68;
/// Where the boxes of the left and the right column have their middle, and where the root has its own.
const COLUMNS: [usize; 2] = [92, 268];
const MIDDLE: usize = 180;
/// A box's size.
const BOX: [usize; 2] = [152, 32];

/// One step upwards: two values side by side that give the one above.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rung {
    /// The value that was computed.
    pub own: Digest,
    /// The value that comes with the proof.
    pub sibling: Digest,
    /// Whether the sibling stands to the left.
    pub is_sibling_left: bool,
}

/// A proof that was checked, with every value on its way.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProofPath {
    /// The entry's place in the log, from 0.
    pub index: u64,
    /// The entry's leaf.
    pub leaf: Digest,
    /// From the leaf upwards.
    pub rungs: Vec<Rung>,
    /// The checkpoint that it leads to.
    pub checkpoint: Checkpoint,
}

impl ProofPath {
    /// Checks a proof of an entry and keeps every value on the way.
    ///
    /// # Errors
    /// [`EvidenceError::Proof`] when the checkpoint is not signed by one of the keys, or the path leads elsewhere.
    pub fn check(entry: &[u8], proof: &TlogProof, keys: &[VerifyKey]) -> Result<Self, EvidenceError> {
        let checkpoint =
            proof.verify(entry, keys).map_err(|error| EvidenceError::Proof(error.to_string()))?;
        let leaf = leaf_hash(entry);
        let mut rungs = Vec::new();
        let (mut own, mut at, mut last) = (leaf, proof.index, checkpoint.size().saturating_sub(1));
        // The order of RFC 9162, section 2.1.3.2: which side a sibling stands on follows from the place.
        for sibling in &proof.path {
            let is_sibling_left = at % 2 == 1 || at == last;
            rungs.push(Rung { own, sibling: *sibling, is_sibling_left });
            if is_sibling_left {
                own = node_hash(sibling, &own);
                while at.is_multiple_of(2) && at > 0 {
                    (at, last) = (at / 2, last / 2);
                }
            } else {
                own = node_hash(&own, sibling);
            }
            (at, last) = (at / 2, last / 2);
        }
        if own != checkpoint.root() {
            return Err(EvidenceError::Proof("vägen leder inte till kontrollvärdet".to_owned()));
        }
        Ok(Self { index: proof.index, leaf, rungs, checkpoint })
    }

    /// The drawing.
    #[must_use]
    pub fn drawing(&self) -> Drawing {
        let height = self.rungs.len();
        let side = |is_left: bool| COLUMNS[usize::from(!is_left)];
        let mut boxes = vec![Boxed { x: MIDDLE, y: 0, text: short(self.checkpoint.root()), is_own: true }];
        let mut lines = Vec::new();
        let mut above = MIDDLE;
        for (level, rung) in self.rungs.iter().enumerate().rev() {
            let y = (height - level) * LEVEL;
            let (own, other) = (side(!rung.is_sibling_left), side(rung.is_sibling_left));
            boxes.push(Boxed { x: own, y, text: short(rung.own), is_own: true });
            boxes.push(Boxed { x: other, y, text: short(rung.sibling), is_own: false });
            for (x, is_own) in [(other, false), (own, true)] {
                lines.push(Line { from: x, y, to: above, is_own });
            }
            above = own;
        }
        let place = spaced(self.index);
        let title = format!("Bevisvägen från plats {place} till kontrollvärdet");
        let description = format!(
            "Postens värde räknas samman med {} och blir kontrollvärdet över {} poster.",
            match self.rungs.len() {
                0 => "inget annat".to_owned(),
                1 => "ett syskon".to_owned(),
                more => format!("{more} syskon i tur och ordning"),
            },
            spaced(self.checkpoint.size())
        );
        Drawing {
            bottom: height * LEVEL + BOX[1],
            leaf_x: above,
            place,
            size: spaced(self.checkpoint.size()),
            title,
            description,
            boxes,
            lines,
            table: self.table(),
        }
    }

    /// The same as the drawing, in words and whole values.
    fn table(&self) -> Table {
        let mut rows = Vec::new();
        for (at, rung) in self.rungs.iter().enumerate() {
            let own = if at == 0 { "posten".to_owned() } else { format!("steg {at}") };
            let side = if rung.is_sibling_left { "till vänster" } else { "till höger" };
            rows.push(vec![
                Cell::Number(format!("{}", at + 1)),
                Cell::text(own),
                Cell::Number(rung.own.to_base64()),
                Cell::text(side),
                Cell::Number(rung.sibling.to_base64()),
            ]);
        }
        let root = self.checkpoint.root().to_base64();
        let last = vec![
            Cell::text("Slut"),
            Cell::text("kontrollvärdet"),
            Cell::Number(root),
            Cell::text(""),
            Cell::text(""),
        ];
        rows.push(last);
        let head = ["Steg", "Eget värde från", "Eget värde", "Syskonet står", "Syskon"];
        Table {
            caption: "Bevisvägen, steg för steg".to_owned(),
            head: head.map(str::to_owned).to_vec(),
            rows,
        }
    }
}

/// The beginning of a value, as people compare it.
fn short(digest: Digest) -> String {
    let [a, b, c, d, e, f, ..] = digest.as_bytes();
    format!("{a:02x}{b:02x} {c:02x}{d:02x} {e:02x}{f:02x}")
}

/// A value in the drawing.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Boxed {
    x: usize,
    y: usize,
    text: String,
    is_own: bool,
}

/// A line from a value up to the one above.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Line {
    from: usize,
    y: usize,
    to: usize,
    is_own: bool,
}

/// The picture of a proof, with the same as a table below it.
#[derive(Debug, Clone, PartialEq, Eq, Template)]
#[template(
    ext = "html",
    source = r#"<svg class="chart proof" viewBox="0 0 360 {{ bottom + 56 }}" width="360" role="img" aria-labelledby="proof-title proof-description"><title id="proof-title">{{ title }}</title><desc id="proof-description">{{ description }}</desc>
<text class="em" x="180" y="16">Kontrollvärdet över {{ size }} poster</text>
<g transform="translate(0 28)">{% for line in lines %}<path{% if line.is_own %} class="own"{% endif %} d="M{{ line.from }} {{ line.y }}C{{ line.from }} {{ line.y - 24 }} {{ line.to }} {{ line.y - 12 }} {{ line.to }} {{ line.y - 36 }}"/>{% endfor %}
{% for each in boxes %}<rect{% if each.is_own %} class="own"{% endif %} x="{{ each.x - 76 }}" y="{{ each.y }}" width="152" height="32" rx="6"/><text class="value{% if each.is_own %} own{% endif %}" x="{{ each.x }}" y="{{ each.y + 21 }}">{{ each.text }}</text>{% endfor %}
<text class="em" x="{{ leaf_x }}" y="{{ bottom + 20 }}">Plats {{ place }}</text></g></svg>
<p class="legend"><span><i class="own"></i>Räknas fram från posten</span><span><i class="other"></i>Syskon som följer med i beviset</span></p>
<details><summary>Visa som tabell</summary>{{ table }}</details>"#
)]
pub struct Drawing {
    bottom: usize,
    leaf_x: usize,
    place: String,
    size: String,
    title: String,
    description: String,
    boxes: Vec<Boxed>,
    lines: Vec<Line>,
    table: Table,
}

impl HtmlSafe for Drawing {}

#[cfg(test)]
mod tests {
    use super::*;
    use uppsikt_ledger::{Appender, LogKey, SignedCheckpoint, TileSet, inclusion_proof};

    /// A log of `size` entries, as its tiles.
    fn log(size: u64) -> (TileSet, Digest) {
        let mut appender = Appender::resume(0, TileSet::new()).unwrap();
        for at in 0..size {
            appender.append(leaf_hash(at.to_string().as_bytes()));
        }
        let mut tiles = TileSet::new();
        for (tile, bytes) in appender.changed() {
            tiles.insert(tile, bytes.to_vec()).unwrap();
        }
        (tiles, appender.root())
    }

    #[test]
    fn every_place_in_logs_of_every_small_size_leads_to_the_root() {
        let key = LogKey::from_seed("lindholm.example/uppsikt", [7; 32]).unwrap();
        let keys = [key.verify_key().clone()];
        for size in (1..40).chain([255, 256, 257, 300]) {
            let (tiles, root) = log(size);
            let checkpoint = Checkpoint::new(key.name(), size, root).unwrap();
            let note = SignedCheckpoint::sign(&checkpoint, &[&key]).unwrap().text();
            for index in (0..size).filter(|index| size < 40 || index % 17 == 0 || index + 2 > size) {
                let path = inclusion_proof(index, size, &tiles).unwrap();
                let proof = TlogProof { extra: None, index, path, checkpoint: note.clone() };
                let checked = ProofPath::check(index.to_string().as_bytes(), &proof, &keys).unwrap();
                assert_eq!(checked.rungs.len(), proof.path.len(), "{index} of {size}");
                let drawn = checked.drawing().to_string();
                assert_eq!(drawn.matches("<rect").count(), 1 + 2 * proof.path.len());
                for sibling in &proof.path {
                    assert!(drawn.contains(&askama_escaped(&sibling.to_base64())), "{index} of {size}");
                }
                assert!(ProofPath::check(b"another", &proof, &keys).is_err());
            }
        }
    }

    /// As the page writes it.
    fn askama_escaped(text: &str) -> String {
        Cell::Number(text.to_owned()).to_string()
    }
}
