//! The first answer: what the scenario's question asks for, then one sentence for each alternative.

use std::collections::BTreeSet;

use crate::measures::{Of, Response, Scale};
use crate::report::charts::{plain, window};
use crate::report::wording::Language;
use crate::report::wording::answers::{Against, Subject};
use crate::report::wording::page::Clause;
use crate::results::AnswerEntry;
use crate::results::figures::{RoundsDiffer, rounds_differ};
use crate::results::saved::{Saved, SavedError};

/// What the sentence on the baseline gives, in order, for every pool or programme; the other sentences
/// give of each the pool or programme that the alternative moves most. Competition is the first.
const LEVELS: [Response; 6] = Response::SENTENCE;

/// What a page and a summary say first.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answers {
    /// A sentence for each response that answers the question; the first is the first line.
    pub sentences: Vec<String>,
    /// For each alternative, the baseline first, its title and what else it moves.
    pub alternatives: Vec<(String, String)>,
}

/// Rows of `estimates` or `differences`.
struct Rows {
    alternatives: Vec<String>,
    responses: Vec<Option<Response>>,
    scopes: Vec<String>,
    means: Vec<Option<f64>>,
    lows: Vec<Option<f64>>,
    highs: Vec<Option<f64>>,
    /// The central 90 % across futures.
    q05: Vec<Option<f64>>,
    q95: Vec<Option<f64>>,
}

impl Rows {
    fn read(saved: &Saved, table: &str) -> Result<Self, SavedError> {
        let table = saved.columns(table)?;
        Ok(Self {
            alternatives: table.words("alternative")?,
            responses: table.responses("response")?,
            scopes: table.words("scope")?,
            means: table.numbers("mean")?,
            lows: table.numbers("mean_low")?,
            highs: table.numbers("mean_high")?,
            q05: table.numbers("q05")?,
            q95: table.numbers("q95")?,
        })
    }

    /// The row of a response, if it is there.
    fn row(&self, alternative: &str, response: Response, scope: &str) -> Option<usize> {
        (0..self.scopes.len()).find(|&row| {
            self.alternatives[row] == alternative
                && self.responses[row] == Some(response)
                && self.scopes[row] == scope
        })
    }

    /// The response of an alternative for every pool and programme.
    fn of<'a>(
        &'a self,
        saved: &'a Saved,
        language: Language,
        alternative: &'a str,
        response: Response,
    ) -> impl Iterator<Item = Clause> + 'a {
        (0..self.scopes.len()).filter_map(move |row| {
            if self.alternatives[row] != alternative || self.responses[row] != Some(response) {
                return None;
            }
            let scope = scope_title(saved, language, response, &self.scopes[row])?;
            let ends = self.lows[row].zip(self.highs[row]);
            Some(Clause { response, scope, mean: self.means[row]?, ends })
        })
    }
}

/// The title of the pool, programme or funding that a response is of; none for the site.
pub(super) fn scope_title(
    saved: &Saved,
    language: Language,
    response: Response,
    scope: &str,
) -> Option<String> {
    let manifest = saved.manifest();
    if let Some((programme, class)) = scope.split_once('.') {
        let class = language.title_in(&manifest.classes, class);
        let of = manifest.programmes.iter().find(|one| one.name == programme);
        return Some(match of.map(|one| language.title(&one.title, programme)) {
            Some(title) => format!("{title}{}{class}", language.pick(" ", ", ")),
            None => class.to_owned(),
        });
    }
    let pool = || manifest.pools.iter().find(|one| one.name == scope).map(|one| &one.title);
    let programme =
        || manifest.programmes.iter().find(|one| one.name == scope).map(|one| &one.title);
    let funding = || manifest.fundings.iter().find(|one| one.name == scope).map(|one| &one.title);
    // Money that is no funding's.
    let account = language.account(scope);
    if matches!(response.row().of, Of::Funding | Of::Income) && account != scope {
        return Some(account.to_owned());
    }
    let title = match response.row().of {
        Of::Programme | Of::Class => programme(),
        Of::Funding | Of::Income => funding(),
        Of::Output => manifest.outputs.iter().find(|one| one.name == scope).map(|one| &one.title),
        Of::Pool | Of::Site => pool(),
    }?;
    Some(language.title(title, scope).to_owned())
}

