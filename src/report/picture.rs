//! A chart as files: SVG, and PNG at one and at two dots a point.

use resvg::tiny_skia::{Pixmap, Transform};
use resvg::usvg::{Options, Tree};

use super::ReportError;
use super::charts::Drawing;

/// Dots a metre of a picture 1,200 points wide that fills the 160 mm between the margins of A4.
const DOTS_PER_METRE: f32 = 7_500.0;

/// Names of the three files of a chart.
pub(super) fn names(name: &str) -> [String; 3] {
    [format!("{name}.svg"), format!("{name}.png"), format!("{name}@2x.png")]
}

/// What is in them.
pub(super) fn files(drawing: Drawing) -> Result<[Vec<u8>; 3], ReportError> {
    let odd = |reason: String| ReportError::Picture { name: drawing.name.clone(), reason };
    let tree = Tree::from_str(&drawing.svg, &Options::default()).map_err(|e| odd(e.to_string()))?;
    let png = |scale: f32| {
        let size = tree.size().to_int_size();
        let pixels = |points: u32| (f64::from(points) * f64::from(scale)).round() as u32;
        let mut map = Pixmap::new(pixels(size.width()), pixels(size.height()))
            .ok_or_else(|| odd("it has no size".to_owned()))?;
        resvg::render(&tree, Transform::from_scale(scale, scale), &mut map.as_mut());
        encode(&map, scale).map_err(|error| odd(error.to_string()))
    };
    let (small, large) = (png(1.0)?, png(2.0)?);
    Ok([drawing.svg.into_bytes(), small, large])
}

/// A picture on white paper has no use for transparency: three bytes a dot. The fast compression
/// makes files of twice the size in a fifth of the time; half a megabyte can still be mailed.
fn encode(map: &Pixmap, scale: f32) -> Result<Vec<u8>, png::EncodingError> {
    let opaque: Vec<u8> =
        map.data().chunks_exact(4).flat_map(|dot| [dot[0], dot[1], dot[2]]).collect();
    let mut bytes = Vec::new();
    let mut encoder = png::Encoder::new(&mut bytes, map.width(), map.height());
    encoder.set_color(png::ColorType::Rgb);
    encoder.set_depth(png::BitDepth::Eight);
    encoder.set_compression(png::Compression::Fast);
    // As printed at 0.13 mm a point: 192 dots an inch, or twice as many.
    let dots = (DOTS_PER_METRE * scale) as u32;
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
