//! What is measured, and of what: the noun of a response with the title of its scope.

use super::Language;
use crate::measures::Response;
use crate::results::{Manifest, NamedEntry};

impl Language {
    /// The noun of a response with what it is of: HPC 지원 경쟁률(…).
    pub(crate) fn measured(self, manifest: &Manifest, response: Response, scope: &str) -> String {
        let noun = self.noun(response, self.unit_of_scope(manifest, scope));
        match self.scope_title(manifest, response, scope) {
            Some(title) => format!("{title}{}{noun}", self.pick(" ", ": ")),
            None if scope == "site" && response.row().of == crate::measures::Of::Pool => {
                format!("{}{noun}", self.pick("센터 전체 ", "the whole centre: "))
            }
            None => noun.into_owned(),
        }
    }

    /// What is measured, in few words.
    pub(crate) fn measured_short(
        self,
        manifest: &Manifest,
        response: Response,
        scope: &str,
    ) -> String {
        let measure = self.measure(response, self.unit_of_scope(manifest, scope));
        match self.scope_title(manifest, response, scope) {
            Some(title) => format!("{title} {measure}"),
            None => measure.into_owned(),
        }
    }

    /// The title of the pool, programme or funding that a response is of; none for the site.
    pub(crate) fn scope_title(
        self,
        manifest: &Manifest,
        response: Response,
        scope: &str,
    ) -> Option<String> {
        use crate::measures::Of;
        if let Some((programme, class)) = scope.split_once('.') {
            let class = self.title_in(&manifest.classes, class);
            let of = manifest.programmes.iter().find(|one| one.name == programme);
            return Some(match of.map(|one| self.title(&one.title, programme)) {
                Some(title) => format!("{title}{}{class}", self.pick(" ", ", ")),
                None => class.to_owned(),
            });
        }
        // Money that is no funding's.
        let account = self.account(scope);
        if matches!(response.row().of, Of::Funding | Of::Income) && account != scope {
            return Some(account.to_owned());
        }
        let named = |list: &[NamedEntry]| {
            list.iter()
                .find(|one| one.name == scope)
                .map(|one| self.title(&one.title, scope).to_owned())
        };
        match response.row().of {
            Of::Programme | Of::Class => {
                let one = manifest.programmes.iter().find(|one| one.name == scope)?;
                Some(self.title(&one.title, scope).to_owned())
            }
            Of::Funding | Of::Income => named(&manifest.fundings),
            Of::Output => named(&manifest.outputs),
            Of::Pool if manifest.pools.iter().all(|one| one.name != scope) => {
                let one = manifest.programmes.iter().find(|one| one.name == scope)?;
                Some(self.title(&one.title, scope).to_owned())
            }
            Of::Pool | Of::Site => {
                let one = manifest.pools.iter().find(|one| one.name == scope)?;
                Some(self.title(&one.title, scope).to_owned())
            }
        }
    }
}
