//! The brief as HWPX (KS X 6101), the format of 한글: styles that can be changed, a real table, the chart inside. Written from the few parts that the format needs.

use std::fmt::Write as _;

use super::layout::{BODY, LEADING, SMALL, TABLE, TITLE, WIDTH, columns};
use super::{Brief, Laid};
use crate::report::ReportError;
use crate::report::charts::{Fonts, Weight};
use crate::report::package::{Package, xml};

/// Units of the format a point.
const UNITS: f64 = 100.0;
/// The namespaces of its parts.
const SPACES: &str = "xmlns:ha=\"http://www.hancom.co.kr/hwpml/2011/app\" xmlns:hp=\"http://www.hancom.co.kr/hwpml/2011/paragraph\" xmlns:hp10=\"http://www.hancom.co.kr/hwpml/2016/paragraph\" xmlns:hs=\"http://www.hancom.co.kr/hwpml/2011/section\" xmlns:hc=\"http://www.hancom.co.kr/hwpml/2011/core\" xmlns:hh=\"http://www.hancom.co.kr/hwpml/2011/head\" xmlns:hhs=\"http://www.hancom.co.kr/hwpml/2011/history\" xmlns:hm=\"http://www.hancom.co.kr/hwpml/2011/master-page\" xmlns:hpf=\"http://www.hancom.co.kr/schema/2011/hpf\" xmlns:dc=\"http://purl.org/dc/elements/1.1/\" xmlns:opf=\"http://www.idpf.org/2007/opf/\" xmlns:ooxmlchart=\"http://www.hancom.co.kr/hwpml/2016/ooxmlchart\" xmlns:hwpunitchar=\"http://www.hancom.co.kr/hwpml/2016/HwpUnitChar\" xmlns:epub=\"http://www.idpf.org/2007/ops\" xmlns:config=\"urn:oasis:names:tc:opendocument:xmlns:config:1.0\"";
const DECLARATION: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\" ?>";
const SECTION: &str = include_str!("section.xml");

/// A look of letters: size in points, bold, grey.
const LETTERS: [(f64, bool, bool); 9] = [
    (BODY, false, false),
    (BODY + 1.0, true, false),
    (SMALL, false, true),
    (TITLE, true, false),
    (TABLE, true, false),
    (SMALL, false, true),
    (TABLE, false, false),
    (2.0, false, false),
    (BODY, false, false),
];
const PLAIN: usize = 0;
const MAIN: usize = 1;
const NOTE: usize = 2;
const HEAD: usize = 3;
const VALUE: usize = 4;
const RANGE: usize = 5;
const NAME: usize = 6;
const THIN: usize = 7;
/// The mark of a note, raised.
const MARK: usize = 8;

/// A look of paragraphs: alignment, left margin and first-line indent in points, space below, percent of a line.
const PARAGRAPHS: [(&str, f64, f64, f64, u32); 6] = [
    ("LEFT", 0.0, 0.0, 0.0, 140),
    ("LEFT", 14.0, -14.0, 3.0, 135),
    ("LEFT", 21.0, -13.0, 2.0, 135),
    ("CENTER", 0.0, 0.0, 0.0, 125),
    ("LEFT", 0.0, 0.0, 0.0, 120),
    ("CENTER", 0.0, 0.0, 0.0, 100),
];
const TEXT: usize = 0;
const CONCLUSION: usize = 1;
const POINT: usize = 2;
const MIDDLE: usize = 3;
const FOOT: usize = 4;
const PICTURE: usize = 5;

/// Styles by which staff restyle: name, English name, paragraph, letters.
const STYLES: [(&str, &str, usize, usize); 6] = [
    ("바탕글", "Normal", TEXT, PLAIN),
    ("보고 제목", "Brief Title", MIDDLE, HEAD),
    ("□ 결론", "Brief Conclusion", CONCLUSION, MAIN),
    ("○ 항목", "Brief Point", POINT, PLAIN),
    ("표 안", "Brief Table", MIDDLE, NAME),
    ("각주", "Footnote", FOOT, NOTE),
];

/// Borders of fields: none, the same for letters, of a cell, of a head, of the title.
const BORDERS: [(&str, Option<&str>); 5] = [
    ("NONE", None),
    ("NONE", Some("none")),
    ("SOLID", None),
    ("SOLID", Some("#E6E6E6")),
    ("NONE", Some("#ECECEC")),
];

