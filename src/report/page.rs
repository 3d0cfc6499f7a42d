//! One page that says it all and needs nothing else: question, first answer, charts, tables,
//! definitions, assumptions, sources and the command that makes it again.

use std::fmt::Write as _;

use super::charts::{Drawing, plain, window};
use super::wording::Language;
use crate::results::saved::{Saved, SavedError};
use crate::results::{Manifest, SourceEntry};

pub(super) mod answer;
mod classes;
mod gap;
mod outputs;
mod tables;

const TEMPLATE: &str = include_str!("page/page.html");

/// The page of a results folder with these charts in it, each in all its sizes, and why others are not there.
pub(super) fn page(
    saved: &Saved,
    language: Language,
    figures: &[Vec<&Drawing>],
    left_out: &[String],
) -> Result<String, SavedError> {
    let manifest = saved.manifest();
    let scenario = language.title(&manifest.scenario.title, &manifest.scenario.file);
    let question = language.title(&manifest.scenario.question, scenario);
    let (from, to) = window(saved);
    let futures = language.whole(f64::from(manifest.replications));
    let first = answer::answers(saved, language)?;
    let parts = [
        ("language", language.code().to_owned()),
        ("title", plain(&format!("{scenario}: {question}"))),
        ("scenario", plain(scenario)),
        ("question", plain(question)),
        ("notice", notice(saved, language)),
        ("answer-heading", language.answer_heading().to_owned()),
        ("sentences", answer::paragraphs(&first.sentences)),
        ("more-heading", language.more_heading().to_owned()),
        ("answers", answer::items(&first.alternatives)),
        (
            "basis",
            plain(&language.basis(
                &futures,
                &language.stretch(from, to),
                manifest.alternatives.len() > 1,
            )),
        ),
        ("charts-heading", language.charts_heading().to_owned()),
        ("charts", charts(figures, left_out)),
        ("summary-heading", language.summary_heading().to_owned()),
        ("summary", tables::summary(saved, language)?),
        ("gap", gap::section(saved, language)?),
        ("classes", classes::section(saved, language)? + &outputs::section(saved, language)?),
        ("checks-heading", language.checks_heading().to_owned()),
        ("checks", tables::checks(saved, language)?),
        ("definitions-heading", language.definitions_heading().to_owned()),
        ("definitions", definitions(language)),
        ("assumptions-heading", language.assumptions_heading().to_owned()),
        ("assumptions", assumptions(manifest, language)),
        ("sources-heading", language.sources_heading().to_owned()),
        ("sources", sources(manifest, language)),
        ("again-heading", language.again_heading().to_owned()),
        ("again", again(manifest, language)),
    ];
    Ok(fill(TEMPLATE, &parts))
}

/// Puts the parts in their places. What they hold is not looked at again.
fn fill(template: &str, parts: &[(&str, String)]) -> String {
    let mut pieces = template.split("{{");
    let mut whole = pieces.next().unwrap_or_default().to_owned();
    for piece in pieces {
        let (name, rest) = piece.split_once("}}").unwrap_or((piece, ""));
        if let Some((_, part)) = parts.iter().find(|(known, _)| *known == name) {
            whole.push_str(part);
        }
        whole.push_str(rest);
    }
    whole
}

/// What a reader must know before he believes a figure: that the tables are not those of the run.
fn notice(saved: &Saved, language: Language) -> String {
    let version = saved.manifest().mark.other_version();
    let remarks = language.remarks(saved.changed(), version).into_iter();
    let list: String =
        remarks.map(|remark| format!("<p class=\"notice\">{}</p>\n", plain(&remark))).collect();
    list
}

/// Charts for wide screens and paper, each beside the same for telephones: a style sheet shows one of the two.
fn charts(figures: &[Vec<&Drawing>], left_out: &[String]) -> String {
    let figure = |sizes: &Vec<&Drawing>| {
        let Some(wide) = sizes.first() else { return String::new() };
        // On paper a chart takes half a page at most, unless it is taller than wide.
        let class = if wide.height > wide.width { " class=\"tall\"" } else { "" };
        let narrow = sizes.get(2).map_or_else(String::new, |one| {
            format!("<div class=\"narrow-chart\">{}</div>\n", one.svg)
        });
        let wide = &wide.svg;
        format!("<figure{class}>\n<div class=\"wide-chart\">{wide}</div>\n{narrow}</figure>\n")
    };
    let said = left_out.iter().map(|one| format!("<p class=\"small\">{}</p>\n", plain(one)));
    figures.iter().map(figure).chain(said).collect()
}

