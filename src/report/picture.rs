//! A chart as files: SVG, and PNG at one and at two dots a point.

use std::path::{Path, PathBuf};

use resvg::tiny_skia::{Pixmap, Transform};
use resvg::usvg::{Options, Tree};

use super::ReportError;
use super::charts::Drawing;

/// Writes the three files of a chart into `folder`; each is written beside its place, then renamed.
pub(super) fn write(drawing: &Drawing, folder: &Path) -> Result<[PathBuf; 3], ReportError> {
    let odd = |reason: String| ReportError::Picture { name: drawing.name.clone(), reason };
    let tree = Tree::from_str(&drawing.svg, &Options::default()).map_err(|e| odd(e.to_string()))?;
    let png = |scale: f32| {
        let size = tree.size().to_int_size();
        let pixels = |points: u32| (f64::from(points) * f64::from(scale)).round() as u32;
        let mut map = Pixmap::new(pixels(size.width()), pixels(size.height()))
            .ok_or_else(|| odd("it has no size".to_owned()))?;
        resvg::render(&tree, Transform::from_scale(scale, scale), &mut map.as_mut());
        map.encode_png().map_err(|error| odd(error.to_string()))
    };
    let name = &drawing.name;
    Ok([
        place(folder, &format!("{name}.svg"), drawing.svg.as_bytes())?,
        place(folder, &format!("{name}.png"), &png(1.0)?)?,
        place(folder, &format!("{name}@2x.png"), &png(2.0)?)?,
    ])
}

fn place(folder: &Path, name: &str, bytes: &[u8]) -> Result<PathBuf, ReportError> {
    let (file, beside) = (folder.join(name), folder.join(format!(".{name}.part")));
    std::fs::write(&beside, bytes)
        .and_then(|()| std::fs::rename(&beside, &file))
        .map_err(|reason| ReportError::Write { path: file.clone(), reason })?;
    Ok(file)
}