/// The whole file.
pub(in crate::report) fn hwpx(laid: &Laid) -> Result<Vec<u8>, ReportError> {
    let (brief, fonts) = (&laid.brief, Fonts::embedded()?);
    let mut package = Package::default();
    package.plain("mimetype", "application/hwp+zip");
    package.add("version.xml", format!("{DECLARATION}<hv:HCFVersion xmlns:hv=\"http://www.hancom.co.kr/hwpml/2011/version\" tagetApplication=\"WORDPROCESSOR\" major=\"5\" minor=\"1\" micro=\"1\" buildNumber=\"0\" os=\"1\" xmlVersion=\"1.5\" application=\"daegi\" appVersion=\"1\"/>"));
    package.add("META-INF/container.xml", format!("{DECLARATION}<ocf:container xmlns:ocf=\"urn:oasis:names:tc:opendocument:xmlns:container\" xmlns:hpf=\"http://www.hancom.co.kr/schema/2011/hpf\"><ocf:rootfiles><ocf:rootfile full-path=\"Contents/content.hpf\" media-type=\"application/hwpml-package+xml\"/><ocf:rootfile full-path=\"Preview/PrvText.txt\" media-type=\"text/plain\"/></ocf:rootfiles></ocf:container>"));
    package.add("META-INF/manifest.xml", format!("{DECLARATION}<odf:manifest xmlns:odf=\"urn:oasis:names:tc:opendocument:xmlns:manifest:1.0\"/>"));
    package.add("settings.xml", format!("{DECLARATION}<ha:HWPApplicationSetting xmlns:ha=\"http://www.hancom.co.kr/hwpml/2011/app\"><ha:CaretPosition listIDRef=\"0\" paraIDRef=\"0\" pos=\"0\"/></ha:HWPApplicationSetting>"));
    package.add("Contents/content.hpf", contents(brief));
    package.add("Contents/header.xml", header());
    package.add("Contents/section0.xml", section(laid, &fonts));
    if let Some(picture) = &brief.picture {
        package.plain("BinData/image1.png", picture.png.clone());
    }
    package.add("Preview/PrvText.txt", preview(brief));
    package.bytes()
}

fn contents(brief: &Brief) -> String {
    let code = brief.language.code();
    let picture = match brief.picture {
        Some(_) => {
            "<opf:item id=\"image1\" href=\"BinData/image1.png\" media-type=\"image/png\" isEmbeded=\"1\"/>"
        }
        None => "",
    };
    format!(
        "{DECLARATION}<opf:package {SPACES} version=\"\" unique-identifier=\"\" id=\"\"><opf:metadata><opf:title>{}</opf:title><opf:language>{code}</opf:language><opf:meta name=\"creator\" content=\"text\">daegi</opf:meta></opf:metadata><opf:manifest><opf:item id=\"version\" href=\"version.xml\" media-type=\"application/xml\"/><opf:item id=\"header\" href=\"Contents/header.xml\" media-type=\"application/xml\"/>{picture}<opf:item id=\"section0\" href=\"Contents/section0.xml\" media-type=\"application/xml\"/><opf:item id=\"settings\" href=\"settings.xml\" media-type=\"application/xml\"/></opf:manifest><opf:spine><opf:itemref idref=\"header\" linear=\"yes\"/><opf:itemref idref=\"section0\" linear=\"yes\"/></opf:spine></opf:package>",
        xml(&brief.title)
    )
}

/// What a reader of folders shows.
fn preview(brief: &Brief) -> String {
    let items = brief.items.iter().map(|item| format!("{} {}", item.sign(), item.line()));
    let lines: Vec<String> =
        [brief.title.clone(), brief.question.clone()].into_iter().chain(items).collect();
    lines.join("\r\n")
}

/// Seven times the same for the seven scripts that the format tells apart.
fn seven(name: &str, value: &str) -> String {
    let scripts = ["hangul", "latin", "hanja", "japanese", "other", "symbol", "user"];
    let all: Vec<String> = scripts.iter().map(|script| format!("{script}=\"{value}\"")).collect();
    format!("<hh:{name} {}/>", all.join(" "))
}

