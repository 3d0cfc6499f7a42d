//! The words of why a standard is not reached.

use super::Language;
use crate::results::sized::{Failing, Sized};

impl Language {
    /// What stands in the way at the value that comes nearest: the standard that fails most often, with its value there,
    /// and the rounds that close before any value can matter.
    pub(crate) fn failing(self, sized: &Sized) -> Vec<String> {
        let share = |one: &&Failing| one.met.share().unwrap_or(0.0);
        let worst = sized.failing.iter().min_by(|a, b| share(a).total_cmp(&share(b)));
        let Some(worst) = worst else { return Vec::new() };
        let mut said = Vec::new();
        let standard = self.standard(&worst.standard);
        let counted = self.share_counted(&worst.met);
        let unit = worst.standard.unit.in_language(self);
        let quantity = |value: f64| self.quantity(worst.standard.response, unit, value);
        // With one standard, its count is that of all standards, which is told before.
        let several = sized.failing.len() > 1;
        let value = worst.value.map(|value| quantity(value.median));
        match (self, several, value) {
            (_, false, None) => {}
            (Self::Ko, false, Some(value)) => said.push(format!("거기서 중앙값 {value}")),
            (Self::En, false, Some(value)) => said.push(format!("its median there is {value}")),
            (Self::Ko, true, value) => {
                let value = value.map_or_else(String::new, |value| format!(", 중앙값 {value}"));
                said.push(format!("못 지키는 기준은 ‘{standard}’: {counted}{value}"));
            }
            (Self::En, true, value) => {
                let value = value.map_or_else(String::new, |value| format!(", median {value}"));
                said.push(format!("what fails is ‘{standard}’: it holds in {counted}{value}"));
            }
        }
        if let Some((before, all)) = worst.rounds.filter(|(before, _)| *before > 0.0) {
            let [before, all] = [before, all].map(|count| {
                self.decimal(count, if (count - count.round()).abs() < 0.05 { 0 } else { 1 })
            });
            said.push(match self {
                Self::Ko => {
                    format!("회차 {all}번 가운데 {before}번은 값이 무엇이든 달라지기 전에 마감")
                }
                Self::En => format!("{before} of {all} rounds close before anything differs"),
            });
        }
        said
    }
}
