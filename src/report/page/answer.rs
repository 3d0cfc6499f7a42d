//! The answer block as a section of the page.

use std::fmt::Write as _;

use super::living;
use crate::report::answer::{Answers, Bar, OptionTable, Said, Shown, Tornado};
use crate::report::charts::plain;
use crate::report::wording::Language;
use crate::report::wording::answers::Mark;

/// The section, without its heading.
pub(super) fn section(answers: &Answers, language: Language) -> String {
    let mut html = String::new();
    for said in &answers.verdicts {
        // Writing to a string cannot fail.
        let _ = writeln!(html, "<p class=\"verdict\">{}</p>", verdict(said));
    }
    if !answers.table.rows.is_empty() {
        html.push_str(&table(&answers.table));
    }
    if !answers.against.is_empty() {
        let _ = writeln!(html, "<h3>{}</h3>\n<ul class=\"against\">", language.against_heading());
        for said in &answers.against {
            let _ = writeln!(
                html,
                "<li><strong>{}</strong>: {}</li>",
                plain(&said.of),
                plain(&said.clauses.join("; "))
            );
        }
        html.push_str("</ul>\n");
    }
    if !answers.hangs_brief.is_empty() {
        let mut said = answers.hangs_brief.iter().map(|one| plain(one)).collect::<Vec<_>>();
        if said.iter().any(|one| one.contains('*')) {
            said.push(language.star_key().to_owned());
        }
        let (word, said) = (language.hangs_word(), said.join(". "));
        let _ = writeln!(html, "<p class=\"hangs\"><strong>{word}</strong>: {said}.</p>");
    }
    html.push_str(&list(language.best_heading(), &answers.best));
    html.push_str(&list(language.together_heading(), &answers.together));
    if !answers.frontiers.is_empty() {
        let _ = writeln!(html, "<h3>{}</h3>", language.frontier_heading());
    }
    for frontier in &answers.frontiers {
        for said in &frontier.said {
            let _ = writeln!(html, "<p>{}</p>", plain(said));
        }
        html.push_str(&table(&frontier.table));
        for note in &frontier.notes {
            let _ = writeln!(html, "<p class=\"basis\">{}</p>", plain(note));
        }
    }
    if !answers.readings.is_empty() {
        let _ = writeln!(html, "<h3>{}</h3>\n<ul>", language.readings_heading());
        for said in &answers.readings {
            let clauses = said.clauses.iter().map(|one| format!("<li>{}</li>", plain(one)));
            let _ = writeln!(
                html,
                "<li><strong>{}</strong>\n<ul>{}</ul></li>",
                plain(&said.of),
                clauses.collect::<String>()
            );
        }
        html.push_str("</ul>\n");
    }
    html.push_str(&tornados(&answers.tornados, language));
    html.push_str(&list(language.how_heading(), &answers.compared));
    for note in &answers.notes {
        // The caption of the table says it already.
        let note = note.strip_prefix(answers.table.caption.as_str()).unwrap_or(note).trim_start();
        if !note.is_empty() {
            let _ = writeln!(html, "<p class=\"basis\">{}</p>", plain(note));
        }
    }
    html
}

/// The sweeps as a section of their own, without its heading.
pub(super) fn sweeps(answers: &Answers) -> String {
    let mut html = String::new();
    for swept in &answers.sweeps {
        let host = swept.first.map(living::sweep_host).unwrap_or_default();
        let _ = writeln!(html, "<h3>{}</h3>\n{host}", plain(&swept.title));
        for said in &swept.said {
            let _ = writeln!(html, "<p>{}</p>", plain(said));
        }
        html.push_str(&table(&swept.table));
        for note in &swept.notes {
            let _ = writeln!(html, "<p class=\"basis\">{}</p>", plain(note));
        }
    }
    html
}

