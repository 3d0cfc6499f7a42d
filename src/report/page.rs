//! One page that says it all and needs nothing else: question, first answer, charts, tables,
//! definitions, assumptions, sources and the command that makes it again.

use std::fmt::Write as _;

use super::charts::{Drawing, plain};
use super::wording::Language;
use crate::results::saved::{Saved, SavedError};
use crate::results::{Manifest, SourceEntry};

mod answer;
mod arithmetic;
pub(super) mod assumptions;
mod classes;
pub(super) mod facts;
mod gap;
mod living;
mod outputs;
pub(super) mod tables;

const STYLE: &str = include_str!("page/page.css");

/// The page of a results folder with these charts in it, each in all its sizes; which others are files beside it; and
/// why others are not there.
pub(super) fn page(
    saved: &Saved,
    language: Language,
    (figures, appendix): (&[Vec<&Drawing>], &[&Drawing]),
    left_out: &[String],
) -> Result<String, SavedError> {
    let manifest = saved.manifest();
    let scenario = language.title(&manifest.scenario.title, &manifest.scenario.file);
    let question = language.title(&manifest.scenario.question, scenario);
    let first = super::answer::answers(saved, language);
    let living = living::living(saved, language, figures);
    let charts = charts(figures, left_out, language) + &beside(appendix, language);
    let sections = [
        ("living", language.living_heading(), living.section(language)),
        ("charts", language.charts_heading(), charts),
        ("sweeps", language.sweeps_heading(), answer::sweeps(&first)),
        ("summary", language.summary_heading(), tables::summary(saved, language)?),
        ("gap", language.gap_heading(), gap::section(saved, language)?),
        ("classes", language.classes_heading(), classes::section(saved, language)?),
        ("outputs", language.outputs_heading(), outputs::section(saved, language)?),
        ("checks", language.checks_heading(), tables::checks(saved, language)?),
        ("arithmetic", language.arithmetic_heading(), arithmetic::section(manifest, language)),
        ("definitions", language.definitions_heading(), definitions(manifest, language)),
        ("assumptions", language.assumptions_heading(), assumed(manifest, language)),
        ("sources", language.sources_heading(), sources(manifest, language)),
        ("data", language.data_heading(), data(manifest, language)),
        ("again", language.again_heading(), again(manifest, language)),
    ];
    // A section without a text is left out.
    let sections: Vec<_> = sections.iter().filter(|(.., text)| !text.is_empty()).collect();
    let contents: Vec<String> = sections
        .iter()
        .map(|(id, heading, _)| format!("<a href=\"#{id}\">{heading}</a>"))
        .collect();
    let body: String = sections
        .iter()
        .map(|(id, heading, text)| {
            format!("<section id=\"{id}-section\" aria-labelledby=\"{id}\">\n<h2 id=\"{id}\">{heading}</h2>\n{text}</section>\n")
        })
        .collect();
    // A place of the page that nothing fills, or a part that has no place, does not compile.
    Ok(format!(
        include_str!("page/page.html"),
        language = language.code(),
        title = plain(&format!("{scenario}: {question}")),
        style = STYLE,
        running = running(scenario),
        living_style = living::STYLE,
        scenario = plain(scenario),
        question = plain(question),
        notice = notice(saved, language),
        answer_heading = language.answer_heading(),
        answer = answer::section(&first, language),
        contents_word = language.contents(),
        contents = contents.join(" · "),
        sections = body,
        living = living.script(),
    ))
}

/// What a reader must know before he believes a figure: that the tables are not those of the run.
fn notice(saved: &Saved, language: Language) -> String {
    let version = saved.manifest().mark.other_version();
    let remarks = language.remarks(saved.changed(), version).into_iter();
    let list: String =
        remarks.map(|remark| format!("<p class=\"notice\">{}</p>\n", plain(&remark))).collect();
    list
}

/// A title that stands in a style sheet, as the head of printed sheets.
fn running(title: &str) -> String {
    title.chars().filter(|c| !matches!(c, '"' | '\\' | '<' | '>') && !c.is_control()).collect()
}

/// Charts for wide screens and paper, each beside the same for telephones: a style sheet shows one of the two.
fn charts(figures: &[Vec<&Drawing>], left_out: &[String], language: Language) -> String {
    let figure = |sizes: &Vec<&Drawing>| {
        let Some(wide) = sizes.first() else { return String::new() };
        // On paper a chart takes half a page at most, unless it is taller than wide.
        let class = if wide.height > wide.width { " class=\"tall\"" } else { "" };
        let narrow = sizes.get(2).map_or_else(String::new, |one| {
            format!("<div class=\"narrow-chart\">{}</div>\n", one.svg)
        });
        let wide_name = living::chart_name(wide, language);
        let wide = &wide.svg;
        let name = plain(wide_name);
        format!(
            "<figure{class} data-chart=\"{name}\">\n<div class=\"wide-chart\">{wide}</div>\n{narrow}</figure>\n"
        )
    };
    let said = left_out.iter().map(|one| format!("<p class=\"small\">{}</p>\n", plain(one)));
    figures.iter().map(figure).chain(said).collect()
}