/// Fonts, borders and looks.
fn header() -> String {
    let mut out = format!(
        "{DECLARATION}<hh:head {SPACES} version=\"1.5\" secCnt=\"1\"><hh:beginNum page=\"1\" footnote=\"1\" endnote=\"1\" pic=\"1\" tbl=\"1\" equation=\"1\"/><hh:refList><hh:fontfaces itemCnt=\"7\">"
    );
    for script in ["HANGUL", "LATIN", "HANJA", "JAPANESE", "OTHER", "SYMBOL", "USER"] {
        // Writing to a string cannot fail.
        let _ = write!(
            out,
            "<hh:fontface lang=\"{script}\" fontCnt=\"1\"><hh:font id=\"0\" face=\"맑은 고딕\" type=\"TTF\" isEmbedded=\"0\"><hh:typeInfo familyType=\"FCAT_GOTHIC\" weight=\"6\" proportion=\"4\" contrast=\"0\" strokeVariation=\"1\" armStyle=\"1\" letterform=\"1\" midline=\"1\" xHeight=\"1\"/></hh:font></hh:fontface>"
        );
    }
    let _ = write!(out, "</hh:fontfaces><hh:borderFills itemCnt=\"{}\">", BORDERS.len());
    for (at, (kind, fill)) in BORDERS.iter().enumerate() {
        let id = at + 1;
        let _ = write!(
            out,
            "<hh:borderFill id=\"{id}\" threeD=\"0\" shadow=\"0\" centerLine=\"NONE\" breakCellSeparateLine=\"0\"><hh:slash type=\"NONE\" Crooked=\"0\" isCounter=\"0\"/><hh:backSlash type=\"NONE\" Crooked=\"0\" isCounter=\"0\"/>"
        );
        for side in ["left", "right", "top", "bottom"] {
            let _ = write!(
                out,
                "<hh:{side}Border type=\"{kind}\" width=\"0.12 mm\" color=\"#555555\"/>"
            );
        }
        out.push_str("<hh:diagonal type=\"SOLID\" width=\"0.1 mm\" color=\"#000000\"/>");
        if let Some(colour) = fill {
            let _ = write!(
                out,
                "<hc:fillBrush><hc:winBrush faceColor=\"{colour}\" hatchColor=\"#999999\" alpha=\"0\"/></hc:fillBrush>"
            );
        }
        out.push_str("</hh:borderFill>");
    }
    let _ = write!(out, "</hh:borderFills><hh:charProperties itemCnt=\"{}\">", LETTERS.len());
    for (id, (size, bold, soft)) in LETTERS.iter().enumerate() {
        let colour = if *soft { "#444444" } else { "#000000" };
        let bold = if *bold { "<hh:bold/>" } else { "" };
        let raised = if id == MARK { "<hh:supscript/>" } else { "" };
        let parts: String = [
            ("fontRef", "0"),
            ("ratio", "100"),
            ("spacing", "0"),
            ("relSz", "100"),
            ("offset", "0"),
        ]
        .map(|(name, value)| seven(name, value))
        .concat();
        let _ = write!(
            out,
            "<hh:charPr id=\"{id}\" height=\"{:.0}\" textColor=\"{colour}\" shadeColor=\"none\" useFontSpace=\"0\" useKerning=\"0\" symMark=\"NONE\" borderFillIDRef=\"2\">{parts}{bold}<hh:underline type=\"NONE\" shape=\"SOLID\" color=\"#000000\"/><hh:strikeout shape=\"NONE\" color=\"#000000\"/><hh:outline type=\"NONE\"/><hh:shadow type=\"NONE\" color=\"#C0C0C0\" offsetX=\"10\" offsetY=\"10\"/>{raised}</hh:charPr>",
            UNITS * size
        );
    }
    out.push_str("</hh:charProperties><hh:tabProperties itemCnt=\"1\"><hh:tabPr id=\"0\" autoTabLeft=\"0\" autoTabRight=\"0\"/></hh:tabProperties><hh:numberings itemCnt=\"1\"><hh:numbering id=\"1\" start=\"0\"><hh:paraHead start=\"1\" level=\"1\" align=\"LEFT\" useInstWidth=\"1\" autoIndent=\"1\" widthAdjust=\"0\" textOffsetType=\"PERCENT\" textOffset=\"50\" numFormat=\"DIGIT\" charPrIDRef=\"4294967295\" checkable=\"0\">^1.</hh:paraHead></hh:numbering></hh:numberings>");
    let _ = write!(out, "<hh:paraProperties itemCnt=\"{}\">", PARAGRAPHS.len());
    for (id, (align, left, first, below, line)) in PARAGRAPHS.iter().enumerate() {
        let value = |name: &str, points: f64| {
            format!("<hc:{name} value=\"{:.0}\" unit=\"HWPUNIT\"/>", UNITS * points)
        };
        let margin = format!(
            "<hh:margin>{}{}{}{}{}</hh:margin><hh:lineSpacing type=\"PERCENT\" value=\"{line}\" unit=\"HWPUNIT\"/>",
            value("intent", *first),
            value("left", *left),
            value("right", 0.0),
            value("prev", 0.0),
            value("next", *below)
        );
        let _ = write!(
            out,
            "<hh:paraPr id=\"{id}\" tabPrIDRef=\"0\" condense=\"0\" fontLineHeight=\"0\" snapToGrid=\"0\" suppressLineNumbers=\"0\" checked=\"0\"><hh:align horizontal=\"{align}\" vertical=\"BASELINE\"/><hh:heading type=\"NONE\" idRef=\"0\" level=\"0\"/><hh:breakSetting breakLatinWord=\"KEEP_WORD\" breakNonLatinWord=\"KEEP_WORD\" widowOrphan=\"0\" keepWithNext=\"0\" keepLines=\"0\" pageBreakBefore=\"0\" lineWrap=\"BREAK\"/><hh:autoSpacing eAsianEng=\"0\" eAsianNum=\"0\"/>{margin}<hh:border borderFillIDRef=\"2\" offsetLeft=\"0\" offsetRight=\"0\" offsetTop=\"0\" offsetBottom=\"0\" connect=\"0\" ignoreMargin=\"0\"/></hh:paraPr>"
        );
    }
    let _ = write!(out, "</hh:paraProperties><hh:styles itemCnt=\"{}\">", STYLES.len());
    for (id, (name, english, paragraph, letters)) in STYLES.iter().enumerate() {
        let _ = write!(
            out,
            "<hh:style id=\"{id}\" type=\"PARA\" name=\"{name}\" engName=\"{english}\" paraPrIDRef=\"{paragraph}\" charPrIDRef=\"{letters}\" nextStyleIDRef=\"{id}\" langID=\"1042\" lockForm=\"0\"/>"
        );
    }
    out.push_str("</hh:styles></hh:refList><hh:compatibleDocument targetProgram=\"HWP201X\"><hh:layoutCompatibility/></hh:compatibleDocument><hh:docOption><hh:linkinfo path=\"\" pageInherit=\"0\" footnoteInherit=\"0\"/></hh:docOption><hh:trackchageConfig flags=\"56\"/></hh:head>");
    out
}

