//! `daegi size`: the smallest value of a key with which a standard holds often enough.

use std::fmt::Write as _;

use super::method::{self, MethodArguments};
use super::text::aligned;
use super::{Failure, problems};
use crate::report;
use crate::results::Kind;
use crate::results::sized::{Sized, Wanted};
use crate::scenario::{Scenario, sweep};
use crate::study::size::{self, Request};
use crate::words::Language;

#[derive(Debug, clap::Args)]
pub(super) struct SizeArguments {
    #[command(flatten)]
    pub(super) method: MethodArguments,
    /// Dotted path of the key that is varied; several take the same value.
    #[arg(long, required = true, value_delimiter = ',')]
    vary: Vec<String>,
    /// The values, comma-separated, each as it would stand in the file.
    #[arg(long, value_delimiter = ',', conflicts_with_all = ["from", "to", "step"])]
    values: Vec<String>,
    /// The first value: a number, an amount with its unit, or a date.
    #[arg(long, requires_all = ["to", "step"])]
    from: Option<String>,
    /// The last value, at the most.
    #[arg(long, requires = "from")]
    to: Option<String>,
    /// From one value to the next; between dates "1 month" or "14 days".
    #[arg(long, requires = "from")]
    step: Option<String>,
    /// What shall hold: "applications_of_places of hpc <= 1.5:1 in every round". Given several times, all of it.
    #[arg(long, required = true)]
    standard: Vec<String>,
    /// The share of futures in which it shall hold.
    #[arg(long, default_value_t = 0.9, value_parser = share)]
    probability: f64,
    /// The confidence with which it does at the value that is named.
    #[arg(long, default_value_t = 0.95, value_parser = share)]
    confidence: f64,
    /// Look for the largest value (the latest date) instead of the smallest.
    #[arg(long)]
    largest: bool,
    /// The alternative that is varied [default: the baseline].
    #[arg(long)]
    on: Option<String>,
}

/// A share between nothing and all.
fn share(text: &str) -> Result<f64, String> {
    let value: f64 = text.parse().map_err(|_| "a number between 0 and 1".to_owned())?;
    if value > 0.0 && value < 1.0 { Ok(value) } else { Err("a number between 0 and 1".to_owned()) }
}

/// Futures where nobody says how many.
pub(super) const FUTURES: u32 = 1_000;

pub(super) fn size(arguments: &SizeArguments) -> Result<(), Failure> {
    let method = &arguments.method;
    let language = method.language();
    let values = match (&arguments.from, &arguments.to, &arguments.step) {
        (Some(from), Some(to), Some(step)) => sweep::values(from, to, step)
            .map_err(|reason| Failure::User(error(&reason.in_language(language), language)))?,
        _ if arguments.values.is_empty() => {
            let reason = language.pick(
                "넣어 볼 값이 없습니다: --values 또는 --from --to --step",
                "there are no values to try: give --values, or --from, --to and --step",
            );
            return Err(Failure::User(error(reason, language)));
        }
        _ => arguments.values.clone(),
    };
    let asked = sweep::Asked { vary: arguments.vary.clone(), values, on: arguments.on.clone() };
    let scenario = Scenario::read_with(&method.file, &asked)
        .map_err(|found| Failure::User(problems(&found, language)))?;
    let standards = method::standards(&arguments.standard, &scenario, language)?;
    let Some(sweep) = scenario.sweeps.last() else {
        return Err(Failure::Other("the sweep is missing".to_owned()));
    };
    let wanted = if arguments.largest { Wanted::Largest } else { Wanted::Smallest };
    let request = Request {
        standards: &standards,
        probability: arguments.probability,
        confidence: arguments.confidence,
        wanted,
        futures: method.replications.unwrap_or(FUTURES),
        seed: method.seed(&scenario),
    };
    let asked = format!("size {asked:?} {standards:?} {wanted:?}");
    let kept = method.kept(&scenario, asked)?;
    let place = method.place(Kind::Size)?;
    let found = method.run(request.futures.into(), &kept, |watch| {
        size::size_until(&scenario, sweep, &request, watch)
    })?;
    let stopped = method.stopped(found.futures, found.planned)?;
    let mut said = text(&found, language);
    said.extend(stopped.iter().map(|line| format!("{line}\n")));
    let data =
        serde_json::to_string_pretty(&found).map_err(|error| Failure::Other(error.to_string()))?;
    let table = table(&found);
    let title = scenario.title.in_language(language);
    method.leave((place, &kept), ("size", &said, &data, &table), |pending| {
        method::chart(pending, report::Curve::of_size(&found, title, language), language)
    })?;
    if stopped.is_some() { Err(Failure::Said) } else { Ok(()) }
}

fn error(reason: &str, language: Language) -> String {
    format!("{}: {reason}", language.pick("오류", "error"))
}

fn text(found: &Sized, language: Language) -> String {
    let mut out = format!("→ {}\n\n", language.sized(found));
    out.push_str(&aligned(&language.sized_table(found), &[0]));
    out.push('\n');
    for line in language.sized_beside(found).into_iter().chain(language.sized_notes(found)) {
        // Writing to a string cannot fail.
        let _ = writeln!(out, "{line}");
    }
    out
}

/// Every value with its share, for spreadsheets.
fn table(found: &Sized) -> String {
    let mut out = String::from("value,number,met,futures,share,share_low,share_high,answer\n");
    for (at, point) in found.points.iter().enumerate() {
        let label = crate::results::as_text(&point.label).replace('"', "\"\"");
        let met = match &point.met {
            Some(met) => {
                let share = met.share().map(|share| share.to_string()).unwrap_or_default();
                format!("{},{},{share},{},{}", met.k, met.n, met.low, met.high)
            }
            None => ",,,,".to_owned(),
        };
        let answer = u8::from(found.answer == Some(at));
        let _ = writeln!(out, "\"{label}\",{},{met},{answer}", point.number);
    }
    out
}
