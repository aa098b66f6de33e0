//! The general holidays of Swedish law and their dates in any year.
//!
//! The dates are those of lagen (1989:253) om allmänna helgdagar as it has read since
//! 2005-04-01 (SFS 2004:1320). Earlier years are reckoned by the same text; what the law
//! said then (annandag pingst instead of nationaldagen) is of no use to a product whose
//! oldest facts are younger.

use jiff::civil::{Date, date};
use serde::{Deserialize, Serialize};

use crate::LegalRef;
use crate::workdays::WorkdayError;

const GENERAL_HOLIDAYS: LegalRef = LegalRef::section("1989:253", "1").paragraph(1);

/// Years in which the Gregorian rule for Easter is defined and four digits suffice.
const YEARS: std::ops::RangeInclusive<i16> = 1583..=9999;

/// A general holiday (allmän helgdag) other than an ordinary Sunday.
///
/// Source: 1 and 2 §§ lagen (1989:253) om allmänna helgdagar.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Holiday {
    /// Nyårsdagen, 1 January.
    NewYearsDay,
    /// Trettondedag jul, 6 January.
    Epiphany,
    /// Långfredagen, the Friday before Easter Sunday.
    GoodFriday,
    /// Påskdagen, the Sunday after the full moon on or after 21 March.
    EasterSunday,
    /// Annandag påsk, the day after Easter Sunday.
    EasterMonday,
    /// Första maj.
    MayDay,
    /// Kristi himmelsfärdsdag, the sixth Thursday after Easter Sunday.
    AscensionDay,
    /// Pingstdagen, the seventh Sunday after Easter Sunday.
    WhitSunday,
    /// Nationaldagen, 6 June.
    NationalDay,
    /// Midsommardagen, the Saturday of 20 to 26 June.
    MidsummerDay,
    /// Alla helgons dag, the Saturday of 31 October to 6 November.
    AllSaintsDay,
    /// Juldagen, 25 December.
    ChristmasDay,
    /// Annandag jul, 26 December.
    SecondDayOfChristmas,
}

impl Holiday {
    /// Every holiday, in the order of an ordinary year.
    pub const ALL: [Self; 13] = [
        Self::NewYearsDay,
        Self::Epiphany,
        Self::GoodFriday,
        Self::EasterSunday,
        Self::EasterMonday,
        Self::MayDay,
        Self::AscensionDay,
        Self::WhitSunday,
        Self::NationalDay,
        Self::MidsummerDay,
        Self::AllSaintsDay,
        Self::ChristmasDay,
        Self::SecondDayOfChristmas,
    ];

