//! The parts of a manifest.

use serde::{Deserialize, Deserializer, Serialize};

use crate::measures::Response;
use crate::scenario::LogFile;
use crate::scenario::register::Class;
use crate::time::Date;
use crate::words::Bilingual;

/// The scenario of a manifest.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct ScenarioEntry {
    /// File name as given.
    pub file: String,
    /// SHA-256 of the text.
    pub digest: String,
    /// The whole text.
    pub text: String,
    /// The scenario that it is based on, if it is.
    pub based_on: Option<BaseEntry>,
    /// Title.
    pub title: Bilingual,
    /// Question.
    pub question: Bilingual,
}

/// The scenario that another one is an edit of.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct BaseEntry {
    /// File name; `shipped/NAME.toml` if it came with the program.
    pub file: String,
    /// SHA-256 of the text.
    pub digest: String,
    /// The whole text.
    pub text: String,
}

/// Something with a name and a title.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct NamedEntry {
    /// Name in the scenario and in tables.
    pub name: String,
    /// Title.
    pub title: Bilingual,
}

/// A pool of a manifest.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct PoolEntry {
    /// Name in the scenario and in tables.
    pub name: String,
    /// Title.
    pub title: Bilingual,
    /// What one unit is called.
    pub unit: Option<Bilingual>,
    /// What an hour of one unit costs an award, in the site's own unit.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub charge: Option<i64>,
    /// What the unit that is charged is called.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub charged: Option<Bilingual>,
}

/// A log that jobs come from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LogEntry {
    /// The table of the scenario that names the log.
    pub path: String,
    /// The file, as it was found; `shipped/NAME` if it came with the program.
    pub file: String,
    /// SHA-256 of its bytes.
    pub digest: String,
    /// The Monday on which the first of its whole weeks begins.
    #[serde(with = "date")]
    pub from: Date,
    /// Whole weeks that were drawn from.
    pub weeks: usize,
    /// Jobs in them.
    pub jobs: usize,
    /// Jobs of the file in no whole week.
    pub outside: u64,
    /// Jobs of the file without a run time or a size.
    pub unusable: u64,
    /// Jobs of the file that are larger than the pool ever is, or than what one user may hold.
    pub too_large: u64,
}

impl From<&LogFile> for LogEntry {
    fn from(log: &LogFile) -> Self {
        let LogFile { path, file, digest, from, weeks, jobs, outside, unusable, too_large, .. } =
            log;
        Self {
            path: path.clone(),
            file: file.clone(),
            digest: digest.clone(),
            from: *from,
            weeks: *weeks,
            jobs: *jobs,
            outside: *outside,
            unusable: *unusable,
            too_large: *too_large,
        }
    }
}

/// A column of a table.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ColumnEntry {
    /// The name of the column.
    pub name: String,
    /// Unit of the column's values.
    pub unit: String,
    /// Formula, or what is counted.
    pub meaning: String,
}

/// A response that answers the scenario's question.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AnswerEntry {
    /// Response.
    pub response: Response,
    /// Scope, as in the table `estimates`.
    pub scope: String,
    /// `lower` or `higher`, if the scenario says which is better.
    pub better: Option<String>,
}

/// Where the figures of a table of the scenario come from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SourceEntry {
    /// Path of the table in the scenario.
    pub path: String,
    /// What the table says of its source, in the words of each language if the scenario has both.
    #[serde(deserialize_with = "in_both")]
    pub source: Bilingual,
    /// The alternative that adds the table; `None` if the baseline has it.
    pub alternative: Option<String>,
    /// Who answers for the figures, if the scenario says.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub owner: Option<Bilingual>,
    /// When the figures are looked at again, if the scenario says.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub review: Option<String>,
    /// Whether the day of `review` lies before the latest fact that the scenario names.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub review_over: bool,
}

