//! The summary and the checks as tables.

use std::fmt::Write as _;

use crate::measures::{Of, Response};
use crate::report::charts::plain;
use crate::report::wording::{Called, Language};
use crate::results::saved::{Saved, SavedError};
use crate::results::{CheckFit, CheckKind, InferredRow};

/// The estimates of a folder, to be shown a response and scope a row and an alternative a column.
pub(super) struct Estimates {
    alternatives: Vec<String>,
    responses: Vec<Option<Response>>,
    scopes: Vec<String>,
    means: Vec<Option<f64>>,
    lows: Vec<Option<f64>>,
    highs: Vec<Option<f64>>,
}

impl Estimates {
    pub(super) fn read(saved: &Saved) -> Result<Self, SavedError> {
        let table = saved.columns("estimates")?;
        Ok(Self {
            alternatives: table.words("alternative")?,
            responses: table.responses("response")?,
            scopes: table.words("scope")?,
            means: table.numbers("mean")?,
            lows: table.numbers("q05")?,
            highs: table.numbers("q95")?,
        })
    }

    /// Mean, and the ends of the central 90 %.
    fn find(&self, alternative: &str, response: Response, scope: &str) -> Option<(f64, f64, f64)> {
        let row = (0..self.scopes.len()).find(|&row| {
            self.alternatives[row] == alternative
                && self.responses[row] == Some(response)
                && self.scopes[row] == scope
        })?;
        Some((self.means[row]?, self.lows[row]?, self.highs[row]?))
    }

    /// Whether a response is zero in every future of every alternative, or unknown.
    pub(super) fn is_zero(&self, response: Response, scope: &str) -> bool {
        let rows = (0..self.scopes.len())
            .filter(|&row| self.responses[row] == Some(response) && self.scopes[row] == scope);
        rows.map(|row| self.means[row]).all(|mean| mean.is_none_or(|mean| mean == 0.0))
    }

    /// The table up to the start of its rows.
    pub(super) fn head(&self, saved: &Saved, language: Language, caption: &str) -> String {
        let mut html = format!(
            "<div class=\"wide\" tabindex=\"0\">\n<table>\n<caption>{caption}</caption>\n<thead><tr><th scope=\"col\">{}</th>",
            language.response_word()
        );
        for one in &saved.manifest().alternatives {
            let title = plain(language.title(&one.title, &one.name));
            // Writing to a string cannot fail.
            let _ = write!(html, "<th scope=\"col\">{title}</th>");
        }
        html + "</tr></thead>\n<tbody>\n"
    }

    /// One row: mean, and the central 90 % under it. Nothing if no alternative has the response.
    pub(super) fn row(
        &self,
        saved: &Saved,
        language: Language,
        heading: &str,
        response: Response,
        scope: &str,
    ) -> String {
        let alternatives = saved.manifest().alternatives.iter();
        let found: Vec<_> = alternatives.map(|one| self.find(&one.name, response, scope)).collect();
        if found.iter().all(Option::is_none) {
            return String::new();
        }
        let currency = saved.manifest().currency;
        let mut html = format!("<tr><th scope=\"row\">{heading}</th>");
        for cell in found {
            let value = |value: f64| language.response_value(currency, response, value);
            let _ = match cell {
                Some((mean, low, high)) => {
                    let range = language.range(&value(low), &value(high));
                    write!(html, "<td>{}<small>{range}</small></td>", value(mean))
                }
                None => write!(html, "<td>–</td>"),
            };
        }
        html + "</tr>\n"
    }
}

/// A row a response and scope, a column an alternative: mean, and the central 90 % under it.
pub(super) fn summary(saved: &Saved, language: Language) -> Result<String, SavedError> {
    let manifest = saved.manifest();
    let estimates = Estimates::read(saved)?;
    let mut html = estimates.head(saved, language, language.summary_caption());
    // Responses that the question asks for come first.
    let mut shown: Vec<(Response, String)> =
        manifest.answer.measured.iter().map(|of| (of.response, of.scope.clone())).collect();
    for response in Response::SUMMARY {
        let names: Vec<&String> = if response.row().of == Of::Programme {
            manifest.programmes.iter().map(|one| &one.name).collect()
        } else {
            manifest.pools.iter().map(|one| &one.name).collect()
        };
        for name in names {
            let row = (response, name.clone());
            if !shown.contains(&row) {
                shown.push(row);
            }
        }
    }
    for &(response, ref name) in &shown {
        let title = match name.as_str() {
            "site" => language.site().to_owned(),
            name => language
                .scope_title(saved.manifest(), response, name)
                .unwrap_or_else(|| name.to_owned()),
        };
        // Servers that never fail, or deliveries that are never late, are not worth a row.
        if Response::SELDOM.contains(&response) && estimates.is_zero(response, name) {
            continue;
        }
        let heading = plain(&format!(
            "{title} · {}{}",
            language.heading(response, language.called(manifest, name)),
            language.guess_of_use(manifest, response.row().needs_jobs)
        ));
        html.push_str(&estimates.row(saved, language, &heading, response, name));
    }
    html.push_str("</tbody>\n</table>\n</div>\n");
    Ok(html)
}