/// Whether a response is of programmes rather than of pools.
pub(super) fn is_of_programmes(response: Response) -> bool {
    response.row().of == Of::Programme
}

/// Whether a difference is more than nothing when it is written with its decimals.
fn shows(response: Response, difference: f64) -> bool {
    let least = if response.row().scale == Scale::ToOne { 0.005 } else { 0.000_5 };
    difference.abs() >= least
}

/// The responses that answer the question: those of the scenario, else the competition (or the
/// wait, where nobody competes) that an alternative moves most.
pub(super) fn answering(saved: &Saved) -> Result<Vec<AnswerEntry>, SavedError> {
    let manifest = saved.manifest();
    if !manifest.answers.is_empty() {
        return Ok(manifest.answers.clone());
    }
    let estimates = Rows::read(saved, "estimates")?;
    let competes = |name: &String| estimates.row(saved.baseline(), LEVELS[0], name).is_some();
    let programmes = || manifest.programmes.iter().map(|one| &one.name);
    let rounds = programmes().any(competes);
    let response = if rounds { LEVELS[0] } else { Response::MeanWait };
    let own = programmes().filter(|name| !rounds || competes(name));
    let mut sizes: Vec<(f64, &String)> = own.map(|name| (0.0, name)).collect();
    if manifest.alternatives.len() > 1 {
        let differences = Rows::read(saved, "differences")?;
        for (size, name) in &mut sizes {
            for one in &manifest.alternatives[1..] {
                let row = differences.row(&one.name, response, name);
                let mean = row.and_then(|row| differences.means[row]).unwrap_or(0.0);
                *size = size.max(mean.abs());
            }
        }
    }
    // The first of equal ones.
    let most = sizes.into_iter().rev().max_by(|a, b| a.0.total_cmp(&b.0));
    let entry =
        |(_, name): (f64, &String)| AnswerEntry { response, scope: name.clone(), better: None };
    Ok(most.map(entry).into_iter().collect())
}

/// A sentence for each response that answers the question.
fn sentences(saved: &Saved, language: Language) -> Result<Vec<String>, SavedError> {
    let manifest = saved.manifest();
    let estimates = Rows::read(saved, "estimates")?;
    let several = manifest.alternatives.len() > 1;
    let differences = if several { Some(Rows::read(saved, "differences")?) } else { None };
    let shares = if several { Some(Shares::read(saved)?) } else { None };
    let baseline = language.title_in(&manifest.alternatives, saved.baseline()).to_owned();
    let named = baseline != language.baseline();
    let mut all = Vec::new();
    let mut said = BTreeSet::new();
    for answer in answering(saved)? {
        let AnswerEntry { response, scope, better } = answer;
        let row = estimates.row(saved.baseline(), response, &scope);
        let elsewhere = manifest
            .alternatives
            .iter()
            .any(|one| estimates.row(&one.name, response, &scope).is_some());
        let mean = match row.and_then(|row| estimates.means[row]) {
            Some(mean) => mean,
            // What only an alternative takes in is nothing in the baseline.
            None if response.row().scale == Scale::Won && elsewhere => 0.0,
            None => continue,
        };
        if !said.insert((response, scope.clone())) {
            continue;
        }
        let against = manifest.alternatives[1..].iter().map(|one| {
            let own = estimates.row(&one.name, response, &scope);
            let paired = differences.as_ref().and_then(|differences| {
                let row = differences.row(&one.name, response, &scope)?;
                Some((differences, row))
            });
            Against {
                title: language.title(&one.title, &one.name).to_owned(),
                mean: own.and_then(|row| estimates.means[row]),
                difference: paired.and_then(|(rows, row)| rows.means[row]),
                ends: paired.and_then(|(rows, row)| rows.lows[row].zip(rows.highs[row])),
                shares: paired.and_then(|(_, row)| shares.as_ref()?.of(row)),
            }
        });
        let against: Vec<Against> = against.collect();
        let subject = Subject {
            scope: scope_title(saved, language, response, &scope),
            response,
            baseline: baseline.clone(),
            named,
            mean,
            spread: row.and_then(|row| estimates.q05[row].zip(estimates.q95[row])),
            better,
        };
        all.push(language.answer(&subject, &against));
    }
    Ok(all)
}

