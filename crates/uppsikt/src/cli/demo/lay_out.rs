//! Laying the content out over the year up to today, as files like those that an authority would bring in.

use std::collections::{BTreeSet, HashMap};
use std::io::{Cursor, Write as _};

use serde_json::{Value, json};
use uppsikt_kernel::Micros;
use uppsikt_platform::imports::ndjson::{ItemLine, ItemState, item_line};
use uppsikt_platform::{ItemKind, Media, NativeRef};
use zip::write::SimpleFileOptions;

use super::content::{Content, Item, PICTURES};
use super::year::{Life, OFFICE_CLOSES, Stretch, Year};

/// Why the content could not be laid out; a test rules it out.
#[derive(Debug, thiserror::Error)]
pub(super) enum LayOutError {
    /// A day or a time is none.
    #[error("laying out the year: {0}")]
    Time(#[from] jiff::Error),
    /// The archive could not be made.
    #[error("making the archive: {0}")]
    Zip(#[from] zip::result::ZipError),
    /// The archive could not be written.
    #[error("writing the archive: {0}")]
    Write(#[from] std::io::Error),
}

/// The files of what happened before anybody looked here, in the order in which they are brought in: first what was
/// said before it was edited, then everything.
pub(super) fn history(
    content: &Content,
    year: &Year,
    begun: Micros,
) -> Result<Vec<(String, Vec<u8>)>, LayOutError> {
    let mut lives = Vec::new();
    for item in &content.items {
        lives.push(Life::of(item, year)?);
    }
    lives.retain(|life| life.published_at <= begun);
    let mut files = Vec::new();
    let rounds = lives.iter().map(|life| life.item.versions.len()).max().unwrap_or_default();
    for round in 0..rounds {
        let mut lines: Vec<String> = accounts(content);
        for life in lives.iter().filter(|life| life.item.versions.len() > round) {
            lines.push(item_line(&line(content, life, Some(round), begun)));
        }
        files.push((format!("lindholm-{}.ndjson", round + 1), joined(&lines)));
    }
    let mut lines = accounts(content);
    for life in &lives {
        lines.push(item_line(&line(content, life, life.wording(begun), begun)));
    }
    let stretch = Stretch { after: None, until: begun };
    lines.extend(registrations(content, year, stretch)?);
    lines.extend(decisions(content, year, stretch)?);
    files.push(("lindholm.zip".to_owned(), archive(&joined(&lines), &pictures_of(&lives))?));
    Ok(files)
}

/// What happened on the platforms during a stretch, as files that the authority brings in: what was worded anew as it
/// stood first, and then everything. None when nothing happened.
pub(super) fn news(content: &Content, year: &Year, stretch: Stretch) -> Result<Vec<Vec<u8>>, LayOutError> {
    let (mut before, mut lines, mut lives) = (Vec::new(), Vec::new(), Vec::new());
    for item in content.items.iter().filter(|item| !content.is_practice(&item.account)) {
        let life = Life::of(item, year)?;
        if !life.happens_in(stretch) {
            continue;
        }
        if let Some(first) = life.first_wording(stretch) {
            before.push(item_line(&line(content, &life, Some(first), stretch.until)));
        }
        lines.push(item_line(&line(content, &life, life.wording(stretch.until), stretch.until)));
        lives.push(life);
    }
    lines.extend(registrations(content, year, stretch)?);
    lines.extend(decisions(content, year, stretch)?);
    let mut files = Vec::new();
    for lines in [before, lines].into_iter().filter(|lines| !lines.is_empty()) {
        let all = [accounts(content), lines].concat();
        files.push(archive(&joined(&all), &pictures_of(&lives))?);
    }
    Ok(files)
}

/// What the content says of a practice account's item during a span.
pub(super) enum Practised {
    /// It is written.
    Written(ItemLine),
    /// It is worded anew.
    Reworded(ItemLine),
    /// Whoever wrote it takes it away.
    Withdrawn(ItemLine),
}

/// What happens on a practice account during a span, in the order of the content.
pub(super) fn practised(
    content: &Content,
    year: &Year,
    account: &str,
    stretch: Stretch,
) -> Result<Vec<Practised>, LayOutError> {
    let mut all = Vec::new();
    for item in content.items.iter().filter(|item| item.account == account) {
        let life = Life::of(item, year)?;
        if !life.happens_in(stretch) {
            continue;
        }
        let shown = line(content, &life, life.wording(stretch.until), stretch.until);
        if stretch.holds(life.published_at) {
            let shown = ItemLine { state: ItemState::Shown, ..shown.clone() };
            all.push(Practised::Written(shown));
        } else if life.edited_at.is_some_and(|at| stretch.holds(at)) {
            all.push(Practised::Reworded(shown.clone()));
        }
        if life.gone_at.is_some_and(|at| stretch.holds(at)) {
            all.push(Practised::Withdrawn(shown));
        }
    }
    Ok(all)
}

/// What a practice account shows when it begins: its items as they were then.
pub(super) fn practice(
    content: &Content,
    year: &Year,
    account: &str,
    begun: Micros,
) -> Result<Vec<u8>, LayOutError> {
    let mut lines: Vec<String> = Vec::new();
    for (line, of) in accounts(content).into_iter().zip(&content.accounts) {
        lines.extend(Some(line).filter(|_| of.id == account));
    }
    for item in content.items.iter().filter(|item| item.account == account) {
        let life = Life::of(item, year)?;
        if life.published_at <= begun {
            lines.push(item_line(&line(content, &life, life.wording(begun), begun)));
        }
    }
    Ok(joined(&lines))
}

/// The pictures of a practice account, by the names that its lines give them.
pub(super) fn practice_pictures(content: &Content, account: &str) -> Vec<(&'static str, &'static [u8])> {
    let mine = content.items.iter().filter(|item| item.account == account);
    let names: Vec<&str> = mine.flat_map(|item| &item.media).map(|media| media.file.as_str()).collect();
    PICTURES.iter().copied().filter(|(name, _)| names.contains(name)).collect()
}

fn joined(lines: &[String]) -> Vec<u8> {
    let mut bytes = lines.join("\n").into_bytes();
    bytes.push(b'\n');
    bytes
}

fn accounts(content: &Content) -> Vec<String> {
    let line = |account: &super::content::Account| {
        let mut line = account.rest.clone();
        line.insert("id".to_owned(), account.id.clone().into());
        line.insert("address".to_owned(), account.address.clone().into());
        line.insert("authority".to_owned(), account.authority.clone().into());
        Value::Object(line).to_string()
    };
    content.accounts.iter().map(line).collect()
}

/// An item as it is at a time, or as it was worded before an edit.
fn line(content: &Content, life: &Life<'_>, round: Option<usize>, at: Micros) -> ItemLine {
    let item = life.item;
    let wording = round.and_then(|round| item.versions.get(round));
    let address = content.accounts.iter().find(|account| account.id == item.account);
    ItemLine {
        account: item.account.clone(),
        id: item.id.clone(),
        kind: item.kind,
        parent: item.parent.as_ref().map(|id| NativeRef { kind: kind_of(content, item, id), id: id.clone() }),
        author: Some(item.author.clone()),
        author_id: Some(item.author_id.clone()),
        own: item.own,
        title: item.title.clone(),
        text: wording.map_or_else(|| item.text.clone(), |wording| wording.text.clone()),
        published_at: life.published_at,
        edited_at: life.edited_at.filter(|_| round.is_none()),
        state: if round.is_some() { ItemState::Shown } else { life.state(at) },
        address: address.map(|account| format!("{}/{}", account.address, item.id)),
        language: item.language.clone(),
        media: item
            .media
            .iter()
            .map(|media| Media {
                source: media.file.clone(),
                alt: media.alt.clone(),
                media_type: Some(media.media_type.clone()),
            })
            .collect(),
    }
}

/// Within an account an id is one item's.
fn kind_of(content: &Content, item: &Item, id: &str) -> ItemKind {
    let parent = content.items.iter().find(|other| other.account == item.account && other.id == id);
    parent.map_or(ItemKind::Post, |parent| parent.kind)
}

fn registrations(content: &Content, year: &Year, stretch: Stretch) -> Result<Vec<String>, LayOutError> {
    let mut lines = Vec::new();
    for registration in &content.registrations {
        let day = year.day(registration.registered_days_ago)?;
        if !stretch.holds(year.time(day, OFFICE_CLOSES)?) {
            continue;
        }
        let secrecy = match &registration.secrecy {
            Some(mark) => json!({"provision": mark.provision, "date": year.day(mark.days_ago)?.to_string()}),
            None => Value::Null,
        };
        let line = json!({
            "type": "registration",
            "account": registration.account,
            "number": registration.number.replace("{year}", &day.year().to_string()),
            "items": registration.items,
            "registered_on": day.to_string(),
            "description": registration.description,
            "direction": registration.direction,
            "secrecy": secrecy,
        });
        lines.push(line.to_string());
    }
    Ok(lines)
}

fn decisions(content: &Content, year: &Year, stretch: Stretch) -> Result<Vec<String>, LayOutError> {
    let mut lines = Vec::new();
    for decision in &content.decisions {
        let day = year.day(decision.decided_days_ago)?;
        if !stretch.holds(year.time(day, OFFICE_CLOSES)?) {
            continue;
        }
        // A file has no place for the class of what was judged, so the note says it.
        let class = decision.class().map_or(decision.class.as_str(), |class| class.swedish());
        let line = json!({
            "type": "decision",
            "account": decision.account,
            "item": decision.item,
            "measure": decision.measure,
            "ground": decision.ground,
            "decided_on": day.to_string(),
            "by": decision.by,
            "note": format!("Bedömt som {class}. {}", decision.note),
        });
        lines.push(line.to_string());
    }
    Ok(lines)
}

fn pictures_of<'a>(lives: &[Life<'a>]) -> BTreeSet<&'a str> {
    lives.iter().flat_map(|life| &life.item.media).map(|media| media.file.as_str()).collect()
}