fn verdict(said: &Said) -> String {
    let mut html = format!("<strong>{}</strong>", plain(&said.of));
    if !said.lead.is_empty() {
        let _ = write!(html, ": <strong class=\"lead\">{}</strong>.", plain(&said.lead));
    } else if !said.clauses.is_empty() {
        html.push(':');
    }
    let _ = write!(html, " {}", plain(&said.clauses.join("; ")));
    html
}

/// What answers hang on, as bars beside the numbers.
fn tornados(all: &[Tornado], language: Language) -> String {
    if all.is_empty() {
        return String::new();
    }
    let mut html = format!("<h3>{}</h3>\n", language.hangs_heading());
    for Tornado { of, bars, said } in all {
        if !bars.is_empty() {
            let of = plain(of);
            // Writing to a string cannot fail.
            let _ = writeln!(html, "<table class=\"tornado\">\n<caption>{of}</caption>\n<tbody>");
            for one in bars {
                let (input, said) = (plain(&one.input), plain(&one.said));
                let _ = writeln!(
                    html,
                    "<tr><th scope=\"row\">{input}</th><td>{}</td><td>{said}</td></tr>",
                    bar(one)
                );
            }
            html.push_str("</tbody>\n</table>\n");
        }
        if let Some(said) = said {
            let _ = writeln!(html, "<p class=\"small\">{}</p>", plain(said));
        }
    }
    if all.iter().any(|one| !one.bars.is_empty()) {
        let _ = writeln!(html, "<p class=\"basis\">{}</p>", language.tornado_key());
    }
    html
}

/// One bar from the middle of its field: 100 units to each side are a correlation of 1.
fn bar(one: &Bar) -> String {
    let at = |correlation: f64| (100.0 * correlation).clamp(-100.0, 100.0).round();
    let (end, low, high) = (at(one.correlation), at(one.ends.0), at(one.ends.1));
    let (left, width) = (end.min(0.0), end.abs());
    let class = if one.assumed { "assumed" } else { "known" };
    format!(
        "<svg viewBox=\"-102 0 204 16\" aria-hidden=\"true\"><rect class=\"{class}\" x=\"{left}\" y=\"3\" \
         width=\"{width}\" height=\"10\"/><path d=\"M{low} 8H{high}M0 0V16\"/></svg>"
    )
}

fn list(heading: &str, items: &[String]) -> String {
    if items.is_empty() {
        return String::new();
    }
    let items: String = items.iter().map(|item| format!("<li>{}</li>\n", plain(item))).collect();
    format!("<h3>{heading}</h3>\n<ul>\n{items}</ul>\n")
}

fn table(table: &OptionTable) -> String {
    let mut html = String::from("<div class=\"wide\" tabindex=\"0\">\n<table class=\"options\">\n");
    if !table.caption.is_empty() {
        let _ = writeln!(html, "<caption>{}</caption>", plain(&table.caption));
    }
    html.push_str("<thead><tr>");
    for head in &table.head {
        let _ = write!(html, "<th scope=\"col\">{}</th>", plain(head));
    }
    html.push_str("</tr></thead>\n<tbody>\n");
    for (title, cells) in &table.rows {
        let _ = write!(html, "<tr><th scope=\"row\">{}</th>", plain(title));
        for (head, cell) in table.head.iter().skip(1).zip(cells) {
            let Shown { value, range, mark } = cell;
            let mark = mark.map(sign).unwrap_or_default();
            let (head, value, range) = (plain(head), plain(value), plain(range));
            let _ = write!(
                html,
                "<td data-label=\"{head}\"><span>{value}{mark}</span><small>{range}</small></td>"
            );
        }
        html.push_str("</tr>\n");
    }
    html + "</tbody>\n</table>\n</div>\n"
}

fn sign(mark: Mark) -> String {
    let class = match mark {
        Mark::Better => "better",
        Mark::Worse => "worse",
        Mark::More | Mark::Less | Mark::Same => "same",
    };
    format!(" <span class=\"{class}\">{}</span>", mark.sign())
}
