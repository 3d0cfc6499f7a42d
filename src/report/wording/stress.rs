//! The words of the STRESS-DES table.

use super::Language;

impl Language {
    pub(crate) fn stress_columns(self) -> [&'static str; 3] {
        match self {
            Self::Ko => ["번호", "STRESS-DES 항목", "내용"],
            Self::En => ["No.", "STRESS-DES item", "Content"],
        }
    }

    pub(crate) fn stress_items(self) -> [&'static str; 20] {
        match self {
            Self::Ko => [
                "1.1 모형의 목적",
                "1.2 모형의 출력",
                "1.3 실험의 목적",
                "2.1 기본 모형의 구조도",
                "2.2 기본 모형의 논리",
                "2.3 시나리오의 논리",
                "2.4 알고리즘",
                "2.5 구성 요소(풀, 사업, 예산)",
                "3.1 자료의 출처",
                "3.2 자료의 전처리",
                "3.3 입력 매개변수",
                "3.4 가정",
                "4.1 초기 상태",
                "4.2 모의 기간",
                "4.3 추정 방법",
                "5.1 소프트웨어",
                "5.2 난수",
                "5.3 모형의 실행",
                "5.4 실행 환경과 시간",
                "6.1 코드의 공개",
            ],
            Self::En => [
                "1.1 Purpose of the model",
                "1.2 Model outputs",
                "1.3 Experimentation aims",
                "2.1 Base model overview diagram",
                "2.2 Base model logic",
                "2.3 Scenario logic",
                "2.4 Algorithms",
                "2.5 Components (pools, programmes, fundings)",
                "3.1 Data sources",
                "3.2 Pre-processing",
                "3.3 Input parameters",
                "3.4 Assumptions",
                "4.1 Initialisation",
                "4.2 Run length",
                "4.3 Estimation approach",
                "5.1 Software",
                "5.2 Random sampling",
                "5.3 Model execution",
                "5.4 System and time",
                "6.1 Computer model sharing statement",
            ],
        }
    }

    pub(crate) fn stress_open(self) -> &'static str {
        self.pick("(작성자가 채울 것)", "(to be written by the author)")
    }

    pub(crate) fn stress_sheet(self, name: &str) -> String {
        match self {
            Self::Ko => format!("‘{name}’ 시트"),
            Self::En => format!("sheet ‘{name}’"),
        }
    }

    pub(crate) fn stress_aims(self, options: usize) -> String {
        match self {
            Self::Ko => format!("대안 {options}개(기준안 포함)를 같은 모의실험에서 짝지어 비교"),
            Self::En => {
                format!("{options} options, the baseline among them, compared future by future")
            }
        }
    }

    pub(crate) fn stress_no_logs(self) -> &'static str {
        self.pick("작업 로그를 쓰지 않음", "no log of jobs is read")
    }

    pub(crate) fn stress_start(self, start: &str, from: &str) -> String {
        match self {
            Self::Ko => format!("{start}에 시작하고 {from}부터 집계(시작 상태: docs/design.md)"),
            Self::En => format!(
                "starts on {start}, counted from {from} (its opening state: docs/design.md)"
            ),
        }
    }

    pub(crate) fn stress_futures(self, futures: &str) -> String {
        match self {
            Self::Ko => format!("모의실험 {futures}회, 공통 난수, 차이는 짝지은 차이의 분포"),
            Self::En => format!("{futures} futures, common random numbers, paired differences"),
        }
    }
}