/// Cells: a border, and lines of letters.
type Row = Vec<(usize, Vec<(usize, String)>)>;

/// Paragraphs, each with a number of its own.
struct Body {
    out: String,
    next: u32,
}

/// A run of letters.
fn run(letters: usize, inner: &str) -> String {
    format!("<hp:run charPrIDRef=\"{letters}\">{inner}</hp:run>")
}

fn words(letters: usize, text: &str) -> String {
    run(letters, &format!("<hp:t>{}</hp:t>", xml(text)))
}

impl Body {
    fn id(&mut self) -> u32 {
        self.next += 1;
        self.next
    }

    fn paragraph(&mut self, look: usize, style: usize, runs: &str) -> String {
        let id = self.id();
        format!(
            "<hp:p id=\"{id}\" paraPrIDRef=\"{look}\" styleIDRef=\"{style}\" pageBreak=\"0\" columnBreak=\"0\" merged=\"0\">{runs}</hp:p>"
        )
    }

    fn add(&mut self, look: usize, style: usize, runs: &str) {
        let paragraph = self.paragraph(look, style, runs);
        self.out.push_str(&paragraph);
    }

    /// A table of cells, each with its border and its paragraphs; heads repeat on the next sheet.
    fn table(&mut self, fonts: &Fonts, wide: &[f64], rows: &[Row]) -> String {
        let id = self.id();
        // As high as its texts are; a word processor makes it higher where its own font runs wider.
        let tall = |row: &Row| {
            let cells = row.iter().zip(wide).map(|((_, lines), wide)| {
                let line = |(letters, text): &(usize, String)| {
                    let (size, bold, _) = LETTERS[*letters];
                    let weight = if bold { Weight::Bold } else { Weight::Regular };
                    let own = fonts.wrap(text, size, weight, (wide - 6.0) * 0.9);
                    own.len() as f64 * size * LEADING
                };
                lines.iter().map(line).sum::<f64>() + 3.0
            });
            (UNITS * cells.fold(0.0, f64::max)).round()
        };
        let high: f64 = rows.iter().map(tall).sum();
        let all: f64 = wide.iter().sum();
        let mut out = format!(
            "<hp:tbl id=\"{id}\" zOrder=\"0\" numberingType=\"TABLE\" textWrap=\"TOP_AND_BOTTOM\" textFlow=\"BOTH_SIDES\" lock=\"0\" dropcapstyle=\"None\" pageBreak=\"CELL\" repeatHeader=\"1\" rowCnt=\"{}\" colCnt=\"{}\" cellSpacing=\"0\" borderFillIDRef=\"3\" noAdjust=\"0\"><hp:sz width=\"{:.0}\" widthRelTo=\"ABSOLUTE\" height=\"{high:.0}\" heightRelTo=\"ABSOLUTE\" protect=\"0\"/>{PLACE}<hp:outMargin left=\"0\" right=\"0\" top=\"0\" bottom=\"0\"/><hp:inMargin left=\"200\" right=\"200\" top=\"80\" bottom=\"80\"/>",
            rows.len(),
            wide.len(),
            UNITS * all
        );
        for (at_row, row) in rows.iter().enumerate() {
            out.push_str("<hp:tr>");
            for (at, ((border, lines), wide)) in row.iter().zip(wide).enumerate() {
                let header = u8::from(*border == 4);
                let inner: String = lines
                    .iter()
                    .map(|(letters, text)| self.paragraph(MIDDLE, 4, &words(*letters, text)))
                    .collect();
                let _ = write!(
                    out,
                    "<hp:tc name=\"\" header=\"{header}\" hasMargin=\"0\" protect=\"0\" editable=\"0\" dirty=\"0\" borderFillIDRef=\"{border}\"><hp:subList id=\"\" textDirection=\"HORIZONTAL\" lineWrap=\"BREAK\" vertAlign=\"CENTER\" linkListIDRef=\"0\" linkListNextIDRef=\"0\" textWidth=\"0\" textHeight=\"0\" hasTextRef=\"0\" hasNumRef=\"0\">{inner}</hp:subList><hp:cellAddr colAddr=\"{at}\" rowAddr=\"{at_row}\"/><hp:cellSpan colSpan=\"1\" rowSpan=\"1\"/><hp:cellSz width=\"{:.0}\" height=\"{:.0}\"/><hp:cellMargin left=\"200\" right=\"200\" top=\"80\" bottom=\"80\"/></hp:tc>",
                    UNITS * wide,
                    tall(row)
                );
            }
            out.push_str("</hp:tr>");
        }
        out + "</hp:tbl>"
    }
}

