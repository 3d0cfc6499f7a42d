//! What awards give, by ratios that were observed: an association, and called so.

use super::tables::Estimates;
use crate::measures::Response;
use crate::report::charts::plain;
use crate::report::wording::Language;
use crate::results::saved::{Saved, SavedError};

/// A section of its own; nothing where the scenario states no outputs.
pub(super) fn section(saved: &Saved, language: Language) -> Result<String, SavedError> {
    let manifest = saved.manifest();
    if manifest.outputs.is_empty() {
        return Ok(String::new());
    }
    let estimates = Estimates::read(saved)?;
    let mut rows = String::new();
    for output in &manifest.outputs {
        let heading = plain(language.title(&output.title, &output.name));
        rows.push_str(&estimates.row(saved, language, &heading, Response::Outputs, &output.name));
    }
    let head = estimates.head(saved, language, language.outputs_caption());
    Ok(format!(
        "<p class=\"small\">{}</p>\n{head}{rows}</tbody>\n</table>\n</div>\n",
        language.outputs_words()
    ))
}
