//! The words of what the facts say.

use super::Language;
use crate::results::calibrated::{Calibrated, FEWEST, FactFit, Learned, Unused};

impl Language {
    /// The sentence that a calibration ends in.
    #[must_use]
    pub fn calibrated(self, found: &Calibrated, names: &dyn Fn(&str) -> String) -> String {
        let (kept, all) = (self.whole(found.kept.len() as f64), self.whole(found.futures as f64));
        let used = found.facts.iter().filter(|fact| fact.unused.is_none()).count();
        if used == 0 {
            return match self {
                Self::Ko => format!(
                    "모의실험을 고를 수 있는 사실이 없음: {all}회 어디서도 나오지 않거나, 구성상 늘 맞는 사실뿐임"
                ),
                Self::En => format!(
                    "no fact can choose among futures: in {all} futures each is either never reproduced or holds by construction"
                ),
            };
        }
        if found.kept.is_empty() {
            return match self {
                Self::Ko => format!(
                    "사실 {used}건을 모두 만족하는 모의실험이 {all}회 가운데 없음: 횟수를 늘리거나(-n) 허용 오차(--tolerance)를 넓혀야 함"
                ),
                Self::En => format!(
                    "none of {all} futures reproduces all {used} facts: draw more (-n), or allow more (--tolerance)"
                ),
            };
        }
        if !found.says_anything() {
            return match self {
                Self::Ko => format!(
                    "사실 {used}건과 맞는 모의실험이 {all}회 중 {kept}회뿐이라 입력에 대해 아무것도 말할 수 없음: {FEWEST}회 이상 남도록 모의실험을 늘리거나(-n) 허용 오차(--tolerance)를 넓혀야 함"
                ),
                Self::En => format!(
                    "{kept} of {all} futures reproduce the {used} facts: too few futures to say anything of the inputs. {FEWEST} have to be left: draw more (-n), or allow more (--tolerance)"
                ),
            };
        }
        let known: Vec<&Learned> =
            found.inputs.iter().filter(|one| one.identified == Some(true)).collect();
        let open = found.inputs.len() - known.len();
        let list: Vec<String> = known
            .iter()
            .take(3)
            .map(|one| {
                let share = self.decimal(100.0 * one.contraction.unwrap_or(0.0), 0);
                format!("{} ({share}%)", names(&one.path))
            })
            .collect();
        let list =
            if list.is_empty() { self.pick("없음", "none").to_owned() } else { list.join(", ") };
        match self {
            Self::Ko => format!(
                "사실 {used}건과 맞는 모의실험 {all}회 중 {kept}회. 자료로 좁혀지는 입력(분산이 줄어든 몫): {list}; 자료로 식별되지 않는 입력 {open}개"
            ),
            Self::En => format!(
                "{kept} of {all} futures reproduce the {used} facts. Inputs that the data narrow (variance taken away): {list}; inputs that the data do not identify: {open}"
            ),
        }
    }

    /// The facts: head and rows.
    #[must_use]
    pub fn facts_table(self, found: &Calibrated) -> Vec<Vec<String>> {
        let head = match self {
            Self::Ko => ["사실", "관측", "허용", "모의실험의 90%", "맞는 모의실험", ""],
            Self::En => ["fact", "observed", "within", "90% of futures", "reproduced", ""],
        };
        let mut rows = vec![head.map(str::to_owned).to_vec()];
        let unit = found.unit.in_language(self);
        for fact in &found.facts {
            let quantity = |value: f64| {
                if value.is_finite() {
                    self.quantity(fact.response, unit, value)
                } else {
                    "–".to_owned()
                }
            };
            rows.push(vec![
                fact.title.in_language(self).to_owned(),
                quantity(fact.observed),
                format!("±{}", self.distance(fact.response, unit, fact.within)),
                format!("{} ~ {}", quantity(fact.range.0), quantity(fact.range.1)),
                self.whole(fact.reproduced as f64),
                self.why_unused(found, fact),
            ]);
        }
        rows
    }

    fn why_unused(self, found: &Calibrated, fact: &FactFit) -> String {
        let far = fact.implausibility.map(|far| self.decimal(far, 1)).unwrap_or_default();
        match (self, fact.unused) {
            (_, None) => String::new(),
            (Self::Ko, Some(Unused::Claim)) => {
                "쓰지 않음: 그 기간 전에 한 말이라 관측이 아님".to_owned()
            }
            (Self::En, Some(Unused::Claim)) => {
                "left out: said before its period, so no observation".to_owned()
            }
            (Self::Ko, Some(Unused::Inferred)) => {
                "고르지 않음: 수요를 이 값에서 추정해 구성상 맞음".to_owned()
            }
            (Self::En, Some(Unused::Inferred)) => {
                "chooses nothing: demand was inferred from it".to_owned()
            }
            (Self::Ko, Some(Unused::Always)) => "고르지 않음: 모든 모의실험이 맞음".to_owned(),
            (Self::En, Some(Unused::Always)) => "chooses nothing: every future has it".to_owned(),
            (Self::Ko, Some(Unused::Never)) => {
                format!("쓰지 않음: 모형이 만들지 못하는 값(표준편차의 {far}배)")
            }
            (Self::En, Some(Unused::Never)) => {
                format!("left out: the model does not make it ({far} standard deviations away)")
            }
            (_, Some(Unused::Excluded(other))) => {
                let other =
                    found.facts.get(other).map_or("", |other| other.title.in_language(self));
                match self {
                    Self::Ko => format!("쓰지 않음: ‘{other}’와(과) 함께 맞는 모의실험이 없음"),
                    Self::En => format!("left out: no future has it together with “{other}”"),
                }
            }
        }
    }

