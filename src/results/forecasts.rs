//! Registered forecasts: a line for each, said before the fact is known, with the hash of the line before it, so that a
//! forecast that is changed or taken out afterwards is noticed.

use std::fs;
use std::io;
use std::path::Path;

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::place::replace_file;
use super::saved::{Saved, SavedError};
use super::table::hex;
use crate::measures::Currency;
use crate::measures::Response;
use crate::stats::{QUANTILES, quantile_of_sorted};

/// Values of a sample that are kept at the most: of more futures, as many quantiles at even distances.
pub const KEPT: usize = 999;

/// A forecast.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Forecast {
    /// Number of the forecast, from 1.
    pub forecast: u64,
    /// The day on which it was registered, in UTC.
    pub registered: String,
    /// What the fact that it is about is called.
    pub name: String,
    /// The response, by its name in the tables.
    pub response: String,
    /// The currency of an answer in money; nothing stands there for Korean won.
    #[serde(default, skip_serializing_if = "Currency::is_krw")]
    pub currency: Currency,
    /// Scope of the response, as tables name it.
    pub scope: String,
    /// The option under which it is foretold.
    pub alternative: String,
    /// First day of the window that the answer is of.
    pub from: String,
    /// The day after its last.
    pub to: String,
    /// The day on which the fact will be known.
    pub known_on: String,
    /// Futures in which the answer has a value.
    pub n: usize,
    /// Quantiles at 5, 25, 50, 75 and 95 %.
    pub quantiles: [f64; 5],
    /// The values of all futures in order; of more than [`KEPT`], quantiles at (k − ½) ÷ [`KEPT`].
    pub values: Vec<f64>,
    /// The scenario's file.
    pub scenario: String,
    /// SHA-256 of its text.
    pub scenario_digest: String,
    /// Seed.
    pub seed: u64,
    /// Version of the program.
    pub daegi: String,
    /// SHA-256 of the content of the table `responses`.
    pub table: String,
    /// Hash of the line before it; of the first: empty.
    pub previous: String,
    /// SHA-256 of the line as it stands with nothing here. Of the text and not of the numbers, which may be read back
    /// with another last bit.
    pub hash: String,
}

/// A file of forecasts.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Forecasts {
    /// The forecasts, in the order of the file.
    pub all: Vec<Forecast>,
    /// The first line, from 1, that does not follow from the one before it.
    pub broken: Option<usize>,
}

const END: &str = "\"hash\":\"";

/// The hash that a line ends with, if it is that of the rest of the line.
fn own_hash(line: &str) -> Option<&str> {
    let at = line.rfind(END)? + END.len();
    let hash = line[at..].strip_suffix("\"}")?;
    let bare = format!("{}\"}}", &line[..at]);
    (hex(&Sha256::digest(bare.as_bytes())) == hash).then_some(hash)
}

impl Forecasts {
    /// Reads a file; none: no forecasts.
    ///
    /// # Errors
    /// The file cannot be read.
    pub fn read(file: &Path) -> io::Result<Self> {
        match fs::read_to_string(file) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(Self::default()),
            text => Ok(Self::of(&text?)),
        }
    }

    fn of(text: &str) -> Self {
        let mut own = Self::default();
        let mut before = String::new();
        for (at, line) in text.lines().enumerate() {
            let forecast = serde_json::from_str::<Forecast>(line).ok();
            let follows = |one: &Forecast| {
                one.forecast == at as u64 + 1
                    && one.previous == before
                    && own_hash(line) == Some(one.hash.as_str())
                    && !one.values.is_empty()
                    && one.values.is_sorted()
            };
            match forecast.filter(follows) {
                Some(one) => {
                    before.clone_from(&one.hash);
                    own.all.push(one);
                }
                None => {
                    own.broken = Some(at + 1);
                    break;
                }
            }
        }
        own
    }

    /// Adds a forecast to a file: its number and its hashes are filled in, and no line before it changes.
    ///
    /// # Errors
    /// The file cannot be read or written.
    pub fn add(file: &Path, forecast: Forecast) -> io::Result<Forecast> {
        let mut text = match fs::read_to_string(file) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => String::new(),
            text => text?,
        };
        let last = Self::of(&text).all.pop();
        let (number, previous) = last.map_or((0, String::new()), |last| (last.forecast, last.hash));
        let mut own = Forecast { forecast: number + 1, previous, hash: String::new(), ..forecast };
        let bare = serde_json::to_string(&own).map_err(io::Error::other)?;
        own.hash = hex(&Sha256::digest(bare.as_bytes()));
        let at = bare.rfind(END).map_or(bare.len(), |at| at + END.len());
        if !text.is_empty() && !text.ends_with('\n') {
            text.push('\n');
        }
        text += &format!("{}{}\"}}\n", &bare[..at], own.hash);
        let folder = file.parent().filter(|folder| !folder.as_os_str().is_empty());
        let name = file.file_name().map(|name| name.to_string_lossy().into_owned());
        replace_file(
            folder.unwrap_or_else(|| Path::new(".")),
            &name.unwrap_or_default(),
            text.as_bytes(),
            true,
        )?;
        Ok(own)
    }
}