    /// The holiday's Swedish name, as the law writes it.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::NewYearsDay => "nyårsdagen",
            Self::Epiphany => "trettondedag jul",
            Self::GoodFriday => "långfredagen",
            Self::EasterSunday => "påskdagen",
            Self::EasterMonday => "annandag påsk",
            Self::MayDay => "första maj",
            Self::AscensionDay => "Kristi himmelsfärdsdag",
            Self::WhitSunday => "pingstdagen",
            Self::NationalDay => "nationaldagen",
            Self::MidsummerDay => "midsommardagen",
            Self::AllSaintsDay => "alla helgons dag",
            Self::ChristmasDay => "juldagen",
            Self::SecondDayOfChristmas => "annandag jul",
        }
    }

    /// The provision that makes the day a general holiday.
    #[must_use]
    pub const fn law(self) -> LegalRef {
        GENERAL_HOLIDAYS
    }

    /// The holiday's date in `year` (1583 to 9999).
    ///
    /// # Errors
    /// [`WorkdayError::Year`] outside those years.
    pub fn date(self, year: i16) -> Result<Date, WorkdayError> {
        let easter = easter_sunday(year)?;
        let after_easter = |days: i64| Ok(easter.saturating_add(jiff::Span::new().days(days)));
        match self {
            Self::NewYearsDay => Ok(date(year, 1, 1)),
            Self::Epiphany => Ok(date(year, 1, 6)),
            Self::GoodFriday => after_easter(-2),
            Self::EasterSunday => Ok(easter),
            Self::EasterMonday => after_easter(1),
            Self::MayDay => Ok(date(year, 5, 1)),
            Self::AscensionDay => after_easter(39),
            Self::WhitSunday => after_easter(49),
            Self::NationalDay => Ok(date(year, 6, 6)),
            Self::MidsummerDay => Ok(saturday_on_or_after(date(year, 6, 20))),
            Self::AllSaintsDay => Ok(saturday_on_or_after(date(year, 10, 31))),
            Self::ChristmasDay => Ok(date(year, 12, 25)),
            Self::SecondDayOfChristmas => Ok(date(year, 12, 26)),
        }
    }

    /// The holiday that falls on `day`; of two on the same day, the first of the year's order.
    ///
    /// # Errors
    /// [`WorkdayError::Year`] outside the years 1583 to 9999.
    pub fn on(day: Date) -> Result<Option<Self>, WorkdayError> {
        if !YEARS.contains(&day.year()) {
            return Err(WorkdayError::Year(day.year()));
        }
        for holiday in Self::ALL {
            if holiday.may_fall_in(day.month()) && holiday.date(day.year())? == day {
                return Ok(Some(holiday));
            }
        }
        Ok(None)
    }

    /// Whether the holiday falls in that month in some year; what does not is not reckoned, since
    /// every clock asks about every day on its way.
    const fn may_fall_in(self, month: i8) -> bool {
        match self {
            Self::NewYearsDay | Self::Epiphany => month == 1,
            Self::GoodFriday | Self::EasterSunday | Self::EasterMonday => matches!(month, 3 | 4),
            Self::MayDay => month == 5,
            Self::AscensionDay => matches!(month, 4..=6),
            Self::WhitSunday => matches!(month, 5 | 6),
            Self::NationalDay | Self::MidsummerDay => month == 6,
            Self::AllSaintsDay => matches!(month, 10 | 11),
            Self::ChristmasDay | Self::SecondDayOfChristmas => month == 12,
        }
    }
}

/// An eve that the law equates with Sunday when a statutory time limit ends.
///
/// Source: 2 § första stycket lagen (1930:173) om beräkning av lagstadgad tid.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Eve {
    /// Midsommarafton, the Friday before Midsummer Day.
    Midsummer,
    /// Julafton, 24 December.
    Christmas,
    /// Nyårsafton, 31 December.
    NewYear,
}

impl Eve {
    /// The eve's Swedish name, as the law writes it.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Midsummer => "midsommarafton",
            Self::Christmas => "julafton",
            Self::NewYear => "nyårsafton",
        }
    }

    /// The eve that falls on `day`.
    #[must_use]
    pub fn on(day: Date) -> Option<Self> {
        let friday = day.weekday() == jiff::civil::Weekday::Friday;
        match (day.month(), day.day()) {
            (6, 19..=25) if friday => Some(Self::Midsummer),
            (12, 24) => Some(Self::Christmas),
            (12, 31) => Some(Self::NewYear),
            _ => None,
        }
    }
}

/// Easter Sunday of a Gregorian year, by the lunar cycle of 19 years with its solar and
/// lunar corrections (the rule that Gauss gave and Meeus states for all years).
fn easter_sunday(year: i16) -> Result<Date, WorkdayError> {
    if !YEARS.contains(&year) {
        return Err(WorkdayError::Year(year));
    }
    let y = i32::from(year);
    let (golden, century, of_century) = (y % 19, y / 100, y % 100);
    let lunar_correction = (century - (century + 8) / 25 + 1) / 3;
    let epact = (19 * golden + century - century / 4 - lunar_correction + 15) % 30;
    let to_sunday = (32 + 2 * (century % 4) + 2 * (of_century / 4) - epact - of_century % 4) % 7;
    let late = (golden + 11 * epact + 22 * to_sunday) / 451;
    let days_after_22_march = epact + to_sunday - 7 * late;
    Ok(date(year, 3, 22).saturating_add(jiff::Span::new().days(i64::from(days_after_22_march))))
}