    /// The inputs: head and rows.
    #[must_use]
    pub fn learned_table(
        self,
        found: &Calibrated,
        names: &dyn Fn(&str) -> String,
    ) -> Vec<Vec<String>> {
        let head = match self {
            Self::Ko => [
                "입력",
                "전: 중앙값 [90%]",
                "후: 중앙값 [90%]",
                "줄어든 분산",
                "알면 답이 좁아지는 몫",
                "",
            ],
            Self::En => [
                "input",
                "before: median [90%]",
                "after: median [90%]",
                "variance taken away",
                "answer narrows if known",
                "",
            ],
        };
        let mut rows = vec![head.map(str::to_owned).to_vec()];
        let spread = |path: &str, [low, middle, high]: [f64; 3]| {
            let [low, middle, high] = [low, middle, high]
                .map(|one| self.input_value(found.unit.in_language(self), path, one));
            format!("{middle} [{low} ~ {high}]")
        };
        let percent = |share: f64| format!("{}%", self.decimal(100.0 * share, 0));
        for one in &found.inputs {
            let word = match one.identified {
                Some(true) => "",
                Some(false) => self.pick("자료로 식별되지 않음", "not identified by the data"),
                None => self.pick("맞는 모의실험이 너무 적음", "too few futures"),
            };
            let none = || "–".to_owned();
            rows.push(vec![
                names(&one.path),
                spread(&one.path, one.before),
                one.after.map_or_else(none, |after| spread(&one.path, after)),
                one.contraction.map_or_else(none, percent),
                one.worth.map_or_else(none, percent),
                word.to_owned(),
            ]);
        }
        rows
    }

    /// The finding of the chart.
    pub(crate) fn learned_title(
        self,
        found: &Calibrated,
        names: &dyn Fn(&str) -> String,
    ) -> String {
        let kept = self.whole(found.kept.len() as f64);
        if !found.says_anything() {
            return match self {
                Self::Ko => format!("맞는 모의실험이 {kept}회뿐이라 말할 수 없음"),
                Self::En => format!("Too few futures to say anything: {kept}"),
            };
        }
        let first = found.inputs.iter().find(|one| one.identified == Some(true));
        match (self, first.map(|one| names(&one.path))) {
            (Self::Ko, Some(first)) => format!("사실이 가장 좁히는 입력은 {first}"),
            (Self::En, Some(first)) => format!("The facts narrow {first} most"),
            (Self::Ko, None) => "사실은 어떤 입력도 좁히지 않음".to_owned(),
            (Self::En, None) => "The facts narrow no input".to_owned(),
        }
    }

    /// What the chart shows.
    pub(crate) fn learned_subtitle(self) -> &'static str {
        self.pick(
            "회색: 파일에 적힌 대로의 90% 범위와 중앙값(빈 점) · 파랑: 사실과 맞는 모의실험의 90% 범위와 중앙값",
            "Grey: the 90% range and the median (hollow) as the file has it · blue: the same over the futures that reproduce the facts",
        )
    }

    /// What the facts leave of an input, beside its row of the chart.
    pub(crate) fn learned_in_short(self, found: &Calibrated, one: &Learned) -> String {
        let unit = found.unit.in_language(self);
        let value = |value: f64| self.input_value(unit, &one.path, value);
        let before = value(one.before[1]);
        let (Some(after), Some(part)) = (one.after, one.contraction) else { return before };
        let part = self.decimal(100.0 * part, 0);
        format!("{before} → {} (−{part}%)", value(after[1]))
    }

    /// Notes on how the calibration was done.
    #[must_use]
    pub fn calibrated_notes(self, found: &Calibrated) -> Vec<String> {
        let tolerance = self.percent(found.tolerance);
        let few = (FEWEST..100).contains(&found.kept.len());
        let mut notes = vec![match self {
            Self::Ko => format!(
                "방법: 입력을 파일의 분포에서 뽑아 작업 없이 실행하고, 쓰는 사실이 모두 허용 범위(발표의 반올림, 그보다 넓으면 {tolerance}) 안에 드는 모의실험만 남김(기각 ABC)."
            ),
            Self::En => format!(
                "Method: inputs are drawn as the file has them and played without jobs; futures are kept in which every fact that is used is within its rounding or {tolerance}, whichever is wider (rejection)."
            ),
        }];
        if few {
            notes.push(match self {
                Self::Ko => {
                    format!(
                        "남은 모의실험이 {}회뿐이라 수치가 거칢: -n을 늘릴 것.",
                        found.kept.len()
                    )
                }
                Self::En => format!(
                    "Only {} futures are left, so that the figures are rough: draw more with -n.",
                    found.kept.len()
                ),
            });
        }
        if let (Some((response, _)), Some((before, after))) = (&found.answer, found.widths) {
            let [before, after] = [before, after]
                .map(|one| self.distance(*response, found.unit.in_language(self), one));
            notes.push(match self {
                Self::Ko => format!("답({})의 90% 범위 너비: 전체 모의실험 {before}, 사실과 맞는 모의실험 {after}.", self.noun(*response, found.unit.in_language(self).unit)),
                Self::En => format!("Width of the 90% range of the answer ({}): {before} over all futures, {after} over those kept.", self.noun(*response, found.unit.in_language(self).unit)),
            });
        }
        notes
    }
}
