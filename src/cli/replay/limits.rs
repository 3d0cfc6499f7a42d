//! Limits on what users and classes hold at once, on the command line.

use super::words;
use crate::cli::Failure;
use crate::scheduler::{Limit, Limits};
use crate::trace::Log;
use crate::words::Language;

/// A limit on one class, or on each.
#[derive(Clone, Debug)]
pub(super) struct ClassLimit {
    class: Option<String>,
    units: u32,
}

/// Reads `UNITS` or `CLASS=UNITS`.
pub(super) fn parse(text: &str) -> Result<ClassLimit, String> {
    let (class, units) = match text.rsplit_once('=') {
        Some((class, units)) => (Some(class.trim().to_owned()), units),
        None => (None, text),
    };
    let units = units.trim().parse().ok().filter(|units| *units > 0);
    let units = units.ok_or_else(|| format!("`{text}` is not UNITS or CLASS=UNITS"))?;
    Ok(ClassLimit { class, units })
}

/// Limits in the parts in which the log counts.
pub(super) struct Held {
    pub(super) limits: Limits,
}

impl Held {
    /// Whether anything is limited.
    pub(super) fn limits(&self) -> bool {
        self.limits != Limits::default()
    }

    /// The most that a job of this class may ever hold.
    pub(super) fn most(&self, class: u32) -> Option<u32> {
        let of_class = self.limits.classes.get(&class).unwrap_or(&self.limits.each_class).units;
        let of_user = self.limits.each_user.units;
        of_class.into_iter().chain(of_user).min()
    }
}

/// The limits that are asked for.
pub(super) fn of(
    user: Option<u32>,
    classes: &[ClassLimit],
    log: &Log,
    language: Language,
) -> Result<Held, Failure> {
    let limit = |units: u32| Limit { units: Some(units.saturating_mul(log.grain)), jobs: None };
    let mut limits = Limits::default();
    if let Some(user) = user {
        limits.each_user = limit(user);
    }
    for ClassLimit { class, units } in classes {
        let Some(class) = class else {
            limits.each_class = limit(*units);
            continue;
        };
        let Some(at) = (0..).zip(&log.classes).find(|(_, known)| *known == class) else {
            return Err(Failure::User(words::no_class(class, &log.classes, language)));
        };
        limits.classes.insert(at.0, limit(*units));
    }
    Ok(Held { limits })
}
