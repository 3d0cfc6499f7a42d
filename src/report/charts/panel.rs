//! A part of the sheet that has a scale.

use std::ops::Range;

/// A part of the sheet with a scale across and a scale up.
#[derive(Clone, Debug)]
pub(crate) struct Panel {
    pub(crate) left: f64,
    pub(crate) right: f64,
    pub(crate) top: f64,
    pub(crate) bottom: f64,
    pub(crate) x: Range<f64>,
    pub(crate) y: Range<f64>,
}

impl Panel {
    /// A panel across and down the sheet, with the values at its ends.
    pub(crate) fn new(across: Range<f64>, down: Range<f64>, x: Range<f64>, y: Range<f64>) -> Self {
        Self { left: across.start, right: across.end, top: down.start, bottom: down.end, x, y }
    }

    /// Where a value is on the sheet.
    pub(crate) fn at(&self, x: f64, y: f64) -> (f64, f64) {
        let part = |value: f64, ends: &Range<f64>| {
            let wide = ends.end - ends.start;
            if wide == 0.0 { 0.5 } else { (value - ends.start) / wide }
        };
        (
            self.left + part(x, &self.x) * (self.right - self.left),
            self.bottom - part(y, &self.y) * (self.bottom - self.top),
        )
    }
}
