//! What the chart of the answer shows: the answer block's options by what the question asks for, and what that finds.

use super::super::Setting;
use super::super::data::{Cell, Data};
use crate::measures::Response;
use crate::report::wording::answers::Mark;
use crate::report::wording::findings::Change;
use crate::results::answer::{Cell as Answered, Compared, Measured, Spread, Verdict};

/// One answer, with a cell for each option.
pub(super) struct Field<'a> {
    pub(super) of: &'a Measured,
    pub(super) heading: String,
    pub(super) cells: Vec<&'a Answered>,
}

impl Field<'_> {
    pub(super) fn response(&self) -> Response {
        self.of.response
    }
}

/// The answers that have a value under some option.
pub(super) fn fields<'a>(setting: &Setting<'a>) -> Vec<Field<'a>> {
    let manifest = setting.saved.manifest();
    let block = &manifest.answer;
    let field = |(at, of): (usize, &'a Measured)| {
        let cells: Vec<&Answered> =
            block.options.iter().filter_map(|option| option.cells.get(at)).collect();
        let language = setting.language;
        let guess = language.guess_of_use(manifest, of.response.row().needs_jobs);
        let heading = language.measured(manifest, of.response, &of.scope) + guess;
        Field { of, heading, cells }
    };
    let asked = block.measured.iter().enumerate().filter(|(_, of)| of.asked).map(field);
    asked.filter(|field| field.cells.iter().any(|cell| cell.level.is_some())).collect()
}

/// The central 90 %, the unit left out where it stands beside the median already.
pub(super) fn range(setting: &Setting<'_>, of: &Measured, level: Spread) -> String {
    let text = |value: f64| setting.quantity(of.response, &of.scope, value);
    let ratio = |text: &str| text.trim_end_matches(" 대 1").trim_end_matches(":1").to_owned();
    let texts = [level.low, level.median, level.high].map(|value| ratio(&text(value)));
    let unit = |text: &str| {
        text.trim_start_matches(|c: char| c.is_ascii_digit() || "\u{2212},.".contains(c)).to_owned()
    };
    // Where all three are in one unit, the median has it.
    let [low, median, high] = &texts;
    let shared = unit(median);
    let bare = |text: &str| text.strip_suffix(shared.as_str()).unwrap_or(text).to_owned();
    if unit(low) == shared && unit(high) == shared {
        return format!("({} ~ {})", bare(low), bare(high));
    }
    format!("({low} ~ {high})")
}

/// How far an option is from the baseline, with its mark: the median of the differences, or their mean where the
/// median is none. A star says that the difference is over a part of the window. Then the same without words.
pub(super) fn change(setting: &Setting<'_>, of: &Measured, compared: &Compared) -> [String; 2] {
    let language = setting.language;
    if compared.verdict == Verdict::Equal {
        return [language.same_as_baseline(), Mark::Same.sign()].map(str::to_owned);
    }
    let mark = Mark::of(compared.verdict);
    let word = language.mark_word(mark);
    let spread = compared.difference.spread;
    let value = language.telling(
        of.response,
        language.called(setting.saved.manifest(), &of.scope),
        &compared.difference,
    );
    let mean = if value == spread.median { "" } else { language.pick("평균 ", "mean ") };
    let star = if compared.part.is_some() { "*" } else { "" };
    let size = setting.signed(of.response, value);
    let space = if word.is_empty() { "" } else { " " };
    [format!("{mean}{size}{star} {}{space}{word}", mark.sign()), format!("{}{star}", mark.sign())]
}

/// What an answer is of, in the fewest words.
pub(super) fn subject(setting: &Setting<'_>, field: &Field<'_>) -> String {
    let Measured { response, scope, .. } = field.of;
    let (language, manifest) = (setting.language, setting.saved.manifest());
    let of = language.scope_title(manifest, *response, scope);
    language.subject(of.as_deref(), *response, language.unit_of_scope(manifest, scope))
}

