//! The summary and the checks as tables.

use std::fmt::Write as _;

use super::answer::{answering, is_of_programmes, scope_title};
use crate::report::charts::plain;
use crate::report::wording::Language;
use crate::results::saved::{Saved, SavedError};

/// The rows of the summary.
const SHOWN: &[&str] = &[
    "applications_of_places",
    "leased_of_installed",
    "allocated_of_leased",
    "allocated_of_installed",
    "busy_of_allocated",
    "unleased_unit_months",
    "free_unit_months",
    "down_unit_months",
    "mean_wait",
    "mean_job_wait",
    "cost_per_allocated_hour",
    "cost_per_busy_hour",
];

/// A row a response and scope, a column an alternative: mean, and the central 90 % under it.
pub(super) fn summary(saved: &Saved, language: Language) -> Result<String, SavedError> {
    let manifest = saved.manifest();
    let table = saved.columns("estimates")?;
    let (alternatives, responses) = (table.words("alternative")?, table.words("response")?);
    let scopes = table.words("scope")?;
    let (mean, low, high) = (table.numbers("mean")?, table.numbers("q05")?, table.numbers("q95")?);
    let find = |alternative: &str, response: &str, scope: &str| {
        let row = (0..scopes.len()).find(|&row| {
            alternatives[row] == alternative && responses[row] == response && scopes[row] == scope
        })?;
        Some((mean[row]?, low[row]?, high[row]?))
    };
    let mut html = format!(
        "<div class=\"wide\">\n<table>\n<caption>{}</caption>\n<thead><tr><th scope=\"col\">{}</th>",
        language.summary_caption(),
        language.response_word()
    );
    for one in &manifest.alternatives {
        let title = plain(language.title(&one.title, &one.name));
        // Writing to a string cannot fail.
        let _ = write!(html, "<th scope=\"col\">{title}</th>");
    }
    html.push_str("</tr></thead>\n<tbody>\n");
    // What the question asks for comes first.
    let mut shown: Vec<(String, String)> =
        answering(saved)?.into_iter().map(|one| (one.response, one.scope)).collect();
    for &response in SHOWN {
        let names: Vec<&String> = if is_of_programmes(response) {
            manifest.programmes.iter().map(|one| &one.name).collect()
        } else {
            manifest.pools.iter().map(|one| &one.name).collect()
        };
        for name in names {
            let row = (response.to_owned(), name.clone());
            if !shown.contains(&row) {
                shown.push(row);
            }
        }
    }
    for (response, name) in &shown {
        let found: Vec<_> =
            manifest.alternatives.iter().map(|one| find(&one.name, response, name)).collect();
        let title = match name.as_str() {
            "site" => language.site().to_owned(),
            name => scope_title(saved, language, response, name).unwrap_or_else(|| name.to_owned()),
        };
        // Servers that never fail are not worth a row.
        let shows = |cell: &(f64, f64, f64)| response != "down_unit_months" || cell.0 > 0.0;
        if !found.iter().flatten().any(shows) {
            continue;
        }
        let heading = format!("{title} · {}", language.response(response));
        let _ = write!(html, "<tr><th scope=\"row\">{}</th>", plain(&heading));
        for cell in found {
            let value = |value: f64| language.response_value(response, value);
            let _ = match cell {
                Some((mean, low, high)) => {
                    let range = language.range(&value(low), &value(high));
                    write!(html, "<td>{}<small>{range}</small></td>", value(mean))
                }
                None => write!(html, "<td>–</td>"),
            };
        }
        html.push_str("</tr>\n");
    }
    html.push_str("</tbody>\n</table>\n</div>\n");
    Ok(html)
}

/// What was observed against the baseline's futures.
pub(super) fn checks(saved: &Saved, language: Language) -> Result<String, SavedError> {
    let manifest = saved.manifest();
    let table = saved.columns("checks")?;
    let (checks, responses) = (table.words("check")?, table.words("response")?);
    let (scopes, kinds) = (table.words("scope")?, table.words("kind")?);
    let (observed, inside) = (table.numbers("observed")?, table.flags("inside")?);
    let (low, mid, high) = (table.numbers("q05")?, table.numbers("q50")?, table.numbers("q95")?);
    if checks.is_empty() {
        return Ok(format!("<p>{}</p>\n", language.no_checks()));
    }
    let mut html = format!(
        "<p class=\"small\">{}</p>\n<div class=\"wide\">\n<table class=\"checks\">\n<caption>{}</caption>\n<thead><tr>",
        language.checks_words(),
        language.checks_caption()
    );
    for word in language.check_columns() {
        let _ = write!(html, "<th scope=\"col\">{word}</th>");
    }
    html.push_str("</tr></thead>\n<tbody>\n");
    for row in 0..checks.len() {
        let title = language.title_in(&manifest.checks, &checks[row]);
        let scope = match scopes[row].as_str() {
            "site" => language.site().to_owned(),
            name => scope_of_check(saved, language, &responses[row], name),
        };
        let value = |value: Option<f64>| match value {
            Some(value) => language.response_value(&responses[row], value),
            None => String::new(),
        };
        let range = match (low[row], high[row]) {
            (Some(_), Some(_)) => language.range(&value(low[row]), &value(high[row])),
            _ => String::new(),
        };
        let verdict = match (observed[row], inside[row]) {
            (Some(_), true) => language.inside(),
            (Some(_), false) => language.outside(),
            (None, _) => "",
        };
        let cells = [
            plain(&scope),
            value(observed[row]),
            value(mid[row]),
            range,
            verdict.to_owned(),
            language.kind_of_check(&kinds[row]).to_owned(),
        ];
        // A part of a check that was observed only as a whole.
        let class = if observed[row].is_none() { " class=\"part\"" } else { "" };
        let _ = write!(html, "<tr{class}><th scope=\"row\">{}</th>", plain(title));
        for cell in cells {
            let _ = write!(html, "<td>{cell}</td>");
        }
        html.push_str("</tr>\n");
    }
    html.push_str("</tbody>\n</table>\n</div>\n");
    Ok(html)
}

/// A check may name a programme or a pool, whatever its response.
fn scope_of_check(saved: &Saved, language: Language, response: &str, name: &str) -> String {
    let one = |name: &str| {
        let title = |response: &str| scope_title(saved, language, response, name);
        title(response)
            .or_else(|| title("applications_of_places"))
            .or_else(|| title("allocated"))
            .unwrap_or_else(|| name.to_owned())
    };
    // Several of them together.
    name.split(" + ").map(one).collect::<Vec<_>>().join(" + ")
}
