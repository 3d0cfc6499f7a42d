//! The parts of a deck that are the same in every deck: theme, master, layout.

/// The namespaces of its parts.
pub(super) const SPACES: &str = "xmlns:a=\"http://schemas.openxmlformats.org/drawingml/2006/main\" xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\" xmlns:p=\"http://schemas.openxmlformats.org/presentationml/2006/main\"";
pub(super) const DECLARATION: &str =
    "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n";
const OFFICE: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";

/// What a part belongs to: numbered from 1, each with the last word of its kind and its target.
pub(super) fn relations(all: &[(&str, String)]) -> String {
    let one = |(at, (kind, target)): (usize, &(&str, String))| {
        let id = at + 1;
        format!("<Relationship Id=\"rId{id}\" Type=\"{OFFICE}/{kind}\" Target=\"{target}\"/>")
    };
    let all: String = all.iter().enumerate().map(one).collect();
    format!(
        "{DECLARATION}<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">{all}</Relationships>"
    )
}

/// The head of a tree of shapes.
pub(super) const TREE: &str = "<p:nvGrpSpPr><p:cNvPr id=\"1\" name=\"\"/><p:cNvGrpSpPr/><p:nvPr/></p:nvGrpSpPr><p:grpSpPr><a:xfrm><a:off x=\"0\" y=\"0\"/><a:ext cx=\"0\" cy=\"0\"/><a:chOff x=\"0\" y=\"0\"/><a:chExt cx=\"0\" cy=\"0\"/></a:xfrm></p:grpSpPr>";

/// A field for text that slides fill.
pub(super) fn placeholder(id: u32, kind: &str, place: &str, body: &str) -> String {
    format!(
        "<p:sp><p:nvSpPr><p:cNvPr id=\"{id}\" name=\"{kind} {id}\"/><p:cNvSpPr><a:spLocks noGrp=\"1\"/></p:cNvSpPr><p:nvPr><p:ph {kind_of}/></p:nvPr></p:nvSpPr><p:spPr>{place}</p:spPr>{body}</p:sp>",
        kind_of = match kind {
            "title" => "type=\"title\"",
            _ => "idx=\"1\"",
        }
    )
}

/// Fonts and colours.
pub(super) fn theme() -> String {
    let colour =
        |name: &str, value: &str| format!("<a:{name}><a:srgbClr val=\"{value}\"/></a:{name}>");
    let colours: String = [
        ("dk1", "222222"),
        ("lt1", "FFFFFF"),
        ("dk2", "1F3A5F"),
        ("lt2", "F2F4F7"),
        ("accent1", "0072B2"),
        ("accent2", "D55E00"),
        ("accent3", "009E73"),
        ("accent4", "E69F00"),
        ("accent5", "CC79A7"),
        ("accent6", "56B4E9"),
        ("hlink", "0072B2"),
        ("folHlink", "5C5C5C"),
    ]
    .map(|(name, value)| colour(name, value))
    .concat();
    let font = |name: &str| {
        format!(
            "<a:{name}><a:latin typeface=\"맑은 고딕\"/><a:ea typeface=\"맑은 고딕\"/><a:cs typeface=\"\"/></a:{name}>"
        )
    };
    let fill = "<a:solidFill><a:schemeClr val=\"phClr\"/></a:solidFill>";
    let line = format!("<a:ln w=\"9525\">{fill}</a:ln>");
    let effect = "<a:effectStyle><a:effectLst/></a:effectStyle>";
    format!(
        "{DECLARATION}<a:theme xmlns:a=\"http://schemas.openxmlformats.org/drawingml/2006/main\" name=\"daegi\"><a:themeElements><a:clrScheme name=\"daegi\">{colours}</a:clrScheme><a:fontScheme name=\"daegi\">{}{}</a:fontScheme><a:fmtScheme name=\"daegi\"><a:fillStyleLst>{fill}{fill}{fill}</a:fillStyleLst><a:lnStyleLst>{line}{line}{line}</a:lnStyleLst><a:effectStyleLst>{effect}{effect}{effect}</a:effectStyleLst><a:bgFillStyleLst>{fill}{fill}{fill}</a:bgFillStyleLst></a:fmtScheme></a:themeElements></a:theme>",
        font("majorFont"),
        font("minorFont")
    )
}

