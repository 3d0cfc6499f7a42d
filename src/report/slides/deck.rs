//! A deck as PPTX: the few parts that the format needs.

use std::fmt::Write as _;

use super::Slide;
use super::fixed::{
    DECLARATION, SPACES, TREE, layout, master, notes_master, placeholder, relations, theme,
};
use crate::report::ReportError;
use crate::report::answer::OptionTable;
use crate::report::charts::{Fonts, Weight};
use crate::report::grid::{Said, chart_of};
use crate::report::package::{Package, xml};
use crate::report::wording::Language;

/// What all slides say of themselves.
pub(super) struct Deck<'a> {
    pub(super) title: &'a str,
    /// The line at the foot of each slide.
    pub(super) foot: &'a str,
    /// The lines in the notes of each slide.
    pub(super) made: &'a [String],
    pub(super) language: Language,
    pub(super) said: Said<'a>,
}

/// A place on a slide, in points: left, upper, width, height.
type Place = (f64, f64, f64, f64);
const EMU: f64 = 12_700.0;
const TITLE: Place = (40.0, 20.0, 880.0, 68.0);
const BODY: Place = (40.0, 98.0, 880.0, 404.0);
/// The chart, and the text under it.
const CHART: Place = (40.0, 96.0, 880.0, 330.0);
const UNDER: Place = (40.0, 428.0, 880.0, 80.0);
const ALL_CHART: Place = (40.0, 96.0, 880.0, 410.0);
const FOOT: Place = (40.0, 512.0, 880.0, 20.0);
/// Office fonts run wider than ours.
const WIDER: f64 = 0.92;
const LEADING: f64 = 1.3;

/// The whole file.
pub(super) fn deck(slides: &[Slide], deck: &Deck<'_>) -> Result<Vec<u8>, ReportError> {
    let fonts = Fonts::embedded()?;
    let mut package = Package::default();
    let numbers = 1..=slides.len();
    let charts = slides.iter().filter(|slide| slide.chart.is_some()).count();
    package.add("[Content_Types].xml", types(slides.len(), charts));
    package.add("_rels/.rels", format!("{DECLARATION}<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\"><Relationship Id=\"rId1\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument\" Target=\"ppt/presentation.xml\"/><Relationship Id=\"rId2\" Type=\"http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties\" Target=\"docProps/core.xml\"/></Relationships>"));
    package.add("docProps/core.xml", format!("{DECLARATION}<cp:coreProperties xmlns:cp=\"http://schemas.openxmlformats.org/package/2006/metadata/core-properties\" xmlns:dc=\"http://purl.org/dc/elements/1.1/\"><dc:title>{}</dc:title><dc:creator>daegi</dc:creator></cp:coreProperties>", xml(deck.title)));
    let ids: String = numbers
        .clone()
        .map(|at| format!("<p:sldId id=\"{}\" r:id=\"rId{}\"/>", 255 + at, 3 + at))
        .collect();
    package.add("ppt/presentation.xml", format!("{DECLARATION}<p:presentation {SPACES}><p:sldMasterIdLst><p:sldMasterId id=\"2147483648\" r:id=\"rId1\"/></p:sldMasterIdLst><p:notesMasterIdLst><p:notesMasterId r:id=\"rId2\"/></p:notesMasterIdLst><p:sldIdLst>{ids}</p:sldIdLst><p:sldSz cx=\"12192000\" cy=\"6858000\"/><p:notesSz cx=\"6858000\" cy=\"9144000\"/></p:presentation>"));
    let mut all = vec![
        ("slideMaster", "slideMasters/slideMaster1.xml".to_owned()),
        ("notesMaster", "notesMasters/notesMaster1.xml".to_owned()),
        ("theme", "theme/theme1.xml".to_owned()),
    ];
    all.extend(numbers.map(|at| ("slide", format!("slides/slide{at}.xml"))));
    package.add("ppt/_rels/presentation.xml.rels", relations(&all));
    let (title, body) = (transform("a", TITLE), transform("a", BODY));
    package.add("ppt/slideMasters/slideMaster1.xml", master(&title, &body));
    let of_master = [
        ("slideLayout", "../slideLayouts/slideLayout1.xml".to_owned()),
        ("theme", "../theme/theme1.xml".to_owned()),
    ];
    package.add("ppt/slideMasters/_rels/slideMaster1.xml.rels", relations(&of_master));
    package.add("ppt/slideLayouts/slideLayout1.xml", layout(&title, &body));
    let of_layout = [("slideMaster", "../slideMasters/slideMaster1.xml".to_owned())];
    package.add("ppt/slideLayouts/_rels/slideLayout1.xml.rels", relations(&of_layout));
    package.add("ppt/notesMasters/notesMaster1.xml", notes_master());
    let of_notes = [("theme", "../theme/theme2.xml".to_owned())];
    package.add("ppt/notesMasters/_rels/notesMaster1.xml.rels", relations(&of_notes));
    package.add("ppt/theme/theme1.xml", theme());
    package.add("ppt/theme/theme2.xml", theme());

    let mut charts = 0;
    for (at, slide) in (1..).zip(slides) {
        let mut own = vec![
            ("slideLayout", "../slideLayouts/slideLayout1.xml".to_owned()),
            ("notesSlide", format!("../notesSlides/notesSlide{at}.xml")),
        ];
        if let Some((grid, graph)) = &slide.chart {
            charts += 1;
            own.push(("chart", format!("../charts/chart{charts}.xml")));
            let (chart, book) = chart_of(grid, graph, deck.said)?;
            package.add(&format!("ppt/charts/chart{charts}.xml"), linked(&chart));
            let target = format!("../embeddings/Microsoft_Excel_Sheet{charts}.xlsx");
            let path = format!("ppt/charts/_rels/chart{charts}.xml.rels");
            package.add(&path, relations(&[("package", target)]));
            package.add(&format!("ppt/embeddings/Microsoft_Excel_Sheet{charts}.xlsx"), book);
        }
        package.add(&format!("ppt/slides/slide{at}.xml"), one(&fonts, slide, deck));
        package.add(&format!("ppt/slides/_rels/slide{at}.xml.rels"), relations(&own));
        package.add(&format!("ppt/notesSlides/notesSlide{at}.xml"), notes(slide, deck));
        let of_notes = [
            ("notesMaster", "../notesMasters/notesMaster1.xml".to_owned()),
            ("slide", format!("../slides/slide{at}.xml")),
        ];
        package
            .add(&format!("ppt/notesSlides/_rels/notesSlide{at}.xml.rels"), relations(&of_notes));
    }
    package.bytes()
}