/// The values of a response of a scope under an option, in order; empty: there are none.
///
/// # Errors
/// The table is missing or odd.
pub fn sample(
    saved: &Saved,
    (response, scope): (Response, &str),
    alternative: &str,
) -> Result<Vec<f64>, SavedError> {
    let table = saved.columns("responses")?;
    let (alternatives, scopes) = (table.words("alternative")?, table.words("scope")?);
    let (responses, values) = (table.responses("response")?, table.numbers("value")?);
    let own = |&row: &usize| {
        alternatives[row] == alternative && scopes[row] == scope && responses[row] == Some(response)
    };
    let mut sample: Vec<f64> =
        (0..values.len()).filter(own).filter_map(|row| values[row]).collect();
    sample.sort_by(f64::total_cmp);
    Ok(sample)
}

/// The quantiles that a line names, and the values that it keeps.
///
/// # Panics
/// If there are no values.
#[must_use]
pub fn kept(sorted: &[f64]) -> ([f64; 5], Vec<f64>) {
    let quantiles = QUANTILES.map(|p| quantile_of_sorted(sorted, p));
    if sorted.len() <= KEPT {
        return (quantiles, sorted.to_vec());
    }
    let at = |k: usize| quantile_of_sorted(sorted, (k as f64 + 0.5) / KEPT as f64);
    (quantiles, (0..KEPT).map(at).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn forecast(name: &str) -> Forecast {
        let (quantiles, values) = kept(&[0.1, 0.1 + 0.2, 1.0 / 3.0]);
        Forecast {
            currency: Currency::KRW,
            forecast: 0,
            registered: "2026-01-01".to_owned(),
            name: name.to_owned(),
            response: "cost".to_owned(),
            scope: "site".to_owned(),
            alternative: "baseline".to_owned(),
            from: "2025-01-01".to_owned(),
            to: "2026-01-01".to_owned(),
            known_on: "2027-01-01".to_owned(),
            n: 3,
            quantiles,
            values,
            scenario: "a.toml".to_owned(),
            scenario_digest: "d".to_owned(),
            seed: 1,
            daegi: "0".to_owned(),
            table: "t".to_owned(),
            previous: String::new(),
            hash: String::new(),
        }
    }

    #[test]
    fn a_line_that_is_changed_or_taken_out_is_noticed() {
        let folder = std::env::temp_dir().join(format!("daegi-forecasts-{}", std::process::id()));
        fs::create_dir_all(&folder).unwrap();
        let file = folder.join("forecasts.jsonl");
        let _ = fs::remove_file(&file);
        for name in ["a", "b", "c"] {
            let before = fs::read_to_string(&file).unwrap_or_default();
            Forecasts::add(&file, forecast(name)).unwrap();
            assert!(fs::read_to_string(&file).unwrap().starts_with(&before));
        }
        let own = Forecasts::read(&file).unwrap();
        assert_eq!((own.all.len(), own.broken), (3, None));
        let text = fs::read_to_string(&file).unwrap();
        let lines: Vec<&str> = text.lines().collect();
        for (broken, at) in [
            (text.replacen("0.1,", "0.2,", 1), 1),
            (text.replacen("\"name\":\"b\"", "\"name\":\"d\"", 1), 2),
            (text.replacen("2027-01-01", "2028-01-01", 1), 1),
            ([lines[0], lines[2]].join("\n"), 2),
            ([lines[1], lines[2]].join("\n"), 1),
            (text.replace(lines[1], "nothing"), 2),
            (text.replacen("\"forecast\":1", "\"forecast\": 1", 1), 1),
        ] {
            assert_eq!(Forecasts::of(&broken).broken, Some(at), "{broken}");
        }
        fs::remove_dir_all(&folder).unwrap();
    }

    #[test]
    fn of_many_futures_as_many_quantiles_are_kept() {
        let many: Vec<f64> = (0..5_000).map(f64::from).collect();
        let (quantiles, values) = kept(&many);
        assert_eq!(values.len(), KEPT);
        assert!(values.is_sorted() && (quantiles[2] - 2_499.5).abs() < 1e-9);
        assert!((values[KEPT / 2] - 2_499.5).abs() < 1e-6);
    }
}