/// Where tables and pictures stand: in the line, as a letter does.
const PLACE: &str = "<hp:pos treatAsChar=\"1\" affectLSpacing=\"0\" flowWithText=\"1\" allowOverlap=\"0\" holdAnchorAndSO=\"0\" vertRelTo=\"PARA\" horzRelTo=\"COLUMN\" vertAlign=\"TOP\" horzAlign=\"LEFT\" vertOffset=\"0\" horzOffset=\"0\"/>";

fn section(laid: &Laid, fonts: &Fonts) -> String {
    let brief = &laid.brief;
    let mut body = Body { out: String::new(), next: 1_000 };
    // The first paragraph carries the sheet; the title stands in a field of its own.
    let title = vec![(5, vec![(HEAD, brief.title.clone()), (PLAIN, brief.question.clone())])];
    let field = body.table(fonts, &[WIDTH], &[title]);
    body.add(MIDDLE, 1, &format!("{}{}", run(PLAIN, SECTION), run(PLAIN, &field)));
    body.add(TEXT, 0, &words(THIN, ""));
    for item in &brief.items {
        let (look, style, letters) =
            if item.main { (CONCLUSION, 2, MAIN) } else { (POINT, 3, PLAIN) };
        let mut runs = words(letters, &format!("{} {}", item.sign(), item.line()));
        if let Some(number) = item.note {
            runs += &words(MARK, &format!(" {number})"));
        }
        body.add(look, style, &runs);
    }
    let table = &brief.table;
    if !table.rows.is_empty() && table.head.len() > 1 {
        let heads = table.head.iter().map(|head| (4, vec![(VALUE, head.clone())])).collect();
        let mut rows = vec![heads];
        for (title, cells) in &table.rows {
            let name = (3, vec![(NAME, title.clone())]);
            let cells = cells.iter().map(|cell| {
                let mark = cell.mark.map(|mark| format!(" {}", mark.sign())).unwrap_or_default();
                let value = (VALUE, format!("{}{mark}", cell.value));
                let range = (!cell.range.is_empty()).then(|| (RANGE, cell.range.clone()));
                (3, std::iter::once(value).chain(range).collect())
            });
            rows.push(std::iter::once(name).chain(cells).collect());
        }
        let drawn = body.table(fonts, &columns(table.head.len()), &rows);
        body.add(PICTURE, 0, &run(PLAIN, &drawn));
    }
    if let Some(picture) = &brief.picture {
        body.add(TEXT, 0, &words(THIN, ""));
        let drawn = drawn(laid, &picture.title, body.id());
        body.add(PICTURE, 0, &run(PLAIN, &drawn));
    }
    // Plain paragraphs, as ministries write them: footnotes of the format would stand apart from what they explain.
    body.add(TEXT, 0, &words(THIN, ""));
    for (at, note) in (1..).zip(&brief.notes) {
        body.add(FOOT, 5, &words(NOTE, &format!("{at}) {note}")));
    }
    for line in &brief.record {
        body.add(FOOT, 5, &words(NOTE, line));
    }
    format!("{DECLARATION}<hs:sec {SPACES}>{}</hs:sec>", body.out)
}

