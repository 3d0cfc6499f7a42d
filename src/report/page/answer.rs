//! The first answer: one sentence for each alternative, figures first.

use crate::report::charts::plain;
use crate::report::wording::Language;
use crate::report::wording::page::Clause;
use crate::results::saved::{Saved, SavedError};

/// What the sentence on the baseline gives, in order, for every pool or programme.
const LEVELS: [&str; 4] = [
    "applications_of_places",
    "allocated_of_leased",
    "allocated_of_installed",
    "busy_of_allocated",
];
/// What the other sentences speak of; of each the pool or programme that it moves most.
const CHANGES: [&str; 3] =
    ["applications_of_places", "allocated_of_leased", "allocated_of_installed"];

/// Rows of `estimates` or `differences`.
struct Rows {
    alternatives: Vec<String>,
    responses: Vec<String>,
    scopes: Vec<String>,
    means: Vec<Option<f64>>,
    lows: Vec<Option<f64>>,
    highs: Vec<Option<f64>>,
}

impl Rows {
    fn read(saved: &Saved, table: &str) -> Result<Self, SavedError> {
        let table = saved.columns(table)?;
        Ok(Self {
            alternatives: table.words("alternative")?,
            responses: table.words("response")?,
            scopes: table.words("scope")?,
            means: table.numbers("mean")?,
            lows: table.numbers("mean_low")?,
            highs: table.numbers("mean_high")?,
        })
    }

    /// The response of an alternative for every pool and programme.
    fn of<'a>(
        &'a self,
        saved: &'a Saved,
        language: Language,
        alternative: &'a str,
        response: &'static str,
    ) -> impl Iterator<Item = Clause> + 'a {
        (0..self.scopes.len()).filter_map(move |row| {
            if self.alternatives[row] != alternative || self.responses[row] != response {
                return None;
            }
            let scope = scope_title(saved, language, response, &self.scopes[row])?;
            let ends = self.lows[row].zip(self.highs[row]);
            Some(Clause { response, scope, mean: self.means[row]?, ends })
        })
    }
}

/// The title of the pool or programme that a response is of; none for the site.
pub(super) fn scope_title(
    saved: &Saved,
    language: Language,
    response: &str,
    scope: &str,
) -> Option<String> {
    let manifest = saved.manifest();
    let pool = || manifest.pools.iter().find(|one| one.name == scope).map(|one| &one.title);
    let programme =
        || manifest.programmes.iter().find(|one| one.name == scope).map(|one| &one.title);
    let title = if is_of_programmes(response) { programme() } else { pool() }?;
    Some(language.title(title, scope).to_owned())
}

/// Whether a response is of programmes rather than of pools.
pub(super) fn is_of_programmes(response: &str) -> bool {
    matches!(response, "applications_of_places" | "mean_wait")
}

/// Whether a difference is more than nothing when it is written with its decimals.
fn shows(response: &str, mean: f64) -> bool {
    let least = if response == "applications_of_places" { 0.005 } else { 0.000_5 };
    mean.abs() >= least
}

/// One sentence for each alternative, the baseline first: its title, and what the results say of it.
pub(in crate::report) fn answers(
    saved: &Saved,
    language: Language,
) -> Result<Vec<(String, String)>, SavedError> {
    let manifest = saved.manifest();
    let estimates = Rows::read(saved, "estimates")?;
    let baseline = language.title_in(&manifest.alternatives, saved.baseline());
    let of = |response| estimates.of(saved, language, saved.baseline(), response);
    // Where there are no rounds, nobody competes: people wait.
    let demand = if of(LEVELS[0]).next().is_some() { LEVELS[0] } else { "mean_wait" };
    let levels: Vec<String> = std::iter::once(demand)
        .chain(LEVELS[1..].iter().copied())
        .flat_map(of)
        .map(|clause| language.level(&clause))
        .collect();
    let mut list = vec![(baseline.to_owned(), language.sentence(&levels))];
    if manifest.alternatives.len() < 2 {
        return Ok(list);
    }
    let differences = Rows::read(saved, "differences")?;
    for one in &manifest.alternatives[1..] {
        let clauses = CHANGES.into_iter().filter_map(|response| {
            let all = differences.of(saved, language, &one.name, response);
            // Only what is more than the error of a finite number of futures.
            let sure = all.filter(|clause| clause.ends.is_some_and(|(low, high)| low * high > 0.0));
            sure.filter(|clause| shows(response, clause.mean))
                .max_by(|a, b| a.mean.abs().total_cmp(&b.mean.abs()))
        });
        let clauses: Vec<String> = clauses.map(|clause| language.change(&clause)).collect();
        let sentence = if clauses.is_empty() {
            language.no_difference().to_owned()
        } else {
            language.sentence(&clauses)
        };
        list.push((language.title(&one.title, &one.name).to_owned(), sentence));
    }
    Ok(list)
}

/// The sentences as the items of a list.
pub(super) fn items(answers: &[(String, String)]) -> String {
    let item = |(title, sentence): &(String, String)| {
        format!("<li><strong>{}</strong>: {}</li>\n", plain(title), plain(sentence))
    };
    answers.iter().map(item).collect()
}
