//! What answers the scenario's question: responses that the first line of a report speaks of.

use super::checks::response;
use super::problem::say;
use super::read::Draft;
use super::reader::{Bounds, Reader, Spot, top};
use super::standard::{Bound, Over};
use super::units::Unit;
use crate::measures::{Of, Response};

/// A response that answers the question.
#[derive(Clone, Debug, PartialEq)]
pub struct Answer {
    /// Name in the file.
    pub name: String,
    /// The response.
    pub response: Response,
    /// Pool, programme, funding, output, or what brings income. `None`: the site.
    pub scope: Option<String>,
    /// Which way is better, if the file says so.
    pub better: Option<Better>,
    /// What the response shall be at most or at least, and over what time, if the file says.
    pub target: Option<(Bound, Over)>,
    /// How exact it shall be where futures are played until answers are exact enough, if the file says: a part of an amount
    /// or ratio; of a share a width, 0.01 is one point. 0.0001 to 1.
    pub precision: Option<f64>,
}

/// What an answer can be asked for: an exactness of a hundredth of a per cent takes more futures than anybody plays.
const FINEST: Bounds = Bounds { low: 0.000_1, high: 1.0 };

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

/// The names of all responses that a question may ask for.
pub(super) fn words() -> Vec<&'static str> {
    Response::all().filter(|response| response.is_estimated()).map(Response::name).collect()
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
        let response = response(reader, table, &words())?;
        let row = response.row();
        let study = top(self.root, "study");
        if response == Response::SpentPresentValue
            && study.is_some_and(|study| study.get("discount").is_none())
        {
            let reason = say("no discount rate is stated, so nothing has a present value", &[]);
            let help = say("add discount = 0.045 to [study]", &[]);
            reader.error(&table.get("response")?, reason, Some(help));
        }
        if table.get("scope").is_none() && !row.site {
            // A class is named after its programme; what brings income is not the site's alone.
            let what = match row.of {
                Of::Class => Of::Programme,
                Of::Site | Of::Income => Of::Funding,
                other => other,
            };
            let reason = say(
                "{}: each {} has its own, the whole site has none",
                &[&response.name(), &what.word()],
            );
            let help = say("add {} = {}", &[&"scope", &"\"main\""]);
            reader.error(&table.get("response")?, reason, Some(help));
        }
        let stated = table.get("scope").and_then(|at| at.node.text());
        let class = stated.is_some_and(|text| text.contains('.'));
        let scope = if class && response.is_of_classes() {
            self.class(reader, table)
        } else {
            self.scope(reader, table, response)
        };
        let target = self.target(reader, table, response);
        let precision = reader.value(table, "precision", Unit::Number, FINEST);
        let name = table.key.to_owned();
        Some(Answer { name, response, scope, better, target, precision })
    }

    /// Whether any answer is of waits of jobs that are not kept otherwise.
    pub(super) fn asks_for_waits(&self, answers: &[Answer]) -> bool {
        let pool = |scope: &String| self.inputs.pools.iter().any(|pool| pool.name == *scope);
        answers.iter().any(|answer| {
            answer.response.is_of_job_waits()
                || answer.response == Response::MeanJobWait
                    && answer.scope.as_ref().is_some_and(|scope| !pool(scope))
        })
    }

    /// A class of a programme's applicants, or of all: `hpc.local-firm`, `site.local-firm`.
    fn class(&self, reader: &mut Reader, table: &Spot<'_>) -> Option<String> {
        let programmes = self.inputs.programmes.iter().map(|programme| programme.name.as_str());
        let classes = || self.inputs.stated_classes().map(|(_, class)| class.name.as_str());
        let all: Vec<String> = programmes
            .chain(["site"])
            .flat_map(|programme| classes().map(move |class| format!("{programme}.{class}")))
            .collect();
        let names: Vec<&str> = all.iter().map(String::as_str).collect();
        let found = reader.named(table, "scope", "class", &names)?;
        all.get(found).cloned()
    }
}