fn archive(lines: &[u8], pictures: &BTreeSet<&str>) -> Result<Vec<u8>, LayOutError> {
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    zip.start_file("lindholm.ndjson", SimpleFileOptions::default())?;
    zip.write_all(lines)?;
    let written: HashMap<&str, &[u8]> = PICTURES.iter().copied().collect();
    for name in pictures {
        if let Some(bytes) = written.get(name) {
            zip.start_file(*name, SimpleFileOptions::default())?;
            zip.write_all(bytes)?;
        }
    }
    Ok(zip.finish()?.into_inner())
}

#[cfg(test)]
mod tests {
    use super::super::year::earlier;
    use super::*;
    use uppsikt_kernel::stockholm;

    #[test]
    fn whatever_day_it_is_nothing_lies_ahead_and_everything_can_be_read() {
        let content = Content::read().unwrap();
        for today in
            ["2026-11-22T09:00:00Z", "2026-11-24T00:30:00Z", "2027-03-01T22:59:59Z", "2028-02-29T12:00:00Z"]
        {
            let now: Micros = today.parse::<jiff::Timestamp>().unwrap().into();
            let year = Year::until(now, stockholm().unwrap()).unwrap();
            let begun = earlier(now, 31 * 24 * 60);
            let lives: HashMap<_, _> = content
                .items
                .iter()
                .map(|item| ((item.account.as_str(), item.id.as_str()), Life::of(item, &year).unwrap()))
                .collect();
            for life in lives.values() {
                let all = [Some(life.published_at), life.edited_at, life.gone_at];
                assert!(all.into_iter().flatten().all(|at| at < now), "{today} {}", life.item.id);
                let above =
                    life.item.parent.as_ref().map(|id| &lives[&(life.item.account.as_str(), id.as_str())]);
                assert!(
                    above.is_none_or(|above| above.published_at <= life.published_at),
                    "{today} {} {}",
                    life.item.account,
                    life.item.id
                );
            }
            let (mut registered, mut decided) = (0, 0);
            let mut files: Vec<Vec<u8>> =
                history(&content, &year, begun).unwrap().pop().map(|(_, file)| file).into_iter().collect();
            let mut after = begun;
            for until in year.rounds(begun).unwrap() {
                files.extend(news(&content, &year, Stretch { after: Some(after), until }).unwrap());
                after = until;
            }
            for file in files {
                let mut archive = uppsikt_platform::imports::archive::from_bytes(file.into()).unwrap();
                let import = uppsikt_platform::imports::ndjson::read(&archive.main().unwrap()).unwrap();
                assert_eq!(import.problems, [], "{today}");
                assert_eq!(import.accounts.len(), content.accounts.len());
                registered += import.registrations.len();
                decided += import.decisions.len();
            }
            assert_eq!(
                (registered, decided),
                (content.registrations.len(), content.decisions.len()),
                "{today}"
            );
        }
    }
}
