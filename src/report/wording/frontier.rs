//! The words of options of which none is worse in everything.

use super::Language;

/// What can be said of an option with the chance that it is dominated by none.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Place {
    /// No other option dominates the option.
    Ahead,
    /// Whether another option dominates the option cannot be told.
    Between,
    /// Another option is as good in everything and better in something.
    Behind,
}

impl Place {
    /// The place of an option by the chance that none dominates it.
    pub(crate) fn of(chance: f64) -> Self {
        match chance {
            _ if chance >= SURE => Self::Ahead,
            _ if chance > 1.0 - SURE => Self::Between,
            _ => Self::Behind,
        }
    }
}

/// Options that the sentence names of each kind.
const NAMED: usize = 5;
/// From this chance on an option is said to be dominated by none, and below the rest of it to be dominated.
const SURE: f64 = 0.9;

impl Language {
    /// The heading over options by unmet demand, free units and money.
    #[must_use]
    pub fn frontier_heading(self) -> &'static str {
        self.pick(
            "못 받은 신청, 시작 못 한 선정, 빈 카드, 집행액을 함께 보면 (평균, 모두 적을수록 나음)",
            "Unmet demand, awards that never start, free units and money together (means, less of each is better)",
        )
    }

    /// Head of the column of chances.
    pub(crate) fn undominated_word(self) -> &'static str {
        self.pick("밀리지 않을 가능성", "chance of being dominated by none")
    }

    /// Which options are dominated by none, which by another, and of which it cannot be said.
    pub(crate) fn frontier_said(self, all: &[(String, f64)]) -> String {
        let kinds = [
            (self.pick("다른 안에 밀리지 않음", "dominated by none"), Place::Ahead),
            (self.pick("가릴 수 없음", "cannot be told"), Place::Between),
            (
                self.pick(
                    "모두 더 낫거나 같은 안이 있음",
                    "another is as good in all and better in some",
                ),
                Place::Behind,
            ),
        ];
        let clauses = kinds.iter().filter_map(|(word, place)| {
            let own: Vec<&(String, f64)> =
                all.iter().filter(|one| Place::of(one.1) == *place).collect();
            let named = own.iter().take(NAMED).map(|(title, chance)| {
                let percent = self.decimal(100.0 * chance, 0);
                format!("{title} ({percent}%)")
            });
            let mut list = named.collect::<Vec<_>>().join(", ");
            if own.len() > NAMED {
                list += &self.and_others(own.len() - NAMED);
            }
            (!own.is_empty()).then(|| format!("{word}: {list}"))
        });
        clauses.collect::<Vec<_>>().join("; ")
    }

    fn and_others(self, count: usize) -> String {
        match self {
            Self::Ko => format!(" 외 {count}개"),
            Self::En => format!(" and {count} more"),
        }
    }

    /// What the chart of options by money and unmet demand finds; `only` is the one that is dominated by none, if it is one.
    pub(crate) fn frontier_finds(self, ahead: usize, all: usize, only: Option<&str>) -> String {
        let counted = match (self, ahead) {
            (Self::Ko, 0) => format!("{all}개 안 가운데 밀리지 않는 안을 가릴 수 없음"),
            (Self::En, 0) => {
                format!("It cannot be told which of {all} options are dominated by none")
            }
            (Self::Ko, _) if ahead == all => "어느 안도 모든 면에서 밀리지는 않음".to_owned(),
            (Self::En, _) if ahead == all => {
                "No option is worse than another in everything".to_owned()
            }
            (Self::Ko, _) => format!("{all}개 안 가운데 {ahead}개는 다른 안에 밀리지 않음"),
            (Self::En, 1) => format!("One of {all} options is dominated by no other"),
            (Self::En, _) => format!("{ahead} of {all} options are dominated by no other"),
        };
        let only = only.map(|title| match self {
            Self::Ko => format!("다른 안에 밀리지 않는 안은 ‘{title}’뿐임"),
            Self::En => format!("Only “{title}” is dominated by no other option"),
        });
        super::findings::fitting(only.into_iter().chain([counted]))
    }

    /// What the chart shows, and over how many futures; `sweep` is what the sweep is called of which the dots are points.
    pub(crate) fn frontier_subtitle(self, sweep: Option<&str>, n: &str, stretch: &str) -> String {
        let sweep = sweep.map_or_else(String::new, |sweep| format!("{sweep}: "));
        match self {
            Self::Ko => format!(
                "{sweep}집행액과 못 받은 수요(찬 점: 다른 안에 밀리지 않음). 모의실험 {n}회 평균 · {stretch}"
            ),
            Self::En => format!(
                "{sweep}Money and unmet demand (filled: dominated by no other). Means of {n} futures · {stretch}"
            ),
        }
    }

    /// Heading of the one axis and of the other: unmet demand, money.
    pub(crate) fn frontier_axes(self) -> [&'static str; 2] {
        match self {
            Self::Ko => ["떨어진 신청 + 시작 못 한 선정 (건)", "집행액"],
            Self::En => ["Turned away + never started (applications)", "Spent"],
        }
    }

    /// What the dots of the chart say.
    pub(crate) fn frontier_key(self) -> &'static str {
        self.pick(
            "찬 점: 다른 안에 밀리지 않음(가능성 90% 이상), 점 든 고리: 가릴 수 없음, 빈 고리: 모두 더 낫거나 같은 안이 있음. 못 받은 신청과 시작 못 한 선정을 따로, 빈 카드까지 함께 견줌.",
            "Filled: dominated by none (chance of 90% or more); ring with a dot: cannot be told; hollow: another is as good in all and better in some. Both parts of unmet demand and free units are compared as well.",
        )
    }

    /// Why there is no chart of options by unmet demand, free units and money.
    pub(crate) fn frontier_alike(self) -> &'static str {
        self.pick(
            "집행액과 못 받은 수요의 그림은 만들지 않았다: 모든 안이 같다.",
            "No chart of money and unmet demand is made: all options have the same.",
        )
    }

    /// How many rows a terminal leaves out.
    #[must_use]
    pub fn frontier_left(self, count: usize) -> String {
        match self {
            Self::Ko => format!("{count}줄은 줄임: 모두 report.ko.html에 있음"),
            Self::En => format!("{count} rows are left out here: all stand in report.en.html"),
        }
    }

    /// How the chances come about.
    pub(crate) fn frontier_note(self, futures: &str) -> String {
        match self {
            Self::Ko => format!(
                "가능성: 같은 모의실험 {futures}회를 1,000번 다시 뽑아(복원추출) 평균을 견준 몫. 못 받은 신청은 떨어진 신청 수, 시작 못 한 선정은 카드를 받지 못해 실효된 선정 수, 빈 카드는 임차했으나 배정되지 않은 카드·월."
            ),
            Self::En => format!(
                "Chance: share of 1,000 samples of the same {futures} futures, drawn with replacement, whose means are compared. Unmet demand is applications turned away, awards that never start lapsed because units never came, free units are leased and not allocated."
            ),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_cannot_be_told_is_not_taken_for_either() {
        let all =
            [("a", 1.0), ("b", 0.5), ("c", 0.02)].map(|(title, chance)| (title.to_owned(), chance));
        assert_eq!(
            Language::En.frontier_said(&all),
            "dominated by none: a (100%); cannot be told: b (50%); another is as good in all and better in some: c (2%)"
        );
        assert!(Language::Ko.frontier_said(&all).contains("가릴 수 없음: b (50%)"));
    }
}