/// The rows of the table `checks`.
struct Checks {
    names: Vec<String>,
    responses: Vec<Option<Response>>,
    scopes: Vec<String>,
    /// The month of each row, of checks by month.
    months: Vec<Option<i32>>,
    kinds: Vec<String>,
    observed: Vec<Option<f64>>,
    fits: Vec<String>,
    rounded_to: Vec<Option<f64>>,
    /// The 5 %, 50 % and 95 % quantiles.
    quantiles: [Vec<Option<f64>>; 3],
}

impl Checks {
    fn read(saved: &Saved) -> Result<Self, SavedError> {
        let table = saved.columns("checks")?;
        let names = table.words("check")?;
        // Results of before there were months have no such column.
        let months = table.dates("month").unwrap_or_else(|_| vec![None; names.len()]);
        Ok(Self {
            names,
            responses: table.responses("response")?,
            scopes: table.words("scope")?,
            months,
            kinds: table.words("kind")?,
            observed: table.numbers("observed")?,
            fits: table.words("verdict")?,
            rounded_to: table.numbers("rounded_to")?,
            quantiles: [table.numbers("q05")?, table.numbers("q50")?, table.numbers("q95")?],
        })
    }

    fn row(&self, saved: &Saved, language: Language, row: usize) -> String {
        let currency = saved.manifest().currency;
        let title = language.title_in(&saved.manifest().checks, &self.names[row]);
        let scope = match self.scopes[row].as_str() {
            "site" => language.site().to_owned(),
            name => scope_of_check(saved, language, self.responses[row], name),
        };
        let called = Called { unit: language.unit(), currency, charged: None };
        let value = |value: Option<f64>| match (value, self.responses[row]) {
            (Some(value), Some(response)) => language.response_value(currency, response, value),
            (Some(value), None) => language.amount(value),
            (None, _) => String::new(),
        };
        let [low, mid, high] = self.quantiles.each_ref().map(|column| column[row]);
        let range = match (low, high) {
            (Some(_), Some(_)) => language.range(&value(low), &value(high)),
            _ => String::new(),
        };
        let tolerance = match (self.observed[row], self.rounded_to[row], self.responses[row]) {
            (Some(_), Some(width), Some(response)) if width > 0.0 => {
                format!("±{}", language.distance(response, called, width / 2.0))
            }
            _ => String::new(),
        };
        let fit = CheckFit::of_word(&self.fits[row]).map_or("", |fit| language.fit(fit));
        if self.months[row].is_some() {
            let fits = self.fits_of_months(row);
            let said = CheckFit::of_months(&fits).map_or("", |fit| language.fit(fit));
            let counted = language.months_held(&fits);
            return format!(
                "<tr><th scope=\"row\">{}</th><td>{}</td><td>{}</td><td>{tolerance}</td><td></td><td></td><td>{}</td></tr>\n",
                plain(title),
                plain(&scope),
                language.months_observed(fits.len()),
                plain(&format!("{said} ({counted})"))
            );
        }
        let cells = [
            plain(&scope),
            value(self.observed[row]),
            tolerance,
            value(mid),
            range,
            fit.to_owned(),
        ];
        // A part of a check that was observed only as a whole.
        let class = if self.observed[row].is_none() { " class=\"part\"" } else { "" };
        let mut html = format!("<tr{class}><th scope=\"row\">{}</th>", plain(title));
        for cell in cells {
            // Writing to a string cannot fail.
            let _ = write!(html, "<td>{cell}</td>");
        }
        html + "</tr>\n"
    }
}