fn definitions(language: Language) -> String {
    let mut list = String::from("<dl>\n");
    for (name, meaning) in language.definitions() {
        // Writing to a string cannot fail.
        let _ = writeln!(list, "<dt>{}</dt><dd>{}</dd>", plain(&name), plain(meaning));
    }
    list + "</dl>\n"
}

fn assumptions(manifest: &Manifest, language: Language) -> String {
    if manifest.assumptions.is_empty() {
        return format!("<p>{}</p>\n", language.no_assumptions());
    }
    let added = |one: &SourceEntry| {
        let title = |name: &String| language.title_in(&manifest.alternatives, name).to_owned();
        one.alternative.as_ref().map(|name| format!(" ({})", title(name))).unwrap_or_default()
    };
    let row = |one: &SourceEntry| {
        (format!("{}{}", code(&one.path), plain(&added(one))), plain(&one.source))
    };
    table(language.assumptions_caption(), language, manifest.assumptions.iter().map(row))
}

/// The sources that are not among the assumptions already.
fn sources(manifest: &Manifest, language: Language) -> String {
    let assumed = |one: &&SourceEntry| manifest.assumptions.iter().any(|it| it.path == one.path);
    let rest: Vec<&SourceEntry> = manifest.sources.iter().filter(|one| !assumed(one)).collect();
    if rest.is_empty() {
        return format!("<p>{}</p>\n", language.no_sources());
    }
    let row = |one: &SourceEntry| (code(&one.path), plain(&one.source));
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
        "<table class=\"words\">\n<caption>{caption}</caption>\n<thead><tr><th scope=\"col\">{path}</th>\
         <th scope=\"col\">{source}</th></tr></thead>\n<tbody>\n"
    );
    for (path, source) in rows {
        let _ = writeln!(table, "<tr><th scope=\"row\">{path}</th><td>{source}</td></tr>");
    }
    table + "</tbody>\n</table>\n"
}

fn again(manifest: &Manifest, language: Language) -> String {
    let file = &manifest.scenario.file;
    let file =
        if file.contains(char::is_whitespace) { format!("\"{file}\"") } else { file.clone() };
    let command = format!(
        "daegi run {file} --replications {} --seed {}",
        manifest.replications, manifest.seed
    );
    let based = manifest.scenario.based_on.as_ref();
    let based = based.map(|base| (language.base_word(), format!("{} {}", base.file, base.digest)));
    let logs = manifest
        .logs
        .iter()
        .map(|log| (language.log_word(), format!("{}: {} {}", log.path, log.file, log.digest)));
    let facts = [
        (language.version_word(), format!("daegi {}", manifest.mark.daegi)),
        (language.seed_word(), manifest.seed.to_string()),
        (language.digest_word(), manifest.scenario.digest.clone()),
        (language.platform_word(), manifest.platform.clone()),
    ];
    let mut text = format!(
        "<p>{}</p>\n<pre><code>{}</code></pre>\n<dl class=\"facts\">\n",
        language.again_words(),
        plain(&command)
    );
    for (name, value) in facts.into_iter().chain(based).chain(logs) {
        let _ = writeln!(text, "<dt>{name}</dt><dd><code>{}</code></dd>", plain(&value));
    }
    text + "</dl>\n"
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_are_put_in_their_places_once() {
        let parts = [("a", "{{b}}".to_owned()), ("b", "no".to_owned())];
        assert_eq!(fill("x {{a}} y {{none}}z", &parts), "x {{b}} y z");
    }

    #[test]
    fn every_place_of_the_template_has_its_part() {
        let places = TEMPLATE.split("{{").skip(1).filter_map(|piece| piece.split_once("}}"));
        assert_eq!(places.count(), 26);
    }
}