/// A chart with its workbook behind it, so that its data can be changed.
fn linked(chart: &str) -> String {
    // Where these keys are missing, Excel and other programs assume contrary values.
    let label = "<c:showLegendKey val=\"0\"/><c:showVal val=\"1\"/><c:showCatName val=\"0\"/><c:showSerName val=\"0\"/><c:showPercent val=\"0\"/><c:showBubbleSize val=\"0\"/>";
    let chart = chart
        .replace("<c:showVal val=\"1\"/>", label)
        .replace("</c:scaling>", "</c:scaling><c:delete val=\"0\"/>");
    let link = "<c:externalData r:id=\"rId1\"><c:autoUpdate val=\"0\"/></c:externalData>";
    let end = chart.find("<c:printSettings>").or_else(|| chart.find("</c:chartSpace>"));
    match end {
        Some(end) => format!("{}{link}</c:chartSpace>", &chart[..end]),
        None => chart,
    }
}

fn types(slides: usize, charts: usize) -> String {
    const OF: &str = "application/vnd.openxmlformats-officedocument";
    let mut out = format!(
        "{DECLARATION}<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\"><Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/><Default Extension=\"xml\" ContentType=\"application/xml\"/><Default Extension=\"xlsx\" ContentType=\"{OF}.spreadsheetml.sheet\"/>"
    );
    let mut part = |path: &str, kind: &str| {
        // Writing to a string cannot fail.
        let _ = write!(out, "<Override PartName=\"/{path}\" ContentType=\"{kind}\"/>");
    };
    let of = |kind: &str| format!("{OF}.presentationml.{kind}+xml");
    part("docProps/core.xml", "application/vnd.openxmlformats-package.core-properties+xml");
    part("ppt/presentation.xml", &of("presentation.main"));
    part("ppt/slideMasters/slideMaster1.xml", &of("slideMaster"));
    part("ppt/slideLayouts/slideLayout1.xml", &of("slideLayout"));
    part("ppt/notesMasters/notesMaster1.xml", &of("notesMaster"));
    for at in 1..=2 {
        part(&format!("ppt/theme/theme{at}.xml"), &format!("{OF}.theme+xml"));
    }
    for at in 1..=slides {
        part(&format!("ppt/slides/slide{at}.xml"), &of("slide"));
        part(&format!("ppt/notesSlides/notesSlide{at}.xml"), &of("notesSlide"));
    }
    for at in 1..=charts {
        part(&format!("ppt/charts/chart{at}.xml"), &format!("{OF}.drawingml.chart+xml"));
    }
    out + "</Types>"
}

