//! Who is served, who waits and who bears a gap: the classes of applicants.

use super::tables::Estimates;
use crate::measures::{Response, Scale};
use crate::report::charts::plain;
use crate::report::wording::Language;
use crate::results::saved::{Saved, SavedError};

/// A section of its own; nothing where the scenario has no classes.
pub(super) fn section(saved: &Saved, language: Language) -> Result<String, SavedError> {
    let manifest = saved.manifest();
    if manifest.classes.is_empty() {
        return Ok(String::new());
    }
    let estimates = Estimates::read(saved)?;
    let mut rows = String::new();
    for response in Response::CLASSES {
        for class in &manifest.classes {
            let heading = format!(
                "{} · {}",
                language.title(&class.title, &class.name),
                language.heading(response, language.called(manifest, "site"))
            );
            let scope = format!("site.{}", class.name);
            // A gap that never is needs no rows of zeros.
            let nothing =
                response.row().scale == Scale::UnitMonths && estimates.is_zero(response, &scope);
            if !nothing {
                rows.push_str(&estimates.row(saved, language, &plain(&heading), response, &scope));
            }
        }
    }
    let head = estimates.head(saved, language, language.classes_caption());
    Ok(format!("{head}{rows}</tbody>\n</table>\n</div>\n",))
}
