//! Reading the book of law.

use jiff::civil::Date;
use toml::de::DeTable;
use uppsikt_kernel::LegalRef;

use super::book::{Book, Law, Statute};
use crate::coded::coded;
use crate::effective::settings_of;
use crate::profile::read::Document;
use crate::profile::section::Section;
use crate::profile::{Expected, Fault, Part, Place, ProfileError, obligations};
use crate::requirement::Requirement;
use crate::source::Source;
use crate::stated::Strength;

/// The form of the book that this program reads.
const FORMAT: u16 = 1;

coded! {
    /// What a statute is divided into.
    pub enum Form {
        /// Sections, perhaps in chapters.
        Sections = "sections", "paragrafer";
        /// Articles.
        Articles = "articles", "artiklar";
    }
}

impl Book {
    /// Reads a book of law.
    pub(super) fn read(text: &str) -> Result<Self, ProfileError> {
        let table = DeTable::parse(text).map_err(|error| ProfileError {
            place: Place::of(text, error.span().map_or(0, |span| span.start)),
            fault: Fault::Syntax(error.message().to_owned()),
        })?;
        let document = Document { text, is_law: true, ..Document::default() };
        let mut top = Section::top(&document, table.get_ref());
        let format = top.needed::<u16>("format")?;
        if format != FORMAT {
            return Err(top.fault(|_| Fault::Format(i64::from(format))));
        }
        let mut book = Self::default();
        for section in top.each("statute")? {
            book.statutes.push(statute(section)?);
        }
        for section in top.each("law")? {
            let law = law(section, &book)?;
            book.laws.push(law);
        }
        top.finish()?;
        Ok(book)
    }

    /// Whether another wording of the same provision holds on one of the days.
    fn overlaps(&self, code: &str, from: Option<Date>, until: Option<Date>) -> bool {
        let mut same = self.laws.iter().filter(|law| law.code == code);
        same.any(|law| {
            law.from.zip(until).is_none_or(|(from, until)| from <= until)
                && from.zip(law.until).is_none_or(|(from, until)| from <= until)
        })
    }
}

fn statute(mut section: Section<'_>) -> Result<Statute, ProfileError> {
    let form: Option<Form> = section.plain("form")?;
    let statute = Statute {
        number: kept(section.needed("number")?),
        name: section.needed("name")?,
        has_articles: form == Some(Form::Articles),
    };
    section.finish()?;
    Ok(statute)
}

fn law(mut section: Section<'_>, book: &Book) -> Result<Law, ProfileError> {
    let code: String = section.needed("code")?;
    let source = source(&mut section, book)?;
    let text: String = section.needed("text")?;
    let (from, until) = (section.plain("from")?, section.plain("until")?);
    if book.overlaps(&code, from, until) {
        return Err(section.fault(|_| Fault::Twice(code.clone())));
    }
    let floor = floor(&mut section)?;
    let law = Law {
        name: section.needed("name")?,
        from,
        until,
        owner: section.needed("owner")?,
        review: section.needed("review")?,
        confirmed: section.needed("confirmed")?,
        seen: section.needed("seen")?,
        ground: section.plain("ground")?,
        demand: demand(&mut section, &source, &text)?,
        floor_settings: settings_of(&floor, None),
        floor,
        code,
        source,
        text,
    };
    section.finish()?;
    Ok(law)
}

fn source(section: &mut Section<'_>, book: &Book) -> Result<Source, ProfileError> {
    let number: String = section.needed("statute")?;
    let Some(statute) = book.statutes.iter().find(|statute| statute.number == number) else {
        return Err(section.fault(|key| Fault::UnknownValue {
            key: format!("{key}.statute"),
            value: number.clone(),
            meant: None,
        }));
    };
    if statute.has_articles {
        let article: u16 = section.needed("article")?;
        let wrong = |_| {
            section.fault(|key| Fault::OutOfBounds { key: format!("{key}.article"), least: 1, most: 255 })
        };
        return u8::try_from(article).map(|article| Source::DataProtection { article }).map_err(wrong);
    }
    let place = kept(section.needed("section")?);
    let chapter: Option<u16> = section.plain("chapter")?;
    let paragraph: Option<u16> = section.plain("paragraph")?;
    let small = |number: Option<u16>| number.map(u8::try_from).transpose();
    let (Ok(chapter), Ok(paragraph)) = (small(chapter), small(paragraph)) else {
        return Err(section.fault(|key| Fault::WrongType { key, expected: Expected::Whole }));
    };
    let place = chapter.map_or_else(
        || LegalRef::section(statute.number, place),
        |chapter| LegalRef::chapter(statute.number, chapter, place),
    );
    Ok(Source::Law(paragraph.map_or(place, |paragraph| place.paragraph(paragraph))))
}

/// What it demands, when it says how strongly.
fn demand(
    section: &mut Section<'_>,
    source: &Source,
    text: &str,
) -> Result<Option<Requirement>, ProfileError> {
    let Some(strength) = section.plain::<Strength>("strength")? else { return Ok(None) };
    Ok(Some(Requirement {
        source: source.clone(),
        section: String::new(),
        strength,
        text: text.to_owned(),
        binds: section.needed("binds")?,
        enforcement: section.needed("enforced")?,
        obligations: obligations(section)?,
        moment: section.needed("moment")?,
        only: section.plain("only")?.unwrap_or_default(),
    }))
}

fn floor(section: &mut Section<'_>) -> Result<Part, ProfileError> {
    let mut table = section.section("floor")?;
    let floor = Part::read(&mut table)?;
    table.finish()?;
    Ok(floor)
}

/// A text that lives as long as the program: the book is read once, and a place in law is a constant.
fn kept(text: String) -> &'static str {
    text.leak()
}