fn saturday_on_or_after(first: Date) -> Date {
    let days = i64::from(jiff::civil::Weekday::Saturday.since(first.weekday()));
    first.saturating_add(jiff::Span::new().days(days))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Easter, Ascension, Midsummer Day and All Saints' Day from the printed almanacs.
    const KNOWN: [(i16, [(i8, i8); 4]); 11] = [
        (2020, [(4, 12), (5, 21), (6, 20), (10, 31)]),
        (2021, [(4, 4), (5, 13), (6, 26), (11, 6)]),
        (2022, [(4, 17), (5, 26), (6, 25), (11, 5)]),
        (2023, [(4, 9), (5, 18), (6, 24), (11, 4)]),
        (2024, [(3, 31), (5, 9), (6, 22), (11, 2)]),
        (2025, [(4, 20), (5, 29), (6, 21), (11, 1)]),
        (2026, [(4, 5), (5, 14), (6, 20), (10, 31)]),
        (2027, [(3, 28), (5, 6), (6, 26), (11, 6)]),
        (2028, [(4, 16), (5, 25), (6, 24), (11, 4)]),
        (2029, [(4, 1), (5, 10), (6, 23), (11, 3)]),
        (2030, [(4, 21), (5, 30), (6, 22), (11, 2)]),
    ];

    #[test]
    fn movable_holidays_of_2020_to_2030_are_those_of_the_almanac() {
        for (year, days) in KNOWN {
            let holidays =
                [Holiday::EasterSunday, Holiday::AscensionDay, Holiday::MidsummerDay, Holiday::AllSaintsDay];
            for (holiday, (month, day)) in holidays.into_iter().zip(days) {
                assert_eq!(holiday.date(year), Ok(date(year, month, day)), "{} {year}", holiday.name());
            }
        }
    }

    #[test]
    fn easter_at_the_edges_of_its_range() {
        for (year, month, day) in
            [(1583, 4, 10), (1818, 3, 22), (1943, 4, 25), (1954, 4, 18), (1981, 4, 19), (2285, 3, 22)]
        {
            assert_eq!(easter_sunday(year), Ok(date(year, month, day)));
        }
        assert_eq!(easter_sunday(1582), Err(WorkdayError::Year(1582)));
        assert!(easter_sunday(9999).is_ok());
    }

    #[test]
    fn every_year_keeps_the_laws_weekdays_and_bounds() {
        use jiff::civil::Weekday;
        for year in YEARS {
            let easter = easter_sunday(year).unwrap();
            assert_eq!(easter.weekday(), Weekday::Sunday);
            assert!((date(year, 3, 22)..=date(year, 4, 25)).contains(&easter));
            let midsummer = Holiday::MidsummerDay.date(year).unwrap();
            assert!((date(year, 6, 20)..=date(year, 6, 26)).contains(&midsummer));
            assert_eq!(Eve::on(midsummer.yesterday().unwrap()), Some(Eve::Midsummer));
            let saints = Holiday::AllSaintsDay.date(year).unwrap();
            assert!((date(year, 10, 31)..=date(year, 11, 6)).contains(&saints));
            assert_eq!((midsummer.weekday(), saints.weekday()), (Weekday::Saturday, Weekday::Saturday));
            assert_eq!(Holiday::AscensionDay.date(year).unwrap().weekday(), Weekday::Thursday);
        }
    }

    #[test]
    fn every_holiday_of_every_year_is_found_on_its_day() {
        for year in YEARS {
            for holiday in Holiday::ALL {
                let day = holiday.date(year).unwrap();
                assert!(holiday.may_fall_in(day.month()), "{} {year}", holiday.name());
                assert!(Holiday::on(day).unwrap().is_some_and(|found| found <= holiday));
            }
        }
    }

    #[test]
    fn two_holidays_on_one_day_are_named_by_the_earlier() {
        assert_eq!(Holiday::on(date(2008, 5, 1)), Ok(Some(Holiday::MayDay)));
        assert_eq!(Holiday::on(date(2005, 5, 16)), Ok(None), "annandag pingst ceased in 2005");
    }
}
