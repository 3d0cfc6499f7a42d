//! What answers the scenario's question: responses that the first line of a report speaks of.

use super::checks::Scope;
use super::problem::say;
use super::read::Draft;
use super::reader::{Reader, Spot, top};

/// A response that answers the question.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer {
    /// Name in the file.
    pub name: String,
    /// The response, as `docs/tables.md` names it.
    pub response: &'static str,
    /// Pool, programme, funding, output, or what brings income. `None`: the site.
    pub scope: Option<String>,
    /// Which way is better, if the file says so.
    pub better: Option<Better>,
}

/// Which of two values of a response is better.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Better {
    /// The lower one.
    Lower,
    /// The higher one.
    Higher,
}

impl Better {
    /// The word in the file.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Lower => "lower",
            Self::Higher => "higher",
        }
    }
}

/// Every response of `docs/tables.md`, what it can be scoped to, and whether the site has it too.
pub(super) const RESPONSES: [(&str, Scope, bool); 42] = [
    ("applications_of_places", Scope::Programme, true),
    ("applications_of_awards", Scope::Programme, true),
    ("applications", Scope::Programme, true),
    ("places", Scope::Programme, true),
    ("awards", Scope::Programme, true),
    ("running_projects", Scope::Programme, true),
    ("turned_away", Scope::Programme, true),
    ("withdrawn", Scope::Programme, true),
    ("units_asked_of_offered", Scope::Programme, true),
    ("units_asked_of_awarded", Scope::Programme, true),
    ("mean_wait", Scope::Programme, true),
    ("leased_of_installed", Scope::Pool, true),
    ("allocated_of_leased", Scope::Pool, true),
    ("allocated_of_installed", Scope::Pool, true),
    ("busy_of_allocated", Scope::Pool, true),
    ("busy_of_installed", Scope::Pool, true),
    ("cut_back_unit_months", Scope::Pool, true),
    ("unleased_unit_months", Scope::Pool, true),
    ("held_unit_months", Scope::Pool, true),
    ("sold_unit_months", Scope::Pool, true),
    ("notice_unit_months", Scope::Pool, true),
    ("mean_job_wait", Scope::Pool, true),
    ("in_service_of_leased", Scope::Pool, true),
    ("down_unit_months", Scope::Pool, true),
    ("fragmented_unit_months", Scope::Pool, true),
    ("free_unit_months", Scope::Pool, true),
    ("idle_unit_months", Scope::Pool, true),
    ("frozen_unit_months", Scope::Pool, true),
    ("cost", Scope::Pool, true),
    ("cost_per_allocated_hour", Scope::Pool, true),
    ("cost_per_busy_hour", Scope::Pool, true),
    ("awards_of_decided", Scope::Programme, false),
    ("allocated_unit_months", Scope::Programme, false),
    ("stopped_unit_months", Scope::Programme, false),
    ("moved_out", Scope::Programme, true),
    ("moved_in", Scope::Programme, true),
    ("fee_income", Scope::Programme, true),
    ("spent", Scope::Funding, true),
    ("unspent", Scope::Funding, true),
    ("earned", Scope::Income, true),
    ("paid_months", Scope::Funding, false),
    ("outputs", Scope::Output, false),
];

/// Responses that are also, or only, of the applicants of a class: of `PROGRAMME.CLASS`.
const OF_CLASSES: [&str; 8] = [
    "applications",
    "awards",
    "turned_away",
    "mean_wait",
    "frozen_unit_months",
    "awards_of_decided",
    "allocated_unit_months",
    "stopped_unit_months",
];

/// The names of all responses.
pub fn responses() -> impl Iterator<Item = &'static str> {
    RESPONSES.into_iter().map(|(word, ..)| word)
}

impl Draft<'_> {
    pub(super) fn answers(&self, reader: &mut Reader) -> Vec<Answer> {
        let all = top(self.root, "study").and_then(|study| study.get("answer"));
        let tables = all.map_or_else(Vec::new, |all| all.entries());
        tables.iter().filter(|at| at.is_table()).filter_map(|at| self.answer(reader, at)).collect()
    }

    fn answer(&self, reader: &mut Reader, table: &Spot<'_>) -> Option<Answer> {
        let better = match reader.word(table, "better", &["lower", "higher"]) {
            Some("lower") => Some(Better::Lower),
            Some(_) => Some(Better::Higher),
            None => None,
        };
        let words: Vec<&str> = responses().collect();
        let word = reader.word(table, "response", &words)?;
        let (response, scope, of_site) =
            RESPONSES.into_iter().find(|(known, ..)| *known == word)?;
        if table.get("scope").is_none() && !of_site {
            let what = match scope {
                Scope::Pool => "pool",
                Scope::Programme => "programme",
                Scope::Output => "output",
                Scope::Funding | Scope::Site | Scope::Income => "funding",
            };
            let reason =
                say("{}: each {} has its own, the whole site has none", &[&response, &what]);
            let help = say("add {} = {}", &[&"scope", &"\"main\""]);
            reader.error(&table.get("response")?, reason, Some(help));
        }
        let stated = table.get("scope").and_then(|at| at.node.text());
        let class = stated.is_some_and(|text| text.contains('.'));
        let scope = if class && OF_CLASSES.contains(&response) {
            self.class(reader, table)
        } else {
            self.scope(reader, table, response, scope)
        };
        Some(Answer { name: table.key.to_owned(), response, scope, better })
    }

    /// A class of a programme's applicants, or of all: `hpc.local-firm`, `site.local-firm`.
    fn class(&self, reader: &mut Reader, table: &Spot<'_>) -> Option<String> {
        let programmes = self.inputs.programmes.iter().map(|programme| programme.name.as_str());
        let classes = || self.inputs.classes.iter().skip(1).map(|class| class.name.as_str());
        let all: Vec<String> = programmes
            .chain(["site"])
            .flat_map(|programme| classes().map(move |class| format!("{programme}.{class}")))
            .collect();
        let names: Vec<&str> = all.iter().map(String::as_str).collect();
        let found = reader.named(table, "scope", "class", &names)?;
        all.get(found).cloned()
    }
}
