//! Inputs in the reader's language: a path of the scenario as words.

use super::Language;
use crate::results::Manifest;

/// The last part of a path and what it is called.
const WORDS: [(&str, &str, &str); 41] = [
    ("reapply", "탈락자 재신청률", "share turned away who apply again"),
    ("renew", "종료 후 재신청률", "share finished who apply again"),
    ("growth", "수요 증가율", "growth of demand"),
    ("fresh", "신규 신청 수준", "new applicants"),
    ("competition", "관측 경쟁률", "observed competition"),
    ("lag", "통과부터 임차까지 걸린 기간", "time from vote to lease"),
    ("delay", "공모까지 걸린 기간", "time to the call"),
    ("from", "시작일", "first day"),
    ("to", "종료일", "last day"),
    ("until", "종료일", "last day"),
    ("cut", "삭감률", "cut"),
    ("carry-over", "이월률", "share carried over"),
    ("amount", "금액", "amount"),
    ("lead-time", "납품 기간", "time to delivery"),
    ("price", "가격", "price"),
    ("life", "사용 연수", "years of use"),
    ("running", "운영비", "running cost"),
    ("per-award", "과제당 성과", "outputs for each award"),
    ("chance", "확률", "chance"),
    ("comes", "예산이 오는지 여부", "whether it comes"),
    ("of-fresh", "옮겨 가는 신규 신청자의 몫", "share of new applicants who move"),
    ("of-turned-away", "옮겨 가는 탈락자의 몫", "share of those turned away who move"),
    ("elasticity", "탄력성", "elasticity"),
    ("reference", "기준 선정률", "reference award rate"),
    ("charge", "이용료", "fee"),
    ("share", "이용자 부담률", "share that users pay"),
    ("places", "선정 규모", "places"),
    ("demand", "수요", "demand"),
    ("lease-price", "임차 단가", "lease price"),
    ("no-show", "포기", "no-show"),
    ("fee", "이용료", "fee"),
    ("award-rate", "선정률에 대한 반응", "reaction to the award rate"),
    ("extension", "연장", "extension"),
    ("observed", "관측", "observation"),
    ("sale-price", "판매 단가", "sale price"),
    ("notice", "통보 기간", "notice"),
    ("sold", "판매 비율", "share sold"),
    ("tariff", "전기 단가", "tariff of electricity"),
    ("running-cost", "운영비", "running cost"),
    ("units", "수량", "units"),
    ("load", "작업량", "load of jobs"),
];

impl Language {
    /// An input by its path: 수요 수준(HPC 지원); level of demand (HPC support).
    pub(crate) fn input(self, manifest: &Manifest, path: &str) -> String {
        let titles = |table: &str| {
            let (kind, name) = table.split_once('.')?;
            let list = match kind {
                "programme" => return Some(self.of_programme(manifest, name)),
                "funding" => &manifest.fundings,
                "output" => &manifest.outputs,
                "expansion" => {
                    let found = manifest.expansions.iter().find(|one| one.name == table);
                    return found.map(|one| self.title(&one.title, name).to_owned());
                }
                _ => return None,
            };
            Some(self.title_in(list, name).to_owned())
        };
        self.input_of(path, &titles)
    }

    /// An input by its path, given the titles of tables by their paths (`programme.hpc`).
    pub(crate) fn input_of(self, path: &str, titles: &dyn Fn(&str) -> Option<String>) -> String {
        if let Some(programme) = path.strip_prefix("demand.") {
            let title =
                titles(&format!("programme.{programme}")).unwrap_or_else(|| programme.to_owned());
            return match self {
                Self::Ko => format!("{title} 추정 수요 수준"),
                Self::En => format!("{title}: inferred level of demand"),
            };
        }
        let parts: Vec<&str> = path.split('.').collect();
        let word = |part: &str| {
            let found = WORDS.iter().find(|(name, ..)| *name == part);
            found.map(|(_, ko, en)| self.pick(ko, en))
        };
        let titled = match parts.as_slice() {
            [kind @ ("programme" | "funding" | "output" | "expansion"), name, ..] => {
                Some(titles(&format!("{kind}.{name}")).unwrap_or_else(|| (*name).to_owned()))
            }
            ["lease-price", unit, ..] => {
                return format!(
                    "{} {}",
                    unit.to_uppercase(),
                    self.pick("임차 단가", "lease price")
                );
            }
            _ => None,
        };
        // The innermost part that has a word; what stands behind it (a date, a number) in brackets.
        let at = parts.iter().rposition(|part| word(part).is_some());
        match (titled, at) {
            (Some(title), Some(at)) => {
                let rest = parts[at + 1..].join(".");
                let rest = if rest.is_empty() { rest } else { format!(" ({rest})") };
                let word = word(parts[at]).unwrap_or_default();
                match self {
                    Self::Ko => format!("{title} {word}{rest}"),
                    Self::En => format!("{title}: {word}{rest}"),
                }
            }
            (None, Some(at)) => word(parts[at]).unwrap_or_default().to_owned(),
            _ => path.to_owned(),
        }
    }

    fn of_programme(self, manifest: &Manifest, name: &str) -> String {
        let one = manifest.programmes.iter().find(|one| one.name == name);
        one.map_or(name, |one| self.title(&one.title, name)).to_owned()
    }
}