/// A text in both languages, or one for both, as older results have it.
fn in_both<'de, D: Deserializer<'de>>(input: D) -> Result<Bilingual, D::Error> {
    #[derive(Deserialize)]
    #[serde(untagged)]
    enum Either {
        One(String),
        Both(Bilingual),
    }
    Ok(match Either::deserialize(input)? {
        Either::One(text) => Bilingual::same(&text),
        Either::Both(both) => both,
    })
}

impl SourceEntry {
    /// The entry of a source as the scenario has it, with who answers for it.
    pub(super) fn of(
        scenario: &crate::scenario::Scenario,
        path: &str,
        source: &Bilingual,
        alternative: Option<String>,
    ) -> Self {
        let care = scenario.cares.iter().find(|one| one.path == path);
        Self {
            path: path.to_owned(),
            source: source.clone(),
            alternative,
            owner: care.and_then(|one| one.owner.clone()),
            review: care.and_then(|one| one.review).map(|day| day.to_string()),
            review_over: care.is_some_and(|one| one.is_over(scenario.latest_fact)),
        }
    }

    /// What kind of evidence it is: `fact`, `inference`, `expert` or `placeholder`.
    #[must_use]
    pub fn class(&self) -> &'static str {
        Class::of(&self.source.en).name()
    }
}

/// A programme of a manifest.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct ProgrammeEntry {
    /// Name in the scenario and in tables.
    pub name: String,
    /// Title.
    pub title: Bilingual,
    /// Pool whose units it awards.
    pub pool: String,
    /// Observed ratio of applications to places, if demand is inferred from it.
    pub observed: Option<f64>,
    /// First day of the observation.
    #[serde(with = "optional_date")]
    pub observed_from: Option<Date>,
    /// First day after it.
    #[serde(with = "optional_date")]
    pub observed_to: Option<Date>,
    /// Mean over the futures of the same ratio as they play it.
    #[serde(default)]
    pub simulated: Option<f64>,
    /// Half-width of the 95 % interval of that mean.
    #[serde(default)]
    pub simulated_error: Option<f64>,
}

/// The calendar of a manifest.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct CalendarEntry {
    /// Time zone.
    pub zone: String,
    /// First simulated day.
    #[serde(with = "date")]
    pub start: Date,
    /// First day that is not simulated.
    #[serde(with = "date")]
    pub end: Date,
}

/// The observation window of a manifest.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub struct WindowEntry {
    /// First day counted.
    #[serde(with = "date")]
    pub from: Date,
    /// First day not counted.
    #[serde(with = "date")]
    pub to: Date,
}

/// A date as 2025-07-01.
pub(super) mod date {
    use serde::{Deserialize, Deserializer, Serializer, de::Error};

    use crate::time::Date;

    pub(in crate::results) fn serialize<S: Serializer>(
        date: &Date,
        out: S,
    ) -> Result<S::Ok, S::Error> {
        out.collect_str(date)
    }

    pub(in crate::results) fn deserialize<'de, D: Deserializer<'de>>(
        input: D,
    ) -> Result<Date, D::Error> {
        parse(&String::deserialize(input)?)
    }

    pub(super) fn parse<E: Error>(text: &str) -> Result<Date, E> {
        let odd = || E::custom(format!("\"{text}\" is not a date (example: \"2025-07-01\")"));
        text.parse().map_err(|_| odd())
    }
}

/// A date, or none.
pub(in crate::results) mod optional_date {
    use serde::{Deserialize, Deserializer, Serializer};

    use crate::time::Date;

    pub(in crate::results) fn serialize<S: Serializer>(
        date: &Option<Date>,
        out: S,
    ) -> Result<S::Ok, S::Error> {
        match date {
            Some(date) => out.collect_str(date),
            None => out.serialize_none(),
        }
    }

    pub(in crate::results) fn deserialize<'de, D: Deserializer<'de>>(
        input: D,
    ) -> Result<Option<Date>, D::Error> {
        let text = Option::<String>::deserialize(input)?;
        text.map(|text| super::date::parse(&text)).transpose()
    }
}
