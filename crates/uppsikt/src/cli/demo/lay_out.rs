//! Laying the content out over the year up to today, as files like those that an authority would bring in.

use std::collections::HashMap;
use std::io::{Cursor, Write as _};

use jiff::civil::{Date, Time, Weekday};
use jiff::{Span, tz::TimeZone};
use serde_json::{Value, json};
use uppsikt_kernel::Micros;
use uppsikt_platform::imports::ndjson::{ItemLine, ItemState, item_line};
use uppsikt_platform::{ItemKind, Media, NativeRef};
use zip::write::SimpleFileOptions;

use super::content::{Content, Item, PICTURES};

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

/// The day that the content's last day is, and the zone in which its clock goes.
pub(super) struct Year {
    last: Date,
    zone: TimeZone,
}

impl Year {
    /// The year up to now. The content's days are weekdays when it ends with a Tuesday, so it ends with the last one.
    pub(super) fn until(now: Micros, zone: TimeZone) -> Result<Self, LayOutError> {
        let today = now.timestamp().to_zoned(zone.clone()).date();
        let since = today.weekday().since(Weekday::Tuesday);
        Ok(Self { last: today.checked_sub(Span::new().days(i64::from(since)))?, zone })
    }

    fn day(&self, days_ago: i64) -> Result<Date, LayOutError> {
        Ok(self.last.checked_sub(Span::new().days(days_ago))?)
    }

    fn at(&self, days_ago: i64, time: &str) -> Result<Micros, LayOutError> {
        let time: Time = time.parse()?;
        Ok(self.day(days_ago)?.to_datetime(time).to_zoned(self.zone.clone())?.timestamp().into())
    }
}

/// The files, in the order in which they are brought in: first what was said before it was edited, then everything.
pub(super) fn files(content: &Content, year: &Year) -> Result<Vec<(String, Vec<u8>)>, LayOutError> {
    let mut files = Vec::new();
    let rounds = content.items.iter().map(|item| item.versions.len()).max().unwrap_or_default();
    for round in 0..rounds {
        let mut lines: Vec<String> = accounts(content);
        for item in content.items.iter().filter(|item| item.versions.len() > round) {
            lines.push(item_line(&line(content, year, item, Some(round))?));
        }
        files.push((format!("lindholm-{}.ndjson", round + 1), joined(&lines)));
    }
    let mut lines = accounts(content);
    for item in &content.items {
        lines.push(item_line(&line(content, year, item, None)?));
    }
    lines.extend(registrations(content, year)?);
    lines.extend(decisions(content, year)?);
    files.push(("lindholm.zip".to_owned(), archive(&joined(&lines))?));
    Ok(files)
}

/// What a practice account shows: its items as they are now.
pub(super) fn practice(content: &Content, year: &Year, account: &str) -> Result<Vec<u8>, LayOutError> {
    let mut lines: Vec<String> = Vec::new();
    for (line, of) in accounts(content).into_iter().zip(&content.accounts) {
        lines.extend(Some(line).filter(|_| of.id == account));
    }
    for item in content.items.iter().filter(|item| item.account == account) {
        lines.push(item_line(&line(content, year, item, None)?));
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

/// An item as it is now, or as it was before an edit.
fn line(content: &Content, year: &Year, item: &Item, round: Option<usize>) -> Result<ItemLine, LayOutError> {
    let wording = round.and_then(|round| item.versions.get(round));
    let edited_at = match (&item.edited_days_ago, &item.edited_time) {
        (Some(days), Some(time)) if round.is_none() => Some(year.at(*days, time)?),
        _ => None,
    };
    let address = content.accounts.iter().find(|account| account.id == item.account);
    Ok(ItemLine {
        account: item.account.clone(),
        id: item.id.clone(),
        kind: item.kind,
        parent: item.parent.as_ref().map(|id| NativeRef { kind: kind_of(content, item, id), id: id.clone() }),
        author: Some(item.author.clone()),
        author_id: Some(item.author_id.clone()),
        own: item.own,
        title: item.title.clone(),
        text: wording.map_or_else(|| item.text.clone(), |wording| wording.text.clone()),
        published_at: year.at(item.published_days_ago, &item.published_time)?,
        edited_at,
        state: if round.is_some() { ItemState::Shown } else { item.state },
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
    })
}

/// Within an account an id is one item's.
fn kind_of(content: &Content, item: &Item, id: &str) -> ItemKind {
    let parent = content.items.iter().find(|other| other.account == item.account && other.id == id);
    parent.map_or(ItemKind::Post, |parent| parent.kind)
}

fn registrations(content: &Content, year: &Year) -> Result<Vec<String>, LayOutError> {
    let mut lines = Vec::new();
    for registration in &content.registrations {
        let day = year.day(registration.registered_days_ago)?;
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

fn decisions(content: &Content, year: &Year) -> Result<Vec<String>, LayOutError> {
    let mut lines = Vec::new();
    for decision in &content.decisions {
        // A file has no place for the class of what was judged, so the note says it.
        let class = decision.class().map_or(decision.class.as_str(), |class| class.swedish());
        let line = json!({
            "type": "decision",
            "account": decision.account,
            "item": decision.item,
            "measure": decision.measure,
            "ground": decision.ground,
            "decided_on": year.day(decision.decided_days_ago)?.to_string(),
            "by": decision.by,
            "note": format!("Bedömt som {class}. {}", decision.note),
        });
        lines.push(line.to_string());
    }
    Ok(lines)
}

fn archive(lines: &[u8]) -> Result<Vec<u8>, LayOutError> {
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    zip.start_file("lindholm.ndjson", SimpleFileOptions::default())?;
    zip.write_all(lines)?;
    let written: HashMap<&str, &[u8]> = PICTURES.iter().copied().collect();
    let mut names: Vec<&&str> = written.keys().collect();
    names.sort_unstable();
    for name in names {
        zip.start_file(*name, SimpleFileOptions::default())?;
        zip.write_all(written[*name])?;
    }
    Ok(zip.finish()?.into_inner())
}

#[cfg(test)]
mod tests {
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
            assert_eq!(year.last.weekday(), Weekday::Tuesday);
            for item in &content.items {
                let line = line(&content, &year, item, None).unwrap();
                assert!(line.published_at < now && line.edited_at.is_none_or(|at| at < now), "{today}");
            }
            let files = files(&content, &year).unwrap();
            let zip = bytes::Bytes::from(files.last().unwrap().1.clone());
            let mut archive = uppsikt_platform::imports::archive::from_bytes(zip).unwrap();
            let import = uppsikt_platform::imports::ndjson::read(&archive.main().unwrap()).unwrap();
            assert_eq!(import.problems, [], "{today}");
            assert_eq!(import.accounts.len(), content.accounts.len());
            assert_eq!(import.registrations.len(), content.registrations.len());
            assert_eq!(import.decisions.len(), content.decisions.len());
        }
    }
}
