//! The brief as PDF: text that can be selected, in our own fonts, of which it holds the letters that it uses.

use std::collections::BTreeMap;

use pdf_writer::types::{CidFontType, FontFlags, SystemInfo, UnicodeCmap};
use pdf_writer::{Content, Filter, Finish, Name, Pdf, Rect, Ref, Str, TextStr};
use subsetter::GlyphRemapper;
use ttf_parser::{Face, GlyphId, RawFace, Tag};

use super::Laid;
use super::layout::{Ink, SHEET};
use crate::report::ReportError;
use crate::report::charts::{Weight, font_bytes};

/// Letters of one font that are used, and their numbers in the file.
struct Used {
    face: Face<'static>,
    weight: Weight,
    glyphs: GlyphRemapper,
    letters: BTreeMap<u16, char>,
}

const FONTS: [(Weight, &[u8], &[u8]); 2] = [
    (Weight::Regular, b"F0", b"AAAAAA+NotoSansKR-Regular"),
    (Weight::Bold, b"F1", b"AAAAAB+NotoSansKR-Bold"),
];
const SYSTEM: SystemInfo<'static> =
    SystemInfo { registry: Str(b"Adobe"), ordering: Str(b"Identity"), supplement: 0 };

/// The whole file.
pub(in crate::report) fn pdf(laid: &Laid) -> Result<Vec<u8>, ReportError> {
    let mut fonts = Vec::new();
    for (weight, ..) in FONTS {
        let face = Face::parse(font_bytes(weight), 0).map_err(odd)?;
        fonts.push(Used { face, weight, glyphs: GlyphRemapper::new(), letters: BTreeMap::new() });
    }
    let content = content(laid, &mut fonts);

    let mut next = 1;
    let mut id = || {
        let id = Ref::new(next);
        next += 1;
        id
    };
    let (catalog, pages, page, stream, info, image) = (id(), id(), id(), id(), id(), id());
    let names: Vec<[Ref; 5]> = fonts.iter().map(|_| [id(), id(), id(), id(), id()]).collect();
    let mut pdf = Pdf::new();
    let code = laid.brief.language.code();
    pdf.catalog(catalog).pages(pages).lang(TextStr(code));
    pdf.document_info(info).title(TextStr(&laid.brief.title)).producer(TextStr("daegi"));
    pdf.pages(pages).kids([page]).count(1);
    let sheet = Rect::new(0.0, 0.0, SHEET.0 as f32, SHEET.1 as f32);
    {
        let mut page = pdf.page(page);
        page.media_box(sheet).parent(pages).contents(stream);
        let mut resources = page.resources();
        if laid.brief.picture.is_some() {
            resources.x_objects().pair(Name(b"Im"), image);
        }
        let mut dict = resources.fonts();
        for ((_, name, _), ids) in FONTS.iter().zip(&names) {
            dict.pair(Name(name), ids[0]);
        }
    }
    pdf.stream(stream, &deflated(&content)?).filter(Filter::FlateDecode);
    if let Some(picture) = &laid.brief.picture {
        embed_picture(&mut pdf, image, &picture.png)?;
    }
    for ((used, (_, _, name)), ids) in fonts.iter().zip(FONTS).zip(&names) {
        embed_font(&mut pdf, used, Name(name), ids)?;
    }
    Ok(pdf.finish())
}

fn odd(error: impl std::fmt::Display) -> ReportError {
    ReportError::Office(error.to_string())
}

/// What is drawn, in the operators of PDF, whose page begins at the lower left.
fn content(laid: &Laid, fonts: &mut [Used]) -> Vec<u8> {
    let mut content = Content::new();
    let up = |y: f64| (SHEET.1 - y) as f32;
    for ink in &laid.ink {
        match ink {
            Ink::Field { at, size, shade } => {
                content.set_fill_gray(*shade as f32);
                let (wide, high) = (size.0 as f32, size.1 as f32);
                content.rect(at.0 as f32, up(at.1 + size.1), wide, high).fill_nonzero();
            }
            Ink::Line { from, to, width } => {
                content.set_stroke_gray(0.3).set_line_width(*width as f32);
                content.move_to(from.0 as f32, up(from.1)).line_to(to.0 as f32, up(to.1)).stroke();
            }
            Ink::Picture { at, size } => {
                let (wide, high) = (size.0 as f32, size.1 as f32);
                content.save_state();
                content.transform([wide, 0.0, 0.0, high, at.0 as f32, up(at.1 + size.1)]);
                content.x_object(Name(b"Im")).restore_state();
            }
            Ink::Text { at, size, weight, soft, text } => {
                let own = fonts.iter_mut().zip(FONTS).find(|(font, _)| font.weight == *weight);
                let (Some((font, (_, name, _))), false) = (own, text.is_empty()) else { continue };
                let mut letters = Vec::with_capacity(2 * text.len());
                for c in text.chars() {
                    let c = if c.is_whitespace() { ' ' } else { c };
                    let glyph = font.face.glyph_index(c).unwrap_or(GlyphId(0));
                    let own = font.glyphs.remap(glyph.0);
                    font.letters.insert(own, c);
                    letters.extend(own.to_be_bytes());
                }
                content.set_fill_gray(if *soft { 0.27 } else { 0.07 });
                content.begin_text().set_font(Name(name), *size as f32);
                content.next_line(at.0 as f32, up(at.1)).show(Str(&letters)).end_text();
            }
        }
    }
    content.finish().to_vec()
}

