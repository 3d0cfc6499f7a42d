//! The account of a gap: card-months that public money did not lease, by cause, and the won.

use std::fmt::Write as _;

use super::plain;
use crate::measures::{Response, Scale};
use crate::report::wording::{Currency, Language};
use crate::results::figures::{GapLine, gap, has_gap};
use crate::results::saved::{Saved, SavedError};

/// The section on the gap: a column for each alternative, and under each mean its paired difference from the baseline.
/// Empty where there is no gap.
pub(super) fn section(saved: &Saved, language: Language) -> Result<String, SavedError> {
    let manifest = saved.manifest();
    let lines = gap(saved)?;
    if !has_gap(&lines) {
        return Ok(String::new());
    }
    let mut html = format!(
        "<p class=\"small\">{}</p>\n<div class=\"wide\" tabindex=\"0\">\n<table>\n<caption>{}</caption>\n<thead><tr><th scope=\"col\">{}</th>",
        language.gap_words(),
        language.gap_caption(),
        language.response_word()
    );
    for one in &manifest.alternatives {
        let title = plain(language.title(&one.title, &one.name));
        // Writing to a string cannot fail.
        let _ = write!(html, "<th scope=\"col\">{title}</th>");
    }
    html.push_str("</tr></thead>\n<tbody>\n");
    let pools =
        manifest.pools.iter().map(|pool| (&*pool.name, language.title(&pool.title, &pool.name)));
    let mut scopes: Vec<(&str, &str)> = pools.collect();
    // With one pool, the site is the pool.
    if scopes.len() == 1 {
        scopes.clear();
    }
    scopes.push(("site", language.site()));
    scopes.push(("sale", language.account("sale")));
    for (scope, title) in scopes {
        let unit = language.called(manifest, scope);
        for line in Response::GAP {
            let found: Vec<Option<&GapLine>> = manifest
                .alternatives
                .iter()
                .map(|one| {
                    let mut own = lines.iter();
                    own.find(|it| {
                        it.alternative == one.name && it.scope == scope && it.line == line
                    })
                })
                .collect();
            // A cause that acts nowhere says nothing.
            if found.iter().flatten().all(|it| it.mean == 0.0) {
                continue;
            }
            // A cause is a part of the line above.
            let class = if Response::GAP_CAUSES.contains(&line) { " class=\"part\"" } else { "" };
            let heading = plain(&format!("{title} · {}", language.heading(line, unit)));
            let _ = write!(html, "<tr{class}><th scope=\"row\">{heading}</th>");
            for one in found {
                let _ = match one {
                    Some(one) => {
                        write!(html, "<td>{}</td>", cell(language, manifest.currency, one))
                    }
                    None => write!(html, "<td>–</td>"),
                };
            }
            html.push_str("</tr>\n");
        }
    }
    html.push_str("</tbody>\n</table>\n</div>\n");
    Ok(html)
}

/// A difference with the ends of its interval: −254 (−271 ~ −236). What is too small for the digits is said to be so.
fn less(difference: f64, ends: Option<(f64, f64)>, value: &dyn Fn(f64) -> String) -> String {
    let is_nothing = |text: &str| !text.chars().any(|c| ('1'..='9').contains(&c));
    let signed = |number: f64| match value(number.abs()) {
        text if is_nothing(&text) => text,
        text if number < 0.0 => format!("−{text}"),
        text => format!("+{text}"),
    };
    if difference == 0.0 {
        return "±0".to_owned();
    }
    let range = ends.map(|(low, high)| [signed(low), signed(high)]);
    match (signed(difference), range) {
        (shown, Some(range)) if is_nothing(&shown) && range.iter().all(|end| is_nothing(end)) => {
            "≈0".to_owned()
        }
        (shown, Some([low, high])) => format!("{shown} ({low} ~ {high})"),
        (shown, None) => shown,
    }
}

fn cell(language: Language, currency: Currency, one: &GapLine) -> String {
    let money = one.line.row().scale == Scale::Won;
    let value =
        |value: f64| if money { language.money(currency, value) } else { language.amount(value) };
    let mut text = value(one.mean);
    if let Some(difference) = one.difference {
        let _ = write!(text, "<small>{}</small>", less(difference, one.ends, &value));
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_difference_has_one_sign_and_its_ends_are_told_apart() {
        let whole = |value: f64| Language::En.amount(value);
        assert_eq!(less(-254.0, Some((-271.0, -236.0)), &whole), "−254 (−271 ~ −236)");
        assert_eq!(less(0.0, Some((0.0, 0.0)), &whole), "±0");
        let small = |value: f64| Language::En.whole(value);
        assert_eq!(less(-0.1, Some((-0.3, 0.2)), &small), "≈0");
        assert_eq!(less(0.4, Some((-0.3, 1.2)), &small), "0 (0 ~ +1)");
        assert_eq!(less(3.0, None, &small), "+3");
    }
}
