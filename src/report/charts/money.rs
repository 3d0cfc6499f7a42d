//! Money by option: what is spent in the window, by funding and by what is paid beside fundings.

use super::canvas::{Align, Drawing};
use super::data::Data;
use super::options::{Bars, Part};
use super::series::window;
use super::{HEADING, Setting, Sheet, Shown};
use crate::measures::Money;
use crate::report::ReportError;
use crate::results::figures::{FundingMoney, money};
use crate::results::saved::SavedError;

/// What each account spends, by option; accounts that spend nothing are left out.
fn spent(setting: &Setting<'_>) -> Result<Vec<(String, Vec<f64>)>, SavedError> {
    let saved = setting.saved;
    let options = &saved.manifest().alternatives;
    let mut all: Vec<(String, Vec<f64>)> = Vec::new();
    for (at, option) in options.iter().enumerate() {
        for account in money(saved, &option.name, window(saved))? {
            let FundingMoney { funding, months, .. } = account;
            if funding == "site" {
                continue;
            }
            let won = months.last().map_or(0.0, |month| month.of(Money::Spent));
            if !all.iter().any(|(name, _)| *name == funding) {
                all.push((funding.clone(), vec![0.0; options.len()]));
            }
            if let Some((_, values)) = all.iter_mut().find(|(name, _)| *name == funding) {
                values[at] = won;
            }
        }
    }
    all.retain(|(_, values)| values.iter().any(|won| *won >= 0.5));
    Ok(all)
}

fn totals(parts: &[(String, Vec<f64>)]) -> Vec<f64> {
    let count = parts.first().map_or(0, |(_, values)| values.len());
    (0..count).map(|at| parts.iter().map(|(_, values)| values[at]).sum()).collect()
}

/// Whether any money flows, and whether options differ in it where there are options.
pub(super) fn shown(setting: &Setting<'_>) -> Result<Shown, SavedError> {
    if setting.saved.manifest().fundings.is_empty() {
        return Ok(Shown::No);
    }
    let parts = spent(setting)?;
    let language = setting.language;
    if parts.is_empty() {
        return Ok(Shown::Because(language.no_money().to_owned()));
    }
    let same =
        parts.iter().all(|(_, values)| values.iter().all(|won| (won - values[0]).abs() < 0.5));
    let options = setting.saved.manifest().alternatives.len() > 1;
    Ok(if options && same { Shown::Because(language.same_money().to_owned()) } else { Shown::Yes })
}

/// Draws a row an option: what is spent as one bar in parts.
pub(super) fn draw(setting: &Setting<'_>, name: String) -> Result<Drawing, ReportError> {
    let Setting { language, size, .. } = *setting;
    let manifest = setting.saved.manifest();
    let spent = spent(setting)?;
    let (from, to) = window(setting.saved);
    let totals = totals(&spent);
    let mut data = Data::new(&["alternative", "account", "spent"]);
    for (account, values) in &spent {
        for (option, won) in manifest.alternatives.iter().zip(values) {
            data.row([option.name.as_str().into(), account.as_str().into(), (*won).into()]);
        }
    }
    let ends = totals.iter().enumerate();
    let most = ends.clone().max_by(|a, b| a.1.total_cmp(b.1));
    let least = ends.min_by(|a, b| a.1.total_cmp(b.1));
    let option = |at: usize| {
        manifest.alternatives.get(at).map_or("", |one| language.title(&one.title, &one.name))
    };
    let title = most.zip(least).map_or_else(String::new, |(most, least)| {
        let said = |amount: f64| language.money(setting.currency(), amount);
        let (high, low) = (said(*most.1), said(*least.1));
        let apart = (high != low).then_some((option(least.0), low.as_str()));
        language.money_finds(option(most.0), &high, apart)
    });
    let parts = spent
        .iter()
        .map(|(account, values)| {
            let title = match language.account(account) {
                name if name == account => language.title_in(&manifest.fundings, name).to_owned(),
                other => other.to_owned(),
            };
            Part { title, values: values.clone() }
        })
        .collect();
    let bars =
        Bars { parts, label: |setting, amount| setting.language.money(setting.currency(), amount) };
    let sheet = Sheet {
        setting,
        name,
        title,
        subtitle: language.money_subtitle(&setting.futures, &language.stretch(from, to)),
        notes: vec![language.money_note().to_owned()],
        data,
    };
    let above = HEADING.line() + 4.0;
    sheet.draw(above + bars.height(setting), |canvas, mut body| {
        let middle = body.top + HEADING.line() / 2.0;
        canvas.text(
            &language.money_panel(setting.currency()),
            size.margin(),
            middle,
            Align::Left,
            HEADING,
        );
        body.top += above;
        body.height -= above;
        bars.draw(canvas, setting, body)
    })
}
