//! The words on the charts of a replay.

use super::Language;
use crate::trace::fit::Place;

// A log under schedulers: busy, queue and waits.
impl Language {
    /// The line that says where a chart of a replay comes from.
    pub(crate) fn replay_source(self, log: &str, version: &str) -> String {
        match self {
            Self::Ko => format!("출처: 작업 로그 {log} · daegi {version} 재생"),
            Self::En => format!("Source: log of jobs {log} · replayed by daegi {version}"),
        }
    }

    pub(crate) fn busy_title(self) -> &'static str {
        self.pick("스케줄러마다 얼마나 쓰이는가?", "How much is busy under each scheduler?")
    }

    pub(crate) fn queue_title(self) -> &'static str {
        self.pick("스케줄러마다 몇 작업이 기다리는가?", "How many jobs wait under each scheduler?")
    }

    pub(crate) fn waits_title(self) -> &'static str {
        self.pick(
            "큰 작업은 작은 작업보다 오래 기다리는가?",
            "Do large jobs wait longer than small ones?",
        )
    }

    /// `amid`: some units were not there now and then.
    pub(crate) fn busy_subtitle(self, bin: &str, amid: bool) -> String {
        let there = match amid {
            true => self.pick("그때 있던 수량", "units that were there"),
            false => self.pick("전체 수량", "all units"),
        };
        match self {
            Self::Ko => {
                format!("실사용 수량, {bin} 평균 · 점선: {there} · 회색 선: 로그 기록(있을 때)")
            }
            Self::En => format!(
                "Units busy, means over {bin} · dotted: {there} · grey line: the log itself, where it says"
            ),
        }
    }

    pub(crate) fn queue_subtitle(self, bin: &str) -> String {
        match self {
            Self::Ko => format!("기다리는 작업 수, {bin} 평균 · 회색 선: 로그 기록(있을 때)"),
            Self::En => {
                format!("Jobs waiting, means over {bin} · grey line: the log itself, where it says")
            }
        }
    }

    pub(crate) fn waits_subtitle(self) -> &'static str {
        self.pick(
            "작업 크기(두 배씩)별 평균 대기 시간 · 세로축은 상용로그 눈금 · 1초 미만은 맨 아래 · 회색: 로그 기록(있을 때)",
            "Mean wait by size of job, doubling · logarithmic scale · under 1 s at the bottom · grey: the log itself, where it says",
        )
    }

    /// The heading of a field: scheduler, machine and one figure.
    pub(crate) fn busy_heading(self, scheduler: &str, units: &str, share: &str) -> String {
        match self {
            Self::Ko => format!("{scheduler} · 전체 {units} · 실사용/전체 {share}"),
            Self::En => format!("{scheduler} · {units} units · busy of units {share}"),
        }
    }

    pub(crate) fn queue_heading(self, scheduler: &str, units: &str, wait: &str) -> String {
        match self {
            Self::Ko => format!("{scheduler} · 전체 {units} · 평균 대기 {wait}"),
            Self::En => format!("{scheduler} · {units} units · mean wait {wait}"),
        }
    }

    pub(crate) fn replay_note(self, mode: &str) -> String {
        match self {
            Self::Ko => format!("가로축: 로그 시작부터 지난 날 · 요청 시간 해석: {mode}"),
            Self::En => format!("Across: days since the log's beginning · mode: {mode}"),
        }
    }

    pub(crate) fn waits_note(self, mode: &str) -> String {
        match self {
            Self::Ko => format!("가로축: 작업이 요청한 수량 · 요청 시간 해석: {mode}"),
            Self::En => format!("Across: units of a job · mode: {mode}"),
        }
    }

    /// The name of what the log itself says.
    pub(crate) fn log_itself(self) -> &'static str {
        self.pick("로그 기록", "the log itself")
    }

    /// A length of time in its largest sensible unit: 3일, 4.5시간; 3 d, 4.5 h.
    pub(crate) fn lasting(self, seconds: f64) -> String {
        let scales = [
            (86_400.0, "일", " d"),
            (3_600.0, "시간", " h"),
            (60.0, "분", " min"),
            (1.0, "초", " s"),
        ];
        let scale = scales.iter().find(|(scale, _, _)| seconds >= *scale).unwrap_or(&scales[3]);
        let value = seconds / scale.0;
        let text = self.decimal(value, usize::from(value < 100.0));
        let text = text.strip_suffix(".0").unwrap_or(&text);
        format!("{text}{}", self.pick(scale.1, scale.2))
    }
}