fn transform(space: &str, (left, top, wide, high): Place) -> String {
    let emu = |points: f64| (points * EMU).round();
    format!(
        "<{space}:xfrm><a:off x=\"{}\" y=\"{}\"/><a:ext cx=\"{}\" cy=\"{}\"/></{space}:xfrm>",
        emu(left),
        emu(top),
        emu(wide),
        emu(high)
    )
}

/// The largest size of letters, in steps of one point, in which texts fit into a place.
fn size(fonts: &Fonts, lines: &[(bool, String)], place: Place, (most, least): (u32, u32)) -> u32 {
    let fits = |size: u32| {
        let high: f64 = lines
            .iter()
            .map(|(bold, line)| {
                let weight = if *bold { Weight::Bold } else { Weight::Regular };
                let own = fonts.wrap(line, f64::from(size), weight, (place.2 - 16.0) * WIDER);
                own.len() as f64 * f64::from(size) * LEADING + 4.0
            })
            .sum();
        high <= place.3 - 8.0
    };
    (least..=most).rev().find(|&size| fits(size)).unwrap_or(least)
}

fn paragraphs(lines: &[(bool, String)], size: u32, language: Language) -> String {
    let code = language.pick("ko-KR", "en-GB");
    let one = |(bold, line): &(bool, String)| {
        format!(
            "<a:p><a:r><a:rPr lang=\"{code}\" sz=\"{}\" b=\"{}\"/><a:t>{}</a:t></a:r></a:p>",
            100 * size,
            u8::from(*bold),
            xml(line)
        )
    };
    lines.iter().map(one).collect()
}

fn one(fonts: &Fonts, slide: &Slide, deck: &Deck<'_>) -> String {
    let language = deck.language;
    let text = |lines: &[(bool, String)], size: u32| {
        format!(
            "<p:txBody><a:bodyPr wrap=\"square\"/><a:lstStyle/>{}</p:txBody>",
            paragraphs(lines, size, language)
        )
    };
    let title = [(true, slide.title.clone())];
    let own = size(fonts, &title, TITLE, (26, 16));
    let mut shapes = placeholder(2, "title", "", &text(&title, own));
    let under = !slide.lines.is_empty();
    let with_table = !slide.table.rows.is_empty();
    let place = if slide.chart.is_some() || with_table { UNDER } else { BODY };
    if under {
        let most = if slide.chart.is_some() || with_table { 14 } else { 20 };
        let own = size(fonts, &slide.lines, place, (most, 9));
        let at = transform("a", place);
        shapes += &placeholder(3, "body", &at, &text(&slide.lines, own));
    }
    if slide.chart.is_some() {
        let place = if under { CHART } else { ALL_CHART };
        let _ = write!(
            shapes,
            "<p:graphicFrame><p:nvGraphicFramePr><p:cNvPr id=\"4\" name=\"chart 4\" descr=\"{}\"/><p:cNvGraphicFramePr/><p:nvPr/></p:nvGraphicFramePr>{}<a:graphic><a:graphicData uri=\"http://schemas.openxmlformats.org/drawingml/2006/chart\"><c:chart xmlns:c=\"http://schemas.openxmlformats.org/drawingml/2006/chart\" r:id=\"rId3\"/></a:graphicData></a:graphic></p:graphicFrame>",
            xml(&slide.title),
            transform("p", place)
        );
    }
    if with_table {
        shapes += &table(fonts, &slide.table, language);
    }
    let foot = [(false, deck.foot.to_owned())];
    let _ = write!(
        shapes,
        "<p:sp><p:nvSpPr><p:cNvPr id=\"9\" name=\"foot 9\"/><p:cNvSpPr txBox=\"1\"/><p:nvPr/></p:nvSpPr><p:spPr>{}<a:prstGeom prst=\"rect\"><a:avLst/></a:prstGeom><a:noFill/></p:spPr>{}</p:sp>",
        transform("a", FOOT),
        text(&foot, 9)
    );
    format!(
        "{DECLARATION}<p:sld {SPACES}><p:cSld><p:spTree>{TREE}{shapes}</p:spTree></p:cSld><p:clrMapOvr><a:masterClrMapping/></p:clrMapOvr></p:sld>"
    )
}