/// The chart, with its finding for those who cannot see it.
fn drawn(laid: &Laid, title: &str, id: u32) -> String {
    let (wide, high) = ((UNITS * laid.chart.0).round(), (UNITS * laid.chart.1).round());
    let (half_wide, half_high) = ((wide / 2.0).round(), (high / 2.0).round());
    let same = "e1=\"1\" e2=\"0\" e3=\"0\" e4=\"0\" e5=\"1\" e6=\"0\"";
    format!(
        "<hp:pic id=\"{id}\" zOrder=\"0\" numberingType=\"PICTURE\" textWrap=\"TOP_AND_BOTTOM\" textFlow=\"BOTH_SIDES\" lock=\"0\" dropcapstyle=\"None\" href=\"\" groupLevel=\"0\" instid=\"{id}\" reverse=\"0\"><hp:offset x=\"0\" y=\"0\"/><hp:orgSz width=\"{wide}\" height=\"{high}\"/><hp:curSz width=\"{wide}\" height=\"{high}\"/><hp:flip horizontal=\"0\" vertical=\"0\"/><hp:rotationInfo angle=\"0\" centerX=\"{half_wide}\" centerY=\"{half_high}\" rotateimage=\"1\"/><hp:renderingInfo><hc:transMatrix {same}/><hc:scaMatrix {same}/><hc:rotMatrix {same}/></hp:renderingInfo><hp:imgRect><hc:pt0 x=\"0\" y=\"0\"/><hc:pt1 x=\"{wide}\" y=\"0\"/><hc:pt2 x=\"{wide}\" y=\"{high}\"/><hc:pt3 x=\"0\" y=\"{high}\"/></hp:imgRect><hp:imgClip left=\"0\" right=\"{wide}\" top=\"0\" bottom=\"{high}\"/><hp:inMargin left=\"0\" right=\"0\" top=\"0\" bottom=\"0\"/><hp:imgDim dimwidth=\"{wide}\" dimheight=\"{high}\"/><hc:img binaryItemIDRef=\"image1\" bright=\"0\" contrast=\"0\" effect=\"REAL_PIC\" alpha=\"0\"/><hp:effects/><hp:sz width=\"{wide}\" height=\"{high}\" widthRelTo=\"ABSOLUTE\" heightRelTo=\"ABSOLUTE\" protect=\"0\"/>{PLACE}<hp:outMargin left=\"0\" right=\"0\" top=\"0\" bottom=\"0\"/><hp:shapeComment>{}</hp:shapeComment></hp:pic>",
        xml(title)
    )
}