/// The charts of the appendix, which would make the page too large to be sent: each with its file.
fn beside(appendix: &[&Drawing], language: Language) -> String {
    if appendix.is_empty() {
        return String::new();
    }
    let one = |drawing: &&Drawing| {
        let file = plain(&format!("charts/{}.svg", drawing.name));
        format!("{} (<a href=\"{file}\">{file}</a>)", plain(&drawing.title))
    };
    let list: Vec<String> = appendix.iter().map(one).collect();
    format!("<p class=\"small\">{}: {}.</p>\n", language.appendix_words(), list.join("; "))
}

/// Links to the tables beside the page.
fn data(manifest: &Manifest, language: Language) -> String {
    let files = manifest.table_files.keys().filter(|path| path.ends_with(".csv"));
    let links: Vec<String> = files
        .map(|path| {
            let name = path.trim_start_matches("tables/");
            format!("<a href=\"{}\">{}</a>", plain(path), plain(name))
        })
        .collect();
    if links.is_empty() {
        return String::new();
    }
    format!("<p>{}</p>\n<p>{}</p>\n", language.data_words(), links.join(" · "))
}

fn definitions(manifest: &Manifest, language: Language) -> String {
    let mut list = String::from("<dl>\n");
    for (name, meaning) in language.definitions(language.unit_of_scope(manifest, "site")) {
        // Writing to a string cannot fail.
        let _ = writeln!(list, "<dt>{}</dt><dd>{}</dd>", plain(&name), plain(meaning));
    }
    list + "</dl>\n"
}

/// What is assumed, first what moves an answer most.
fn assumed(manifest: &Manifest, language: Language) -> String {
    if manifest.assumptions.is_empty() {
        return format!("<p>{}</p>\n", language.no_assumptions());
    }
    let [item, moved, source] = language.assumption_columns();
    let mut table = format!(
        "<div class=\"wide\" tabindex=\"0\">\n<table class=\"words\">\n<caption>{}</caption>\n<thead><tr><th scope=\"col\">{item}</th><th scope=\"col\">{moved}</th><th scope=\"col\">{source}</th></tr></thead>\n<tbody>\n",
        language.assumptions_caption()
    );
    for one in assumptions::assumed(manifest, language) {
        let option =
            if one.option.is_empty() { String::new() } else { format!(" ({})", one.option) };
        let moves = one.moves.map_or_else(String::new, |moves| language.moves(&moves));
        let _ = writeln!(
            table,
            "<tr><th scope=\"row\">{}{}</th><td>{}</td><td>{}</td></tr>",
            item_of(manifest, language, &one.path),
            plain(&option),
            plain(&moves),
            with_care(&one.source, &one.care)
        );
    }
    table + "</tbody>\n</table>\n</div>\n"
}

/// A source, and beneath it who answers for it.
fn with_care(source: &str, care: &str) -> String {
    match care {
        "" => plain(source),
        care => format!("{}<br><span class=\"basis\">{}</span>", plain(source), plain(care)),
    }
}

/// A table of the scenario in words, with its path.
fn item_of(manifest: &Manifest, language: Language, path: &str) -> String {
    let words = language.input(manifest, path);
    if words == path { code(path) } else { format!("{}<br>{}", plain(&words), code(path)) }
}

/// The sources that are not among the assumptions already.
fn sources(manifest: &Manifest, language: Language) -> String {
    let assumed = |one: &&SourceEntry| manifest.assumptions.iter().any(|it| it.path == one.path);
    let rest: Vec<&SourceEntry> = manifest.sources.iter().filter(|one| !assumed(one)).collect();
    if rest.is_empty() {
        return format!("<p>{}</p>\n", language.no_sources());
    }
    let row = |one: &SourceEntry| {
        let said = with_care(one.source.in_language(language), &language.care(one));
        (item_of(manifest, language, &one.path), said)
    };
    table(language.sources_caption(), language, rest.into_iter().map(row))
}

fn code(path: &str) -> String {
    // A long path may break after its dots.
    format!("<span class=\"path\">{}</span>", plain(path).replace('.', ".<wbr>"))
}

/// Two columns of words.
fn table(
    caption: &str,
    language: Language,
    rows: impl Iterator<Item = (String, String)>,
) -> String {
    let [path, source] = language.source_columns();
    let mut table = format!(
        "<div class=\"wide\" tabindex=\"0\">\n<table class=\"words\">\n<caption>{caption}</caption>\n<thead><tr><th scope=\"col\">{path}</th>\
         <th scope=\"col\">{source}</th></tr></thead>\n<tbody>\n"
    );
    for (path, source) in rows {
        let _ = writeln!(table, "<tr><th scope=\"row\">{path}</th><td>{source}</td></tr>");
    }
    table + "</tbody>\n</table>\n</div>\n"
}

fn again(manifest: &Manifest, language: Language) -> String {
    let command = facts::command(manifest);
    let mut text = format!(
        "<p>{}</p>\n<pre><code>{}</code></pre>\n<dl class=\"facts\">\n",
        language.again_words(),
        plain(&command)
    );
    for (name, value) in facts::facts(manifest, language) {
        let _ = writeln!(text, "<dt>{name}</dt><dd><code>{}</code></dd>", plain(&value));
    }
    text += "</dl>\n";
    let _ = writeln!(
        text,
        "<details><summary>{}: {}</summary>\n<pre><code>{}</code></pre>\n</details>",
        language.text_heading(),
        plain(&manifest.scenario.file),
        plain(&manifest.scenario.text)
    );
    text
}