/// Options by answers, in a table that can be changed.
fn table(fonts: &Fonts, table: &OptionTable, language: Language) -> String {
    let (left, top, wide, high) = CHART;
    let names = wide * 0.26;
    let each = (wide - names) / table.head.len().saturating_sub(1).max(1) as f64;
    let widths = std::iter::once(names).chain(table.head.iter().skip(1).map(|_| each));
    let columns: String =
        widths.map(|wide| format!("<a:gridCol w=\"{:.0}\"/>", wide * EMU)).collect();
    let row = high / (table.rows.len() + 1) as f64;
    let heads: Vec<(bool, String)> = table.head.iter().map(|head| (true, head.clone())).collect();
    let cell_place = |wide: f64| (0.0, 0.0, wide, row);
    let fitting =
        |lines: &[(bool, String)], wide: f64| size(fonts, lines, cell_place(wide), (13, 7));
    let shown = |cell: &crate::report::answer::Shown| {
        let mark = cell.mark.map(|mark| format!(" {}", mark.sign())).unwrap_or_default();
        let range = (!cell.range.is_empty()).then(|| (false, cell.range.clone()));
        let value = (true, format!("{}{mark}", cell.value));
        std::iter::once(value).chain(range).collect::<Vec<_>>()
    };
    let bodies: Vec<Vec<Vec<(bool, String)>>> = table
        .rows
        .iter()
        .map(|(title, cells)| {
            let name = vec![(false, title.clone())];
            std::iter::once(name).chain(cells.iter().map(shown)).collect()
        })
        .collect();
    // One size for all cells.
    let size = bodies
        .iter()
        .flat_map(|row| row.iter().enumerate())
        .map(|(at, lines)| fitting(lines, if at == 0 { names } else { each }))
        .chain(heads.iter().map(|head| fitting(std::slice::from_ref(head), each)))
        .min()
        .unwrap_or(12);
    let cell = |lines: &[(bool, String)], fill: &str| {
        format!(
            "<a:tc><a:txBody><a:bodyPr/><a:lstStyle/>{}</a:txBody><a:tcPr marL=\"50800\" marR=\"50800\" marT=\"25400\" marB=\"25400\" anchor=\"ctr\">{RULES}<a:solidFill><a:srgbClr val=\"{fill}\"/></a:solidFill></a:tcPr></a:tc>",
            paragraphs(lines, size, language)
        )
    };
    let tr = |cells: String| format!("<a:tr h=\"{:.0}\">{cells}</a:tr>", row * EMU);
    let head: String =
        heads.iter().map(|head| cell(std::slice::from_ref(head), "E8EDF2")).collect();
    let rows: String = bodies
        .iter()
        .map(|row| tr(row.iter().map(|lines| cell(lines, "FFFFFF")).collect()))
        .collect();
    format!(
        "<p:graphicFrame><p:nvGraphicFramePr><p:cNvPr id=\"5\" name=\"table 5\"/><p:cNvGraphicFramePr><a:graphicFrameLocks noGrp=\"1\"/></p:cNvGraphicFramePr><p:nvPr/></p:nvGraphicFramePr>{}<a:graphic><a:graphicData uri=\"http://schemas.openxmlformats.org/drawingml/2006/table\"><a:tbl><a:tblPr firstRow=\"1\"/><a:tblGrid>{columns}</a:tblGrid>{}{rows}</a:tbl></a:graphicData></a:graphic></p:graphicFrame>",
        transform("p", (left, top, wide, high)),
        tr(head)
    )
}

/// Thin lines above and below a cell.
const RULES: &str = "<a:lnT w=\"6350\"><a:solidFill><a:srgbClr val=\"999999\"/></a:solidFill></a:lnT><a:lnB w=\"6350\"><a:solidFill><a:srgbClr val=\"999999\"/></a:solidFill></a:lnB>";

/// What a speaker finds under a slide: the sheet of its numbers, and what made them.
fn notes(slide: &Slide, deck: &Deck<'_>) -> String {
    let language = deck.language;
    let first = language.numbers_stand_in(&slide.sheet);
    let lines: Vec<(bool, String)> =
        std::iter::once(first).chain(deck.made.iter().cloned()).map(|line| (false, line)).collect();
    format!(
        "{DECLARATION}<p:notes {SPACES}><p:cSld><p:spTree>{TREE}<p:sp><p:nvSpPr><p:cNvPr id=\"2\" name=\"image 2\"/><p:cNvSpPr><a:spLocks noGrp=\"1\" noRot=\"1\" noChangeAspect=\"1\"/></p:cNvSpPr><p:nvPr><p:ph type=\"sldImg\" idx=\"2\"/></p:nvPr></p:nvSpPr><p:spPr/></p:sp><p:sp><p:nvSpPr><p:cNvPr id=\"3\" name=\"notes 3\"/><p:cNvSpPr><a:spLocks noGrp=\"1\"/></p:cNvSpPr><p:nvPr><p:ph type=\"body\" sz=\"quarter\" idx=\"1\"/></p:nvPr></p:nvSpPr><p:spPr/><p:txBody><a:bodyPr/><a:lstStyle/>{}</p:txBody></p:sp></p:spTree></p:cSld><p:clrMapOvr><a:masterClrMapping/></p:clrMapOvr></p:notes>",
        paragraphs(&lines, 12, language)
    )
}