/// The shares of futures in `differences`, row by row.
struct Shares {
    above: Vec<Option<f64>>,
    equal: Vec<Option<f64>>,
}

impl Shares {
    fn read(saved: &Saved) -> Result<Self, SavedError> {
        let table = saved.columns("differences")?;
        Ok(Self { above: table.numbers("share_above_zero")?, equal: table.numbers("share_equal")? })
    }

    fn of(&self, row: usize) -> Option<(f64, f64)> {
        self.above[row].zip(self.equal[row])
    }
}

/// What a page and a summary say first.
pub(in crate::report) fn answers(saved: &Saved, language: Language) -> Result<Answers, SavedError> {
    let alternatives = alternatives(saved, language)?;
    Ok(Answers { sentences: sentences(saved, language)?, alternatives })
}

/// One sentence for each alternative, the baseline first: its title, and what the results say of it.
fn alternatives(saved: &Saved, language: Language) -> Result<Vec<(String, String)>, SavedError> {
    let manifest = saved.manifest();
    let estimates = Rows::read(saved, "estimates")?;
    let baseline = language.title_in(&manifest.alternatives, saved.baseline());
    let of = |response| estimates.of(saved, language, saved.baseline(), response);
    // Where there are no rounds, nobody competes: people wait.
    let demand = if of(LEVELS[0]).next().is_some() { LEVELS[0] } else { Response::MeanWait };
    let levels: Vec<String> = std::iter::once(demand)
        .chain(LEVELS[1..].iter().copied())
        .flat_map(of)
        .filter(|clause| clause.mean != 0.0 || !Response::SELDOM.contains(&clause.response))
        .map(|clause| language.level(&clause))
        .collect();
    let mut list = vec![(baseline.to_owned(), language.sentence(&levels))];
    if manifest.alternatives.len() < 2 {
        return Ok(list);
    }
    let differences = Rows::read(saved, "differences")?;
    for one in &manifest.alternatives[1..] {
        let clauses = LEVELS.into_iter().filter_map(|response| {
            let all = differences.of(saved, language, &one.name, response);
            // Only what is more than the error of a finite number of futures, as both ends are written.
            let sure = all.filter(|clause| {
                let ends = clause.ends.filter(|(low, high)| low * high > 0.0);
                ends.is_some_and(|(low, high)| shows(response, low) && shows(response, high))
            });
            sure.max_by(|a, b| a.mean.abs().total_cmp(&b.mean.abs()))
        });
        let clauses: Vec<String> = clauses.map(|clause| language.change(&clause)).collect();
        let sentence = if clauses.is_empty() {
            language.no_difference().to_owned()
        } else {
            language.sentence(&clauses)
        };
        // Why a ratio moves where nobody decided on places: other rounds are held.
        let rounds = rounds_differ(saved, &one.name, window(saved))?;
        let titled = |differ: &RoundsDiffer| {
            let title = scope_title(saved, language, LEVELS[0], &differ.programme);
            language.other_rounds(title.as_deref().unwrap_or(&differ.programme), differ)
        };
        let reasons = rounds.iter().map(|differ| format!(" {}", titled(differ)));
        let sentence = reasons.fold(sentence, |text, reason| text + &reason);
        list.push((language.title(&one.title, &one.name).to_owned(), sentence));
    }
    Ok(list)
}

/// The sentences as paragraphs.
pub(super) fn paragraphs(sentences: &[String]) -> String {
    sentences
        .iter()
        .map(|sentence| format!("<p class=\"first\">{}</p>\n", plain(sentence)))
        .collect()
}

/// The sentences as the items of a list.
pub(super) fn items(answers: &[(String, String)]) -> String {
    let item = |(title, sentence): &(String, String)| {
        format!("<li><strong>{}</strong>: {}</li>\n", plain(title), plain(sentence))
    };
    answers.iter().map(item).collect()
}