const MAP: &str = "bg1=\"lt1\" tx1=\"dk1\" bg2=\"lt2\" tx2=\"dk2\" accent1=\"accent1\" accent2=\"accent2\" accent3=\"accent3\" accent4=\"accent4\" accent5=\"accent5\" accent6=\"accent6\" hlink=\"hlink\" folHlink=\"folHlink\"";
const WHITE: &str = "<p:bg><p:bgPr><a:solidFill><a:schemeClr val=\"bg1\"/></a:solidFill><a:effectLst/></p:bgPr></p:bg>";

fn fields(title: &str, body: &str) -> String {
    let empty = "<p:txBody><a:bodyPr/><a:lstStyle/><a:p><a:endParaRPr/></a:p></p:txBody>";
    let bottom =
        "<p:txBody><a:bodyPr anchor=\"b\"/><a:lstStyle/><a:p><a:endParaRPr/></a:p></p:txBody>";
    placeholder(2, "title", title, bottom) + &placeholder(3, "body", body, empty)
}

/// The master of all slides.
pub(super) fn master(title: &str, body: &str) -> String {
    let level = |size: u32, bold: u8, bullet: &str| {
        format!(
            "marL=\"0\" indent=\"0\" algn=\"l\"><a:spcBef><a:spcPts val=\"400\"/></a:spcBef>{bullet}<a:defRPr sz=\"{size}\" b=\"{bold}\"><a:solidFill><a:schemeClr val=\"tx1\"/></a:solidFill><a:latin typeface=\"+mn-lt\"/><a:ea typeface=\"+mn-ea\"/></a:defRPr>"
        )
    };
    let fields = fields(title, body).replace("idx=\"1\"", "type=\"body\" idx=\"1\"");
    format!(
        "{DECLARATION}<p:sldMaster {SPACES}><p:cSld>{WHITE}<p:spTree>{TREE}{fields}</p:spTree></p:cSld><p:clrMap {MAP}/><p:sldLayoutIdLst><p:sldLayoutId id=\"2147483649\" r:id=\"rId1\"/></p:sldLayoutIdLst><p:txStyles><p:titleStyle><a:lvl1pPr {}</a:lvl1pPr></p:titleStyle><p:bodyStyle><a:lvl1pPr {}</a:lvl1pPr></p:bodyStyle><p:otherStyle/></p:txStyles></p:sldMaster>",
        level(2400, 1, ""),
        level(1600, 0, "<a:buNone/>")
    )
}

/// The one layout: a title, and text or a chart under it.
pub(super) fn layout(title: &str, body: &str) -> String {
    format!(
        "{DECLARATION}<p:sldLayout {SPACES} type=\"obj\" preserve=\"1\"><p:cSld name=\"Title and Content\"><p:spTree>{TREE}{}</p:spTree></p:cSld><p:clrMapOvr><a:masterClrMapping/></p:clrMapOvr></p:sldLayout>",
        fields(title, body)
    )
}

/// The master of notes.
pub(super) fn notes_master() -> String {
    format!(
        "{DECLARATION}<p:notesMaster {SPACES}><p:cSld>{WHITE}<p:spTree>{TREE}<p:sp><p:nvSpPr><p:cNvPr id=\"2\" name=\"image 2\"/><p:cNvSpPr><a:spLocks noGrp=\"1\" noRot=\"1\" noChangeAspect=\"1\"/></p:cNvSpPr><p:nvPr><p:ph type=\"sldImg\" idx=\"2\"/></p:nvPr></p:nvSpPr><p:spPr><a:xfrm><a:off x=\"685800\" y=\"1143000\"/><a:ext cx=\"5486400\" cy=\"3086100\"/></a:xfrm><a:prstGeom prst=\"rect\"><a:avLst/></a:prstGeom></p:spPr></p:sp><p:sp><p:nvSpPr><p:cNvPr id=\"3\" name=\"notes 3\"/><p:cNvSpPr><a:spLocks noGrp=\"1\"/></p:cNvSpPr><p:nvPr><p:ph type=\"body\" sz=\"quarter\" idx=\"1\"/></p:nvPr></p:nvSpPr><p:spPr><a:xfrm><a:off x=\"685800\" y=\"4400550\"/><a:ext cx=\"5486400\" cy=\"3600450\"/></a:xfrm><a:prstGeom prst=\"rect\"><a:avLst/></a:prstGeom></p:spPr><p:txBody><a:bodyPr/><a:lstStyle/><a:p><a:endParaRPr/></a:p></p:txBody></p:sp></p:spTree></p:cSld><p:clrMap {MAP}/></p:notesMaster>"
    )
}
