//! The words of the program, once: `docs/design.md`, the page and the terminal take them from here.

use super::{Language, Words, words};

/// A word with what it means, in both languages.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Term {
    /// The word.
    pub word: Words,
    /// What the word means.
    pub meaning: Words,
}

impl Term {
    /// The word in a language.
    #[must_use]
    pub fn word(&self, language: Language) -> &'static str {
        language.words(self.word)
    }

    /// What the word means, in a language.
    #[must_use]
    pub fn meaning(&self, language: Language) -> &'static str {
        language.words(self.meaning)
    }
}

const fn term(
    [en, ko]: [&'static str; 2],
    meaning_en: &'static str,
    meaning_ko: &'static str,
) -> Term {
    Term { word: words(ko, en), meaning: words(meaning_ko, meaning_en) }
}

/// Physically there.
pub const INSTALLED: Term = term(["installed", "설치"], "physically there", "실제로 놓여 있는 것");
/// Paid for by public money.
pub const LEASED: Term =
    term(["leased", "임차"], "public money pays for it now", "지금 공공 예산으로 값을 치르는 것");
/// Leased and usable.
pub const IN_SERVICE: Term = term(
    ["in service", "가동"],
    "leased, less what has failed or is under maintenance",
    "임차한 것 가운데 고장이나 점검으로 멈춘 것을 뺀 것",
);
/// Held by projects.
pub const ALLOCATED: Term =
    term(["allocated", "배정"], "held by awarded projects", "선정된 과제가 점유한 것");
/// Running a job.
pub const BUSY: Term = term(["busy", "실사용"], "running a job this second", "지금 작업이 도는 것");
/// A check whose figure was used.
pub const FITTED: Term = term(
    ["fitted", "추정에 쓴 값"],
    "an observed figure from which the inputs were set: it does not test the model",
    "입력을 정하는 데 쓴 관측값. 모형을 시험하지 못한다",
);
/// A check whose figure was not used.
pub const HELD_OUT: Term = term(
    ["held out", "검증용 값"],
    "an observed figure that was not used to set the inputs",
    "입력을 정하는 데 쓰지 않은 관측값",
);
/// Leased ÷ installed.
pub const LEASED_OF_INSTALLED: Term = term(
    ["leased of installed", "설치 대비 임차"],
    "The part of what is physically there that money pays for. Both are integrated over the window, then divided; so are the ratios below.",
    "설치된 장비 가운데 예산으로 임차한 몫. 집계 기간의 합계(수량 × 시간)끼리 나눈다. 아래의 비율도 같다.",
);
/// Allocated ÷ leased.
pub const ALLOCATED_OF_LEASED: Term = term(
    ["allocated of leased", "임차 대비 배정"],
    "The part of what is leased that awarded projects hold. When less is leased, the denominator falls too: the ratio rises although nothing more is used.",
    "임차한 장비 가운데 선정된 과제가 점유한 몫. 임차가 줄면 분모도 줄어, 이용이 그대로여도 높아진다.",
);
/// Allocated ÷ installed.
pub const ALLOCATED_OF_INSTALLED: Term = term(
    ["allocated of installed", "설치 대비 배정"],
    "The part of what is physically there that awarded projects hold; what could not be leased counts in the denominator.",
    "설치된 장비 가운데 선정된 과제가 점유한 몫. 임차하지 못한 장비도 분모에 든다.",
);
/// Busy ÷ allocated.
pub const BUSY_OF_ALLOCATED: Term = term(
    ["busy of allocated", "배정 대비 실사용"],
    "The part of what projects hold on which a job runs.",
    "과제가 점유한 장비 가운데 작업이 실제로 돌고 있는 몫.",
);
/// Busy ÷ installed.
pub const BUSY_OF_INSTALLED: Term = term(
    ["busy of installed", "설치 대비 실사용"],
    "The part of what is physically there on which a job runs: the product of leased of installed, allocated of leased and busy of allocated.",
    "설치된 장비 가운데 작업이 실제로 돌고 있는 몫. 위 세 비율의 곱(설치 대비 임차 × 임차 대비 배정 × 배정 대비 실사용).",
);
/// Applications ÷ places.
pub const COMPETITION: Term = term(
    ["competition", "경쟁률"],
    "Applications over places, pooled over the rounds that closed in the window. A place is an offer of one project; who applies again is counted again.",
    "집계 기간에 마감한 공모 전체의 신청 건수를 선정 규모로 나눈 값. 선정 규모는 뽑기로 한 과제 수이며, 다시 신청하면 다시 센다.",
);
/// Cost ÷ hours.
pub const COST_PER_HOUR: Term = term(
    ["cost of an hour", "한 시간의 비용"],
    "Cost = leases + credit + running + electricity + the straight-line share of what was bought, of all units, idle ones too. Electricity and purchases count where the scenario states their price.",
    "비용 = 임차료 + 미지급금 + 운영비 + 전기료 + 구매가의 정액 감가분. 임차 후 유휴 장비의 비용도 든다. 전기료와 구매는 시나리오에 단가가 있을 때만 든다.",
);

/// Every word, in the order in which a centre is described.
pub const ALL: &[Term] = &[
    term(
        ["slot", "수용 자리"],
        "space, power and cooling for one unit",
        "한 장을 놓을 공간·전력·냉각",
    ),
    INSTALLED,
    LEASED,
    IN_SERVICE,
    ALLOCATED,
    BUSY,
    term(["pool", "묶음"], "units that are allocated together", "함께 배정하는 카드들"),
    term(["lot", "물량"], "units of one kind within a pool", "한 묶음 안의 같은 종류 카드들"),
    term(
        ["unit", "장"],
        "what is allocated: one card, or what the file calls it",
        "배정하는 단위: 카드 한 장, 또는 파일이 부르는 이름",
    ),
    term(["node", "서버"], "a server, with the units in it", "서버 한 대와 그 안의 카드"),
    term(["programme", "지원사업"], "a call for applications to a pool", "한 묶음을 신청하는 사업"),
    term(["round", "회차"], "one opening of a programme", "사업의 모집 한 번"),
    term(["application", "신청"], "what is asked for in a round", "한 회차에 낸 요청"),
    term(["place", "선정 규모"], "an offer of one project", "뽑기로 한 과제의 수"),
    term(["award", "선정"], "the decision for an application", "신청을 받아들인 결정"),
    term(
        ["allocation", "배정 과제"],
        "an award from then on: the right to units for a length of time",
        "그 뒤의 선정 과제: 정한 동안 카드를 쓸 권리",
    ),
    term(["funding", "예산"], "money that leases units", "카드를 임차하는 돈"),
    term(
        ["gap", "공백"],
        "time in which less is leased than is allocated",
        "배정된 것보다 적게 임차하는 동안",
    ),
    term(["top-up", "추경"], "a supplementary budget", "추가경정예산"),
    term(["passed", "통과"], "the money has been voted", "예산이 의결됨"),
    term(
        ["lands", "임차 시작"],
        "the first day on which the money can lease units",
        "그 돈으로 임차할 수 있는 첫날",
    ),
    term(
        ["held", "공공용 보유"],
        "not leased, and kept for public use",
        "임차하지 않고 공공용으로 남겨 둔 것",
    ),
    term(["sold", "민간 판매"], "used by a private firm", "민간이 쓰는 것"),
    term(
        ["notice", "반환 대기"],
        "asked for by public money while a private firm still uses it",
        "공공 예산이 요구했으나 아직 민간이 쓰는 것",
    ),
    term(["window", "집계 기간"], "the days that responses count", "지표를 세는 날들"),
    term(
        ["guard", "반대 근거"],
        "what is looked at wherever an answer is good news",
        "좋은 답이 나올 때마다 함께 살피는 것",
    ),
    term(
        ["alternative", "대안"],
        "a change that somebody could decide",
        "누군가 정할 수 있는 변경",
    ),
    term(
        ["factor", "불확실 요인"],
        "an input that nobody can decide and nobody knows",
        "정할 수도 알 수도 없는 입력",
    ),
    term(
        ["replication", "모의실험"],
        "one independent repeat, by its number",
        "독립된 한 번의 되풀이, 그 번호",
    ),
    term(
        ["draws", "뽑은 값"],
        "every uncertain input of a replication; for the public: a future",
        "한 모의실험의 불확실한 입력 전부",
    ),
    term(
        ["run", "실행"],
        "one alternative in one replication, and its record",
        "한 모의실험에서 대안 하나를 돌린 것과 그 기록",
    ),
    term(
        ["seed", "난수 시드"],
        "the number from which every draw follows",
        "모든 난수가 정해지는 수",
    ),
    term(["response", "지표"], "one number for each replication", "모의실험마다 하나인 수"),
    term(["estimate", "추정"], "the mean of a response, with its interval", "지표의 평균과 구간"),
    term(
        ["paired difference", "짝지은 차이"],
        "alternative less baseline within the same replication",
        "같은 모의실험에서 대안과 기준안의 차",
    ),
    LEASED_OF_INSTALLED,
    ALLOCATED_OF_LEASED,
    ALLOCATED_OF_INSTALLED,
    BUSY_OF_ALLOCATED,
    BUSY_OF_INSTALLED,
    COMPETITION,
    COST_PER_HOUR,
    FITTED,
    HELD_OUT,
];

#[cfg(test)]
mod tests {
    use super::*;

    const HEAD: &str = "| word | meaning | 한국어 | 뜻 |\n|---|---|---|---|\n";
    const END: &str = "\n<!-- end of words -->";

    /// The table of `docs/design.md` is made anew with `DAEGI_WRITE_DOCS=1 cargo test --release`.
    #[test]
    fn the_words_of_the_design_are_this_table() {
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/docs/design.md");
        let document = std::fs::read_to_string(path).unwrap();
        let (before, rest) = document.split_once(HEAD).expect("the table of words");
        let (_, after) = rest.split_once(END).expect("its end");
        let row = |term: &Term| {
            let Term { word, meaning } = term;
            format!("| {} | {} | {} | {} |\n", word.en, meaning.en, word.ko, meaning.ko)
        };
        let table: String = ALL.iter().map(row).collect();
        let made = format!("{before}{HEAD}{table}{END}{after}");
        if std::env::var_os("DAEGI_WRITE_DOCS").is_some() {
            std::fs::write(path, &made).unwrap();
        }
        let written = std::fs::read_to_string(path).unwrap_or_default();
        assert!(written == made, "docs/design.md does not have the words of the glossary");
    }

    #[test]
    fn a_word_means_one_thing() {
        for (at, term) in ALL.iter().enumerate() {
            let same =
                |other: &&Term| other.word.en == term.word.en || other.word.ko == term.word.ko;
            assert_eq!(ALL[..at].iter().find(same), None);
        }
    }
}