fn embed_font(
    pdf: &mut Pdf,
    used: &Used,
    name: Name<'_>,
    [font, cid, descriptor, cmap, data]: &[Ref; 5],
) -> Result<(), ReportError> {
    let bytes = font_bytes(used.weight);
    let face = &used.face;
    let scale = 1000.0 / f32::from(face.units_per_em());
    pdf.type0_font(*font)
        .base_font(name)
        .encoding_predefined(Name(b"Identity-H"))
        .descendant_font(*cid)
        .to_unicode(*cmap);
    let widths: Vec<f32> = used
        .glyphs
        .remapped_gids()
        .map(|glyph| f32::from(face.glyph_hor_advance(GlyphId(glyph)).unwrap_or(0)) * scale)
        .collect();
    let mut one = pdf.cid_font(*cid);
    one.subtype(CidFontType::Type0).base_font(name).system_info(SYSTEM);
    one.font_descriptor(*descriptor).default_width(0.0);
    one.widths().consecutive(0, widths);
    one.finish();
    let bounds = face.global_bounding_box();
    let [left, low, right, high] =
        [bounds.x_min, bounds.y_min, bounds.x_max, bounds.y_max].map(|one| f32::from(one) * scale);
    pdf.font_descriptor(*descriptor)
        .name(name)
        .flags(FontFlags::SYMBOLIC)
        .bbox(Rect::new(left, low, right, high))
        .italic_angle(0.0)
        .ascent(f32::from(face.ascender()) * scale)
        .descent(f32::from(face.descender()) * scale)
        .cap_height(f32::from(face.capital_height().unwrap_or(733)) * scale)
        .stem_v(if used.weight == Weight::Bold { 120.0 } else { 80.0 })
        .font_file3(*data);
    let mut letters = UnicodeCmap::new(Name(b"Custom"), SYSTEM);
    for (&glyph, &letter) in &used.letters {
        letters.pair(glyph, letter);
    }
    pdf.cmap(*cmap, &letters.finish());
    let part = subsetter::subset(bytes, 0, &used.glyphs).map_err(odd)?;
    let outlines = RawFace::parse(&part, 0)
        .ok()
        .and_then(|face| face.table(Tag::from_bytes(b"CFF ")))
        .ok_or_else(|| odd("the font has no outlines"))?;
    let packed = deflated(outlines)?;
    let mut stream = pdf.stream(*data, &packed);
    stream.filter(Filter::FlateDecode);
    stream.pair(Name(b"Subtype"), Name(b"CIDFontType0C"));
    Ok(())
}

/// A picture of three bytes a dot: the stream of a PNG is one of PDF.
fn embed_picture(pdf: &mut Pdf, id: Ref, png: &[u8]) -> Result<(), ReportError> {
    let number = |at: usize| {
        let four: Option<[u8; 4]> = png.get(at..at + 4).and_then(|four| four.try_into().ok());
        four.map(u32::from_be_bytes).ok_or_else(|| odd("a picture is cut off"))
    };
    let (wide, high) = (number(16)?, number(20)?);
    let mut data = Vec::new();
    let mut at = 8;
    while at + 8 <= png.len() {
        let long = number(at)? as usize;
        if &png[at + 4..at + 8] == b"IDAT" {
            data.extend_from_slice(png.get(at + 8..at + 8 + long).unwrap_or_default());
        }
        at += 12 + long;
    }
    let (wide, high) = (wide as i32, high as i32);
    let mut image = pdf.image_xobject(id, &data);
    image.width(wide).height(high).bits_per_component(8);
    image.filter(Filter::FlateDecode);
    image.color_space().device_rgb();
    let mut how = image.insert(Name(b"DecodeParms")).dict();
    how.pair(Name(b"Predictor"), 15).pair(Name(b"Colors"), 3).pair(Name(b"Columns"), wide);
    Ok(())
}

fn deflated(bytes: &[u8]) -> Result<Vec<u8>, ReportError> {
    use std::io::Write as _;
    let mut out = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::default());
    out.write_all(bytes).map_err(odd)?;
    out.finish().map_err(odd)
}
