//! A point in time as the wire and the database write it: `2026-11-22T23:58:29.043Z`.

use core::fmt;

use serde::{Deserialize, Serialize};

use crate::describe::{Describe, Type};

const MS_PER_DAY: i64 = 86_400_000;

/// Milliseconds since 1970-01-01T00:00:00Z.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Timestamp(pub i64);

impl Timestamp {
    /// This time plus a number of seconds.
    #[must_use]
    pub const fn plus_seconds(self, seconds: i64) -> Self {
        Self(self.0.saturating_add(seconds.saturating_mul(1000)))
    }

    /// Reads `YYYY-MM-DDTHH:MM:SS`, an optional fraction and `Z`; digits after the third one of
    /// the fraction are dropped.
    pub fn parse(text: &str) -> Option<Self> {
        let (date_time, fraction) = match text.strip_suffix('Z')?.split_once('.') {
            Some((date_time, fraction)) => (date_time, fraction),
            None => (text.strip_suffix('Z')?, "0"),
        };
        let &[y0, y1, y2, y3, b'-', m0, m1, b'-', d0, d1, b'T', h0, h1, b':', i0, i1, b':', s0, s1] =
            date_time.as_bytes()
        else {
            return None;
        };
        let year = number(&[y0, y1, y2, y3])?;
        let month = number(&[m0, m1]).filter(|month| (1..=12).contains(month))?;
        let day = number(&[d0, d1]).filter(|day| (1..=days_in_month(year, month)).contains(day))?;
        let hour = number(&[h0, h1]).filter(|hour| *hour < 24)?;
        let minute = number(&[i0, i1]).filter(|minute| *minute < 60)?;
        let second = number(&[s0, s1]).filter(|second| *second < 60)?;
        if fraction.is_empty() || fraction.len() > 9 {
            return None;
        }
        let mut digits = fraction.bytes();
        let mut ms = 0;
        for _ in 0..3 {
            ms = ms * 10 + number(&[digits.next().unwrap_or(b'0')])?;
        }
        for digit in digits {
            number(&[digit])?;
        }
        let of_day = ((hour * 60 + minute) * 60 + second) * 1000 + ms;
        Some(Self(days_from_civil(year, month, day) * MS_PER_DAY + of_day))
    }
}

impl Timestamp {
    /// The text form without the machinery of `fmt`: an answer holds five of them. `None` for years
    /// outside of 0 to 9999.
    fn bytes(self) -> Option<[u8; 24]> {
        let (year, month, day) = civil_from_days(self.0.div_euclid(MS_PER_DAY));
        if !(0..=9999).contains(&year) {
            return None;
        }
        let ms = self.0.rem_euclid(MS_PER_DAY);
        let (hour, minute, second) = (ms / 3_600_000, ms / 60_000 % 60, ms / 1000 % 60);
        let digit = |value: i64| b'0' + u8::try_from(value % 10).unwrap_or_default();
        let two = |value: i64| [digit(value / 10), digit(value)];
        let ([y0, y1], [y2, y3]) = (two(year / 100), two(year));
        let ([m0, m1], [d0, d1]) = (two(month), two(day));
        let ([h0, h1], [i0, i1], [s0, s1]) = (two(hour), two(minute), two(second));
        let ([f0, f1], f2) = (two(ms / 10), digit(ms));
        Some([
            y0, y1, y2, y3, b'-', m0, m1, b'-', d0, d1, b'T', h0, h1, b':', i0, i1, b':', s0, s1,
            b'.', f0, f1, f2, b'Z',
        ])
    }
}

/// The text form. Years outside of 0 to 9999 do not occur on this wire and are written as they
/// come.
impl fmt::Display for Timestamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (year, month, day) = civil_from_days(self.0.div_euclid(MS_PER_DAY));
        let ms = self.0.rem_euclid(MS_PER_DAY);
        write!(
            f,
            "{year:04}-{month:02}-{day:02}T{:02}:{:02}:{:02}.{:03}Z",
            ms / 3_600_000,
            ms / 60_000 % 60,
            ms / 1000 % 60,
            ms % 1000
        )
    }
}

impl Serialize for Timestamp {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self.bytes() {
            Some(bytes) => serializer.serialize_str(str::from_utf8(&bytes).unwrap_or_default()),
            None => serializer.collect_str(self),
        }
    }
}

