//! stub
#![allow(missing_docs, missing_debug_implementations)]
use crate::model::inputs::Inputs;
pub const BASELINE: &str = "baseline";
#[derive(Clone)]
pub struct Bilingual {
    pub ko: String,
    pub en: String,
}
pub struct Check {
    pub name: String,
    pub response: String,
    pub scope: Option<String>,
    pub from_day: i64,
    pub to_day: i64,
    pub observed: f64,
    pub per_year: bool,
}
pub struct Alternative {
    pub name: String,
    pub title: Bilingual,
    pub inputs: Inputs,
}
pub struct Scenario {
    pub file_name: String,
    pub text: String,
    pub title: Bilingual,
    pub question: Bilingual,
    pub zone: String,
    pub baseline: Inputs,
    pub alternatives: Vec<Alternative>,
    pub checks: Vec<Check>,
}
impl Scenario {
    pub fn worlds(&self) -> impl Iterator<Item = (&str, &Inputs)> {
        std::iter::once((BASELINE, &self.baseline))
            .chain(self.alternatives.iter().map(|a| (a.name.as_str(), &a.inputs)))
    }
    pub fn title_of(&self, _kind: &str, name: &str) -> Bilingual {
        Bilingual { ko: name.into(), en: name.into() }
    }
}