// A log beside the workload fitted to it.
impl Language {
    pub(crate) fn fit_title(self) -> &'static str {
        self.pick(
            "맞춘 작업은 로그와 얼마나 같은가?",
            "How near is the fitted workload to the log?",
        )
    }

    pub(crate) fn fit_subtitle(self, jobs: &str) -> String {
        match self {
            Self::Ko => format!("작업 {jobs}건 · 위: 어느 시간 안에 끝난 작업의 비율"),
            Self::En => format!("{jobs} jobs · above: share of jobs that ended within some time"),
        }
    }

    pub(crate) fn fit_note(self, distance: f64) -> String {
        let distance = self.decimal(distance, 3);
        match self {
            Self::Ko => format!("두 곡선의 가장 큰 차이(콜모고로프–스미르노프 거리): {distance}"),
            Self::En => {
                format!("Largest distance of the two curves (Kolmogorov–Smirnov): {distance}")
            }
        }
    }

    pub(crate) fn fit_runs(self) -> &'static str {
        self.pick("실행 시간(자릿수 눈금)", "Run time (logarithmic scale)")
    }

    pub(crate) fn fit_sizes(self) -> &'static str {
        self.pick("작업 크기별 비율", "Share of jobs by size")
    }

    pub(crate) fn fit_hours(self) -> &'static str {
        self.pick("제출 시각(하루 평균이 1)", "Submissions by hour of the day (mean 1)")
    }

    /// A class of sizes.
    pub(crate) fn sizes(self, from: u32, to: u32) -> String {
        let whole = |n: u32| self.whole(f64::from(n));
        if from == to { whole(to) } else { format!("{}–{}", whole(from), whole(to)) }
    }

    pub(crate) fn fitted(self) -> &'static str {
        self.pick("맞춘 모양", "fitted")
    }

    /// The jobs of a log beside those of its fit.
    pub(crate) fn of_the_log(self) -> &'static str {
        self.pick("로그", "the log")
    }

    /// The jobs of a fit beside those of its log.
    pub(crate) fn of_the_fit(self) -> &'static str {
        self.pick("맞춘 작업", "fitted")
    }
}

// A log beside futures of the workload fitted to it.
impl Language {
    /// What was found: where the log lies to the bands of its fit.
    pub(crate) fn reproduced_title(self, busy: Place, wait: Place) -> String {
        let busy = match busy {
            Place::Within => self.pick("로그만큼 바쁘고", "is as busy as the log"),
            Place::Below => self.pick("로그보다 바쁘고", "is busier than the log"),
            Place::Above => self.pick("로그보다 덜 바쁘고", "is less busy than the log"),
        };
        let wait = match wait {
            Place::Within => self.pick("대기는 비슷하다", "its jobs wait about as long"),
            Place::Below => self.pick("대기는 더 길다", "its jobs wait longer"),
            Place::Above => self.pick("대기는 더 짧다", "its jobs wait less"),
        };
        match self {
            Self::Ko => format!("맞춘 작업은 {busy}, {wait}"),
            Self::En => format!("The fitted workload {busy}, and {wait}"),
        }
    }

    pub(crate) fn reproduced_subtitle(self, scheduler: &str, units: &str, futures: &str) -> String {
        match self {
            Self::Ko => format!(
                "둘 다 {scheduler}로 전체 {units}에서 재생 · 띠: 맞춘 작업의 모의실험 {futures}회 가운데 열에 아홉, 그 안의 선: 가운데 값"
            ),
            Self::En => format!(
                "Both through {scheduler} on {units} units · band: nine of ten of {futures} futures of the fitted workload, the line in it: their middle"
            ),
        }
    }

    pub(crate) fn reproduced_busy(
        self,
        log: &str,
        low: &str,
        high: &str,
        within: &str,
        weeks: &str,
    ) -> String {
        match self {
            Self::Ko => format!(
                "주별 실사용/전체 · 로그 {log}, 맞춘 작업 {low}–{high} · {weeks}주 가운데 {within}주가 띠 안"
            ),
            Self::En => format!(
                "Busy of units by week · log {log}, fitted {low}–{high} · {within} of {weeks} weeks within the band"
            ),
        }
    }

    pub(crate) fn reproduced_waits(self, log: &str, low: &str, high: &str) -> String {
        match self {
            Self::Ko => {
                format!("작업 크기별 평균 대기 · 모두 합쳐 로그 {log}, 맞춘 작업 {low}–{high}")
            }
            Self::En => {
                format!("Mean wait by size of job · all together: log {log}, fitted {low}–{high}")
            }
        }
    }

    /// What is missing in a fit, and what keeps it.
    pub(crate) fn reproduced_loss(self) -> &'static str {
        self.pick(
            "크기, 실행 시간, 제출 시각을 따로따로 뽑으므로 서로의 관계와 몰림은 사라진다. 로그의 주를 통째로 쓰는 시나리오([log.이름])는 이를 지킨다.",
            "Sizes, run times and submissions are drawn each for itself: what ties them, and bursts, is lost; a scenario with whole weeks of the log ([log.NAME]) keeps it.",
        )
    }

    pub(crate) fn reproduced_note(self) -> &'static str {
        self.pick(
            "가로축: 위는 첫 제출부터의 주, 아래는 작업이 요청한 수량 · 대기는 상용로그 눈금, 1초 미만은 맨 아래 · 회색: 로그가 적은 대기(있을 때). 온전한 주만 빈 장비에서 시작해, 요청보다 긴 실행도 끝까지 재생했다. 맞춘 바로 그 주들과 견준 것이다.",
            "Across: above weeks since the first submission, below units of a job · waits on a logarithmic scale, under 1 s at the bottom · grey: waits that the log states, if it does. Whole weeks, from an empty machine, runs not cut at requests; they are the weeks that were fitted.",
        )
    }

    /// A week by its number from the first submission.
    pub(crate) fn nth_week(self, week: usize) -> String {
        match self {
            Self::Ko => format!("{week}주째"),
            Self::En => format!("week {week}"),
        }
    }

    /// The name of waits that a log states.
    pub(crate) fn as_stated(self) -> &'static str {
        self.pick("로그가 적은 대기", "as stated")
    }
}
