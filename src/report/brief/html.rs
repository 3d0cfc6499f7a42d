//! The brief as a page of its own, of one printed sheet.

use std::fmt::Write as _;

use super::layout::{BODY, LEADING, MARGINS, NAMES, SMALL, TABLE, TITLE};
use super::{Brief, Laid};
use crate::report::charts::plain;

/// The whole file.
pub(in crate::report) fn html(laid: &Laid) -> String {
    let brief = &laid.brief;
    let mut body = String::new();
    let _ = writeln!(
        body,
        "<header><h1>{}</h1>\n<p>{}</p></header>",
        plain(&brief.title),
        plain(&brief.question)
    );
    body.push_str("<ul class=\"points\">\n");
    for item in &brief.items {
        let class = if item.main { " class=\"main\"" } else { "" };
        let note = item.note.map(|note| format!("<sup>{note})</sup>")).unwrap_or_default();
        let (sign, line) = (item.sign(), plain(&item.line()));
        // Writing to a string cannot fail.
        let _ = writeln!(body, "<li{class}><span>{sign}</span><div>{line}{note}</div></li>");
    }
    body.push_str("</ul>\n");
    body.push_str(&table(brief));
    if let Some(picture) = &brief.picture {
        let _ = writeln!(
            body,
            "<figure style=\"width:{:.0}pt\">{}</figure>",
            laid.chart.0, picture.svg
        );
    }
    body.push_str("<footer>\n<ol>\n");
    for note in &brief.notes {
        let _ = writeln!(body, "<li>{}</li>", plain(note));
    }
    body.push_str("</ol>\n");
    for line in &brief.record {
        let _ = writeln!(body, "<p>{}</p>", plain(line));
    }
    body.push_str("</footer>\n");
    let (side, above, below) = MARGINS;
    let names = 100.0 * NAMES;
    format!(
        "<!doctype html>\n<html lang=\"{}\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>{}</title>\n<style>\n\
         @page {{ size: A4; margin: {above}pt {side}pt {below}pt; }}\n\
         * {{ box-sizing: border-box; }}\n\
         body {{ font: {BODY}pt/{LEADING} \"Noto Sans KR\", \"Noto Sans CJK KR\", \"Malgun Gothic\", \"맑은 고딕\", sans-serif; color: #111; max-width: 482pt; margin: 16pt auto; padding: 0 8pt; word-break: keep-all; overflow-wrap: anywhere; }}\n\
         header {{ background: #ececec; text-align: center; padding: 5pt 10pt; margin-bottom: 6pt; }}\n\
         h1 {{ font-size: {TITLE}pt; line-height: {LEADING}; margin: 0; }}\n\
         header p, .points, footer p, footer ol {{ margin: 0; padding: 0; }}\n\
         .points li {{ display: flex; gap: 4pt; margin: 0 0 2pt 8pt; list-style: none; }}\n\
         .points .main {{ font-weight: bold; font-size: {}pt; margin-left: 0; }}\n\
         table {{ border-collapse: collapse; width: 100%; font-size: {TABLE}pt; margin-top: 4pt; text-align: center; table-layout: fixed; }}\n\
         th, td {{ border: .5pt solid #555; padding: 1pt 3pt; }}\n\
         thead th {{ background: #e6e6e6; }} th:first-child {{ width: {names}%; font-weight: normal; }}\n\
         td b, td small {{ display: block; }} td small, footer {{ font-size: {SMALL}pt; color: #444; }}\n\
         figure {{ margin: 6pt auto 4pt; max-width: 100%; }} figure svg {{ width: 100%; height: auto; display: block; }}\n\
         footer {{ border-top: .5pt solid #555; padding-top: 3pt; }} footer ol {{ padding-left: 12pt; }}\n\
         @media print {{ body {{ margin: 0; padding: 0; max-width: none; }} }}\n\
         </style>\n</head>\n<body>\n{body}</body>\n</html>\n",
        brief.language.code(),
        plain(&brief.title),
        BODY + 1.0,
    )
}

fn table(brief: &Brief) -> String {
    let table = &brief.table;
    if table.rows.is_empty() || table.head.len() < 2 {
        return String::new();
    }
    let mut html = String::from("<table>\n<thead><tr>");
    for head in &table.head {
        let _ = write!(html, "<th scope=\"col\">{}</th>", plain(head));
    }
    html.push_str("</tr></thead>\n<tbody>\n");
    for (title, cells) in &table.rows {
        let _ = write!(html, "<tr><th scope=\"row\">{}</th>", plain(title));
        for cell in cells {
            let mark = cell.mark.map(|mark| format!(" {}", mark.sign())).unwrap_or_default();
            let (value, range) = (plain(&cell.value), plain(&cell.range));
            let _ = write!(html, "<td><b>{value}{mark}</b><small>{range}</small></td>");
        }
        html.push_str("</tr>\n");
    }
    html + "</tbody>\n</table>\n"
}