impl<'de> Deserialize<'de> for Timestamp {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Visitor;

        impl serde::de::Visitor<'_> for Visitor {
            type Value = Timestamp;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a date like 2026-11-22T23:58:29.043Z")
            }

            fn visit_str<E: serde::de::Error>(self, text: &str) -> Result<Timestamp, E> {
                Timestamp::parse(text)
                    .ok_or_else(|| E::invalid_value(serde::de::Unexpected::Str(text), &self))
            }
        }

        deserializer.deserialize_str(Visitor)
    }
}

impl Describe for Timestamp {
    const TYPE: Type = Type::Date;
}

fn number(digits: &[u8]) -> Option<i64> {
    digits.iter().try_fold(0, |sum, digit| match digit {
        b'0'..=b'9' => Some(sum * 10 + i64::from(digit - b'0')),
        _ => None,
    })
}

fn days_in_month(year: i64, month: i64) -> i64 {
    let (next_year, next_month) = if month == 12 { (year + 1, 1) } else { (year, month + 1) };
    days_from_civil(next_year, next_month, 1) - days_from_civil(year, month, 1)
}

/// Days since 1970-01-01 in the proleptic Gregorian calendar. The year is counted from March, so
/// that the leap day comes last.
fn days_from_civil(year: i64, month: i64, day: i64) -> i64 {
    let year = if month <= 2 { year - 1 } else { year };
    let era = year.div_euclid(400);
    let year_of_era = year.rem_euclid(400);
    let day_of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    let day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
    era * 146_097 + day_of_era - 719_468
}

fn civil_from_days(days: i64) -> (i64, i64, i64) {
    let days = days + 719_468;
    let era = days.div_euclid(146_097);
    let day_of_era = days.rem_euclid(146_097);
    let year_of_era =
        (day_of_era - day_of_era / 1460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let shifted_month = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * shifted_month + 2) / 5 + 1;
    let month = if shifted_month < 10 { shifted_month + 3 } else { shifted_month - 9 };
    let year = year_of_era + era * 400 + i64::from(month <= 2);
    (year, month, day)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::Timestamp;

    #[test]
    fn text_that_better_auth_writes_is_read_and_written_back() {
        for (text, ms) in [
            ("1970-01-01T00:00:00.000Z", 0),
            ("2026-11-22T23:58:29.043Z", 1_795_391_909_043),
            ("2024-02-29T12:00:00.000Z", 1_709_208_000_000),
            ("1969-12-31T23:59:59.999Z", -1),
        ] {
            assert_eq!(Timestamp::parse(text), Some(Timestamp(ms)));
            assert_eq!(Timestamp(ms).to_string(), text);
        }
    }

    #[test]
    fn text_that_is_no_date_is_refused() {
        for text in [
            "",
            "Z",
            "2026-11-22",
            "2026-11-22T23:58:29.043",
            "2026-13-01T00:00:00.000Z",
            "2026-02-29T00:00:00.000Z",
            "2026-01-01T24:00:00.000Z",
            "2026-01-01T00:00:00.Z",
            "2026-01-01T00:00:00.00xZ",
            "2026-01-01T00:00:00.000aZ",
            "+026-01-01T00:00:00.000Z",
            "2026-01-01t00:00:00.000z",
        ] {
            assert_eq!(Timestamp::parse(text), None, "{text}");
        }
    }

    proptest! {
        #[test]
        fn every_time_survives_its_text_form(ms in -62_167_219_200_000_i64..253_402_300_800_000) {
            prop_assert_eq!(Timestamp::parse(&Timestamp(ms).to_string()), Some(Timestamp(ms)));
        }

        #[test]
        fn every_time_is_written_to_the_wire_as_it_is_shown(ms in -70_000_000_000_000_i64..300_000_000_000_000) {
            let bytes = Timestamp(ms).bytes();
            let text = bytes.map(|bytes| String::from_utf8(bytes.to_vec()).unwrap());
            let year: i64 = Timestamp(ms).to_string().split('-').next().unwrap().parse().unwrap_or(-1);
            let expected = (0..=9999).contains(&year).then(|| Timestamp(ms).to_string());
            prop_assert_eq!(text, expected);
        }

        #[test]
        fn reading_never_panics(text in ".*") {
            let _ = Timestamp::parse(&text);
        }
    }
}