impl Checks {
    /// Where the months of the check of a row lie.
    fn fits_of_months(&self, row: usize) -> Vec<CheckFit> {
        let own = (0..self.names.len()).filter(|&at| self.names[at] == self.names[row]);
        own.filter_map(|at| CheckFit::of_word(&self.fits[at])).collect()
    }

    /// Whether a row stands on the page: of a check by month the first, which speaks for all.
    fn is_shown(&self, row: usize) -> bool {
        self.months[row].is_none() || row == 0 || self.names[row - 1] != self.names[row]
    }
}

/// Every ratio from which demand was inferred, beside the ratio that the futures play.
fn inferred(saved: &Saved, language: Language) -> String {
    let mut rows = String::new();
    for one in &saved.manifest().programmes {
        let Some((observed, simulated)) = one.observed.zip(one.simulated) else { continue };
        let error = one.simulated_error.unwrap_or(0.0);
        let missed = InferredRow::misses(observed, simulated, error);
        let cells = [
            language.to_one(observed),
            format!("{} ±{}", language.to_one(simulated), language.decimal(error, 2)),
            language.inferred_verdict(missed).to_owned(),
        ];
        let title = plain(language.title(&one.title, &one.name));
        // Writing to a string cannot fail.
        let _ = write!(rows, "<tr><th scope=\"row\">{title}</th>");
        for cell in cells {
            let _ = write!(rows, "<td>{}</td>", plain(&cell));
        }
        rows.push_str("</tr>\n");
    }
    if rows.is_empty() {
        return rows;
    }
    let head: String = language
        .inferred_columns()
        .iter()
        .map(|word| format!("<th scope=\"col\">{word}</th>"))
        .collect();
    format!(
        "<div class=\"wide\" tabindex=\"0\">\n<table>\n<caption>{}</caption>\n<thead><tr>{head}</tr></thead>\n<tbody>\n{rows}</tbody>\n</table>\n</div>\n",
        language.inferred_caption()
    )
}

/// What was observed against the baseline's futures: what could have failed apart from what could not.
pub(super) fn checks(saved: &Saved, language: Language) -> Result<String, SavedError> {
    let checks = Checks::read(saved)?;
    if checks.names.is_empty() {
        return Ok(format!("{}<p>{}</p>\n", inferred(saved, language), language.no_checks()));
    }
    let mut html = inferred(saved, language);
    let _ = writeln!(html, "<p class=\"small\">{}</p>", language.checks_words());
    for kind in CheckKind::ALL {
        let rows = || {
            let own = (0..checks.names.len()).filter(|&row| checks.kinds[row] == kind.word());
            own.filter(|&row| checks.is_shown(row))
        };
        let none = rows().next().is_none();
        // The page says where nothing was held out; claims and repeats are rare.
        if none && !matches!(kind, CheckKind::HeldOut | CheckKind::Fitted) {
            continue;
        }
        let heading = language.kind_of_check(kind);
        let _ = writeln!(html, "<h3>{heading}</h3>");
        if none {
            let _ = writeln!(html, "<p>{}</p>", language.no_checks_of_kind());
            continue;
        }
        let _ = write!(
            html,
            "<div class=\"wide\" tabindex=\"0\">\n<table class=\"checks\">\n<caption>{}</caption>\n<thead><tr>",
            language.checks_caption(kind)
        );
        for word in language.check_columns() {
            let _ = write!(html, "<th scope=\"col\">{word}</th>");
        }
        html.push_str("</tr></thead>\n<tbody>\n");
        rows().for_each(|row| html.push_str(&checks.row(saved, language, row)));
        html.push_str("</tbody>\n</table>\n</div>\n");
    }
    Ok(html)
}

/// The title of the programme or pool that a check is of, or of several together.
pub(in crate::report) fn scope_of_check(
    saved: &Saved,
    language: Language,
    response: Option<Response>,
    name: &str,
) -> String {
    let manifest = saved.manifest();
    let one = |name: &str| {
        let programme = || manifest.programmes.iter().find(|one| one.name == name);
        let pool = || manifest.pools.iter().find(|one| one.name == name);
        let title = programme().map(|one| &one.title).or_else(|| pool().map(|one| &one.title));
        // A pool and a programme may share a name: the response knows which is meant.
        response
            .and_then(|response| language.scope_title(saved.manifest(), response, name))
            .or_else(|| title.map(|title| language.title(title, name).to_owned()))
            .unwrap_or_else(|| name.to_owned())
    };
    name.split(" + ").map(one).collect::<Vec<_>>().join(" + ")
}
