//! The words of options of which none is worse in everything.

use super::Language;

/// Options that the sentence names of each kind.
const NAMED: usize = 5;
/// From this chance on an option is said to be dominated by none, and below the rest of it to be dominated.
const SURE: f64 = 0.9;

impl Language {
    /// Above options by unmet demand, free units and money.
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
        let kinds: [(&str, &dyn Fn(f64) -> bool); 3] = [
            (self.pick("다른 안에 밀리지 않음", "dominated by none"), &|chance| {
                chance >= SURE
            }),
            (self.pick("가릴 수 없음", "cannot be told"), &|chance| {
                chance < SURE && chance > 1.0 - SURE
            }),
            (
                self.pick(
                    "모두 더 낫거나 같은 안이 있음",
                    "another is as good in all and better in some",
                ),
                &|chance| chance <= 1.0 - SURE,
            ),
        ];
        let clauses = kinds.iter().filter_map(|(word, is)| {
            let own: Vec<&(String, f64)> = all.iter().filter(|one| is(one.1)).collect();
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