/// The finding: the first answer that an option moves, as it is moved most; else what the baseline's is.
pub(super) fn title(setting: &Setting<'_>, fields: &[Field<'_>]) -> String {
    let (language, manifest) = (setting.language, setting.saved.manifest());
    let options = &manifest.alternatives;
    let subject = |field: &Field<'_>| subject(setting, field);
    let value = |field: &Field<'_>, spread: Spread| {
        setting.quantity(field.of.response, &field.of.scope, spread.median)
    };
    if let Some((field, at)) = moved(fields)
        && let (Some(base), Some(cell), Some(option)) =
            (field.cells[0].level, field.cells.get(at), options.get(at))
        && let Some(compared) = &cell.compared
    {
        let up = compared.difference.spread.mean > 0.0;
        // Two medians are said where both are drawn and go the way of the verdict.
        let seen = cell.level.filter(|level| {
            (level.median > base.median) == up && value(field, base) != value(field, *level)
        });
        return language.finds_change(&Change {
            subject: subject(field),
            option: language.title(&option.title, &option.name).to_owned(),
            response: field.of.response,
            up,
            ends: seen.map(|level| [value(field, base), value(field, level)]),
            apart: language.apart(
                field.of.response,
                language.called(manifest, &field.of.scope),
                &compared.difference,
            ),
            price: price(setting, field.of, &option.name, compared.verdict),
        });
    }
    let first = fields.iter().find_map(|field| Some((field, field.cells.first()?.level?)));
    let Some((field, level)) = first else { return language.answers_fallback().to_owned() };
    let subject = subject(field);
    if options.len() > 1 {
        let equal =
            field.cells.iter().skip(1).all(|cell| {
                cell.compared.as_ref().is_some_and(|one| one.verdict == Verdict::Equal)
            });
        return language.nothing_moves(&subject, equal);
    }
    language.stands_at(&subject, &value(field, level), &range(setting, field.of, level))
}

/// The first answer that an option moves, and the option that moves it most.
fn moved<'a, 'b>(fields: &'b [Field<'a>]) -> Option<(&'b Field<'a>, usize)> {
    let most = |field: &Field<'_>| {
        field.cells.first()?.level?;
        let options = field.cells.iter().enumerate().skip(1).filter_map(|(at, cell)| {
            let compared = cell.compared.as_ref()?;
            let size = compared.difference.spread.mean.abs();
            compared.verdict.is_direction().then_some((size, at))
        });
        options.max_by(|a, b| a.0.total_cmp(&b.0)).map(|(_, at)| at)
    };
    fields.iter().find_map(|field| Some((field, most(field)?)))
}

/// The option that the title of the chart of answers is about, if it is about one.
pub(in crate::report::charts) fn named(setting: &Setting<'_>) -> Option<usize> {
    moved(&fields(setting)).map(|(_, at)| at)
}

/// What an option that is praised costs, in few words: the first thing that its verdict says so.
fn price(setting: &Setting<'_>, of: &Measured, option: &str, verdict: Verdict) -> Option<String> {
    let manifest = setting.saved.manifest();
    (verdict == Verdict::Better).then_some(())?;
    let entry = manifest.answer.options.iter().find(|one| one.alternative == option)?;
    let price = entry.price(of);
    price.first().map(|one| setting.language.price(manifest, one))
}

/// What is drawn, as a table.
pub(super) fn data(setting: &Setting<'_>, fields: &[Field<'_>]) -> Data {
    let mut data = Data::new(&[
        "response",
        "scope",
        "alternative",
        "q05",
        "q50",
        "q95",
        "difference_q50",
        "difference_mean",
        "verdict",
        "of_whole_window",
        "target",
        "met",
        "met_of",
    ]);
    let options = &setting.saved.manifest().alternatives;
    for field in fields {
        for (cell, option) in field.cells.iter().zip(options) {
            let of = |part: fn(Spread) -> f64| Cell::from(cell.level.map(part));
            let compared = cell.compared.as_ref();
            let less = |part: fn(Spread) -> f64| {
                Cell::from(compared.map(|compared| part(compared.difference.spread)))
            };
            let whole = compared.map(|compared| match compared.part {
                None => "true",
                Some(_) => "false",
            });
            data.row([
                field.of.response.name().into(),
                field.of.scope.as_str().into(),
                option.name.as_str().into(),
                of(|level| level.low),
                of(|level| level.median),
                of(|level| level.high),
                less(|difference| difference.median),
                less(|difference| difference.mean),
                compared.map(|compared| compared.verdict.name()).into(),
                whole.into(),
                field.of.target.map(|target| target.bound.value).into(),
                cell.met.map(|met| met.k as f64).into(),
                cell.met.map(|met| met.n as f64).into(),
            ]);
        }
    }
    data
}
