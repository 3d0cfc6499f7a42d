//! A chart as files: drawings for show and for editing, pictures for a page and for a slide, and its numbers.

use resvg::tiny_skia::{Pixmap, Transform};
use resvg::usvg::{Options, Tree};

use super::ReportError;
use super::charts::{Drawing, Size};
use super::sheets::Drawn;

/// Dots a metre of a picture 1,200 points wide that fills the 160 mm between the margins of A4, for each dot a point.
const DOTS_PER_METRE: f32 = 7_500.0;

/// A file: its name and what is in it.
type File = (String, Vec<u8>);

/// The names of the files of a chart, as far as it has the sizes for them.
pub(super) fn names(drawn: &Drawn) -> Vec<String> {
    let Drawn { name, language, .. } = drawn;
    let code = language.code();
    let mut names: Vec<String> =
        ["svg", "png", "edit.svg"].map(|ending| format!("{name}.{code}.{ending}")).into();
    if drawn.is_of_results {
        names.push(format!("{name}{}.{code}.png", Size::Slide.suffix()));
        names.push(format!("{name}.csv"));
    }
    names
}

/// The files of a chart.
pub(super) fn files(drawn: Drawn) -> Result<Vec<File>, ReportError> {
    let mut files = Vec::new();
    for (at, drawing) in drawn.sizes.into_iter().enumerate() {
        let drawing = drawing?;
        let name = drawing.name.clone();
        match at {
            0 => {
                files.push((format!("{name}.png"), picture(&drawing)?));
                if let Some(data) = drawing.data {
                    files.push((format!("{}.csv", drawn.name), data.into_bytes()));
                }
                files.push((format!("{name}.svg"), drawing.svg.into_bytes()));
                files.push((format!("{name}.edit.svg"), drawing.editable.into_bytes()));
            }
            1 => files.push((format!("{name}.png"), picture(&drawing)?)),
            // Drawings for telephones stand in the page only.
            _ => {}
        }
    }
    Ok(files)
}

/// A drawing in dots.
pub(super) fn picture(drawing: &Drawing) -> Result<Vec<u8>, ReportError> {
    let odd = |reason: String| ReportError::Picture { name: drawing.name.clone(), reason };
    let tree = Tree::from_str(&drawing.svg, &Options::default()).map_err(|e| odd(e.to_string()))?;
    let size = tree.size().to_int_size();
    let pixels = |points: u32| (f64::from(points) * f64::from(drawing.dots)).round() as u32;
    let mut map = Pixmap::new(pixels(size.width()), pixels(size.height()))
        .ok_or_else(|| odd("it has no size".to_owned()))?;
    resvg::render(&tree, Transform::from_scale(drawing.dots, drawing.dots), &mut map.as_mut());
    encode(&map, drawing.dots).map_err(|error| odd(error.to_string()))
}

/// A picture on white paper has no use for transparency: three bytes a dot. The fast compression
/// makes files of twice the size in a fifth of the time; half a megabyte can still be mailed.
fn encode(map: &Pixmap, dots: f32) -> Result<Vec<u8>, png::EncodingError> {
    let opaque: Vec<u8> =
        map.data().chunks_exact(4).flat_map(|dot| [dot[0], dot[1], dot[2]]).collect();
    let mut bytes = Vec::new();
    let mut encoder = png::Encoder::new(&mut bytes, map.width(), map.height());
    encoder.set_color(png::ColorType::Rgb);
    encoder.set_depth(png::BitDepth::Eight);
    encoder.set_compression(png::Compression::Fast);
    let dots = (DOTS_PER_METRE * dots) as u32;
    encoder.set_pixel_dims(Some(png::PixelDimensions {
        xppu: dots,
        yppu: dots,
        unit: png::Unit::Meter,
    }));
    let mut writer = encoder.write_header()?;
    writer.write_image_data(&opaque)?;
    writer.finish()?;
    Ok(bytes)
}
